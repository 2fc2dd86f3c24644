"""The last quarterly report that can be made whole, issued to every partner, if nothing stops it."""

from __future__ import annotations

from datetime import datetime

from poolbook.reports.view import latest
from poolbook_web.agreements import queries as agreements
from poolbook_web.monitoring import store as monitoring
from poolbook_web.monitoring.models import Measure
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund
from poolbook_web.people.models import Person
from poolbook_web.reporting import actions, queries
from poolbook_web.reporting.models.which import QUARTERLY, Which


def issue(fund: Fund, manager: Person, at: datetime) -> None:
    """In the fund's last year: of the quarters whose months are in the books, the last that has measures. What stops a
    report stops it here too."""
    fund_year = partners.years(fund)[0]
    if agreements.terms_version_or_none(fund_year) is None:
        return
    over = min(latest(monitoring.figures(fund_year, at)), 12) // 3
    measured = monitoring.in_force(Measure, fund_year).filter(quarter__lte=over).order_by("quarter").last()
    if measured is None:
        return
    page = queries.preview(fund_year, Which(QUARTERLY, measured.quarter), at=at, by=manager)
    if not page.stops:
        actions.issue(fund_year=fund_year, which=page.which, number=1, seen=page.seen, by=manager, at=at)
