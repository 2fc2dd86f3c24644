"""Parts of addresses that are neither a word nor a number."""

from __future__ import annotations

from django.urls import register_converter

#: How every address of a year of a fund begins. What is not a financial year is no year's address.
OF_A_YEAR = "funds/<slug:slug>/<year:year>/"


class YearConverter:
    """A financial year, as 2009-10."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> str:
        """As it stands in the address."""
        return value

    def to_url(self, value: str) -> str:
        """As it is to stand there."""
        return value


register_converter(YearConverter, "year")
