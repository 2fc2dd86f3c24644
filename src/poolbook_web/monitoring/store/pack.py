"""A fund-year out of a pack and into one: entry by entry as they are, so that every hash stays what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from poolbook import folder
from poolbook.findings import Refused, Where, error
from poolbook.folder import Draft, Pack, byhand, lines, names
from poolbook.folder.recorded import Recorded
from poolbook.ledger import chain
from poolbook.ledger.model import Transfer
from poolbook.ledger.post import Posted
from poolbook_web.agreements import queries as agreements
from poolbook_web.ledger.store import read
from poolbook_web.ledger.store.batch import Batch
from poolbook_web.monitoring import models
from poolbook_web.monitoring.models import Kept
from poolbook_web.monitoring.store.book import recorded
from poolbook_web.monitoring.store.records import latest_of
from poolbook_web.partners.models import FundYear


@dataclass(frozen=True)
class Shelf:
    """What an app above this one keeps of a year that a pack holds too: how it takes that out of a pack which is
    brought in, and puts it into one which is written."""

    put: Callable[[FundYear, Pack], None]
    write: Callable[[FundYear, Draft], None]


SHELVES: list[Shelf] = []


def register(shelf: Shelf) -> None:
    """Have what an app keeps come and go with packs; once, however often the app is made ready."""
    if shelf not in SHELVES:
        SHELVES.append(shelf)


def gather(pack: Pack, batch: Batch) -> None:
    """Every entry of a pack into a batch of empty books, with what it rests on."""
    codings, rejected, transfers = pack.codings(), pack.rejected(), _by_entry(pack.transfers)
    head = pack.start
    for entry in pack.entries:
        for path in pack.parts(entry.number):
            batch.add_lines(pl.read_parquet(path, columns=list(lines.GIVEN)))
        for frame, add in ((codings, batch.add_codings), (rejected, batch.add_rejected)):
            mine = frame.filter(pl.col("entry") == entry.number).drop("entry")
            if mine.height:
                add(mine)
        for each in pack.imports:
            if each.entry == entry.number:
                batch.add_import(
                    name=each.name, sha256=each.sha256, size=each.bytes, source=each.source, rows=each.rows,
                    posted=each.posted, duplicates=each.duplicates, rejected=each.rejected, pence=each.pence,
                )  # fmt: skip
        head = chain.head_of([entry], head)
        batch.keep(Posted(entry, tuple(transfers.get(entry.number, ())), head))


def write(fund_year: FundYear, path: Path, *, by: str) -> Pack:
    """The evidence pack of a fund-year: a new folder with the terms and rules as written, the records, every report as
    issued, and every entry as it is. The same year gives the same bytes whenever and by whomever it is taken: what it
    says of its own making is when the year last changed, and ``by``. Raises :class:`Refused` where the folder holds
    anything."""
    if path.exists() and any(path.iterdir()):
        message = "the folder holds something already, and Poolbook does not write over it: choose another"
        raise Refused([error("pack.exists", message, Where(file=str(path)))])
    path.mkdir(parents=True, exist_ok=True)
    rules, terms = agreements.rules_version(fund_year), agreements.terms_version(fund_year)
    texts = {names.TERMS: terms.text.encode(), **byhand.files(recorded(fund_year, version=terms))}
    if rules is not None:
        texts[names.RULES] = rules.text.encode()
    for name, data in texts.items():
        (path / name).write_bytes(data)
    at = max(each.at for each in (terms, rules, read.entries(fund_year).last()) if each is not None)
    at = max([at, *(each for each in latest_of(fund_year) if each is not None)])
    with folder.draft(path) as draft:
        for shelf in SHELVES:  # first: what is here may rest on entries, and entries only become more
            shelf.write(fund_year, draft)
        for row in read.entries(fund_year):
            run = read.run_of(row)
            for part in read.lines(fund_year, *run) if run else ():
                draft.add_lines(part)
            for frame, add in (
                (read.codings(fund_year, row), draft.add_codings),
                (read.rejected(row), draft.add_rejected),
            ):
                if frame.height:
                    add(frame)
            for each in read.imports(row):
                draft.add_import(
                    name=each.name, sha256=each.sha256, size=each.bytes, source=each.source, rows=each.rows,
                    posted=each.posted, duplicates=each.duplicates, rejected=each.rejected, pence=each.pence,
                )  # fmt: skip
            entry = read.entry(row)
            head = chain.head_of([entry], draft.head)
            draft.keep(Posted(entry, tuple(read.transfers(fund_year, of=[row])), head))
        return draft.commit(by=by, at=at)


def rows(given: Recorded) -> Iterator[Kept]:
    """The records of a pack as rows, in order, without whose they are, who brought them and when."""
    for name, fact in given.facts.facts.items():
        true = fact.value if isinstance(fact.value, bool) else None
        yield models.Fact(
            name=name, truth=true, pence=None if true is not None else int(fact.value), evidence=fact.evidence
        )
    for unit, causes in given.facts.causes.items():
        for cause, item in causes.items():
            yield models.Cause(unit=unit, cause=cause, pence=item.amount, evidence=item.evidence)
    for body, decision in given.decisions.decisions.items():
        yield models.Decision(body=body, amounts=list(decision.amounts.items()), evidence=decision.evidence)
    for forecast in given.forecasts:
        yield _row(models.Forecast, forecast)
    commentary = given.commentary
    of: tuple[tuple[type[Kept], tuple[Any, ...]], ...] = (
        (models.Comment, commentary.comments),
        (models.Explanation, commentary.explanations),
        (models.Activity, commentary.activity),
        (models.Record, commentary.records),
        (models.Due, commentary.dues),
        (models.Measure, given.measures.measures),
    )
    for model, items in of:
        for each in items:
            yield _row(model, each.of())
    if given.facts.closing is not None:
        closing = given.facts.closing
        yield models.Closing(year=str(closing.year), balances=list(closing.balances.items()))


def left_behind(pack: Pack) -> list[str]:
    """The files of a pack that the database has no place for: minutes and notes."""
    kept = {names.TERMS, names.RULES, names.FACTS, names.DECISIONS, names.COMMENTARY, names.MEASURES, names.FORECASTS}
    return sorted(name for name in pack.hand if name not in kept)


def _row(model: type[Kept], record: Any) -> Kept:
    """A row whose fields are those of one of the Book's records."""
    return model(**{name: getattr(record, name) for name in record.__dataclass_fields__})


def _by_entry(transfers: tuple[Transfer, ...]) -> dict[int, list[Transfer]]:
    found: dict[int, list[Transfer]] = {}
    for each in transfers:
        found.setdefault(each.entry, []).append(each)
    return found
