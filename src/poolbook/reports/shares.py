"""Who would bear the variance, by the agreement's own rules: the settlement of the forecast.

Source: statute notes 5 and 6.1, block D; docs/reference/settlement.md.
"""

from __future__ import annotations

from poolbook import money
from poolbook.reports.model import Column, Kind, Row, Section, Table, percent, total_row
from poolbook.reports.view import View
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, Settlement
from poolbook.terms import ask

HEADING = "Who bears the variance, if the year ends as forecast"
OUTTURN = "Who bears the variance of the year"


def section(view: View, letter: str = "", *, working: bool = False) -> Section:
    """What each contributor and each legal partner would bear, and what the agreement leaves undecided; with
    ``working``, every rule's step as well."""
    heading = OUTTURN if view.period >= 12 else HEADING
    settlement = view.outcome.settlement
    if settlement is None:
        reasons = tuple(each.message for each in view.outcome.findings)
        return Section(letter, heading, ("No settlement can be worked out.", *reasons), tuple(_questions(view)))
    tables = [_by_contributor(view, settlement), _by_partner(view, settlement)]
    if working:
        tables.append(_by_rule(view, settlement))
    sentences = [_starts_from(view, settlement), _undecided(settlement)]
    if working:
        sentences += [f"{place}. {step.sentence}" for place, step in enumerate(settlement.steps, start=1)]
    return Section(letter, heading, tuple(sentences), (*tables, *_questions(view)))


def source_name(view: View, source: str) -> str:
    """A source of a settlement in words."""
    if source == CARRY_FORWARD:
        return "Carried forward to next year"
    if source == UNDECIDED:
        return "Undecided: the agreement does not say"
    kind, _, name = source.partition(":")
    return f"Reserve: {name}" if kind == "reserve" else view.name(name or source)


def _starts_from(view: View, settlement: Settlement) -> str:
    variance = sum(settlement.variance.values())
    word = "overspend" if variance > 0 else "underspend"
    sentence = f"The {word} to settle is {money.show(abs(variance))}: outturn less the funding agreed."
    position = view.forecast.total(lambda each: each.variance)
    if position != variance:
        sentence += (
            f" It differs from the {money.show(position)} by which the forecast varies from the budgets:"
            " the funding that counts for sharing is not the sum of the budgets."
        )
    return sentence if variance else "There is nothing to settle: the outturn is the funding agreed."


def _undecided(settlement: Settlement) -> str:
    if settlement.settled:
        return "The agreement, with the decisions recorded, settles every penny."
    left = settlement.sources.get(UNDECIDED, 0)
    return (
        f"NOT SETTLED: the agreement and the recorded decisions leave {money.show(left)} undecided."
        " It is not shared out by guess; the partners must decide."
    )


def _by_contributor(view: View, settlement: Settlement) -> Table:
    columns = (
        Column("Contributor"),
        Column("Contribution", Kind.PENCE),
        Column("Share of the variance", Kind.PENCE),
        Column("Share", Kind.PERCENT),
        Column("Contribution and share", Kind.PENCE),
    )
    marked = view.standins.contributors
    whole = sum(settlement.variance.values())
    codes = list(dict.fromkeys((*view.contributors, *settlement.case.partners, *settlement.sources)))
    rows = tuple(
        Row(
            (source_name(view, code), given, share, percent(share, whole), given + share),
            illustrative=code in marked or (share != 0 and _rests_on_standins(view)),
        )
        for code in codes
        for given, share in ((view.contribution(code), settlement.sources.get(code, 0)),)
    )
    return Table("By contributor", columns, (*rows, total_row("Total", columns, rows, of=(2, 2))))


def _by_partner(view: View, settlement: Settlement) -> Table:
    """The same by legal body: a unit's share is its partner's; a group's has no single answer until it is
    split."""
    columns = (
        Column("Legal partner"),
        Column("Contribution", Kind.PENCE),
        Column("Share of the variance", Kind.PENCE),
    )
    legal: dict[str, list[int]] = {each.name: [0, 0] for each in view.book.terms.partners}
    marked: set[str] = set()
    for code in dict.fromkeys((*view.contributors, *settlement.sources)):
        name = _legal_name(view, code)
        sums = legal.setdefault(name, [0, 0])
        sums[0] += view.contribution(code)
        sums[1] += settlement.sources.get(code, 0)
        if code in view.standins.contributors or (settlement.sources.get(code) and _rests_on_standins(view)):
            marked.add(name)
    rows = tuple(Row((name, *sums), illustrative=name in marked) for name, sums in legal.items())
    return Table("By legal partner", columns, (*rows, total_row("Total", columns, rows)))


def _legal_name(view: View, code: str) -> str:
    who = ask.everyone(view.book.terms).get(code)
    if who is None:
        return source_name(view, code)
    partner = ask.partner(view.book.terms, code)
    return partner.name if partner else f"{who.name} (together: no split between them is agreed)"


def _by_rule(view: View, settlement: Settlement) -> Table:
    columns = (
        Column("Step"),
        Column("Rule"),
        Column("Clause"),
        Column("Borne by"),
        Column("Amount", Kind.PENCE),
    )
    rows = []
    for place, step in enumerate(settlement.steps, start=1):
        sums: dict[str, int] = {}
        for move in step.moves:
            if not move.source.startswith("unit:"):  # netting between schemes: no partner pays or receives
                sums[move.source] = sums.get(move.source, 0) + move.pence
        rule = f"{step.rule} {step.verb}" if step.rule else "after the last rule"
        rows += [
            Row(
                (str(place), rule, step.clause, source_name(view, source), pence),
                illustrative=_rests_on_standins(view),
            )
            for source, pence in sums.items()
        ]
    return Table("By rule", columns, (*rows, total_row("Total", columns, tuple(rows))))


def _questions(view: View) -> list[Table]:
    questions = [each for each in view.book.terms.questions if not each.answer]
    if not questions:
        return []
    columns = (Column("Question"), Column("What turns on it"), Column("Who has to answer"))
    rows = tuple(Row((each.asks, each.matters, each.owner)) for each in questions)
    return [Table("What the agreement leaves open", columns, rows)]


def _rests_on_standins(view: View) -> bool:
    """Whether a variance takes in a stand-in figure: then every share of it does."""
    return bool(view.standins.schemes or view.standins.contributors)
