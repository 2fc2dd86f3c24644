"""From the hand-written files to what a Book holds of them.

Source: docs/reference/packs.md, "Hand-written files".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from poolbook import yamlfile
from poolbook.book import Book, MonthEndForecast
from poolbook.findings import Finding, Refused, Where, error
from poolbook.folder import names, tables
from poolbook.folder.handwritten import Commentary, Decisions, Facts, Measures
from poolbook.ledger.balances import Balances
from poolbook.ledger.chain import Head
from poolbook.terms import read as terms_reader
from poolbook.terms.model import Terms
from poolbook.yamlfile import Document

T = TypeVar("T")

#: Gives the bytes of a file of the pack by its name; None where there is no such file.
Load = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Recorded:
    """The hand-written files of a pack, read: the terms (with the lines of their keys), and what stands beside."""

    terms: Terms
    document: Document
    facts: Facts
    decisions: Decisions
    commentary: Commentary
    measures: Measures
    forecasts: tuple[MonthEndForecast, ...]


def read(load: Load) -> Recorded:
    """All of them. Raises :class:`Refused` with every fault of every file; only the terms must be there."""
    found: list[Finding] = []

    def tried(name: str, reader: Callable[[bytes], T], missing: T) -> T:
        data = load(name)
        if data is None:
            return missing
        try:
            return reader(data)
        except Refused as refusal:
            found.extend(refusal.findings)
            return missing

    no_forecasts: tuple[MonthEndForecast, ...] = ()
    document = tried(names.TERMS, lambda data: yamlfile.parse(data, name=names.TERMS), None)
    terms = tried(names.TERMS, lambda _: terms_reader.of(document) if document else None, None)
    result = (
        tried(names.FACTS, _typed(names.FACTS, Facts), Facts(poolbook="facts/1")),
        tried(names.DECISIONS, _typed(names.DECISIONS, Decisions), Decisions(poolbook="decisions/1")),
        tried(names.COMMENTARY, _typed(names.COMMENTARY, Commentary), Commentary(poolbook="commentary/1")),
        tried(names.MEASURES, _typed(names.MEASURES, Measures), Measures(poolbook="measures/1")),
        tried(names.FORECASTS, tables.FORECASTS.read, no_forecasts),
    )
    if terms is None and not found:
        message = "a pack needs its terms: `poolbook new` writes a template to fill in"
        found.append(error("pack.no_terms", message, Where(file=names.TERMS)))
    if found or terms is None or document is None:
        raise Refused(found)
    return Recorded(terms, document, *result)


def book(recorded: Recorded, balances: Balances, head: Head) -> Book:
    """The Book of these files and these balances."""
    facts, commentary = recorded.facts, recorded.commentary
    return Book(
        terms=recorded.terms,
        balances=balances,
        facts={name: each.value for name, each in facts.facts.items()},
        causes={unit: {cause: each.amount for cause, each in causes.items()} for unit, causes in facts.causes.items()},
        decisions={body: each.amounts for body, each in recorded.decisions.decisions.items()},
        evidence=_evidence(recorded),
        forecasts=recorded.forecasts,
        comments=tuple(each.of() for each in commentary.comments),
        explanations=tuple(each.of() for each in commentary.explanations),
        measures=tuple(each.of() for each in recorded.measures.measures),
        activity=tuple(each.of() for each in commentary.activity),
        records=tuple(each.of() for each in commentary.records),
        dues=tuple(each.of() for each in commentary.dues),
        closing=facts.closing.of() if facts.closing else None,
        closed=head.closed,
        last_entry=head.number,
        head=head.hash if head.number else "",
    )


def _evidence(recorded: Recorded) -> dict[str, str]:
    """By name of fact, cause and body; a cause that several units name keeps the papers of all."""
    found = {name: each.evidence for name, each in recorded.facts.facts.items()}
    for causes in recorded.facts.causes.values():
        for cause, item in causes.items():
            papers = found.get(cause, "")
            if item.evidence not in papers.split("; "):
                found[cause] = f"{papers}; {item.evidence}" if papers else item.evidence
    return found | {body: each.evidence for body, each in recorded.decisions.decisions.items()}


def _typed(name: str, model: type[T]) -> Callable[[bytes], T]:
    def reader(data: bytes) -> T:
        document: Any = yamlfile.parse(data, name=name)
        return yamlfile.typed(document, model)

    return reader
