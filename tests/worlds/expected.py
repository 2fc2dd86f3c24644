"""The reports of the example packs as files that a person has read. To write them anew, and then to read them:

python -m tests.worlds.expected
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from poolbook import folder
from poolbook.book import Book
from poolbook.folder.receive import receive
from poolbook.reports import Request, perform
from tests.worlds import birmingham, oxfordshire
from tests.worlds.build import EXAMPLES

EXPECTED = EXAMPLES / "expected"
AT = datetime(2010, 5, 4, 9, 0, tzinfo=UTC)
BY = "Pool manager"

_HALF_YEAR = {
    "position-half-year": Request("position", period=6),
    "settlement-half-year": Request("settlement", period=6),
}
_QUARTER = {"quarter-2": Request("quarterly", quarter=2)}

#: What is expected of each pack: the file's name, and the report.
REPORTS: Mapping[str, Mapping[str, Request]] = {
    birmingham.BEFORE: _HALF_YEAR,
    birmingham.MENTAL_HEALTH_BEFORE: _HALF_YEAR,
    birmingham.EXAMPLE: {**_HALF_YEAR, **_QUARTER},
    birmingham.MENTAL_HEALTH: {**_HALF_YEAR, **_QUARTER},
    oxfordshire.EXAMPLE: {**_HALF_YEAR, **_QUARTER, "settlement-year-end": Request("settlement", period=15)},
}


def book(name: str, place: Path) -> Book:
    """The Book of an example pack with its extracts brought in, in a copy of it under ``place``."""
    path = place / name
    shutil.copytree(EXAMPLES / name, path)
    extracts = sorted((EXAMPLES / "extracts" / name).glob("*.csv"))
    if extracts:
        receive(path, extracts, by=BY, at=AT)
    else:
        folder.open_year(path, by=BY, at=AT)
    return folder.read(path).book()


def texts(name: str, made: Book) -> dict[str, bytes]:
    """Every expected report of a pack, by the name of its file."""
    return {f"{file}.txt": perform(made, request) for file, request in REPORTS[name].items()}


def main() -> None:
    """Write them all."""
    for name in REPORTS:
        with tempfile.TemporaryDirectory() as place:
            made = texts(name, book(name, Path(place)))
        (EXPECTED / name).mkdir(parents=True, exist_ok=True)
        for file, data in made.items():
            (EXPECTED / name / file).write_bytes(data)


if __name__ == "__main__":
    main()
