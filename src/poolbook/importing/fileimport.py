"""One file of lines, part by part: typed, mapped, matched, posted, counted.

Source: docs/reference/imports.md, "What becomes of a line".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import polars as pl

from poolbook import money
from poolbook.dates.years import month_name
from poolbook.findings import Finding, Where, error, warning
from poolbook.importing import personal, post
from poolbook.importing.faulty import SHOWN, Faulty
from poolbook.importing.formats import Kind
from poolbook.importing.layout import Layout
from poolbook.importing.lines import KINDS, Fault, LineReader, Total, Typed
from poolbook.importing.mapping import Answer, Codebook
from poolbook.importing.match import Earlier, Reach, fingerprints, reach_of
from poolbook.importing.ports import Before, Standing, Store
from poolbook.importing.results import Tally, described
from poolbook.importing.table import SMALL, ahead
from poolbook.ledger.model import Transfer

_ENDS = {Answer.ELSEWHERE: "elsewhere", Answer.IGNORED: "ignored", Answer.UNMAPPED: "unmapped"}


@dataclass
class FileImport:
    """The import of one file into a store, as it goes along."""

    layout: Layout
    standing: Standing
    store: Store
    codebook: Codebook
    earlier: Earlier
    compare: bool  #: whether the source has posted anything before, or will be compared with in this command
    faulty: Faulty
    before: Before | None = None  #: what became of the file when its very bytes came before
    tally: Tally = field(default_factory=Tally)
    transfers: list[Transfer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    control: int | None = None
    subtotals: int = 0
    by_scheme: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    by_period: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    _totals: list[Total] = field(default_factory=list)
    _last_row: int = 0
    _removed: list[int] = field(default_factory=lambda: [0, 0])
    _twins: list[int] = field(default_factory=lambda: [0, 0])
    _changed: int = 0
    _unread: int = 0
    _reach: Reach = (0, date.min)

    def parts(self) -> Iterator[int]:
        """Do it; after each part, the lines read so far."""
        reader = self.reader()
        self.earlier.begin_file()
        if self.before is not None:  # its own lines are no copies of those that it left
            self.earlier.repeats(fingerprints(self.before.lines))
        parts = self.layout.table.parts(self.layout.skip, self.layout.width)
        read = (reader.typed(part) for part in parts)
        for typed in ahead(read) if self.layout.identity.size > SMALL else read:
            self._hold_totals(typed)
            self._part(typed)
            yield self.tally.read
        self._finish()

    def reader(self) -> LineReader:
        """The reader of its rows."""
        return LineReader(self.layout, self.standing.year)

    def _part(self, typed: Typed) -> None:
        lines = typed.lines
        self._removed = [self._removed[at] + typed.removed[at] for at in (0, 1)]
        self.tally.read += len(lines)
        self.tally.read_pence += int(lines["pence"].sum())
        self._unread += lines["pence"].null_count()
        lines = self._without_posted(lines)
        sound = lines
        if (faulty := lines["fault"] != 0).any():
            self._reject(typed, lines.filter(faulty))
            sound = lines.filter(~faulty)
        codes = [f"k{at}" for at in range(len(self.layout.codes))]
        sound = sound.hstack(self.codebook.answers(sound.select(codes)))
        if (opening := sound["kind"] == KINDS.index(Kind.OPENING)).any():
            passed_over = opening & (sound["answer"] != Answer.ELSEWHERE)
            sound = sound.with_columns(answer=sound["answer"].set(passed_over, int(Answer.IGNORED)))
        self._count_others(sound, codes)
        mapped = sound.filter(pl.col("answer") == Answer.MAPPED).with_columns(
            incurred_by=pl.lit(self.layout.source.incurred_by, pl.String)
        )
        new = self._match(mapped)
        if self.standing.closed:
            late = new.filter(pl.col("period") <= self.standing.closed)
            if len(late):
                self._reject(typed, late.with_columns(fault=pl.lit(int(Fault.CLOSED), pl.UInt8)))
                new = new.filter(pl.col("period") > self.standing.closed)
        if len(new):
            self._post(new)

    def _without_posted(self, lines: pl.DataFrame) -> pl.DataFrame:
        """The lines without those that the same file brought before, which are seen whatever the rules say now."""
        if self.before is None:
            return lines
        posted = lines["line_no"].is_in(self.before.lines["line_no"].implode())
        self.tally.add("seen", int(posted.sum()), int(lines.filter(posted)["pence"].sum()))
        return lines.filter(~posted)

    def _reject(self, typed: Typed, faults: pl.DataFrame) -> None:
        self.tally.add("rejected", len(faults), int(faults["pence"].sum()))
        self.faulty.take(typed, faults.select("line_no", "fault", "period", "kind"))

    def _count_others(self, sound: pl.DataFrame, codes: list[str]) -> None:
        ends = sound.group_by("answer").agg(pl.len(), pl.col("pence").sum())
        for answer, count, pence in ends.iter_rows():
            if (end := _ENDS.get(Answer(answer))) is not None:
                self.tally.add(end, count, pence)
        if self.tally.lines["unmapped"]:
            waiting = sound.filter(pl.col("answer") == Answer.UNMAPPED)
            grouped = waiting.group_by(codes, maintain_order=True).agg(pl.len(), pl.col("pence").sum())
            for *code, count, pence in grouped.iter_rows():
                sums = self.codebook.unmapped.setdefault(tuple(code), [0, 0])
                sums[0] += count
                sums[1] += pence

    def _match(self, mapped: pl.DataFrame) -> pl.DataFrame:
        """The lines that are new; the others are counted as seen, twins and changes noted."""
        if not (self.compare and len(mapped)):
            return mapped
        self._reach = max(self._reach, reach_of(mapped))
        prints = fingerprints(mapped)
        seen = self.earlier.repeats(prints)
        if self.layout.source.repeats == "incremental":
            named = prints["keyed"] if self.layout.source.reference == "unique" else prints["keyed"] & False
            twins = mapped.filter(seen & ~named)
            self._twins = [self._twins[0] + len(twins), self._twins[1] + int(twins["pence"].sum())]
            self._list_twins(twins)
            seen &= named
        self.tally.add("seen", int(seen.sum()), int(mapped.filter(seen)["pence"].sum()))
        fresh, prints = mapped.filter(~seen), prints.filter(~seen)
        if self.layout.source.reference == "unique":
            self._note_changes(fresh, self.earlier.changed(prints))
        self.earlier.add(prints)
        return fresh

    def _list_twins(self, twins: pl.DataFrame) -> None:
        room = SHOWN - sum(1 for each in self.findings if each.code == "import.twin")
        for row, pence in twins.select("line_no", "pence").head(max(0, room)).iter_rows():
            message = (
                f"{money.show(pence)}: a line equal to one of an earlier file, with no transaction number to tell "
                "them apart; it is posted as a line of its own: check that it is not the same payment"
            )
            self.findings.append(warning("import.twin", message, self._at(row)))

    def _note_changes(self, fresh: pl.DataFrame, before: pl.Series) -> None:
        differs = (before.is_not_null() & (before != fresh["pence"])).fill_null(value=False)
        if not differs.any():
            return
        changed = fresh.select("line_no", "pence", "reference").with_columns(before=before).filter(differs)
        room = max(0, SHOWN - self._changed)
        self._changed += len(changed)
        for row, pence, reference, was in changed.head(room).iter_rows():
            message = (
                f"transaction {reference[:40]!r} was posted with {money.show(was)} and comes now with "
                f"{money.show(pence)}: posted as a new line; reverse the earlier import if this replaces it"
            )
            self.findings.append(warning("import.changed_since", message, self._at(row)))

    def _post(self, new: pl.DataFrame) -> None:
        self.tally.add("new", len(new), int(new["pence"].sum()))
        self.tally.credits += int(new.filter(pl.col("pence") <= 0)["pence"].sum())
        targets = self.codebook.targets
        ordered = post.in_order(new, targets)
        first, _ = self.store.add_lines(ordered.select(*post.STORED))
        incurred_by = self.layout.source.incurred_by
        for run in post.runs(ordered):
            target = targets[run.target]
            self.transfers.append(post.transfer(run, target, incurred_by=incurred_by, first=first))
            self.by_scheme[target.scheme, target.account] += run.pence
            self.by_period[run.period] += run.pence

    def _hold_totals(self, typed: Typed) -> None:
        """Totals are judged when the file ends: only then is it known which row was the last."""
        if len(typed.lines):
            self._last_row = int(typed.lines["line_no"][-1])
        self._totals += typed.totals

    def _finish(self) -> None:
        marked = [each for each in self._totals if each.stars]
        bare = [each for each in self._totals if not each.stars]
        last = bare[-1] if bare and bare[-1].row > self._last_row else None
        for total in bare:
            if total is not last:
                self.tally.read += 1
                self.tally.read_pence += total.pence or 0
                self.tally.add("rejected", 1, total.pence or 0)
                self.faulty.total(total)
        self.subtotals = len(marked)
        if marked and last is None and marked[-1].row > self._last_row:
            top = max(each.stars for each in marked)
            last = marked[-1] if marked[-1].stars == top and sum(each.stars == top for each in marked) == 1 else None
        if last is not None and last.pence is not None:
            self._compare_control(last, last.pence)
        self._report()

    def _compare_control(self, total: Total, pence: int) -> None:
        """The total at the end must agree with the lines: a file cut short, or a sign lost, shows here."""
        self.control, ours = pence, self.sum_of_lines()
        if self._unread:
            message = "there is a total at the end, and rows whose amount cannot be read: the two cannot be compared"
            self.findings.append(warning("import.control_unknown", message, self._at(total.row)))
        elif pence != ours:
            apart = pence - ours
            message = (
                f"the total at the end is {money.show(pence)} and the lines sum to {money.show(ours)}, "
                f"{money.show(apart)} apart: is the file complete, and is every sign there?"
            )
            self.findings.append(error("import.control_total", message, self._at(total.row)))

    def sum_of_lines(self) -> int:
        """What a total at the end must agree with."""
        return self.tally.read_pence

    def _report(self) -> None:
        where = self.layout.where
        numbers, births = (self._removed[at] + self.faulty.removed[at] for at in (0, 1))
        self.findings += personal.found(numbers, births, where)
        self.findings += self._gaps(where)
        if self._twins[0]:
            message = f"{described(self._twins[1], self._twins[0])}: equal to lines of earlier files, and posted"
            self.findings.append(warning("import.twins", message, where))
        if self._changed > SHOWN:
            message = f"{self._changed:,} transactions came with another amount than before; the first are listed"
            self.findings.append(warning("import.changed_more", message, where))
        gone, pence = self.earlier.gone(self._reach) if self._whole_year() else (0, 0)
        if gone:
            message = (
                f"{described(pence, gone)} of earlier files: not in this one, which holds the year so far; "
                "they stay posted: ask why they went, and reverse their import if they should go"
            )
            self.findings.append(warning("import.gone", message, where))
        if not self.tally.read:
            message = "there are headings and no lines in the file: ask for it again, or leave it out"
            self.findings.append(error("import.no_lines", message, where))

    def _gaps(self, where: Where) -> Iterator[Finding]:
        """Months without a line between those of the new lines, and beyond all that came before: one line with a wrong
        date would have a fund look as if its year were nearly over."""
        months, year = sorted(each for each in self.by_period if each <= 12), self.standing.year
        for before, after in pairwise(months):
            first, last = max(before, self.earlier.reached) + 1, after - 1
            if first <= last:
                none = month_name(year, first) + (f" to {month_name(year, last)}" if first < last else "")
                lines = f"lines of {month_name(year, after)}, {money.show(self.by_period[after])} net"
                yield warning("import.gap", f"{lines}, and none of {none}: are the dates right?", where)

    def _whole_year(self) -> bool:
        """Whether what earlier files brought must be in this one too."""
        return self.compare and self.before is None and self.layout.source.repeats == "cumulative"

    def _at(self, row: int) -> Where:
        return Where(file=self.layout.upload.name, sheet=self.layout.table.sheet, row=row)
