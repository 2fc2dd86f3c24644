"""Birmingham's learning disability pool as it was proposed for 2009-10: four legal partners, five contributors, nothing
agreed on who bears an overspend.

The council hosts and pays in through two of its units; three PCTs give one figure together. £9.8m comes into the year
and the transfer of services adds £1m, so £10.8m of overspend is forecast, and every penny of it is undecided. The terms
are those of the example pack; the spending is round, so that a reader can follow it to a report.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from poolbook.book import Book, Comment, Explanation, Measure, MonthEndForecast, Record
from poolbook.ledger.model import Transfer
from poolbook.terms.model import Terms
from tests.worlds import build

BEFORE, EXAMPLE = "birmingham-learning-disability-2008-09", "birmingham-learning-disability-2009-10"
MENTAL_HEALTH_BEFORE, MENTAL_HEALTH = "birmingham-mental-health-2008-09", "birmingham-mental-health-2009-10"

#: The cast, by post.
DIRECTOR = "Director of Joint Commissioning"
SCHEME_LEAD = "Head of Learning Disability Commissioning"
COUNCIL_FINANCE = "Head of Finance, Adults and Communities"
COUNCILLOR = "Elected member for Adults and Communities"
NON_EXECUTIVE = "Non-executive director, South Birmingham PCT"
STRANGER = "Finance officer of another city"

PRESSURE = 9_800_000_00
SPENDING = {
    "PLACEMENTS": 68_200_000,
    "SUPPORTED": 25_500_000,
    "DAY": 15_000_000,
    "HEALTH": 40_400_000,
    "TEAM": 7_000_000,
}

AT = datetime(2009, 10, 16, 9, 30, tzinfo=UTC)


def terms(example: str = EXAMPLE) -> Terms:
    """The agreement, as an example pack has it."""
    return build.terms_of(example)


def transfers(to: int = 6) -> list[Transfer]:
    """The year's transfers to the end of a period. Supporting People's second instalment has not come."""
    return [
        *build.received("AC", 20_225_000, build.quarters(to)),
        *build.received("PCTS", 14_350_000, build.quarters(to)),
        *build.received("SP", 1_750_000, [1]),
        *(transfer for scheme, pounds in SPENDING.items() for transfer in build.spent(scheme, pounds, to=to)),
    ]


def book(to: int = 6, **parts: Any) -> Book:
    """The Book as at the end of a period; ``parts`` replace fields of it."""
    given: dict[str, Any] = {
        "causes": {"PLACEMENTS": {"complex_placements": PRESSURE}},
        "evidence": {"complex_placements": "report of autumn 2008, para 2.3"},
        "forecasts": (
            MonthEndForecast(6, "PLACEMENTS", "override", 68_200_000_00, "£9.8m recurs", SCHEME_LEAD, AT),
            MonthEndForecast(6, "SUPPORTED", "override", 25_500_000_00, "Transferred services", SCHEME_LEAD, AT),
        ),
        "comments": (Comment(6, "PLACEMENTS", "Prices rose as people moved.", SCHEME_LEAD, date(2009, 10, 9)),),
        "explanations": (
            Explanation(
                2, "PLACEMENTS", "Complex placements", True, "Twelve moves by March",
                SCHEME_LEAD, date(2010, 3, 31), -310_000_00,
            ),
        ),
        "measures": (
            Measure(
                2, "RESIDENTIAL_SHARE", "Share of spending on residential care", "of all spending", "40%", "46%",
                "lower", "", illustrative=True,
            ),
        ),
        "records": (
            Record(2, "decision", "Put off to December", "STRATEGIC_GOVERNANCE_BOARD", date(2009, 10, 28), "minute 5"),
            Record(2, "lead_commissioning", "The council commissioned for all", DIRECTOR, date(2009, 10, 16)),
            Record(2, "prepared", "From the council's ledger", COUNCIL_FINANCE, date(2009, 10, 16)),
        ),
    }  # fmt: skip
    return build.book(terms(), transfers(to), to=to, **{**given, **parts})
