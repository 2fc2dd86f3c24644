"""Issued reports: kept with what they were made from, so that they can be made again and compared.

``reports/NAME`` holds the bytes; ``reports/NAME.json`` the request, who issued it and when, the last entry it saw, and
the SHA-256 of every hand-written file it was made from, of which ``reports/inputs/`` keeps a copy.

Source: docs/reference/packs.md, "Issued reports".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from poolbook.book import Book
from poolbook.findings import Finding, Refused, Where, error
from poolbook.folder import names, recorded, transfers
from poolbook.folder.pack import Pack
from poolbook.ledger import chain

#: Makes a report again: the Book as it was, and the request as it was recorded; the same bytes must come out.
Perform = Callable[[Book, Mapping[str, Any]], bytes]

FORMAT = "issued/1"


@dataclass(frozen=True)
class Issued:
    """A report as issued: its name, the request, by whom and when, the last entry it saw and that entry's
    hash, and the SHA-256 of each hand-written file it was made from."""

    name: str
    request: Mapping[str, Any]
    by: str
    at: str
    last_entry: int
    head: str
    inputs: Mapping[str, str]


def files(pack: Pack, name: str, request: Mapping[str, Any], data: bytes, *, by: str, at: datetime) -> dict[str, bytes]:
    """The files that issuing a report adds to the pack."""
    where = Where(file=f"{names.REPORTS}/{name}")
    if not names.report(name):
        message = (
            f"{name!r} cannot be a report's name: use letters, digits, dots and dashes, and another end than .json"
        )
        raise Refused([error("pack.report_name", message, where)])
    if f"{names.REPORTS}/{name}" in (pack.manifest.files if pack.manifest else {}):
        message = f"{name} was issued before, and what was issued does not change: issue it under another name"
        raise Refused([error("pack.report_issued", message, where)])
    seals = {file: seal.sha256 for file, seal in pack.hand.items()}
    issued = Issued(name, dict(request), by, chain.moment(at), pack.head.number, pack.head.hash, seals)
    return as_files(issued, data, {file: (pack.path / file).read_bytes() for file in seals})


def as_files(report: Issued, data: bytes, inputs: Mapping[str, bytes]) -> dict[str, bytes]:
    """A report as issued, with its record and the hand-written files it was made from (by their names), as the
    files that a pack keeps of it."""
    record = {
        "format": FORMAT,
        "request": dict(report.request),
        "by": report.by,
        "at": report.at,
        "last_entry": report.last_entry,
        "head": report.head,
        "inputs": dict(report.inputs),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    made_from = {_input(file, report.inputs[file]): content for file, content in inputs.items()}
    return {f"{names.REPORTS}/{report.name}": data, f"{names.REPORTS}/{report.name}.json": text.encode(), **made_from}


def contents(pack: Pack, report: Issued) -> tuple[bytes, dict[str, bytes]]:
    """A report's bytes as issued, and the hand-written files it was made from. Raises :class:`Refused` where one of
    them is not as sealed."""
    inputs = {file: pack.sealed(_input(file, sha256)) for file, sha256 in report.inputs.items()}
    return pack.sealed(f"{names.REPORTS}/{report.name}"), inputs


def all_of(pack: Pack) -> list[Issued]:
    """Every report issued, in the order of their names. Raises :class:`Refused` for a record that cannot be read."""
    prefix = f"{names.REPORTS}/"
    known = pack.manifest.files if pack.manifest else {}
    return [
        _read(pack, name.removeprefix(prefix).removesuffix(".json"))
        for name in sorted(known)
        if name.startswith(prefix) and name.endswith(".json") and name.count("/") == 1
    ]


def book_at(pack: Pack, report: Issued) -> Book:
    """The Book that a report was made from: the transfers up to the last entry it saw, and the hand-written
    files as they were. Raises :class:`Refused` where one of those is gone."""

    def load(file: str) -> bytes | None:
        return pack.sealed(_input(file, report.inputs[file])) if file in report.inputs else None

    table = pack.transfers_table.filter(pl.col("entry") <= report.last_entry)
    entries = [entry for entry in pack.entries if entry.number <= report.last_entry]
    return recorded.book(recorded.read(load), transfers.balances(table), chain.head_of(entries, pack.start))


def check(pack: Pack, perform: Perform) -> list[Finding]:
    """Every issued report, made again: a finding for each that does not come out as it was issued."""
    found: list[Finding] = []
    for report in all_of(pack):
        where = Where(file=f"{names.REPORTS}/{report.name}")
        try:
            again = perform(book_at(pack, report), report.request)
        except Refused as refusal:
            message = f"the report cannot be made again: {refusal.findings[0].message}"
            found.append(error("pack.report_refused", message, where))
            continue
        if again != pack.sealed(f"{names.REPORTS}/{report.name}"):
            message = (
                f"the report, made again from the books to entry {report.last_entry} and the files of that day, is not "
                "what was issued"
            )
            found.append(error("pack.report_differs", message, where))
    return found


def _read(pack: Pack, name: str) -> Issued:
    file = f"{names.REPORTS}/{name}.json"
    try:
        given = json.loads(pack.sealed(file))
        return Issued(
            name, given["request"], given["by"], given["at"], int(given["last_entry"]), given["head"], given["inputs"]
        )
    except (ValueError, KeyError, TypeError):
        message = "the record of this report cannot be read"
        raise Refused([error("pack.report_record", message, Where(file=file))]) from None


def _input(file: str, sha256: str) -> str:
    return f"{names.REPORTS}/inputs/{sha256[:16]}-{file}"
