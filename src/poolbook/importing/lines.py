"""Records to typed lines, by the column: amounts, days, periods, kinds, codes; faults beside, never guesses.

Source: docs/reference/imports.md, "Reading".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import polars as pl

from poolbook.dates.years import FinancialYear
from poolbook.findings import Finding, error
from poolbook.importing import amounts, days, personal
from poolbook.importing.formats import Kind
from poolbook.importing.layout import Layout
from poolbook.importing.rules import plain
from poolbook.importing.table import LONGEST_CELL, Part, filled

KINDS = tuple(Kind)


#: What a row of totals is called.
_LABEL = r"(?i)^\s*(?:grand |report |overall |sub-?)?totals?:?\s*$"


class Fault(IntEnum):
    """Why a row cannot be posted; the first that applies."""

    NONE = 0
    AMOUNT = 1
    BOTH = 2
    DATE = 3
    PERIOD = 4
    OUTSIDE = 5
    TYPE = 6
    SURPLUS = 7
    LONG = 8
    VAT = 9
    TOTAL = 10
    CLOSED = 11
    BALANCE = 12
    NET = 13


@dataclass(frozen=True)
class Total:
    """A row with an amount and nothing else (``stars`` 0), or a marked subtotal."""

    row: int
    pence: int | None
    stars: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Typed:
    """The lines of a part, typed; ``raw`` are the same rows as received."""

    lines: pl.DataFrame
    raw: pl.DataFrame
    totals: tuple[Total, ...]
    removed: tuple[int, int]  #: NHS numbers, dates of birth


def numbered(part: Part) -> pl.DataFrame:
    """The records of a part with their numbers."""
    numbers = pl.int_range(part.first, part.first + len(part.columns), dtype=pl.Int32)
    return part.columns.with_columns(line_no=numbers)


class LineReader:
    """Reads the parts of one file. It remembers only what its first part taught of the reference column."""

    amount_roles: tuple[str, ...] = ("amount", "debit", "credit")

    def __init__(self, layout: Layout, year: FinancialYear) -> None:
        self.layout, self.year = layout, year
        self.roles = layout.heading.roles
        source = layout.source
        self.by = source.period or layout.format.period
        self.types = {plain(name): kind for name, kind in {**layout.format.types, **source.types}.items()}
        self.periods: Mapping[str, int] = {plain(name): number for name, number in source.periods.items()}
        self._numbers = ""

    def typed(self, part: Part) -> Typed:
        """The lines of a part."""
        whole = numbered(part)
        raw, totals = self._without_others(self._stripped(whole))
        pence, both, vat = self._pence(raw)
        day = self._days(raw)
        kind = self._kinds(raw)
        period = self._periods(raw, day)
        frame = pl.DataFrame({
            "line_no": raw["line_no"], "day": day, "period": period, "pence": pence, "vat": vat, "kind": kind,
            "journal": self._cells(raw, "type"),
        })  # fmt: skip
        frame = frame.with_columns(fault=self._faults(raw, frame, both))
        texts, removed = self._texts(raw, frame["kind"])
        codes = {f"k{at}": self._code(raw, at) for at in range(len(self.layout.codes))}
        return Typed(frame.with_columns(**texts, **codes), whole, totals, removed)

    def _stripped(self, raw: pl.DataFrame) -> pl.DataFrame:
        """The records with no blanks at the ends of the cells that are used."""
        used = {*self.roles.values(), *(code.column for code in self.layout.codes if code.column is not None)}
        return raw.with_columns(pl.col([f"c{at}" for at in sorted(used)]).str.strip_chars())

    def _cells(self, raw: pl.DataFrame, role: str) -> pl.Series:
        """The cells of a role; blank where there is no such column."""
        column = self.roles.get(role)
        return _blank(len(raw)) if column is None else raw[f"c{column}"]

    def _code(self, raw: pl.DataFrame, at: int) -> pl.Series:
        code = self.layout.codes[at]
        if code.column is None:
            return _blank(len(raw))
        cells = raw[f"c{code.column}"]
        if code.part is None:
            return cells
        parts = cells.str.replace_all(r"[/\\-]", ".").str.split(".")
        return parts.list.get(code.part, null_on_oob=True).fill_null("").str.strip_chars()

    def _without_others(self, raw: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Total, ...]]:
        """Blank rows, repeated headings, subtotals and amount-only rows taken out; the last two handed back."""
        keep = filled(True, len(raw), pl.Boolean)
        amount = self._money_blank(raw)
        suspects = raw.with_row_index("at").filter(amount | self._repeats_heading(raw))
        width = self.layout.width
        heading = tuple(cell.strip() for cell in self.layout.heading.cells)
        others = [
            row[0]
            for row in suspects.iter_rows()
            if not any(cells := [cell.strip() for cell in row[1:-1]]) or tuple(cells[:width]) == heading
        ]
        keep = keep.scatter(others, values=False) if others else keep
        totals: list[Total] = []
        taken: list[int] = []
        for row in raw.with_row_index("at").filter(keep & self._maybe_total(raw)).iter_rows():
            total = self._total(row[-1], tuple(cell.strip() for cell in row[1:-1]))
            if total is not None:
                totals.append(total)
                taken.append(row[0])
        keep = keep.scatter(taken, values=False) if taken else keep
        return (raw if keep.all() else raw.filter(keep)), tuple(totals)

    def _money_blank(self, raw: pl.DataFrame) -> pl.Series:
        blank = filled(True, len(raw), pl.Boolean)
        for role in self.amount_roles:
            if role in self.roles:
                blank &= self._cells(raw, role) == ""
        return blank

    def _repeats_heading(self, raw: pl.DataFrame) -> pl.Series:
        column = next(self.roles[role] for role in self.amount_roles if role in self.roles)
        return raw[f"c{column}"] == self.layout.heading.cells[column].strip()

    def _maybe_total(self, raw: pl.DataFrame) -> pl.Series:
        """Rows worth a look: without date and codes, or labelled as a total, or starred."""
        lead = next((self.roles[role] for role in ("date", "period") if role in self.roles), None)
        bare = filled(True, len(raw), pl.Boolean)
        if lead is not None:
            texts = raw[f"c{lead}"].unique()
            bare = raw[f"c{lead}"].is_in(texts.filter((texts == "") | texts.str.contains(_LABEL)).to_list())
        if bare.any():
            columns = [f"c{code.column}" for code in self.layout.codes if code.column is not None]
            empty = pl.all_horizontal(pl.col(columns) == "") if columns else pl.lit(value=True)
            label = pl.any_horizontal(pl.col({"c0", f"c{lead or 0}", *columns}).str.contains(_LABEL))
            bare &= raw.select((empty | label).alias("bare"))["bare"]
        if self.layout.format.totals:
            for at in range(min(3, self.layout.width)):
                bare |= raw[f"c{at}"].str.contains(r"^\s*\*+\s*$")
        return bare

    def _total(self, row: int, cells: tuple[str, ...]) -> Total | None:
        """A row read as a total, if it is one."""
        marks = [cell for cell in cells[:3] if re.fullmatch(r"\*+", cell)] if self.layout.format.totals else []
        money = {self.roles[role] for role in self.amount_roles if role in self.roles}
        words = [cell for at, cell in enumerate(cells) if cell and at not in money and cell not in marks]
        labelled = any(re.match(_LABEL, word) for word in words)
        if not marks and words and not labelled:
            return None
        frame = pl.DataFrame([cells], schema=[f"c{at}" for at in range(len(cells))], orient="row")
        pence = self._pence(frame)[0][0]
        if pence is None and not marks:
            return None
        return Total(row, pence, len(marks[0]) if marks else 0, cells)

    def _pence(self, raw: pl.DataFrame) -> tuple[pl.Series, pl.Series, pl.Series]:
        """Pence, debit positive; whether both debit and credit are given; VAT."""
        both = filled(False, len(raw), pl.Boolean)
        if "amount" in self.roles:
            pence = self._amounts(raw, "amount")
        else:
            debit, credit = (self._amounts(raw, role, blank=0) for role in ("debit", "credit"))
            both = ((debit != 0) & (credit != 0)).fill_null(value=False)
            pence = (debit - credit).set(self._without_sides(raw), None)
        pence = self._signed(pence)
        pence = pence.set((pence.abs() > amounts.LARGEST).fill_null(value=False), None)
        vat = self._amounts(raw, "vat") if "vat" in self.roles else _none(len(raw), pl.Int64)
        return pence.alias("pence"), both, vat.alias("vat")

    def _signed(self, pence: pl.Series) -> pl.Series:
        """Amounts as the source signs them, debit positive."""
        return -pence if self.layout.source.signs == "credit_positive" else pence

    def _amounts(self, raw: pl.DataFrame, role: str, *, blank: int | None = None) -> pl.Series:
        """Pence of the cells of a role; ``blank`` where there is nothing in one."""
        cells = self._cells(raw, role)
        if self.layout.source.decimals == "comma":
            cells = amounts.with_points(cells, typed=bool(self.layout.table.sheet))
        pence = amounts.pence(cells)
        return pence if blank is None else pence.set(cells == "", blank)

    def _without_sides(self, raw: pl.DataFrame) -> pl.Series:
        return (self._cells(raw, "debit") == "") & (self._cells(raw, "credit") == "")

    def _net_differs(self, raw: pl.DataFrame, pence: pl.Series) -> pl.Series:
        """Where a net amount, read as ``pence``, is given beside its debit and credit, and is not the one less the
        other."""
        debit, credit = (self._amounts(raw, role, blank=0) for role in ("debit", "credit"))
        return (pence != self._signed(debit - credit)).fill_null(value=True) & ~self._without_sides(raw)

    def _days(self, raw: pl.DataFrame) -> pl.Series:
        if "date" not in self.roles:
            return _none(len(raw), pl.Date)
        forms = tuple(self.layout.source.dates)
        if not self.layout.table.sheet:  # a bare number is a day in a workbook, and a mistake in a text
            forms = tuple(form for form in forms if form != "excel")
        return days.once(raw[f"c{self.roles['date']}"], lambda text: days.day(text, forms), pl.Date)

    def _kinds(self, raw: pl.DataFrame) -> pl.Series:
        otherwise = self.layout.source.otherwise
        if "type" not in self.roles:
            return filled(KINDS.index(otherwise or Kind.PAYMENT), len(raw), pl.UInt8)

        def kind(text: str) -> int | None:
            found = self.types.get(plain(text), otherwise)
            return None if found is None else KINDS.index(found)

        kinds = days.once(raw[f"c{self.roles['type']}"], kind, pl.UInt8)
        categories = {plain(name): KINDS.index(kind) for name, kind in self.layout.format.categories.items()}
        if not categories or "journal_category" not in self.roles:
            return kinds
        told = days.once(self._cells(raw, "journal_category"), lambda text: categories.get(plain(text)), pl.UInt8)
        particular = (kinds == KINDS.index(Kind.JOURNAL)) & told.is_not_null()
        return pl.select(pl.when(particular).then(told).otherwise(kinds)).to_series()

    def _periods(self, raw: pl.DataFrame, day: pl.Series) -> pl.Series:
        if self.by == "from date":
            month = (day.dt.month().cast(pl.Int8) + 8) % 12 + 1
            outside = ~day.is_between(self.year.first, self.year.last).fill_null(value=True)
            return month.set(outside, None)
        named_by = self.layout.source.year_named_by
        if self.by == "from name":
            return self._period_of_name(len(raw))
        cells = raw[f"c{self.roles['period']}"]
        return days.once(
            cells, lambda text: days.period(text, self.year, named_by=named_by, known=self.periods), pl.Int8
        )

    def _period_of_name(self, length: int) -> pl.Series:
        return filled(period_of_layout(self.layout, self.year), length, pl.Int8)

    def _texts(self, raw: pl.DataFrame, kind: pl.Series) -> tuple[dict[str, pl.Series], tuple[int, int]]:
        """Reference, supplier and narrative, without the names of staff and without personal data."""
        texts = {role: self._cells(raw, role) for role in ("reference", "supplier", "narrative")}
        keep = self.layout.source.narrative
        payroll = kind == KINDS.index(Kind.PAYROLL)
        for role in ("supplier", "narrative"):
            if keep == "drop" and role == "narrative":
                texts[role] = _blank(len(raw))
            elif keep != "keep" and payroll.any():
                texts[role] = texts[role].set(payroll.fill_null(value=True), "")
        if not self._numbers:
            self._numbers = "spaced" if personal.document_numbers(texts["reference"]) else "all"
        numbers = births = 0
        for role, cells in texts.items():
            if role == "supplier" and not personal.any_suspect(cells):
                continue
            how = self._numbers if role == "reference" else "all"
            texts[role], some, born = personal.clean(cells, self.year.start, numbers=how)
            numbers, births = numbers + some, births + born
        return texts, (numbers, births)

    def _faults(self, raw: pl.DataFrame, frame: pl.DataFrame, both: pl.Series) -> pl.Series:
        """The first fault of each row, 0 where there is none."""
        fault = filled(0, len(raw), pl.UInt8)

        def add(where: pl.Series, what: Fault) -> None:
            nonlocal fault
            if where.any():
                fault = fault.set(where.fill_null(value=False) & (fault == 0), int(what))

        add(self._surplus(raw), Fault.SURPLUS)
        add(self._long(raw), Fault.LONG)
        add(frame["pence"].is_null(), Fault.AMOUNT)
        add(both, Fault.BOTH)
        if {"amount", "debit", "credit"} <= set(self.roles):
            add(self._net_differs(raw, frame["pence"]), Fault.NET)
        if "date" in self.roles:
            unread = frame["day"].is_null()
            add(unread if self.by == "from date" else unread & (self._cells(raw, "date") != ""), Fault.DATE)
            far = self.year.previous.first, self.year.next.last
            add(~frame["day"].is_between(*far), Fault.OUTSIDE)
        add(frame["period"].is_null(), Fault.OUTSIDE if self.by == "from date" else Fault.PERIOD)
        add(frame["kind"].is_null(), Fault.TYPE)
        if "vat" in self.roles:
            add(frame["vat"].is_null() & (self._cells(raw, "vat") != ""), Fault.VAT)
        return fault

    def _surplus(self, raw: pl.DataFrame) -> pl.Series:
        """Content in columns without a heading."""
        found = filled(False, len(raw), pl.Boolean)
        for at in self.layout.bare(raw.width - 1):
            column = raw[f"c{at}"]
            if (content := column != "").any():
                found |= content & (column.str.strip_chars() != "")
        return found

    def _long(self, raw: pl.DataFrame) -> pl.Series:
        sizes = raw.select(pl.max_horizontal(pl.col(pl.String).str.len_bytes()))
        return sizes.to_series() > LONGEST_CELL


def unnamed(layout: Layout, year: FinancialYear) -> list[Finding]:
    """The finding that the period is to come from a name, and no period of the year is in it."""
    if (layout.source.period or layout.format.period) != "from name" or period_of_layout(layout, year) is not None:
        return []
    message = f"no period of {year} is in the name of the sheet or file: call it P07, or {year.start}-11 for November"
    return [error("import.period_of_name", message, layout.where)]


def period_of_layout(layout: Layout, year: FinancialYear) -> int | None:
    """The period in the name of a file's sheet or of the file."""
    known = {plain(name): number for name, number in layout.source.periods.items()}
    return period_of_name(layout.upload.name, layout.table.sheet, year, known)


