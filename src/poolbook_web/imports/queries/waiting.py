"""What waits for a person among imports: codes to answer, a second person's yes, files that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count

from poolbook_web.base.waiting import Waiting
from poolbook_web.imports.models import Batch
from poolbook_web.imports.queries.lists import with_unknown
from poolbook_web.imports.queries.review import own
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


def waiting_for(person: Person, at: datetime) -> Iterator[Waiting]:
    """What whoever brought files in, or keeps the rules, has to answer, and what others are to accept. No day is named
    for any of it."""
    may = access.funds(person, Permission.IMPORTS_BRING, Permission.IMPORTS_ACCEPT, Permission.TERMS_PUT, at=at)
    batches = Batch.objects.filter(fund_year__fund__in=may[Permission.IMPORTS_BRING], state__in=Batch.WAITING)
    asked = with_unknown(batches).select_related("fund_year__fund", "brought_by").annotate(codes=Count("unanswered"))
    for batch in asked.order_by("fund_year", "number"):
        can = {permission for permission, funds in may.items() if batch.fund_year.fund in funds}
        what = _what(batch, batch.codes, person, can)
        if what:
            by = batch.brought_by.name if batch.brought_by else ""
            yield Waiting(what, batch.get_absolute_url(), batch.fund_year.fund.name, by)


def _what(batch: Batch, codes: int, person: Person, can: set[Permission]) -> str:
    """What somebody is to do about a batch; nothing where that is for others."""
    name, mine = f"import {batch.number}", batch.brought_by == person
    if batch.to_lay_out:
        return f"Say how the files of {name} are laid out" if Permission.TERMS_PUT in can else ""
    if batch.state == Batch.State.REFUSED:
        return f"See why {name} cannot be read" if mine else ""
    if codes:
        asked = f"{codes:,} combination{'' if codes == 1 else 's'} of codes"
        return f"Answer {asked} in {name}" if mine or Permission.TERMS_PUT in can else ""
    return f"Review {name}, and accept it" if Permission.IMPORTS_ACCEPT in can and not own(batch, person) else ""
