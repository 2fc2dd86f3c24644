"""Who would bear the variance, by the agreement's own rules: the settlement of the forecast.

Source: docs/reference/settlement.md; docs/reference/reports.md, "The blocks of the quarterly report".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from poolbook import money
from poolbook.reports.caps import caps
from poolbook.reports.model import Column, Kind, Row, Section, Table, percent, summed
from poolbook.reports.view import View
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, Settlement, reserve_of, unit_of
from poolbook.settlement.rollup import RollUp, roll_up
from poolbook.settlement.verbs import rule_words

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
        sentences += [step.sentence for step in settlement.steps]
    return Section(letter, heading, tuple(sentences), (*tables, *_questions(view)))


def source_name(view: View, source: str, pence: int = 0) -> str:
    """A source of a settlement in words; of what is undecided, whether ``pence`` is an over- or underspend."""
    if source == CARRY_FORWARD:
        return "Carried forward to next year"
    if source == UNDECIDED:
        return f"Undecided {'under' if pence < 0 else 'over'}spend"
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
    left = _apart(sources.get(UNDECIDED, 0) for sources in settlement.by_unit.values())
    said = " and ".join(f"{money.show(abs(pence))} of {'over' if pence > 0 else 'under'}spend" for pence in left)
    return (
        f"Not settled: the agreement and the recorded decisions leave {said} undecided."
        " It is not shared out by guess; the partners must decide."
    )


def _apart(left: Iterable[int]) -> list[int]:
    """What is undecided, its overspends and its underspends each added up: netted, they would hide each other."""
    sums = list(left)
    both = (sum(each for each in sums if each > 0), sum(each for each in sums if each < 0))
    return [each for each in both if each]


def _borne(settlement: Settlement, source: str) -> list[int]:
    """What a source bears; of what is undecided, overspend and underspend apart."""
    if source != UNDECIDED:
        return [settlement.sources.get(source, 0)]
    return _apart(sources.get(UNDECIDED, 0) for sources in settlement.by_unit.values())


def _whole(shares: list[int]) -> int:
    """What each share is a percentage of; nil, and so without percentages, where some pay in and others receive."""
    whole = sum(shares)
    return whole if all(share * whole >= 0 for share in shares) else 0


def _by_contributor(view: View, settlement: Settlement) -> Table:
    codes = dict.fromkeys((*view.contributors, *settlement.case.partners, *settlement.sources))
    borne = [(code, share) for code in codes for share in _borne(settlement, code)]
    whole = _whole([share for _, share in borne])
    columns = (
        Column("Contributor"),
        Column("Contribution", Kind.PENCE),
        Column("Weight", Kind.PERCENT),
        Column("Share of the variance", Kind.PENCE),
        *([Column("Share", Kind.PERCENT)] if whole else []),
        Column("Contribution and share", Kind.PENCE),
    )
    marked = view.standins.contributors
    paid = sum(map(view.contribution, view.contributors))
    rows = []
    for code, share in borne:
        given = view.contribution(code)
        weight = percent(given, paid) if given or code in settlement.case.partners else None
        cells = (
            source_name(view, code, share),
            given,
            weight,
            share,
            *([percent(share, whole)] if whole else []),
            given + share,
        )
        rows.append(Row(cells, illustrative=code in marked or (share != 0 and view.standins.in_variance)))
    return summed("By contributor", columns, rows, of=[(1, 1), (3, 3)] if whole else [(1, 1)])


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
        marked = marked or (share != 0 and view.standins.in_variance)
        rows.append(Row((name, put_in, share, put_in + share), illustrative=marked))
    for source in dict.fromkeys((*by_partner.others, *given.others)):
        put_in = given.others.get(source, 0)
        for share in _borne(settlement, source):
            name = source_name(view, source, share)
            rows.append(Row((name, put_in, share, put_in + share), illustrative=view.standins.in_variance))
    return summed("By legal partner", columns, rows)


def _by_rule(view: View, settlement: Settlement) -> Table:
    columns = (
        Column("Rule"),
        Column("Clause"),
        Column("Borne by"),
        Column("Amount", Kind.PENCE),
    )
    rows = []
    for step in settlement.steps:
        sums: dict[tuple[str, bool], int] = {}  # of what is undecided, over- and underspend apart
        for move in step.moves:
            if unit_of(move.source) is None:  # between schemes no partner pays or receives
                key = (move.source, move.source == UNDECIDED and move.pence < 0)
                sums[key] = sums.get(key, 0) + move.pence
        rule = rule_words(step.rule, step.verb)
        marked = view.standins.in_variance
        rows += [
            Row((rule, step.clause, source_name(view, source, pence), pence), illustrative=marked)
            for (source, _), pence in sums.items()
        ]
    return summed("By rule", columns, rows)


def _questions(view: View) -> list[Table]:
    questions = [each for each in view.book.terms.questions if not each.answer]
    if not questions:
        return []
    columns = (Column("Question"), Column("What turns on it"), Column("Who has to answer"))
    rows = tuple(Row((each.asks, each.matters, view.name(each.owner))) for each in questions)
    return [Table("What the agreement leaves open", columns, rows)]
