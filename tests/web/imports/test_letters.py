"""Whoever may accept an import is written to as soon as it waits for them: once, and nobody who had a hand in it."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from poolbook_web.base.models import Letter
from poolbook_web.imports import actions
from poolbook_web.people.models import Notices
from tests.web.books import AT
from tests.web.imports.extracts import Office, accepted, brought, fresh, listing, office, row

RULE = {"when": {"expense_type": "Taxis"}, "source": "spend", "scheme": "other"}


@pytest.fixture
def here(db: None) -> Office:
    """The year and its people, whose invitations were read long ago."""
    made = office()
    Letter.objects.all().delete()
    return made


def written() -> list[str]:
    """To whom letters went since this was last asked."""
    found = sorted(Letter.objects.values_list("to", flat=True))
    Letter.objects.all().delete()
    return found


def test_an_import_that_was_read_is_written_of_to_the_others_who_may_accept_it(
    here: Office, settings: Settings
) -> None:
    settings.ADDRESS = "https://pool.example.gov.uk"
    brought(here, listing(row("Residential", "10.00")))
    letter = Letter.objects.get(to=here.finn.email)
    assert letter.subject == f"{settings.NAME}: import 1 of {here.year.fund} waits to be accepted"
    assert "Fay First brought files in." in letter.body
    assert f"\nhttps://pool.example.gov.uk{here.address}1/\n" in letter.body
    assert "10.00" not in letter.body
    assert written() == sorted([here.finn.email, here.manager.email])


def test_whoever_chose_a_digest_has_no_letter(here: Office) -> None:
    here.finn.notices = Notices.DAILY
    here.finn.save()
    brought(here, listing(row("Residential", "10.00")))
    assert written() == [here.manager.email]


def test_files_that_are_read_again_as_they_wait_are_not_written_of_again(here: Office) -> None:
    batch = brought(here, listing(row("Residential", "10.00")))
    written()
    actions.read_again(batch=batch, by=here.fay, at=AT)
    assert written() == []


def test_an_import_that_waits_for_codes_is_written_of_once_they_are_answered_and_not_to_who_did(here: Office) -> None:
    batch = brought(here, listing(row("Taxis", "10.00")))
    assert written() == [], "nobody can accept it yet"
    actions.answer(batch=batch, answers=[RULE], by=here.manager, at=AT)
    assert written() == [here.finn.email]


def test_nothing_is_written_of_files_that_bring_nothing_or_cannot_be_read(here: Office) -> None:
    same = [listing(row("Residential", "10.00")) for _ in range(2)]
    accepted(here, brought(here, same[0]))
    written()
    brought(here, same[1])
    brought(here, listing(name="empty.csv"))
    assert written() == []


def test_what_was_accepted_and_came_back_is_written_of_anew(here: Office) -> None:
    first = brought(here, listing(row("Residential", "10.00", "1"), name="a.csv"))
    second = brought(here, listing(row("Residential", "10.00", "1"), row("Residential", "5.00", "2"), name="b.csv"))
    accepted(here, first)
    written()
    accepted(here, second)
    assert "import 2 was accepted, and could not be posted." in Letter.objects.get(to=here.finn.email).body
    assert written() == sorted([here.finn.email, here.manager.email])
    actions.read_again(batch=fresh(second), by=here.fay, at=AT)
    assert written() == []
