"""Oxfordshire's mental health pool of 2009-10: two partners, four schemes, and a pressure of £364,000.

The council and the Primary Care Trust; the trust hosts. Accommodation runs at its budget and exactly the known
pressure, which the council bears; health underspends by £60,000 and care overspends by £8,000, for the management group
to decide. The terms are those of the example pack; the spending is round, so that a reader can follow it to a report.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from poolbook.book import Book, Comment, Explanation, Measure, MonthEndForecast, Record
from poolbook.ledger.model import Transfer
from poolbook.terms.model import Terms
from tests.worlds import build

EXAMPLE = "oxfordshire-mental-health-2009-10"

#: The cast, by post: who manages the fund, who leads for each partner, who only advises, and who has no part in it.
POOL_MANAGER = "Head of Joint Commissioning, OPCT"
SCHEME_LEAD = "Accommodation Project Manager"
COUNCIL_LEAD = "Head of Adult Services, OCC"
COUNCIL_FINANCE = "Strategic Finance Manager, OCC"
TRUST_LEAD = "Director of Commissioning, OPCT"
TRUST_FINANCE = "Deputy Director of Finance, OPCT"
ADVISER = "Chair of the Mental Health Strategy Implementation Group"
STRANGER = "Finance officer of another county"

PRESSURE = 364_000_00
SPENDING = {"VCS": 3_000_000, "HEALTH": 35_940_000, "ACCOMMODATION": 5_364_000, "CARE": 4_008_000}

AT = datetime(2009, 10, 13, 9, 30, tzinfo=UTC)


def terms() -> Terms:
    """The agreement, as the example pack has it."""
    return build.terms_of(EXAMPLE)


def transfers(to: int = 6) -> list[Transfer]:
    """The year's transfers to the end of a period: contributions by quarter, spending by month. The council pays for
    accommodation in its own ledger."""
    return [
        *build.received("OCC", 2_437_500, build.quarters(to)),
        *build.received("OPCT", 9_562_500, build.quarters(to)),
        *(
            transfer
            for scheme, pounds in SPENDING.items()
            for transfer in build.spent(scheme, pounds, to=to, incurred_by="OCC" if scheme == "ACCOMMODATION" else "")
        ),
    ]


def book(to: int = 6, **parts: Any) -> Book:
    """The Book as at the end of a period; ``parts`` replace fields of it."""
    given: dict[str, Any] = {
        "causes": {"ACCOMMODATION": {"accommodation_pressure": PRESSURE}},
        "evidence": {"accommodation_pressure": "paper to Cabinet, 17 March 2009, para 26"},
        "forecasts": (
            MonthEndForecast(6, "ACCOMMODATION", "override", 5_364_000_00, "The pressure recurs", POOL_MANAGER, AT),
        ),
        "comments": (
            Comment(6, "ACCOMMODATION", "No placement has moved yet.", SCHEME_LEAD, date(2009, 10, 8)),
        ),
        "explanations": (
            Explanation(
                2, "ACCOMMODATION", "Placements above their budget", True, "Review all contracts",
                SCHEME_LEAD, date(2010, 3, 31), -45_000_00,
            ),
        ),
        "measures": (
            Measure(
                2, "HOME", "Adults who live independently", "of all adults in contact", "62%", "60%", "higher", "",
                illustrative=True,
            ),
        ),
        "records": (
            Record(2, "decision", "A plan for accommodation by December", "JMG", date(2009, 10, 21), "minute 6"),
            Record(2, "lead_commissioning", "Commissioned for both partners", TRUST_LEAD, date(2009, 10, 13)),
            Record(2, "prepared", "From both ledgers", POOL_MANAGER, date(2009, 10, 13)),
        ),
    }  # fmt: skip
    return build.book(terms(), transfers(to), to=to, **{**given, **parts})
