"""The proof of the books: lines to transfers, transfers to balances, entries to the chain; every difference named.

Everything is worked out again from what lies in the folder, in columns, one part of lines at a time.

Source: docs/reference/packs.md, "Proof"; docs/reference/benchmarks.md, "What is measured" (how long it may take).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from pathlib import Path

import polars as pl

from poolbook import money
from poolbook.findings import Finding, Refused, Where, error
from poolbook.folder import lines, manifest, names
from poolbook.folder.lines import Evidence
from poolbook.folder.pack import Pack
from poolbook.ledger import chain
from poolbook.ledger.balances import Balances
from poolbook.ledger.chart import AccountType, account
from poolbook.ledger.model import Entry, EntryKind

#: How many differences of one sort are named one by one before the rest are counted.
SHOWN = 20


def prove(pack: Pack) -> tuple[Finding, ...]:
    """Every difference in the books of a pack; none where they are true."""
    found = [*chain.check(pack.entries, pack.transfers, pack.start), *_head(pack), *_periods(pack), *_balances(pack)]
    try:
        codings, rejected = pack.codings(), pack.rejected()
    except Refused as refusal:
        return (*found, *refusal.findings)
    resting = _resting(pack, codings, rejected)
    found += _strays(pack, resting)
    next_line = 1
    for entry in pack.entries:
        if entry.number in resting or entry.lines:
            faults, next_line = _entry(pack, entry, codings, rejected, next_line)
            found += faults
    if next_line - 1 != pack.last_line:
        message = f"the last line is {next_line - 1}, and {pack.last_line} were given out"
        found.append(error("prove.line_ids", message, Where(file=names.MANIFEST, key="last_line")))
    return tuple(found)


def _resting(pack: Pack, codings: pl.DataFrame, rejected: pl.DataFrame) -> dict[int, str]:
    """The numbers of the entries that rest on lines or on anything that came with them, each with a file that says so;
    the others, journals mostly, have nothing to be worked out again."""
    tables = {names.CODINGS: codings["entry"], names.REJECTED: rejected["entry"]}
    found = {number: name for name, column in tables.items() for number in column.unique()}
    found |= {record.entry: names.IMPORTS for record in pack.imports}
    parts = {path.name: names.entry_of(f"{names.LINES}/{path.name}") for path in pack.parts()}
    found |= {number: f"{names.LINES}/{name}" for name, number in parts.items() if number is not None}
    over_lines = pack.transfers_table.filter(pl.col("first_line").is_not_null())["entry"].unique()
    return found | dict.fromkeys(over_lines, names.TRANSFERS)


def _strays(pack: Pack, resting: dict[int, str]) -> list[Finding]:
    known = {entry.number for entry in pack.entries}
    return [
        error("prove.stray", f"it holds something of entry {number}, which is not there", Where(file=name))
        for number, name in sorted(resting.items())
        if number not in known
    ]


def _entry(
    pack: Pack, entry: Entry, codings: pl.DataFrame, rejected: pl.DataFrame, next_line: int
) -> tuple[list[Finding], int]:
    """One entry against what it rests on; its lines are numbered from ``next_line``, and the next one's from the
    number handed back."""
    evidence = Evidence()
    for record in pack.imports:
        if record.entry == entry.number:
            evidence.imports(lines.import_frame(record))
    for table, add in ((codings, evidence.codings), (rejected, evidence.rejected)):
        mine = table.filter(pl.col("entry") == entry.number)
        if mine.height:
            add(mine)
    runs = _runs_of(pack, entry)
    partial, found, next_line = _parts(pack, entry, runs, evidence, codings=codings, next_line=next_line)
    found = [*found, *_runs(entry, runs, partial), *_counts(pack, entry, partial, rejected)]
    if evidence.digest != entry.lines:
        message = f"the lines of entry {entry.number}, or what came with them, were changed after they came in"
        found.append(error("prove.lines_changed", message, _at(entry)))
    return found, next_line


def _head(pack: Pack) -> list[Finding]:
    """The manifest's account of where the ledger stands: it shows a tail cut off."""
    if pack.manifest is None or pack.manifest.head == pack.head:
        return []
    sealed, head = pack.manifest.head, pack.head
    message = (
        f"the manifest was sealed at entry {sealed.number} ({sealed.hash[:12]}), periods closed to {sealed.closed}; "
        f"the entries end at {head.number} ({head.hash[:12]}), closed to {head.closed}"
    )
    return [error("prove.head", message, Where(file=names.MANIFEST, key="last_entry"))]


