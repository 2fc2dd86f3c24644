"""A trial balance as a source: year-to-date figures, of which only what is not posted yet becomes lines.

Each row is a coding with its balance to date (``Actual``, or ``Closing``) and perhaps its commitment. What the same
source posted before for the same coding is taken off, so that the same trial balance twice posts nothing the second
time, and next month's posts the movement. Budgets come from the terms, not from here.

Source: docs/reference/imports.md, "Trial balances".
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from poolbook import money
from poolbook.dates.years import month_name
from poolbook.findings import Finding, Where, error, refuse_if, warning
from poolbook.importing import amounts
from poolbook.importing.faulty import SHOWN, Faulty
from poolbook.importing.fileimport import FileImport
from poolbook.importing.formats import Kind
from poolbook.importing.layout import Layout
from poolbook.importing.lines import KINDS, Fault, LineReader, Total, Typed, numbered, unnamed
from poolbook.importing.mapping import Codebook, Numbering
from poolbook.importing.match import Earlier
from poolbook.importing.ports import Standing, Store
from poolbook.importing.results import described
from poolbook.importing.rules import Rules, code_names
from poolbook.importing.table import Part, filled
from poolbook.ledger.balances import Balances
from poolbook.ledger.chart import AccountType, account
from poolbook.ledger.model import Layer, Transfer

#: What a figure of a trial balance is kept as: the journal type of its line, and the kind of it.
MEASURES = {"actual": Kind.JOURNAL, "commitment": Kind.COMMITMENT}


class BalanceReader(LineReader):
    """Reads a row for each coding into a line for each of its figures."""

    amount_roles = ("closing", "actual", "commitment", "budget", "debit", "credit", "opening")

    def typed(self, part: Part) -> Typed:
        """The figures of a part, year to date."""
        whole = numbered(part)
        raw, totals = self._without_others(self._stripped(whole))
        frames = [self._figures(raw, name) for name in MEASURES if name == "actual" or name in self.roles]
        lines = pl.concat(frames).filter(pl.col("given")).drop("given")
        return Typed(lines, whole, totals, (0, 0))

    def _pence(self, raw: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
        """The figure that totals are of: the actual or closing balance."""
        pence, none, vat = self._figure(raw, self._actual), *(pl.Series([], dtype=pl.Boolean),) * 2
        return pence, none, vat

    def _total(self, row: int, cells: tuple[str, ...]) -> Total | None:
        """Totals stand in line, labelled: each is passed over, the grand total at the end is compared."""
        label = next((cell for cell in cells if re.match(r"(?i)(?:sub|grand|overall)?[- ]?total", cell)), "")
        if not label:
            return super()._total(row, cells)
        frame = pl.DataFrame([cells], schema=[f"c{at}" for at in range(len(cells))], orient="row")
        return Total(
            row, self._figure(frame, self._actual)[0], 2 if re.match(r"(?i)grand|overall", label) else 1, cells
        )

    @property
    def _actual(self) -> str:
        return "actual" if "actual" in self.roles else "closing"

    def _figure(self, raw: pl.DataFrame, role: str) -> pl.Series:
        pence = self._amounts(raw, role)
        if self.layout.source.signs == "credit_positive":
            pence = -pence
        return pence.set((pence.abs() > amounts.LARGEST).fill_null(value=False), None)

    def _figures(self, raw: pl.DataFrame, name: str) -> pl.DataFrame:
        role = self._actual if name == "actual" else name
        pence, given = self._figure(raw, role), self._cells(raw, role) != ""
        by_name = self.by == "from column" and "period" in self.roles
        period = self._periods(raw, pl.Series([], dtype=pl.Date)) if by_name else self._period_of_name(len(raw))
        blank = filled("", len(raw), pl.String)
        frame = pl.DataFrame({
            "line_no": raw["line_no"], "day": filled(None, len(raw), pl.Date), "period": period,
            "pence": pence, "vat": filled(None, len(raw), pl.Int64),
            "kind": filled(KINDS.index(MEASURES[name]), len(raw), pl.UInt8),
            "journal": filled(name, len(raw), pl.String),
            "fault": self._faults_of(raw, pence, period), "reference": blank, "supplier": blank,
            "narrative": self._cells(raw, "narrative"), "given": given,
        })  # fmt: skip
        return frame.with_columns(**{f"k{at}": self._code(raw, at) for at in range(len(self.layout.codes))})

    def _faults_of(self, raw: pl.DataFrame, pence: pl.Series, period: pl.Series) -> pl.Series:
        fault = filled(0, len(raw), pl.UInt8)
        fault = fault.set(self._surplus(raw), int(Fault.SURPLUS)).set(period.is_null(), int(Fault.PERIOD))
        fault = fault.set(self._does_not_add(raw), int(Fault.BALANCE))
        return fault.set(pence.is_null(), int(Fault.AMOUNT))

    def _does_not_add(self, raw: pl.DataFrame) -> pl.Series:
        """Rows where opening and movements are given and do not make the closing balance."""
        roles = ("opening", "debit", "credit", "closing")
        if not all(role in self.roles for role in roles):
            return filled(False, len(raw), pl.Boolean)
        opening, debit, credit, closing = (self._amounts(raw, role, blank=0) for role in roles)
        return (opening + debit - credit != closing).fill_null(value=True)


@dataclass
class Posted:
    """What a trial balance's source has posted so far: sums by coding and journal, and the latest period."""

    sums: dict[tuple[int, str], int] = field(default_factory=dict)
    last: int = 0


