"""Extracts in: recognise, read strictly, map by rules, match with what is there, post.

    from poolbook import importing
    rules = importing.read_rules(path, place)
    result = importing.run([Upload.of(path)], rules, standing=..., store=..., by="j.smith", at=now)

Columns with polars, never row objects; nothing is guessed and nothing is stored half.

Source: docs/reference/imports.md and docs/reference/rules.md.
"""

from poolbook.importing.formats import FORMATS
from poolbook.importing.ports import Standing, Store
from poolbook.importing.reconcile import Balance, read_balance
from poolbook.importing.results import FileResult, ImportResult, Outcome, Unmapped
from poolbook.importing.rules import Place, Rules
from poolbook.importing.rules import parse as parse_rules
from poolbook.importing.rules import read as read_rules
from poolbook.importing.run import run
from poolbook.importing.upload import Upload

__all__ = [
    "FORMATS",
    "Balance",
    "FileResult",
    "ImportResult",
    "Outcome",
    "Place",
    "Rules",
    "Standing",
    "Store",
    "Unmapped",
    "Upload",
    "parse_rules",
    "read_balance",
    "read_rules",
    "run",
]
