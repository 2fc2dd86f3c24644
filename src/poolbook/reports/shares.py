"""Who would bear the variance, by the agreement's own rules: the settlement of the forecast.

Source: docs/reference/settlement.md; docs/reference/reports.md, "The blocks of the quarterly report".
"""

from __future__ import annotations

import re
from dataclasses import replace

from poolbook import money
from poolbook.reports.caps import caps
from poolbook.reports.model import Column, Kind, Row, Section, Table, percent, total_row
from poolbook.reports.view import View
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, Settlement, reserve_of, unit_of
from poolbook.settlement.rollup import RollUp, roll_up
from poolbook.settlement.units import POOL

HEADING = "Who bears the variance, if the year ends as forecast"
OUTTURN = "Who bears the variance of the year"


def section(view: View, letter: str = "", *, working: bool = False) -> Section:
    """What each contributor and each legal partner would bear, and what the agreement leaves undecided; with
    ``working``, every rule's step as well."""
    heading = OUTTURN if view.period >= 12 else HEADING
    settlement, by_partner = view.outcome.settlement, view.outcome.by_partner
    if settlement is None or by_partner is None:
        reasons = tuple(each.message for each in view.outcome.findings)
        return Section(letter, heading, ("No settlement can be worked out.", *reasons), tuple(_questions(view)))
    tables = [_by_contributor(view, settlement), _by_partner(view, settlement, by_partner)]
    if working:
        tables += [_by_rule(view, settlement), *caps(view, settlement)]
    sentences = [_starts_from(view, settlement), _undecided(settlement)]
    if working:
        sentences += _steps(view, settlement)
    return Section(letter, heading, tuple(sentences), (*tables, *_questions(view)))


def source_name(view: View, source: str) -> str:
    """A source of a settlement in words."""
    if source == CARRY_FORWARD:
        return "Carried forward to next year"
    if source == UNDECIDED:
        return "Undecided: the agreement does not say"
    name = reserve_of(source)
    return view.name(source) if name is None else f"Reserve: {name}"


def _starts_from(view: View, settlement: Settlement) -> str:
    variance = sum(settlement.variance.values())
    word = "overspend" if variance > 0 else "underspend"
    sentence = f"The {word} to settle is {money.show(abs(variance))}: outturn, less contributions and income."
    position = view.forecast.total(lambda each: each.variance)
    if position != variance:
        sentence += f" The forecast varies from the budgets by {money.show(position)}"
        if view.income_short:
            under = "under" if view.income_short > 0 else "over"
            sentence += f"; income is forecast {money.show(abs(view.income_short))} {under} its budget"
        if position + view.income_short != variance:
            sentence += "; contributions and income are not the sum of the budgets"
        sentence += "."
    return sentence if variance else "There is nothing to settle: contributions and income meet the outturn."


def _undecided(settlement: Settlement) -> str:
    if settlement.settled:
        return "The agreement, with the decisions recorded, settles every penny."
    left = [sources.get(UNDECIDED, 0) for sources in settlement.by_unit.values()]
    sums = {"overspend": sum(each for each in left if each > 0), "underspend": -sum(each for each in left if each < 0)}
    said = " and ".join(f"{money.show(pence)} of {word}" for word, pence in sums.items() if pence)
    return (
        f"NOT SETTLED: the agreement and the recorded decisions leave {said} undecided."
        " It is not shared out by guess; the partners must decide."
    )


def _steps(view: View, settlement: Settlement) -> list[str]:
    """Each step in words, after what the codes in them stand for."""
    said = [step.sentence for step in settlement.steps]
    words = set(re.findall(r"[\w.-]+", " ".join(said).replace(". ", " ")))
    bodies = (body.code for body in view.book.terms.bodies)
    codes = [code for code in (*settlement.case.partners, *settlement.by_unit, *bodies) if code in words - {POOL}]
    known = "; ".join(f"{code} is {view.name(code)}" for code in codes)
    return [f"In the steps {known}.", *said] if known else said


