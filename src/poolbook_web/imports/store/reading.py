"""What a reading found, as rows; and the digest of its figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q

from poolbook.findings import Finding
from poolbook.importing import FileResult, ImportResult, Unmapped
from poolbook.importing.personal import FOUND
from poolbook_web.imports.models import Batch, File, Found, Piece, Unanswered
from poolbook_web.imports.store import pieces

#: How many unanswered codes are kept as rows; answers are wanted long before that.
MOST_CODES = 2_000
#: Findings that the page says by other means: each unanswered code has a form of its own.
_SAID_OTHERWISE = {"import.unmapped", "import.unmapped_more"}


def digest(result: ImportResult) -> str:
    """One hash over the figures of a reading and all that its transfers say: the same for the same files against books
    that would take the same of them, whether or not faulty rows are accepted."""
    said = [
        [each.sha256, each.same_as, each.sheet, each.control_total, each.sealed, *_figures(each).values()]
        for each in result.files
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _figures(each: FileResult) -> dict[str, Any]:
    tally = each.tally
    return {
        "source": each.source,
        "layout": each.layout,
        "tally": {
            "read": tally.read,
            "read_pence": tally.read_pence,
            "credits": tally.credits,
            "lines": dict(tally.lines),
            "pence": dict(tally.pence),
        },
        "by_scheme": [[scheme, account, pence] for (scheme, account), pence in sorted(each.by_scheme.items())],
        "by_period": [[period, pence] for period, pence in sorted(each.by_period.items())],
    }


def write_reading(batch: Batch, result: ImportResult, gathered: Iterable[bytes]) -> None:
    """Put what a reading found, and the pieces that it gathered, in the place of what the last one had. (The caller
    holds the batch, and saves it.)"""
    rows: dict[str, list[File]] = {}
    for file in batch.files.order_by("place"):
        rows.setdefault(f"{file.sha256} {file.name}", []).append(file)
    for each in result.files:
        file = rows[f"{each.sha256} {each.file}"].pop(0)
        for name, value in _figures(each).items():
            setattr(file, name, value)
        file.same_as, file.sheet = each.same_as, each.sheet
        file.subtotals, file.control = each.subtotals, each.control_total
        file.save()
    _found(batch, result.findings)
    _unanswered(batch, result.unmapped)
    total = result.total
    batch.lines, batch.new, batch.rejected = total["lines"], total["new"], total["rejected"]
    batch.pence = total["net_pence"]
    batch.digest = digest(result)
    drop_pieces(batch)
    pieces.write(Piece, batch.pk, gathered)


def gathered(batch: Batch) -> Iterator[bytes]:
    """What the last reading gathered, one piece in memory at a time; none where it was not to be posted as it is."""
    return pieces.read(Piece, batch.pk)


def drop_pieces(batch: Batch) -> None:
    """Forget what the last reading gathered."""
    batch.pieces.all().delete()


def write_refusal(batch: Batch, findings: Iterable[Finding]) -> None:
    """Put the faults of files that cannot be read in the place of what the last reading had found."""
    _found(batch, findings)
    _unanswered(batch, ())
    clear = {"same_as": "", "source": "", "layout": "", "sheet": "", "subtotals": 0, "control": None}
    batch.files.update(tally={}, by_scheme=[], by_period=[], **clear)
    batch.lines = batch.new = batch.rejected = 0
    batch.pence = 0
    batch.digest = ""
    drop_pieces(batch)


_WEIGHTS = {"error": 0, "warning": 1, "note": 2}


def _found(batch: Batch, findings: Iterable[Finding]) -> None:
    batch.found.all().delete()
    shown = [each for each in findings if each.code not in _SAID_OTHERWISE]
    shown.sort(key=lambda each: _WEIGHTS[each.severity])
    said = Q(name__in={each.where.file for each in shown if each.code == FOUND.code})
    known = Q(sha256__in=File.objects.filter(personal=True).values("sha256"))  # the same bytes, perhaps not read again
    batch.files.filter(said | known).update(personal=True)
    Found.objects.bulk_create(
        Found(
            batch=batch,
            place=place,
            severity=each.severity.value,
            code=each.code,
            message=_plain(each.message),
            source=each.source,
            file=_plain(each.where.file),
            sheet=_plain(each.where.sheet),
            row=each.where.row,
            column=_plain(each.where.column),
            line=each.where.line,
            key=_plain(each.where.key),
        )
        for place, each in enumerate(shown, start=1)
    )


def _unanswered(batch: Batch, unmapped: Iterable[Unmapped]) -> None:
    batch.unanswered.all().delete()
    Unanswered.objects.bulk_create(
        Unanswered(
            batch=batch,
            place=place,
            source=each.source,
            lines=each.lines,
            pence=each.pence,
            codes=[[name, _plain(text)] for name, text in each.codes.items()],
        )
        for place, each in enumerate(list(unmapped)[:MOST_CODES], start=1)
    )


def _plain(text: str) -> str:
    """Without the one character that PostgreSQL cannot keep."""
    return text.replace("\0", "")
