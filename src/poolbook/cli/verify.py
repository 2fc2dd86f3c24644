"""Verify a pack: every file against its manifest, the books proved, and every issued report made again byte for byte.

--checkpoint compares the history with an entry's number and hash noted elsewhere (in minutes, or on a partner's copy of
a report): it shows a history that was rewritten as a whole, which nothing inside a folder can."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from poolbook import folder, reports
from poolbook.book import Book
from poolbook.cli import output, packs

EXAMPLES = """\
examples:
  poolbook verify my-fund
  poolbook verify my-fund-2025-26-pack.zip
  poolbook verify my-fund --checkpoint 12:9f3a61c0

exit codes: 0 everything holds; 1 something does not: each file and entry is named"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.or_zip_argument(parser)
    parser.add_argument(
        "--checkpoint", type=_checkpoint, metavar="N:HASH", help="an entry's number and hash noted elsewhere"
    )
    parser.add_argument("--json", action="store_true", help="the findings as JSON")


def run(given: argparse.Namespace) -> int:
    """Verify, and answer in one line or by naming what does not hold."""
    with folder.unpacked(given.pack) as pack:
        found = folder.verify(pack, _perform, checkpoint=given.checkpoint)
    return output.answer(found, "everything holds: files, books and issued reports", as_json=given.json)


def _perform(book: Book, request: Mapping[str, Any]) -> bytes:
    return reports.perform(book, reports.read_request(request))


def _checkpoint(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) < 8:
        raise argparse.ArgumentTypeError(f"{text!r} is not NUMBER:HASH with at least 8 characters of the hash")
    return int(number), digest.lower()
