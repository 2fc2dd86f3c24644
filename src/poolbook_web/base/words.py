"""Days and moments as people write them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def day(value: date) -> str:
    """A date in words.

    >>> day(date(2009, 10, 1))
    '1 October 2009'
    """
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """A moment in words, by the clock of the United Kingdom."""
    here = timezone.localtime(value)
    return f"{day(here.date())} at {here:%H:%M}"


def sentence(text: str) -> str:
    """What is wrong, as a sentence: findings are written so that they can stand after a colon.

    >>> sentence("the last day lies in the past"), sentence("Choose a role.")
    ('The last day lies in the past.', 'Choose a role.')
    """
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
