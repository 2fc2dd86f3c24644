"""An outcome as lines of text, for a terminal.

Source: docs/reference/worked-examples.md, "What comes out".
"""

from __future__ import annotations

from collections.abc import Sequence

from poolbook import money
from poolbook.settlement.words import source_words
from poolbook.worked.outcome import Outcome


def lines(outcome: Outcome) -> list[str]:
    """One case: its verdict, each step, what came out, what differs and what was found."""
    shown = [f"{outcome.id} ({outcome.kind}): {verdict(outcome)}"]
    shown += [f"  {step['sentence']}" for step in outcome.steps]
    if outcome.sources is not None:
        borne = [f"{source_words(source)} {money.show(pence)}" for source, pence in outcome.sources.items()]
        shown.append(f"  Came out: {', '.join(borne) or 'nothing to bear'}")
    if outcome.result is not None:
        shown.append(f"  Came out: {', '.join(f'{key} {value}' for key, value in outcome.result.items())}")
    if outcome.rejected_decisions:
        shown.append(f"  Decisions rejected: {', '.join(outcome.rejected_decisions)}")
    shown += [f"  Differs: {difference}" for difference in outcome.differences]
    shown += [f"  {found}" for found in outcome.findings]
    return shown


def verdict(outcome: Outcome) -> str:
    """Whether it is as expected, in words."""
    if outcome.refused:
        return "refused"
    if outcome.matches is None:
        return "worked, and nothing expected to compare with"
    return "as expected" if outcome.matches else "NOT as expected"


def summary(outcomes: Sequence[Outcome]) -> str:
    """All cases in one line.

    >>> summary([])
    '0 cases: 0 as expected, 0 not, 0 refused, 0 with nothing expected'
    """
    total = len(outcomes)
    bad = sum(outcome.refused for outcome in outcomes)
    matching = sum(outcome.matches is True for outcome in outcomes)
    silent = sum(outcome.matches is None for outcome in outcomes)
    cases = "1 case" if total == 1 else f"{total} cases"
    differing = total - bad - matching - silent
    return f"{cases}: {matching} as expected, {differing} not, {bad} refused, {silent} with nothing expected"
