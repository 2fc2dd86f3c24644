"""The pages of the books: balances, entries, transfers and lines, narrowed, searched, paged, and taken as files."""

from __future__ import annotations

import io
import time
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Line, Proposal
from poolbook_web.ledger.queries import evidence
from poolbook_web.ledger.queries.wanted import Wanted
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web.cast import Cast
from tests.web.imports import extracts
from tests.web.imports.extracts import whole
from tests.web.ledger import lined
from tests.web.ledger.lined import asked, at, numbers, paid, refunds, signed_in
from tests.web.year import AT

#: Every page that is read.
PAGES = (
    "", "?to=6", "transfers/", "transfers/?scheme=CARE&account=spend&to=6&order=largest", "lines/", "lines/?text=homes",
    "entries/", "entries/?text=october&scheme=CARE", "entries/{entry}/", "transfers/{transfer}/",
    "transfers/{transfer}/correct/", "lines/{line}/", "journal/", "proposals/", "proposals/1/", "proposals/1/post/",
)  # fmt: skip


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """A year with lines in its books, of which one is queried."""
    fund_year = lined.lined(cast)
    asked(paid(fund_year), cast.roles[Role.SCHEME_LEAD], numbers(paid(fund_year))[0])
    return fund_year


def read(client: Client, fund_year: FundYear, page: str) -> str:
    """A page that is there."""
    response = client.get(at(fund_year, page))
    assert response.status_code == 200
    return whole(response.content)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_books_costs_few_questions(
    fund_year: FundYear, manager: Client, django_assert_max_num_queries: DjangoAssertNumQueries, page: str
) -> None:
    over = paid(fund_year)
    url = at(fund_year, page.format(entry=over.entry.number, transfer=over.number, line=numbers(over)[0]))
    manager.get(url)  # the first request of a session writes it
    with django_assert_max_num_queries(15):
        assert manager.get(url).status_code == 200


def test_the_first_page_shows_what_every_account_stands_at_and_what_waits(fund_year: FundYear, manager: Client) -> None:
    page = read(manager, fund_year, "")
    assert "24,156,140.00" in page
    assert "Oxfordshire Primary Care Trust" in page
    assert "1 proposal</a> waits to be posted" in page
    assert "24,156,000.00" in read(manager, fund_year, "?to=6")
    odd = read(manager, fund_year, "?to=nonsense")
    assert "24,156,140.00" in odd
    assert "To the end of: choose one of those listed." in odd


def test_an_extract_of_several_months_is_listed_with_the_first_and_the_last(db: None) -> None:
    here, first = extracts.office(), extracts.row("Residential", "10.00")
    last = first.replace("05-Apr-2012", "05-Jun-2012")
    extracts.accepted(here, extracts.brought(here, extracts.listing(first, last)))
    for page in ("entries/", "entries/1/"):
        assert "April 2012 to June 2012" in read(signed_in(here.manager), here.year, page)


@pytest.mark.parametrize(
    ("asked_for", "shows", "hides"),
    [
        ("layer=actual&account=spend&scheme=ACCOMMODATION", "£2,682,200.00", "Budget</td>"),
        ("account=cash_at_host&from=7&to=7", "£60.00", "£200,000"),
        ("scheme=(none)", "No transfer is of this kind.", "app-total"),
        ("kind=import", "October", "Half a year"),
        ("text=half+a+YEAR", "2: Half a year", "Opening of"),
        ("entry=1", "Opening of 2009-10", "Half a year"),
        ("scheme=NOWHERE&layer=dream&from=99&kind=x", "NOWHERE", "Opening of"),
        ("partner=OCC", "Oxfordshire County Council", "October"),
    ],
)
def test_transfers_are_narrowed_by_what_the_address_says(
    fund_year: FundYear, manager: Client, asked_for: str, shows: str, hides: str
) -> None:
    page = read(manager, fund_year, f"transfers/?{asked_for}").partition('id="main-content"')[2]
    assert shows in page
    table = page.partition("<tbody")[2].partition("</tbody>")[0]
    assert hides not in table


def test_what_is_shown_is_said_and_taken_away_piece_by_piece(fund_year: FundYear, manager: Client) -> None:
    page = read(manager, fund_year, "transfers/?layer=actual&scheme=CARE&to=6")
    assert "<span>Care management, work and day services</span>" in page
    assert "<span>April 2009 to September 2009</span>" in page
    assert 'href="?layer=actual&amp;to=6"' in page
    assert f'href="{at(fund_year, "lines/")}?layer=actual&amp;scheme=CARE&amp;to=6"' in page