def _by_contributor(view: View, settlement: Settlement) -> Table:
    columns = (
        Column("Contributor"),
        Column("Contribution", Kind.PENCE),
        Column("Weight", Kind.PERCENT),
        Column("Share of the variance", Kind.PENCE),
        Column("Share", Kind.PERCENT),
        Column("Contribution and share", Kind.PENCE),
    )
    marked = view.standins.contributors
    whole, paid = sum(settlement.variance.values()), sum(map(view.contribution, view.contributors))
    codes = list(dict.fromkeys((*view.contributors, *settlement.case.partners, *settlement.sources)))
    rows = []
    for code in codes:
        given, share = view.contribution(code), settlement.sources.get(code, 0)
        weight = percent(given, paid) if given or code in settlement.case.partners else None
        cells = (source_name(view, code), given, weight, share, percent(share, whole), given + share)
        rows.append(Row(cells, illustrative=code in marked or (share != 0 and _rests_on_standins(view))))
    total = total_row("Total", columns, tuple(rows), of=[(1, 1), (3, 3)])
    return Table("By contributor", columns, (*rows, total))


def _by_partner(view: View, settlement: Settlement, by_partner: RollUp) -> Table:
    """The same by legal body: a unit's share is its partner's; a group's is nobody's until it is split."""
    columns = (
        Column("Legal partner"),
        Column("Contribution", Kind.PENCE),
        Column("Share of the variance", Kind.PENCE),
        Column("Contribution and share", Kind.PENCE),
    )
    terms = view.book.terms
    # What each puts in goes by the same way from contributor to legal partner as what each bears.
    given = roll_up(replace(settlement, sources={code: view.contribution(code) for code in view.contributors}), terms)
    paid = {line.code: line for line in given.lines}
    shares = {line.code: line for line in by_partner.lines}
    groups = {each.code for each in terms.groups}
    rows = []
    for code in dict.fromkeys((*shares, *paid)):
        name = view.name(code) + (" (no split between its members is agreed)" if code in groups else "")
        lines = [line for line in (paid.get(code), shares.get(code)) if line is not None]
        marked = any(each in view.standins.contributors for line in lines for each in line.of)
        put_in = paid[code].pence if code in paid else 0
        share = shares[code].pence if code in shares else 0
        marked = marked or (share != 0 and _rests_on_standins(view))
        rows.append(Row((name, put_in, share, put_in + share), illustrative=marked))
    for source in dict.fromkeys((*by_partner.others, *given.others)):
        put_in, share = given.others.get(source, 0), by_partner.others.get(source, 0)
        name = source_name(view, source)
        rows.append(Row((name, put_in, share, put_in + share), illustrative=_rests_on_standins(view)))
    return Table("By legal partner", columns, (*rows, total_row("Total", columns, tuple(rows))))


def _by_rule(view: View, settlement: Settlement) -> Table:
    columns = (
        Column("Rule"),
        Column("Clause"),
        Column("Borne by"),
        Column("Amount", Kind.PENCE),
    )
    rows = []
    for step in settlement.steps:
        sums: dict[str, int] = {}
        for move in step.moves:
            if unit_of(move.source) is None:  # between schemes no partner pays or receives
                sums[move.source] = sums.get(move.source, 0) + move.pence
        rule = f"{step.rule} {step.verb}" if step.rule else "none"
        marked = _rests_on_standins(view)
        rows += [
            Row((rule, step.clause, source_name(view, source), pence), illustrative=marked)
            for source, pence in sums.items()
        ]
    return Table("By rule", columns, (*rows, total_row("Total", columns, tuple(rows))))


def _questions(view: View) -> list[Table]:
    questions = [each for each in view.book.terms.questions if not each.answer]
    if not questions:
        return []
    columns = (Column("Question"), Column("What turns on it"), Column("Who has to answer"))
    rows = tuple(Row((each.asks, each.matters, view.name(each.owner))) for each in questions)
    return [Table("What the agreement leaves open", columns, rows)]


def _rests_on_standins(view: View) -> bool:
    """Whether a variance takes in a stand-in figure: then every share of it does."""
    return bool(view.standins.schemes or view.standins.contributors)
