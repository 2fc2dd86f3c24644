"""Tags and filters of every template: forms, the heads of tables; money, days and moments in words."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from poolbook import findings, money
from poolbook_web.base import once as sent
from poolbook_web.base import words

register = template.Library()
register.filter(findings.sentence)


@register.simple_tag
def once() -> SafeString:
    """What makes a form have one effect, however often it is sent; its view is under ``base.once.once``."""
    return format_html('<input type="hidden" name="{}" value="{}">', sent.FIELD, sent.number())


@register.simple_tag
def heads(*columns: str) -> SafeString:
    """The head of a table, by the words over its columns; those over numbers are written with ``#``.

    >>> heads("#Amount")
    '<thead class="govuk-table__head"><tr class="govuk-table__row"><th scope="col" class="govuk-table__header \
govuk-table__header--numeric">Amount</th></tr></thead>'
    """
    numeric = " govuk-table__header--numeric"
    said = ((numeric if each.startswith("#") else "", each.removeprefix("#")) for each in columns)
    cells = format_html_join("", '<th scope="col" class="govuk-table__header{}">{}</th>', said)
    return format_html('<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>', cells)


@register.filter
def pounds(pence: int | None) -> str:
    """Pence as pounds; nothing for nothing.

    >>> pounds(-123450), pounds(None)
    ('-£1,234.50', '')
    """
    return "" if pence is None else money.show(pence)


@register.filter
def day(value: date | None) -> str:
    """A date in words; nothing for nothing.

    >>> day(date(2009, 10, 1)), day(None)
    ('1 October 2009', '')
    """
    return "" if value is None else words.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in words, by the clock of the United Kingdom; nothing for nothing."""
    return "" if value is None else words.moment(value)


@register.filter
def count(number: int | None) -> str:
    """A number of things with commas; nothing for nothing.

    >>> count(1234567), count(None)
    ('1,234,567', '')
    """
    return "" if number is None else f"{number:,}"


@register.filter
def spoken(name: str) -> str:
    """A name out of a file as people say it.

    >>> spoken("cost_centre")
    'cost centre'
    """
    return name.replace("_", " ")


@register.filter
def boxes(kind: str) -> str:
    """The component that a kind of box belongs to.

    >>> boxes("radio"), boxes("checkbox")
    ('radios', 'checkboxes')
    """
    return "radios" if kind == "radio" else "checkboxes"


@register.filter
def within(path: str, address: str) -> str:
    """Whether a link of the menu leads to this page or to the part of the site that it is in, as ``aria-current`` says
    it; every page is beneath the first, which stands for itself alone.

    >>> within("/help/", "/help/"), within("/help/clerk/", "/help/"), within("/help/", "/"), within("/", "/help/")
    ('page', 'true', '', '')
    """
    if path == address:
        return "page"
    return "true" if address != "/" and path.startswith(address) else ""
