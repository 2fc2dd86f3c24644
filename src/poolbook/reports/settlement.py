"""The working of a settlement: every rule's step in words, and who bears what.

Source: docs/reference/settlement.md; docs/reference/packs.md (what a settlement rests on is kept with its evidence).
"""

from __future__ import annotations

from poolbook.book import Book
from poolbook.reports.frame import frame
from poolbook.reports.model import Column, Kind, Report, Row, Section, Table, summed
from poolbook.reports.request import Request
from poolbook.reports.shares import section as shares
from poolbook.reports.shares import source_name
from poolbook.reports.view import View, day
from poolbook.settlement.model import Settlement

NO_EVIDENCE = "no evidence is recorded"


def make(book: Book, request: Request) -> Report:
    """Who bears what and by which clause, for whoever has to pay, decide or audit."""
    view = View(book, request)
    sections = [shares(view, working=True)]
    if (settlement := view.outcome.settlement) is not None:
        sections += [_by_unit(view, settlement), *_reserves(view, settlement), _rests_on(view, settlement)]
    findings = (*view.forecast.findings, *view.outcome.findings)
    made = "outturn" if view.period >= 12 else "forecast"
    return frame(view, f"Settlement of the {made} at {day(book.year, view.period)}", sections, findings)


def _by_unit(view: View, settlement: Settlement) -> Section:
    columns = (
        Column("Settled for"),
        Column("Variance", Kind.PENCE),
        Column("Borne by"),
        Column("Amount", Kind.PENCE),
    )
    rows = []
    for unit, sources in settlement.by_unit.items():
        name = view.name(unit)
        marked = view.standins.in_variance
        rows.append(Row((name, settlement.variance[unit], None, None), illustrative=marked))
        rows += [
            Row((name, None, source_name(view, source, pence), pence), illustrative=marked)
            for source, pence in sources.items()
            if pence
        ]
        if netted := settlement.netted.get(unit):
            rows.append(Row((name, None, "Met between schemes: nobody pays", netted), illustrative=marked))
    return Section("", "By unit of settlement", (), (summed("Variance and who bears it", columns, rows),))


def _reserves(view: View, settlement: Settlement) -> list[Section]:
    if not settlement.reserves:
        return []
    columns = (Column("Reserve"), Column("Before", Kind.PENCE), Column("After", Kind.PENCE))
    before = settlement.case.reserves
    marked = view.standins.in_variance
    rows = tuple(
        Row((name, before.get(name, 0), after), illustrative=marked and after != before.get(name, 0))
        for name, after in settlement.reserves.items()
    )
    return [Section("", "Reserves", (), (Table("Balances before and after", columns, rows),))]


def _rests_on(view: View, settlement: Settlement) -> Section:
    """The facts, causes and decisions recorded, each with its evidence: without them the shares would be others."""
    book = view.book
    columns = (
        Column("Recorded"),
        Column("Name"),
        Column("Says"),
        Column("Amount", Kind.PENCE),
        Column("Evidence"),
    )
    rows = [_fact(name, value, book.evidence.get(name, "")) for name, value in book.facts.items()]
    for unit, causes in book.causes.items():
        for cause, pence in causes.items():
            says = f"explains this much of the variance of {view.name(unit)}"
            rows.append(Row(("cause", cause, says, pence, book.evidence.get(cause) or NO_EVIDENCE)))
    for body, sources in book.decisions.items():
        says = "rejected: not what was left" if body in settlement.rejected_decisions else "decides who bears"
        for source, pence in sources.items():
            what = f"{says}: {source_name(view, source, pence)}"
            rows.append(Row(("decision", view.name(body), what, pence, book.evidence.get(body) or NO_EVIDENCE)))
    if not rows:
        return Section("", "What it rests on", ("No fact, cause or decision is recorded.",))
    table = Table("Facts, causes and decisions recorded", columns, tuple(rows))
    return Section("", "What it rests on", (), (table,))


def _fact(name: str, value: bool | int, evidence: str) -> Row:
    says, pence = (("so" if value else "not so"), None) if isinstance(value, bool) else ("a sum", value)
    return Row(("fact", name, says, pence, evidence or NO_EVIDENCE))
