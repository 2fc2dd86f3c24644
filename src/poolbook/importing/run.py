"""One command of import: files in, and either all of it posted or nothing.

Source: docs/reference/imports.md, "What becomes of a line" and "Lines seen before".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from poolbook.dates.years import period_end
from poolbook.findings import Finding, Refused, Severity, Where, error, note
from poolbook.importing import journals, personal
from poolbook.importing.balances import BalanceImport, Posted, posted_so_far
from poolbook.importing.faulty import Faulty
from poolbook.importing.fileimport import FileImport
from poolbook.importing.formats import Shape
from poolbook.importing.layout import Layout, recognise
from poolbook.importing.lines import period_of_layout, unnamed
from poolbook.importing.mapping import Codebook, Numbering
from poolbook.importing.match import Earlier
from poolbook.importing.ports import Before, Standing, Store
from poolbook.importing.results import FileResult, ImportResult, Outcome, Tally, Unmapped, described, proved, sealed
from poolbook.importing.rules import Rules, code_names
from poolbook.importing.upload import Identity, Upload
from poolbook.ledger.model import EntryKind
from poolbook.yamlfile import nearest

Progress = Callable[[str, int], None]

#: Faults of a file as a whole, found once it is read: they refuse it, whatever is accepted.
OF_A_FILE = {"import.balance_late", "import.control_total", "import.no_lines"}

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
    posted: dict[str, Posted] = field(default_factory=dict)
    first_time: set[str] = field(default_factory=set)  #: sources of files that never came before


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
    if source and source not in rules.sources:
        message = f"{source} is not among the sources of the rules{nearest(source, list(rules.sources))}"
        raise Refused([error("import.source", message, Where(file=rules.document.name, key="sources"))])
    received = _recognise_all(command, uploads, source)
    counts = Counter(each.layout.name for each in received)
    for each in sorted(received, key=lambda each: _month(each.layout, standing)):
        if each.layout.format.shape is Shape.JOURNAL:
            _journal(command, each)
        else:
            _lines(command, each, several=counts[each.layout.name] > 1)
    return _result(command)


def _month(layout: Layout, standing: Standing) -> int:
    """Trial balances are taken in the order of their periods, for each is compared with the one before."""
    return period_of_layout(layout, standing.year) or 0 if layout.format.shape is Shape.BALANCES else 0


@dataclass(frozen=True)
class _Received:
    """A file understood. Where its very bytes came before, ``known`` is the name they had, and ``before`` what became
    of its lines."""

    layout: Layout
    known: str = ""
    before: Before | None = None


def _recognise_all(command: _Command, uploads: Sequence[Upload], source: str) -> list[_Received]:
    """The files that may bring something new; the faults of all of them raised together."""
    received: list[_Received] = []
    faults: list[Finding] = []
    names = dict(command.standing.files)
    met: set[str] = set()
    for upload in uploads:
        try:
            identity = upload.identify()
            known, again = names.get(identity.sha256, ""), identity.sha256 in met
            met.add(identity.sha256)
            names.setdefault(identity.sha256, upload.name)
            if known:
                before = None if again else command.standing.before(identity.sha256)
                layout = _left(command, upload, identity, before)
                if layout is None:
                    _same(command, upload, identity.sha256, known, again=again)
                else:
                    received.append(_Received(layout, known, before))
                continue
            layout = recognise(upload, identity, command.rules, source=source)
            received.append(_Received(layout))
            faults += unnamed(layout, command.standing.year)
        except Refused as refusal:
            faults += refusal.findings
    if faults:
        raise Refused(faults)
    return received


def _left(command: _Command, upload: Upload, identity: Identity, before: Before | None) -> Layout | None:
    """The layout of a file that came before, where it can be read again by the rules and terms as they are now."""
    if before is None or before.source not in command.rules.sources:
        return None
    try:
        layout = recognise(upload, identity, command.rules, source=before.source)
    except Refused:
        return None
    if layout.format.shape is Shape.BALANCES:  # one that a later one followed has nothing more to bring
        last = _posted(command, layout).last
        return layout if period_of_layout(layout, command.standing.year) == last else None
    return layout


def _same(command: _Command, upload: Upload, sha256: str, known: str, *, again: bool) -> None:
    """A file known by its bytes, and not read again."""
    tally = Tally()
    standing = command.standing
    seen, rejected = (0, 0) if again else (standing.rows.get(sha256, 0), standing.rejected.get(sha256, 0))
    tally.read = seen + rejected
    tally.add("seen", seen, 0)
    tally.add("rejected", rejected, 0)
    command.files.append(FileResult(upload.name, sha256, tally=tally, same_as=known))
    again_by = ": reverse its entry to have it read again, corrected or by other rules" if rejected else ""
    _say_same(command, upload.name, known, tally, hint=again_by)


def _say_same(command: _Command, name: str, known: str, tally: Tally, *, hint: str = "") -> None:
    before = "" if name == known else f", the same bytes as {known}"
    rejected = tally.lines["rejected"]
    kept = f"; {rejected:,} of its rows stay rejected{hint}" if rejected else ""
    added = tally.lines["new"]
    what = f"{described(tally.pence['new'], added)} that it left then are added" if added else "nothing is added"
    message = f"the file was imported before{before}: {what}{kept}"
    command.findings.append(note("import.same_file", message, Where(file=name)))


def _lines(command: _Command, received: _Received, *, several: bool) -> None:
    layout, before = received.layout, received.before
    earlier = command.earlier.get(layout.name)
    if earlier is None:
        earlier = command.earlier[layout.name] = Earlier(command.standing.earlier(layout.name))
    single = _single(command, layout, earlier, before, compare=several or not earlier.empty)
    for done in single.parts():
        command.progress(layout.upload.name, done)
    single.tally.prove()
    entry = _post(command, single)
    command.findings += [*single.findings, *single.faulty.findings()]
    if received.known:
        _say_same(command, layout.upload.name, received.known, single.tally)
    else:
        command.first_time.add(layout.name)
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
            same_as=received.known,
            entries=entry,
            by_scheme=dict(single.by_scheme),
            by_period=dict(single.by_period),
            sealed=sealed(single.transfers, incurred_by=layout.source.incurred_by),
        )
    )


def _single(command: _Command, layout: Layout, earlier: Earlier, before: Before | None, *, compare: bool) -> FileImport:
    standing, known = command.standing, before.rejected if before is not None else frozenset()
    faulty = Faulty(layout, standing.year, command.accept_rejected, known)
    book = _codebook(command, layout)
    if layout.format.shape is not Shape.BALANCES:
        return FileImport(layout, standing, command.store, book, earlier, compare, faulty, before)
    posted = _posted(command, layout)
    return BalanceImport(layout, standing, command.store, book, earlier, compare, faulty, before, posted=posted)


def _posted(command: _Command, layout: Layout) -> Posted:
    """What the source of a trial balance has posted, before this command and in it."""
    if layout.name not in command.posted:
        command.posted[layout.name] = posted_so_far(command.standing.earlier(layout.name))
    return command.posted[layout.name]


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
    rejected = sum(map(len, single.faulty.kept))
    for raw in single.faulty.kept:
        store.add_rejected(raw)
    store.add_import(
        name=layout.upload.name, sha256=layout.identity.sha256, size=layout.identity.size,
        rows=tally.lines["new"] + tally.lines["seen"] + rejected, posted=tally.lines["new"],
        duplicates=tally.lines["seen"], rejected=rejected, pence=tally.pence["new"], source=layout.name,
    )  # fmt: skip
    proved(sum(single.by_period.values()), tally.pence["new"], "pence posted", "pence of the new lines")
    period = max(single.by_period, default=min(command.standing.closed + 1, 15))
    posted = store.post(
        kind=EntryKind.IMPORT, on=period_end(command.standing.year, period), period=period,
        description=f"{tally.lines['new']:,} lines: {layout.source.about or layout.name}", source=layout.upload.name,
        by=command.by, at=command.at, transfers=single.transfers,
    )  # fmt: skip
    return (posted.entry.number,)


def _journal(command: _Command, received: _Received) -> None:
    layout = received.layout
    result, findings = journals.post(
        layout, standing=command.standing, store=command.store, by=command.by, at=command.at,
        accept_rejected=command.accept_rejected, before=received.before,
    )  # fmt: skip
    command.files.append(replace(result, same_as=received.known))
    command.findings += findings
    if received.known:
        _say_same(command, layout.upload.name, received.known, result.tally)
    command.progress(layout.upload.name, result.tally.read)


def _result(command: _Command) -> ImportResult:
    unmapped = tuple(
        Unmapped(name, dict(zip(book.columns, codes, strict=True)), *sums)
        for name, book in command.codebooks.items()
        for codes, sums in sorted(book.unmapped.items(), key=lambda item: (-abs(item[1][1]), item[0]))
    )
    command.findings += _of_rules(command, unmapped)
    if any(each.code in OF_A_FILE for each in command.findings):
        too = personal.FOUND.code  # whoever keeps the file must know of it, whatever else is wrong
        raise Refused(each for each in command.findings if each.severity is Severity.ERROR or each.code == too)
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
        if command.first_time and not used[number] and rule.source in ("", *command.first_time):
            message = "no line of these files fits this rule: it may be misspelt, or a rule before it takes its lines"
            found.append(note("import.rule_unused", message, document.where(("rules", number))))
    return found
