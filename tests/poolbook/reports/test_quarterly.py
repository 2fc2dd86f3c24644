"""The quarterly report: every block, every quarter, and whether it may be issued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from poolbook.book import Activity, Book, Due, Explanation, Record
from poolbook.findings import Refused, Severity
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer, Transfer
from poolbook.reports import Report, Request, can_issue, make, perform
from poolbook.reports.blocks.income import overdue
from poolbook.reports.model import Row, Section, Table
from tests.poolbook.reports.small import SHADOW, SILENT, TERMS, TRANSFERS, book, spent, terms

BLOCKS = ["A", "A2", "B", "C", "D", "E", "F", "G", "H", "J"]
Q2 = Request("quarterly", quarter=2)


def block(report: Report, letter: str) -> Section:
    """A block of the report."""
    return next(each for each in report.sections if each.code == letter)


def table(report: Report, letter: str, title: str) -> Table:
    """A table of a block."""
    return next(each for each in block(report, letter).tables if each.title == title)


def row(of: Table, name: str) -> Row:
    """A row by its first cell."""
    return next(each for each in of.rows if each.cells[0] == name)


def errors(of: Book, request: Request = Q2) -> set[str]:
    """What stops the issue."""
    return {found.code for found in can_issue(of, request) if found.severity is Severity.ERROR}


def warnings(of: Book, request: Request = Q2) -> set[str]:
    """What whoever issues should answer."""
    return {found.code for found in can_issue(of, request) if found.severity is Severity.WARNING}


def bare() -> Book:
    """Terms and no books."""
    return Book(terms(), Balances(), last_entry=1, head="0" * 64)


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
@pytest.mark.parametrize("of", [book, bare])
def test_every_block_is_there_in_every_quarter_whatever_is_recorded(of: Callable[[], Book], quarter: int) -> None:
    report = make(of(), Request("quarterly", quarter=quarter))
    assert [each.code for each in report.sections] == BLOCKS
    assert all(each.paragraphs or each.tables for each in report.sections)


def test_a_block_with_nothing_recorded_says_so_in_words() -> None:
    report = make(bare(), Q2)
    for letter in ("E", "F", "G", "H"):
        assert not block(report, letter).tables
        assert block(report, letter).paragraphs[-1].startswith("No")


@pytest.mark.parametrize(
    "text",
    [
        SHADOW,
        TERMS.replace("status: in_force", "status: in_force, lead_commissioning: true"),
    ],
)
def test_block_i_is_there_only_where_one_partner_leads_for_both(text: str) -> None:
    report = make(book(terms=terms(text)), Q2)
    assert [each.code for each in report.sections] == [*BLOCKS[:-1], "I", "J"]
    assert "report.no_lead_commissioning" in warnings(book(terms=terms(text)))


def test_what_is_recorded_of_lead_commissioning_is_block_i() -> None:
    said = Record(2, "lead_commissioning", "Placements were reviewed.", "ICB", date(2025, 9, 30))
    led = book(terms=terms(SHADOW), records=(said,))
    assert block(make(led, Q2), "I").paragraphs[1] == "Placements were reviewed. (ICB, 30 September 2025)"
    assert "report.no_lead_commissioning" not in warnings(led)


def test_a_complete_report_has_nothing_that_stops_its_issue() -> None:
    assert errors(book()) == set()


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (book(measures=()), "report.no_measures"),
        (book(measures=book().measures[:1]), "report.no_measures"),  # another quarter's do not count
        (book(balances=Balances()), "report.no_expenditure"),
        (book(last_entry=0, head="", closed=0), "report.not_open"),
        (book(terms=terms(SHADOW)), "report.not_statutory"),
        (book(terms=terms(SHADOW.replace("mode: shadow", "mode: aligned"))), "report.not_statutory"),
        (book(terms=terms(TERMS.replace("status:", "legal_basis: aligned_budget, status:"))), "report.not_statutory"),
    ],
)
def test_a_report_that_lacks_what_the_regulation_asks_for_cannot_be_issued(of: Book, code: str) -> None:
    assert errors(of) == {code}
    with pytest.raises(Refused):
        perform(of, replace(Q2, issued_by="P. Manager"))
    assert perform(of, Q2), "a draft can always be read"


def test_a_fund_that_nobody_contributes_to_has_an_empty_block_a() -> None:
    text = TERMS.partition("contributions:")[0]
    of = book(terms=terms(text), balances=Balances.of([spent("DAY", 1_00, 1)]))
    assert errors(of) == {"report.no_income"}
    assert "report.undecided" in warnings(of)
    assert "Contributions are not known" in block(make(of, Q2), "C").paragraphs[1]


def test_what_is_not_settled_signed_or_closed_is_a_warning_and_no_obstacle() -> None:
    of = book(
        terms=terms(SILENT.replace("in_force", "proposed")),
        records=(),
        explanations=(),
        closed=5,
        balances=Balances.of([*TRANSFERS, spent("DAY", 40_000_00, 6)]),
    )
    assert errors(of) == set()
    assert warnings(of) == {
        "report.undecided",
        "report.not_signed",
        "report.variance_not_explained",
        "report.period_open",
        "report.agreement_not_in_force",
        "report.illustrative_figures",
        "report.contribution_overdue",
    }


def test_a_shadow_years_report_says_on_its_face_that_it_is_not_statutory() -> None:
    report = make(book(terms=terms(SHADOW)), Q2)
    assert "NOT A STATUTORY REPORT" in report.subtitle
    assert "not statutory" in report.title


def test_contributions_are_shown_by_contributor_with_what_is_due_received_and_late() -> None:
    due = table(make(book(), Q2), "A", "Due and received")
    assert row(due, "NHS Eastshire ICB").cells[2:] == (2_000_000_00, 1_000_000_00, 500_000_00, 500_000_00, 91)
    assert row(due, "Eastshire Council").cells[-2:] == (0, None)
    assert row(due, "Eastshire housing grant").illustrative
    assert due.rows[-1].illustrative


def test_without_due_dates_nothing_is_called_overdue() -> None:
    report = make(book(dues=()), Q2)
    assert block(report, "A").paragraphs[1:] == ("No due dates are recorded, so nothing can be called overdue.",)
    assert row(table(report, "A", "Due and received"), "NHS Eastshire ICB").cells[-2:] == (None, None)


def test_where_nothing_was_received_the_report_itself_says_so_and_whether_anything_was_due() -> None:
    unpaid = book(balances=Balances.of([spent("DAY", 1_00, 1)]))
    for of, said in (
        (book(), set()),
        (unpaid, {"report.nothing_received"}),
        (replace(unpaid, dues=()), {"report.nothing_received", "report.no_dues"}),
    ):
        assert {each.code for each in make(of, Q2).findings} & {"report.nothing_received", "report.no_dues"} == said


def once(due: int, received: int) -> list[Transfer]:
    """The ICB's non-recurrent contribution as budgeted, what of it fell due, and what it paid in all."""
    accounts = ("contributions_due", "contributions_non_recurrent")
    return [
        Transfer(1, Layer.BUDGET, "spend", "contributions_non_recurrent", 100_000_00, 1, "HOME", "ICB"),
        Transfer(3, Layer.ACTUAL, *accounts, due, 3, partner="ICB"),
        Transfer(3, Layer.ACTUAL, "cash_at_host", "contributions_due", received, 6, partner="ICB"),
    ]


