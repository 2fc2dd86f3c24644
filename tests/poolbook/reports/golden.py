"""The reports that a person has read and found right, as text.

``python -m tests.poolbook.reports.golden`` writes them again; read the difference before you keep it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from poolbook.book import Book
from poolbook.reports import Request, perform
from tests.poolbook.reports.small import AT, SHADOW, SILENT, book, terms

HERE = Path(__file__).parent / "expected"

#: By name of file: the Book and the request.
CASES: dict[str, tuple[Callable[[], Book], Request]] = {
    "position": (book, Request("position", period=6)),
    "monthly": (book, Request("monthly", period=6)),
    "quarterly": (
        book,
        Request("quarterly", quarter=2, issued_by="P. Manager", issued_at=AT, version="1"),
    ),
    "trial-balance": (book, Request("trial-balance", period=6)),
    "settlement": (book, Request("settlement", period=6)),
    "settlement-where-the-agreement-is-silent": (
        lambda: book(terms=terms(SILENT)),
        Request("settlement", period=6),
    ),
    "quarterly-of-a-shadow-year": (
        lambda: Book(terms(SHADOW), book().balances, last_entry=2, head="fedcba9876543210" * 4),
        Request("quarterly", quarter=1),
    ),
}


def text(name: str) -> str:
    """The report as it is made now."""
    make, request = CASES[name]
    return perform(make(), request).decode()


if __name__ == "__main__":
    for each in CASES:
        (HERE / f"{each}.txt").write_text(text(each), encoding="utf-8")
