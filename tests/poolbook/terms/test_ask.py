"""What settlement, ledger and reports ask of the terms."""

from __future__ import annotations

import pytest

from poolbook.terms import ask
from poolbook.terms.ask import Says
from poolbook.terms.model import Basis, Contribution, Kind, Topic
from tests.poolbook.terms.clean import CLEAN, but, part, ruled

GROUP = {"code": "BOTH", "name": "Both together", "members": ["PCT", "COUNCIL"]}
CLAUSE = {"about": "disputes", "topics": ["disputes"]}


def test_everyone_is_named_in_the_order_of_the_agreement_units_after_their_partner() -> None:
    known = ask.everyone(but(groups=[GROUP]))
    assert list(known) == ["COUNCIL", "CARE", "PCT", "BOTH"]
    assert (known["CARE"].kind, known["CARE"].partner, known["CARE"].members) == ("unit", "COUNCIL", ("COUNCIL",))
    assert (known["BOTH"].kind, known["BOTH"].partner, known["BOTH"].members) == ("group", "", ("PCT", "COUNCIL"))


def test_contributors_are_those_with_a_contribution() -> None:
    assert [each.code for each in ask.contributors(but())] == ["CARE", "PCT"]


def test_contributors_to_a_scheme_leave_out_those_who_give_to_the_whole_fund() -> None:
    lines = [*CLEAN["contributions"], {"by": "COUNCIL", "amount": "£5.00"}]
    terms = but(contributions=lines)
    assert [each.code for each in ask.contributors_to(terms, "BEDS")] == ["PCT"]
    assert [each.code for each in ask.contributors(terms)] == ["COUNCIL", "CARE", "PCT"]


def test_a_name_is_found_for_partners_schemes_and_bodies_and_a_stranger_keeps_its_code() -> None:
    names = [ask.name(but(), code) for code in ("CARE", "BEDS", "BOARD", "XYZ")]
    assert names == ["Care", "Beds", "The Board", "XYZ"]


def test_a_unit_and_its_partner_are_one_legal_body_and_a_group_is_none() -> None:
    terms = but(groups=[GROUP])
    council = ask.partner(terms, "COUNCIL")
    assert council is not None
    assert ask.partner(terms, "CARE") is council
    assert ask.partner(terms, "BOTH") is None
    assert ask.partner(terms, "XYZ") is None


def test_a_scheme_that_is_not_there_is_a_key_error() -> None:
    assert ask.scheme(but(), "BEDS").name == "Beds"
    with pytest.raises(KeyError):
        ask.scheme(but(), "TAPS")


_SINGLE = {"by": "PCT", "amount": "£10.00"}
_PAIR = {"by": "PCT", "gross": "£12.00", "net": "£9.00"}
_SILENT = "the agreement does not say whether it is gross or net"


@pytest.mark.parametrize(
    ("line", "basis", "pence", "assumed"),
    [
        ({**_SINGLE, "basis": "net"}, Basis.NOT_STATED, 1000, ""),
        ({**_SINGLE, "basis": "net"}, Basis.NET, 1000, ""),
        ({**_SINGLE, "basis": "net"}, Basis.GROSS, 1000, "only its net figure is given: it is counted as gross"),
        (_SINGLE, Basis.NOT_STATED, 1000, ""),
        (_SINGLE, Basis.GROSS, 1000, f"{_SILENT}: it is counted as gross"),
        ({**_PAIR, "basis": "net"}, Basis.NOT_STATED, 900, ""),
        ({**_PAIR, "basis": "net"}, Basis.GROSS, 1200, ""),
        (_PAIR, Basis.NET, 900, ""),
        (_PAIR, Basis.NOT_STATED, 1200, f"{_SILENT}: gross is taken"),
        ({"by": "PCT", "net": "£9.00"}, Basis.NOT_STATED, 900, f"{_SILENT}: net is taken"),
        ({"by": "PCT", "net": "£9.00"}, Basis.GROSS, 900, "only its net figure is given: it is counted as gross"),
        ({"by": "PCT"}, Basis.NOT_STATED, 0, f"{_SILENT}: net is taken"),
    ],
)
def test_a_contribution_is_counted_on_a_basis_and_says_what_it_assumes(
    line: dict[str, str], basis: Basis, pence: int, assumed: str
) -> None:
    assert ask.agreed(Contribution.model_validate(line), basis) == (pence, assumed)