@dataclass
class BalanceImport(FileImport):
    """The import of one trial balance. ``posted`` is what the source has posted before."""

    posted: Posted = field(default_factory=Posted)
    actual: int = 0
    figures: defaultdict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))
    _periods: set[int] = field(default_factory=set)

    def reader(self) -> LineReader:
        """The reader of its rows."""
        return BalanceReader(self.layout, self.standing.year)

    def sum_of_lines(self) -> int:
        """Totals are of the actual figures, not of commitments."""
        return self.actual

    def _part(self, typed: Typed) -> None:
        self.actual += int(typed.lines.filter(pl.col("journal") == "actual")["pence"].sum())
        super()._part(typed)

    def _without_posted(self, lines: pl.DataFrame) -> pl.DataFrame:
        """All of them: a figure is of the year to date, whatever was posted of it."""
        return lines

    def _match(self, mapped: pl.DataFrame) -> pl.DataFrame:
        """What is not posted yet of each figure; a figure that has not moved is seen. Rows of one coding are one."""
        self._periods |= set(mapped["period"])
        keys = ["coding", "journal"]
        others = [pl.col(name).first() for name in mapped.columns if name not in (*keys, "pence")]
        summed = mapped.group_by(keys, maintain_order=True).agg(pl.col("pence").sum(), *others)
        figures = [self._moved(*each) for each in summed.select(*keys, "pence").iter_rows()]
        moved = summed.with_columns(pence=pl.Series(figures, dtype=pl.Int64)).filter(pl.col("pence") != 0)
        still = int(mapped["pence"].sum()) - int(moved["pence"].sum())
        self.tally.add("seen", len(mapped) - len(moved), still)
        return moved.select(mapped.columns)

    def _moved(self, coding: int, journal: str, pence: int) -> int:
        self.figures[coding, journal] += pence
        moved = self.figures[coding, journal] - self.posted.sums.get((coding, journal), 0)
        self.posted.sums[coding, journal] = self.figures[coding, journal]
        return moved

    def _report(self) -> None:
        super()._report()
        self._compare_with_posted()

    def _compare_with_posted(self) -> None:
        """What the source has posted is of no later period, and every coding of it is here again."""
        if self._periods and min(self._periods) < self.posted.last:
            self.findings.append(self._late())
        self.posted.last = max(self.posted.last, *self._periods, 0)
        if self.before is not None:  # what dropped out was said when it came first
            return
        dropped = [(key, pence) for key, pence in self.posted.sums.items() if pence and key not in self.figures]
        for (coding, journal), pence in dropped[:SHOWN]:
            message = (
                f"{self.codebook.named(coding)} ({journal}) stood at {money.show(pence)} and is not in this trial "
                "balance: what was posted of it stays; ask why it went, and have it listed if it is nil"
            )
            self.findings.append(warning("import.balance_dropped", message, self.layout.where))
        if len(dropped) > SHOWN:
            total = described(sum(pence for _, pence in dropped), len(dropped))
            message = f"{total}: so much dropped out of this trial balance; the first {SHOWN} are listed"
            self.findings.append(warning("import.balance_dropped_more", message, self.layout.where))

    def _late(self) -> Finding:
        year = self.standing.year
        message = (
            f"this trial balance is of {month_name(year, min(self._periods))}, and {self.layout.name} is posted to "
            f"{month_name(year, self.posted.last)}: leave it out, or reverse the later one first"
        )
        return error("import.balance_late", message, self.layout.where)


