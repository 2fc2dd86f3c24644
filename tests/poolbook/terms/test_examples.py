"""The example packs: the figures that the papers give, what the checks find, and listings that can be made again."""

from __future__ import annotations

import csv
import filecmp
import re
import runpy
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from poolbook.findings import Severity
from poolbook.terms import ask, read
from poolbook.terms.model import Basis, Kind, Mode, Terms, Topic

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
LD_2008, LD_2009 = "birmingham-learning-disability-2008-09", "birmingham-learning-disability-2009-10"
MH_2008, MH_2009 = "birmingham-mental-health-2008-09", "birmingham-mental-health-2009-10"
OXFORDSHIRE = "oxfordshire-mental-health-2009-10"

M = 1_000_000_00  # pence in a million pounds

_THREE = {"terms.pressure_extent": 1, "terms.pressure_indexed": 1, "terms.pressure_efficiencies": 1}
_PROPOSAL = {
    "terms.no_pool_manager": 1,
    "terms.live_but_proposed": 1,
    "terms.undecided_without_decision": 1,
    "terms.opening_not_said": 1,
    "terms.statutory_contents": 1,
    "terms.illustrative": 1,
}
_BIRMINGHAM = {"terms.basis_not_stated": 3, "terms.total_assumes_basis": 1, "terms.group_not_split": 1}

#: Every finding of each example: the papers leave these open, and so do the terms.
EXPECTED: dict[str, dict[str, int]] = {
    LD_2008: {
        **_BIRMINGHAM,
        "terms.pressure_bearer": 1,
        "terms.pressure_at_least": 1,
        "terms.question_open": 1,
    },
    MH_2008: {**_BIRMINGHAM, "terms.question_open": 1},
    LD_2009: {
        **_BIRMINGHAM,
        **_PROPOSAL,
        **dict.fromkeys(_THREE, 2),
        "terms.pressure_bearer": 2,
        "terms.pressure_at_least": 1,
        "terms.question_open": 7,
    },
    MH_2009: {**_BIRMINGHAM, **_PROPOSAL, "terms.question_open": 7},
    OXFORDSHIRE: {
        **_THREE,
        "terms.basis_not_stated": 2,
        "terms.live_but_proposed": 1,
        "terms.cause_not_proved": 1,
        "terms.undecided_without_decision": 1,
        "terms.clause_not_held": 5,
        "terms.statutory_contents": 1,
        "terms.question_open": 5,
        "terms.illustrative": 1,
    },
}

each_example = pytest.mark.parametrize("name", EXPECTED)


@cache
def terms(name: str) -> Terms:
    """The terms of an example."""
    return read.read(EXAMPLES / name / "terms.yaml")


@each_example
def test_an_example_has_no_error_and_exactly_the_gaps_that_the_papers_leave(name: str) -> None:
    findings = read.read_and_check(EXAMPLES / name / "terms.yaml")[1]
    assert Counter(each.code for each in findings) == EXPECTED[name]
    assert Severity.ERROR not in {each.severity for each in findings}
    assert all(each.where.line for each in findings)


@each_example
def test_every_figure_of_an_example_is_sourced_or_labelled_illustrative(name: str) -> None:
    made = terms(name)
    items = [*made.contributions, *made.pressures, *made.figures, *(each for each in made.schemes if each.budget)]
    assert items
    assert all(each.source or each.illustrative for each in items)


@pytest.mark.parametrize(
    ("name", "gross", "net"),
    [(LD_2008, 1453, 1281), (MH_2008, 1806, 1735), (LD_2009, 1453, 1281), (MH_2009, 1806, 1735)],
)
def test_birminghams_pools_have_two_totals_and_each_says_what_it_assumes(name: str, gross: int, net: int) -> None:
    made = terms(name)
    for basis, tenths in ((Basis.GROSS, gross), (Basis.NET, net)):
        total = ask.total(made, basis)
        assert total.pence == tenths * M // 10
        assert [each.code for each in total.findings] == ["terms.basis_assumed"] * 2  # the PCTs and Supporting People
    assert ask.fund_budget(made) == gross * M // 10


