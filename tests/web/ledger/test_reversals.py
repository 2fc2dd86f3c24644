"""Entries are taken back by two people, as they were posted: one asks, with a reason, and another posts it; once."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from poolbook.findings import Refused
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import EntryKind, Layer
from poolbook_web.audit import queries as audit
from poolbook_web.base import waiting
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.actions import proposals
from poolbook_web.ledger.models import Entry, Proposal
from poolbook_web.ledger.queries import reversal
from poolbook_web.ledger.store import books
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person, Role
from tests.web.cast import Cast
from tests.web.imports.extracts import whole
from tests.web.ledger import lined
from tests.web.ledger.lined import asked, asked_back, at, numbers, paid, signed_in
from tests.web.year import AT


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """A year with its opening, half a year of journals, and an extract in its books."""
    return lined.lined(cast)


@pytest.fixture
def fay(cast: Cast) -> Person:
    """Who asks."""
    return cast.roles[Role.FINANCE_OFFICER]


@pytest.fixture
def finn(cast: Cast) -> Person:
    """Who answers."""
    return lined.second(cast)


def opening(fund_year: FundYear) -> Entry:
    """The entry that opened the year."""
    return Entry.objects.get(fund_year=fund_year, kind=EntryKind.OPENING)


def refused(act: object, **given: object) -> list[str]:
    """Why an action was refused."""
    with pytest.raises(Refused) as refusal:
        act(**given, at=AT)  # type: ignore[operator]
    return [each.code for each in refusal.value.findings]


def test_one_person_asks_and_another_posts_and_the_books_name_both(
    fund_year: FundYear, fay: Person, finn: Person
) -> None:
    entry = paid(fund_year).entry
    before = queries.balances(fund_year).total(Layer.ACTUAL, "spend", scheme="ACCOMMODATION")
    proposal = asked_back(entry, fay)
    assert queries.reversed_by(entry) is None, "nothing is posted yet"
    made = actions.agree(proposal=proposal, by=finn, at=AT)
    assert (made.kind, made.reverses, made.by) == ("reversal", entry.number, "Finn Second")
    assert made.description == f"Reversal of entry {entry.number}: The wrong month"
    assert made.authority == "proposal 1, asked for by Fay Officer"
    assert queries.balances(fund_year).total(Layer.ACTUAL, "spend", scheme="ACCOMMODATION") == before - 200_00
    assert queries.prove(fund_year, digests=True) == ()


def test_what_is_shown_as_the_change_is_what_posting_it_changes(fund_year: FundYear, fay: Person, finn: Person) -> None:
    before = queries.balances(fund_year)
    proposal = asked_back(paid(fund_year).entry, fay)
    shown = Balances.of(reversal.mirrored(reversal.reversing(proposal)))
    actions.agree(proposal=proposal, by=finn, at=AT)
    for scheme in ("ACCOMMODATION", "CARE"):
        change = queries.balances(fund_year).total(Layer.ACTUAL, "spend", scheme=scheme)
        change -= before.total(Layer.ACTUAL, "spend", scheme=scheme)
        assert shown.total(Layer.ACTUAL, "spend", scheme=scheme) == change != 0


def test_nobody_posts_what_they_asked_for_themselves_whatever_their_role(
    cast: Cast, fund_year: FundYear, fay: Person
) -> None:
    for who in (fay, cast.manager):
        proposal = asked_back(paid(fund_year).entry, who)
        assert refused(actions.agree, proposal=proposal, by=who) == ["ledger.own_proposal"]
        actions.withdraw(proposal=proposal, why="A mistake", by=who, at=AT)
    assert not Entry.objects.filter(fund_year=fund_year, kind=EntryKind.REVERSAL).exists()


def test_the_opening_of_a_year_is_for_the_pool_manager_alone_to_ask_back(
    cast: Cast, fund_year: FundYear, fay: Person
) -> None:
    first = opening(fund_year)
    given = {"fund_year": fund_year, "why": "The terms were wrong"}
    both = [first, paid(fund_year).entry]
    assert refused(actions.ask_back, entries=[first], by=fay, **given) == ["access.refused"]
    assert refused(actions.ask_back, entries=both, by=fay, **given) == ["access.refused"]
    page = at(fund_year, f"entries/{first.number}/")
    assert signed_in(fay).get(f"{page}reverse/").status_code == 403
    assert "ask to reverse it" not in whole(signed_in(fay).get(page).content)
    assert "ask to reverse it" in whole(signed_in(cast.manager).get(page).content)
    proposal = asked_back(first, cast.manager)
    assert refused(actions.agree, proposal=proposal, by=cast.manager) == ["ledger.own_proposal"]
    actions.agree(proposal=proposal, by=fay, at=AT)
    assert not queries.is_open(fund_year)


def test_only_those_who_may_post_ask_and_answer(cast: Cast, fund_year: FundYear, fay: Person) -> None:
    entry, given = paid(fund_year).entry, {"fund_year": fund_year, "why": "wrong"}
    for role in (Role.SCHEME_LEAD, Role.COMMISSIONER, Role.AUDITOR, Role.CLERK):
        assert refused(actions.ask_back, entries=[entry], by=cast.roles[role], **given) == ["access.refused"]
    proposal = asked_back(entry, fay)
    for role in (Role.SCHEME_LEAD, Role.AUDITOR):
        assert refused(actions.agree, proposal=proposal, by=cast.roles[role]) == ["access.refused"]


def test_an_entry_is_asked_back_once_until_somebody_declines_or_withdraws_it(
    cast: Cast, fund_year: FundYear, fay: Person, finn: Person
) -> None:
    given = {"fund_year": fund_year, "entries": [paid(fund_year).entry], "why": "wrong", "by": cast.manager}
    proposal = asked_back(paid(fund_year).entry, fay)
    assert refused(actions.ask_back, **given) == ["ledger.reversal_waits"]
    actions.decline(proposal=proposal, why="It is right", by=finn, at=AT)
    actions.withdraw(proposal=asked_back(paid(fund_year).entry, fay), why="A mistake", by=fay, at=AT)
    actions.agree(proposal=asked_back(paid(fund_year).entry, fay), by=finn, at=AT)
    assert refused(actions.ask_back, **given) == ["ledger.reversed_already"]


def test_all_that_stands_against_it_is_told_to_whoever_asks(fund_year: FundYear, fay: Person, finn: Person) -> None:
    over = paid(fund_year)
    made = actions.agree(proposal=asked(over, fay, numbers(over)[0]), by=finn, at=AT)
    given = {"fund_year": fund_year, "by": fay}
    entries = [over.entry]
    assert refused(actions.ask_back, entries=entries, why=" ", **given) == ["ledger.no_reason", "ledger.corrected"]
    assert refused(actions.ask_back, entries=[], why="wrong", **given) == ["ledger.nothing_to_reverse"]
    assert refused(actions.ask_back, entries=[made], why="For 943 476 5919", **given) == ["text.nhs_number"]
    undone = actions.agree(proposal=asked_back(made, fay), by=finn, at=AT)
    assert refused(actions.ask_back, entries=[undone], why="wrong", **given) == ["ledger.reverse_reversal"]
    assert Proposal.objects.count() == 2


def test_the_mirror_is_made_before_the_books_are_held(
    fund_year: FundYear, fay: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noted(module: ModuleType, name: str) -> None:
        act = getattr(module, name)

        def noting(*args: Any, **given: Any) -> Any:
            done.append(name)
            return act(*args, **given)

        monkeypatch.setattr(module, name, noting)

    entry = paid(fund_year).entry
    noted(reversal, "mirror")
    noted(proposals, "locked")
    asked_back(entry, fay)
    assert done == ["mirror", "locked"]


def test_what_came_in_the_way_meanwhile_is_found_in_as_many_queries_however_many_entries(
    fund_year: FundYear, fay: Person, finn: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def found() -> list[str]:
        return [each.code for each in reversal.meanwhile(books.locked(fund_year), entries)]

    entries = [each for each in queries.entries(fund_year) if each.kind != EntryKind.OPENING]
    held = books.locked(fund_year)
    for some in (entries[:1], entries):
        with django_assert_num_queries(3):
            assert list(reversal.meanwhile(held, some)) == []
    over = paid(fund_year)
    made = actions.agree(proposal=asked(over, fay, numbers(over)[0]), by=finn, at=AT)
    assert found() == ["ledger.corrected"]
    actions.agree(proposal=asked_back(made, fay), by=finn, at=AT)
    proposal = asked_back(over.entry, fay)
    assert found() == ["ledger.reversal_waits"]
    actions.agree(proposal=proposal, by=finn, at=AT)
    assert found() == ["ledger.reversed_already"]
    actions.close_period(fund_year=fund_year, period=15, on=date(2010, 6, 3), source="accounts", by=None, at=AT)
    assert found() == ["ledger.reversed_already", "ledger.period_closed"]


def test_several_entries_are_taken_back_as_one_act_or_none_is(
    cast: Cast, fund_year: FundYear, fay: Person, finn: Person
) -> None:
    entries = [each for each in queries.entries(fund_year) if each.kind != EntryKind.OPENING]
    assert len(entries) == 2
    given = {"fund_year": fund_year, "why": "wrong", "at": AT}
    proposal = actions.ask_back(entries=entries, by=fay, **given)  # type: ignore[arg-type]
    actions.reverse(number=entries[0].number, on=lined.ON, period=7, by=None, **given)  # type: ignore[arg-type]
    assert refused(actions.agree, proposal=proposal, by=finn) == ["ledger.nothing_left"]
    assert queries.reversed_by(entries[1]) is None
    actions.decline(proposal=proposal, why="One of them is gone", by=finn, at=AT)
    made = actions.agree(proposal=asked_back(entries[1], fay), by=finn, at=AT)
    assert queries.reversed_by(entries[1]) == made
    assert queries.prove(fund_year) == ()


def test_what_was_closed_meanwhile_is_reversed_in_the_first_open_period(
    fund_year: FundYear, fay: Person, finn: Person
) -> None:
    proposal = asked_back(paid(fund_year).entry, fay)
    actions.close_period(fund_year=fund_year, period=7, on=date(2009, 11, 3), source="trial balance", by=None, at=AT)
    made = actions.agree(proposal=proposal, by=finn, at=AT)
    assert {each.period for each in queries.transfers(made)} == {8}


def test_it_waits_for_those_who_may_post_and_stands_in_the_history(
    cast: Cast, fund_year: FundYear, fay: Person, finn: Person
) -> None:
    proposal = asked_back(paid(fund_year).entry, fay)
    mine = {who.name: [each.what for each in waiting.of(who, AT) if "/ledger/" in each.url] for who in (fay, finn)}
    assert mine == {"Fay Officer": [], "Finn Second": ["Post or decline proposal 1, a reversal: The wrong month"]}
    actions.agree(proposal=proposal, by=finn, at=AT)
    told = [audit.told(event) for event in audit.history(fund_year.history_scope).order_by("-number")[:3]]
    assert [(each.who, each.says.partition(" of ")[0]) for each in told[::-1]] == [
        ("Fay Officer", "asked somebody else to post a reversal, proposal 1"),
        ("Finn Second", "reversed an earlier entry by entry 4"),
        ("Finn Second", "agreed to proposal 1"),
    ]


def test_a_long_reason_is_cut_short_in_headings_and_stands_whole_beneath_them(
    fund_year: FundYear, fay: Person, finn: Person
) -> None:
    why = "Because " * 120
    proposal = lined.asked_back(lined.paid(fund_year).entry, fay, why=why.strip())
    client = lined.signed_in(finn)
    for path in (f"proposals/{proposal.number}/", f"proposals/{proposal.number}/post/"):
        page = client.get(lined.at(fund_year, path)).content.decode()
        heading = page.split("<h1")[1].split("</h1>")[0]
        assert len(heading) < 200
        assert why.strip() in page.replace(heading, "")


def test_its_pages_say_what_waits_what_it_would_change_and_who_did_it(
    fund_year: FundYear, fay: Person, finn: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    entry, first, other = paid(fund_year).entry, signed_in(fay), signed_in(finn)
    page = at(fund_year, f"entries/{entry.number}/")
    first.post(f"{page}reverse/", {"why": "The wrong month"})
    shown = whole(first.get(page).content)
    assert "Fay Officer asked to reverse it: “The wrong month”" in shown
    assert "ask to reverse it" not in shown, "it is asked for already"
    with django_assert_max_num_queries(15):
        shown = whole(other.get(at(fund_year, "proposals/1/")).content)
    assert "Proposal 1, a reversal: The wrong month" in shown
    assert f"Entry {entry.number}: October</a></dd>" in shown
    assert "-200.00" in shown
    other.post(at(fund_year, "proposals/1/post/"))
    shown = whole(other.get(at(fund_year, "proposals/1/")).content)
    assert f"Entry {entry.number}: October</a>, reversed by" in shown
    shown = whole(other.get(at(fund_year, "entries/4/")).content)
    assert 'href="/funds/oxfordshire-mental-health/2009-10/ledger/proposals/1/"' in shown
    assert "Fay Officer" in shown
