"""Poolbook's own journal: explicit transfers, for what no ledger extract brings.

Budgets and virements, commitments and releases, contributions received, accruals: each row says both accounts.
Rows of one description make one entry.

Source: docs/reference/imports.md, "The journal".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import polars as pl

from poolbook import money
from poolbook.dates.years import FinancialYear, month_name, period_end
from poolbook.findings import Finding, Where, error, warning
from poolbook.importing import amounts, days, personal
from poolbook.importing.faulty import SHOWN
from poolbook.importing.layout import Layout
from poolbook.importing.ports import Before, Standing, Store
from poolbook.importing.results import FileResult, Tally, described, sealed
from poolbook.ledger import chart
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook.yamlfile import nearest

#: A person writes a journal; what is longer is a listing.
MAX_ROWS = 100_000


def post(
    layout: Layout, *, standing: Standing, store: Store, by: str, at: datetime, accept_rejected: bool,
    before: Before | None = None,
) -> tuple[FileResult, list[Finding]]:  # fmt: skip
    """Post the rows of a journal, an entry for each description; what is faulty is said and not posted. Of a journal
    that came ``before`` only the rows kept as faulty are looked at again: the others may have been reversed since."""
    tally = Tally()
    known = Counter((description, replace(each, entry=0)) for description, each in standing.journals())
    faults: list[Finding] = []
    entries: dict[str, list[Transfer]] = {}
    rejected: list[tuple[int, str, str]] = []
    removed = [0, 0]
    for row, cells in _rows(layout, standing.year, removed):
        found = list(
            _faults(cells, standing, Where(file=layout.upload.name, sheet=layout.table.sheet, row=row), layout)
        )
        pence = _pence(cells["amount"])
        tally.read += 1
        tally.read_pence += pence or 0
        if before is not None and row not in before.rejected:
            tally.add("seen", 1, pence or 0)
            continue
        transfer = None if found else _transfer(cells, standing.year)
        if transfer is None:
            tally.add("rejected", 1, pence or 0)
            if before is None:
                faults += found[: max(0, SHOWN - len(faults))]
                rejected.append((row, found[0].code, ",".join(cells.values())))
            continue
        if known[cells["description"], transfer] > 0:
            known[cells["description"], transfer] -= 1
            tally.add("seen", 1, transfer.amount)
            continue
        tally.add("new", 1, transfer.amount)
        entries.setdefault(cells["description"], []).append(transfer)
    tally.prove()
    kept = rejected if accept_rejected else []
    numbers = _store(layout, entries, tally, kept, standing=standing, store=store, by=by, at=at)
    result = FileResult(
        layout.upload.name, layout.identity.sha256, layout.name, layout.format.name, layout.table.sheet, tally,
        entries=numbers, sealed=sealed(each for group in entries.values() for each in group),
    )  # fmt: skip
    seen = _seen(layout, tally) if before is None else ()
    private = personal.found(removed[0], removed[1], layout.where)
    return result, [*private, *seen, *_findings(layout, faults, len(rejected), accept=accept_rejected)]


def _rows(layout: Layout, year: FinancialYear, removed: list[int]) -> Iterator[tuple[int, dict[str, str]]]:
    """Row numbers and cells by role, blank rows left out; without personal data, of which it is counted how much was
    ``removed``."""
    number = 0
    for part in layout.table.parts(layout.skip, layout.width):
        for at, row in enumerate(_without_personal_data(part.columns, layout, year, removed).iter_rows()):
            if any(cell.strip() for cell in row):
                number += 1
                if number > MAX_ROWS:
                    return
                yield (
                    part.first + at,
                    {
                        role: row[layout.heading.roles[role]].strip() if role in layout.heading.roles else ""
                        for role in layout.format.roles
                    },
                )


def _without_personal_data(
    columns: pl.DataFrame, layout: Layout, year: FinancialYear, removed: list[int]
) -> pl.DataFrame:
    """Ten digits in a row may be a code, or an amount, anywhere but in a description."""
    cleaned = {}
    for role, at in layout.heading.roles.items():
        how = "all" if role == "description" else "spaced"
        cleaned[f"c{at}"], numbers, births = personal.clean(columns[f"c{at}"], year.start, numbers=how)
        removed[:] = removed[0] + numbers, removed[1] + births
    return columns.with_columns(**cleaned)


def _faults(cells: Mapping[str, str], standing: Standing, where: Where, layout: Layout) -> Iterator[Finding]:
    def at(role: str) -> Where:
        column = layout.heading.roles.get(role)
        return replace(where, column=layout.heading.name(column) if column is not None else role)

    if cells["layer"] not in set(Layer):
        message = f"{cells['layer'][:40]!r} is not a layer: {', '.join(Layer)}"
        yield error("import.journal_layer", message, at("layer"))
    for role in ("debit", "credit"):
        try:
            chart.account(cells[role])
        except ValueError as problem:
            yield error("import.journal_account", str(problem)[:200], at(role))
    if cells["debit"] == cells["credit"]:
        yield error("import.journal_account", "debit and credit are the same account: nothing would move", at("credit"))
    yield from _fault_of_amount(cells["amount"], at("amount"))
    yield from _fault_of_period(cells["period"], standing, at("period"))
    for role, known in (("scheme", standing.place.schemes), ("partner", standing.place.contributors)):
        if cells[role] and cells[role] not in known:
            message = f"{cells[role][:40]} is no {role} of the terms{nearest(cells[role], sorted(known))}"
            yield error("import.journal_code", message, at(role))
    if not cells["description"]:
        yield error("import.journal_description", "say what it is: the description is empty", at("description"))


def _fault_of_amount(text: str, where: Where) -> Iterator[Finding]:
    pence = _pence(text)
    if pence is None:
        yield error("import.amount", amounts.fault(text) or "no amount is given", where)
    elif pence <= 0:
        message = f"{money.show(pence)}: a transfer is above nil; to move it back, swap debit and credit"
        yield error("import.journal_amount", message, where)


def _fault_of_period(text: str, standing: Standing, where: Where) -> Iterator[Finding]:
    period = days.period(text, standing.year)
    if period is None:
        yield error("import.period", f"{text[:40]!r} is no period of {standing.year}: write 1 to 15", where)
    elif period <= standing.closed:
        name = month_name(standing.year, period)
        yield error("import.closed_period", f"{name} is closed: post in an open period", where)


def _pence(text: str) -> int | None:
    pence: int | None = amounts.pence(pl.Series([text])).to_list()[0]
    return pence


def _transfer(cells: Mapping[str, str], year: FinancialYear) -> Transfer:
    return Transfer(
        entry=0,
        layer=Layer(cells["layer"]),
        debit=cells["debit"],
        credit=cells["credit"],
        amount=money.parse(cells["amount"]),
        period=days.period(cells["period"], year) or 0,
        scheme=cells["scheme"],
        partner=cells["partner"],
        contract=cells["contract"],
    )


def _store(
    layout: Layout,
    entries: Mapping[str, list[Transfer]],
    tally: Tally,
    rejected: Sequence[tuple[int, str, str]],
    *,
    standing: Standing,
    store: Store,
    by: str,
    at: datetime,
) -> tuple[int, ...]:
    """An entry for each description; the file, and the rows kept raw, go with the first."""
    numbers: list[int] = []
    for description, transfers in entries.items():
        if not numbers:
            if rejected:
                schema = {"line_no": pl.Int32, "reason": pl.String, "raw": pl.String}
                store.add_rejected(pl.DataFrame(rejected, schema=schema, orient="row"))
            store.add_import(
                name=layout.upload.name,
                sha256=layout.identity.sha256,
                size=layout.identity.size,
                rows=tally.lines["new"] + tally.lines["seen"] + len(rejected),
                posted=tally.lines["new"],
                duplicates=tally.lines["seen"],
                rejected=len(rejected),
                pence=tally.pence["new"],
                source=layout.name,
            )
        period = max(each.period for each in transfers)
        posted = store.post(
            kind=EntryKind.JOURNAL,
            on=period_end(standing.year, period),
            period=period,
            description=description,
            source=layout.upload.name,
            by=by,
            at=at,
            transfers=transfers,
        )
        numbers.append(posted.entry.number)
    return tuple(numbers)


def _seen(layout: Layout, tally: Tally) -> Iterator[Finding]:
    if tally.lines["seen"]:
        rows = described(tally.pence["seen"], tally.lines["seen"])
        message = (
            f"{rows} of the journal: posted already, with the same description, accounts, period and amount, and left "
            "out; give a row another description if it is another transfer"
        )
        yield warning("import.journal_seen", message, layout.where)


def _findings(layout: Layout, faults: list[Finding], rejected: int, *, accept: bool) -> list[Finding]:
    if not rejected:
        return []
    rows = "1 row is" if rejected == 1 else f"{rejected:,} rows are"
    if accept:
        return [warning("import.rejected", f"{rows} faulty; kept as received and not posted", layout.where)]
    message = f"{rows} faulty; correct the file, or accept the faulty rows to post around them"
    return [*faults, error("import.rejected", message, layout.where)]
