"""What is asked of the agreement: what it says on a day, its versions, and its terms in sentences and tables."""

from poolbook_web.agreements.queries.clauses import sections
from poolbook_web.agreements.queries.versions import (
    findings,
    rules,
    rules_version,
    rules_versions,
    terms,
    terms_version,
    terms_version_or_none,
    typed,
    version_or_404,
    versions,
    versions_table,
    year_or_404,
)
from poolbook_web.agreements.queries.waterfall import sentence

__all__ = [
    "findings",
    "rules",
    "rules_version",
    "rules_versions",
    "sections",
    "sentence",
    "terms",
    "terms_version",
    "terms_version_or_none",
    "typed",
    "version_or_404",
    "versions",
    "versions_table",
    "year_or_404",
]
