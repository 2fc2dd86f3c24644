"""Who takes part in a fund: inviting, changing a role, ending one, joining."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.test import Client
from django.utils import timezone

from poolbook.findings import Refused
from poolbook_web.agreements.actions import parties
from poolbook_web.base import mail
from poolbook_web.people import access, queries
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import Permission
from tests.web.cast import NOW, Cast


def people(cast: Cast) -> str:
    """The address of the fund's people."""
    return f"/funds/{cast.fund.slug}/people/"


def invite(client: Client, cast: Cast, **changes: object) -> str:
    """Fill in the invitation; the page that comes back, in the end."""
    given = {"email": "Nell@Example.org", "name": "Nell New", "role": "clerk", "partner": cast.trust.pk} | changes
    return client.post(f"{people(cast)}invite/", given, follow=True).content.decode()


def link_in_the_letter(to: str) -> str:
    """The letter that was sent to somebody, and the way in that it holds."""
    mail.deliver(timezone.now)
    letter = next(each for each in reversed(sent_mail.outbox) if each.to == [to])
    link: str = re.findall(r"http://testserver(/join/\S+)", str(letter.body))[0]
    return link


def test_somebody_invited_chooses_a_password_and_is_in(cast: Cast, manager: Client) -> None:
    page = invite(manager, cast)
    assert "Nell New is invited" in page
    assert "Invited</strong>" in page
    stranger = Client()
    link = link_in_the_letter("nell@example.org")
    assert cast.fund.name in stranger.get(link).content.decode()
    home = stranger.post(link, {"name": "Nell New", "password": "four green doors"}, follow=True)
    assert "Welcome, Nell New." in home.content.decode()
    assert cast.fund.name in home.content.decode()
    assert "no longer works" in Client().get(link).content.decode()


@pytest.mark.parametrize("box", ["name", "post"])
def test_nobody_takes_the_name_or_the_post_that_somebody_else_in_the_fund_goes_by(cast: Cast, box: str) -> None:
    certifier, officer, client = cast.roles[Role.CERTIFIER], cast.roles[Role.FINANCE_OFFICER], Client()
    certifier.post = "Section 151 officer"
    certifier.save()
    client.force_login(officer)
    given = {"name": officer.name, "post": "Accountant", box: "  section 151  OFFICER"}
    page = client.post("/account/name/", given).content.decode()
    assert f'href="#id_{box}"' in page
    assert "nobody mixes you up" in page
    officer.refresh_from_db()
    assert (officer.name, officer.post) == ("Fay Officer", "")
    assert client.post("/account/name/", {"name": "Nia Neighbour", "post": "Accountant"}).status_code == 302
    officer.refresh_from_db()
    assert officer.name == "Nia Neighbour", "she takes part in another fund alone"


def test_whose_partner_has_left_the_fund_reads_it_and_changes_nothing(cast: Cast) -> None:
    officer, later = cast.roles[Role.FINANCE_OFFICER], NOW + timedelta(days=30)
    party = cast.fund.parties.get(partner=cast.trust)
    parties.leave(party=party, until=NOW.date(), by=None, at=NOW)
    assert access.may(officer, Permission.LEDGER_POST, cast.fund, at=NOW), "the last day is a day"
    assert access.may(officer, Permission.LEDGER_SEE, cast.fund, at=later)
    found = access.funds(officer, Permission.LEDGER_SEE, Permission.IMPORTS_ACCEPT, at=later)
    assert found == {Permission.LEDGER_SEE: [cast.fund], Permission.IMPORTS_ACCEPT: []}
    with pytest.raises(Refused, match="takes no part in this fund today"):
        access.require(officer, Permission.LEDGER_POST, cast.fund, at=later)
    assert access.may(cast.roles[Role.ADVISORY_MEMBER], Permission.QUESTIONS_ASK, cast.fund, at=later)
    asked = Permission.REPORT_RECEIVE
    assert queries.acts_for(officer, asked, NOW) == {cast.fund: [cast.trust]}
    assert queries.acts_for(officer, asked, later) == {}, "nor acknowledges a report for it"


def test_an_invitation_that_was_tampered_with_lets_nobody_in(cast: Cast, manager: Client) -> None:
    invite(manager, cast)
    link = link_in_the_letter("nell@example.org")
    assert Client().get(link[:-6] + "aaaaa/").status_code == 410


