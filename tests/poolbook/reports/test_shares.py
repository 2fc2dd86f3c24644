"""Who bears the variance, as reports show it: groups, reserves, netting, decisions, and no answer at all."""

from __future__ import annotations

from typing import Any

import pytest

from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer, Transfer
from poolbook.reports import Report, Request, make
from poolbook.reports.model import Row, Table
from tests.poolbook.reports.small import TERMS, TRANSFERS, book, spent, terms

RULES = TERMS.partition("  rules:")
TWO_BODIES = """
  - {code: ICB, name: NHS Eastshire ICB, kind: nhs_body}
  - {code: TRUST, name: NHS Eastshire Trust, kind: nhs_body}
groups:
  - {code: NHS, name: NHS partners, members: [ICB, TRUST]%s}
"""


def with_rules(rules: str, **changes: Any) -> Report:
    """The settlement of the same fund by other rules."""
    return make(book(terms=terms(f"{RULES[0]}  rules:\n{rules}"), **changes), Request("settlement", period=6))


def with_group(split: str = "") -> Report:
    """The position of the fund where two NHS bodies give one figure."""
    text = TERMS.replace("  - {code: ICB, name: NHS Eastshire ICB, kind: nhs_body}\n", TWO_BODIES[1:] % split)
    text = text.replace("{by: ICB,", "{by: NHS,")
    return make(book(terms=terms(text)), Request("position", period=6))


def table(report: Report, title: str) -> Table:
    """A table of the report."""
    return next(each for section in report.sections for each in section.tables if each.title == title)


def row(of: Table, name: str) -> Row:
    """A row by the beginning of its first cell."""
    return next(each for each in of.rows if str(each.cells[0]).startswith(name))


def said(report: Report) -> str:
    """Every sentence of the report."""
    return " ".join(text for section in report.sections for text in section.paragraphs)


def test_a_units_share_is_its_legal_partners() -> None:
    report = make(book(), Request("position", period=6))
    by_contributor, by_partner = table(report, "By contributor"), table(report, "By legal partner")
    own, unit = (row(by_contributor, name).cells[3] for name in ("Eastshire Council", "Eastshire housing"))
    assert isinstance(own, int)
    assert isinstance(unit, int)
    assert row(by_partner, "Eastshire Council").cells[1:3] == (1_550_000_00, own + unit)


def test_a_groups_share_stops_at_the_group_until_its_members_agree_a_split() -> None:
    report = with_group()
    group = row(table(report, "By legal partner"), "NHS partners")
    assert "no split between its members is agreed" in str(group.cells[0])
    assert group.cells[1:3] == (2_000_000_00, 5_633_80)
    assert row(table(report, "By legal partner"), "NHS Eastshire Trust").cells[1:3] == (0, 0)
    assert "settlement.group_not_split" in {found.code for found in report.findings}


def test_a_group_that_agreed_a_split_is_shown_by_member_and_nothing_is_lost() -> None:
    report = with_group(", split: {ICB: 3, TRUST: 1}")
    by_partner = table(report, "By legal partner")
    assert row(by_partner, "NHS Eastshire ICB").cells[1:3] == (1_500_000_00, 4_225_35)
    assert row(by_partner, "NHS Eastshire Trust").cells[1:3] == (500_000_00, 1_408_45)
    assert by_partner.rows[-1].cells[1:] == (3_550_000_00, 20_000_00, 3_570_000_00)


def test_what_no_rule_settles_is_shown_as_undecided_and_never_spread() -> None:
    report = with_rules('    - {assign: {to: ICB}, limit: "£5,000.00"}\n')
    assert "Not settled" in said(report)
    assert row(table(report, "By contributor"), "Undecided").cells[1:4] == (0, None, 15_000_00)
    assert row(table(report, "By legal partner"), "Undecided").cells[2] == 15_000_00
    assert row(table(report, "By rule"), "no rule").cells[-1] == 15_000_00


