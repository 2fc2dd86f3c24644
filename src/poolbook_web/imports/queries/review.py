"""An import as its reviewer sees it: figures by file, scheme and period, what waits for an answer, what comes next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from poolbook.dates.years import month_name, parse_year
from poolbook.folder.opening import opening
from poolbook.importing.results import ENDS
from poolbook.ledger.chart import CHART, account
from poolbook.terms.model import Terms
from poolbook_web.agreements import queries as agreements
from poolbook_web.base.pence import Pence
from poolbook_web.imports.models import Batch, File
from poolbook_web.ledger import queries as ledger
from poolbook_web.partners.models import FundYear
from poolbook_web.people import queries as people
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission


@dataclass(frozen=True)
class OfFile:
    """What became of one file's lines: ``ends`` are lines by how they ended, in the order of the headings."""

    file: File
    read: int
    ends: tuple[int, ...]
    net: Pence
    credits: Pence
    control: str


@dataclass(frozen=True)
class Sum:
    """An amount, and what it is of."""

    name: str
    account: str
    pence: Pence


@dataclass(frozen=True)
class Review:
    """The figures of an import, file by file and in all."""

    files: tuple[OfFile, ...]
    total: OfFile | None
    schemes: tuple[Sum, ...]
    periods: tuple[Sum, ...]
    net: Pence


def review(batch: Batch) -> Review:
    """The figures of the last reading."""
    rows = list(batch.files.all())
    files = tuple(_of_file(each) for each in rows if each.tally)
    return Review(
        files=files,
        total=_total(files) if len(files) > 1 else None,
        schemes=_by_scheme(rows, agreements.terms(batch.fund_year)) if files else (),
        periods=_by_period(rows, batch.fund_year.year),
        net=sum((each.net for each in files), start=Pence(0)),
    )


def _of_file(file: File) -> OfFile:
    tally = file.tally
    control = "None in the file" if file.control is None else f"{file.control.pounds}: agrees with the lines"
    return OfFile(
        file=file,
        read=tally["read"],
        ends=tuple(tally["lines"][end] for end in ENDS),
        net=Pence(tally["pence"]["new"]),
        credits=Pence(tally["credits"]),
        control=control,
    )


def _total(files: Sequence[OfFile]) -> OfFile:
    return OfFile(
        file=File(name="All files"),
        read=sum(each.read for each in files),
        ends=tuple(map(sum, zip(*(each.ends for each in files), strict=True))),
        net=sum((each.net for each in files), start=Pence(0)),
        credits=sum((each.credits for each in files), start=Pence(0)),
        control="",
    )


def _by_scheme(files: Sequence[File], terms: Terms) -> tuple[Sum, ...]:
    names = {each.code: each.name for each in terms.schemes}
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for file in files:
        for scheme, code, pence in file.by_scheme:
            sums[scheme, code] += pence
    return tuple(
        Sum(names.get(scheme, scheme) or "No scheme", account(code).name, Pence(pence))
        for (scheme, code), pence in sorted(sums.items())
    )


def _by_period(files: Sequence[File], year: str) -> tuple[Sum, ...]:
    sums: defaultdict[int, int] = defaultdict(int)
    for file in files:
        for period, pence in file.by_period:
            sums[period] += pence
    named = parse_year(year)
    return tuple(Sum(month_name(named, period), "", Pence(pence)) for period, pence in sorted(sums.items()))


@dataclass(frozen=True)
class Choices:
    """What a rule may say in this fund: pairs of code and name."""

    schemes: Sequence[tuple[str, str]] = ()
    accounts: Sequence[tuple[str, str]] = ()
    partners: Sequence[tuple[str, str]] = ()


def choices(batch: Batch) -> Choices:
    """The schemes and partners of the terms, and the accounts that a line can be of."""
    terms = agreements.terms(batch.fund_year)
    units = [(unit.code, f"{unit.name} ({each.name})") for each in terms.partners for unit in each.units]
    others_side = ("cash_at_host", "creditors")
    return Choices(
        schemes=[(each.code, each.name) for each in terms.schemes],
        accounts=[(code, each.name) for code, each in CHART.items() if code not in (*others_side, "reserves")],
        partners=[*((each.code, each.name) for each in terms.partners), *units],
    )