def test_a_weak_password_is_refused_at_its_field(cast: Cast, manager: Client) -> None:
    invite(manager, cast)
    link = link_in_the_letter("nell@example.org")
    page = Client().post(link, {"name": "Nell New", "password": "password1234"}).content.decode()
    assert "<title>Error: " in page
    assert 'href="#id_password"' in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"role": "pool_manager"}, "The pool manager acts for the host partner, which is Oxfordshire County Council."),
        ({"partner": ""}, "Choose whom this person acts for"),
        ({"partner": "none"}, "Say for which partner this person acts."),
        ({"email": "priya.nair@example.org"}, "Somebody else has to change your own role."),
        ({"email": "cleo.clerk@example.org"}, "Cleo Clerk already is a clerk in this fund"),
        ({"email": "cleo.clerk@example.org", "role": "auditor"}, "can be nothing else in the same fund"),
        ({"email": "ann.admin@example.org"}, "looks after the people of this site"),
        ({"email": "not an address"}, "Enter a valid email address"),
        ({"role": "administrator"}, "Role: choose one of those listed."),
    ],
)
def test_a_role_that_does_not_fit_is_refused_with_the_reason(
    cast: Cast, manager: Client, changes: dict[str, str], says: str
) -> None:
    page = invite(manager, cast, **changes).replace("&#x27;", "'")
    assert says in page
    assert "There is a problem" in page


def test_inviting_again_sends_a_new_letter_until_they_joined(cast: Cast, manager: Client) -> None:
    invite(manager, cast)
    nell = Person.objects.get(email="nell@example.org")
    again = f"{people(cast)}{nell.memberships.get().pk}/again/"
    assert "on its way again" in manager.post(again, follow=True).content.decode()
    nell.set_password("four green doors")
    nell.save()
    refused = manager.post(again)
    assert refused.status_code == 409
    assert "Nell New has already joined" in refused.content.decode()


def test_a_changed_role_ends_the_old_one_and_keeps_it(cast: Cast, manager: Client) -> None:
    held = cast.held(Role.CLERK)
    changed = {"role": "legal_adviser", "partner": cast.council.pk, "note": "moved desks"}
    page = manager.post(f"{people(cast)}{held.pk}/", changed, follow=True).content.decode()
    assert "The role of Cleo Clerk is changed" in page
    held.refresh_from_db()
    assert held.until is not None
    assert held.ended_by == cast.manager
    assert queries.roles_in_fund(held.person, cast.fund, timezone.now()) == {Role.LEGAL_ADVISER}
    history = manager.get(f"/funds/{cast.fund.slug}/history/").content.decode()
    assert ">Legal adviser</td>" in history
    assert "moved desks" in history


def test_a_role_that_ended_lets_nobody_in_from_that_moment(cast: Cast, manager: Client) -> None:
    clerk = Client()
    clerk.force_login(cast.roles[Role.CLERK])
    assert clerk.get(people(cast)).status_code == 200
    manager.post(f"{people(cast)}{cast.held(Role.CLERK).pk}/end/", {"note": ""})
    assert clerk.get(people(cast)).status_code == 404


def test_a_role_with_a_last_day_ahead_is_held_until_then(cast: Cast, manager: Client) -> None:
    clerk = Client()
    clerk.force_login(cast.roles[Role.CLERK])
    last = {"last_day_0": "31", "last_day_1": "3", "last_day_2": "2099"}
    page = manager.post(f"{people(cast)}{cast.held(Role.CLERK).pk}/end/", last, follow=True).content.decode()
    assert "until 31 March 2099" in page
    assert clerk.get(people(cast)).status_code == 200


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (("31", "2", "2099"), "must be a real date"),
        (("1", "", "2099"), "must include a month"),
        (("1", "1", "2009"), "The last day lies in the past."),
        (("1", "January", "2009"), "The last day lies in the past."),
        (("1", "sept", "2009"), "The last day lies in the past."),
        (("1", "Ember", "2099"), "must be a real date"),
        (("1e9", "1", "2009"), "must be a real date"),
    ],
)
def test_a_last_day_that_cannot_be_is_refused(
    cast: Cast, manager: Client, day: tuple[str, str, str], says: str
) -> None:
    given = {f"last_day_{place}": part for place, part in enumerate(day)}
    page = manager.post(f"{people(cast)}{cast.held(Role.CLERK).pk}/end/", given).content.decode()
    assert says in page
    assert 'href="#id_last_day_0"' in page


def test_the_only_pool_manager_cannot_be_taken_away(cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.ADMINISTRATOR])
    page = client.post(f"{people(cast)}{cast.held(Role.POOL_MANAGER).pk}/end/", {}).content.decode()
    assert "Priya Nair is the only pool manager" in page


def test_why_a_role_ended_is_for_the_persons_own_partner_alone(cast: Cast, manager: Client) -> None:
    ended = cast.held(Role.FINANCE_OFFICER)
    manager.post(f"{people(cast)}{ended.pk}/end/", {"note": "on long leave"})
    history = f"/funds/{cast.fund.slug}/history/"
    assert "on long leave" not in manager.get(history).content.decode()
    assert b"on long leave" not in manager.get(history.replace("history/", "history.csv")).content
    manager.force_login(cast.roles[Role.AUDITOR])
    assert "on long leave" in manager.get(history).content.decode()
    assert b"on long leave" in manager.get(history.replace("history/", "history.csv")).content
