"""The proof of the books: lines to transfers, transfers to balances, entries to the chain; every difference named.

All sums are the database's own, one statement each; only entries and transfers come to Python, for their hashes. The
findings are those of a pack's proof (:mod:`poolbook.folder.prove`), with the same codes.

Source: docs/reference/database.md, "Proof"; docs/reference/benchmarks.md compares its time with the import's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from poolbook import money
from poolbook.findings import Finding, Where, error
from poolbook.folder import lines
from poolbook.folder.lines import Evidence
from poolbook.folder.prove import made_of_its_file
from poolbook.ledger import chain
from poolbook.ledger import model as core
from poolbook.ledger.chart import CHART, AccountType
from poolbook_web.ledger.models import Books, Coding, Entry, Line, Received, Transfer
from poolbook_web.ledger.store import books, proof, read
from poolbook_web.ledger.store.proof import Run
from poolbook_web.partners.models import FundYear

#: How many differences of one sort are named one by one.
SHOWN = 20

_FLOWS = {code for code, each in CHART.items() if each.type in (AccountType.INCOME, AccountType.EXPENSE)}


def prove(fund_year: FundYear, *, digests: bool = False) -> tuple[Finding, ...]:
    """Every difference in the books of a fund-year; none where they are true. ``digests`` also reads every line again
    and compares it with what its entry was sealed over: as long as an import takes, and the only proof of a line's
    words."""
    kept = Books.objects.select_related("fund_year").filter(fund_year=fund_year).first()
    if kept is None:
        return ()
    entries, transfers = proof.ledger(kept)
    found = list(chain.check(entries, transfers, books.start(kept)))
    head = chain.head_of(entries, books.start(kept))
    if head != books.head(kept):
        message = (
            f"the books were left at entry {kept.number} ({kept.hash[:12]}), periods closed to {kept.closed}; the "
            f"entries end at {head.number} ({head.hash[:12]}), closed to {head.closed}"
        )
        found.append(error("prove.head", message))
    for number, closing in proof.late(fund_year):
        message = f"entry {number} has transfers in a period that entry {closing} had closed"
        found.append(error("prove.period_closed", message, _at(number)))
    for (layer, account, scheme, partner, period), made, said in proof.differences(fund_year)[:SHOWN]:
        message = f"the balance is {money.show(said)}, and its transfers make {money.show(made)}"
        found.append(error("prove.balance", message, Where(key=f"{layer} {account} {scheme} {partner} {period}")))
    return (*found, *_lines(kept, entries), *(_digests(fund_year) if digests else ()))


def _lines(kept: Books, entries: Sequence[core.Entry]) -> Iterator[Finding]:
    """Every line stands under one transfer, and sums to it."""
    fund_year = kept.fund_year
    numbers = dict(Entry.objects.filter(fund_year=fund_year).values_list("pk", "number"))
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    next_line, shown, unbroken = 1, 0, True
    for run in proof.runs(fund_year):
        wrong = _wrong(run, kept.last_coding)
        if wrong and shown < SHOWN:
            yield error("prove.transfer", wrong, _at(numbers[run.entry]))
            shown += 1
        unbroken &= run.first_line == next_line
        if run.first_line != next_line and shown < SHOWN:
            message = f"lines go on from {next_line}, and a transfer stands over {run.first_line} to {run.last_line}"
            yield error("prove.loose_lines", message, _at(numbers[run.entry]))
            shown += 1
        next_line = run.last_line + 1
        sums[run.entry][0] += run.lines
        sums[run.entry][1] += run.pence
    under = sum(lines for lines, _ in sums.values()) if unbroken else None
    counted = (
        (Line, kept.last_line, _lines_there(fund_year, under, next_line)),
        (Coding, kept.last_coding, proof.count(Coding, fund_year)),
        (Transfer, kept.last_transfer, proof.count(Transfer, fund_year)),
    )
    for model, last, there in counted:
        if there != last:
            message = f"{last} {model._meta.verbose_name_plural} were given out, and {there} are there"
            yield error("prove.line_ids" if model is Line else "prove.count", message)
    if next_line - 1 != kept.last_line:
        yield error("prove.loose_lines", f"transfers stand over lines to {next_line - 1}, and {kept.last_line} came")
    yield from _counts(fund_year, sums, entries)


def _lines_there(fund_year: FundYear, under: int | None, next_line: int) -> int:
    """How many lines there are. Where one transfer's run follows the other, those under them were counted once each,
    and are not counted again; ``under`` is None where they do not."""
    if under is None:
        return proof.count(Line, fund_year)
    return under + proof.count(Line, fund_year, last=0) + proof.count(Line, fund_year, first=next_line)


def _wrong(run: Run, last_coding: int) -> str:
    """What does not hold between a transfer and its lines; "" where all does."""
    debit, credit = run.debit in _FLOWS, run.credit in _FLOWS
    # Lines are of the one account that is income or expense, and a positive sum debits it.
    signed = run.pence if debit == credit or not run.amount else run.pence if debit else -run.pence
    holds = (
        run.lines == run.last_line - run.first_line + 1
        and (abs(run.pence) if debit == credit else signed) == run.amount
        and run.low == run.high == run.period
        and (run.low_coding or 0) >= 1
        and (run.high_coding or 0) <= last_coding
    )
    if holds:
        return ""
    return (
        f"the transfer of {money.show(run.amount)} from {run.credit} to {run.debit} in period {run.period} stands over "
        f"lines {run.first_line} to {run.last_line}: {run.lines} of them are there, of periods {run.low} to {run.high} "
        f"and codings {run.low_coding} to {run.high_coding}, and sum to {money.show(run.pence)}"
    )


def _counts(fund_year: FundYear, sums: dict[int, list[int]], entries: Sequence[core.Entry]) -> Iterator[Finding]:
    """The files' own account of their rows against what is there."""
    said: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    rows = {}
    for each in Received.objects.filter(entry__fund_year=fund_year).select_related("entry"):
        rows[each.entry_id] = each.entry
        for place, value in enumerate((each.posted, each.pence, each.rejected)):
            said[each.entry_id][place] += int(value)
    imports = {row.number for row in rows.values()}
    for key, (posted, pence, rejected) in said.items():
        journal = rows[key].kind == core.EntryKind.JOURNAL
        counted = _journal(rows[key], entries, imports) if journal else sums.get(key, [0, 0])
        there = (*counted, read.rejected_count(key))
        if there != (posted, pence, rejected):
            message = (
                f"its files say {posted} lines, {money.show(pence)} and {rejected} rejected; there are {there[0]}, "
                f"{money.show(there[1])} and {there[2]}"
            )
            yield error("prove.import_counts", message, _at(rows[key].number))


def _journal(row: Entry, entries: Sequence[core.Entry], imports: Collection[int]) -> list[int]:
    """How many transfers were made of an imported journal, and what they move."""
    made = made_of_its_file(read.entry(row), entries, imports)
    of = list(read.entries(row.fund_year).filter(number__in=made))
    moved = [each.amount for each in read.transfers(row.fund_year, of=of)]
    return [len(moved), sum(moved)]


def _digests(fund_year: FundYear) -> Iterator[Finding]:
    """What each entry rests on, read again and digested."""
    next_line = 1
    for row in read.entries(fund_year):
        evidence = Evidence()
        for record in read.imports(row):
            evidence.imports(lines.import_frame(record))
        for frame, add in ((read.codings(fund_year, row), evidence.codings), (read.rejected(row), evidence.rejected)):
            if frame.height:
                add(frame)
        run = read.run_of(row)
        for part in read.lines(fund_year, *run) if run else ():
            evidence.lines(lines.numbered(part, next_line, row.number))
            next_line += part.height
        if evidence.digest != row.lines:
            message = f"the lines of entry {row.number}, or what came with them, were changed after they came in"
            yield error("prove.lines_changed", message, _at(row.number))


def _at(number: int) -> Where:
    return Where(key=f"entry {number}")
