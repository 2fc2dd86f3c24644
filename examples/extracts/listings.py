"""Invented ledger listings in the layouts of real finance systems; :mod:`make` says what is in them.

The habits are those of the systems: title blocks, subtotals and trailing minuses (SAP), codes joined by dots, debit
and credit apart (Oracle), balances brought forward among the lines (Civica); and in all of them payroll, accruals with
their reversals, recharges, income, corrections that cancel and odd pennies. Only whole pence, and the standard library.
"""

from __future__ import annotations

import csv
import io
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November", "December", "January",
          "February", "March")  # fmt: skip
POUND = 100


@dataclass(frozen=True)
class Stream:
    """Lines of one coding. ``year`` is what they come to in twelve months, in pence, ``over`` by how much of it the
    pace grows from April to March, ``lines`` how many a month; ``accrued`` makes a month-end accrual and, a month
    later, its reversal."""

    centre: str
    element: str
    about: str
    year: int
    lines: int
    kind: str = "invoice"  # or payroll, recharge, income
    over: int = 0
    accrued: bool = False


@dataclass(frozen=True)
class Event:
    """One line of one month, given outright."""

    period: int
    kind: str
    centre: str
    element: str
    about: str
    pence: int
    supplier: str = ""


@dataclass(frozen=True)
class Line:
    """A posting, before it is laid out."""

    day: str  # 2009-04-15
    period: int
    kind: str
    centre: str
    element: str
    name: str
    about: str
    supplier: str
    pence: int
    number: int


@dataclass
class Ledger:
    """One partner's listing: what it holds, and how it is laid out."""

    seed: str
    streams: list[Stream]
    events: list[Event] = field(default_factory=list)

    def month(self, period: int) -> list[Line]:
        """The lines of one period; the same whenever it is asked."""
        chance = Random(f"{self.seed}-{period}")
        number = Numbers(self.seed, period)
        if period > 12:
            return [self._event(each, chance, number) for each in self.events if each.period == period]
        lines = [line for each in self.streams for line in self._stream(each, period, chance, number)]
        lines += [self._event(each, chance, number) for each in self.events if each.period == period]
        return lines

    def total(self, periods: Iterable[int], *centres: str) -> int:
        """Pence of some cost centres over some periods, income apart."""
        return sum(
            line.pence
            for period in periods
            for line in self.month(period)
            if line.centre in centres and line.kind != "income"
        )

    def _stream(self, stream: Stream, period: int, chance: Random, number: Numbers) -> Iterator[Line]:
        total = paces(stream, self.seed)[period - 1]
        now, before = accrual(stream, self.seed, period), accrual(stream, self.seed, period - 1)
        if before:
            yield self._line(stream, period, "reversal", "Reversal of last month's accrual", -before, chance, number)
        amounts = split(total - now + before, stream.lines, chance)
        if stream.kind == "invoice" and stream.lines >= 10:  # somebody keyed an invoice twice, and took it out again
            twice = amounts[0] // 3
            amounts += [twice, -twice]
        for pence in amounts:
            kind = "credit" if stream.kind == "invoice" and pence < 0 else stream.kind
            yield self._line(stream, period, kind, f"{stream.about}, {MONTHS[period - 1]}", pence, chance, number)
        if now:
            yield self._line(stream, period, "accrual", "Accrual for invoices to come", now, chance, number)

    def _line(
        self, stream: Stream, period: int, kind: str, about: str, pence: int, chance: Random, number: Numbers
    ) -> Line:
        last = monthrange(*month_of(period))[1]
        day = last if kind in ("accrual", "recharge") else 1 if kind == "reversal" else 1 + pick(chance, last)
        supplier = ""
        if kind in ("invoice", "credit"):
            supplier = f"Illustrative Provider {1 + pick(chance, 60):03d}"
        if kind == "payroll":
            about = f"Payroll, post {stream.centre}-{1 + pick(chance, 90):02d}"
        return Line(date_of(period, day), period, kind, stream.centre, stream.element, stream.about,
                    f"{about} (illustrative)", supplier, pence, number.next())  # fmt: skip

    def _event(self, event: Event, chance: Random, number: Numbers) -> Line:
        day = 1 + pick(chance, 28) if event.period < 13 else 15
        return Line(date_of(event.period, day), event.period, event.kind, event.centre, event.element, event.about,
                    f"{event.about} (illustrative)", event.supplier, event.pence, number.next())  # fmt: skip


