"""The position and the settlement as pages: the core's report, its charts, its downloads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from poolbook import reports
from poolbook.reports import Request
from poolbook_web.base.charts import Waterfall
from poolbook_web.monitoring import store
from poolbook_web.monitoring.queries import figures
from poolbook_web.partners.models import FundYear
from tests.web import year
from tests.web.cast import Cast
from tests.web.year import AT

PAGES = ("", "settlement/")


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """Half a year, with the pressure evidenced."""
    made = year.furnished(cast)
    year.pressure(made)
    return made


def at(fund_year: FundYear, page: str = "") -> str:
    """The address of a page of the year."""
    return f"/funds/{fund_year.fund.slug}/{fund_year.year}/{page}"


def test_the_position_shows_each_schemes_figures_and_who_would_bear_the_variance(
    fund_year: FundYear, manager: Client
) -> None:
    page = manager.get(at(fund_year)).content.decode()
    assert "2009-10, to September 2009" in page
    for words in ("Health services for adults of working age", "36,000,000.00", "Overspend forecast", "364,000.00"):
        assert words in page
    assert '<caption class="govuk-table__caption govuk-table__caption--s">By scheme</caption>' in page
    assert '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Latest budget (£)</th>' in page
    assert "Illustrative</strong>" in page
    assert "The agreement does not say whether contributions count gross or net" in page


def test_each_chart_stands_before_its_table_and_says_what_it_shows(fund_year: FundYear, manager: Client) -> None:
    page = manager.get(at(fund_year)).content.decode()
    said = re.findall(r'alt="([^"]+)"', page)
    assert [each.partition(":")[0] for each in said] == ["Bars", "Lines", "Bars"]
    assert all(each.endswith("The table that follows has the figures.") for each in said)
    pictures = re.findall(r'(?:src|srcset)="(/funds/[^"]+[.]svg)"', page)
    assert len(pictures) == 6, "each once wide and once for a phone"
    for each in pictures:
        drawn = manager.get(each)
        assert (drawn["Content-Type"], drawn["Cache-Control"]) == ("image/svg+xml", "no-store")
        svg = drawn.content.decode()
        assert svg.startswith("<svg")
        assert "#12436D" in svg
        assert not re.search(r"<script|<style|style=|<foreignObject|\bon\w+=", svg)


def test_a_chart_is_for_whoever_may_see_its_page_and_of_its_own_fund_alone(
    fund_year: FundYear, cast: Cast, manager: Client
) -> None:
    page = manager.get(at(fund_year)).content.decode()
    address = re.findall(r'src="(/funds/[^"]+[.]svg)"', page)[0]
    stranger, neighbour = Client(), Client()
    stranger.force_login(cast.stranger)
    neighbour.force_login(cast.neighbour)
    assert Client().get(address).status_code == 302
    assert stranger.get(address).status_code == neighbour.get(address).status_code == 404
    assert neighbour.get(address.replace(cast.fund.slug, cast.other_fund.slug)).status_code == 404
    assert manager.get(address.replace("/wide", "/huge")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_an_earlier_period_can_be_chosen_and_an_odd_one_is_said_and_gives_the_latest(
    fund_year: FundYear, manager: Client, page: str
) -> None:
    asked = {odd: manager.get(at(fund_year, page), {"period": odd}) for odd in ("3", "", "99", "06", "-1", "²", "12")}
    shown = {odd: response.content.decode() for odd, response in asked.items()}
    assert "2009-10, to June 2009" in shown.pop("3")
    assert "There is a problem" not in shown.pop("")
    for each in shown.values():
        assert "2009-10, to September 2009" in each
        assert '<option value="6" selected>September 2009</option>' in each
        assert '<a href="#id_period">To the end of: choose one of those listed.</a>' in each


def test_the_settlement_tells_each_step_and_draws_it(fund_year: FundYear, manager: Client) -> None:
    page = manager.get(at(fund_year, "settlement/")).content.decode()
    assert "If the year ended as forecast" in page
    assert "Rule 1, clause 6.14.1: Oxfordshire County Council pays" in page
    assert "Waterfall: what there is to settle" in page
    assert "Not settled" in page
    assert "paper to Cabinet, para 26" in page


def test_a_step_of_the_waterfall_has_the_number_of_its_rule(fund_year: FundYear) -> None:
    page = figures.settlement(fund_year, None, at=AT)
    falls = page.charts["By rule"].spec
    by_rule = next(table for table in page.tables if table.title == "By rule")
    numbers = [str(row.cells[0]).partition(":")[0] for row in by_rule.rows if row.cells[-1] and not row.total]
    assert isinstance(falls, Waterfall)
    assert [label.partition(".")[0] for label, *_ in falls.steps] == numbers == ["1", "2", "2"]


def test_what_a_page_of_figures_leaves_out_of_the_book_changes_no_figure(fund_year: FundYear) -> None:
    whole, light = store.book(fund_year), store.figures(fund_year, AT)
    for name in ("position", "settlement"):
        for form in reports.FORMATS:
            request = Request(name, form, period=6)
            assert reports.perform(light, request) == reports.perform(whole, request)


def test_the_months_add_up_to_what_was_spent_and_to_what_is_forecast(fund_year: FundYear) -> None:
    page = figures.position(fund_year, 6, at=AT)
    by_scheme, months = (
        next(each for each in page.tables if each.title == name) for name in ("By scheme", figures.MONTHLY)
    )
    total: Sequence[Any] = by_scheme.rows[-1].cells
    assert months.rows[5].cells[1:] == (total[1] // 2, total[2], total[2])
    assert months.rows[11].cells[1:] == (total[1], None, total[4])
    assert months.rows[0].cells[3] is None


def test_a_report_comes_as_the_command_line_gives_it_and_each_table_as_a_list(
    fund_year: FundYear, manager: Client
) -> None:
    book = store.book(fund_year)
    for kind in ("xlsx", "csv", "json", "text"):
        response = manager.get(at(fund_year, f"figures/position/6.{kind}"))
        assert response.content == reports.perform(book, Request("position", kind, period=6))
        assert "attachment" in response.headers["Content-Disposition"]
    table = manager.get(at(fund_year, "figures/position/6/by-scheme.csv")).content.decode("utf-8-sig")
    assert table.startswith("Scheme,Latest budget (£),")
    assert "Health services for adults of working age,36000000.00," in table
    for lost in ("position/6.exe", "quarterly/6.csv", "position/6/no-such.csv", "position/6/by-scheme.json"):
        assert manager.get(at(fund_year, f"figures/{lost}")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_figures_costs_few_questions(
    fund_year: FundYear, manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    manager.get(at(fund_year, page))  # the first to see new figures also writes down what is to be drawn
    with django_assert_max_num_queries(15):
        assert manager.get(at(fund_year, page)).status_code == 200


@pytest.mark.parametrize("page", [*PAGES, "terms/", "terms/versions/", "records/facts/", "records/facts/new/"])
def test_before_there_are_terms_every_page_says_so(cast: Cast, manager: Client, page: str) -> None:
    found = manager.get(f"/funds/{cast.fund.slug}/2009-10/{page}")
    assert found.status_code == 200
    assert "No terms are in force yet" in found.content.decode()


def test_a_year_that_is_not_there_is_not_found(cast: Cast, manager: Client) -> None:
    for label in ("2010-11", "2009-2010", "x"):
        assert manager.get(f"/funds/{cast.fund.slug}/{label}/").status_code == 404
