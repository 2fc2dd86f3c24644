"""What rests on a stand-in: which figures of the books come from terms marked ``illustrative``.

The papers do not give such a figure, so whatever takes it in is marked wherever it is shown. Everything that shows
figures asks here, a report by account, an export by place, so that they agree. What was spent, and cash that came in,
are of the ledger and rest on nothing. Source: docs/reference/reports.md, "What every report prints".
"""

from __future__ import annotations

from dataclasses import dataclass

from poolbook.ledger.model import Layer
from poolbook.terms.model import Terms

_FROM_CONTRIBUTORS = ("contributions", "contributions_non_recurrent", "contributions_due")
_BROUGHT_FORWARD = ("carried_forward", "cash_at_host")


@dataclass(frozen=True, slots=True)
class Standins:
    """The codes whose figures rest on an illustrative term. ``schemes`` are those whose budget does ("" where money for
    the whole fund is its budget), ``unallocated`` those whose money beside a budget may; ``income`` is by account and
    scheme; ``brought_forward`` says it of the opening balance."""

    schemes: frozenset[str] = frozenset()
    contributors: frozenset[str] = frozenset()
    income: frozenset[tuple[str, str]] = frozenset()
    unallocated: frozenset[str] = frozenset()
    brought_forward: bool = False

    @classmethod
    def of(cls, terms: Terms) -> Standins:
        """The stand-ins of the terms. A budget rests on its contributions where it is not stated by itself."""
        lines = [line for line in terms.contributions if line.illustrative]
        given = {line.scheme or "" for line in lines}
        stated = {each.code for each in terms.schemes if each.budget is not None}
        shown = {each.code for each in terms.schemes if each.illustrative} & stated
        income = {(line.kind, line.scheme or "") for line in terms.income if line.illustrative}
        opening = terms.opening_balance
        return cls(
            schemes=frozenset(shown | given - stated - ({""} if stated else set())),
            contributors=frozenset(line.by for line in lines),
            income=frozenset(income),
            unallocated=frozenset(shown | given | {scheme for _, scheme in income}),
            brought_forward=opening is not None and opening.illustrative and opening.policy == "brought_forward",
        )

    @property
    def in_variance(self) -> bool:
        """Whether the fund's variance takes one in: then so does every share of it."""
        return bool(self.schemes or self.contributors or self.income)

    def hold(self, layer: Layer, account: str, scheme: str, partner: str) -> bool:
        """Whether what stands at one place of the books takes one in."""
        if layer is Layer.COMMITMENT:
            return False
        if account in _FROM_CONTRIBUTORS:
            return partner in self.contributors
        if layer is Layer.ACTUAL:
            return self.brought_forward and account in _BROUGHT_FORWARD
        if account == "spend":
            return scheme in self.schemes
        return (account, scheme) in self.income or (account == "unallocated" and scheme in self.unallocated)
