"""Which permission each kind of record asks for, of whoever keeps or withdraws it."""

from __future__ import annotations

from collections.abc import Mapping

from poolbook_web.monitoring.models import (
    Activity,
    Cause,
    Closing,
    Comment,
    Decision,
    Due,
    Explanation,
    Fact,
    Forecast,
    Kept,
    Measure,
    Record,
)
from poolbook_web.people.permissions import Permission

KEEPERS: Mapping[type[Kept], Permission] = {
    Fact: Permission.RECORDS_KEEP,
    Cause: Permission.RECORDS_KEEP,
    Decision: Permission.DECISIONS_KEEP,
    Forecast: Permission.RECORDS_KEEP,
    Comment: Permission.COMMENTARY_KEEP,
    Explanation: Permission.COMMENTARY_KEEP,
    Measure: Permission.COMMENTARY_KEEP,
    Activity: Permission.COMMENTARY_KEEP,
    Record: Permission.SIGN_OFFS_KEEP,
    Due: Permission.RECORDS_KEEP,
    Closing: Permission.RECORDS_KEEP,
}
