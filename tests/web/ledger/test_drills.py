"""Every figure leads to what it is made of: transfers that come to it to the penny, or the working it was made by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from poolbook import money
from poolbook.reports.model import Kind, Table
from poolbook_web.base.export import as_csv
from poolbook_web.demo import worlds
from poolbook_web.demo.load import PACKS
from poolbook_web.ledger import actions as ledger
from poolbook_web.ledger import queries
from poolbook_web.ledger.forms import Narrow
from poolbook_web.ledger.queries import tables
from poolbook_web.ledger.queries.names import names
from poolbook_web.ledger.queries.wanted import Wanted, address
from poolbook_web.monitoring import actions, store
from poolbook_web.monitoring.queries import drills, figures, working
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web import books, year
from tests.web.books import AT, ON
from tests.web.cast import Cast
from tests.web.ledger.lined import signed_in
from tests.web.monitoring.test_same_book import WORLDS, brought_in, loaded, recorded
from tests.worlds import build


@pytest.fixture(params=WORLDS)
def world(db: None, request: pytest.FixtureRequest) -> FundYear:
    """Half a year of one of the worlds, with all that is recorded of it."""
    module = WORLDS[request.param]
    fund_year = books.small((build.EXAMPLES / request.param / "terms.yaml").read_text(encoding="utf-8"))
    actions.open_year(fund_year=fund_year, by=None, at=AT)
    books.journal(fund_year, *module.transfers(), period=6)
    ledger.close_period(fund_year=fund_year, period=6, on=ON, source="trial balance", by=None, at=AT)
    for row in recorded(module.book()):
        actions.keep(fund_year=fund_year, kind=type(row), says=store.values(row), evidence=row.evidence, by=None, at=AT)
    return fund_year


def behind(fund_year: FundYear, url: str) -> int:
    """What the transfers at an address come to, as their page says it."""
    form = Narrow(QueryDict(urlsplit(url).query), names=names(fund_year), looks_in="")
    return int(tables.sums(queries.search(fund_year, form.wanted), form.wanted.account).balance)


def drilled(table: Table, links: list[list[str]]) -> Iterator[tuple[Any, str]]:
    """Each figure of a table, with the address behind it."""
    for row, addresses in zip(table.rows, links, strict=True):
        for cell, column, url in zip(row.cells, table.columns, addresses, strict=True):
            if cell is not None and column.kind in (Kind.PENCE, Kind.PERCENT):
                yield cell, url


@pytest.mark.parametrize("period", [0, 1, 6])
def test_every_figure_of_the_position_is_the_sum_of_its_transfers_or_leads_to_its_working(
    world: FundYear, period: int
) -> None:
    client = signed_in(books.officer(world))
    page = figures.position(world, period, at=AT)
    links = drills.of(page, world)
    checked, workings = 0, set()
    for table in page.tables:
        if table.title in ("Forecasts that an officer gave", "What the agreement leaves open"):
            continue  # they are the working themselves, or no figures
        for cell, url in drilled(table, links[table.title]):
            if "/transfers/" in url:
                assert behind(world, url) == cell, (table.title, url)
                checked += 1
            elif url:
                workings.add(url.partition("#")[0])
            else:
                assert (cell, period) == (0, 0), "before anything is posted there are no transfers to lead to"
    assert checked > len(page.schemes)
    assert {client.get(url).status_code for url in workings} == {200}


def test_a_figure_of_the_settlement_leads_to_the_agreement_or_to_the_rules(world: FundYear) -> None:
    page = figures.settlement(world, 6, at=AT)
    links = drills.of(page, world)
    shown = [table for table in page.tables if table.title in links]
    urls = {url for table in shown for _, url in drilled(table, links[table.title])}
    where = f"/funds/{world.fund.slug}/{world.year}/"
    assert urls == {f"{where}terms/", f"{where}settlement/?period=6#by-rule"}


def test_every_figure_of_a_working_comes_to_what_its_page_says(world: FundYear) -> None:
    page = figures.position(world, 6, at=AT)
    for scheme in (None, *page.schemes):
        made = working.working(world, 6, scheme, at=AT)
        for table, wanted in made.tables:
            links = [[address(world, each) if each else "" for each in row] for row in wanted]
            for cell, url in drilled(table, links):
                assert not url or behind(world, url) == cell, (table.title, url)


@pytest.mark.slow
@pytest.mark.parametrize("name", [pack for each in worlds.WORLDS for fund in each.funds for pack in fund.packs])
def test_the_months_of_every_working_end_at_the_figure_that_it_explains(db: None, tmp_path: Path, name: str) -> None:
    kept = next(each for each in (build.EXAMPLES, PACKS) if (each / name).is_dir())
    fund_year = loaded(brought_in(tmp_path / "pack", name, kept))
    for period, _ in figures.position(fund_year, None, at=AT).periods:
        page = figures.position(fund_year, period, at=AT)
        for scheme, shown in zip(page.schemes, page.tables[0].rows, strict=False):
            spent: Any = shown.cells[2]
            made = working.working(fund_year, period, scheme, at=AT)
            months: list[Sequence[Any]] = [row.cells for row in made.tables[0][0].rows if row.cells[4] is not None]
            assert (sum(row[3] for row in months), months[-1][4] if months else 0) == (spent, spent), (scheme, period)
            assert made.sentences[0].startswith(f"{money.show(spent)} was spent to {made.period}.")


def test_the_working_of_all_comes_to_the_totals_of_the_position(world: FundYear) -> None:
    page = figures.position(world, 6, at=AT)
    by_scheme = next(table for table in page.tables if table.title == figures.BY_SCHEME)
    monthly = next(table for table in page.tables if table.title == figures.MONTHLY)
    (schemes, _), (budgets, _) = working.working(world, 6, None, at=AT).tables
    assert schemes.rows[-1].cells[5] == by_scheme.rows[-1].cells[4]
    assert [row.cells[-1] for row in budgets.rows] == [row.cells[1] for row in monthly.rows[:12]]


@pytest.mark.parametrize("to", [1, 6, 15])
def test_every_figure_of_the_trial_balance_and_of_income_is_the_sum_of_its_transfers(world: FundYear, to: int) -> None:
    named, held = names(world), queries.balances(world)
    income = tables.income(held, named, to)
    assert income is not None
    for each in (*tables.balances(held, named, to), income):
        for cell, url in drilled(each.table, each.links(world)):
            if url:
                assert abs(behind(world, url)) == abs(cell), url
    budget, *_ = tables.balances(held, named, to)
    assert budget.table.rows[-1].cells[1] == budget.table.rows[-1].cells[2], "it ties out"


def test_an_officers_own_figure_is_told_with_its_reason_where_it_stands(cast: Cast, manager: Client) -> None:
    fund_year = year.furnished(cast)
    page = manager.get(f"/funds/{cast.fund.slug}/{fund_year.year}/working/6/CARE/").content.decode()
    assert "£2,004,000.00 was spent to September 2009." in page
    assert "£2,000,000.00 of the budget belongs to the months to come" in page
    for lost in ("working/16/", "working/6/NOWHERE/"):
        assert manager.get(f"/funds/{cast.fund.slug}/{fund_year.year}/{lost}").status_code == 404


def test_what_was_spent_for_no_scheme_can_be_followed_too(cast: Cast, manager: Client) -> None:
    fund_year = year.furnished(cast)
    books.journal(fund_year, books.moved(12_34, 6, scheme=""))
    page = figures.position(fund_year, 6, at=year.AT)
    assert page.schemes[-1] == ""
    table, links = page.tables[0], drills.of(page, fund_year)[figures.BY_SCHEME]
    row = table.rows[len(page.schemes) - 1]
    assert (row.cells[2], behind(fund_year, links[len(page.schemes) - 1][2])) == (12_34, 12_34)
    assert manager.get(links[len(page.schemes) - 1][4]).status_code == 200
    assert manager.get(f"/funds/{cast.fund.slug}/{fund_year.year}/").status_code == 200


def test_whoever_may_not_read_the_books_is_led_to_no_transfers(cast: Cast) -> None:
    fund_year = year.furnished(cast)
    url = f"/funds/{cast.fund.slug}/{fund_year.year}/"
    for role, there in ((Role.ADVISORY_MEMBER, False), (Role.BOARD_MEMBER, True)):
        page = signed_in(cast.roles[role]).get(url).content.decode()
        assert ("/ledger/transfers/?" in page) is there
        assert "/working/6/CARE/" in page, "how a forecast was made is no secret"


def test_what_is_wanted_goes_into_an_address_and_comes_back(world: FundYear) -> None:
    for wanted in (
        Wanted(),
        Wanted(
            "actual",
            "spend",
            scheme="",
            partner="X",
            first_period=2,
            last_period=7,
            kind="journal",
            text="a&b",
            entry=3,
        ),
        Wanted(account="reserves/risk", scheme="no such scheme"),
    ):
        form = Narrow(QueryDict(urlsplit(address(world, wanted)).query), names=names(world), looks_in="")
        assert form.wanted == wanted


def test_the_trial_balance_and_its_file_say_what_rests_on_a_stand_in(world: FundYear) -> None:
    named, held = names(world), queries.balances(world)
    budget, *_ = tables.balances(held, named, 6)
    marked = {row.cells[0] for row in budget.table.rows if row.illustrative}
    assert {"Recurrent contributions", "Expenditure", "Total"} <= marked
    heads, *rows = as_csv(tables.by_place(held, named, 6)).decode("utf-8-sig").splitlines()
    assert heads.endswith(",Marked")
    assert any(row.endswith(",illustrative") for row in rows if "Recurrent contributions" in row)