_YEAR_MONTH = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[-_ ]([01][0-9])(?![0-9])")
_WORD_OF_PERIOD = re.compile(
    r"(?i)(?<![a-z0-9])(?:p|period |m)0?[0-9]{1,2}(?![0-9])|[a-z]{3,9}[- _]?(?:20)?[0-9]{2}(?![0-9])"
)


def period_of_name(file: str, sheet: str, year: FinancialYear, known: Mapping[str, int]) -> int | None:
    """The period in the name of a sheet or file, such as ``P07``, ``Nov 2012`` or ``2012-11.csv``.

    >>> year = FinancialYear(2012)
    >>> period_of_name("2012-11.csv", "", year, {}), period_of_name("tb.xlsx", "P07", year, {})
    (8, 7)
    """
    for name in (sheet, file.rpartition(".")[0]):
        if plain(name) in known:
            return known[plain(name)]
        if found := _YEAR_MONTH.search(name):
            number = (int(found[2]) - 4) % 12 + 1
            return number if int(found[1]) == year.start + (1 if number > 9 else 0) else None
        for word in _WORD_OF_PERIOD.findall(name):
            if (period := days.period(word.replace("_", " "), year, known=known)) is not None:
                return period
    return None


def _blank(length: int) -> pl.Series:
    return filled("", length, pl.String)


def _none(length: int, dtype: type[pl.DataType]) -> pl.Series:
    return filled(None, length, dtype)
