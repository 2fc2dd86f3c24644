"""What people are written about reports."""

from __future__ import annotations

from datetime import datetime

from poolbook_web.people import letters
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person, Role
from poolbook_web.reporting import queries
from poolbook_web.reporting.models import Issued


def issued(report: Issued, *, by: Person | None, at: datetime) -> None:
    """Tell whoever acknowledges receipt for a partner, whoever issued it left out."""
    subject = f"{report.words}, of {report.fund_year.fund} is issued"
    fund = report.fund_year.fund
    receivers = queries.receivers(fund, at, people.in_fund(fund, at)).values()
    for person in dict.fromkeys(person for each in receivers for person in each):
        if person != by:
            _tell(person, report, "issued", subject=subject, at=at)


def question(report: Issued, *, partner: str, note: str, by: Person | None, at: datetime) -> None:
    """Tell the pool manager that a partner asks something of a report."""
    subject = f"{partner} asks about the {report.words}"
    more = {"partner": partner, "note": note, "asker": by}
    for person, held in people.in_fund(report.fund_year.fund, at).items():
        if person != by and any(each.role == Role.POOL_MANAGER for each in held):
            _tell(person, report, "question", subject=subject, at=at, **more)


def _tell(person: Person, report: Issued, template: str, *, subject: str, at: datetime, **more: object) -> None:
    context = {"report": report, "fund": report.fund_year.fund, **more}
    letters.tell(person, subject=subject, template=f"reporting/letters/{template}.txt", context=context, at=at)
