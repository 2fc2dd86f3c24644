"""The tables a pack keeps: entries, transfers, imports, the history of hand-written files, and forecasts.

Source: docs/reference/packs.md, "The tables".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from poolbook import money
from poolbook.book import MonthEndForecast
from poolbook.folder import names
from poolbook.folder.table import Column, Table, at, day, integer, optional_integer, text, word
from poolbook.ledger.model import Entry, EntryKind, Layer, Transfer


@dataclass(frozen=True, slots=True)
class Import:
    """A file received: its name, SHA-256 and size as received, the entry it became, and what became of its rows.

    ``rows`` = ``posted`` + ``duplicates`` + ``rejected``; ``pence`` is the control total of the posted rows;
    ``source`` is the name of the rules' source it was read by.
    """

    entry: int
    name: str
    sha256: str
    bytes: int
    source: str
    rows: int
    posted: int
    duplicates: int
    rejected: int
    pence: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """A hand-written file accepted in a new version: when, by whom, why, and the SHA-256 before and after
    ("" where there was, or is, no such file)."""

    at: datetime
    by: str
    why: str
    file: str
    before: str
    after: str


ENTRIES: Table[Entry] = Table(
    names.ENTRIES,
    Entry,
    (
        integer("number"),
        word("kind", EntryKind),
        day("date"),
        integer("period"),
        text("description"),
        text("source"),
        text("by"),
        at("at"),
        text("authority"),
        optional_integer("reverses"),
        text("lines"),
        text("previous"),
        text("hash"),
    ),
)

TRANSFERS: Table[Transfer] = Table(
    names.TRANSFERS,
    Transfer,
    (
        integer("entry"),
        word("layer", Layer),
        text("debit"),
        text("credit"),
        integer("pence"),
        integer("period"),
        text("scheme"),
        text("partner"),
        text("contract"),
        optional_integer("first_line"),
        optional_integer("last_line"),
    ),
    attributes=(
        "entry",
        "layer",
        "debit",
        "credit",
        "amount",
        "period",
        "scheme",
        "partner",
        "contract",
        "first_line",
        "last_line",
    ),
)

IMPORTS: Table[Import] = Table(
    names.IMPORTS,
    Import,
    (
        integer("entry"),
        text("name"),
        text("sha256"),
        integer("bytes"),
        text("source"),
        integer("rows"),
        integer("posted"),
        integer("duplicates"),
        integer("rejected"),
        integer("pence"),
    ),
)

HISTORY: Table[Sealed] = Table(
    names.HISTORY,
    Sealed,
    (at("at"), text("by"), text("why"), text("file"), text("before"), text("after")),
)

#: People write this one as well, so its money is in pounds.
FORECASTS: Table[MonthEndForecast] = Table(
    names.FORECASTS,
    MonthEndForecast,
    (
        integer("period"),
        text("scheme"),
        text("method"),
        Column("amount", money.plain, money.parse),
        text("reason"),
        text("by"),
        at("at"),
    ),
    attributes=("period", "scheme", "method", "pence", "reason", "by", "at"),
)