def test_a_question_that_makes_no_sense_is_said_to_make_none(fund_year: FundYear, manager: Client) -> None:
    page = read(manager, fund_year, "transfers/?from=99")
    assert "Error: Transfers" in page
    assert "From: choose one of those listed." in page
    assert "There is a problem" not in read(manager, fund_year, "transfers/?from=1")


def test_a_year_without_terms_has_empty_books_and_takes_no_journal(cast: Cast, manager: Client) -> None:
    fund_year = cast.fund.years.get()
    for page in ("", "transfers/", "lines/", "entries/", "proposals/"):
        read(manager, fund_year, page)
    assert "Nothing is posted yet." in read(manager, fund_year, "")
    response = manager.get(at(fund_year, "journal/"))
    assert response.status_code == 409
    assert "put them first" in whole(response.content)


def test_an_entry_tells_who_when_why_and_what_came_with_it(fund_year: FundYear, manager: Client) -> None:
    entry = paid(fund_year).entry
    page = read(manager, fund_year, f"entries/{entry.number}/")
    for said in (
        "2009-10.csv",
        "ab" * 32,
        "R4100,x,ten pounds",
        entry.hash,
        entry.previous,
        "13 October 2009 at 10:00",
    ):
        assert said in page
    text = manager.get(at(fund_year, f"entries/{entry.number}/not-posted.csv")).content.decode("utf-8-sig")
    assert text.splitlines()[1] == '9,import.amount,"R4100,x,ten pounds"'
    assert manager.get(at(fund_year, f"entries/{entry.number}/not-posted.exe")).status_code == 404


def test_a_transfer_shows_its_lines_and_what_was_said_of_them(fund_year: FundYear, cast: Cast, manager: Client) -> None:
    over = paid(fund_year)
    page = read(manager, fund_year, f"transfers/{over.number}/")
    assert "Its 4 lines" in page
    assert "Queried" in page
    assert "asked to recode line 1 to Care management, work and day services, Expenditure" in page
    assert page.count('type="checkbox"') == 3, "the one that is queried cannot be chosen"
    auditor = signed_in(cast.roles[Role.AUDITOR])
    assert 'type="checkbox"' not in read(auditor, fund_year, f"transfers/{over.number}/")


def test_a_line_shows_every_field_as_it_was_received(fund_year: FundYear, manager: Client) -> None:
    page = read(manager, fund_year, f"lines/{numbers(paid(fund_year))[1]}/")
    for said in (
        "Aire Homes", "100% of a bed_week", "INV 1", "host: 2009-10.csv, row 3", "R4100", "4710", "£35.50",
        "Social care accommodation and support",
    ):  # fmt: skip
        assert said in page
    assert manager.get(at(fund_year, "lines/999/")).status_code == 404


@pytest.mark.parametrize(
    ("text", "found"),
    [("homes", 6), ("ISIS", 3), ("INV 4", 1), ("100% of a bed_week", 1), ("100_ of", 0), ("%", 1), ("no such", 0)],
)
def test_lines_are_found_by_what_is_written_in_them_to_the_letter(fund_year: FundYear, text: str, found: int) -> None:
    assert len(evidence.find(fund_year, Wanted(text=text)).rows) == found
    assert len(evidence.every(fund_year, Wanted(text=text))) == found


def test_lines_are_narrowed_as_their_transfers_are(fund_year: FundYear, manager: Client) -> None:
    assert len(evidence.find(fund_year, Wanted(scheme="CARE")).rows) == 2
    page = read(manager, fund_year, "lines/?scheme=CARE&text=aire")
    assert page.partition("<tbody")[2].count("<tr") == 1
    assert "No line is of this kind." in read(manager, fund_year, "lines/?scheme=HEALTH")


def test_a_long_search_goes_on_from_where_it_stopped(fund_year: FundYear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "AT_A_TIME", 2)
    seen, before = [], None
    for _ in range(3):
        found = evidence.find(fund_year, Wanted(text="homes"), before)
        seen += [line.number for line, _ in found.rows]
        before = found.before
    assert (seen, before) == ([6, 5, 4, 3, 2, 1], None)
    monkeypatch.setattr(evidence, "A_PAGE", 1)
    monkeypatch.setattr(evidence, "AT_A_TIME", 100)
    assert [line.number for line, _ in evidence.find(fund_year, Wanted(), 5).rows] == [4]


def test_each_list_comes_as_a_typed_file_of_all_that_is_wanted(fund_year: FundYear, manager: Client) -> None:
    found = manager.get(at(fund_year, "transfers.xlsx?scheme=CARE&layer=actual")).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + queries.search(fund_year, Wanted(scheme="CARE", layer="actual")).count()
    row = dict(zip(rows[0], rows[1], strict=True))
    assert (row["Date"], row["Amount (£)"]) == (date(2009, 9, 30), 334_000)
    lines = manager.get(at(fund_year, "lines.csv?text=homes")).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 7
    assert lines[1].startswith("1,")
    assert lines[1].endswith(",120.00")
    entries = manager.get(at(fund_year, "entries.csv")).content.decode("utf-8-sig")
    assert "Opening of 2009-10" in entries
    assert manager.get(at(fund_year, "lines.exe")).status_code == 404


