"""The case of one fund and year, made from its Book: the same record that a worked example gives.

What the agreement leaves open is never answered in silence: each assumption is a finding that the settlement carries.

Source: docs/reference/settlement.md, "The case of a year"; SI 2000/617 reg 7(3)(b) (contributions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from poolbook import money
from poolbook.book import Book
from poolbook.findings import Finding, Refused, Where, error, warning
from poolbook.ledger.model import Layer
from poolbook.settlement import assumptions
from poolbook.settlement.model import Case
from poolbook.settlement.parties import parties
from poolbook.terms import ask
from poolbook.terms.model import Basis, Kind, SettlementTerms, Terms

#: The unit that contributions to no scheme belong to, at ``level: pool``.
WHOLE_FUND = "whole_fund"

_RESERVES = "reserves"
#: Tables of weights that every agreement has without writing them out: the contributions, told apart.
_OF_CONTRIBUTIONS: Mapping[str, tuple[Basis | None, Kind | None]] = {
    "recurrent_contributions": (None, Kind.RECURRENT),
    "gross_contributions": (Basis.GROSS, None),
    "net_contributions": (Basis.NET, None),
}


def of(book: Book, outturn: Mapping[str, int], income: Mapping[str, int] | None = None) -> Case:
    """The case that the agreement's rules settle, for an outturn in pence of gross expenditure by scheme.

    Units are the schemes. Funding is what contributors agreed to pay, on the basis the agreement chose, and the income
    beside it: as ``income`` has it by scheme, else as budgeted. Raises :class:`~poolbook.findings.Refused` where no
    contribution is known, and where the agreement settles scheme by scheme and one is for no scheme: nothing is taken
    as nil or spread by guess.
    """
    terms = book.terms
    settlement = terms.settlement or SettlementTerms(level="pool")
    refusals = [*_unknown(terms, settlement), *_without_scheme(terms, settlement)]
    if refusals:
        raise Refused(refusals)
    income = _budgeted(terms) if income is None else income
    contrib = _contributions(terms, settlement, income)
    funding, unfunded = _funding(terms, settlement, contrib, income)
    whole = {WHOLE_FUND: outturn.get("", 0)} if WHOLE_FUND in contrib else {}
    known = {scheme: pence for scheme, pence in outturn.items() if scheme or (pence and not whole)}
    return Case(
        id=f"{terms.fund.code} {terms.year}",
        partners=parties(book),
        level=settlement.level,
        contrib=contrib,
        actual={**known, **whole},
        rules=tuple(settlement.rules),
        budget=_budget(terms, contrib),
        funding=funding,
        causes=book.causes,
        reserves=_reserves(book, settlement),
        meta=_meta(terms),
        facts=book.facts,
        weights=_weights(terms, settlement),
        decisions=book.decisions,
        names={WHOLE_FUND: "the whole fund"} | ask.names(terms),
        findings=(*assumptions.found(book), *unfunded),
    )


def _unknown(terms: Terms, settlement: SettlementTerms) -> Iterator[Finding]:
    """That nothing is known of who pays in: neither contributions nor, scheme by scheme, budgets in their place."""
    budgets = settlement.level == "scheme" and any(each.budget is not None for each in terms.schemes)
    if not terms.contributions and not budgets:
        message = (
            "contributions are not known: who bears the variance cannot be worked out. Write into the terms what each "
            "partner pays"
        )
        yield error("settlement.contributions_unknown", message, Where(key="contributions"))


def _without_scheme(terms: Terms, settlement: SettlementTerms) -> Iterator[Finding]:
    for place, line in enumerate(terms.contributions, start=1):
        if settlement.level == "scheme" and line.scheme is None:
            message = (
                f"{ask.name(terms, line.by)} contributes to the fund as a whole and the agreement settles scheme by "
                "scheme: say which scheme its contribution is for, or settle at the level of the pool"
            )
            yield error("settlement.contribution_without_scheme", message, Where(key=f"contributions[{place}].scheme"))


def _contributions(terms: Terms, settlement: SettlementTerms, income: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Pence by unit and contributor; contributions to no scheme, and income for none, make a unit of their own."""
    contrib = {
        scheme.code: ask.contributions(terms, scheme=scheme.code, basis=settlement.basis) for scheme in terms.schemes
    }
    whole: dict[str, int] = {}
    for line in terms.contributions:
        if line.scheme is None:
            whole[line.by] = whole.get(line.by, 0) + ask.agreed(line, settlement.basis)[0]
    if whole or (settlement.level == "pool" and (income.get("", 0) or any(not each.scheme for each in terms.income))):
        contrib[WHOLE_FUND] = whole
    return contrib