def test_a_total_is_taken_by_scheme_contributor_and_kind() -> None:
    one_off = {"by": "PCT", "scheme": "BEDS", "amount": "£7.00", "basis": "net", "kind": "non_recurrent"}
    terms = but(contributions=[*CLEAN["contributions"], one_off])
    assert ask.total(terms).pence == 29700
    assert ask.total(terms, scheme="BEDS").pence == 20700
    assert ask.total(terms, by="CARE").pence == 9000
    assert ask.total(terms, kind=Kind.NON_RECURRENT).pence == 700
    assert ask.total(terms, scheme="RAILS", kind=Kind.NON_RECURRENT).pence == 0


def test_a_total_carries_a_note_for_each_line_it_assumed_at_that_line() -> None:
    total = ask.total(but(), Basis.GROSS)
    assert total.pence == 30000
    assert [(each.code, each.where.key) for each in total.findings] == [
        ("terms.basis_assumed", "contributions[2].basis")
    ]
    assert total.findings[0].message == "The PCT, £200.00: only its net figure is given: it is counted as gross"


def test_contributions_come_by_contributor_in_order() -> None:
    assert ask.contributions(but()) == {"CARE": 9000, "PCT": 20000}
    assert ask.contributions(but(), "RAILS", Basis.GROSS) == {"CARE": 10000}


def test_a_schemes_budget_is_its_own_or_else_its_contributions() -> None:
    terms = but(schemes=part("schemes", 1, budget="£95.00"))
    assert [ask.budget(terms, code) for code in ("BEDS", "RAILS")] == [20000, 9500]
    assert ask.fund_budget(terms) == 29500


def test_contributions_to_the_whole_fund_are_its_budget_unless_schemes_state_theirs() -> None:
    lines = [*CLEAN["contributions"], {"by": "PCT", "amount": "£5.00", "basis": "net"}]
    assert ask.fund_budget(but(contributions=lines)) == 29500
    schemes = part("schemes", 0, budget="£205.00")
    assert ask.fund_budget(but(contributions=lines, schemes=schemes)) == 29500


def test_the_terms_themselves_answer_for_host_contributions_and_overspends() -> None:
    topics = (Topic.HOST, Topic.POOL_MANAGER, Topic.CONTRIBUTIONS, Topic.OVERSPEND, Topic.UNDERSPEND, Topic.DURATION)
    assert {ask.says(but(), topic) for topic in topics} == {Says.SAYS}
    assert ask.says(but(), Topic.LEAD_COMMISSIONER) is Says.SILENT


def test_a_rule_for_overspends_says_nothing_of_underspends() -> None:
    terms = ruled(share={"by": "equal"}, when="over")
    assert (ask.says(terms, Topic.OVERSPEND), ask.says(terms, Topic.UNDERSPEND)) == (Says.SAYS, Says.SILENT)


def test_a_clause_known_only_to_exist_is_neither_said_nor_silent() -> None:
    unheld, held = {**CLAUSE, "status": "text_not_held"}, {**CLAUSE, "status": "text_held"}
    assert ask.says(but(), Topic.DISPUTES) is Says.SILENT
    assert ask.says(but(clauses=[unheld]), Topic.DISPUTES) is Says.TEXT_NOT_HELD
    assert ask.says(but(clauses=[unheld, held]), Topic.DISPUTES) is Says.SAYS


def test_a_schemes_data_take_in_its_roles_and_the_funds_host_where_it_names_none() -> None:
    terms = but(lead_commissioner={"partner": "PCT"}, schemes=part("schemes", 0, host="PCT", lead="PCT"))
    assert ask.data(terms, "BEDS") == {"group": "older", "host": "PCT", "lead": "PCT"}
    assert ask.data(terms, "RAILS") == {"host": "COUNCIL", "responsible": "COUNCIL"}