def test_birminghams_learning_disability_figures_are_those_of_the_report() -> None:
    made = terms(LD_2008)
    adults = made.contributions[0]
    assert (adults.gross, adults.net, adults.basis) == (809 * M // 10, 637 * M // 10, Basis.NOT_STATED)
    assert ask.contributions(made, basis=Basis.NET) == {"AC": 637 * M // 10, "SP": 7 * M, "PCTS": 574 * M // 10}
    published = {each.name: each.amount for each in made.figures}
    assert published["Adults and Communities, net, as the text has it"] == 63 * M
    assert published["Adults and Communities, net, as the table has it"] == 637 * M // 10
    assert [(each.code, each.amount, each.at_least) for each in made.pressures] == [
        ("complex_placements", 98 * M // 10, False),
        ("provider_transfer", M, True),
    ]


def test_birminghams_mental_health_figures_are_those_of_the_report() -> None:
    made = terms(MH_2008)
    assert ask.contributions(made, basis=Basis.GROSS) == {"AC": 238 * M // 10, "SP": 12 * M, "PCTS": 1448 * M // 10}
    assert ask.contributions(made, basis=Basis.NET)["AC"] == 167 * M // 10


@pytest.mark.parametrize("name", [LD_2008, MH_2008, LD_2009, MH_2009])
def test_birmingham_has_four_legal_partners_and_five_contributing_organisations(name: str) -> None:
    made = terms(name)
    assert len(made.partners) == 4
    organisations = {
        code for each in ask.contributors(made) for code in (each.members if each.kind == "group" else [each.code])
    }
    assert organisations == {"AC", "SP", "BEN", "SB", "HOB"}


def test_before_the_pools_birminghams_budgets_are_aligned_and_each_is_borne_by_its_holder() -> None:
    for name in (LD_2008, MH_2008):
        made = terms(name)
        assert (made.fund.mode, made.agreement.legal_basis) == (Mode.ALIGNED, "aligned_budget")
        assert made.settlement is not None
        assert [(rule.verb, rule.assign and rule.assign.to) for rule in made.settlement.rules] == [
            ("assign", "AC"),
            ("assign", "PCTS"),
            ("assign", "SP"),
        ]


def test_birminghams_hosts_and_leads_are_as_proposed() -> None:
    hosts = {name: (made.host, made.lead_commissioner) for name in (LD_2009, MH_2009) for made in [terms(name)]}
    codes = {name: [role.partner for role in roles if role] for name, roles in hosts.items()}
    assert codes == {LD_2009: ["BCC", "BCC"], MH_2009: ["BEN", "BEN"]}


def test_who_bears_birminghams_overspend_is_left_to_the_board_and_nothing_else_is_said() -> None:
    for name in (LD_2009, MH_2009):
        settlement = terms(name).settlement
        assert settlement is not None
        assert [rule.verb for rule in settlement.rules] == ["decide"]
        decide = settlement.rules[0].decide
        assert decide is not None
        assert (decide.by, decide.default) == ("STRATEGIC_GOVERNANCE_BOARD", None)


def test_oxfordshires_contributions_are_stand_ins_every_one_of_them() -> None:
    made = terms(OXFORDSHIRE)
    assert all(each.illustrative for each in made.contributions)
    assert {(each.by, each.kind, each.part) for each in made.contributions} == {
        ("OPCT", Kind.RECURRENT, "current pool"),
        ("OPCT", Kind.NON_RECURRENT, "current pool"),
        ("OCC", Kind.RECURRENT, "current pool"),
        ("OPCT", Kind.RECURRENT, "incoming pool"),
        ("OCC", Kind.RECURRENT, "incoming pool"),
    }


def test_oxfordshires_pressure_and_clean_opening_are_the_councils() -> None:
    made = terms(OXFORDSHIRE)
    pressure, opening = made.pressures[0], made.opening_balance
    assert (pressure.amount, pressure.borne_by, pressure.clause) == (364_000_00, "OCC", "6.14.1")
    assert (pressure.extent, pressure.indexed, pressure.efficiencies_first) == ("not_stated",) * 3
    assert opening is not None
    assert (opening.policy, opening.made_good_by) == ("clean", "OCC")


def test_oxfordshires_default_clause_is_known_to_exist_and_no_rule_stands_in_for_it() -> None:
    made = terms(OXFORDSHIRE)
    assert ask.says(made, Topic.LIABILITY_WHEN_NOT_AGREED) is ask.Says.TEXT_NOT_HELD
    assert ask.says(made, Topic.DISPUTES) is ask.Says.SAYS
    assert made.settlement is not None
    assert [rule.verb for rule in made.settlement.rules] == ["assign", "decide"]


def _supplier_and_narrative(path: Path) -> list[tuple[str, str]]:
    """The cells of a listing in which names could hide."""
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    start = next(i for i, row in enumerate(rows) if len(set(row)) > 8)
    columns = [
        next(i for i, heading in enumerate(rows[start]) if heading in names)
        for names in (("Supplier", "Off.acct name", "Account Name"), ("Line Description", "Name", "Narrative"))
    ]
    return [(row[columns[0]], row[columns[1]]) for row in rows[start + 1 :] if not row[0].startswith("*")]


def test_no_line_of_a_listing_names_a_person_or_a_real_provider() -> None:
    cells = [
        cell for path in sorted(EXAMPLES.glob("extracts/*/*-2009-10-p*.csv")) for cell in _supplier_and_narrative(path)
    ]
    assert len(cells) > 4000
    partner = "Oxfordshire County Council"
    known = re.compile(rf"(?:Illustrative Provider [0-9]{{3}}|{partner})?")
    assert all(known.fullmatch(supplier) for supplier, _ in cells)
    assert {said for _, said in cells if not said.endswith("(illustrative)")} == {"Balance brought forward"}


@pytest.mark.slow
def test_the_listings_are_made_again_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(EXAMPLES / "extracts"))
    try:
        runpy.run_path(str(EXAMPLES / "extracts" / "make.py"))["main"](tmp_path)
    finally:
        sys.modules.pop("listings", None)
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(made) == 6 + 6 + 12 + 13
    assert [
        path for path in made if not filecmp.cmp(tmp_path / path, EXAMPLES / "extracts" / path, shallow=False)
    ] == []
