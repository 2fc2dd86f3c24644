"""Faulty rows: said one by one in a person's words, kept raw without personal data, never posted.

Source: docs/reference/imports.md, "Faulty rows".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import polars as pl

from poolbook.dates.years import FinancialYear, month_name
from poolbook.findings import Finding, Severity, Where, error, warning
from poolbook.importing import amounts, days, personal
from poolbook.importing.formats import Kind
from poolbook.importing.layout import Layout
from poolbook.importing.lines import KINDS, Fault, Total, Typed

#: How many faulty rows (and other lists) are shown one by one; the count is always whole.
SHOWN = 50

_ROLES = {
    Fault.AMOUNT: "amount", Fault.BOTH: "debit", Fault.DATE: "date", Fault.PERIOD: "period", Fault.OUTSIDE: "date",
    Fault.TYPE: "type", Fault.VAT: "vat", Fault.TOTAL: "amount", Fault.CLOSED: "period",
    Fault.BALANCE: "closing", Fault.NET: "amount",
}  # fmt: skip


#: Faults of a cell, or of a row, that is not what its column says: it may be anything, of people too.
_ANYTHING = (Fault.AMOUNT, Fault.DATE, Fault.PERIOD, Fault.TYPE, Fault.VAT, Fault.SURPLUS)


#: What is said of each fault; {shown} is the cell, {year} and {month} those of the fund.
_SAID = {
    Fault.AMOUNT: error("import.amount", "{reason}: {remedy}"),
    Fault.BOTH: error("import.both_sides", "both debit and credit are given: one of them must be empty or nil"),
    Fault.DATE: error("import.date", "{shown} is no date (write 2012-04-30, 30/04/2012 or 30-Apr-2012)"),
    Fault.PERIOD: error("import.period", "{shown} is no period of {year}: {reason}"),
    Fault.OUTSIDE: error(
        "import.date_outside_year", "{shown} is not in {year}: leave the row out, or import it into its own year"
    ),
    Fault.TYPE: error("import.type", "{shown} is a journal type that is not known: add it under types in rules.yaml"),
    Fault.SURPLUS: error(
        "import.surplus",
        "there is something in a column without a heading: is the row shifted? Give the column a heading",
    ),
    Fault.LONG: error("import.cell_too_long", "a cell is longer than a spreadsheet can hold: see the row"),
    Fault.VAT: error("import.vat", "{shown} is no amount of VAT in pounds and pence"),
    Fault.TOTAL: error(
        "import.total_within",
        "this row has an amount and nothing else, and is not the last: is it a subtotal? Take it out",
    ),
    Fault.CLOSED: error(
        "import.closed_period", "{month} is closed and the line is new: have it posted in a period that is open"
    ),
    Fault.NET: error("import.net", "{shown} is not debit less credit: correct the row in the ledger and extract again"),
    Fault.BALANCE: error(
        "import.balance", "opening, debit and credit do not make the closing balance: correct the row"
    ),
}


#: An amount as much of Europe writes it: points at the thousands if anywhere, a comma before the pence.
_COMMA = re.compile(r"[^0-9]{0,4}(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]{1,2}[^0-9]{0,2}$")


@dataclass
class Faulty:
    """The faulty rows of one file: how many, the first of them in words, and all of them raw when they are kept."""

    layout: Layout
    year: FinancialYear
    keep: bool
    known: frozenset[int] = frozenset()  #: rows that were kept as faulty before, when the same file came
    count: int = 0
    shown: list[Finding] = field(default_factory=list)
    kept: list[pl.DataFrame] = field(default_factory=list)
    removed: list[int] = field(default_factory=lambda: [0, 0])  #: NHS numbers, dates of birth

    def take(self, typed: Typed, faults: pl.DataFrame) -> None:
        """Note some rows: ``line_no``, ``fault``, ``period``, ``kind``."""
        if self.known:
            faults = faults.filter(~pl.col("line_no").is_in(list(self.known)))
        self.count += len(faults)
        self._look_for_people(typed, faults.filter(pl.col("fault").is_in(_ANYTHING)))
        wanted = faults.head(max(0, SHOWN - len(self.shown)))
        raw = (
            typed.raw.join(wanted, on="line_no", how="right", maintain_order="right")
            if len(wanted)
            else typed.raw.clear()
        )
        width = typed.raw.width - 1
        for row in raw.iter_rows(named=True):
            cells = [str(row[f"c{at}"]) for at in range(width)]
            self.shown.append(self.finding(row["line_no"], Fault(row["fault"]), cells, row["period"]))
        if self.keep and len(faults):
            self.kept.append(self._raw(typed, faults))

    def total(self, total: Total) -> None:
        """Note a row with an amount and nothing else that is not the last."""
        if total.row in self.known:
            return
        self.count += 1
        if len(self.shown) < SHOWN:
            self.shown.append(self.finding(total.row, Fault.TOTAL, list(total.cells), None))
        cells = self._clean(pl.Series(total.cells))
        if self.keep:
            row = {"line_no": [total.row], "reason": [_SAID[Fault.TOTAL].code], "raw": [",".join(cells).strip(",")]}
            self.kept.append(pl.DataFrame(row).cast({"line_no": pl.Int32}))

    def _look_for_people(self, typed: Typed, faults: pl.DataFrame) -> None:
        """Count what identifies people in cells that are at fault, and in those of a shifted row that have no heading:
        the texts of a line were cleaned as it was read."""
        for (fault,), rows in typed.raw.join(faults, on="line_no").group_by("fault"):
            column = self._column(Fault(fault))
            for at in self.layout.bare(typed.raw.width - 1) if column is None else [column]:
                self._clean(rows[f"c{at}"])

    def _clean(self, cells: pl.Series) -> pl.Series:
        cells, numbers, births = personal.clean(cells, self.year.start)
        self.removed = [self.removed[0] + numbers, self.removed[1] + births]
        return cells

    def _column(self, fault: Fault) -> int | None:
        """Where the cell is that is at fault; None where it is no one cell."""
        role, roles = _ROLES.get(fault, ""), self.layout.heading.roles
        others = ("debit", "actual", "closing") if role == "amount" else ()
        return next((roles[each] for each in (role, *others) if each in roles), None)

    def finding(self, row: int, fault: Fault, cells: list[str], period: int | None) -> Finding:
        """One faulty row in words: place, value, and what to do."""
        column = self._column(fault)
        value = cells[column].strip() if column is not None else ""
        if fault in _ANYTHING:
            value = personal.clean(pl.Series([value]), self.year.start)[0][0]
        name = self.layout.heading.name(column) if column is not None else ""
        where = Where(file=self.layout.upload.name, sheet=self.layout.table.sheet, row=row, column=name)
        return self._say(fault, value, period, where)

    def _say(self, fault: Fault, value: str, period: int | None, where: Where) -> Finding:
        said = _SAID[fault]
        words = {
            "shown": repr(value[:40] + ("..." if len(value) > 40 else "")) if value else "an empty cell",
            "reason": self._reason(fault, value),
            "remedy": self._remedy(value),
            "year": str(self.year),
            "month": month_name(self.year, period or 1),
        }
        return replace(said, message=said.message.format(**words), where=where)

    def _remedy(self, value: str) -> str:
        extract = "correct it in the ledger and extract again"
        if self.layout.source.decimals == "point" and _COMMA.match(value):
            return (
                f"if its comma comes before the pence, write decimals: comma for the source in rules.yaml; or {extract}"
            )
        return extract

    def _reason(self, fault: Fault, value: str) -> str:
        source = self.layout.source
        if fault is Fault.AMOUNT:
            return amounts.fault(value, comma=source.decimals == "comma") or "no amount is given"
        if fault is Fault.PERIOD and days.another_year(value, self.year, named_by=source.year_named_by):
            return "it is one of another year; leave the row out, or import it into its own year"
        number = 15 if value.strip("0") == "16" else 13
        return f'if it is one, name it under periods in rules.yaml, as in periods: {{"{value[:40]}": {number}}}'

    def findings(self) -> list[Finding]:
        """What is said of the file's faulty rows: each as an error, or as a warning where they were accepted."""
        if not self.count:
            return []
        where, count = self.layout.where, self.count
        more = f", of which the first {len(self.shown)} are listed" if count > len(self.shown) else ""
        rows = "1 row is" if count == 1 else f"{count:,} rows are"
        if self.keep:
            message = f"{rows} faulty{more}; kept as received and not posted"
            return [*(_soften(each) for each in self.shown), warning("import.rejected", message, where)]
        message = f"{rows} faulty{more}; correct the file, or accept the faulty rows to post around them"
        return [*self.shown, error("import.rejected", message, where)]

    def _raw(self, typed: Typed, faults: pl.DataFrame) -> pl.DataFrame:
        """All faulty rows as received, as CSV text, without what must not be kept of people."""
        rows = typed.raw.join(faults, on="line_no", how="right", maintain_order="right")
        heading, keep = self.layout.heading, self.layout.source.narrative
        staff = rows["kind"].is_null() | (rows["kind"] == KINDS.index(Kind.PAYROLL))
        private = {heading.roles.get("narrative"), heading.roles.get("supplier")} if keep != "keep" else set()
        columns = {}
        for at in range(typed.raw.width - 1):
            cells = rows[f"c{at}"].str.replace_all(r"[\r\n]+", " ").str.slice(0, 2000)
            if at in private:
                cells = cells.set(staff, "") if keep == "drop_payroll" else pl.Series([""]).new_from_index(0, len(rows))
            cells, _, _ = personal.clean(cells, self.year.start)
            columns[f"c{at}"] = cells.set(cells == "", None)
        texts = pl.DataFrame(columns).write_csv(include_header=False).split("\n")[: len(rows)]
        reasons = [_SAID[Fault(each)].code for each in rows["fault"]]
        return pl.DataFrame(
            {"line_no": rows["line_no"], "reason": reasons, "raw": [each.rstrip(",") for each in texts]}
        )


def _soften(found: Finding) -> Finding:
    return replace(found, severity=Severity.NOTE)
