"""A report as a file to send: what it can be downloaded as, and how each is made.

Every document is made from the same :class:`poolbook.reports.Report`, so that no figure can differ between them. To add
one: a file here, a line in :data:`DOCUMENTS`, a row in docs/reference/reports.md, "The site's documents".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from poolbook.reports import FORMATS, Report
from poolbook_web.base import export
from poolbook_web.reporting.documents import pdf, tables, word
from poolbook_web.reporting.documents.layout import Pictures

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Document:
    """One way to download a report: what it is called, how its file's name ends, what it is to a browser."""

    words: str
    ending: str
    type: str
    make: Callable[[Report, Pictures], bytes]


def _of_the_core(name: str) -> Callable[[Report, Pictures], bytes]:
    """A format of the core's: it has no pictures."""
    return lambda report, _: FORMATS[name](report)


DOCUMENTS: Mapping[str, Document] = {
    "pdf": Document("PDF", "pdf", "application/pdf", pdf.render),
    "word": Document("Word", "docx", f"{_OFFICE}.wordprocessingml.document", word.render),
    "xlsx": Document("Excel", "xlsx", export.FORMATS["xlsx"], _of_the_core("xlsx")),
    "csv": Document("CSV, a file for each table", "zip", "application/zip", tables.render),
    "json": Document("JSON", "json", "application/json; charset=utf-8", _of_the_core("json")),
    "text": Document("plain text", "txt", "text/plain; charset=utf-8", _of_the_core("text")),
}

__all__ = ["DOCUMENTS", "Document", "Pictures"]