class Numbers:
    """Document numbers, one after another within a period."""

    def __init__(self, seed: str, period: int) -> None:
        self.last = 5_100_000_000 + (sum(map(ord, seed)) % 90) * 1_000_000 + period * 10_000

    def next(self) -> int:
        """The next number."""
        self.last += 1
        return self.last


def pick(chance: Random, below: int) -> int:
    """A whole number from 0 up to, and not, ``below``."""
    return int(chance.random() * below)


def split(total: int, parts: int, chance: Random) -> list[int]:
    """A sum in so many uneven parts that add up to it."""
    weights = [60 + pick(chance, 80) for _ in range(parts)]
    shares = [total * weight // sum(weights) for weight in weights]
    shares[-1] += total - sum(shares)
    return shares


def paces(stream: Stream, seed: str) -> list[int]:
    """What a stream comes to in each of twelve months: even, but for its growth and some noise; it sums to the year."""
    chance = Random(f"{seed}-{stream.centre}-{stream.element}")
    noise = stream.year // 12 // 100 if stream.kind == "invoice" and stream.lines > 3 else 0
    months = []
    for period in range(1, 13):
        grown = stream.over * (2 * period - 13) // 144
        months.append(stream.year // 12 + grown + (pick(chance, 2 * noise + 1) - noise))
    months[5] += (stream.year // 2) - sum(months[:6]) - stream.over // 4  # half a year is half, but for the growth
    months[11] += stream.year - sum(months)
    return months


def accrual(stream: Stream, seed: str, period: int) -> int:
    """What is accrued at the end of a period; nothing before the year, and nothing at its end, when all is invoiced."""
    return paces(stream, seed)[period - 1] // 12 if stream.accrued and 1 <= period < 12 else 0


def month_of(period: int) -> tuple[int, int]:
    """The calendar year and month of a period; an adjustment period is dated in the April after."""
    return (2009, period + 3) if period <= 9 else (2010, period - 9)


def date_of(period: int, day: int) -> str:
    """A day of a period, as 2009-04-15."""
    year, month = month_of(period)
    return f"{year}-{month:02d}-{day:02d}"


def pounds(pence: int, *, commas: bool = False) -> str:
    """Pounds and pence without a sign."""
    return f"{abs(pence) // 100:,}.{abs(pence) % 100:02d}" if commas else f"{abs(pence) // 100}.{abs(pence) % 100:02d}"


def written(rows: Iterable[list[str]]) -> str:
    """Rows as CSV, with the line ends that finance systems write."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def sap(ledger: Ledger, period: int) -> str:
    """SAP cost centre line items: a title block, subtotals marked by stars, trailing minuses, periods 001 to 016."""
    types = {"invoice": "KR", "credit": "KG", "payroll": "ZP", "recharge": "ZR", "income": "DR", "accrual": "ZA",
             "reversal": "ZA", "receipt": "DZ", "journal": "SA"}  # fmt: skip
    year, month = month_of(period)

    def amount(pence: int) -> str:
        return pounds(pence, commas=True) + ("-" if pence < 0 else "")

    lines = sorted(ledger.month(period), key=lambda line: (line.centre, line.element, line.day, line.number))
    blank = [""] * 9
    rows = [
        ["Display Actual Cost Line Items for Cost Centers", *blank],
        ["Cost centre group", "LDPOOL", "Learning disability pool (illustrative)", *blank[2:]],
        ["Posting period", f"{period:03d}.{year if month > 3 else year - 1}", *blank[1:]],
        ["", *blank],
        ["Cost Ctr", "Cost element", "Cost element name", "Postg Date", "Per", "DocTyp", "RefDocNo", "Name",
         "Off.acct name", "Val.in rep.cur."],
    ]  # fmt: skip
    for centre in dict.fromkeys(line.centre for line in lines):
        held = [line for line in lines if line.centre == centre]
        for element in dict.fromkeys(line.element for line in held):
            those = [line for line in held if line.element == element]
            for line in those:
                day = ".".join(reversed(line.day.split("-")))
                rows.append([centre, element, line.name, day, f"{period:03d}", types[line.kind], str(line.number),
                             line.about, line.supplier, amount(line.pence)])  # fmt: skip
            rows.append(["*", element, *[""] * 7, amount(sum(line.pence for line in those))])
        rows.append(["**", centre, *[""] * 7, amount(sum(line.pence for line in held))])
    rows.append(["***", *[""] * 8, amount(sum(line.pence for line in lines))])
    return written(rows)


def oracle(entity: str) -> Callable[[Ledger, int], str]:
    """Oracle E-Business journal lines: codes joined by dots, debit and credit apart, periods by name."""
    sources = {"invoice": "Payables", "credit": "Payables", "payroll": "ESR", "recharge": "Recharge",
               "income": "Receivables", "accrual": "Accrual", "reversal": "AutoReversal", "receipt": "Receivables",
               "journal": "Spreadsheet"}  # fmt: skip

    def made(ledger: Ledger, period: int) -> str:
        year, month = month_of(period)
        name = f"{MONTHS[period - 1][:3].upper()}-{year % 100:02d}" if period < 13 else f"ADJ-{year % 100:02d}"
        rows = [["Period Name", "Source", "Category", "Batch", "Journal", "Line", "Accounting flexfield",
                 "Line Description", "Supplier", "Invoice", "Posted", "Debit", "Credit"]]  # fmt: skip
        batches: dict[str, int] = {}
        for line in ledger.month(period):
            source = sources[line.kind]
            batches[source] = batches.get(source, 0) + 1
            day = f"{line.day[8:]}-{MONTHS[(month - 4) % 12][:3]}-{line.day[:4]}"
            debit, credit = (pounds(line.pence), "") if line.pence >= 0 else ("", pounds(line.pence))
            rows.append([name, source, f"{source} {name}", f"{source[:3].upper()} {period:02d}", f"{name} {source}",
                         str(batches[source]), f"{entity}.{line.centre}.{line.element}.0000.000", line.about,
                         line.supplier, f"IL{line.number}", day, debit, credit])  # fmt: skip
        return written(rows)

    return made


def civica(ledger: Ledger, period: int) -> str:
    """A Civica listing: the code in two halves, signed amounts, balances brought forward among the lines."""
    types = {"invoice": "Invoice", "credit": "Credit Note", "payroll": "Payroll", "recharge": "Internal",
             "income": "Debtors", "accrual": "Accrual", "reversal": "Accrual", "journal": "Journal"}  # fmt: skip
    rows = [["Date", "Transaction Type", "Journal No", "Ledger Code", "Ref 1", "Ref 2", "Account Code", "Account Name",
             "Narrative", "Amount"]]  # fmt: skip
    lines = sorted(ledger.month(period), key=lambda line: (line.centre, line.element, line.day, line.number))
    opened: set[str] = set()
    for line in lines:
        code = f"{line.centre}/{line.element}"
        if code not in opened and period > 1:
            brought = sum(
                each.pence
                for earlier in range(1, period)
                for each in ledger.month(earlier)
                if (each.centre, each.element) == (line.centre, line.element)
            )
            first = "/".join(reversed(date_of(period, 1).split("-")))
            about = "Balance brought forward"
            rows.append([first, "Opening Balance", "", code, "", "", "", "", about, signed(brought)])
        opened.add(code)
        day = "/".join(reversed(line.day.split("-")))
        rows.append([day, types[line.kind], f"J{line.number}", code, f"P{period:02d}", "", line.supplier[-3:],
                     line.supplier, line.about, signed(line.pence)])  # fmt: skip
    return written(rows)


def signed(pence: int) -> str:
    """Pounds with a minus before them."""
    return ("-" if pence < 0 else "") + pounds(pence)


def quarterly(kind: str, centre: str, element: str, about: str, year: int, quarters: Iterable[int]) -> list[Event]:
    """A contribution received in the first month of each quarter named: a credit."""
    return [Event(quarter * 3 - 2, kind, centre, element, about, -(year // 4)) for quarter in quarters]


def m(millions: str) -> int:
    """Pence from millions of pounds, ``58.4``, without a float."""
    whole, _, part = millions.partition(".")
    return int(whole + part.ljust(6, "0")) * POUND
