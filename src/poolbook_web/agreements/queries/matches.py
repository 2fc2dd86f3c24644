"""Which partners of this site the partners of new terms could be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from poolbook.terms.model import Partner as Named
from poolbook.terms.model import Terms
from poolbook_web.partners.models import Partner

#: How alike two names have to be to be worth a question: "Oxfordshire CC" and "Oxfordshire County Council" are not,
#: "NHS Oxfordshire Primary Care Trust" and "Oxfordshire Primary Care Trust" are.
_ALIKE = 0.75


@dataclass(frozen=True)
class Match:
    """A partner of the terms, the partners of this site that it could be, and the one of the same name, if any."""

    named: Named
    could_be: Sequence[Partner]
    same: Partner | None
    alike: Partner | None  #: not the same name, and so like it that somebody should look


def matches(terms: Terms) -> list[Match]:
    """Each partner of the terms, with those of its kind that the site knows."""
    known = list(Partner.objects.filter(ended=None).order_by("name"))
    return [_match(each, [other for other in known if other.kind == each.kind.value]) for each in terms.partners]


def _match(named: Named, could_be: list[Partner]) -> Match:
    same = next((each for each in could_be if each.name == named.name), None)
    near = sorted(could_be, key=lambda each: -_alike(each.name, named.name))[:1]
    alike = near[0] if near and not same and _alike(near[0].name, named.name) >= _ALIKE else None
    return Match(named, could_be, same, alike)


def _alike(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1: a ratio of letters, of no money."""
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()
