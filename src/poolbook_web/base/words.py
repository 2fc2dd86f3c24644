"""Days and moments as people write them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from poolbook.dates.years import date_words

day = date_words


def moment(value: datetime) -> str:
    """A moment in words, by the clock of the United Kingdom."""
    here = timezone.localtime(value)
    return f"{day(here.date())} at {here:%H:%M}"
