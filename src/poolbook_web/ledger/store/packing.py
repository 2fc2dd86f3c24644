"""A batch as bytes: what was gathered once, read again from them instead of from the files that it came in.

Between an import's reading and its acceptance hours may pass, in another process. The first piece says in JSON what
there is; the others are frames, in Arrow's own form. Who posts, and when, is said only when the batch is unpacked, and
its entries are sealed then: they are the same as if everything had been gathered at that moment.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import polars as pl

from poolbook.folder.tables import Import
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook.ledger.post import Posted, post
from poolbook_web.ledger.models import Books
from poolbook_web.ledger.store import write
from poolbook_web.ledger.store.batch import Batch, Gathered, gather
from poolbook_web.partners.models import FundYear

#: What of the books a batch begins from.
_BEGUN = ("code", "number", "hash", "closed", "last_line", "last_coding")


def pack(batch: Batch) -> Iterator[bytes]:
    """The pieces of a batch, in order. Its entries must have been made here, and not elsewhere."""
    said = {
        "begun": {name: getattr(batch.begun, name) for name in _BEGUN},
        "next": [batch.next_line, batch.next_coding],
        "entries": [_said(each) for each in batch.made],
    }
    yield json.dumps(said).encode()
    for each in batch.made:
        assert each.posted is not None
        for frame in (write.frame(each.posted.transfers), *each.codings, *each.rejected):
            yield _bytes(frame)
    for path in batch.waiting.parts:
        yield path.read_bytes()


@contextmanager
def unpacked(fund_year: FundYear, pieces: Iterator[bytes], *, by: str, at: datetime) -> Iterator[Batch]:
    """The batch that these are the pieces of, its entries made by this person at this moment. What is not kept before
    the block ends is forgotten."""
    said = json.loads(next(pieces))
    with gather(fund_year, Books(fund_year=fund_year, **said["begun"])) as batch:
        for each in said["entries"]:
            transfers = _transfers(_frame(next(pieces)))
            codings = [_frame(next(pieces)) for _ in range(each["codings"])]
            rejected = [_frame(next(pieces)) for _ in range(each["rejected"])]
            imports = [Import(**one) for one in each["imports"]]
            posted = _posted(batch, each["entry"], transfers, by, at)
            batch.made.append(Gathered(codings=codings, rejected=rejected, imports=imports, posted=posted))
            batch.head = posted.head
        for piece in pieces:
            batch.waiting.add_file(piece)
        batch.next_line, batch.next_coding = said["next"]
        yield batch


def _said(gathered: Gathered) -> dict[str, Any]:
    assert gathered.posted is not None
    assert not gathered.fixed
    entry = gathered.posted.entry
    return {
        "entry": {
            "kind": entry.kind.value,
            "on": entry.date.isoformat(),
            "period": entry.period,
            "description": entry.description,
            "source": entry.source,
            "authority": entry.authority,
            "lines": entry.lines,
        },
        "codings": len(gathered.codings),
        "rejected": len(gathered.rejected),
        "imports": [asdict(each) for each in gathered.imports],
    }


def _posted(batch: Batch, said: dict[str, Any], transfers: list[Transfer], by: str, at: datetime) -> Posted:
    given = {**said, "kind": EntryKind(said["kind"]), "on": date.fromisoformat(said["on"])}
    return post(batch.head, transfers, by=by, at=at, **given)


def _transfers(frame: pl.DataFrame) -> list[Transfer]:
    return [Transfer(0, Layer(layer), *rest) for layer, *rest in frame.iter_rows()]


def _bytes(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_ipc(out, compression="lz4")
    return out.getvalue()


def _frame(piece: bytes) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(piece))
