"""Which imports there are, their findings, and both as lists for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Generic, TypeVar

from django.db.models import Count, Exists, Model, OuterRef, QuerySet, Sum
from django.http import Http404
from django.utils import timezone

from poolbook.findings import Finding, error, refuse_if
from poolbook.ledger.model import EntryKind
from poolbook.reports.model import Column, Kind, Row, Table
from poolbook_web.base.pence import Pence
from poolbook_web.base.words import stamp
from poolbook_web.imports import store
from poolbook_web.imports.models import Batch, File, Found
from poolbook_web.ledger.models import Entry, Proposal, Received, Transfer
from poolbook_web.ledger.queries import reversal
from poolbook_web.ledger.store import read as ledger
from poolbook_web.ledger.store.books import unlocked
from poolbook_web.partners.models import FundYear

M = TypeVar("M", bound=Model)


#: What is said of a file that no source of the rules knows.
UNKNOWN = "import.not_recognised"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which imports are wanted; what is left out does not matter. ``text`` is looked for in the files' names."""

    state: str = ""
    by: int | None = None
    first: date | None = None
    last: date | None = None
    text: str = ""


def batches(fund_year: FundYear) -> QuerySet[Batch]:
    """Every import of a fund-year, with who did what, its files, and whether one of them is laid out as none before."""
    found = Batch.objects.filter(fund_year=fund_year).select_related("brought_by", "accepted_by", "ended_by")
    return with_unknown(found.prefetch_related("files"))


def with_unknown(found: QuerySet[Batch]) -> QuerySet[Batch]:
    """Imports, each knowing whether no source of the rules knows a file of it."""
    return found.annotate(unknown=Exists(Found.objects.filter(batch=OuterRef("pk"), code=UNKNOWN)))


def search(fund_year: FundYear, wanted: Wanted) -> QuerySet[Batch]:
    """The imports wanted."""
    found, zone = batches(fund_year), timezone.get_default_timezone()
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.by is not None:
        found = found.filter(brought_by=wanted.by)
    if wanted.first:
        found = found.filter(brought_at__gte=datetime.combine(wanted.first, time.min, zone))
    if wanted.last:
        found = found.filter(brought_at__lte=datetime.combine(wanted.last, time.max, zone))
    if wanted.text:
        found = found.filter(Exists(File.objects.filter(batch=OuterRef("pk"), name__icontains=wanted.text)))
    return found


def people_in(fund_year: FundYear) -> list[tuple[int, str]]:
    """Everybody who brought something in, by name."""
    found = Batch.objects.filter(fund_year=fund_year).exclude(brought_by=None)
    return list(found.order_by("brought_by__name").values_list("brought_by", "brought_by__name").distinct())


def entries_that_stand(batch: Batch) -> list[Entry]:
    """The entries of an import whose money still stands in the books, in order."""
    moves = Exists(Transfer.objects.filter(entry=OuterRef("pk"), amount__gt=0))
    return list(ledger.that_stand(batch.fund_year).filter(moves, posting__batch=batch))


def lines_of(entries: Sequence[Entry]) -> tuple[int, Pence]:
    """The lines of extracts, and the rows of journals, that these entries posted, and what they come to."""
    files = Received.objects.filter(entry__in=entries, entry__kind=EntryKind.IMPORT)
    moved = Transfer.objects.filter(entry__in=entries, entry__kind=EntryKind.JOURNAL).order_by()
    posted = files.aggregate(lines=Sum("posted", default=0), pence=Sum("pence", default=0))
    by_hand = moved.aggregate(lines=Count("pk"), pence=Sum("amount", default=0))
    return posted["lines"] + by_hand["lines"], Pence(posted["pence"] + by_hand["pence"])


def undoing(batch: Batch) -> Proposal | None:
    """The proposal that undid an import, or, of one in the books, that waits to reverse what it posted; None where
    there is none."""
    undone = batch.state == Batch.State.UNDONE
    found = Proposal.objects.filter(answer__entry__isnull=False) if undone else Proposal.objects.filter(answer=None)
    about = found.filter(reversing__entry__posting__batch=batch).select_related("by", "fund_year__fund")
    return about.order_by("-number").first()


def leaves(proposal: Proposal, entries: Sequence[Entry]) -> bool:
    """Whether a proposal leaves one of these entries as it stands."""
    return not {each.pk for each in entries} <= set(proposal.reversing.values_list("entry", flat=True))


def against_undoing(fund_year: FundYear, entries: Sequence[Entry]) -> list[Finding]:
    """What stands against reversing these entries of an import: a part that was corrected, say."""
    return list(reversal.against(unlocked(fund_year), entries))


def that_wait(fund_year: FundYear) -> QuerySet[Batch]:
    """Those that wait for a person."""
    return Batch.objects.filter(fund_year=fund_year, state__in=Batch.WAITING).order_by("number")


