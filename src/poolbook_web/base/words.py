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


def stamp(value: datetime | None) -> str:
    """A moment as a column of a list has it that says UTC; "" where there is none."""
    return f"{value:%Y-%m-%d %H:%M:%S}" if value else ""