ONCE = '  - {by: ICB, scheme: HOME, kind: non_recurrent, basis: net, amount: "£100,000.00"}\nincome:'


def test_what_is_due_and_received_is_told_by_kind_once_nothing_is_owed() -> None:
    dues = (Due("ICB", date(2025, 7, 1), 1_050_000_00),)  # half of each kind
    balances = Balances.of([*TRANSFERS, *once(50_000_00, 550_000_00)])
    of = book(terms=terms(TERMS.replace("income:", ONCE)), balances=balances, dues=dues)
    rows = [each.cells[1:] for each in table(make(of, Q2), "A", "Due and received").rows if "ICB" in str(each.cells[0])]
    assert rows == [
        ("recurrent", 2_000_000_00, 1_000_000_00, 1_000_000_00, 0, None),
        ("non-recurrent", 100_000_00, 50_000_00, 50_000_00, 0, None),
    ]


def test_what_is_still_owed_has_no_kind_so_neither_has_what_was_received() -> None:
    dues = (Due("ICB", date(2025, 7, 1), 1_050_000_00),)
    balances = Balances.of([*TRANSFERS, *once(50_000_00, 10_000_00)])
    of = book(terms=terms(TERMS.replace("income:", ONCE)), balances=balances, dues=dues)
    shown = row(table(make(of, Q2), "A", "Due and received"), "NHS Eastshire ICB")
    assert shown.cells[1:3] == ("recurrent and non-recurrent", 2_100_000_00)
    assert shown.cells[3:] == (1_050_000_00, 510_000_00, 540_000_00, 91)


