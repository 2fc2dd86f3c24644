"""What holds of every report: totals, marks, requests, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook.book import Book, Comment
from poolbook.findings import Refused
from poolbook.forecast import Figures, income
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer, Transfer
from poolbook.reports import FORMATS, REPORTS, Report, Request, as_mapping, can_issue, make, perform, read_request
from poolbook.reports.model import Column, Kind, Row, Table
from tests.poolbook.reports.small import AT, TERMS, TRANSFERS, book, spent, terms

NAMES = ["position", "monthly", "quarterly", "trial-balance", "settlement"]


def tables(report: Report) -> dict[str, Table]:
    """Every table by its title."""
    return {each.title: each for section in report.sections for each in section.tables}


def test_the_reports_and_formats_are_those_of_the_reference_page() -> None:
    assert list(REPORTS) == NAMES
    assert list(FORMATS) == ["text", "csv", "xlsx", "json"]


@pytest.mark.parametrize("form", ["text", "csv", "xlsx", "json"])
@pytest.mark.parametrize("name", NAMES)
def test_the_same_book_and_request_give_the_same_bytes(name: str, form: str) -> None:
    request = Request(name, form, quarter=2, issued_by="P. Manager", issued_at=AT)
    assert perform(book(), request) == perform(book(), request)


def transfers(*schemes: str) -> st.SearchStrategy[list[Transfer]]:
    """Some transfers for these schemes."""
    return st.lists(
        st.builds(
            Transfer,
            st.just(1),
            st.sampled_from(list(Layer)),
            st.sampled_from(["spend", "contributions_due", "cash_at_host"]),
            st.sampled_from(["creditors", "contributions", "client_income", "reserves/a", "carried_forward"]),
            st.integers(0, 10**12),
            st.integers(1, 15),
            st.sampled_from(schemes),
            st.sampled_from(["", "COUNCIL", "ICB", "HOUSING"]),
        ),
        max_size=12,
    )


@given(transfers("", "DAY", "HOME", "LOST"), st.sampled_from([3, 6, 12, 15]))
def test_every_total_is_the_sum_of_the_unrounded_pence_above_it(posted: list[Transfer], period: int) -> None:
    of = book(balances=Balances.of(posted))
    for name in ("quarterly", "trial-balance"):
        for table in tables(make(of, Request(name, period=period))).values():
            if table.rows and table.rows[-1].cells[0] == "Total":
                adds_up(table)
    position = tables(make(of, Request("position", period=period)))["By scheme"]
    assert position.rows[-1].cells[2] == of.balances.total(Layer.ACTUAL, "spend", to=period)


def adds_up(table: Table) -> None:
    """Every sum of the last row is that of the rows above; a blank is a column that does not add."""
    for place, column in enumerate(table.columns):
        total = table.rows[-1].cells[place]
        if column.kind is Kind.PENCE and total is not None:
            assert total == sum(pence for each in table.rows[:-1] if isinstance(pence := each.cells[place], int))


@given(transfers("DAY", "HOME"), st.integers(0, 15))
def test_the_trial_balance_ties_and_the_shares_sum_to_the_variance(posted: list[Transfer], period: int) -> None:
    of = book(balances=Balances.of(posted))
    for title, table in tables(make(of, Request("trial-balance", period=period))).items():
        assert table.rows[-1].cells[2] == table.rows[-1].cells[3], title
    shares = tables(make(of, Request("position", period=period)))
    by_contributor, by_partner = shares["By contributor"].rows[-1], shares["By legal partner"].rows[-1]
    assert (by_contributor.cells[1], by_contributor.cells[3]) == by_partner.cells[1:3]
    forecast = shares["By scheme"].rows[-1].cells[4]
    assert isinstance(forecast, int)
    other = sum(income(Figures.of(of.balances), period).values())
    assert by_contributor.cells[3] == forecast - 3_550_000_00 - other


def test_a_stand_in_figure_marks_its_row_and_every_total_that_takes_it_in() -> None:
    by_scheme = tables(make(book(), Request("position", period=6)))["By scheme"]
    assert [row.illustrative for row in by_scheme.rows] == [False, True, True]
    agreed = terms(TERMS.replace(", illustrative: true", ""))
    plain = make(book(terms=agreed), Request("position", period=6))
    assert not plain.illustrative
    assert not any("illustrative" in each for each in plain.conventions)


@pytest.mark.parametrize("form", ["text", "csv", "json"])
@pytest.mark.parametrize("name", ["position", "monthly", "quarterly", "settlement"])
def test_every_format_marks_stand_in_figures_and_says_what_the_mark_means(name: str, form: str) -> None:
    shown = perform(book(), Request(name, form, quarter=2)).decode()
    assert "illustrative" in shown
    assert "stand-in" in shown


@pytest.mark.parametrize("name", NAMES)
def test_the_header_says_what_the_report_saw_and_who_issued_it(name: str) -> None:
    header = dict(make(book(), Request(name, quarter=2)).header)
    assert "entry 12" in header["Books"]
    assert book().head in header["Books"]
    assert "version 1 (in force)" in header["Agreement"]
    assert header["Status"] == "draft, not issued"
    issued = make(book(), Request(name, quarter=2, issued_by="P. Manager", issued_at=AT, version="2"))
    assert dict(issued.header)["Status"] == "issued by P. Manager on 8 October 2025 at 09:30 UTC, version 2"


@pytest.mark.parametrize("name", NAMES)
def test_a_report_of_books_that_are_not_open_says_so_and_settles_nothing(name: str) -> None:
    report = make(Book(terms(), Balances()), Request(name, quarter=1))
    assert dict(report.header)["Books"] == "nothing posted yet"
    if name != "trial-balance":
        assert "report.not_open" in {found.code for found in report.findings}
        assert "By contributor" not in tables(report)


def test_before_a_month_has_passed_no_period_is_closed() -> None:
    header = dict(make(book(closed=0, balances=Balances()), Request("position")).header)
    assert header["Books"].endswith("no period closed")


def test_the_sign_convention_and_the_basis_are_printed() -> None:
    said = " ".join(make(book(), Request("position", period=6)).conventions)
    assert "A positive variance is an overspend" in said
    assert "Expenditure is gross" in said
    assert "count net of client charges" in said


def test_what_had_to_be_assumed_of_a_contribution_is_printed() -> None:
    silent = terms(TERMS.replace('basis: net, amount: "£1,1', 'amount: "£1,1'))
    said = " ".join(make(book(terms=silent), Request("position", period=6)).conventions)
    assert "Assumed of contributions: Eastshire Council" in said


def test_missing_commentary_is_named_with_who_should_give_it() -> None:
    report = make(book(comments=()), Request("monthly", period=6))
    assert "Day opportunities (Day services manager)" in report.sections[-1].paragraphs[0]
    assert [found.code for found in report.findings].count("report.no_commentary") == 2


def test_commentary_of_another_month_is_not_this_months() -> None:
    old = Comment(5, "DAY", "Fine.", "D. Manager", AT.date())
    report = make(book(comments=(old,)), Request("monthly", period=6))
    assert "NO COMMENTARY" in {row.cells[2] for row in tables(report)["By scheme"].rows if len(row.cells) == 5}


def test_without_quarter_or_period_a_report_goes_to_the_last_period_spent_in_or_closed() -> None:
    assert REPORTS["position"](book(), Request("position")).period == 6
    later = book(balances=Balances.of([*TRANSFERS, spent("DAY", 1_00, 8)]))
    assert make(later, Request("position")).period == 8
    unspent = {"balances": Balances(), "closed": 0}
    assert make(book(**unspent), Request("position")).period == 6, "the last that a forecast was recorded for"
    assert make(book(**unspent, forecasts=()), Request("position")).period == 0


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"report": "annual"}, "report.unknown_report"),
        ({"report": "position", "format": "pdf"}, "report.unknown_format"),
        ({"report": "position", "quarter": 5}, "report.no_period"),
        ({"report": "position", "period": 16}, "report.no_period"),
        ({"report": "position", "period": 7, "quarter": 2}, "report.no_period"),
        ({"report": "position", "period": 6, "method": "guess"}, "forecast.unknown_method"),
    ],
)
def test_a_request_for_what_there_is_not_is_refused_with_its_reason(given_: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        perform(book(), Request(**given_))
    assert [found.code for found in refusal.value.findings] == [code]


def test_a_request_goes_into_a_manifest_and_comes_back_the_same() -> None:
    request = Request("quarterly", "xlsx", quarter=2, issued_by="P. Manager", issued_at=AT, version="2")
    assert read_request(as_mapping(request)) == request
    assert as_mapping(Request("position")) == {"report": "position"}


@pytest.mark.parametrize(
    "faulty",
    [
        {},
        {"report": "position", "layout": "wide"},
        {"report": "position", "quarter": True},
        {"report": "position", "issued_at": "yesterday"},
        {"report": 5},
    ],
)
def test_a_request_that_a_manifest_cannot_hold_is_refused(faulty: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        read_request(faulty)
    assert {found.code for found in refusal.value.findings} == {"report.bad_request"}


def test_any_report_of_a_live_year_can_be_issued_with_its_warnings() -> None:
    found = can_issue(book(closed=5), Request("position", period=6))
    assert {each.code for each in found} == {"report.period_open", "report.illustrative_figures"}
    assert perform(book(), Request("position", period=6, issued_by="P. Manager"))


def test_a_moment_is_printed_in_universal_time() -> None:
    issued = Request("position", period=6, issued_by="P.", issued_at=datetime(2025, 7, 1, 0, 5, tzinfo=UTC))
    other = replace(issued, issued_at=datetime.fromisoformat("2025-07-01T01:05:00+01:00"))
    assert perform(book(), issued) == perform(book(), other)


def test_a_table_refuses_a_cell_that_is_not_of_its_columns_kind() -> None:
    columns = (Column("Scheme"), Column("Budget", Kind.PENCE))
    with pytest.raises(ValueError, match="is not pence"):
        Table("T", columns, (Row(("A", True)),))
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("T", columns, (Row(("A",)),))