def _periods(pack: Pack) -> list[Finding]:
    """No transfer stands in a period that was closed before it was posted."""
    table = pack.transfers_table
    found = []
    for closing in (entry for entry in pack.entries if entry.kind is EntryKind.CLOSING):
        late = table.filter((pl.col("entry") > closing.number) & (pl.col("period") <= closing.period))
        for number in late["entry"].unique().sort():
            message = f"entry {number} has transfers in a period that entry {closing.number} had closed"
            found.append(error("prove.period_closed", message, Where(file=names.TRANSFERS, key=f"entry {number}")))
    return found


def _balances(pack: Pack) -> list[Finding]:
    """The balances that every figure is made of, against those of the transfers one by one."""
    one_by_one = dict(Balances.of(pack.transfers))
    used = dict(pack.balances)
    wrong = sorted((cell for cell in {*one_by_one, *used} if one_by_one.get(cell) != used.get(cell)), key=str)
    found = []
    for cell in wrong[:SHOWN]:
        place = f"{cell.layer} {cell.account} {cell.scheme} {cell.partner} {cell.period}"
        message = (
            f"the balance is {money.show(used.get(cell, 0))}, and its transfers make "
            f"{money.show(one_by_one.get(cell, 0))}"
        )
        found.append(error("prove.balance", message, Where(key=place)))
    return found


def _parts(
    pack: Pack, entry: Entry, runs: pl.DataFrame, evidence: Evidence, *, codings: pl.DataFrame, next_line: int
) -> tuple[pl.DataFrame, list[Finding], int]:
    """Digest an entry's lines and sum them by the one of its ``runs`` that each falls in, part by part; ids go on from
    ``next_line``."""
    known = codings.filter(pl.col("entry") <= entry.number)["coding"]
    sums: list[pl.DataFrame] = []
    found: list[Finding] = []
    for path, part in _read_parts(pack, entry, found):
        where = Where(file=f"{names.LINES}/{path.name}")
        evidence.lines(part)
        expected = pl.int_range(next_line, next_line + part.height, dtype=pl.Int64, eager=True)
        if not part["id"].equals(expected.alias("id")) or (part["entry"] != entry.number).any():
            message = f"its lines are not those numbered from {next_line} on, of entry {entry.number}"
            found.append(error("prove.line_ids", message, where))
        if strange := part.filter(~pl.col("coding").is_in(known.implode())).height:
            message = f"{strange} lines are of codings that {names.CODINGS} does not have"
            found.append(error("prove.coding", message, where))
        next_line += part.height
        sums.append(_summed(part, runs))
    whole = pl.concat(sums) if sums else _summed(pl.DataFrame(schema=lines.LINES), runs)
    return (
        whole.group_by("run").agg(
            pl.col("lines").sum(), pl.col("pence").sum(), pl.col("low").min(), pl.col("high").max()
        ),
        found,
        next_line,
    )


def _read_parts(pack: Pack, entry: Entry, found: list[Finding]) -> Iterator[tuple[Path, pl.DataFrame]]:
    for path in pack.parts(entry.number):
        name = f"{names.LINES}/{path.name}"
        try:
            if pack.manifest is None or manifest.seal_of_file(path) != pack.manifest.files[name]:
                found.append(manifest.changed(name))  # and is not opened: a damaged file can bring a reader down
                continue
            part = pl.read_parquet(path, columns=list(lines.LINES))
        except (pl.exceptions.PolarsError, OSError):
            found.append(error("prove.unreadable", "the lines in it cannot be read", Where(file=name)))
            continue
        yield path, part


def _runs_of(pack: Pack, entry: Entry) -> pl.DataFrame:
    """The transfers of an entry that stand over lines, numbered in the order of their runs."""
    mine = pack.transfers_table.filter((pl.col("entry") == entry.number) & pl.col("first_line").is_not_null())
    return mine.sort("first_line").with_row_index("run")


