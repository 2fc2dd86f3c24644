"""A year from its opening to the next: looked at before it is opened, reconciled before it is closed, handed on."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from poolbook.findings import Refused
from poolbook.importing import Upload
from poolbook_web.agreements import actions as agreements
from poolbook_web.agreements import queries as agreed
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base import waiting
from poolbook_web.ledger import actions as ledger_actions
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Entry
from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.forms import years as years_forms
from poolbook_web.monitoring.queries import steps, years
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person, Role
from tests.web import books
from tests.web.books import AT, TERMS, moved
from tests.web.imports.extracts import signed_in, whole

RULES = """\
poolbook: rules/1
sources:
  tb: {layout: trial_balance, codes: [account]}
rules:
  - {when: {account: "1"}, scheme: home-care}
  - {when: {account: "2"}, scheme: reablement}
"""


@pytest.fixture
def fund_year(db: None) -> FundYear:
    """A year with terms in force and its books not open."""
    return books.small()


@pytest.fixture
def manager(fund_year: FundYear) -> Person:
    """Its pool manager."""
    return books.officer(fund_year, "Mona Manager", Role.POOL_MANAGER)


@pytest.fixture
def mona(manager: Person) -> Client:
    """A browser in which the manager has signed in."""
    return signed_in(manager)


def at(fund_year: FundYear, page: str = "") -> str:
    """A page of the year."""
    return f"/funds/{fund_year.fund.slug}/{fund_year.year}/{page}"


def text(response: Any) -> str:
    """A page as it reads."""
    return whole(response.content).replace("\xa0", " ")


def balance(*rows: str, name: str = "tb-2025-04.csv") -> Upload:
    """A trial balance."""
    return Upload(name, data="\n".join(["Account,Actual", *rows, ""]).encode())


def opened(fund_year: FundYear) -> FundYear:
    """Its books open, with ten pounds spent in April."""
    actions.open_year(fund_year=fund_year, by=None, at=AT)
    books.journal(fund_year)
    return fund_year


def test_a_page_of_figures_of_a_year_that_is_not_open_leads_to_its_opening(fund_year: FundYear, mona: Client) -> None:
    page = text(mona.get(at(fund_year)))
    assert "The books are not open yet" in page
    assert f'href="{at(fund_year, "open/")}"' in page
    officer = signed_in(books.officer(fund_year))
    page = text(officer.get(at(fund_year)))
    assert "The pool manager opens them." in page
    assert at(fund_year, "open/") not in page


def test_the_preview_of_a_report_says_on_which_page_the_books_are_opened(fund_year: FundYear, mona: Client) -> None:
    preview = at(fund_year, "reports/quarterly/1/")
    page = text(mona.get(preview))
    assert "The books are not open yet: open them first." in page
    assert f'href="{at(fund_year, "open/")}"' in page
    assert "poolbook open" not in page
    page = text(signed_in(books.officer(fund_year)).get(preview))
    assert at(fund_year, "open/") not in page


def test_the_home_page_asks_the_pool_manager_to_open_the_books_until_they_are(
    fund_year: FundYear, manager: Person, mona: Client
) -> None:
    assert f'href="{at(fund_year, "open/")}"' in text(mona.get("/"))
    assert [each.what for each in waiting.of(books.officer(fund_year), AT)] == [], "nobody else can"
    actions.open_year(fund_year=fund_year, by=None, at=AT)
    assert [each.what for each in waiting.of(manager, AT)] == ["Bring in the first extract of 2025-26"]


def test_the_home_page_asks_for_what_the_page_of_the_year_says_is_next(
    fund_year: FundYear, manager: Person, mona: Client
) -> None:
    def now() -> tuple[list[str], list[str]]:
        tags = [each.now for each in steps.steps(fund_year, AT) if each.now]
        return [each.what for each in waiting.of(manager, AT)], tags

    opened(fund_year)
    assert now() == (["Close the books of 2025-26 to the end of April 2025"], ["To close"])
    assert f'href="{at(fund_year, "close/")}"' in text(mona.get("/"))
    assert [each.what for each in waiting.of(books.officer(fund_year), AT)] == [], "nobody else can"
    actions.close_period(fund_year=fund_year, period=1, source="letter", by=None, at=AT)
    assert now() == ([], []), "May is not over"
    actions.close_period(fund_year=fund_year, period=12, source="letter", by=None, at=AT)
    assert now() == (["Begin 2026-27"], ["To begin"])
    actions.begin_year(fund_year=fund_year, data=years.terms_of_next_year(fund_year).encode(), by=None, at=AT)
    assert now() == (["Open the books of 2026-27"], [])


def test_books_whose_opening_was_reversed_wait_to_be_opened_again(fund_year: FundYear, manager: Person) -> None:
    opened(fund_year)
    first = Entry.objects.get(fund_year=fund_year, number=1)
    asked = ledger_actions.ask_back(fund_year=fund_year, entries=[first], why="wrong terms", by=manager, at=AT)
    ledger_actions.agree(proposal=asked, by=books.officer(fund_year), at=AT)
    assert [each.what for each in waiting.of(manager, AT)] == ["Open the books of 2025-26"]
    assert not ledger.is_open(fund_year)


def test_nobody_is_reminded_of_a_year_of_aligned_budgets(fund_year: FundYear, manager: Person) -> None:
    opened(fund_year)
    assert waiting.of(manager, AT)
    FundYear.objects.filter(pk=fund_year.pk).update(mode=FundYear.Mode.ALIGNED)
    assert waiting.of(manager, AT) == []


def test_what_the_opening_would_post_is_shown_and_then_posted(fund_year: FundYear, mona: Client) -> None:
    page = text(mona.get(at(fund_year, "open/")))
    for said in ("Budget by scheme", "1,000,000.00", "Contributions for the year", "650,000.00", "1,250,000.00"):
        assert said in page
    assert "No due dates are recorded" in page
    assert ledger.head(fund_year).number == 0, "nothing is posted by looking"
    page = text(mona.post(at(fund_year, "open/"), follow=True))
    assert "The books are open: entry 1." in page
    assert "The books of 2025-26 are open" in text(mona.get(at(fund_year, "open/")))
    assert "the year is open already" in text(mona.post(at(fund_year, "open/"))).lower()


def test_what_falls_due_and_is_brought_forward_is_shown_before_it_is_posted(db: None) -> None:
    fund_year = books.small(f'{TERMS}opening_balance: {{policy: brought_forward, amount: "£100.00"}}\n')
    due = {"by": "council", "on": books.ON, "pence": 600_000_00}
    actions.keep(fund_year=fund_year, kind=models.Due, says=due, by=None, at=AT)
    closing = {"year": "2024-25", "balances": [["council", 60_00], ["icb", 40_00]]}
    actions.keep(fund_year=fund_year, kind=models.Closing, says=closing, evidence="minute 1", by=None, at=AT)
    tables = {each.title: [row.cells for row in each.rows] for each in years.preview(fund_year).section.tables}
    assert tables["Falls due"] == [("Council, May 2025", 600_000_00), ("Total", 600_000_00)]
    assert tables["Brought forward from last year"] == [("Council", 60_00), ("ICB", 40_00), ("Total", 100_00)]


def test_the_steps_of_a_year_say_how_far_it_is_and_who_takes_them(fund_year: FundYear, mona: Client) -> None:
    before = {each.name: (each.done, each.url) for each in steps.steps(fund_year, AT)}
    assert before["The opening of the books"] == (False, "open_year")
    assert before["Closing of periods"] == (False, ""), "not before the books are open"
    opened(fund_year)
    actions.close_period(fund_year=fund_year, period=1, source="letter", by=None, at=AT)
    page = text(mona.get(at(fund_year, "year/")))
    assert "Closed to the end of April 2025." in page
    assert "The pool manager takes these steps." not in page
    officer = signed_in(books.officer(fund_year))
    assert "The pool manager takes these steps." in text(officer.get(at(fund_year, "year/")))


def test_a_period_is_closed_where_the_trial_balance_agrees_and_the_entry_names_it(
    fund_year: FundYear, manager: Person
) -> None:
    agreements.put_rules(fund_year=opened(fund_year), data=RULES.encode(), by=None, at=AT)
    file = balance("1,10.00")
    read = years.trial_balance(fund_year, file, 1)
    entry = actions.close_period(
        fund_year=fund_year, period=1, balance=read, source="email of 8 May", by=manager, at=AT
    )
    assert entry.source == f"email of 8 May; tb-2025-04.csv, SHA-256 {file.identify().sha256}"
    assert ledger.head(fund_year).closed == 1
    with pytest.raises(Refused):
        books.journal(fund_year, moved(period=1))


def test_a_trial_balance_is_read_before_anybody_is_held_up(
    fund_year: FundYear, mona: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreements.put_rules(fund_year=opened(fund_year), data=RULES.encode(), by=None, at=AT)
    held = []
    monkeypatch.setattr(actions, "close_period", lambda **given: held.append(given["balance"]))
    agreed_with = balance("1,10.00").data
    for data in (b"%PDF-1.7", agreed_with):
        asked = {"period": "1", "balance": SimpleUploadedFile("tb-2025-04.csv", data), "confirm": "on"}
        page = text(mona.post(at(fund_year, "close/"), asked))
        assert ("ask for the listing as CSV or XLSX" in page) == (data != agreed_with)
    assert [dict(each.figures) for each in held] == [{("home-care", "spend"): 10_00}], (
        "the one that can be read, as read"
    )


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    fund_year: FundYear, mona: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(fund_year)
    monkeypatch.setattr(years_forms, "MOST_BYTES", 8)
    monkeypatch.setattr(years_forms, "TERMS_MOST_BYTES", 8)
    monkeypatch.setattr(InMemoryUploadedFile, "read", None)
    large, terms_ = io.BytesIO(b"123456789"), io.BytesIO(b"123456789")
    large.name, terms_.name = "large.csv", "large.yaml"
    page = text(mona.post(at(fund_year, "close/"), {"period": "1", "balance": large, "confirm": "on"}))
    assert "large.csv is larger than 0 MB: a trial balance has one line for each code" in page
    page = text(mona.post(at(fund_year, "next/"), {"file": terms_}))
    assert "large.yaml is larger than 0 MB: choose terms as they are written by hand." in page


def test_every_difference_from_the_trial_balance_is_named_and_stops_the_close(
    fund_year: FundYear, mona: Client
) -> None:
    agreements.put_rules(fund_year=opened(fund_year), data=RULES.encode(), by=None, at=AT)
    sent = SimpleUploadedFile("tb-2025-04.csv", balance("1,12.50", "2,3.00").data)
    page = text(mona.post(at(fund_year, "close/"), {"period": "1", "balance": sent, "confirm": "on"}))
    assert "The period is not closed." in page
    assert "the trial balance has £12.50 and the books £10.00" in page
    assert "the trial balance has £3.00 and the books £0.00" in page
    assert ledger.head(fund_year).closed == 0
    listing = SimpleUploadedFile("spend.csv", b"nothing,of,the,kind\n1,2,3,4\n")
    asked = {"period": "1", "balance": listing, "confirm": "on"}
    assert "The period is not closed." in text(mona.post(at(fund_year, "close/"), asked))


def test_a_close_without_anything_to_agree_with_is_refused(fund_year: FundYear, mona: Client) -> None:
    opened(fund_year)
    page = text(mona.post(at(fund_year, "close/"), {"period": "1", "confirm": "on"}))
    assert "Choose the host's trial balance, or say what the books were agreed with" in page
    said = {"period": "2", "source": "balances agreed by email, 8 June 2025", "confirm": "on"}
    assert "Closed to the end of May 2025." in text(mona.post(at(fund_year, "close/"), said, follow=True))
    assert "April 2025" not in text(mona.get(at(fund_year, "close/"))).split("<form")[-1].split("</form>")[0]


def test_what_is_missing_is_listed_before_a_close_and_does_not_stop_it(fund_year: FundYear, mona: Client) -> None:
    opened(fund_year)
    sent = {"extracts": [SimpleUploadedFile("2025-05.csv", b"a,b\n1,2\n")]}
    mona.post(at(fund_year, "imports/bring/"), sent)
    comment = {"period": 2, "scheme": "home-care", "text": "As planned.", "by": "Lead", "at": books.ON}
    actions.keep(fund_year=fund_year, kind=models.Comment, says=comment, by=None, at=AT)
    found = [each.message for each in years.missing(fund_year, 2)]
    assert found == [
        "import 1 is not in the books: cannot be read",
        "nothing is spent in May 2025: is its extract in?",
        "nobody has commented on Reablement for May 2025",
    ]
    assert "Nobody has commented on Home care for April 2025" in text(mona.get(at(fund_year, "close/?period=1")))


def test_a_period_is_closed_only_by_somebody_who_saw_what_closes_with_it(fund_year: FundYear, mona: Client) -> None:
    opened(fund_year)
    assert "What is closed" not in text(mona.get(at(fund_year, "close/"))), "a period is chosen first"
    page = text(mona.get(at(fund_year, "close/?period=3")))
    for month in ("April", "May", "June"):
        assert f"<li>{month} 2025</li>" in page
    assert "Nobody has commented on Home care for June 2025" in page, "what is missing is of the month chosen"
    said = {"period": "3", "source": "balances agreed by email, 8 July 2025"}
    assert "Confirm that what is listed is to be closed for good." in text(mona.post(at(fund_year, "close/"), said))
    page = text(mona.post(at(fund_year, "close/"), {"period": "3"}))
    assert "Confirm that what is listed is to be closed for good." in page, "all that is missing is said at once"
    assert "Choose the host's trial balance, or say what the books were agreed with." in page
    assert ledger.head(fund_year).closed == 0
    mona.post(at(fund_year, "close/"), {**said, "confirm": "on"})
    assert ledger.head(fund_year).closed == 3
    assert "There is a problem" in text(mona.get(at(fund_year, "close/?period=2"))), "it is closed already"


def test_extracts_and_closed_periods_of_books_from_a_pack_count_as_steps(fund_year: FundYear, mona: Client) -> None:
    opened(fund_year)
    assert "Nothing was brought in for 2025-26 yet" in text(mona.get(at(fund_year, "imports/")))
    last = actions.close_period(fund_year=fund_year, period=3, source="letter", by=None, at=AT)
    Entry.objects.create(
        fund_year=fund_year, number=last.number + 1, kind="import", date=books.ON, period=4, description="p4.csv",
        by="Poolbook", at=AT, previous=last.hash, hash="0" * 64,
    )  # fmt: skip
    made = {each.name: each for each in steps.steps(fund_year, AT)}
    assert made["Extracts of the ledger"].says == "1 extract in the books, 0 waiting."
    assert made["Extracts of the ledger"].done
    assert made["Closing of periods"].begun
    assert "The books hold 1 extract, brought in before" in text(mona.get(at(fund_year, "imports/")))


def test_a_year_says_of_reports_what_the_page_of_reports_lets_be_done(fund_year: FundYear) -> None:
    opened(fund_year)
    made = {each.name: each for each in steps.steps(fund_year, AT)}["The quarterly reports"]
    assert made.url == "reports", "a report may be issued before its quarter is closed"
    assert made.says == "No quarter is closed yet. A report that is issued before its quarter is closed says so."


def test_where_the_terms_ask_for_no_fact_it_is_said_and_no_empty_list_is_offered(
    fund_year: FundYear, mona: Client
) -> None:
    page = text(mona.get(at(fund_year, "records/facts/new/")))
    assert "The terms ask for no fact" in page
    assert "Choose" not in page


def test_the_year_after_begins_with_this_years_terms_and_rules(fund_year: FundYear, mona: Client) -> None:
    agreements.put_rules(fund_year=fund_year, data=RULES.encode(), by=None, at=AT)
    edited = mona.get(at(fund_year, "next/terms.yaml"))
    assert edited["Content-Disposition"] == 'attachment; filename="2026-27-terms.yaml"'
    page = text(mona.post(at(fund_year, "next/"), follow=True))
    assert "2026-27 is begun." in page
    after = fund_year.fund.years.get(year="2026-27")
    assert agreed.terms_version(after).text == TERMS.replace("2025-26", "2026-27", 1)
    rules = agreed.rules_version(after)
    assert rules is not None
    assert rules.text == RULES
    assert "already open" in text(mona.post(at(fund_year, "next/")))
    told = set(AuditEvent.objects.filter(scope=fund_year.history_scope).values_list("event", flat=True))
    assert {"year.opened", "terms.put", "rules.put"} <= told


def test_a_year_cannot_begin_with_the_terms_of_another(fund_year: FundYear, mona: Client) -> None:
    sent = SimpleUploadedFile("terms.yaml", TERMS.replace("year: 2025-26", "year: 2027-28").encode())
    page = text(mona.post(at(fund_year, "next/"), {"file": sent}))
    assert "the terms are of 2027-28" in page
    assert fund_year.fund.years.count() == 1, "nothing is half begun"


def test_last_years_closing_figures_are_those_of_its_books_or_it_is_said_why_not(
    fund_year: FundYear, mona: Client
) -> None:
    actions.open_year(fund_year=fund_year, by=None, at=AT)
    paid = (
        moved(50_00, debit="cash_at_host", credit="contributions", scheme="", partner="council"),
        moved(30_00, debit="cash_at_host", credit="contributions", scheme="", partner="icb"),
    )
    books.journal(fund_year, *paid)
    after = actions.begin_year(fund_year=fund_year, by=None, at=AT)
    page = text(mona.get(at(after, "records/closing/new/")))
    assert "What last year's books ended with" in page
    assert 'value="50.00"' in page, "the figures of the books are offered"
    said = {"amount_0": "50.00", "amount_1": "20", "evidence": "minute 4 of the board"}
    page = text(mona.post(at(after, "records/closing/new/"), said))
    assert "figures come to £70.00, and last year's books ended with £80.00, -£10.00 apart" in page
    why = {**said, "why": "£10.00 was returned after the year end"}
    assert "It is recorded." in text(mona.post(at(after, "records/closing/new/"), why, follow=True))
    assert store.in_force(models.Closing, after).get().why == why["why"]


def test_figures_that_belong_to_nobody_yet_are_not_offered_as_anybodys(fund_year: FundYear) -> None:
    after = actions.begin_year(fund_year=opened(fund_year), by=None, at=AT)
    beside, offered = years.closing_beside(after)
    assert offered == {}
    assert beside is not None
    assert [row.cells[1] for row in beside.tables[0].rows] == [-10_00, -10_00]


@pytest.mark.parametrize("verb", ["open_year", "close_period", "begin_year"])
def test_the_steps_of_a_year_are_the_pool_managers_alone(fund_year: FundYear, verb: str) -> None:
    officer = books.officer(fund_year)
    given = {"period": 1, "source": "a letter"} if verb == "close_period" else {}
    with pytest.raises(Refused, match="Only a pool manager can"):
        getattr(actions, verb)(fund_year=fund_year, by=officer, at=AT, **given)


@pytest.mark.parametrize("page", ["year/", "open/", "close/", "next/", "records/closing/new/", "imports/rules/"])
def test_each_page_of_a_year_costs_few_questions(
    fund_year: FundYear, mona: Client, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    opened(fund_year)
    agreements.put_rules(fund_year=fund_year, data=RULES.encode(), by=None, at=AT)
    after = actions.begin_year(fund_year=fund_year, by=None, at=AT)
    for each in (fund_year, after):
        mona.get(at(each, page))
        with django_assert_max_num_queries(15):
            assert mona.get(at(each, page)).status_code == 200