def other_partners(fund_year: FundYear) -> list[tuple[str, str]]:
    """The partners that do not host, by code and name."""
    terms = agreements.terms(fund_year)
    host = terms.host.partner if terms.host else ""
    return [(each.code, each.name) for each in terms.partners if each.code != host]


#: What is said of a file that is broken, empty, or a picture: of the file itself, and not of how it is read.
_BROKEN = (
    "import.not_a_table", "import.empty", "import.encoding", "import.quotes", "import.workbook",
    "import.workbook_too_large",
)  # fmt: skip


def never_read(batch: Batch) -> bool:
    """Whether a file of it is broken or is no listing, so that no rules would ever read it."""
    return batch.state == Batch.State.REFUSED and batch.found.filter(code__in=_BROKEN).exists()


def to_open_first(fund_year: FundYear) -> bool:
    """Whether the books wait to be opened, at first or after a reversal: an extract is posted after the opening entry,
    if the terms give any figure for one, so that a month's spend never stands without its budget."""
    if ledger.is_open(fund_year):
        return False
    return bool(opening(agreements.terms(fund_year)).transfers)


def rules_number(batch: Batch) -> int | None:
    """The version of the rules that a reading goes by; None where there are none."""
    now = agreements.rules_version(batch.fund_year)
    return now.number if now else None


def rules_moved_on(batch: Batch) -> bool:
    """Whether the rules in force are others than the last reading went by."""
    return batch.read_at is not None and rules_number(batch) != batch.rules


def own(batch: Batch, person: Person | None) -> str:
    """What somebody did of an import themselves, where the site wants a second person to accept it: brought the files
    in, or said since where their codes go. "" where nothing."""
    if settings.ACCEPT_OWN_IMPORTS or person is None:
        return ""
    if batch.brought_by_id == person.pk:
        return "You brought these files in"
    return "You answered codes, or changed the rules, since these files came" if person.pk in _coded(batch) else ""


def _coded(batch: Batch) -> set[int | None]:
    """Who put rules in force since the files came; asked once of a batch, however often a page looks."""
    if not hasattr(batch, "coded_by"):
        since = agreements.rules_versions(batch.fund_year).filter(at__gte=batch.brought_at)
        batch.coded_by = set(since.values_list("by", flat=True))
    return batch.coded_by


def others_who_accept(batch: Batch, at: datetime) -> list[Person]:
    """Those who may accept the files in the place of who brought them in, or said where they go."""
    own = {batch.brought_by_id, *_coded(batch)}
    return [each for each in people.who_may(Permission.IMPORTS_ACCEPT, batch.fund_year.fund, at) if each.pk not in own]


def to_accept(batch: Batch) -> bool:
    """Whether what the last reading found waits for nothing but somebody's yes."""
    return batch.new > 0 and not batch.unanswered.exists()


@dataclass(frozen=True)
class Step:
    """Whether a batch can be accepted by a person, and if not, why not in words."""

    accept: bool
    reason: str = ""


def next_step(batch: Batch, person: Person | None, unanswered: int) -> Step:
    """What stands between a batch and the books."""
    if batch.state != Batch.State.REVIEW:
        return Step(False, f"This import is not waiting to be accepted: it is {batch.get_state_display().lower()}.")
    if unanswered:
        codes = "1 combination of codes has" if unanswered == 1 else f"{unanswered:,} combinations of codes have"
        return Step(False, f"{codes} no rule yet. Nothing can be posted until each is answered.")
    if to_open_first(batch.fund_year):
        return Step(False, "The books of the year are not open yet. They are opened before anything is posted.")
    if did := own(batch, person):
        return Step(False, f"{did}, so somebody else has to accept them.")
    return Step(True)
