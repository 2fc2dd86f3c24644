"""Versions to typed terms and rules, and the text of a fund's first terms."""

from poolbook_web.agreements.store.first import FirstTerms, PartnerOf, SchemeOf, written
from poolbook_web.agreements.store.versions import (
    in_force,
    newest_terms,
    next_number,
    rules,
    terms_document,
    text_before,
    typed,
    versions,
)

__all__ = [
    "FirstTerms",
    "PartnerOf",
    "SchemeOf",
    "in_force",
    "newest_terms",
    "next_number",
    "rules",
    "terms_document",
    "text_before",
    "typed",
    "versions",
    "written",
]