def test_a_file_is_refused_rather_than_cut_short(
    fund_year: FundYear, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST", 3)
    for name in ("lines.csv", "transfers.csv"):
        response = manager.get(at(fund_year, name))
        assert response.status_code == 409
        assert "more than 3" in whole(response.content)


def test_the_last_page_of_thirteen_thousand_lines_costs_what_the_first_does(cast: Cast, manager: Client) -> None:
    fund_year = lined.lined(cast, tuple(range(1, 13_001)))
    number = paid(fund_year).number
    assert Line.of(fund_year).count() == 13_002
    took = {}
    for page in (1, 260, 1, 260):
        begun = time.perf_counter()
        assert "13,000 lines" in read(manager, fund_year, f"transfers/{number}/?page={page}")
        took[page] = time.perf_counter() - begun
    assert took[260] < 0.5, took
    assert f">{13_000:,}</a>" in read(manager, fund_year, f"transfers/{number}/?page=260")
    begun = time.perf_counter()
    assert len(evidence.find(fund_year, Wanted(text="no such words")).rows) == 0
    assert time.perf_counter() - begun < 0.5


def test_a_search_holds_no_statement_of_its_own(fund_year: FundYear, manager: Client) -> None:
    for odd in ("'; DROP TABLE x --", "!", "\\", "%s"):
        assert manager.get(at(fund_year, "lines/"), {"text": odd}).status_code == 200
    assert manager.get(at(fund_year, "lines/"), {"text": "a\0b"}).status_code == 400


def test_a_whole_entry_is_reversed_from_its_page_with_a_reason(
    fund_year: FundYear, cast: Cast, manager: Client
) -> None:
    number = paid(fund_year).entry.number
    url = at(fund_year, f"entries/{number}/reverse/")
    assert "Say why." in whole(manager.post(url, {"why": ""}).content)
    page = whole(manager.post(url, {"why": "The wrong month"}, follow=True).content)
    assert "It waits for somebody else to post it." in page
    page = whole(signed_in(lined.second(cast)).post(at(fund_year, "proposals/2/post/"), follow=True).content)
    assert "It is posted as entry 4." in page
    assert f"Reversal of entry {number}: The wrong month" in read(manager, fund_year, "entries/4/")
    assert "was reversed by" in read(manager, fund_year, f"entries/{number}/")
    assert "was reversed already" not in read(manager, fund_year, f"transfers/{paid(fund_year).number}/")
    again = whole(manager.post(url, {"why": "Again"}).content)
    assert "was reversed by entry" in again
    assert queries.prove(fund_year) == ()


def test_one_person_asks_on_the_pages_and_another_posts_there(fund_year: FundYear, cast: Cast) -> None:
    over, lead, finn = refunds(fund_year), signed_in(cast.roles[Role.SCHEME_LEAD]), signed_in(lined.second(cast))
    url = at(fund_year, f"transfers/{over.number}/correct/")
    first = numbers(over)[0]
    assert "-£70.00 of transfer" in whole(lead.get(url, {"line": first}).content)
    assert "-£60.00 of transfer" in whole(lead.get(url).content)
    empty = whole(lead.post(url, {"lines": str(first)}).content)
    assert "Say what is wrong." in empty
    assert f'name="lines" value="{first}"' in empty, "what was chosen is not lost"
    given = {"lines": str(first), "wrong": "recode", "scheme": "HEALTH", "account": "spend", "why": "Health's refund"}
    page = whole(lead.post(url, given, follow=True).content)
    assert "You asked for this, so somebody else posts or declines it." in page
    again = whole(lead.post(url, given).content)
    assert "waits in proposal 2 already" in again
    page = whole(finn.post(at(fund_year, "proposals/2/post/"), follow=True).content)
    assert "It is posted as entry 4." in page
    assert finn.post(at(fund_year, "proposals/2/post/")).status_code == 409
    page = whole(finn.post(at(fund_year, "proposals/1/decline/"), {"why": "It is right"}, follow=True).content)
    assert "It is declined." in page
    assert "It is right" in read(lead, fund_year, "proposals/")
    assert "Recoded: Health's refund" in read(lead, fund_year, "entries/4/")


def test_whoever_asked_withdraws_and_nobody_else(fund_year: FundYear, cast: Cast, manager: Client) -> None:
    url = at(fund_year, "proposals/1/withdraw/")
    assert "somebody else asked for this" in whole(manager.post(url, {"why": "No"}).content).lower()
    lead = signed_in(cast.roles[Role.SCHEME_LEAD])
    assert "It is withdrawn." in whole(lead.post(url, {"why": "A mistake"}, follow=True).content)
    assert Proposal.objects.get().answer.why == "A mistake"
    assert manager.get(at(fund_year, "proposals/9/")).status_code == 404


def test_a_disputed_line_says_so_wherever_it_is_shown(fund_year: FundYear, cast: Cast, manager: Client) -> None:
    over = refunds(fund_year)
    proposal = asked(over, cast.manager, numbers(over)[0], to="", why="Not ours")
    actions.agree(proposal=proposal, by=lined.second(cast), at=AT)
    for page in (f"lines/{numbers(over)[0]}/", f"transfers/{over.number}/"):
        shown = read(manager, fund_year, page)
        assert "is not this fund’s" in shown
        assert "was posted as" in shown
    assert "A part of it was corrected by" in read(manager, fund_year, f"entries/{over.entry.number}/")
    assert "It no longer counts in the fund’s books:" in read(manager, fund_year, f"lines/{numbers(over)[0]}/")


def test_a_recoded_line_says_where_it_is_now_until_that_is_reversed(
    fund_year: FundYear, cast: Cast, manager: Client
) -> None:
    line = numbers(paid(fund_year))[0]
    assert "It is now in" not in read(manager, fund_year, f"lines/{line}/"), "it only waits"
    entry = actions.agree(proposal=Proposal.objects.get(), by=cast.manager, at=AT)
    said = "It is now in Care management, work and day services, Expenditure: <a"
    assert said in read(manager, fund_year, f"lines/{line}/")
    assert said not in read(manager, fund_year, f"lines/{line + 1}/")
    actions.reverse(fund_year=fund_year, number=entry.number, on=lined.ON, period=8, why="wrong", by=None, at=AT)
    assert "It is now in" not in read(manager, fund_year, f"lines/{line}/")


def test_a_correction_says_the_period_that_it_goes_to_and_then_the_one_that_the_books_have(
    fund_year: FundYear, cast: Cast, manager: Client
) -> None:
    finn = lined.second(cast)
    given: dict[str, Any] = {"on": date(2009, 12, 3), "source": "trial balance", "by": None, "at": AT}

    def says(page: str) -> list[str]:
        shown = read(manager, fund_year, page)
        return [each for each in ("October", "November") if f">{each} 2009<" in shown]

    assert says("proposals/1/") == ["October"]
    actions.close_period(fund_year=fund_year, period=7, **given)
    assert says("proposals/1/") == says("proposals/1/post/") == ["November"]
    actions.agree(proposal=Proposal.objects.get(), by=finn, at=AT)
    actions.close_period(fund_year=fund_year, period=8, **given)
    assert says("proposals/1/") == ["November"]
    assert "What it changed" in read(manager, fund_year, "proposals/1/")
    actions.decline(proposal=asked(refunds(fund_year), None, to="HEALTH"), why="It is right", by=finn, at=AT)
    assert says("proposals/2/") == ["October"], "as it was asked for"


def _pence(cell: object) -> int:
    return round(float(str(cell or 0)) * 100)


def test_balances_and_proposals_are_taken_away_as_files(fund_year: FundYear, cast: Cast, manager: Client) -> None:
    rows = manager.get(at(fund_year, "balances.csv?to=6")).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Book,Account,Scheme,Partner,Debit (£),Credit (£),Marked"
    spent = [each for each in rows if each.startswith("Actual,Expenditure,Social care accommodation")]
    assert spent == ["Actual,Expenditure,Social care accommodation and support,Oxfordshire County Council,2682000.00,,"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(manager.get(at(fund_year, "balances.xlsx")).content))
    table = sheet.get_sheet_by_index(0).to_python()[1:]
    for book in {row[0] for row in table}:
        debit, credit = (sum(_pence(row[side]) for row in table if row[0] == book) for side in (4, 5))
        assert debit == credit > 0
    actions.decline(proposal=Proposal.objects.get(), why="It is right", by=cast.manager, at=AT)
    rows = manager.get(at(fund_year, "proposals.csv")).content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("1,Recoding,Day care,2009-10-13,,,Sanjay Lead,2009-10-13 09:00:00,Not posted,Priya Nair,")
    assert rows[1].endswith(",,It is right")
    assert manager.get(at(fund_year, "proposals.xlsx")).status_code == 200
    for page in ("", "proposals/"):
        assert "Download for Excel" in read(manager, fund_year, page)