def test_an_instalment_of_someone_who_agreed_nothing_is_recurrent() -> None:
    paid = Transfer(3, Layer.ACTUAL, "cash_at_host", "contributions", 4_00, 3, partner="LOST")
    of = book(balances=Balances.of([*TRANSFERS, paid]), dues=(Due("LOST", date(2025, 7, 1), 5_00),))
    assert row(table(make(of, Q2), "A", "Due and received"), "LOST").cells[1:] == ("recurrent", 0, 5_00, 4_00, 1_00, 91)


def test_receipts_pay_the_oldest_instalment_first() -> None:
    dues = [Due("X", date(2025, 7, 1), 100), Due("X", date(2025, 4, 1), 100)]
    as_at = date(2025, 7, 31)
    assert overdue(dues, 99, as_at) == 121
    assert overdue(dues, 100, as_at) == 30
    assert overdue(dues, 200, as_at) is None


@pytest.mark.parametrize(("pence", "needed"), [(50_000_00, False), (50_000_01, True), (-50_000_01, True)])
def test_a_variance_over_the_greater_of_two_percent_and_fifty_thousand_is_explained(pence: int, needed: bool) -> None:
    of = book(explanations=(), forecasts=(), balances=Balances.of([*TRANSFERS, spent("DAY", pence - 30_000_00, 6)]))
    assert ("report.variance_not_explained" in warnings(of)) is needed
    rows = [each.cells for each in (block(make(of, Q2), "E").tables or (Table("", (), ()),))[0].rows]
    assert any("NOT EXPLAINED" in cells for cells in rows) is needed


def test_two_percent_of_a_large_budget_is_the_greater_threshold() -> None:
    over = 52_000_00  # 2.2% of home's budget is over, 1.9% is not
    for extra, needed in ((over, True), (over - 10_000_00, False)):
        of = book(explanations=(), forecasts=(), balances=Balances.of([*TRANSFERS, spent("HOME", extra, 6)]))
        assert ("report.variance_not_explained" in warnings(of)) is needed


def test_an_explanation_of_another_quarter_does_not_explain_this_one() -> None:
    old = Explanation(1, "DAY", "Transport", True, "Tender", "D. Manager", None, None)
    of = book(explanations=(old,), balances=Balances.of([*TRANSFERS, spent("DAY", 40_000_00, 6)]))
    assert "report.variance_not_explained" in warnings(of)


@pytest.mark.parametrize("count", [0, 4])
def test_a_count_under_five_is_not_shown_nor_its_unit_cost(count: int) -> None:
    of = book(activity=(Activity(2, "DAY", "New tenancies", count, 98_765_43),))
    (shown,) = table(make(of, Q2), "G", "Activity by scheme").rows
    assert shown.cells == ("Day opportunities", "New tenancies", None, None, "fewer than 5: not shown")
    for form in ("text", "csv", "json"):
        assert b"98,765.43" not in perform(of, replace(Q2, format=form))
        assert b"9876543" not in perform(of, replace(Q2, format=form))


