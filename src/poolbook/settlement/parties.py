"""Who settles: those who contribute, in the order of the agreement, which breaks ties of a penny.

Source: docs/reference/settlement.md, "Who settles".
"""

from __future__ import annotations

from collections.abc import Iterator

from poolbook.book import Book
from poolbook.settlement.model import CARRY_FORWARD, UNDECIDED, reserve_of
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook.terms.waterfall import RESOLVED, ContribRef, Rule


def parties(book: Book) -> tuple[str, ...]:
    """The settling parties by code: for each partner itself and then its units, and last the groups, as far as they

    - contribute; or
    - are named by a rule, a table of weights or a decision; or
    - are a partner in whose name nobody contributes: not itself, not a unit of its own, not a group it is in.
    """
    terms = book.terms
    paying = {each.code for each in ask.contributors(terms)}
    named = set(_named(book))
    stood_for = {member for each in ask.contributors(terms) for member in each.members}
    return tuple(
        code
        for code, who in ask.everyone(terms).items()
        if code in paying or code in named or (who.kind == "partner" and code not in stood_for)
    )


def _named(book: Book) -> Iterator[str]:
    settlement = book.terms.settlement
    for decision in book.decisions.values():
        yield from (
            source for source in decision if source not in (CARRY_FORWARD, UNDECIDED) and not reserve_of(source)
        )
    if settlement is None:
        return
    for table in settlement.weights.values():
        yield from table
    for rule in settlement.rules:
        yield from _named_by(rule, book.terms)


def _named_by(rule: Rule, terms: Terms) -> Iterator[str]:
    yield from rule.cap
    yield from (cap.contrib for cap in rule.cap.values() if isinstance(cap, ContribRef))
    if rule.share is not None:
        yield from rule.share.among or []
        yield from rule.share.weights or {}
    if rule.assign is not None:
        yield from _in_the_role(rule.assign.to, terms) if rule.assign.to in RESOLVED else (rule.assign.to,)


def _in_the_role(role: str, terms: Terms) -> Iterator[str]:
    """Whoever a scheme names as its host, lead or responsible partner; the fund's host where a scheme has none."""
    for scheme in terms.schemes:
        partner: str | None = getattr(scheme, role)
        if partner is None and role == "host" and terms.host is not None:
            partner = terms.host.partner
        if partner is not None:
            yield partner
