"""A year of council spending files with the payments of two pools mixed, and every fault of such files.

The headings change in November (``Net amount`` to `` NetAmount ``), the dates once (``09-May-12``), a month has a 13th
empty cell on some rows, another pads its amounts and writes commas, suppliers are redacted, a type is called
``*** No Description ***``, another sums to a credit. Suppliers and figures are invented.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass

CARE, STORE = "Jcs For People With Learning Disabilitie", "Leeds Community Equip Store Pooled Budgt"

_OLD = (
    "Body,Body name,Service label,Service divison label,Expenditure category,Detailed expenses type,"
    "Detailed expense code,Date paid,Transaction number,Net amount,Capital or revenue,Supplier name "
)
_NEW = (
    "Body,BodyName,ServiceLabel,ServiceDivisionLabel,ExpenditureCategory,DetailedExpenditureType,"
    "DetailedExpenditureCode,DatePaid,TransactionNumber,{amount},CapitalOrRevenue,SupplierName"
)
_TYPES = (
    ("Third Party Payments", "Residential", "580"),
    ("Third Party Payments", "Home Care", "568"),
    ("Third Party Payments", "*** No Description ***", "505"),
    ("Third Party Payments", "Services Rendered by the Voluntary Sector", "505"),
    ("Transfer Payments", "Personal Budgets", "627"),
    ("Supplies and Services", "Other Equipment", "203"),
)
_MONTHS = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar")
_SUPPLIERS = ("REDACTED PERSONAL DATA", "Moorland Care, Ltd", "Ways & Means CIC", 'The "Open Door" Trust', "Aire Homes")


@dataclass(frozen=True)
class Payment:
    """One line, as meant."""

    pool: str
    type: str
    period: int
    pence: int


@dataclass(frozen=True)
class Month:
    """A file and what it means."""

    name: str
    data: bytes
    payments: tuple[Payment, ...]


def year(*, rows: int = 40, seed: int = 12) -> list[Month]:
    """The twelve files of 2012-13, each with about ``rows`` payments."""
    rng = random.Random(seed)  # noqa: S311 - the same files each time is the point
    return [_month(period, rng, rows) for period in range(1, 13)]


def _month(period: int, rng: random.Random, rows: int) -> Month:
    calendar_year, month = (2012, period + 3) if period < 10 else (2013, period - 9)
    name = f"{calendar_year}-{month:02d}.csv"
    header = _OLD if period < 8 else _NEW.format(amount=" NetAmount " if period == 8 else "NetAmount")
    out = io.StringIO()
    out.write(header + "\r\n")
    write = csv.writer(out, lineterminator="\r\n")
    payments = []
    for at in range(rows + rng.randrange(10)):
        pool, category, kind, code, pence = _payment(rng)
        day_year = calendar_year % 100 if period == 2 else calendar_year
        day = f"{rng.randrange(1, 29):02d}-{_MONTHS[period - 1]}-{day_year}"
        number = f"{calendar_year % 100}{month:02d}-{at:05d}"
        cells = [
            "http://statistics.example/id", "A City Council as Accountable Body", "Social Services Pooled Budgets",
            pool, category, kind, code, day, number, _amount(pence, period), "R", rng.choice(_SUPPLIERS),
        ]  # fmt: skip
        write.writerow(cells + [""] * (period == 1 and at % 3 == 0))
        payments.append(Payment(pool, kind, period, pence))
    return Month(name, out.getvalue().encode(), tuple(payments))


def _payment(rng: random.Random) -> tuple[str, str, str, str, int]:
    pence = rng.randrange(50_000, 900_000)
    if rng.random() < 0.07:
        return STORE, "Supplies and Services", "Other Equipment", "203", pence
    category, kind, code = rng.choice(_TYPES)
    if kind == "Other Equipment" or rng.random() < 0.05:
        pence = -pence
    return CARE, category, kind, code, pence


def _amount(pence: int, period: int) -> str:
    pounds = f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"
    if period == 2:  # a spreadsheet's habit: no trailing nils
        return pounds.rstrip("0").rstrip(".")
    if period == 8:
        return f" {pence / 100:,.2f} "
    return pounds


def total(months: list[Month], pool: str) -> int:
    """Pence of one pool's payments."""
    return sum(each.pence for each in payments(months) if each.pool == pool)


def payments(months: list[Month]) -> Iterator[Payment]:
    """Every payment of the files."""
    for month in months:
        yield from month.payments


TERMS = """\
poolbook: terms/1
fund: {code: CARE, name: A care fund}
year: 2012-13
agreement: {title: An agreement, status: in_force}
partners:
  - {code: COUNCIL, name: A council, kind: local_authority}
  - {code: TRUST, name: A trust, kind: nhs_body}
host: {partner: COUNCIL}
schemes:
  - {code: residential, name: Residential, side: joint}
  - {code: home_care, name: Home care, side: joint}
  - {code: other, name: Everything else, side: joint}
"""

RULES = """\
poolbook: rules/1
sources:
  spend:
    layout: council_spend
    codes: [division, expense_type]
    dates: [dd-mon-yyyy]
rules:
  - {when: {division: "*community equip*"}, elsewhere: STORE}
  - {when: {division: "Jcs*", expense_type: "residential"}, scheme: residential}
  - {when: {division: "Jcs*", expense_type: "Home Care"}, scheme: home_care}
  - {when: {division: "Jcs*", expense_type: "*** No Description ***"}, scheme: other}
  - {when: {division: "Jcs*", expense_type: "Services Rendered*"}, scheme: other}
  - {when: {division: "Jcs*", expense_type: "*Budgets"}, scheme: other}
  - {when: {division: "Jcs*", expense_type: "*Equip*"}, scheme: other}
"""
