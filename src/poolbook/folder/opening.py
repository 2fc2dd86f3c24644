"""Opening a year: the budget, what falls due from partners, and what the fund starts with, from the terms.

*Budget*: a contribution funds expenditure, so it debits ``spend`` and credits ``contributions``, in the contributor's
name. Where a scheme states a budget of its own, ``spend`` stands at exactly that, and what its contributions and income
leave over or short goes to ``unallocated`` and is a finding: no money is invented to make them meet.

*Actual*: a contribution is recognised when it falls due, in the period of its due date (debit ``contributions_due``,
credit ``contributions``), not as a whole on 1 April: agreements make it payable by instalments, and a year's income
beside a month's spend would tell partners that the fund is rich. One without due dates is recognised when received.

*Opening balance*: brought forward as the agreement's policy says, in the names of those it belongs to.

It stands here, and not in :mod:`poolbook.ledger`, because the ledger knows nothing of agreements.

Source: docs/reference/ledger.md, "Opening a year"; SI 2000/617 reg 7(3)(b) (contributions) and reg 7(4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from poolbook import money
from poolbook.book import Closing, Due
from poolbook.dates.years import period_of, year_of
from poolbook.findings import Finding, Where, error, note, warning
from poolbook.ledger.model import Layer, Transfer
from poolbook.terms import ask
from poolbook.terms.model import Kind, Mode, Terms

_ACCOUNT = {Kind.RECURRENT: "contributions", Kind.NON_RECURRENT: "contributions_non_recurrent"}


@dataclass(frozen=True, slots=True)
class Opening:
    """The transfers of the opening entry, and what the terms left to be said about them."""

    transfers: tuple[Transfer, ...]
    findings: tuple[Finding, ...]


def opening(terms: Terms, dues: Sequence[Due] = (), closing: Closing | None = None) -> Opening:
    """What opens the books of the terms' year. ``dues`` are the instalments agreed, ``closing`` last year's closing
    figures by contributor. A shadow or aligned year takes no cash, so it opens with its budget alone."""
    parts = [_budget(terms)]
    if terms.fund.mode is Mode.LIVE:
        parts += [_due(terms, dues), _brought_forward(terms, closing)]
    elif terms.opening_balance is not None and terms.opening_balance.amount:
        message = f"a {terms.fund.mode} year takes no cash: its opening balance is not posted"
        parts.append(([], [note("opening.no_cash", message, Where(file="terms.yaml", key="opening_balance"))]))
    return Opening(
        tuple(each for transfers, _ in parts for each in transfers),
        tuple(each for _, findings in parts for each in findings),
    )


Part = tuple[list[Transfer], list[Finding]]


def _budget(terms: Terms) -> Part:
    """Contributions and income as budgeted, then each scheme brought to the budget it states."""
    transfers: list[Transfer] = []
    funded: dict[str, int] = {each.code: 0 for each in terms.schemes}
    pooled = 0  # given to the fund as a whole
    stated = any(each.budget is not None for each in terms.schemes)
    for line in terms.contributions:
        pence, _ = ask.agreed(line)  # what had to be assumed is terms.check's to say
        debit = "unallocated" if line.scheme is None and stated else "spend"
        transfers += _move(debit, _ACCOUNT[line.kind], pence, scheme=line.scheme or "", partner=line.by)
        if line.scheme is None:
            pooled += pence
        else:
            funded[line.scheme] = funded.get(line.scheme, 0) + pence
    for income in terms.income:
        transfers += _move("unallocated", income.kind, income.amount, scheme=income.scheme or "")
        if income.scheme is None:
            pooled += income.amount
        else:
            funded[income.scheme] = funded.get(income.scheme, 0) + income.amount
    gaps: dict[str, int] = {}  # by scheme, what its own contributions and income leave to be met
    for scheme in terms.schemes:
        budget = ask.budget(terms, scheme.code)
        own = ask.total(terms, scheme=scheme.code).pence
        transfers += _move("spend", "unallocated", budget - own, scheme=scheme.code)
        gaps[scheme.code] = budget - funded[scheme.code]
    if not stated:  # contributions to the whole fund are then its budget, and only income is left to be matched
        pooled = sum(income.amount for income in terms.income if income.scheme is None)
    return transfers, _unmatched(terms, pooled, gaps)


def _unmatched(terms: Terms, pooled: int, gaps: Mapping[str, int]) -> list[Finding]:
    """The schemes' budgets against what is to pay for them: their own money, then that of the fund as a whole."""
    where = Where(file="terms.yaml", key="schemes")
    short = {code: gap for code, gap in gaps.items() if gap > 0}
    over = {code: -gap for code, gap in gaps.items() if gap < 0}
    left = pooled - sum(short.values())
    found = []
    if left < 0:
        message = (
            f"budgets are {money.show(-left)} more than the contributions and income that are to meet them "
            f"({_named(terms, short)}): no money is put in their place; agree who funds the difference"
        )
        found.append(warning("opening.unfunded", message, where))
    if left > 0 or over:
        over_all = over | ({"": left} if left > 0 else {})
        message = (
            f"contributions and income are {money.show(sum(over_all.values()))} more than the budgets they are for "
            f"({_named(terms, over_all)}): the difference is in no scheme's budget; state budgets before income "
            "(gross), or say what it is for"
        )
        found.append(warning("opening.over_funded", message, where))
    return found


