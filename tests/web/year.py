"""A year of the cast's fund with everything in it: terms, books, a record of each kind."""

from __future__ import annotations

from datetime import UTC, date, datetime

from poolbook_web.agreements import actions as agreements
from poolbook_web.agreements import queries as agreed
from poolbook_web.ledger import actions as ledger
from poolbook_web.monitoring import actions, models
from poolbook_web.monitoring.models import Kept
from poolbook_web.partners.models import FundYear
from tests.web.cast import Cast
from tests.worlds import build, oxfordshire

#: When it was all recorded: half the year is over.
AT = datetime(2009, 10, 13, 9, 0, tzinfo=UTC)


def terms() -> str:
    """The example's terms, with the codes that the cast's partners have."""
    text = (build.EXAMPLES / oxfordshire.EXAMPLE / "terms.yaml").read_text(encoding="utf-8")
    return text.replace("OPCT", "PCT")


def furnished(cast: Cast) -> FundYear:
    """The year, half of it spent, with its books closed to September."""
    fund_year = cast.fund.years.get()
    agreements.put_terms(fund_year=fund_year, data=terms().encode(), by=None, at=AT, why="as agreed")
    actions.open_year(fund_year=fund_year, by=None, at=AT)
    spent = [
        transfer
        for scheme, pounds in oxfordshire.SPENDING.items()
        for transfer in build.spent(scheme, pounds, to=6, incurred_by="OCC" if scheme == "ACCOMMODATION" else "")
    ]
    ledger.post(
        fund_year=fund_year, transfers=spent, on=date(2009, 9, 30), period=6, description="Half a year",
        source="journal 1", by=None, at=AT,
    )  # fmt: skip
    return fund_year


def there(cast: Cast) -> FundYear:
    """The same; once however often it is asked for."""
    fund_year = cast.fund.years.get()
    return fund_year if agreed.versions(fund_year).exists() else furnished(cast)


def rules(cast: Cast) -> int:
    """The number of a version of its rules, which answer nothing."""
    fund_year = there(cast)
    found = agreed.rules_version(fund_year)
    made = found or agreements.put_rules(fund_year=fund_year, data=b"poolbook: rules/1\n", by=None, at=AT)
    return int(made.number)


def a_record(cast: Cast) -> int:
    """The number of a record of it: a cause."""
    fund_year = there(cast)
    found = models.Cause.objects.filter(fund_year=fund_year).first() or pressure(fund_year)
    return int(found.pk)


def record(fund_year: FundYear, kind: type[Kept], evidence: str = "", **says: object) -> Kept:
    """Something recorded by the server."""
    return actions.keep(fund_year=fund_year, kind=kind, says=says, evidence=evidence, by=None, at=AT)


def pressure(fund_year: FundYear) -> Kept:
    """What the agreement's first rule asks for: the pressure on accommodation came back."""
    return record(
        fund_year, models.Cause, "paper to Cabinet, para 26", unit="ACCOMMODATION", cause="accommodation_pressure",
        pence=oxfordshire.PRESSURE,
    )  # fmt: skip
