"""What the files of a batch would do to the books as they stand: read, mapped, matched, and nothing kept."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from poolbook import importing
from poolbook.importing import ImportResult
from poolbook_web.agreements import queries as agreements
from poolbook_web.imports import store
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.store import batch as entries
from poolbook_web.people.models import Person

#: Who brought it in, where a command on the server did.
SERVER = "Poolbook"


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
            by=by.name if by else SERVER,
            at=clock(),
            accept_rejected=rejected_too,
            source=batch.source,
            progress=lambda name, lines: store.heard(batch, name, lines, clock()),
        )
        yield result, made
