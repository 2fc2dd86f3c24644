"""Every record of a year that stands, whatever its kind: one question to the database for all."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Coalesce, JSONObject

from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.store.records import OF_EVERY_ROW, in_force
from poolbook_web.partners.models import FundYear

Rows = dict[type[Kept], list[Any]]


def together(kinds: Collection[type[Kept]], fund_year: FundYear, at: datetime | None = None) -> Rows:
    """The records of these kinds that stand, or stood at a moment, each kind in the order of :func:`.in_force`. Their
    rows have what they say and the evidence, and nothing else."""
    asked = [
        in_force(kind, fund_year, at)
        .order_by()
        .annotate(
            place=Value(place),
            first=Coalesce("origin_id", "id"),
            said=JSONObject(**{name: F(name) for name in _names(kind)}),
        )
        .values_list("place", "first", "pk", "said")
        for place, kind in enumerate(kinds)
    ]
    found: Rows = {kind: [] for kind in kinds}
    every = list(kinds)
    for place, _, _, said in sorted(asked[0].union(*asked[1:], all=True), key=lambda row: row[:3]):
        kind = every[place]
        found[kind].append(kind(**{name: _read(kind, name, value) for name, value in said.items()}))
    return found


def _names(kind: type[Kept]) -> list[str]:
    own = [field.name for field in kind._meta.concrete_fields if field.name not in OF_EVERY_ROW]
    return ["evidence", *own]


def _read(kind: type[Kept], name: str, value: Any) -> Any:
    """A value as its column has it, out of JSON: SQLite knows neither moments nor JSON within JSON."""
    field = kind._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, models.JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, models.DateTimeField):
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return field.to_python(value)
