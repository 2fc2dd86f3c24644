"""What people are written about reports."""

from __future__ import annotations

from datetime import datetime

from poolbook_web.people import letters
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import TABLE, Permission
from poolbook_web.reporting.models import Issued


def issued(report: Issued, *, by: Person | None, at: datetime) -> None:
    """Tell whoever acknowledges receipt for a partner, whoever issued it left out."""
    subject = f"{report.words}, of {report.fund_year.fund} is issued"
    _tell(report, TABLE[Permission.REPORT_RECEIVE].roles, "issued", subject=subject, but=by, at=at)


def question(report: Issued, *, partner: str, note: str, by: Person | None, at: datetime) -> None:
    """Tell the pool manager that a partner asks something of a report."""
    subject = f"{partner} asks about the {report.words}"
    more = {"partner": partner, "note": note, "asker": by}
    _tell(report, frozenset({Role.POOL_MANAGER}), "question", subject=subject, but=by, at=at, **more)


def _tell(
    report: Issued, roles: frozenset[Role], template: str, *, subject: str, but: Person | None, at: datetime,
    **more: object,
) -> None:  # fmt: skip
    for person, held in people.in_fund(report.fund_year.fund, at).items():
        if person != but and any(Role(each.role) in roles for each in held):
            context = {"report": report, "fund": report.fund_year.fund, **more}
            letters.tell(person, subject=subject, template=f"reporting/letters/{template}.txt", context=context, at=at)