def _summed(part: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """A part's lines by run: how many, their sum, their first and last period; run null for lines in none."""
    placed = part.select("id", "pence", "period").join_asof(
        runs.select("run", "first_line", "last_line"), left_on="id", right_on="first_line", check_sortedness=False
    )
    inside = pl.when(pl.col("id") <= pl.col("last_line")).then("run")
    return placed.group_by(run=inside).agg(
        lines=pl.len().cast(pl.Int64),
        pence=pl.col("pence").sum(),
        low=pl.col("period").min(),
        high=pl.col("period").max(),
    )


def _runs(entry: Entry, runs: pl.DataFrame, partial: pl.DataFrame) -> list[Finding]:
    """Each transfer against the lines it stands over."""
    both = runs.join(partial, on="run", how="left", suffix="_of_lines").with_columns(
        pl.col("lines", "pence_of_lines").fill_null(0)
    )
    wrong = both.filter(
        (pl.col("lines") != pl.col("last_line") - pl.col("first_line") + 1)
        | (pl.col("pence_of_lines").abs() != pl.col("pence"))
        | (pl.col("low") != pl.col("period"))
        | (pl.col("high") != pl.col("period"))
        | (_side(both) != pl.col("pence_of_lines").sign())
    )
    found = []
    for row in wrong.head(SHOWN).iter_rows(named=True):
        message = (
            f"the transfer of {money.show(row['pence'])} from {row['credit']} to {row['debit']} in period "
            f"{row['period']} stands over lines {row['first_line']} to {row['last_line']}: {row['lines']} of them are "
            f"there, of periods {row['low']} to {row['high']}, and sum to {money.show(row['pence_of_lines'])}"
        )
        found.append(error("prove.transfer", message, _at(entry)))
    loose = partial.filter(pl.col("run").is_null())
    if loose.height:
        message = f"{loose['lines'].item()} lines, {money.show(loose['pence'].item())}, belong to no transfer"
        found.append(error("prove.loose_lines", message, _at(entry)))
    return found


def _side(runs: pl.DataFrame) -> pl.Series:
    """The sign that the lines' sum must have: lines are of the one account that is income or expense, and a
    positive sum debits it. Null where both accounts are, or neither is, and for a nil sum."""
    flows = {code for code in {*runs["debit"], *runs["credit"]} if _is_flow(code)}
    debit, credit = (runs[side].is_in(sorted(flows)) for side in ("debit", "credit"))
    sign = debit.cast(pl.Int64) - credit.cast(pl.Int64)
    return sign.replace(0, None).set(runs["pence"] == 0, None)


def _is_flow(code: str) -> bool:
    try:
        return account(code).type in (AccountType.INCOME, AccountType.EXPENSE)
    except ValueError:
        return False


def _counts(pack: Pack, entry: Entry, partial: pl.DataFrame, rejected: pl.DataFrame) -> list[Finding]:
    """The import's own account of its rows against what is there."""
    mine = [record for record in pack.imports if record.entry == entry.number]
    if not mine:
        return []
    there = (*_posted(pack, entry, partial), rejected.filter(pl.col("entry") == entry.number).height)
    said = tuple(sum(getattr(record, name) for record in mine) for name in ("posted", "pence", "rejected"))
    rows = sum(record.rows - record.posted - record.duplicates - record.rejected for record in mine)
    if there == said and rows == 0:
        return []
    message = (
        f"{names.IMPORTS} says {said[0]} lines, {money.show(said[1])} and {said[2]} rejected; there are {there[0]}, "
        f"{money.show(there[1])} and {there[2]}" + (f"; {rows} rows are not accounted for" if rows else "")
    )
    return [error("prove.import_counts", message, _at(entry))]


def _posted(pack: Pack, entry: Entry, partial: pl.DataFrame) -> tuple[int, int]:
    """The lines of an import, and their pence. A journal's rows are transfers."""
    if entry.kind is not EntryKind.JOURNAL:
        return int(partial["lines"].sum()), int(partial["pence"].sum())
    made = made_of_its_file(entry, pack.entries, {record.entry for record in pack.imports})
    moved = pack.transfers_table.filter(pl.col("entry").is_in(made))
    return moved.height, int(moved["pence"].sum())


def made_of_its_file(entry: Entry, entries: Iterable[Entry], imports: Collection[int]) -> list[int]:
    """The numbers of the entries made of one imported journal: that with which the file is kept, one of ``imports``,
    and those after it with the same source and moment."""
    following = (each for each in entries if each.number >= entry.number)
    alike = takewhile(
        lambda each: (
            (each.kind, each.source, each.at) == (entry.kind, entry.source, entry.at)
            and (each.number == entry.number or each.number not in imports)
        ),
        following,
    )
    return [each.number for each in alike]


def _at(entry: Entry) -> Where:
    return Where(file=names.ENTRIES, key=f"entry {entry.number}")
