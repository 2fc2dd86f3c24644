"""What is asked of the agreement: what it says on a day, its versions, and its terms in sentences and tables."""

from poolbook_web.agreements.queries.clauses import sections
from poolbook_web.agreements.queries.matches import Match, matches
from poolbook_web.agreements.queries.parties import could_join, every_party, parties_tables, party_or_404
from poolbook_web.agreements.queries.versions import (
    check_new,
    faults,
    findings,
    read_terms,
    rules,
    rules_version,
    rules_versions,
    slug_of,
    terms,
    terms_version,
    terms_version_or_none,
    too_large,
    typed,
    version_or_404,
    versions,
    versions_table,
)
from poolbook_web.agreements.queries.waterfall import sentence

__all__ = [
    "Match",
    "check_new",
    "could_join",
    "every_party",
    "faults",
    "findings",
    "matches",
    "parties_tables",
    "party_or_404",
    "read_terms",
    "rules",
    "rules_version",
    "rules_versions",
    "sections",
    "sentence",
    "slug_of",
    "terms",
    "terms_version",
    "terms_version_or_none",
    "too_large",
    "typed",
    "version_or_404",
    "versions",
    "versions_table",
]
