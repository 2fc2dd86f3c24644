"""One command of import: files in, and either all of it posted or nothing.

Source: docs/reference/imports.md; architecture notes, section 4 (from an upload to a quarterly report).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from poolbook.dates.years import period_end
from poolbook.findings import Finding, Refused, Severity, Where, error, note
from poolbook.importing import journals
from poolbook.importing.balances import BalanceImport, posted_so_far
from poolbook.importing.faulty import Faulty
from poolbook.importing.fileimport import FileImport
from poolbook.importing.formats import Shape
from poolbook.importing.layout import Layout, recognise
from poolbook.importing.lines import period_of_name
from poolbook.importing.mapping import Codebook, Numbering
from poolbook.importing.match import Earlier
from poolbook.importing.ports import Standing, Store
from poolbook.importing.results import FileResult, ImportResult, Outcome, Tally, Unmapped
from poolbook.importing.rules import Rules, code_names, plain
from poolbook.importing.upload import Upload
from poolbook.ledger.model import EntryKind

Progress = Callable[[str, int], None]

#: Faults of a file as a whole, found once it is read: they refuse it, whatever is accepted.
OF_A_FILE = {"import.control_total", "import.no_lines"}

#: How many codings without a rule are listed; the count is always whole.
SHOWN_CODES = 200


def silent(_name: str, _lines: int) -> None:
    """Progress for whoever does not want any."""


@dataclass
class _Command:
    standing: Standing
    store: Store
    rules: Rules
    accept_rejected: bool
    by: str
    at: datetime
    progress: Progress
    numbering: Numbering
    files: list[FileResult] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    codebooks: dict[str, Codebook] = field(default_factory=dict)
    earlier: dict[str, Earlier] = field(default_factory=dict)
    posted: dict[str, dict[tuple[int, str], int]] = field(default_factory=dict)


def run(
    uploads: Sequence[Upload],
    rules: Rules,
    *,
    standing: Standing,
    store: Store,
    by: str,
    at: datetime,
    accept_rejected: bool = False,
    source: str = "",
    progress: Progress = silent,
) -> ImportResult:
    """Read, map, match and post files into a store, one entry each.

    The caller commits the store when the outcome is ``posted``, and drops it otherwise. Raises :class:`Refused`, with
    the faults of all files at once, where a file as a whole cannot be read, or its total does not agree.
    ``source`` names the source of all files where they would not be recognised; ``progress`` hears of each part: file
    name and lines so far.
    """
    command = _Command(standing, store, rules, accept_rejected, by, at, progress, Numbering(store.next_coding))
    layouts = _recognise_all(command, uploads, source)
    counts = Counter(each.name for each in layouts)
    for layout in layouts:
        if layout.format.shape is Shape.JOURNAL:
            _journal(command, layout)
        else:
            _lines(command, layout, several=counts[layout.name] > 1)
    return _result(command)


def _recognise_all(command: _Command, uploads: Sequence[Upload], source: str) -> list[Layout]:
    """The layouts of the files that are not known by their bytes; the faults of all of them raised together."""
    layouts: list[Layout] = []
    faults: list[Finding] = []
    names = dict(command.standing.files)
    for upload in uploads:
        try:
            identity = upload.identify()
            if identity.sha256 in names:
                _same(command, upload, identity.sha256, names[identity.sha256])
                continue
            names[identity.sha256] = upload.name
            layouts.append(recognise(upload, identity, command.rules, source=source))
            faults += _period_of_name(command, layouts[-1])
        except Refused as refusal:
            faults += refusal.findings
    if faults:
        raise Refused(faults)
    return layouts


def _period_of_name(command: _Command, layout: Layout) -> list[Finding]:
    known = {plain(name): number for name, number in layout.source.periods.items()}
    if (layout.source.period or layout.format.period) != "from name":
        return []
    if period_of_name(layout.upload.name, layout.table.sheet, command.standing.year, known) is not None:
        return []
    year = command.standing.year
    message = f"no period of {year} is in the name of the sheet or file: call it P07, or {year.start}-11 for November"
    return [error("import.period_of_name", message, layout.where)]


def _same(command: _Command, upload: Upload, sha256: str, known: str) -> None:
    tally = Tally()
    tally.read = rows = command.standing.rows.get(sha256, 0)  # not read again: known by its bytes
    tally.add("seen", rows, 0)
    command.files.append(FileResult(upload.name, sha256, tally=tally, same_as=known))
    before = "" if upload.name == known else f", the same bytes as {known}"
    message = f"the file was imported before{before}: nothing is added"
    command.findings.append(note("import.same_file", message, Where(file=upload.name)))


def _lines(command: _Command, layout: Layout, *, several: bool) -> None:
    earlier = command.earlier.get(layout.name)
    if earlier is None:
        earlier = command.earlier[layout.name] = Earlier(command.standing.earlier(layout.name))
    single = _single(command, layout, earlier, compare=several or not earlier.empty)
    for done in single.parts():
        command.progress(layout.upload.name, done)
    single.tally.prove()
    entry = _post(command, single)
    command.findings += [*single.findings, *single.faulty.findings()]
    command.files.append(
        FileResult(
            layout.upload.name,
            layout.identity.sha256,
            layout.name,
            layout.format.name,
            layout.table.sheet,
            single.tally,
            single.control,
            single.subtotals,
            entries=entry,
            by_scheme=dict(single.by_scheme),
            by_period=dict(single.by_period),
        )
    )


def _single(command: _Command, layout: Layout, earlier: Earlier, *, compare: bool) -> FileImport:
    standing, faulty = command.standing, Faulty(layout, command.standing.year, keep=command.accept_rejected)
    book = _codebook(command, layout)
    if layout.format.shape is not Shape.BALANCES:
        return FileImport(layout, standing, command.store, book, earlier, compare, faulty)
    if layout.name not in command.posted:
        command.posted[layout.name] = posted_so_far(standing.earlier(layout.name))
    posted = command.posted[layout.name]
    return BalanceImport(layout, standing, command.store, book, earlier, compare, faulty, posted=posted)


def _codebook(command: _Command, layout: Layout) -> Codebook:
    book = command.codebooks.get(layout.name)
    if book is None:
        columns = code_names(layout.source, layout.format)
        known = command.standing.codings.get(layout.name, {})
        _check_codes(command, layout.name, columns, known)
        book = Codebook(layout.name, command.rules, columns, known, command.numbering)
        command.codebooks[layout.name] = book
    return book


def _check_codes(command: _Command, name: str, columns: list[str], known: Mapping[str, int]) -> None:
    """Lines are known again by their codes: a source whose codes changed would post every line a second time."""
    before = list(json.loads(next(iter(known), "{}"))) or columns
    if before != columns:
        message = (
            f"{name} was imported with the codes {', '.join(before)} and has now {', '.join(columns)}: its lines would "
            "not be known again. Put codes back; or reverse its imports and give the source another name"
        )
        raise Refused([error("import.codes_changed", message, command.rules.document.where(("sources", name)))])


def _post(command: _Command, single: FileImport) -> tuple[int, ...]:
    """The entry of one file, if it brought anything new, or faulty rows to keep."""
    tally, layout, store = single.tally, single.layout, command.store
    if not tally.lines["new"] and not single.faulty.kept:
        return ()
    codings = command.numbering.take()
    if len(codings):
        store.add_codings(codings)
    for raw in single.faulty.kept:
        store.add_rejected(raw)
    store.add_import(
        name=layout.upload.name, sha256=layout.identity.sha256, size=layout.identity.size,
        rows=tally.lines["new"] + tally.lines["seen"] + tally.lines["rejected"], posted=tally.lines["new"],
        duplicates=tally.lines["seen"], rejected=tally.lines["rejected"], pence=tally.pence["new"], source=layout.name,
    )  # fmt: skip
    posted_pence = sum(single.by_period.values())
    assert posted_pence == tally.pence["new"], "money posted must be the money of the new lines"
    period = max(single.by_period, default=min(command.standing.closed + 1, 15))
    posted = store.post(
        kind=EntryKind.IMPORT, on=period_end(command.standing.year, period), period=period,
        description=f"{tally.lines['new']:,} lines of {layout.name}", source=layout.upload.name,
        by=command.by, at=command.at, transfers=single.transfers,
    )  # fmt: skip
    return (posted.entry.number,)


def _journal(command: _Command, layout: Layout) -> None:
    result, findings = journals.post(
        layout, standing=command.standing, store=command.store, by=command.by, at=command.at,
        accept_rejected=command.accept_rejected,
    )  # fmt: skip
    command.files.append(result)
    command.findings += findings
    command.progress(layout.upload.name, result.tally.read)


def _result(command: _Command) -> ImportResult:
    unmapped = tuple(
        Unmapped(name, dict(zip(book.columns, codes, strict=True)), *sums)
        for name, book in command.codebooks.items()
        for codes, sums in sorted(book.unmapped.items(), key=lambda item: (-abs(item[1][1]), item[0]))
    )
    command.findings += _of_rules(command, unmapped)
    if any(each.code in OF_A_FILE for each in command.findings):
        raise Refused(each for each in command.findings if each.severity is Severity.ERROR)
    stands = any(each.severity is Severity.ERROR for each in command.findings)
    new = any(each.entries for each in command.files)
    outcome = Outcome.WAITING if stands else Outcome.POSTED if new else Outcome.NOTHING_NEW
    return ImportResult(outcome, tuple(command.files), tuple(command.findings), unmapped)


def _of_rules(command: _Command, unmapped: Sequence[Unmapped]) -> list[Finding]:
    """Codes without a rule, and rules without a code."""
    document = command.rules.document
    found = [
        error(
            "import.unmapped", f"no rule answers {each}: add one to rules.yaml", Where(file=document.name, key="rules")
        )
        for each in unmapped[:SHOWN_CODES]
    ]
    if len(unmapped) > SHOWN_CODES:
        message = f"{len(unmapped):,} codings have no rule; the {SHOWN_CODES} with the most money are listed"
        found.append(error("import.unmapped_more", message, Where(file=document.name, key="rules")))
    used = Counter[int]()
    for book in command.codebooks.values():
        used.update(book.used)
    for number, rule in enumerate(command.rules.rules):
        if command.codebooks and not used[number] and rule.source in ("", *command.codebooks):
            message = "no line of these files fits this rule: it may be misspelt, or a rule before it takes its lines"
            found.append(note("import.rule_unused", message, document.where(("rules", number))))
    return found