def batch_or_404(fund_year: FundYear, number: int) -> Batch:
    """An import by its number."""
    found = batches(fund_year).filter(number=number).first()
    if found is None:
        raise Http404
    found.fund_year = fund_year
    return found


def file_or_404(batch: Batch, place: int) -> File:
    """A file of an import by its place; the bytes of one that was withdrawn are gone."""
    found = batch.files.filter(place=place).first()
    if found is None or batch.state == Batch.State.WITHDRAWN:
        raise Http404
    return found


def to_take_out(batch: Batch, place: int) -> File:
    """A file of an import, to be handed to somebody. Refused to everybody where a reading found personal data in it."""
    found = file_or_404(batch, place)
    if found.personal:
        message = (
            f"{found.name} cannot be downloaded: there is an NHS number or a date of birth in it. Ask whoever sent it "
            "for one without"
        )
        refuse_if([error("imports.personal_data", message)])
    return found


def forgotten(batch: Batch) -> bool:
    """Whether the bytes of a file with personal data are gone, so that it cannot be read again."""
    return batch.state not in (*Batch.AT_WORK, *Batch.WAITING) and any(each.personal for each in batch.files.all())


def content(file: File) -> Iterator[bytes]:
    """A file's bytes as they came, piece by piece."""
    return store.stream(file)


def known_files(batch: Batch) -> dict[str, Batch]:
    """Which of a batch's files came before, by SHA-256, in a batch that waits or is in the books."""
    mine = batch.files.values("sha256")
    others = File.objects.filter(sha256__in=mine, batch__fund_year=batch.fund_year).exclude(batch=batch)
    states = (*Batch.AT_WORK, *Batch.WAITING, Batch.State.ACCEPTED)
    found = others.filter(batch__state__in=states).select_related("batch").order_by("-batch__number")
    return {each.sha256: each.batch for each in found}


def later_that_saw(batch: Batch) -> list[Batch]:
    """Imports in the books that came after this one and left lines out as seen: perhaps lines of this one."""
    mine = {each.source for each in batch.files.all()}
    later = batches(batch.fund_year).filter(state=Batch.State.ACCEPTED, posted_at__gt=batch.posted_at)
    return [
        each
        for each in later.order_by("number")
        if any(file.source in mine and file.tally.get("lines", {}).get("seen") for file in each.files.all())
    ]


def findings(batch: Batch, severity: str = "", file: str = "") -> QuerySet[Found]:
    """The findings of an import's last reading, the gravest first; of one weight, or one file. That nothing knows how a
    file is laid out is no finding while the site asks just that."""
    found = batch.found.exclude(code=UNKNOWN) if batch.to_lay_out else batch.found.all()
    if severity:
        found = found.filter(severity=severity)
    return found.filter(file=file) if file else found


@dataclass(frozen=True)
class First(Generic[M]):
    """The first rows of a list, and how many there are in all."""

    rows: Sequence[M]
    count: int


def first(rows: QuerySet[M], shown: int = 10) -> First[M]:
    """The first few; they are only counted where there are more."""
    found = list(rows[: shown + 1])
    return First(found[:shown], len(found) if len(found) <= shown else rows.count())


def as_table(found: Iterable[Batch]) -> Table:
    """Imports as a list for a spreadsheet."""
    columns = (
        Column("Number", Kind.COUNT), Column("Files"), Column("State"), Column("Brought in by"),
        Column("Brought in (UTC)"), Column("Lines", Kind.COUNT), Column("New lines", Kind.COUNT),
        Column("Faulty rows", Kind.COUNT), Column("New money", Kind.PENCE), Column("Accepted by"),
        Column("Posted (UTC)"), Column("Undone or withdrawn by"), Column("Why"),
    )  # fmt: skip
    return Table("Imports", columns, tuple(_row(each) for each in found))


def _row(each: Batch) -> Row:
    return Row(
        (
            each.number, "; ".join(file.name for file in each.files.all()), each.stands,
            str(each.brought_by or ""), stamp(each.brought_at), each.lines, each.new, each.rejected, int(each.pence),
            str(each.accepted_by or ""), stamp(each.posted_at), str(each.ended_by or ""), each.why,
        )
    )  # fmt: skip


def findings_table(found: Iterable[Found]) -> Table:
    """Findings as a list for a spreadsheet: to send to whoever makes the extract."""
    columns = (
        Column("File"), Column("Sheet"), Column("Row", Kind.COUNT), Column("Column"), Column("Weight"),
        Column("What is wrong, and what to do"), Column("Code"),
    )  # fmt: skip
    rows = (
        Row((each.file, each.sheet, each.row, each.column, each.severity, each.message, each.code)) for each in found
    )
    return Table("Findings", columns, tuple(rows))
