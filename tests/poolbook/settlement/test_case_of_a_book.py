"""The case of a fund and year, made from its Book."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook.settlement import case
from poolbook.settlement.model import Case
from poolbook.settlement.settle import settle
from tests.poolbook.settlement.books import WHOLE_FUND, book

OUTTURN = {"HOMES": 150_000, "TEAM": 15_000}
BY_CONTRIBUTION = "settlement: {level: scheme, basis: gross, rules: [{share: {by: contributions}, clause: 7}]}"


def codes(found: Case) -> list[str]:
    return [each.code for each in found.findings if not each.code.startswith("terms.")]


def test_units_are_schemes_and_contributions_are_by_contributor_on_the_basis_chosen() -> None:
    made = case.of(book(BY_CONTRIBUTION), OUTTURN)
    assert made.level == "scheme"
    assert made.contrib == {"HOMES": {"ADULTS": 90_000, "PCTS": 60_000}, "TEAM": {"HOUSING": 5_000, "PCTS": 10_000}}
    net = case.of(book(BY_CONTRIBUTION.replace("gross", "net")), OUTTURN)
    assert net.contrib["HOMES"] == {"ADULTS": 70_000, "PCTS": 60_000}


def test_parties_are_units_in_place_of_their_partner_and_then_groups() -> None:
    assert case.of(book(BY_CONTRIBUTION), OUTTURN).partners == ("ADULTS", "HOUSING", "PCTS")


def test_a_partner_in_whose_name_nobody_contributes_settles_itself() -> None:
    only_adults = '  - {by: ADULTS, scheme: HOMES, amount: "£1.00"}'
    assert case.of(book(contributions=only_adults), OUTTURN).partners == ("ADULTS", "EAST", "SOUTH")


@pytest.mark.parametrize(
    "rule",
    [
        "{assign: {to: CITY}}",
        "{assign: {to: host}}",
        "{share: {by: equal, among: [CITY]}}",
        "{share: {by: fixed, weights: {CITY: 1}}}",
        "{share: {by: equal}, cap: {CITY: 5}}",
        "{share: {by: equal}, cap: {ADULTS: {contrib: CITY}}}",
    ],
)
def test_a_partner_that_a_rule_names_settles_beside_its_units(rule: str) -> None:
    made = case.of(book(f"settlement: {{level: scheme, basis: gross, rules: [{rule}]}}"), OUTTURN)
    assert made.partners == ("CITY", "ADULTS", "HOUSING", "PCTS")


def test_those_whom_a_decision_or_a_lead_names_settle_too() -> None:
    decided = case.of(book(decisions={"BOARD": {"SOUTH": 5, "carry_forward": 1, "reserve:r": 1}}), OUTTURN)
    assert decided.partners == ("ADULTS", "HOUSING", "SOUTH", "PCTS")
    led = case.of(book("settlement: {level: scheme, basis: gross, rules: [{assign: {to: lead}}]}"), OUTTURN)
    assert led.partners == ("ADULTS", "HOUSING", "EAST", "PCTS")


def test_data_of_schemes_become_what_rules_match_and_resolve() -> None:
    meta = case.of(book(team=", host: SOUTH, responsible: EAST"), OUTTURN).meta
    assert meta["HOMES"] == {"client_group": "adults", "host": "CITY", "lead": "EAST"}
    assert meta["TEAM"] == {"host": "SOUTH", "responsible": "EAST"}


def test_funding_is_contributions_and_the_income_budgeted_beside_them() -> None:
    income = 'income: [{scheme: HOMES, kind: other_income, amount: "£10.00"}]'
    made = case.of(book(f"{BY_CONTRIBUTION}\n{income}", homes=', budget: "£2000.00"'), OUTTURN)
    assert made.funding == {"HOMES": 151_000, "TEAM": 15_000}
    assert made.budget == {"HOMES": 200_000, "TEAM": 15_000}
    assert settle(made).variance == {"HOMES": -1_000, "TEAM": 0}


def test_client_income_beside_gross_contributions_is_asked_about() -> None:
    income = 'income: [{scheme: HOMES, kind: client_income, amount: "£10.00"}]'
    assert "settlement.income_twice" in codes(case.of(book(f"{BY_CONTRIBUTION}\n{income}"), OUTTURN))
    net = BY_CONTRIBUTION.replace("gross", "net")
    assert "settlement.income_twice" not in codes(case.of(book(f"{net}\n{income}"), OUTTURN))


def test_contributions_to_the_whole_fund_are_a_unit_of_the_pool() -> None:
    pool = "settlement: {level: pool, basis: gross, rules: [{share: {by: contributions}}]}"
    income = 'income: [{kind: other_income, amount: "£3.00"}]'
    homes, team = ', budget: "£1200.00"', ', budget: "£300.00"'
    fund = book(f"{pool}\n{income}", contributions=WHOLE_FUND, homes=homes, team=team)
    made = case.of(fund, {**OUTTURN, "": 7})
    assert made.contrib == {"HOMES": {}, "TEAM": {}, "whole_fund": {"ADULTS": 100_000, "PCTS": 50_000}}
    assert sum(made.budget.values()) == 150_000
    settlement = settle(made)
    assert settlement.variance == {"pool": 165_007 - 150_300}
    assert settlement.sources == {"ADULTS": 9_805, "PCTS": 4_902, **dict.fromkeys(made.partners[3:], 0)}


def test_a_contribution_to_no_scheme_is_refused_where_schemes_are_settled() -> None:
    with pytest.raises(Refused) as refused:
        case.of(book(BY_CONTRIBUTION, contributions=WHOLE_FUND), OUTTURN)
    assert [each.code for each in refused.value.findings] == ["settlement.contribution_without_scheme"] * 2


def test_income_for_the_whole_fund_counts_to_no_scheme_and_is_told() -> None:
    made = case.of(book(f'{BY_CONTRIBUTION}\nincome: [{{kind: other_income, amount: "£3.00"}}]'), OUTTURN)
    assert "settlement.income_without_scheme" in codes(made)
    assert sum(made.funding.values()) == 165_000


def test_a_scheme_that_nobody_is_named_as_paying_for_is_funded_at_its_budget() -> None:
    only_homes = '  - {by: ADULTS, scheme: HOMES, amount: "£1500.00", basis: gross}'
    made = case.of(book(BY_CONTRIBUTION, contributions=only_homes, team=', budget: "£150.00"'), OUTTURN)
    assert made.funding == {"HOMES": 150_000, "TEAM": 15_000}
    assert "settlement.no_contributions" in codes(made)


POOL = "settlement: {level: pool, rules: [{share: {by: contributions}}]}"


@pytest.mark.parametrize(
    ("more", "team"),
    [("", ""), (POOL, ""), (BY_CONTRIBUTION, ""), (POOL, ', budget: "£150.00"')],
    ids=["silent", "pool", "scheme by scheme", "pool with a budget"],
)
def test_contributions_that_nobody_knows_are_not_taken_as_nil(more: str, team: str) -> None:
    with pytest.raises(Refused, match="contributions are not known") as refused:
        case.of(book(more, contributions="  []", team=team), OUTTURN)
    assert [each.code for each in refused.value.findings] == ["settlement.contributions_unknown"]


def test_without_contributions_schemes_settle_against_the_budgets_they_state() -> None:
    made = case.of(book(BY_CONTRIBUTION, contributions="  []", team=', budget: "£150.00"'), OUTTURN)
    assert made.funding["TEAM"] == 15_000
    assert "settlement.no_contributions" in codes(made)


def test_spending_in_no_scheme_is_refused_where_schemes_are_settled() -> None:
    with pytest.raises(Refused):
        settle(case.of(book(BY_CONTRIBUTION), {**OUTTURN, "": 5}))


def test_reserves_are_what_the_books_hold_and_else_what_the_agreement_opened() -> None:
    terms = 'settlement: {level: pool, reserves: {risk: "£5.00", kept: "£6.00"}, rules: [{draw: {from: risk}}]}'
    made = case.of(book(terms, balances={"reserves/risk": -700, "reserves/new": -1, "spend": 3}), OUTTURN)
    assert made.reserves == {"risk": 700, "kept": 600, "new": 1}


def test_tables_of_contributions_are_there_for_rules_that_name_them() -> None:
    rules = "[{share: {by: weights, name: recurrent_contributions}}, {share: {by: weights, name: usage}}]"
    weights = "{usage: {ADULTS: 2, PCTS: 1}}"
    made = case.of(book(f"settlement: {{level: pool, basis: net, weights: {weights}, rules: {rules}}}"), OUTTURN)
    assert made.weights == {
        "usage": {"ADULTS": 2, "PCTS": 1},
        "recurrent_contributions": {"ADULTS": 70_000, "HOUSING": 5_000, "PCTS": 60_000},
    }
    gross = "settlement: {level: pool, rules: [{share: {by: weights, name: gross_contributions}}]}"
    assert case.of(book(gross), OUTTURN).weights["gross_contributions"]["ADULTS"] == 90_000
    net = gross.replace("gross_", "net_")
    assert case.of(book(net), OUTTURN).weights["net_contributions"]["ADULTS"] == 70_000


def test_facts_causes_and_decisions_come_from_the_book() -> None:
    facts, causes, decisions = {"f": 5}, {"HOMES": {"c": 1}}, {"BOARD": {"ADULTS": 3}}
    made = case.of(book(BY_CONTRIBUTION, facts=facts, causes=causes, decisions=decisions), OUTTURN)
    assert (made.facts, made.causes, made.decisions) == (facts, causes, decisions)


def test_a_silent_agreement_leaves_everything_undecided_and_says_that_it_is_silent() -> None:
    settlement = settle(case.of(book(), OUTTURN | {"HOMES": 151_000}))
    assert settlement.sources["undecided"] == 1_000
    assert "settlement.agreement_silent" in [found.code for found in settlement.findings]


def test_a_clause_whose_text_is_not_held_is_no_silence() -> None:
    clause = 'clauses: [{number: "9", about: who pays, status: text_not_held, topics: [overspend]}]'
    silent = case.of(book(clause), OUTTURN)
    assert "settlement.clause_not_held" in codes(silent)
    assert "settlement.agreement_silent" not in codes(silent)
    other = clause.replace("overspend", "audit")
    assert "settlement.agreement_silent" in codes(case.of(book(other), OUTTURN))


def test_a_basis_that_is_not_stated_is_told_with_what_depends_on_it() -> None:
    made = case.of(book(BY_CONTRIBUTION.replace(" basis: gross,", "")), OUTTURN)
    found = [each for each in made.findings if each.code == "settlement.basis_not_stated"]
    assert "gross £1,650.00, net £1,450.00" in found[0].message
    assert made.contrib["HOMES"]["ADULTS"] == 90_000


def test_open_questions_of_a_pressure_that_a_rule_follows_are_told() -> None:
    pressure = """
pressures:
  - {code: placements, name: Placements, amount: "£98.00", borne_by: CITY, indexed: "no"}
  - {code: other, name: Other, amount: "£1.00"}
"""
    rules = "settlement: {level: scheme, basis: gross, rules: [{assign: {to: CITY}, cause: placements, clause: 6.14}]}"
    found = [each for each in case.of(book(f"{rules}\n{pressure}"), OUTTURN).findings if "pressure" in each.code]
    assert [each.where.key for each in found] == ["pressures[1].extent", "pressures[1].efficiencies_first"]
    assert found[0].source == "6.14"
