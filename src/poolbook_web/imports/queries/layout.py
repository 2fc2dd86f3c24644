"""The first rows of a file that no source of the rules knows, and what they could be."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from poolbook.findings import Finding, Refused
from poolbook.importing import FORMATS, Upload
from poolbook.importing.formats import Shape
from poolbook.importing.formats.base import letters, plain_heading
from poolbook.importing.table import Table
from poolbook.importing.textfile import TextFile
from poolbook.importing.workbook import sheets
from poolbook_web.imports import store
from poolbook_web.imports.models import Batch
from poolbook_web.imports.queries.lists import UNKNOWN

#: How many rows beneath the headings are shown.
SHOWN = 5
#: Headings by which a column is guessed, beside those of the layouts; the person sees the guess, and corrects it.
_KNOWN = {
    "amount": ("amount", "net", "netamount", "netvalue", "value", "total", "amountpaid"),
    "debit": ("debit", "dr"),
    "credit": ("credit", "cr"),
    "date": (
        "date",
        "postingdate",
        "postedon",
        "posted",
        "transactiondate",
        "paymentdate",
        "datepaid",
        "invoicedate",
        "gldate",
    ),
    "period": ("period", "month", "per"),
    "reference": ("transactionnumber", "transno", "voucher", "voucherno", "documentnumber", "reference", "invoiceno"),
    "supplier": ("supplier", "suppliername", "vendor", "vendorname", "payee"),
    "narrative": ("narrative", "description", "details", "text"),
}
#: Headings of codes.
_CODES = (
    "costcentre", "costcenter", "costctr", "cc", "account", "accountcode", "glaccount", "subjective", "detail",
    "service", "division", "directorate", "category", "expensetype", "ledgercode", "project", "costelement", "nominal",
)  # fmt: skip


@dataclass(frozen=True)
class Head:
    """The top of a file: its headings (place from 0, words, letter), the rows beneath, the layouts that fit it (name
    and title), and what the columns could be by their headings."""

    file: str
    columns: Sequence[tuple[int, str, str]] = ()
    rows: Sequence[Sequence[str]] = ()
    presets: Sequence[tuple[str, str]] = ()
    guessed: Mapping[str, str] = field(default_factory=dict)


def head(batch: Batch) -> Head:
    """The top of the first file of a batch that no source knows. Raises :class:`Refused` where it is no table."""
    unknown = batch.found.filter(code=UNKNOWN).values("file")
    file = batch.files.filter(name__in=unknown).order_by("place").first() or batch.files.order_by("place")[0]
    with tempfile.TemporaryDirectory(prefix="poolbook-head-") as folder:
        path = Path(folder) / "file"
        with path.open("wb") as out:
            out.writelines(store.stream(file))
        table = _widest(_tables(Upload(file.name, path)))
        rows = [[cell.strip() for cell in row] for row in table.head()]
    presets = _presets(rows)
    at = next((place for place, _, _ in presets), _headings(rows))
    columns = [(place, cell, letters(place)) for place, cell in enumerate(rows[at] if rows else ()) if cell]
    shown = [[row[place] if place < len(row) else "" for place, _, _ in columns] for row in rows[at + 1 :][:SHOWN]]
    return Head(file.name, columns, shown, [(name, title) for _, name, title in presets], _guessed(columns))


def head_or_none(batch: Batch) -> Head | None:
    """The same; None where the file is no table, which the findings of its reading say."""
    try:
        return head(batch)
    except Refused:
        return None


def not_tables(files: Iterable[UploadedFile[bytes]]) -> Iterator[Finding]:
    """Why files, as they are sent, can be read by no rules; nothing is kept of such."""
    for each in files:
        name = each.name or "file"
        if isinstance(each, TemporaryUploadedFile):
            upload = Upload(name, Path(each.temporary_file_path()))
        else:
            upload = Upload(name, data=each.read())
        try:
            _tables(upload)
        except Refused as refusal:
            yield from refusal.findings


def _tables(upload: Upload) -> Sequence[Table]:
    """Its sheets, or itself as the one table of a text. Raises :class:`Refused` where it is neither."""
    return sheets(upload) if upload.is_workbook() else [TextFile(upload)]


def _widest(tables: Sequence[Table]) -> Table:
    """The sheet with the most columns: notes and covers have few."""
    return max(tables, key=lambda each: max((len([c for c in row if c.strip()]) for row in each.head()), default=0))


def _presets(rows: Sequence[Sequence[str]]) -> list[tuple[int, str, str]]:
    """The layouts that a file has the headings of, those of which it has the most first."""
    fits = [
        (each.recognise(rows), name, each.title) for name, each in FORMATS.items() if each.shape is not Shape.JOURNAL
    ]
    found = [(heading, name, title) for heading, name, title in fits if heading is not None]
    found.sort(key=lambda each: -len(each[0].roles))
    return [(heading.row, name, title) for heading, name, title in found]


def _headings(rows: Sequence[Sequence[str]]) -> int:
    """The row that looks like headings: the first of those with the most cells filled, none of them a figure."""

    def words(row: Sequence[str]) -> int:
        return sum(bool(cell) and not any(letter.isdigit() for letter in cell) for cell in row)

    return max(range(len(rows)), key=lambda place: (words(rows[place]), -place), default=0)


def _guessed(columns: Sequence[tuple[int, str, str]]) -> dict[str, Any]:
    """What each column could be."""
    plain = {place: plain_heading(words) for place, words, _ in columns}
    found: dict[str, Any] = {}
    for role, known in _KNOWN.items():
        place = next((place for each in known for place, words in plain.items() if words == each), None)
        if place is not None:
            found[role] = str(place)
    if "amount" in found:
        found.pop("debit", None)
        found.pop("credit", None)
    found["codes"] = [str(place) for place, words in plain.items() if words in _CODES]
    return found
