"""The database is the last line: what its constraints refuse is told in the words of the form.

Every constraint of a model has a name and a ``violation_error_message``; this module finds it again in the error that a
driver raises, and says which fields it is about.
"""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models
from django.db.models import F

from poolbook.findings import Finding, Where, error

Constraint = models.CheckConstraint | models.UniqueConstraint


def period_known() -> models.CheckConstraint:
    """What every model with a period asks of it."""
    return models.CheckConstraint(
        condition=models.Q(period__range=(1, 15)),
        name="%(class)s_period_known",
        violation_error_message="Periods are 1 (April) to 12 (March), and 13 to 15 for adjustments.",
    )


def fields_of(constraint: Constraint) -> tuple[str, ...]:
    """The fields a constraint speaks of, in the order in which it names them."""
    if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
        return tuple(constraint.fields)
    found = [name for whole in getattr(constraint, "expressions", ()) for name in _columns(whole)]
    waiting = [constraint.condition] if constraint.condition is not None else []
    while waiting:
        node = waiting.pop(0)
        for child in node.children if isinstance(node, models.Q) else ():
            if isinstance(child, models.Q):
                waiting.append(child)
            elif isinstance(child, tuple):
                found.append(child[0].split("__")[0])
    return tuple(dict.fromkeys(found))


def _columns(expression: Any) -> list[str]:
    """The columns in an expression of a constraint: ``fund`` in ``Coalesce("fund", 0)``."""
    if isinstance(expression, F):
        return [str(expression.name)]  # type: ignore[attr-defined]  # the stubs leave it out
    return [name for inner in expression.get_source_expressions() for name in _columns(inner)]


def every() -> dict[str, tuple[type[models.Model], Constraint]]:
    """Every named constraint of the site, and its model."""
    return {
        each.name: (model, each)
        for model in apps.get_models()
        if model.__module__.startswith("poolbook_web.")
        for each in model._meta.constraints
        if isinstance(each, Constraint)
    }


def _column(model: type[models.Model], name: str) -> str:
    field = model._meta.get_field(name)
    return str(field.column) if isinstance(field, models.Field) else name


def _name_in(fault: IntegrityError) -> str:
    """The constraint that a driver's error names; SQLite names the columns of a unique one instead."""
    diagnosis = getattr(fault.__cause__, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or "")
    said = str(fault)
    if named := re.search(r"constraint failed: (?:index ')?([a-z_0-9]+)'?$", said):
        return named[1]
    columns = re.search(r"UNIQUE constraint failed: (.+)$", said)
    wanted = set(columns[1].split(", ")) if columns else set()
    for name, (model, constraint) in every().items():
        if isinstance(constraint, models.UniqueConstraint):
            table = model._meta.db_table
            own = {f"{table}.{_column(model, field)}" for field in constraint.fields}
            if own and own == wanted:
                return name
    return ""


def finding_for(fault: IntegrityError) -> Finding | None:
    """What the refusal means for the person; None where no constraint of ours speaks."""
    found = every().get(_name_in(fault))
    if found is None:
        return None
    _, constraint = found
    fields = fields_of(constraint)
    message = str(constraint.violation_error_message)
    return error(f"constraint.{constraint.name}", message, Where(key=fields[0] if fields else ""))
