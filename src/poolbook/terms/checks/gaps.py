"""What the agreement does not say. Nothing is filled in: each gap is found, and stays open until it is answered.

Source: docs/reference/terms.md, "What the agreement does not say"; SI 2000/617 reg 7(3).
"""

from __future__ import annotations

from collections.abc import Iterator

from poolbook import money
from poolbook.findings import Finding, Where, note, warning
from poolbook.terms import ask
from poolbook.terms.model import Held, Mode, Pressure, Terms, Topic
from poolbook.yamlfile import Strict

#: The contents that reg 7(3) asks of every agreement, in its order, in plain words.
_STATUTORY = {
    Topic.AIMS: "aims and outcomes",
    Topic.CONTRIBUTIONS: "contributions",
    Topic.VARYING_CONTRIBUTIONS: "how contributions may be varied",
    Topic.FUNCTIONS: "the functions covered",
    Topic.WHO_AND_WHAT: "the persons and the kinds of services",
    Topic.IN_KIND: "staff, goods, services and accommodation provided",
    Topic.DURATION: "how long it lasts",
    Topic.REVIEW: "how it is reviewed",
    Topic.TERMINATION: "how it is ended",
    Topic.MANAGEMENT: "how the fund is managed and monitored",
    Topic.HOST: "the host",
}


def settlement(terms: Terms) -> Iterator[Finding]:
    """Who bears an overspend, and who has an underspend. Aligned budgets have no such question: each has its own."""
    if terms.fund.mode is Mode.ALIGNED:
        return
    for topic, word in ((Topic.OVERSPEND, "bears an overspend"), (Topic.UNDERSPEND, "has an underspend")):
        answer = ask.says(terms, topic)
        if answer is ask.Says.SILENT:
            message = f"the agreement does not say who {word}: any will stand as undecided until it does"
            yield warning("terms.settlement_not_said", message, Where(key="settlement"))
        elif answer is ask.Says.TEXT_NOT_HELD and not (terms.settlement and terms.settlement.rules):
            message = f"a clause says who {word} and its words are not held: any will stand as undecided"
            yield warning("terms.settlement_not_held", message, Where(key="settlement"))


def pressures(terms: Terms) -> Iterator[Finding]:
    """A named pressure has a bearer, and answers to the three questions that change what the bearer pays.
    Where budgets are only aligned each partner bears its own, whole, and the three do not arise."""
    for i, pressure in enumerate(terms.pressures, 1):
        if pressure.borne_by is None:
            message = f"the agreement does not say who bears {_called(pressure)}"
            yield warning("terms.pressure_bearer", message, Where(key=f"pressures[{i}].borne_by"), pressure.origin)
        if pressure.at_least:
            message = f"the papers give {_called(pressure)} as over that sum: how much over is not known"
            yield note("terms.pressure_at_least", message, Where(key=f"pressures[{i}].at_least"), pressure.origin)
        if terms.fund.mode is not Mode.ALIGNED:
            yield from _three_questions(pressure, f"pressures[{i}]")


def _three_questions(pressure: Pressure, key: str) -> Iterator[Finding]:
    """How far the pressure reaches, whether it rises, and whether savings come first."""
    if pressure.extent == "not_stated":
        message = (
            f"{_called(pressure)}: is that the most that is borne, or is the whole overspend of its line borne, "
            "however large? The agreement does not say (extent)"
        )
        yield warning("terms.pressure_extent", message, Where(key=f"{key}.extent"), pressure.origin)
    if pressure.indexed == "not_stated" and pressure.recurrent:
        message = (
            f"{_called(pressure)}: does it rise with prices from year to year? The agreement does not say (indexed)"
        )
        yield warning("terms.pressure_indexed", message, Where(key=f"{key}.indexed"), pressure.origin)
    if pressure.efficiencies_first == "not_stated":
        message = (
            f"{_called(pressure)}: do savings found elsewhere reduce it before it is borne? The agreement does not say "
            "(efficiencies_first)"
        )
        place = Where(key=f"{key}.efficiencies_first")
        yield warning("terms.pressure_efficiencies", message, place, pressure.origin)


def opening_balance(terms: Terms) -> Iterator[Finding]:
    """What the fund starts with: a deficit taken over, or a clean start."""
    if terms.fund.mode is not Mode.ALIGNED and ask.says(terms, Topic.OPENING_BALANCE) is ask.Says.SILENT:
        message = "the agreement does not say whether the fund takes over last year's over- or underspend"
        yield warning("terms.opening_not_said", message, Where(key="opening_balance"))


def group_splits(terms: Terms) -> Iterator[Finding]:
    """Partners who give one figure together agree how it falls on each, or a settlement stops at the group."""
    for i, group in enumerate(terms.groups, 1):
        if not group.split:
            message = (
                f"the {len(group.members)} members of {group.name} give one figure and no split between them: a "
                "settlement stops at the group until they agree one"
            )
            yield warning("terms.group_not_split", message, Where(key=f"groups[{i}].split"), group.origin)


def clauses_not_held(terms: Terms) -> Iterator[Finding]:
    """A clause known to exist, whose words these papers do not give, is asked for and never supplied by guess."""
    for i, clause in enumerate(terms.clauses, 1):
        if clause.status is Held.TEXT_NOT_HELD:
            numbered = f"clause {clause.number}" if clause.number[:1].isdigit() else clause.number
            named = numbered or "a clause without a known number"
            message = f"{named} exists and its words are not held: ask for it ({clause.about})"
            yield warning("terms.clause_not_held", message, Where(key=f"clauses[{i}]"), clause.source)


def statutory_contents(terms: Terms) -> Iterator[Finding]:
    """The contents that the regulations ask of every agreement and that these terms do not mention."""
    if terms.fund.mode is Mode.ALIGNED:
        return
    silent = [words for topic, words in _STATUTORY.items() if ask.says(terms, topic) is ask.Says.SILENT]
    if silent:
        message = f"the terms say nothing, and name no clause, on: {'; '.join(silent)}"
        yield note("terms.statutory_contents", message, Where(key="clauses"), "SI 2000/617 reg 7(3)")


def open_questions(terms: Terms) -> Iterator[Finding]:
    """Questions that somebody wrote down and nobody has answered."""
    for i, question in enumerate(terms.questions, 1):
        if not question.answer:
            whom = f" ({question.owner} to answer)" if question.owner else ""
            message = f"open question{whom}: {question.asks}"
            yield warning("terms.question_open", message, Where(key=f"questions[{i}]"), question.origin)


def stand_ins(terms: Terms) -> Iterator[Finding]:
    """Figures that no paper gives are counted, so that nobody reads them as the partners' own."""
    places = [key for key, item in _items(terms) if item]
    if places:
        message = f"{len(places)} items are stand-ins that the papers do not give, each labelled illustrative"
        yield note("terms.illustrative", message, Where(key=places[0]))


def _called(pressure: Pressure) -> str:
    return f"{pressure.name} ({money.show(pressure.amount)})"


def _items(terms: Terms) -> Iterator[tuple[str, bool]]:
    """Every item of the terms by its key, and whether it is labelled illustrative."""
    for key in type(terms).model_fields:
        value = getattr(terms, key)
        if isinstance(value, tuple):
            for i, each in enumerate(value, 1):
                yield f"{key}[{i}]", bool(getattr(each, "illustrative", False))
        elif isinstance(value, Strict):
            yield key, bool(getattr(value, "illustrative", False))
