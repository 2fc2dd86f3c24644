"""What every action is: one transaction, whole or not at all, refusing with findings."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from poolbook.findings import Refused
from poolbook_web.base import constraints

P = ParamSpec("P")
R = TypeVar("R")


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one transaction. Where a constraint of the database refuses, so does the action, in the
    constraint's words: two people who do the same at once meet here, since both had passed the checks before."""

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        except IntegrityError as fault:
            found = constraints.finding_for(fault)
            if found is None:
                raise
            raise Refused([found]) from fault

    return whole
