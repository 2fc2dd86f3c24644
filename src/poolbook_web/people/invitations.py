"""The link in an invitation: it lets one person choose a password, once, within seven days.

The link is signed with the site's secret key and stored nowhere. It stops working when the person has chosen a
password, by whatever way, because it holds a mark of the one they had.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.core import signing

from poolbook_web.people.models import Person

VALID_FOR = timedelta(days=7)
_SALT = "poolbook.invitation"


def token(person: Person, *, at: datetime) -> str:
    """The secret part of the link."""
    until = int((at + VALID_FOR).timestamp())
    return signing.Signer(salt=_SALT).sign_object({"person": person.pk, "until": until, "mark": _mark(person)})


def person_of(text: str, *, at: datetime) -> Person | None:
    """Whom a link is for; nobody if it is not ours, has expired or was used."""
    try:
        said = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    if said.get("until", 0) < at.timestamp():
        return None
    person = Person.objects.filter(pk=said.get("person"), is_active=True).first()
    return person if person and said.get("mark") == _mark(person) else None


def _mark(person: Person) -> str:
    return hashlib.sha256(f"{person.pk} {person.password} {person.email}".encode()).hexdigest()[:16]