def test_a_count_of_five_is_shown_with_its_unit_cost() -> None:
    (shown,) = table(make(book(activity=(Activity(2, "DAY", "Moves", 5, 7_00),)), Q2), "G", "Activity by scheme").rows
    assert shown.cells == ("Day opportunities", "Moves", 5, 7_00, "")


def test_measures_stand_beside_the_quarter_before() -> None:
    (shown,) = table(make(book(), Q2), "F", "Outcomes and indicators").rows
    assert shown.cells[2:8] == ("Quarter 2 of 2025-26", "80%", "81%", "78%", "higher", "green")


def test_a_delegation_that_was_used_is_listed_and_else_said_to_be_none() -> None:
    used = Record(2, "delegation", "A placement over £2,000 a week approved", "P. Manager", date(2025, 8, 1))
    shown = table(make(book(records=(used,)), Q2), "H", "Recorded in the quarter").rows
    assert [each.cells[0] for each in shown] == ["Delegation used"]
    assert "delegation used" in block(make(book(), Q2), "H").paragraphs[0]


def test_who_prepared_the_report_stands_in_its_header() -> None:
    assert dict(make(book(), Q2).header)["Prepared"] == "by P. Manager on 7 October 2025"
    undated = Record(2, "prepared", "From the books", "H. Finance", None)
    assert dict(make(book(records=(undated,)), Q2).header)["Prepared"] == "by H. Finance"
    assert "Prepared" not in dict(make(book(records=()), Q2).header)
    assert "Prepared" not in dict(make(book(), Request("position", quarter=2)).header)


def test_every_partner_has_a_row_for_its_receipt() -> None:
    receipts = table(make(book(), Q2), "J", "Receipts by partner")
    assert [each.cells[:2] for each in receipts.rows] == [
        ("Eastshire Council", None),
        ("NHS Eastshire ICB", date(2025, 10, 20)),
    ]


def test_the_balance_ties_to_what_it_is_held_as_and_to_whose_it_is() -> None:
    brought = Transfer(4, Layer.ACTUAL, "cash_at_host", "carried_forward", 40_000_00, 1, partner="ICB")
    kept = Transfer(4, Layer.ACTUAL, "cash_at_host", "reserves/risk", 3_000_00, 1)
    report = make(book(balances=Balances.of([*TRANSFERS, brought, kept])), Q2)
    held = table(report, "C", "Fund balance and what it is held as")
    assert row(held, "Difference (must be nil)").cells[1] == 0
    assert row(held, "Fund balance, the partners' own").cells[1] == 13_000_00
    assert row(table(report, "A2", "Other income and opening balance"), "Balance brought forward").cells[2] == 40_000_00
    whose = table(report, "C", "Whose the balance is").rows
    assert whose[-1].cells[1] == row(held, "Held as, in all").cells[1]


def test_the_forecast_is_compared_with_the_end_of_the_quarter_before() -> None:
    report = make(book(), Q2)
    assert table(report, "B", "By scheme").columns[-1].heading == "Change since June 2025"


def test_the_fourth_quarter_takes_in_the_adjustment_periods() -> None:
    late = book(balances=Balances.of([*TRANSFERS, spent("DAY", 7_00, 14)]))
    report = make(late, Request("quarterly", quarter=4))
    assert row(table(report, "B", "By scheme"), "Day opportunities").cells[2] == 630_007_00
    assert report.as_at == date(2026, 3, 31)


def test_a_quarterly_report_in_the_middle_of_a_quarter_is_refused() -> None:
    with pytest.raises(Refused, match="whole quarters"):
        make(book(), Request("quarterly", period=5))
