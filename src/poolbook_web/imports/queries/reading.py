"""What the files of a batch would do to the books as they stand: read, mapped, matched, and nothing kept.

A reading that can be posted as it is keeps what it gathered, and posting takes it up again instead of reading the files
a second time, as long as the terms and the rules are those it was read by. Whether the books are still those it was
compared with is found out when the entries are kept.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path

from poolbook import importing
from poolbook.importing import ImportResult, Outcome
from poolbook_web.agreements import queries as agreements
from poolbook_web.imports import store
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.store import batch as entries
from poolbook_web.ledger.store import packing
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person, name_of


@contextmanager
def gathered(
    batch: Batch, *, by: Person | None, clock: Callable[[], datetime], rejected_too: bool
) -> Iterator[tuple[ImportResult, entries.Batch]]:
    """What the files give, and the entries that would be kept: forgotten when the block ends, unless they were.

    No lock is held, so that other people's saves do not wait; what others post meanwhile is found out when the entries
    are kept. Raises :class:`poolbook.findings.Refused` where a file as a whole, the rules or the terms forbid it.
    """
    fund_year = batch.fund_year
    with tempfile.TemporaryDirectory(prefix="poolbook-import-") as folder, entries.gather(fund_year) as made:
        result = importing.run(
            store.uploads(batch, Path(folder)),
            agreements.rules(fund_year),
            standing=ledger.standing(fund_year),
            store=made,
            by=name_of(by),
            at=clock(),
            accept_rejected=rejected_too,
            source=batch.source,
            progress=lambda name, lines: store.heard(batch, name, lines, clock()),
        )
        yield result, made


@contextmanager
def to_post(
    batch: Batch, *, by: Person | None, clock: Callable[[], datetime], afresh: bool
) -> Iterator[tuple[str, entries.Batch]]:
    """The digest of the figures that the files give now ("" where something stands in the way of posting), and the
    entries, ready to be kept. ``afresh`` has the files read again, whatever was gathered before."""
    pieces = [] if afresh or _read_by(batch) != versions(batch.fund_year) else store.gathered(batch)
    first = next(iter(pieces), None)
    if first is None:
        rejected_too = batch.rejected_too
        with gathered(batch, by=by, clock=clock, rejected_too=rejected_too) as (result, made):
            made.waiting.make_ready()
            yield store.digest(result) if result.outcome is Outcome.POSTED else "", made
    else:
        with packing.unpacked(batch.fund_year, chain([first], pieces), by=name_of(by), at=clock()) as made:
            made.waiting.make_ready()
            yield batch.digest, made


def versions(fund_year: FundYear) -> tuple[int | None, int | None]:
    """The numbers of the terms and the rules that a reading goes by now; None where there are none."""
    found = agreements.terms_version_or_none(fund_year), agreements.rules_version(fund_year)
    terms, rules = (each.number if each else None for each in found)
    return terms, rules


def silent(batch: Batch, at: datetime) -> bool:
    """Whether nothing was heard for a while of a batch that a worker took up: it is taken up again when it is due."""
    return store.silent(batch, at)


def _read_by(batch: Batch) -> tuple[int | None, int | None]:
    return batch.terms, batch.rules
