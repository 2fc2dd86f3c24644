"""The rules of a settlement in plain sentences: what each says, before any figure is put to it.

Source: docs/reference/settlement.md, "How a rule is written".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from poolbook import money
from poolbook.settlement.model import CARRY_FORWARD
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook.terms.waterfall import ContribRef, FactRef, Percent, Rule, Share

_RESOLVED = {
    "host": "the partner that hosts the scheme",
    "lead": "the partner that leads the scheme",
    "responsible": "the partner responsible for the scheme",
}
_TABLES = {
    "recurrent_contributions": "their recurrent contributions",
    "gross_contributions": "their gross contributions",
    "net_contributions": "their net contributions",
}
_OF = {
    "budget": "of its budget",
    "contributions": "of what is contributed to it",
    "contributions_among": "of what these partners contribute to it",
}


def sentence(terms: Terms, rule: Rule) -> str:
    """A rule as a person says it.

    >>> from poolbook.terms.read import of
    >>> from poolbook import yamlfile
    >>> text = '''
    ... poolbook: terms/1
    ... fund: {code: F, name: Fund}
    ... year: 2009-10
    ... agreement: {title: Agreement, status: in_force}
    ... partners: [{code: OCC, name: The council, kind: local_authority}]
    ... schemes: [{code: A, name: Homes, side: joint}]
    ... '''
    >>> terms = of(yamlfile.parse(text, name="terms.yaml"))
    >>> sentence(terms, Rule.model_validate({"assign": {"to": "OCC"}, "when": "over", "limit": "£5"}))
    'Of an overspend, up to £5.00, all falls to The council.'
    >>> sentence(terms, Rule.model_validate({"share": {"by": "equal"}}))
    'What is left is shared equally between the partners.'
    """
    said = {
        "net": lambda: _net(terms, rule),
        "assign": lambda: f"falls to {_whom(terms, rule)}",
        "share": lambda: f"is shared {_shared(terms, rule)}",
        "draw": lambda: _drawn(rule),
        "hold": lambda: _held(rule),
        "decide": lambda: _decided(terms, rule),
    }[rule.verb]()
    if rule.verb == "net":
        return said
    of, narrowed = _of(terms, rule)
    what = f"Of {of}{narrowed}, all {said}" if narrowed else f"{of[:1].upper()}{of[1:]} {said}"
    return f"{_condition(terms, rule)}{what}.{_caps(terms, rule)}"


def names(words: Iterable[str]) -> str:
    """Words as a list in a sentence.

    >>> names(["a", "b", "c"])
    'a, b and c'
    """
    every = list(words)
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def _of(terms: Terms, rule: Rule) -> tuple[str, str]:
    """What the rule is about, and what narrows it."""
    when = rule.when or {"draw": "over", "hold": "under"}.get(rule.verb, "")  # reserves pay, and keep what was saved
    of = {"over": "an overspend", "under": "an underspend"}.get(when, "what is left")
    scope = names(f"{key} is {value}" for key, value in rule.scope.items())
    narrowed = f" on schemes whose {scope}" if scope else ""
    if rule.cause is not None:
        narrowed += f", as far as it is evidenced to {_cause(terms, rule.cause)}"
    if rule.limit is not None:
        narrowed += f", up to {_limit(terms, rule.limit)}"
    return of, narrowed


def _cause(terms: Terms, code: str) -> str:
    named = {each.code: each.name for each in terms.pressures}
    named |= {each.code: each.name for each in (terms.settlement.causes if terms.settlement else ())}
    return f"“{named.get(code, code)}”"


def _fact(terms: Terms, code: str) -> str:
    named = {each.code: each.name for each in (terms.settlement.facts if terms.settlement else ())}
    return f"“{named.get(code, code)}”"


def _limit(terms: Terms, limit: int | FactRef | Percent) -> str:
    if isinstance(limit, Percent):
        return f"{number(limit.pct)}% {_OF[limit.of]}"
    return f"the sum recorded as {_fact(terms, limit.fact)}" if isinstance(limit, FactRef) else money.show(limit)


def _condition(terms: Terms, rule: Rule) -> str:
    return f"Where it is recorded that {_fact(terms, rule.condition.fact)}: " if rule.condition else ""


def _net(terms: Terms, rule: Rule) -> str:
    assert rule.net is not None
    among = "all schemes" if rule.net.among == "all" else names(ask.name(terms, each) for each in rule.net.among)
    return f"Overspends and underspends of {among} meet each other first, and no money moves between partners."


def _whom(terms: Terms, rule: Rule) -> str:
    assert rule.assign is not None
    return _RESOLVED.get(rule.assign.to) or ask.name(terms, rule.assign.to)


def _shared(terms: Terms, rule: Rule) -> str:
    share = rule.share
    assert share is not None
    among = share.among
    who = names(ask.name(terms, each) for each in among) if among else "the partners"
    if share.by == "equal":
        return f"equally between {who}"
    if share.by == "contributions":
        return f"between {who} in proportion to their contributions"
    if share.by == "fixed":
        return f"between {who} in fixed proportions: {weights(terms, share.weights or {})}"
    return f"between {who} in proportion to {_table(terms, share)}"


def _table(terms: Terms, share: Share) -> str:
    name = share.name or ""
    given = terms.settlement.weights.get(name) if terms.settlement else None
    return f"the weights “{name}” ({weights(terms, given)})" if given else _TABLES.get(name, name)


def weights(terms: Terms, given: Mapping[str, Any]) -> str:
    """Weights in words, as they were written."""
    return names(f"{ask.name(terms, code)} {number(each)}" for code, each in given.items())


def number(value: Any) -> str:
    """A number of the agreement as it was written there."""
    return str(getattr(value, "text", value))


def _drawn(rule: Rule) -> str:
    assert rule.draw is not None
    from_ = names(f"“{each}”" for each in rule.draw.source)
    many = "reserves" if len(rule.draw.source) > 1 else "reserve"
    split = f", in the proportions {names(number(each) for each in rule.draw.split)}" if rule.draw.split else ""
    return f"is met from the {many} {from_}{split}, as far as there is money in {'them' if many[-1] == 's' else 'it'}"


def _held(rule: Rule) -> str:
    assert rule.hold is not None
    into = rule.hold.into
    return "is carried forward to next year" if into == CARRY_FORWARD else f"is kept in the reserve “{into}”"


def _decided(terms: Terms, rule: Rule) -> str:
    assert rule.decide is not None
    until = "until it has, the next rule applies" if rule.decide.default else "until it has, it stays undecided"
    return f"is for {ask.name(terms, rule.decide.by)} to decide; {until}"


def _most(terms: Terms, cap: int | FactRef | ContribRef) -> str:
    return f"what {ask.name(terms, cap.contrib)} contributes" if isinstance(cap, ContribRef) else _limit(terms, cap)


def _caps(terms: Terms, rule: Rule) -> str:
    said = []
    for code, cap in rule.cap.items():
        said.append(f"{_most(terms, cap)} for {ask.name(terms, code)}")
    if not said:
        return ""
    rest = {
        "redistribute": " What is above that is shared among the others.",
        "next": " The rest goes to the next rule.",
    }
    return f" At most: {names(said)}.{rest.get(rule.spill or '', '')}"
