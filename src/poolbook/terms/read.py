"""Terms from a file: typed, or refused with every fault at once.

Source: docs/reference/terms.md.
"""

from __future__ import annotations

from pathlib import Path

from poolbook import yamlfile
from poolbook.findings import Finding, Refused, error
from poolbook.terms.check import check
from poolbook.terms.model import FORMAT, Terms
from poolbook.yamlfile import Document


def read(path: Path) -> Terms:
    """The terms in a file.

    Raises :class:`Refused` with every fault of form at once, each with its file, line and key. Whether the terms hang
    together and meet the law is asked of :func:`poolbook.terms.check.check`, so that a draft can be read.
    """
    return of(yamlfile.read(path))


def read_and_check(path: Path) -> tuple[Terms, list[Finding]]:
    """The terms in a file, and all that :func:`~poolbook.terms.check.check` finds, each at its line."""
    document = yamlfile.read(path)
    terms = of(document)
    return terms, check(terms, document)


def of(document: Document) -> Terms:
    """The terms in a document already read. Raises :class:`Refused` as :func:`read` does."""
    if not isinstance(document.data, dict) or "poolbook" not in document.data:
        message = f"this does not say that it holds terms: put the line `poolbook: {FORMAT}` first"
        raise Refused([error("terms.format", message, document.where())])
    written = document.data["poolbook"]
    if written != FORMAT:
        message = f"this is written as {written!r}; this version of Poolbook reads {FORMAT}"
        raise Refused([error("terms.format", message, document.where(("poolbook",)))])
    return yamlfile.typed(document, Terms)