def posted_so_far(earlier: Iterable[pl.DataFrame]) -> Posted:
    """What the lines of a trial balance's source sum to, by coding and journal, and their latest period."""
    frames = list(earlier)
    if not frames:
        return Posted()
    lines = pl.concat(frames)
    sums = lines.group_by("coding", "journal").agg(pl.col("pence").sum())
    by_key = {(coding, journal): pence for coding, journal, pence in sums.iter_rows()}
    return Posted(by_key, max(lines["period"].to_list(), default=0))


@dataclass
class BalanceProof(BalanceImport):
    """A trial balance read to compare the books with: nothing of it is posted. ``actuals`` are its figures, pence to
    date, debit positive, by scheme and account."""

    period: int = 0
    actuals: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def _match(self, mapped: pl.DataFrame) -> pl.DataFrame:
        self._periods |= set(mapped["period"])
        for target, pence in mapped.filter(pl.col("journal") == "actual").select("target", "pence").iter_rows():
            place = self.codebook.targets[target]
            self.actuals[place.scheme, place.account] += pence
        self.tally.add("seen", len(mapped), int(mapped["pence"].sum()))
        return mapped.clear()

    def _compare_with_posted(self) -> None:
        """Nothing is posted: it is to be of the period that is closed."""
        others = ", ".join(month_name(self.standing.year, each) for each in sorted(self._periods - {self.period}))
        if others:
            message = (
                f"this trial balance is of {others}, and {month_name(self.standing.year, self.period)} is to be "
                "closed: give the trial balance of that period"
            )
            self.findings.append(error("import.balance_period", message, self.layout.where))


def figures(layout: Layout, rules: Rules, standing: Standing, store: Store, period: int) -> dict[tuple[str, str], int]:
    """The actual figures of a trial balance of a period, pence to date, debit positive, by scheme and account. Raises
    :class:`Refused` where it is of another period, has no rows, a total that does not agree, a faulty row, or a code
    that no rule answers: a balance that is not whole proves nothing. Nothing is put into ``store``."""
    refuse_if(unnamed(layout, standing.year))
    book = Codebook(layout.name, rules, code_names(layout.source, layout.format), {}, Numbering(1))
    faulty = Faulty(layout, standing.year, keep=False)
    proof = BalanceProof(layout, standing, store, book, Earlier(), compare=False, faulty=faulty, period=period)
    for _ in proof.parts():
        pass
    open_ = proof.tally.lines["rejected"] + proof.tally.lines["unmapped"]
    if open_:
        codes = "; ".join(", ".join(filter(None, each)) or "no code" for each in list(book.unmapped)[:10])
        message = (
            f"{open_:,} figures cannot be read, or have codes that no rule answers{codes and f' ({codes})'}: mend the "
            "rows, or add rules"
        )
        proof.findings += [*faulty.shown, error("import.balance_open", message, layout.where)]
    refuse_if(proof.findings)
    return dict(proof.actuals)


def reconcile(
    theirs: Mapping[tuple[str, str], int], transfers: Iterable[Transfer], *, period: int, partner: str, where: Where
) -> list[Finding]:
    """Where a trial balance (see :func:`figures`) and the books differ, to a period: every account of the one, and all
    income and spend of the other. ``partner`` is whose ledger it is, "" for the host's: what a partner spent from its
    own ledger is owed to it, and is in no trial balance of the host."""
    books = Balances.of(each for each in transfers if _incurred_by(each) == partner)
    ours = {
        (cell.scheme, cell.account)
        for cell, _ in books
        if cell.layer is Layer.ACTUAL and cell.period <= period and account(cell.account).type in _COMPARED
    }
    found = []
    for scheme, code in sorted({*theirs, *ours}):
        figure = theirs.get((scheme, code), 0)
        kept = books.total(Layer.ACTUAL, code, scheme=scheme, to=period)
        if kept != figure:
            name = f"{code} of {scheme}" if scheme else code
            message = (
                f"{name}: the trial balance has {money.show(figure)} and the books "
                f"{money.show(kept)} to period {period}, {money.show(figure - kept)} apart: import what is missing, "
                "or reverse what is too much"
            )
            found.append(error("import.not_reconciled", message, where))
    return found


_COMPARED = (AccountType.INCOME, AccountType.EXPENSE)


def _incurred_by(transfer: Transfer) -> str:
    """The partner in whose ledger a transfer is, "" for the host's."""
    ends = {transfer.debit, transfer.credit}
    owed = "owed_to_partners" in ends and any(account(end).type in _COMPARED for end in ends)
    return transfer.partner if owed else ""
