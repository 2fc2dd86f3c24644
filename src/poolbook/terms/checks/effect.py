"""Rules that do less than they seem to: one that can never move a penny, a figure that looks like a slip.

Source: docs/reference/settlement.md, "The verbs" and "The modifiers": rules run in order, each on what those before it
left; weights are proportions, whatever they sum to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from poolbook.findings import Finding, Where, note, warning
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook.terms.waterfall import Percent, Rule

#: The only direction that a verb acts in.
_ACTS = {"draw": "over", "hold": "under"}
_WAYS = {"over": "overspend", "under": "underspend"}


def rules_can_apply(terms: Terms) -> Iterator[Finding]:
    """A rule is of the direction that its verb acts in, and those before it leave something for it."""
    if terms.settlement is None:
        return
    rules = terms.settlement.rules
    for i, rule in enumerate(rules, 1):
        where = Where(key=f"settlement.rules[{i}]")
        if rule.when and _ACTS.get(rule.verb, rule.when) != rule.when:
            message = (
                f"{rule.verb} is only ever of an {_WAYS[_ACTS[rule.verb]]}, and this rule is for an "
                f"{_WAYS[rule.when]}: it would never apply; correct when, or leave it out"
            )
            yield warning("terms.rule_never_applies", message, where, rule.clause)
        elif takers := _taken_before(terms, rules[: i - 1], rule):
            message = (
                f"nothing is left for this rule after rule {' and '.join(map(str, takers))}, so it would never apply: "
                "put it first, or give the other a limit, a scope or a direction"
            )
            yield warning("terms.rule_never_applies", message, where, rule.clause)


def figures_are_likely(terms: Terms) -> Iterator[Finding]:
    """Weights that are nearly percentages are told that they are not; a limit is seldom more than the whole."""
    for i, rule in enumerate(terms.settlement.rules if terms.settlement else (), 1):
        place = f"settlement.rules[{i}]"
        if rule.share is not None and rule.share.weights is not None:
            whole = sum(map(Fraction, rule.share.weights.values()))
            if whole != 100 and 99 <= whole <= 101:
                message = (
                    "the weights come to nearly 100: each bears its part of their sum, so percentages that do not come "
                    "to 100 are not the percentages borne; correct them if they are meant as such"
                )
                yield note("terms.weights_nearly_100", message, Where(key=f"{place}.share.weights"), rule.clause)
        if isinstance(rule.limit, Percent) and rule.limit.pct > 100:
            message = "the limit is more than 100 per cent of what it is taken of: is the percentage as agreed?"
            yield warning("terms.limit_over_100", message, Where(key=f"{place}.limit"), rule.clause)


def _taken_before(terms: Terms, earlier: Sequence[Rule], rule: Rule) -> list[int]:
    """The numbers of the rules that between them take all that this one could; none where they leave something."""
    way = _ACTS.get(rule.verb) or rule.when
    takers = []
    for wanted in [way] if way else _WAYS:
        found = [
            number
            for number, each in enumerate(earlier, 1)
            if _takes_all(terms, each) and each.when in (None, wanted) and each.scope.items() <= rule.scope.items()
        ]
        if not found:
            return []
        takers.append(found[0])
    return sorted(set(takers))


def _takes_all(terms: Terms, rule: Rule) -> bool:
    """Whether a rule leaves nothing of the schemes in its scope, in its direction."""
    if rule.condition or rule.cause or rule.limit is not None or rule.cap:
        return False
    if rule.share is not None:
        if rule.share.by == "contributions" and rule.share.among is None:
            return _all_have_contributions(terms)
        return rule.share.by in ("equal", "fixed")
    return rule.assign is not None or (rule.decide is not None and rule.decide.default is None)


def _all_have_contributions(terms: Terms) -> bool:
    """Whether every unit has contributions to share by: a scheme to which nobody contributes has no weights."""
    whole = terms.settlement is not None and terms.settlement.level == "pool"
    return whole or all(ask.total(terms, scheme=each.code).pence for each in terms.schemes)
