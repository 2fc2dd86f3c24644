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
from poolbook.findings import Finding, Refused, Where, error
from poolbook.importing import amounts
from poolbook.importing.fileimport import FileImport
from poolbook.importing.formats import Kind
from poolbook.importing.layout import Layout
from poolbook.importing.lines import KINDS, Fault, LineReader, Total, Typed, numbered
from poolbook.importing.mapping import Answer, Codebook, Numbering
from poolbook.importing.ports import Standing
from poolbook.importing.rules import Rules, code_names
from poolbook.importing.table import Part
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer

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
        pence = amounts.pence(self._cells(raw, role))
        if self.layout.source.signs == "credit_positive":
            pence = -pence
        return pence.set((pence.abs() > amounts.LARGEST).fill_null(value=False), None)

    def _figures(self, raw: pl.DataFrame, name: str) -> pl.DataFrame:
        role = self._actual if name == "actual" else name
        pence, given = self._figure(raw, role), self._cells(raw, role) != ""
        by_name = self.by == "from column" and "period" in self.roles
        period = self._periods(raw, pl.Series([], dtype=pl.Date)) if by_name else self._period_of_name(len(raw))
        blank = pl.repeat("", len(raw), dtype=pl.String, eager=True)
        frame = pl.DataFrame({
            "line_no": raw["line_no"], "day": pl.repeat(None, len(raw), dtype=pl.Date, eager=True), "period": period,
            "pence": pence, "vat": pl.repeat(None, len(raw), dtype=pl.Int64, eager=True),
            "kind": pl.repeat(KINDS.index(MEASURES[name]), len(raw), dtype=pl.UInt8, eager=True),
            "journal": pl.repeat(name, len(raw), dtype=pl.String, eager=True),
            "fault": self._faults_of(raw, pence, period), "reference": blank, "supplier": blank,
            "narrative": self._cells(raw, "narrative"), "given": given,
        })  # fmt: skip
        return frame.with_columns(**{f"k{at}": self._code(raw, at) for at in range(len(self.layout.codes))})

    def _faults_of(self, raw: pl.DataFrame, pence: pl.Series, period: pl.Series) -> pl.Series:
        fault = pl.repeat(0, len(raw), dtype=pl.UInt8, eager=True)
        fault = fault.set(self._surplus(raw), int(Fault.SURPLUS)).set(period.is_null(), int(Fault.PERIOD))
        fault = fault.set(self._does_not_add(raw), int(Fault.BALANCE))
        return fault.set(pence.is_null(), int(Fault.AMOUNT))

    def _does_not_add(self, raw: pl.DataFrame) -> pl.Series:
        """Rows where opening and movements are given and do not make the closing balance."""
        roles = ("opening", "debit", "credit", "closing")
        if not all(role in self.roles for role in roles):
            return pl.repeat(False, len(raw), dtype=pl.Boolean, eager=True)
        opening, debit, credit, closing = (
            amounts.pence(cells := self._cells(raw, role)).set(cells == "", 0) for role in roles
        )
        return (opening + debit - credit != closing).fill_null(value=True)


@dataclass
class BalanceImport(FileImport):
    """The import of one trial balance. ``posted`` is what the source has posted so far, by coding and journal."""

    posted: dict[tuple[int, str], int] = field(default_factory=dict)
    actual: int = 0

    def reader(self) -> LineReader:
        """The reader of its rows."""
        return BalanceReader(self.layout, self.standing.year)

    def sum_of_lines(self) -> int:
        """Totals are of the actual figures, not of commitments."""
        return self.actual

    def _part(self, typed: Typed) -> None:
        self.actual += int(typed.lines.filter(pl.col("journal") == "actual")["pence"].sum())
        super()._part(typed)

    def _match(self, mapped: pl.DataFrame) -> pl.DataFrame:
        """What is not posted yet of each figure; a figure that has not moved is seen."""
        keys = list(mapped.select("coding", "journal").iter_rows())
        before = pl.Series([self.posted.get(key, 0) for key in keys], dtype=pl.Int64)
        moved = mapped.with_columns(pence=mapped["pence"] - before)
        for key, pence in zip(keys, moved["pence"].to_list(), strict=True):
            self.posted[key] = self.posted.get(key, 0) + pence
        still = int((moved["pence"] == 0).sum())
        self.tally.add("seen", still, int(before.sum()))
        return moved.filter(pl.col("pence") != 0)


def posted_so_far(earlier: Iterable[pl.DataFrame]) -> dict[tuple[int, str], int]:
    """What the lines of a trial balance's source sum to, by coding and journal."""
    frames = list(earlier)
    if not frames:
        return {}
    sums = pl.concat(frames).group_by("coding", "journal").agg(pl.col("pence").sum())
    return {(coding, journal): pence for coding, journal, pence in sums.iter_rows()}


def figures(layout: Layout, rules: Rules, standing: Standing) -> dict[tuple[str, str], int]:
    """The actual figures of a trial balance, pence to date, debit positive, by scheme and account. Raises
    :class:`Refused` where a row is faulty or no rule answers its code: a balance that is not whole proves nothing."""
    reader = BalanceReader(layout, standing.year)
    book = Codebook(layout.name, rules, code_names(layout.source, layout.format), {}, Numbering(1))
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for part in layout.table.parts(layout.skip, layout.width):
        lines = reader.typed(part).lines.filter(pl.col("journal") == "actual")
        answers = book.answers(lines.select([f"k{at}" for at in range(len(layout.codes))]))
        answered = lines.hstack(answers)
        open_ = answered.filter((pl.col("fault") != 0) | (pl.col("answer") == Answer.UNMAPPED))
        if open_.height:
            rows = ", ".join(str(row) for row in open_["line_no"].head(10))
            message = f"rows {rows} cannot be read, or have a code that no rule answers: import the file to see why"
            raise Refused([error("import.balance_open", message, Where(file=layout.upload.name))])
        mapped = answered.filter(pl.col("answer") == Answer.MAPPED)
        for target, pence in mapped.select("target", "pence").iter_rows():
            sums[book.targets[target].scheme, book.targets[target].account] += pence
    return dict(sums)


def reconcile(theirs: Mapping[tuple[str, str], int], balances: Balances, *, period: int, where: Where) -> list[Finding]:
    """Where a host's trial balance (see :func:`figures`) and the books differ, to a period."""
    found = []
    for (scheme, account), figure in sorted(theirs.items()):
        ours = balances.total(Layer.ACTUAL, account, scheme=scheme, to=period)
        if ours != figure:
            name = f"{account} of {scheme}" if scheme else account
            message = (
                f"{name}: the trial balance has {money.show(figure)} and the books {money.show(ours)} to period "
                f"{period}, {money.show(figure - ours)} apart: import what is missing, or reverse what is too much"
            )
            found.append(error("import.not_reconciled", message, where))
    return found
