"""What is asked of the reports: which one, of which quarter or period, how, and for whom it is issued.

A request and a Book give the same bytes, always. Source: docs/reference/reports.md, "Asking for a report".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from poolbook.dates.years import PERIODS, QUARTERS, last_period, quarter_of
from poolbook.findings import Finding, Refused, error

_FILE_KEYS = ("issued_at", "quarter", "period")


@dataclass(frozen=True, slots=True)
class Request:
    """One report in one format. Give ``quarter`` (1 to 4) or ``period`` (0 to 15); without either, it covers
    to the last period that anything was spent in.

    ``method`` is a name of :data:`poolbook.forecast.METHODS`. A report with ``issued_by`` is an issued one:
    it says by whom, when (``issued_at``) and in which ``version``; without, it says that it is a draft.
    """

    report: str
    format: str = "text"
    quarter: int | None = None
    period: int | None = None
    method: str = "profile"
    issued_by: str = ""
    issued_at: datetime | None = None
    version: str = "1"

    def last(self, latest: int) -> int:
        """The last period that the report covers; ``latest`` where neither quarter nor period is given.

        Raises :class:`Refused` for a quarter or period that there is not, and for a period outside the quarter.
        """
        if self.quarter not in (None, *QUARTERS) or self.period not in (None, 0, *PERIODS):
            raise Refused([_which("there is no such quarter or period")])
        if self.period is not None:
            if self.quarter not in (None, quarter_of(max(self.period, 1))):
                raise Refused([_which(f"period {self.period} is not in quarter {self.quarter}")])
            return self.period
        return latest if self.quarter is None else last_period(self.quarter)


def _which(problem: str) -> Finding:
    message = f"say which quarter (1 to 4) or period (0 to 15) the report covers: {problem}"
    return error("report.no_period", message)


#: How the file of a format ends, where it is not the format's own name. A report as JSON is ``.data``: in a pack the
#: name that ends in ``.json`` is that of its record.
_ENDINGS = {"text": "txt", "json": "data"}


def file_name(request: Request) -> str:
    """What the file of an issued report is called in a pack.

    >>> file_name(Request("quarterly", quarter=2)), file_name(Request("monthly", "json", period=6, version="3"))
    ('quarterly-quarter-2-v1.txt', 'monthly-period-06-v3.data')
    """
    when = f"quarter-{request.quarter}" if request.quarter else f"period-{request.period:02d}"
    return f"{request.report}-{when}-v{request.version}.{_ENDINGS.get(request.format, request.format)}"


def as_mapping(request: Request) -> dict[str, Any]:
    """The request as plain data for a manifest, without what is left at its default; dates as ISO text."""
    given = {}
    for each in fields(Request):
        value = getattr(request, each.name)
        if each.name == "report" or value != each.default:
            given[each.name] = value.isoformat() if isinstance(value, datetime) else value
    return given


def read_request(given: Mapping[str, Any]) -> Request:
    """The request that a manifest holds. Raises :class:`Refused`, with every fault, for anything it may not hold."""
    known = {each.name for each in fields(Request)}
    faults = [f"{key} is not a key of a request" for key in given if key not in known]
    faults += [
        f"{key} is not a text" for key, value in given.items() if key not in _FILE_KEYS and type(value) is not str
    ]
    faults += [
        f"{key} is not a whole number" for key in ("quarter", "period") if type(given.get(key)) not in (int, type(None))
    ]
    values = dict(given)
    if (at := given.get("issued_at")) is not None:
        try:
            values["issued_at"] = datetime.fromisoformat(at)
        except (TypeError, ValueError):
            faults.append(f"issued_at is not a date and time: {at!r}")
    if "report" not in given:
        faults.append("report is missing")
    if faults:
        raise Refused(error("report.bad_request", f"this is not a request for a report: {each}") for each in faults)
    return Request(**values)
