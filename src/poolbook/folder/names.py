"""The names inside a pack, and who writes each: a person, or Poolbook.

Source: docs/reference/packs.md, "The files".
"""

from __future__ import annotations

import re

TERMS = "terms.yaml"
RULES = "rules.yaml"
FACTS = "facts.yaml"
DECISIONS = "decisions.yaml"
COMMENTARY = "commentary.yaml"
MEASURES = "measures.yaml"
FORECASTS = "forecasts.csv"

MANIFEST = "manifest.json"
ENTRIES = "entries.csv"
TRANSFERS = "transfers.csv"
CODINGS = "codings.csv"
IMPORTS = "imports.csv"
REJECTED = "rejected.csv"
HISTORY = "history.csv"

LINES = "lines"
REPORTS = "reports"

#: Of a write under way: the folder of new files, and the journal that commits them. See :mod:`.atomic`.
STAGING = ".pending"
JOURNAL = "pending.json"
LOCK = ".lock"

_PART = re.compile(r"lines/([0-9]{6})-([0-9]{2,})\.parquet")
_REPORT = re.compile(r"reports/[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


def by_hand(name: str) -> bool:
    """Whether people write this file: any text of theirs at the top of the folder, and the forecasts.

    >>> [by_hand(name) for name in ("terms.yaml", "minutes.md", "forecasts.csv", "entries.csv", "lines/a.yaml")]
    [True, True, True, False, False]
    """
    return "/" not in name and not name.startswith(".") and (name == FORECASTS or name.endswith((".yaml", ".md")))


def part(entry: int, place: int) -> str:
    """The name of a part of an entry's lines.

    >>> part(3, 1)
    'lines/000003-01.parquet'
    """
    return f"{LINES}/{entry:06d}-{place:02d}.parquet"


def entry_of(name: str) -> int | None:
    """The entry that a part of lines belongs to; None for the name of anything else."""
    found = _PART.fullmatch(name)
    return int(found[1]) if found else None


def report(name: str) -> bool:
    """Whether this may be the name of an issued report in ``reports/``."""
    return _REPORT.fullmatch(f"{REPORTS}/{name}") is not None and not name.endswith(".json")
