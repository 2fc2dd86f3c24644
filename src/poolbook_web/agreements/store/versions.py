"""Versions to typed terms and rules; the lock under which a version gets its number."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from poolbook import yamlfile
from poolbook.folder import names
from poolbook.folder.receive import place_in
from poolbook.importing.rules import EMPTY, Rules, from_document
from poolbook.terms.model import Terms
from poolbook.terms.read import of
from poolbook.yamlfile import Document
from poolbook_web.agreements.models import TermsVersion, Version
from poolbook_web.partners import store as partners
from poolbook_web.partners.models import FundYear

V = TypeVar("V", bound=Version)


@lru_cache(maxsize=128)
def terms_document(text: str) -> Document:
    """A text of terms with the line of every key. It cannot change, so each is read once in a process."""
    return yamlfile.parse(text.encode(), name=names.TERMS)


@lru_cache(maxsize=128)
def typed(text: str) -> Terms:
    """The terms that a text says."""
    return of(terms_document(text))


@lru_cache(maxsize=32)
def rules_document(text: str) -> Document:
    """A text of rules, likewise: a long one takes half a second to read."""
    return yamlfile.parse((text or EMPTY).encode(), name=names.RULES)


def rules(text: str, terms: Terms) -> Rules:
    """The rules that a text says, of a fund with these terms. Raises :class:`poolbook.findings.Refused` with every
    fault, also where a rule names a scheme that the terms no longer have."""
    return from_document(rules_document(text), place_in(terms))


def versions(model: type[V], fund_year: FundYear) -> QuerySet[V]:
    """Every version of a fund-year, the newest first."""
    return model._default_manager.filter(fund_year=fund_year).select_related("by").order_by("-number")


def in_force(model: type[V], fund_year: FundYear, at: datetime | None) -> V | None:
    """The version in force on the day of a moment, as far as it was known at that moment; the newest without one."""
    found = versions(model, fund_year)
    if at is not None:
        found = found.filter(at__lte=at, since__lte=timezone.localdate(at))
    return found.first()


def text_before(model: type[Version], fund_year: FundYear) -> str:
    """The text that a new version of this year is written from: the one put last, in this year or else in one before
    it; "" where there is none."""
    until = model._default_manager.filter(fund_year__fund=fund_year.fund_id, fund_year__year__lte=fund_year.year)
    found = until.order_by("-fund_year__year", "-number").first()
    return found.text if found else ""


def newest_terms(fund_year: FundYear) -> Terms | None:
    """The terms put last, in force yet or not."""
    found = in_force(TermsVersion, fund_year, None)
    return typed(found.text) if found else None


def next_number(model: type[Version], fund_year: FundYear) -> int:
    """The number of the next version; whoever asks is alone with the fund-year until the transaction ends."""
    partners.lock(fund_year)
    return partners.next_number(versions(model, fund_year))
