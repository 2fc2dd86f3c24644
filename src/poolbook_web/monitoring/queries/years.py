"""A year from its opening to the next: what opens its books, what last year ended with, what is missing at a close."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poolbook.dates.years import MONTHS, PERIODS, month_name, parse_year
from poolbook.findings import Finding, note
from poolbook.folder.opening import opening
from poolbook.importing import Balance, Upload
from poolbook.ledger.balances import Balances
from poolbook.ledger.equity import Equity, equity
from poolbook.ledger.model import Layer
from poolbook.reports.model import Column, Kind, Row, Section, Table, summed
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook_web.agreements import queries as agreements
from poolbook_web.imports import queries as imports
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import store
from poolbook_web.monitoring.models import Comment
from poolbook_web.partners.models import FundYear

_CONTRIBUTIONS = ("contributions", "contributions_non_recurrent")
_SUM = Column("Amount", Kind.PENCE)


@dataclass(frozen=True)
class Preview:
    """What opening the books would post, and what the terms leave to be said."""

    section: Section
    posts: bool
    findings: Sequence[Finding]


def preview(fund_year: FundYear) -> Preview:
    """What opening would do, before it is done. Raises :class:`Refused` where no terms are in force."""
    recorded = store.recorded(fund_year)
    closing = recorded.facts.closing
    made = opening(recorded.terms, [each.of() for each in recorded.commentary.dues], closing.of() if closing else None)
    balances, terms = Balances.of(made.transfers), recorded.terms
    tables = tuple(each for each in (_budget(balances, terms), _funded(balances, terms), _due(balances, terms),
                                     _brought(balances, terms)) if each.rows)  # fmt: skip
    return Preview(Section("", "What opening posts", (), tables), bool(made.transfers), made.findings)


def _budget(balances: Balances, terms: Terms) -> Table:
    sums = [(each.name, balances.total(Layer.BUDGET, "spend", scheme=each.code)) for each in terms.schemes]
    whole = balances.total(Layer.BUDGET, "spend", scheme="")
    return _table("Budget by scheme", "Scheme", [*sums, *([("The fund as a whole", whole)] if whole else [])])


def _funded(balances: Balances, terms: Terms) -> Table:
    sums = [
        (each.name, -balances.total(Layer.BUDGET, *_CONTRIBUTIONS, partner=each.code))
        for each in ask.contributors(terms)
    ]
    return _table("Contributions for the year", "Contributor", [each for each in sums if each[1]])


def _due(balances: Balances, terms: Terms) -> Table:
    sums = [
        (f"{each.name}, {month_name(terms.year, period)}", pence)
        for each in ask.contributors(terms)
        for period in PERIODS
        if (pence := balances.total(Layer.ACTUAL, "contributions_due", partner=each.code, period=period))
    ]
    return _table("Falls due", "From, and in which month", sums)


def _brought(balances: Balances, terms: Terms) -> Table:
    owners = [*((each.code, each.name) for each in ask.contributors(terms)), ("", "In nobody's name")]
    sums = [(name, -balances.total(Layer.ACTUAL, "carried_forward", partner=code)) for code, name in owners]
    return _table("Brought forward from last year", "Whose", [each for each in sums if each[1]])


def _table(title: str, heading: str, sums: Sequence[tuple[str, int]]) -> Table:
    columns, rows = (Column(heading), _SUM), tuple(Row(each) for each in sums)
    return summed(title, columns, rows) if rows else Table(title, columns, ())


def year_before(fund_year: FundYear) -> FundYear | None:
    """The year before, where the site has it."""
    label = str(parse_year(fund_year.year).previous)
    return FundYear.objects.filter(fund=fund_year.fund, year=label).select_related("fund").first()


def next_label(fund_year: FundYear) -> str:
    """The year after, as it is written."""
    return str(parse_year(fund_year.year).next)


def terms_of_next_year(fund_year: FundYear) -> str:
    """This year's terms, as they were written, with the next year in the place of this one."""
    text = agreements.terms_version(fund_year).text
    return re.sub(r"(?m)^(year:[ \t]*)[^ \t#\n\r]+", rf"\g<1>{next_label(fund_year)}", text, count=1)


def closed_with(fund_year: FundYear) -> Equity | None:
    """What the books of the year before ended with, and whose it is; None where the site has no entry of it."""
    before = year_before(fund_year)
    if before is None or not ledger.entries(before).exists():
        return None
    return equity(ledger.balances(before))


def closing_beside(fund_year: FundYear) -> tuple[Section | None, Mapping[str, int]]:
    """Last year's books, to agree the closing figures with, and the figures that they give, by contributor: none where
    a part of the balance is in nobody's name, since whose it is, is for the partners to say."""
    ended = closed_with(fund_year)
    if ended is None:
        return None, {}
    terms = agreements.terms(fund_year)
    columns = (Column("Whose"), _SUM)
    rows = tuple(Row((ask.name(terms, code), pence)) for code, pence in ended.by.items() if pence)
    if ended.unattributed:
        rows = (*rows, Row(("In nobody's name: income less spend, until the year is settled", ended.unattributed)))
    table = summed("What last year's books ended with", columns, rows)
    return Section("", "Last year's books", (), (table,)), {} if ended.unattributed else ended.by


def trial_balance(fund_year: FundYear, file: Upload, period: int) -> Balance:
    """What the host's trial balance of a period says, to be compared at the close. Raises :class:`Refused` where it
    proves nothing."""
    return store.read_trial_balance(fund_year, file, period)


def missing(fund_year: FundYear, period: int) -> list[Finding]:
    """What a close to the end of a period would leave behind: imports that wait, months without a line, schemes that
    nobody commented on. None of it stops the close."""
    return [*_waiting(fund_year), *_bare(fund_year, period), *_silent(fund_year, period)]


def _waiting(fund_year: FundYear) -> list[Finding]:
    states = (*Batch.AT_WORK, *Batch.WAITING)
    waiting = imports.batches(fund_year).filter(state__in=states).order_by("number")
    return [
        note("monitoring.import_waits", f"import {each.number} is not in the books: {each.get_state_display().lower()}")
        for each in waiting
    ]


def _bare(fund_year: FundYear, period: int) -> list[Finding]:
    balances, first = ledger.balances(fund_year), ledger.head(fund_year).closed + 1
    year = parse_year(fund_year.year)
    spent = {cell.period for cell, _ in balances if cell.layer is Layer.ACTUAL and cell.account == "spend"}
    return [
        note("monitoring.nothing_spent", f"nothing is spent in {month_name(year, each)}: is its extract in?")
        for each in MONTHS
        if first <= each <= period and each not in spent
    ]


def _silent(fund_year: FundYear, period: int) -> list[Finding]:
    terms = agreements.terms(fund_year)
    said = set(store.in_force(Comment, fund_year).filter(period=period).values_list("scheme", flat=True))
    when = month_name(parse_year(fund_year.year), period)
    return [
        note("monitoring.no_commentary", f"nobody has commented on {each.name} for {when}")
        for each in terms.schemes
        if each.code not in said
    ]