def test_what_is_undecided_is_told_by_direction_for_its_sum_hides_half_of_it() -> None:
    text = RULES[0].replace("level: pool", "level: scheme") + "  rules:\n    - {decide: {by: BOARD}}\n"
    text += "bodies: [{code: BOARD, name: Joint board}]\n"
    report = make(book(terms=terms(text)), Request("settlement", period=6))
    assert "leave £30,000.00 of overspend and £10,000.00 of underspend undecided" in said(report)
    assert "Joint board has recorded no decision." in said(report)
    assert "stays undecided for Day opportunities;" in said(report)
    assert "Nothing else is left to settle." in said(report)
    undecided = next(found.message for found in report.findings if found.code == "settlement.undecided")
    assert "£30,000.00 of overspend on Day opportunities and £10,000.00 of underspend on Supported" in undecided


@pytest.mark.parametrize(("title", "place"), [("By contributor", 3), ("By legal partner", 2), ("By rule", 3)])
def test_an_undecided_overspend_and_underspend_are_never_netted(title: str, place: int) -> None:
    text = RULES[0].replace("level: pool", "level: scheme") + "  rules:\n    - {decide: {by: BOARD}}\n"
    text += "bodies: [{code: BOARD, name: Joint board}]\n"
    shown = table(make(book(terms=terms(text)), Request("settlement", period=6)), title)
    undecided = [each.cells for each in shown.rows if "Undecided" in str(each.cells)]
    assert sorted(str(cell) for cells in undecided for cell in cells if "Undecided" in str(cell)) == [
        "Undecided overspend",
        "Undecided underspend",
    ]
    assert sorted(int(str(cells[place])) for cells in undecided) == [-10_000_00, 30_000_00]
    assert shown.rows[-1].cells[place] == 20_000_00
    assert "Share" not in [column.heading for column in shown.columns]  # of 150% and -50% nothing can be read


def test_each_contributors_weight_is_its_part_of_all_contributions() -> None:
    by_contributor = table(make(book(), Request("position", period=6)), "By contributor")
    assert [each.cells[2] for each in by_contributor.rows] == [324, 113, 563, 1000]


def test_what_is_left_under_a_cap_is_shown_for_each_direction_that_its_rule_is_for() -> None:
    report = with_rules(
        """    - {share: {by: equal, among: [COUNCIL, ICB]}, when: over, cap: {COUNCIL: "£12,000", ICB: {fact: most}}}
    - {share: {by: equal}, cap: {ICB: {contrib: ICB}}}
""",
        facts={"most": 3_000_00},
    )
    assert [each.cells for each in table(report, "Left under the caps").rows] == [
        ("1: partners share it", "", "Eastshire Council", "overspend", 12_000_00, 12_333_34, 0),
        ("1: partners share it", "", "NHS Eastshire ICB", "overspend", 3_000_00, 5_333_33, 0),
        ("2: partners share it", "", "NHS Eastshire ICB", "overspend", 2_000_000_00, 5_333_33, 1_994_666_67),
        ("2: partners share it", "", "NHS Eastshire ICB", "underspend", 2_000_000_00, 0, 2_000_000_00),
    ]


def test_a_fund_whose_contributions_are_not_known_settles_nothing_and_says_why() -> None:
    text = TERMS.partition("contributions:")[0]
    report = make(book(terms=terms(text)), Request("settlement", period=6))
    assert "contributions are not known: who bears the variance cannot be worked out" in said(report)
    assert "settlement.contributions_unknown" in {found.code for found in report.findings}


def test_a_reserve_is_named_with_its_balance_before_and_after() -> None:
    kept = Transfer(4, Layer.ACTUAL, "cash_at_host", "reserves/risk", 12_000_00, 1)
    report = with_rules(
        "    - {draw: {from: risk}}\n    - {share: {by: equal}}\n", balances=Balances.of([*TRANSFERS, kept])
    )
    assert row(table(report, "By contributor"), "Reserve: risk").cells[3] == 12_000_00
    assert table(report, "Balances before and after").rows[0].cells == ("risk", 12_000_00, 0)


