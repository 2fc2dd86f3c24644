"""Help where it is needed: what a term means, as a link or unfolded in place, and whom to ask about a figure."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from poolbook_web.base import glossary

register = template.Library()


@register.simple_tag
def term(key: str, said: str = "") -> SafeString:
    """A term as a link to its meaning; ``said`` is the word as the sentence has it."""
    found = glossary.by_key()[key]
    return format_html('<a class="govuk-link" href="{}#{}">{}</a>', reverse("glossary"), key, said or found.term)


@register.inclusion_tag("base/words.html")
def explain(*keys: str) -> dict[str, Any]:
    """Terms and their meanings, unfolded by whoever wants them."""
    return {"terms": [glossary.by_key()[key] for key in keys]}


@register.inclusion_tag("base/words.html")
def words_of(here: str) -> dict[str, Any]:
    """The terms that a page of a year uses; nothing where it has none of its own."""
    return {"terms": glossary.on_page(here)}


#: The pages of a year that show figures, by their names in the menu.
_FIGURES = frozenset({"position", "settlement", "ledger", "imports", "records", "reports", "year"})


@register.inclusion_tag("base/ask.html", takes_context=True)
def ask_about(context: dict[str, Any], here: str) -> dict[str, Any]:
    """A link by which one asks somebody about a figure of this page; ``about`` in the context says which, if it is of
    one alone."""
    page = context["request"].get_full_path()
    return {"offered": here in _FIGURES, "fund_year": context["fund_year"], "page": page, "about": context.get("about")}