def _named(terms: Terms, sums: Mapping[str, int]) -> str:
    names = ((ask.name(terms, code) if code else "the fund as a whole", pence) for code, pence in sums.items())
    return ", ".join(f"{name} {money.show(pence)}" for name, pence in names)


def _due(terms: Terms, dues: Sequence[Due]) -> Part:
    """What falls due in the year, each in the period of its date."""
    transfers: list[Transfer] = []
    findings: list[Finding] = []
    agreed = ask.contributions(terms)
    for due in dues:
        if year_of(due.on) != terms.year or due.by not in agreed:
            reason = "nobody who contributes" if due.by not in agreed else f"a day outside {terms.year}"
            message = f"{money.show(due.pence)} due from {due.by} on {due.on} names {reason}: it is not posted"
            findings.append(error("opening.due", message, Where(file="commentary.yaml", key="dues")))
        else:
            transfers += _due_by_kind(terms, due)
    for code, pence in agreed.items():
        mine = [due.pence for due in dues if due.by == code]
        where = Where(file="commentary.yaml", key="dues")
        if not mine:
            message = (
                f"no due dates are recorded for the {money.show(pence)} of "
                f"{ask.name(terms, code)}: it is counted as income when it is received"
            )
            findings.append(note("opening.no_due_dates", message, where))
        elif sum(mine) != pence:
            instalments = money.show(sum(mine))
            message = f"{ask.name(terms, code)} owes {money.show(pence)}, and its instalments are {instalments}"
            findings.append(warning("opening.dues_differ", message, where))
    return transfers, findings


def _due_by_kind(terms: Terms, due: Due) -> list[Transfer]:
    """An instalment is of recurrent and non-recurrent money in the proportion in which they were agreed."""
    weights = [max(0, ask.total(terms, by=due.by, kind=kind).pence) for kind in Kind]
    shares = money.split(due.pence, weights if any(weights) else [1, *(0 for _ in weights[1:])])
    return [
        each
        for kind, pence in zip(Kind, shares, strict=True)
        for each in _move(
            "contributions_due",
            _ACCOUNT[kind],
            pence,
            partner=due.by,
            layer=Layer.ACTUAL,
            period=period_of(due.on),
        )
    ]


def _brought_forward(terms: Terms, closing: Closing | None) -> Part:
    """The opening balance, by the policy of the agreement; a deficit is an amount below nil."""
    given = terms.opening_balance
    where = Where(file="terms.yaml", key="opening_balance")
    if given is None or given.policy == "not_stated":
        if given is not None and given.amount:
            amount = money.show(given.amount)
            message = f"the agreement does not say what becomes of last year's {amount}: it is not posted"
            return [], [warning("opening.policy_not_stated", message, where)]
        return [], []
    if given.policy == "clean":
        if given.amount:
            message = f"the fund opens clean, so {money.show(given.amount)} is not brought into it"
            return [], [note("opening.clean", message, where, given.clause)]
        return [], []
    owners = dict(closing.balances) if closing is not None else {}
    findings = []
    if sum(owners.values()) != given.amount:
        amount, closed = money.show(given.amount), money.show(sum(owners.values()))
        message = f"{amount} is brought forward in no contributor's name: give last year's closing figures"
        findings = [note("opening.not_attributed", message, where)]
        if owners:
            message = f"{amount} is brought forward and last year closed with {closed}: agree the two figures"
            findings = [warning("opening.closing_differs", message, where)]
        owners = {"": given.amount}
    return [
        each
        for partner, pence in owners.items()
        for each in _move("cash_at_host", "carried_forward", pence, partner=partner, layer=Layer.ACTUAL)
    ], findings


def _move(
    debit: str,
    credit: str,
    pence: int,
    *,
    scheme: str = "",
    partner: str = "",
    layer: Layer = Layer.BUDGET,
    period: int = 1,
) -> list[Transfer]:
    """One transfer, the other way round where the amount is negative; none where it is nil."""
    if pence == 0:
        return []
    if pence < 0:
        debit, credit, pence = credit, debit, -pence
    return [Transfer(0, layer, debit, credit, pence, period, scheme, partner)]