def test_schemes_that_meet_each_other_move_no_money_between_partners() -> None:
    text = RULES[0].replace("level: pool", "level: scheme") + "  rules:\n    - {net: {among: all}}\n"
    report = make(book(terms=terms(text)), Request("settlement", period=6))
    rows = [each.cells for each in table(report, "Variance and who bears it").rows]
    assert ("Supported living", None, "Met between schemes: nobody pays", -10_000_00) in rows
    assert ("Day opportunities", None, "Met between schemes: nobody pays", 10_000_00) in rows
    assert rows[-1] == ("Total", 20_000_00, None, 20_000_00)
    by_rule = table(report, "By rule").rows
    assert [each.cells[2:] for each in by_rule[:-1]] == [("Undecided overspend", 20_000_00)]


def test_facts_causes_and_decisions_are_printed_with_their_evidence() -> None:
    text = TERMS.partition("  rules:")[0] + "  rules:\n    - {decide: {by: BOARD}}\n"
    report = make(
        book(
            terms=terms(text),
            facts={"consented": True, "ceiling": 5_00},
            causes={"DAY": {"transport": 7_00}},
            decisions={"BOARD": {"ICB": 20_000_00}},
            evidence={"consented": "minute 7"},
        ),
        Request("settlement", period=6),
    )
    rows = [each.cells for each in table(report, "Facts, causes and decisions recorded").rows]
    assert rows == [
        ("fact", "consented", "so", None, "minute 7"),
        ("fact", "ceiling", "a sum", 5_00, "no evidence is recorded"),
        (
            "cause",
            "transport",
            "explains this much of the variance of Day opportunities",
            7_00,
            "no evidence is recorded",
        ),
        ("decision", "BOARD", "decides who bears: NHS Eastshire ICB", 20_000_00, "no evidence is recorded"),
    ]


def test_a_decision_that_does_not_fit_is_printed_as_rejected() -> None:
    report = with_rules("    - {decide: {by: BOARD}}\n", decisions={"BOARD": {"ICB": 1_00}})
    rows = [each.cells for each in table(report, "Facts, causes and decisions recorded").rows]
    assert rows[0][2] == "rejected: not what was left: NHS Eastshire ICB"


def test_where_no_settlement_can_be_worked_out_the_report_gives_the_reasons_and_the_rest() -> None:
    lost = book(balances=Balances.of([*TRANSFERS, spent("LOST", 5_00, 2)]))
    for name in ("position", "monthly", "settlement"):
        report = make(lost, Request(name, period=6))
        assert "No settlement can be worked out." in said(report)
        assert any(found.severity == "error" for found in report.findings)
    assert table(make(lost, Request("position", period=6)), "By scheme").rows[2].cells[0] == "LOST"


@pytest.mark.parametrize(
    ("period", "words"),
    [(6, "if the year ends as forecast"), (12, "Who bears the variance of the year")],
)
def test_the_heading_tells_a_forecast_from_the_years_outturn(period: int, words: str) -> None:
    report = make(book(), Request("position", period=period))
    assert words in report.sections[1].heading


def test_where_contributions_are_not_the_budgets_the_report_says_so() -> None:
    text = TERMS.replace('budget: "£1,200,000.00"', 'budget: "£1,190,000.00"')
    spare = Transfer(1, Layer.BUDGET, "unallocated", "spend", 10_000_00, 1, "DAY")
    report = make(book(terms=terms(text), balances=Balances.of([*TRANSFERS, spare])), Request("position", period=6))
    assert "The forecast varies from the budgets by" in said(report)


def test_nothing_to_settle_is_said_in_words() -> None:
    even = [spent("DAY", -30_000_00, 6), spent("HOME", 0, 6)]
    report = make(book(forecasts=(), balances=Balances.of([*TRANSFERS, *even])), Request("position", period=6))
    assert "There is nothing to settle" in said(report)


def test_income_that_falls_short_is_part_of_what_is_settled_and_is_said() -> None:
    refunded = Transfer(9, Layer.ACTUAL, "client_income", "cash_at_host", 4_000_00, 6, "DAY")
    report = make(book(balances=Balances.of([*TRANSFERS, refunded])), Request("position", period=6))
    assert "The overspend to settle is £24,000.00" in said(report)
    assert "income is forecast £4,000.00 under its budget" in said(report)
