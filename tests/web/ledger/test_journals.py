"""Journals by form and by paste: every fault told at once with its row and column, nothing lost, two people to post."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from poolbook.findings import Refused
from poolbook.ledger.model import Layer, Transfer
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.forms import NAMES, Journal, rows
from poolbook_web.ledger.models import Entry, Proposal
from poolbook_web.ledger.queries.names import names
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.house.source import ROOT
from tests.web import year
from tests.web.cast import Cast
from tests.web.imports.extracts import whole
from tests.web.ledger import lined
from tests.web.ledger.lined import at, signed_in
from tests.web.year import AT

GUIDE = ROOT / "docs" / "guide" / "ledger.md"
SITE = ROOT / "src" / "poolbook_web" / "ledger"

HEAD = "What\tScheme\tTo scheme\tAmount\tPeriod\n"
GIVEN = {"count": "1", "why": "Two posts move", "date_0": "1", "date_1": "10", "date_2": "2009", "source": "minute 6"}


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """Half a year."""
    return year.furnished(cast)


@pytest.fixture
def fay(cast: Cast) -> Client:
    """The browser of somebody who prepares journals."""
    return signed_in(cast.roles[Role.FINANCE_OFFICER])


def cells(**given: str) -> dict[str, str]:
    """A row."""
    return dict.fromkeys(NAMES, "") | given


def sent(client: Client, fund_year: FundYear, then: str, **given: str) -> str:
    """A journal is sent, and what comes back."""
    response = client.post(at(fund_year, "journal/"), {**GIVEN, "then": then, **given}, follow=True)
    return whole(response.content)


SPEND, UNALLOCATED = "spend", "unallocated"


@pytest.mark.parametrize(
    ("row", "made"),
    [
        ({"what": "Budget added"}, [(Layer.BUDGET, SPEND, UNALLOCATED, "CARE", "")]),
        ({"what": "budget added", "partner": "OCC"}, [(Layer.BUDGET, SPEND, "contributions", "CARE", "OCC")]),
        ({"what": "Budget taken away"}, [(Layer.BUDGET, UNALLOCATED, SPEND, "CARE", "")]),
        (
            {"what": "Budget moved", "to_scheme": "HEALTH"},
            [(Layer.BUDGET, UNALLOCATED, SPEND, "CARE", ""), (Layer.BUDGET, SPEND, UNALLOCATED, "HEALTH", "")],
        ),
        ({"what": "Commitment made", "contract": "C1"}, [(Layer.COMMITMENT, SPEND, "creditors", "CARE", "")]),
        ({"what": "Commitment released"}, [(Layer.COMMITMENT, "creditors", SPEND, "CARE", "")]),
        (
            {"what": "Spending moved", "to_scheme": "health"},
            [(Layer.ACTUAL, "creditors", SPEND, "CARE", ""), (Layer.ACTUAL, SPEND, "creditors", "HEALTH", "")],
        ),
        (
            {
                "what": "Money moved between accounts", "scheme": "", "account": "Due from partners",
                "to_account": "cash_at_host", "partner": "Oxfordshire County Council",
            },
            [(Layer.ACTUAL, "cash_at_host", "contributions_due", "", "OCC")],
        ),
        (
            {"what": "Money moved between accounts", "account": "cash_at_host", "to_account": "reserves/risk"},
            [(Layer.ACTUAL, "reserves/risk", "cash_at_host", "CARE", "")],
        ),
    ],
)  # fmt: skip
def test_each_kind_of_row_is_what_it_says_in_the_ledger(
    fund_year: FundYear, row: dict[str, str], made: list[tuple[object, ...]]
) -> None:
    given = cells(scheme="CARE", amount="£1,234.50", period="Oct 2009") | row
    found, faults = rows.read(given, names(fund_year), 0)
    assert faults == []
    assert [(each.layer, each.debit, each.credit, each.scheme, each.partner) for each in found] == made
    assert {(each.amount, each.period) for each in found} == {(1_234_50, 7)}


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({}, ["what", "amount", "period"]),
        ({"what": "Budget mvoed"}, ["what", "amount", "period"]),
        ({"what": "Budget moved", "amount": "1", "period": "1"}, ["scheme", "to_scheme"]),
        ({"what": "Budget added", "scheme": "CARE", "to_scheme": "VCS", "amount": "1", "period": "1"}, ["to_scheme"]),
        ({"what": "Budget moved", "scheme": "CARE", "to_scheme": "care", "amount": "1", "period": "1"}, ["to_scheme"]),
        ({"what": "Budget added", "scheme": "CAER", "amount": "-1", "period": "13.5"}, ["scheme", "amount", "period"]),
        (
            {"what": "Money moved between accounts", "account": "spend", "to_account": "Expenditure", "period": "16"},
            ["to_account", "amount", "period"],
        ),
        ({"what": "Money moved between accounts", "account": "bank", "to_account": "reserves/", "partner": "NHS",
          "amount": "1.234", "period": "April 2010"}, ["account", "to_account", "partner", "amount", "period"]),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_a_row_is_said_with_its_column(
    fund_year: FundYear, row: dict[str, str], columns: list[str]
) -> None:
    found, faults = rows.read(cells(**row), names(fund_year), 0)
    assert found == []
    assert sorted(column for column, _ in faults) == sorted(columns)


def test_a_closed_period_takes_no_row(fund_year: FundYear) -> None:
    row = cells(what="Budget added", scheme="CARE", amount="1", period="September")
    _, faults = rows.read(row, names(fund_year), 6)
    assert faults == [("period", "September 2009 is closed: the first that is open is October 2009")]
    assert rows.read(row, names(fund_year), 15)[1] == [("period", "the year is closed")]


def test_a_paste_may_have_its_columns_in_any_order_or_no_headings_at_all() -> None:
    found, faults = rows.pasted("Period\tWhat\tAmount\n\nMay\tBudget added\t5\n")
    assert (faults, [(number, row["what"], row["amount"]) for number, row in found]) == ([], [(3, "Budget added", "5")])
    found, faults = rows.pasted('Budget added\tCARE\t\t\t\t\t\t"1,000"\tMay')
    assert (faults, found[0][1]["amount"], found[0][1]["period"]) == ([], "1,000", "May")
    _, faults = rows.pasted("What\tAmuont\tWhat\na\tb\tc\td")
    assert faults == [
        "Pasted row 1: 'Amuont' is no column: did you mean Amount?", "Pasted row 1: two columns are What.",
        "Pasted row 2: there are more cells than columns.",
    ]  # fmt: skip
    assert "can be pasted at once" in rows.pasted("a\tb\n" * (rows.MOST + 1))[1][0]


def test_every_fault_of_a_paste_is_told_at_once_and_what_was_pasted_comes_back(
    fund_year: FundYear, fay: Client
) -> None:
    paste = f"{HEAD}Budget moved\tCARE\tHELTH\t1,0\tOctober\nBudget added\tCARE\t\t5\tOctober\nNonsense\t\t\t\t\n"
    page = sent(fay, fund_year, "preview", paste=paste, **{"row1-what": "Budget moved", "row1-amount": "7"})
    for said in (
        "Pasted row 2, Amount: '1,0' is not an amount in pounds and pence.",
        "Pasted row 2, To scheme: 'HELTH' is no scheme of the terms: did you mean HEALTH?",
        "Pasted row 4, What: 'Nonsense' is none of",
        "Row 1, Scheme: “Budget moved” needs it.",
    ):
        assert said in page
    assert "Budget moved\tCARE\tHELTH\t1,0\tOctober" in page
    assert 'value="7"' in page
    assert "<title>\n" not in page
    assert "Error: Prepare a journal" in page
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("today", "closed", "day"),
    [
        (date(2009, 10, 5), 6, date(2009, 10, 5)),
        (date(2009, 10, 5), 7, date(2009, 11, 30)),
        (date(2026, 7, 1), 3, date(2009, 7, 31)),
        (date(2026, 7, 1), 12, date(2010, 3, 31)),
    ],
)
def test_the_date_begins_as_today_or_as_the_last_day_of_the_first_open_period(
    fund_year: FundYear, today: date, closed: int, day: date
) -> None:
    form = Journal(None, names=names(fund_year), closed=closed, today=today)
    assert form.initial["date"] == day
    help_text = form.fields["date"].help_text
    assert help_text.startswith("Today's") if day == today else "The last day of" in help_text


def test_of_a_year_that_is_closed_no_period_is_said_to_be_open(fund_year: FundYear) -> None:
    form = Journal(None, names=names(fund_year), closed=15, today=AT.date())
    assert form.initial["date"] == date(2010, 3, 31)
    assert form.fields["date"].help_text.startswith("No period is open")


def test_an_empty_journal_and_one_without_a_reason_are_told_so(fund_year: FundYear, fay: Client) -> None:
    page = sent(fay, fund_year, "preview", why="", date_0="")
    for said in ("Type a row, or paste some.", "Say what it is for.", "Date of the document must include a day"):
        assert said in page


def test_rows_are_typed_more_rows_are_added_and_what_is_in_them_stays(fund_year: FundYear, fay: Client) -> None:
    page = sent(fay, fund_year, "more", **{"row1-what": "Budget added", "row1-amount": "12.34"})
    assert page.count("<legend") == 4 + 1, "four rows, and the date"
    assert 'value="12.34"' in page
    assert "There is a problem" not in page


def test_one_person_previews_and_sends_and_another_posts(fund_year: FundYear, fay: Client, cast: Cast) -> None:
    typed = {"row1-what": "Commitment made", "row1-scheme": "CARE", "row1-amount": "40", "row1-period": "7"}
    paste = f"{HEAD}Budget moved\tCARE\tHEALTH\t1,000\tOctober\n"
    page = sent(fay, fund_year, "preview", paste=paste, **typed)
    assert "Send this journal to be posted?" in page
    assert "2,040.00" in page, "moved in all"
    assert not Proposal.objects.exists(), "a preview keeps nothing"
    assert "Two posts move" in sent(fay, fund_year, "back", paste=paste, **typed)
    page = sent(fay, fund_year, "send", paste=paste, **typed)
    assert "It waits for somebody else to post it." in page
    proposal = Proposal.objects.get()
    assert proposal.transfers.count() == 3
    assert fay.post(at(fund_year, "proposals/1/post/")).status_code == 409
    before = queries.balances(fund_year).total(Layer.BUDGET, "spend", scheme="HEALTH")
    signed_in(cast.manager).post(at(fund_year, "proposals/1/post/"))
    entry = Entry.objects.get(answer__proposal=proposal)
    assert (entry.description, entry.by, entry.date) == ("Two posts move", "Priya Nair", date(2009, 10, 1))
    assert entry.source == "proposal 1, asked for by Fay Officer; minute 6"
    assert queries.balances(fund_year).total(Layer.BUDGET, "spend", scheme="HEALTH") == before + 1_000_00
    assert queries.balances(fund_year).total(Layer.COMMITMENT, "spend", scheme="CARE") == 40_00
    assert queries.prove(fund_year) == ()


def test_a_journal_naming_somebody_who_uses_services_is_refused_where_it_was_typed(
    fund_year: FundYear, fay: Client
) -> None:
    paste = f"{HEAD}Budget moved\tCARE\tHEALTH\t1,000\tOctober\n"
    for then in ("preview", "send"):
        page = sent(fay, fund_year, then, paste=paste, why="For 943 476 5919", source="Born 3.4.1950")
        assert "This holds an NHS number." in page
        assert "This holds what reads as a date of birth." in page
        assert "For 943 476 5919" in page, "to be put right"
        assert "Send this journal to be posted?" not in page
    assert not Proposal.objects.exists()


def test_a_journal_is_refused_for_all_that_the_books_would_refuse_it_for(fund_year: FundYear, cast: Cast) -> None:
    wrong = Transfer(0, Layer.ACTUAL, "spend", "spend", 0, 16, "NOWHERE", "NOBODY", "943 476 5919")
    with pytest.raises(Refused) as refusal:
        actions.propose(fund_year=fund_year, transfers=[wrong], on=date(2009, 10, 1), why="", by=cast.manager, at=AT)
    assert {each.code for each in refusal.value.findings} == {
        "ledger.no_reason", "text.nhs_number", "ledger.unknown_scheme", "ledger.unknown_partner", "ledger.period",
        "ledger.same_account", "ledger.amount",
    }  # fmt: skip


def test_a_journal_whose_period_closed_meanwhile_is_refused_and_not_moved(fund_year: FundYear, cast: Cast) -> None:
    moved = Transfer(0, Layer.ACTUAL, "spend", "creditors", 10_00, 7, "CARE")
    given: dict[str, Any] = {"fund_year": fund_year, "on": date(2009, 10, 31), "at": AT}
    proposal = actions.propose(transfers=[moved], why="Accrual", by=cast.manager, **given)
    actions.close_period(period=7, source="trial balance", by=None, **given)
    with pytest.raises(Refused) as refusal:
        actions.agree(proposal=proposal, by=lined.second(cast), at=AT)
    assert "ledger.period_closed" in {each.code for each in refusal.value.findings}
    assert queries.balances(fund_year).total(Layer.ACTUAL, "spend", scheme="CARE", period=7) == 0


@pytest.mark.parametrize("day", ["1 1 1900", "31 3 2008", "1 4 2011"])
def test_a_document_of_a_day_far_from_the_year_is_told_at_its_date_and_not_sent(
    fund_year: FundYear, fay: Client, day: str
) -> None:
    given = {"row1-what": "Budget added", "row1-scheme": "CARE", "row1-amount": "5", "row1-period": "7"}
    given |= {f"date_{place}": part for place, part in enumerate(day.split())}
    for then in ("preview", "send"):
        page = sent(fay, fund_year, then, **given)
        assert '<a href="#id_date_0">' in page
        assert "is too far from the year 2009-10: give a day from 1 April 2008 to 31 March 2011." in page
    assert not Proposal.objects.exists()


def test_only_those_who_may_post_prepare_journals(fund_year: FundYear, cast: Cast) -> None:
    for role, status in ((Role.SCHEME_LEAD, 403), (Role.POOL_MANAGER, 200)):
        assert signed_in(cast.roles[role]).get(at(fund_year, "journal/")).status_code == status


def test_the_guide_has_every_column_and_every_kind_of_row() -> None:
    page = GUIDE.read_text(encoding="utf-8")
    assert [each for each in NAMES.values() if f"| {each} | " not in page] == []
    assert [each.name for each in rows.WHATS.values() if each.name not in page] == []
