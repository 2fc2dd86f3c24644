"""Each check of the terms, with what makes it speak; the clean terms show that it can be silent."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from poolbook.findings import Severity
from poolbook.settlement import case
from poolbook.terms import ask, checks
from poolbook.terms.check import check
from poolbook.terms.model import Terms
from tests.poolbook.terms.clean import CLEAN, but, found, part, places, ruled, settled

ALIGNED = {
    "fund": {**CLEAN["fund"], "mode": "aligned"},
    "agreement": {**CLEAN["agreement"], "legal_basis": "aligned_budget"},
}
SHADOW = {"fund": {**CLEAN["fund"], "mode": "shadow"}}

COUNCILS = [CLEAN["partners"][0], {**CLEAN["partners"][1], "kind": "local_authority"}]
NHS = [{**CLEAN["partners"][0], "kind": "nhs_body"}, CLEAN["partners"][1]]
GROUP = {"code": "BOTH", "name": "Both together", "members": ["COUNCIL", "PCT"], "split": {"COUNCIL": 1, "PCT": 3}}
AGREEMENT = CLEAN["agreement"]

#: What to change in the clean terms, and all that is then found, in order.
CASES: dict[str, tuple[Terms, list[str]]] = {
    "a unit with a partner's code": (
        but(partners=part("partners", 1, units=[{"code": "CARE", "name": "Other care"}])),
        ["terms.code_twice"],
    ),
    "two schemes of one code": (
        but(schemes=[*CLEAN["schemes"], CLEAN["schemes"][0]]),
        ["terms.code_twice"],
    ),
    "a cause with a pressure's code": (
        settled(causes=[{"code": "backlog", "name": "Again", "proved_by": "somebody"}]),
        ["terms.code_twice"],
    ),
    "two bodies of one code": (but(bodies=CLEAN["bodies"] * 2), ["terms.code_twice"]),
    "two questions of one code": (
        but(questions=[{"code": "Q", "asks": "Why?", "answer": "So."}] * 2),
        ["terms.code_twice"],
    ),
    "two facts of one code": (
        settled(facts=[{"code": "said", "name": "Said", "kind": "yes_no"}] * 2),
        ["terms.code_twice"],
    ),
    "a member named twice": (
        but(groups=[{**GROUP, "members": ["PCT", "PCT"], "split": {"PCT": 1}}]),
        ["terms.code_twice"],
    ),
    "an unknown host": (
        but(host={"partner": "COUNCL"}),
        ["terms.unknown_partner", "terms.manager_not_of_host"],
    ),
    "a host that is a unit": (
        but(host={"partner": "CARE"}, pool_manager=None),
        ["terms.unknown_partner", "terms.no_pool_manager"],
    ),
    "an unknown lead of a scheme": (but(schemes=part("schemes", 0, lead="X")), ["terms.unknown_partner"]),
    "an unknown member": (
        but(groups=[{**GROUP, "members": ["PCT", "TRUST"], "split": {"PCT": 1, "TRUST": 1}}]),
        ["terms.member_not_partner"],
    ),
    "a split without a member": (
        but(groups=[{**GROUP, "split": {"PCT": 1}}]),
        ["terms.split_not_of_members"],
    ),
    "a split of nothing": (
        but(groups=[{**GROUP, "split": {"PCT": 0, "COUNCIL": 0}}]),
        ["terms.split_not_of_members"],
    ),
    "a group without a split": (but(groups=[{**GROUP, "split": {}}]), ["terms.group_not_split"]),
    "a pressure of an unknown scheme": (but(pressures=part("pressures", scheme="TAPS")), ["terms.unknown_scheme"]),
    "a pressure borne by nobody known": (
        but(pressures=part("pressures", borne_by="X")),
        ["terms.unknown_contributor"],
    ),
    "made good by nobody known": (
        but(opening_balance={"policy": "clean", "made_good_by": "X"}),
        ["terms.unknown_contributor"],
    ),
    "a contribution by nobody known": (
        but(contributions=[*CLEAN["contributions"], {"by": "X", "scheme": "BEDS", "amount": "£1", "basis": "net"}]),
        ["terms.unknown_contributor"],
    ),
    "no figure": (
        but(contributions=part("contributions", 1, amount=None)),
        ["terms.contribution_without_figure"],
    ),
    "an amount beside gross and net": (
        but(contributions=part("contributions", 0, amount="£95.00")),
        ["terms.contribution_twice"],
    ),
    "net agreed and only gross given": (
        but(contributions=part("contributions", 0, net=None)),
        ["terms.basis_without_figure"],
    ),
    "gross below net": (but(contributions=part("contributions", 0, gross="£80.00")), ["terms.gross_below_net"]),
    "a negative contribution": (
        but(contributions=part("contributions", 1, amount="-£1.00")),
        ["terms.contribution_negative"],
    ),
    "no basis, one figure": (
        but(contributions=part("contributions", 1, basis="not_stated")),
        ["terms.basis_not_stated", "terms.total_assumes_basis"],
    ),
    "gross beside net": (but(contributions=part("contributions", 1, basis="gross")), ["terms.bases_mixed"]),
    "a partner who pays nothing": (
        but(contributions=part("contributions", 1, by="CARE")),
        ["terms.partner_pays_nothing"],
    ),
    "a scheme without money": (
        but(schemes=[*CLEAN["schemes"], {"code": "TAPS", "name": "Taps", "side": "joint"}]),
        ["terms.scheme_without_budget"],
    ),
    "income beside contributions and no budget": (
        but(income=[{"scheme": "RAILS", "kind": "client_income", "amount": "£10.00"}]),
        ["terms.budget_without_income"],
    ),
    "budgets that are more than what is paid in": (
        but(schemes=[{**each, "budget": "£150.00"} for each in CLEAN["schemes"]]),
        ["terms.budgets_differ"],
    ),
    "two councils": (but(partners=COUNCILS), ["terms.one_side_of_partners"]),
    "two NHS bodies": (but(partners=NHS), ["terms.one_side_of_partners"]),
    "only NHS functions": (
        but(schemes=[{**each, "side": "nhs"} for each in CLEAN["schemes"]]),
        ["terms.one_side_of_functions"],
    ),
    "a side not stated": (but(schemes=part("schemes", 0, side="not_stated")), ["terms.side_not_stated"]),
    "no host": (but(host=None), ["terms.no_host", "terms.statutory_contents"]),
    "no manager": (but(pool_manager=None), ["terms.no_pool_manager"]),
    "the other partner's officer": (
        but(pool_manager={"post": "Manager", "partner": "PCT"}),
        ["terms.manager_not_of_host"],
    ),
    "an aligned budget called a pooled fund": (
        but(fund=ALIGNED["fund"]),
        ["terms.aligned_called_pooled"],
    ),
    "a live aligned budget": (but(agreement=ALIGNED["agreement"]), ["terms.pooled_called_aligned"]),
    "live under a proposal": (
        but(agreement={**AGREEMENT, "status": "proposed"}),
        ["terms.live_but_proposed"],
    ),
    "an agreement that ends before it starts": (
        but(agreement={**AGREEMENT, "ends": "2009-03-31"}),
        ["terms.dates_reversed"],
    ),
    "an agreement of another year": (
        but(agreement={**AGREEMENT, "starts": "2010-04-01", "ends": "2011-03-31"}),
        ["terms.year_outside_agreement"],
    ),
    "an agreement that starts in October": (
        but(agreement={**AGREEMENT, "starts": "2009-10-01"}),
        ["terms.part_of_year"],
    ),
    "a clean opening with a deficit": (
        but(opening_balance={"policy": "clean", "amount": "-£5.00", "made_good_by": "COUNCIL"}),
        ["terms.opening_not_clean"],
    ),
    "a clean opening that nobody pays for": (but(opening_balance={"policy": "clean"}), ["terms.nobody_makes_good"]),
    "nothing on the opening balance": (but(opening_balance=None), ["terms.opening_not_said"]),
    "no settlement": (but(settlement=None), ["terms.settlement_not_said"] * 2),
    "a settlement without rules": (settled(rules=[]), ["terms.settlement_not_said"] * 2),
    "nothing on underspends": (
        ruled(share={"by": "contributions"}, when="over"),
        ["terms.settlement_not_said"],
    ),
    "a settlement clause that is not held": (
        but(
            settlement=None,
            clauses=[
                *CLEAN["clauses"],
                {
                    "number": "9",
                    "about": "over and under",
                    "status": "text_not_held",
                    "topics": ["overspend", "underspend"],
                },
            ],
        ),
        ["terms.settlement_not_held", "terms.settlement_not_held", "terms.clause_not_held"],
    ),
    "a pressure that nobody is said to bear": (
        but(pressures=part("pressures", borne_by=None)),
        ["terms.pressure_bearer"],
    ),
    "a pressure of over so much": (
        but(pressures=part("pressures", at_least=True)),
        ["terms.pressure_at_least"],
    ),
    "a pressure without a stated extent": (but(pressures=part("pressures", extent=None)), ["terms.pressure_extent"]),
    "a pressure that may be indexed": (but(pressures=part("pressures", indexed=None)), ["terms.pressure_indexed"]),
    "a pressure and savings in no stated order": (
        but(pressures=part("pressures", efficiencies_first=None)),
        ["terms.pressure_efficiencies"],
    ),
    "a topic that nothing speaks of": (
        but(clauses=[{**CLEAN["clauses"][0], "topics": CLEAN["clauses"][0]["topics"][1:]}]),
        ["terms.statutory_contents"],
    ),
    "an open question": (but(questions=[{"code": "Q", "asks": "Who?", "owner": "BOARD"}]), ["terms.question_open"]),
    "a stand-in": (but(schemes=part("schemes", 0, illustrative=True)), ["terms.illustrative"]),
    "a contribution to no scheme": (
        but(contributions=[*CLEAN["contributions"], {"by": "PCT", "amount": "£1.00", "basis": "net"}]),
        ["terms.level_without_schemes"],
    ),
    "a rule that charges nobody known": (ruled(assign={"to": "COUNCL"}), ["terms.rule_party"]),
    "a rule that charges a role that a scheme lacks": (ruled(assign={"to": "responsible"}), ["terms.rule_role"]),
    "a share among nobody known": (
        ruled(share={"by": "equal", "among": ["PCT", "X"]}),
        ["terms.rule_party"],
    ),
    "a cap on nobody known": (ruled(share={"by": "equal"}, cap={"X": 100}), ["terms.rule_party"]),
    "netting an unknown scheme": (
        settled(rules=[{"net": {"among": ["BEDS", "TAPS"]}, "clause": "4"}, {"share": {"by": "equal"}, "clause": "5"}]),
        ["terms.rule_scheme"],
    ),
    "a scope that nothing matches": (
        ruled(share={"by": "equal"}, scope={"group": "younger"}),
        ["terms.rule_scope"],
    ),
    "an unknown reserve": (
        settled(rules=[{"draw": {"from": "rainy"}, "clause": "4"}, {"share": {"by": "equal"}, "clause": "5"}]),
        ["terms.rule_reserve"],
    ),
    "an unknown cause": (ruled(assign={"to": "PCT"}, cause="weather"), ["terms.rule_cause"]),
    "an unknown fact": (ruled(assign={"to": "PCT"}, if_={"fact": "agreed"}), ["terms.rule_fact"]),
    "a limit by an unknown fact": (ruled(assign={"to": "PCT"}, limit={"fact": "x"}), ["terms.rule_fact"]),
    "a limit by a fact that is no sum": (
        settled(
            facts=[{"code": "said", "name": "Said", "kind": "yes_no"}],
            rules=[{"assign": {"to": "PCT"}, "limit": {"fact": "said"}, "clause": "5"}],
        ),
        ["terms.fact_not_a_sum"],
    ),
    "an unknown body": (
        ruled(decide={"by": "CABINET", "default": "continue"}),
        ["terms.rule_body"],
    ),
    "unknown weights": (ruled(share={"by": "weights", "name": "need"}), ["terms.rule_weights"]),
    "weights of nobody known": (settled(weights={"use": {"COUNCIL": 1, "X": 2}}), ["terms.rule_party"]),
    "weights that are all nil": (settled(weights={"use": {"COUNCIL": 0, "PCT": 0}}), ["terms.weights_nil"]),
    "fixed weights of nobody known": (
        ruled(share={"by": "fixed", "weights": {"X": 1}}),
        ["terms.rule_party"],
    ),
    "a rule after one that takes everything": (
        settled(rules=[{"share": {"by": "equal"}, "clause": "4"}, {"assign": {"to": "PCT"}, "clause": "5"}]),
        ["terms.rule_never_applies"],
    ),
    "percentages that do not come to 100": (
        ruled(share={"by": "fixed", "weights": {"COUNCIL": 50, "PCT": 51}}),
        ["terms.weights_nearly_100"],
    ),
    "a limit of more than the whole": (
        ruled(assign={"to": "PCT"}, limit={"pct": 150, "of": "budget"}),
        ["terms.limit_over_100"],
    ),
    "a rule without a clause": (
        settled(rules=[{"share": {"by": "contributions"}}]),
        ["terms.rule_without_clause"],
    ),
    "a cause that nobody proves": (
        but(
            pressures=part("pressures", proved_by=None),
            settlement={
                **CLEAN["settlement"],
                "rules": [
                    {"assign": {"to": "COUNCIL"}, "cause": "backlog", "clause": "4"},
                    *CLEAN["settlement"]["rules"],
                ],
            },
        ),
        ["terms.cause_not_proved"],
    ),
    "a decision without a default": (
        ruled(decide={"by": "BOARD"}),
        ["terms.undecided_without_decision"],
    ),
}


def test_the_clean_terms_have_nothing_to_find() -> None:
    assert check(but()) == []


@pytest.mark.parametrize("change", CASES)
def test_a_change_is_found_and_nothing_else_is(change: str) -> None:
    terms, expected = CASES[change]
    assert found(terms) == expected


def test_every_code_that_the_checks_can_make_is_made_by_a_case() -> None:
    folder = Path(checks.__file__).parent
    written = {code for path in folder.glob("*.py") for code in re.findall(r'"(terms\.\w+)"', path.read_text("utf-8"))}
    made = {code for _, codes in CASES.values() for code in codes}
    assert written - made == {"terms.share_basis_not_stated"}, "the one that cannot come alone has its own test below"


def test_sharing_by_contributions_of_no_stated_basis_is_found() -> None:
    terms = but(
        contributions=[{**each, "basis": "not_stated"} for each in CLEAN["contributions"]],
        settlement={**CLEAN["settlement"], "basis": "not_stated"},
    )
    assert "terms.share_basis_not_stated" in found(terms)


def test_sharing_by_contributions_of_one_stated_basis_needs_no_more() -> None:
    assert found(settled(basis="not_stated")) == []


@pytest.mark.parametrize(
    "change",
    [{"host": None}, {"partners": COUNCILS}, {"schemes": [{**each, "side": "nhs"} for each in CLEAN["schemes"]]}],
)
def test_what_a_live_fund_lacks_is_an_error_and_in_a_shadow_year_a_warning(change: dict[str, Any]) -> None:
    assert {each.severity for each in check(but(**change))} >= {Severity.ERROR}
    assert Severity.ERROR not in {each.severity for each in check(but(**SHADOW, **change))}


def test_an_aligned_budget_needs_no_host_no_manager_no_settlement_and_no_second_side() -> None:
    open_pressure = part("pressures", extent=None, indexed=None, efficiencies_first=None)
    terms = but(
        **ALIGNED, host=None, pool_manager=None, settlement=None, opening_balance=None, clauses=None,
        pressures=open_pressure, schemes=[{**each, "side": "nhs"} for each in CLEAN["schemes"]],
    )  # fmt: skip
    assert found(terms) == []


def test_a_seconded_officer_counts_as_the_hosts() -> None:
    assert found(but(pool_manager={"post": "Manager", "partner": "PCT", "seconded_to_host": True})) == []


def test_a_reserve_that_a_rule_fills_may_be_drawn_on() -> None:
    rules = [
        {"hold": {"in": "later"}, "clause": "4"},
        {"draw": {"from": "later"}, "clause": "5"},
        {"share": {"by": "equal"}, "clause": "6"},
    ]
    assert found(settled(rules=rules)) == []


def test_the_funds_host_answers_for_schemes_that_name_none() -> None:
    assert found(ruled(assign={"to": "host"})) == []


def test_a_rule_in_scope_needs_the_role_only_of_the_schemes_in_scope() -> None:
    schemes = part("schemes", 1, data={"group": "rails"})
    rule = {"assign": {"to": "responsible"}, "scope": {"group": "rails"}, "clause": "5"}
    assert found(but(schemes=schemes, settlement={**deepcopy(CLEAN["settlement"]), "rules": [rule]})) == []


@pytest.mark.parametrize("name", ask.CONTRIBUTION_WEIGHTS)
def test_weights_that_every_agreement_has_need_not_be_written_out(name: str) -> None:
    assert found(ruled(share={"by": "weights", "name": name})) == []


def test_the_settlement_knows_those_weights() -> None:
    assert tuple(case._OF_CONTRIBUTIONS) == ask.CONTRIBUTION_WEIGHTS


def test_a_near_code_is_suggested() -> None:
    message = next(each.message for each in check(but(host={"partner": "COUNCL"})))
    assert message == "COUNCL is not the code of a partner in these terms: did you mean COUNCIL?"


def test_where_no_code_is_near_all_of_them_are_listed() -> None:
    message = next(each.message for each in check(but(host={"partner": "ZZZ"})))
    assert message == "ZZZ is not the code of a partner in these terms: they are COUNCIL, PCT"


def test_a_finding_points_at_its_key() -> None:
    assert places(but(pressures=part("pressures", scheme="TAPS")), "terms.unknown_scheme") == ["pressures[1].scheme"]


def test_the_two_totals_are_named_where_a_basis_is_open() -> None:
    terms = but(contributions=part("contributions", 0, basis=None))
    message = next(each.message for each in check(terms) if each.code == "terms.total_assumes_basis")
    assert "£300.00 if contributions are gross and £290.00 if they are net" in message
