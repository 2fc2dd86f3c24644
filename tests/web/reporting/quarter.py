"""A quarter that can be reported on: half a year of the cast's fund, closed, with a measure; and how tests issue it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from poolbook_web.ledger import actions as ledger
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring import models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person
from poolbook_web.reporting import actions, queries
from poolbook_web.reporting.models import Issued
from poolbook_web.reporting.models.which import Which
from tests.web import year
from tests.web.cast import Cast

SECOND = Which("quarterly", 2)

#: When the quarter is over and closed, and its report is due.
AT = datetime(2009, 10, 20, 14, 30, tzinfo=UTC)


def reportable(cast: Cast) -> FundYear:
    """The year, with its second quarter closed and a measure recorded for it."""
    fund_year = year.furnished(cast)
    measure(fund_year)
    close(fund_year)
    return fund_year


def close(fund_year: FundYear) -> None:
    """Six months closed."""
    ledger.close_period(
        fund_year=fund_year, period=6, on=date(2009, 10, 19), source="trial balance", by=None, at=year.AT
    )


def measure(fund_year: FundYear, actual: str = "76%") -> Kept:
    """What block F cannot do without; said anew, where it is there."""
    says = {
        "quarter": 2, "code": "M1", "name": "People home in 5 days", "definition": "", "target": "80%",
        "actual": actual, "better": "higher", "comment": "Weekend cover", "source": "Hospital return",
        "illustrative": False,
    }  # fmt: skip
    before = store.same_key(models.Measure, fund_year, says)
    why = "A corrected return." if before else ""
    return monitoring.keep(
        fund_year=fund_year, kind=models.Measure, says=says, supersedes=before, why=why, by=None, at=year.AT
    )


def prepared(fund_year: FundYear, by: str, quarter: int = 2, *, recorded_by: Person | None = None) -> Kept:
    """Who prepared the report of a quarter, recorded by the server or by somebody."""
    says = {"quarter": quarter, "kind": "prepared", "text": "From the books.", "by": by, "on": None, "reference": ""}
    return monitoring.keep(fund_year=fund_year, kind=models.Record, says=says, by=recorded_by, at=year.AT)


def issued(
    fund_year: FundYear, by: Person | None = None, *, which: Which = SECOND, at: datetime = AT, why: str = "",
    seen: str = "", number: int = 0,
) -> Issued:  # fmt: skip
    """Look at the report and issue it."""
    page = queries.preview(fund_year, which, at=at)
    return actions.issue(
        fund_year=fund_year, which=which, number=number or page.number, seen=seen or page.seen, why=why, by=by, at=at
    )


def there(cast: Cast) -> Issued:
    """The report of the quarter, issued; once however often it is asked for."""
    found = Issued.objects.filter(fund_year__fund=cast.fund).first()
    if found is not None:
        return found
    fund_year = year.there(cast)
    measure(fund_year)
    return issued(fund_year)
