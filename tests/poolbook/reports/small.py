"""A fund small enough to check by hand: two partners, one of them with a unit, and two schemes.

Figures are round so that a reader can follow them from here to a report: the day scheme is £30,000 over
profile.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from poolbook import yamlfile
from poolbook.book import (
    Activity,
    Book,
    Comment,
    Due,
    Explanation,
    Measure,
    MonthEndForecast,
    Record,
)
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer, Transfer
from poolbook.terms import read
from poolbook.terms.model import Terms

TERMS = """
poolbook: terms/1
fund: {code: LD, name: Learning disability pooled fund}
year: "2025-26"
agreement: {title: Section 75 agreement of 2025, status: in_force}
partners:
  - code: COUNCIL
    name: Eastshire Council
    kind: local_authority
    units: [{code: HOUSING, name: Eastshire housing grant}]
  - {code: ICB, name: NHS Eastshire ICB, kind: nhs_body}
host: {partner: COUNCIL}
pool_manager: {post: Head of joint commissioning, partner: COUNCIL}
schemes:
  - code: DAY
    name: Day opportunities
    side: health_related
    lead: COUNCIL
    officer: Day services manager
    budget: "£1,200,000.00"
  - {code: HOME, name: Supported living, side: joint, lead: ICB}
contributions:
  - {by: COUNCIL, scheme: DAY, basis: net, amount: "£1,150,000.00"}
  - {by: ICB, scheme: HOME, basis: net, amount: "£2,000,000.00"}
  - {by: HOUSING, scheme: HOME, basis: net, amount: "£400,000.00", illustrative: true}
income: [{scheme: DAY, kind: client_income, amount: "£50,000.00"}]
settlement:
  level: pool
  basis: net
  rules:
    - {assign: {to: COUNCIL}, when: over, limit: "£10,000.00", clause: "6.1"}
    - {share: {by: contributions}, clause: "6.2"}
"""

#: The same agreement, with no rule for a variance, and with a question that it leaves open.
SILENT = (
    TERMS.partition("settlement:")[0]
    + """
questions:
  - code: Q1
    asks: Who bears an overspend?
    matters: All of it.
    owner: BOARD
bodies: [{code: BOARD, name: Joint board}]
"""
)
#: The same fund in a shadow year, led by the ICB for both.
SHADOW = TERMS.replace(
    "name: Learning disability pooled fund}",
    "name: Learning disability pooled fund, mode: shadow}\nlead_commissioner: {partner: ICB}",
)

AT = datetime(2025, 10, 8, 9, 30, tzinfo=UTC)


@cache
def terms(text: str = TERMS) -> Terms:
    """The agreement, or another written like it."""
    return read.of(yamlfile.parse(text, name="terms.yaml"))


def budget(scheme: str, partner: str, pence: int) -> Transfer:
    """A contribution budgeted for a scheme."""
    return Transfer(1, Layer.BUDGET, "spend", "contributions", pence, 1, scheme, partner)


def spent(scheme: str, pence: int, period: int) -> Transfer:
    """Expenditure; a negative sum is a credit note."""
    accounts = ("spend", "creditors") if pence >= 0 else ("creditors", "spend")
    return Transfer(2, Layer.ACTUAL, *accounts, abs(pence), period, scheme)


def paid_in(partner: str, due: int, received: int) -> list[Transfer]:
    """A contribution that fell due, and the part of it that arrived."""
    return [
        Transfer(3, Layer.ACTUAL, "contributions_due", "contributions", due, 3, partner=partner),
        Transfer(3, Layer.ACTUAL, "cash_at_host", "contributions_due", received, 3, partner=partner),
    ]


TRANSFERS = (
    budget("DAY", "COUNCIL", 1_150_000_00),
    Transfer(1, Layer.BUDGET, "spend", "unallocated", 50_000_00, 1, "DAY"),
    budget("HOME", "ICB", 2_000_000_00),
    budget("HOME", "HOUSING", 400_000_00),
    Transfer(1, Layer.BUDGET, "unallocated", "client_income", 50_000_00, 1, "DAY"),
    *(spent("DAY", 105_000_00, period) for period in range(1, 7)),
    *(spent("HOME", 200_000_00, period) for period in range(1, 7)),
    Transfer(2, Layer.COMMITMENT, "spend", "creditors", 90_000_00, 5, "HOME"),
    *paid_in("COUNCIL", 575_000_00, 575_000_00),
    *paid_in("ICB", 1_000_000_00, 500_000_00),
    *paid_in("HOUSING", 200_000_00, 200_000_00),
    Transfer(3, Layer.ACTUAL, "cash_at_host", "client_income", 25_000_00, 6, "DAY"),
)


def book(**changes: Any) -> Book:
    """The fund at the end of September, with everything that a quarterly report asks for."""
    whole = Book(
        terms=terms(),
        balances=Balances.of(TRANSFERS),
        forecasts=(
            MonthEndForecast(5, "DAY", "profile", 1_225_000_00, "", "C. Finance", AT),
            MonthEndForecast(6, "HOME", "override", 2_390_000_00, "Two moves in January.", "S. Lead", AT),
        ),
        comments=(Comment(6, "DAY", "Transport costs rose.\nA tender is out.", "D. Manager", date(2025, 10, 6)),),
        explanations=(Explanation(2, "DAY", "Transport", True, "Tender", "D. Manager", date(2025, 12, 1), -8_000_00),),
        measures=(
            Measure(1, "M1", "Settled homes", "People in settled accommodation", "80%", "78%", "higher", ""),
            Measure(2, "M1", "Settled homes", "People in settled accommodation", "80%", "81%", "higher", "On course"),
        ),
        activity=(Activity(2, "DAY", "People attending", 84, 1_250_00), Activity(2, "HOME", "New tenancies", 4, 9_00)),
        records=(
            Record(2, "decision", "Tender for transport approved", "Joint board", date(2025, 9, 10), "JB-14"),
            Record(2, "prepared", "Prepared from the books", "P. Manager", date(2025, 10, 7)),
            Record(2, "checked", "Checked to the ledger", "H. Finance", date(2025, 10, 7)),
            Record(2, "statement", "All spend is within the agreement", "P. Manager", date(2025, 10, 8)),
            Record(2, "received", "Noted", "ICB", date(2025, 10, 20), "ICB-7"),
        ),
        dues=(
            Due("COUNCIL", date(2025, 7, 1), 575_000_00),
            Due("ICB", date(2025, 4, 1), 500_000_00),
            Due("ICB", date(2025, 7, 1), 500_000_00),
            Due("HOUSING", date(2025, 7, 1), 200_000_00),
            Due("ICB", date(2026, 1, 1), 1_000_000_00),
        ),
        closed=6,
        last_entry=12,
        head="0123456789abcdef" * 4,
    )
    return replace(whole, **changes)