def _budget(terms: Terms, contrib: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """What a percentage of the budget is a percentage of: the budgets that add up to the fund's."""
    budget = {scheme.code: ask.budget(terms, scheme.code) for scheme in terms.schemes}
    if WHOLE_FUND in contrib:
        budget[WHOLE_FUND] = ask.fund_budget(terms) - sum(budget.values())
    return budget


def _funding(
    terms: Terms,
    settlement: SettlementTerms,
    contrib: Mapping[str, Mapping[str, int]],
    income: Mapping[str, int],
) -> tuple[dict[str, int], list[Finding]]:
    """Contributions and income by unit. Where schemes are settled one by one, a scheme that nobody is named as paying
    for is funded at its budget, and that is said."""
    funding = {unit: sum(by.values()) for unit, by in contrib.items()}
    findings = []
    for code, pence in income.items():
        if not code and settlement.level == "scheme":
            message = (
                f"income of {money.show(pence)} is for the fund as a whole and the agreement settles scheme by "
                "scheme: it counts to no scheme's funding"
            )
            findings.append(warning("settlement.income_without_scheme", message, Where(key="income")))
        else:
            unit = code or WHOLE_FUND
            funding[unit] = funding.get(unit, 0) + pence
    paid = {unit for unit in funding if funding[unit] or contrib.get(unit)}
    for scheme in terms.schemes:
        budget = ask.budget(terms, scheme.code)
        if scheme.code not in paid and budget and settlement.level == "scheme":
            funding[scheme.code] = budget
            message = f"no contribution to {scheme.name} is given: its budget is taken as its funding"
            findings.append(warning("settlement.no_contributions", message, Where(key="contributions")))
    return funding, findings


def _budgeted(terms: Terms) -> dict[str, int]:
    """The income that the terms expect, in pence by scheme ("" for the whole fund)."""
    expected: dict[str, int] = {}
    for line in terms.income:
        expected[line.scheme or ""] = expected.get(line.scheme or "", 0) + line.amount
    return expected


def _reserves(book: Book, settlement: SettlementTerms) -> dict[str, int]:
    """What each reserve holds: its balance in the books; where the books know nothing of it, what the agreement
    opened it with."""
    reserves: dict[str, int] = dict(settlement.reserves)
    accounts = {cell.account for cell, _ in book.balances if cell.layer is Layer.ACTUAL}
    for account in sorted(accounts):
        role, _, name = account.partition("/")
        if role == _RESERVES and name:
            reserves[name] = -book.balances.total(Layer.ACTUAL, account)  # a credit is what it holds
    return reserves


def _meta(terms: Terms) -> dict[str, dict[str, str]]:
    """What rules match and resolve, by scheme; a scheme without a host of its own has the fund's."""
    host = terms.host.partner if terms.host else None
    return {
        scheme.code: {
            **scheme.data,
            **{
                key: partner
                for key, partner in (
                    ("host", scheme.host or host),
                    ("lead", scheme.lead),
                    ("responsible", scheme.responsible),
                )
                if partner is not None
            },
        }
        for scheme in terms.schemes
    }


def _weights(terms: Terms, settlement: SettlementTerms) -> dict[str, Mapping[str, int | Fraction]]:
    """The agreement's tables of weights, and those of contributions that a rule names."""
    weights: dict[str, Mapping[str, int | Fraction]] = dict(settlement.weights.items())
    for rule in settlement.rules:
        name = rule.share.name if rule.share is not None else None
        if name is not None and name in _OF_CONTRIBUTIONS and name not in weights:
            basis, kind = _OF_CONTRIBUTIONS[name]
            weights[name] = {
                each.code: ask.total(terms, basis or settlement.basis, by=each.code, kind=kind).pence
                for each in ask.contributors(terms)
            }
    return weights
