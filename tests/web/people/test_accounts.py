"""Administrators see everybody's account and roles, close accounts and open them; invitations are cancelled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from poolbook.findings import Refused
from poolbook_web.audit import queries as audit
from poolbook_web.people import actions, invitations
from poolbook_web.people.models import Membership, Person, Role
from tests.web import cast as people
from tests.web.cast import NOW, Cast


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    """A browser in which the administrator has signed in."""
    client.force_login(cast.roles[Role.ADMINISTRATOR])
    return client


def close(cast: Cast, role: Role) -> None:
    """The administrator closes somebody's account."""
    actions.close_account(person=cast.roles[role], by=cast.roles[Role.ADMINISTRATOR], at=NOW, note="Left the council.")


def test_the_list_shows_everybody_with_roles_and_no_money(
    cast: Cast, admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    apps.get_model("mfa", "Authenticator").objects.create(user=cast.roles[Role.CLERK], type="totp", data={})
    with django_assert_max_num_queries(15):
        page = admin.get("/site/people/").content.decode()
    for name in (*people.NAMES.values(), "Nia Neighbour", "Stan Stranger"):
        assert name in page
    assert page.count(f"Clerk, {cast.fund.name}") == 1
    assert page.count(">Yes<") == 1
    assert "£" not in page
    found = admin.get("/site/people/?text=CLEO").content.decode()
    assert "Cleo Clerk" in found
    assert "Stan Stranger" not in found
    assert "Nobody has such a name" in admin.get("/site/people/?text=zzz").content.decode()


def test_the_list_comes_as_a_file_with_a_line_for_each_role(cast: Cast, admin: Client) -> None:
    lines = admin.get("/site/people.csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(Role) + 2
    assert any(
        line.startswith("Cleo Clerk,,cleo.clerk@example.org,Joined,No,Oxfordshire mental health") for line in lines
    )
    assert admin.get("/site/people.exe").status_code == 404


def test_closing_an_account_ends_its_roles_and_signs_out_at_once_and_the_history_stays(cast: Cast) -> None:
    clerk, browser = cast.roles[Role.CLERK], Client()
    browser.force_login(clerk)
    assert browser.get("/account/").status_code == 200
    close(cast, Role.CLERK)
    assert browser.get("/account/").status_code == 302
    assert not Membership.objects.filter(person=clerk, until=None).exists()
    assert [audit.told(each).says for each in audit.history(cast.fund.history_scope).order_by("-number")[:1]] == [
        "ended the role of Cleo Clerk as clerk of Oxfordshire County Council"
    ]
    closed = audit.told(audit.history("").order_by("-number")[0])
    assert (closed.says, closed.note) == ("closed the account of Cleo Clerk", "Left the council.")


def test_nobody_closes_their_own_account_nor_that_of_the_only_pool_manager(cast: Cast) -> None:
    with pytest.raises(Refused, match="somebody else has to change your own role"):
        close(cast, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="Priya Nair is the only pool manager"):
        close(cast, Role.POOL_MANAGER)
    assert cast.held(Role.POOL_MANAGER).until is None
    with pytest.raises(Refused, match="Only an administrator"):
        actions.close_account(person=cast.stranger, by=cast.manager, at=NOW)


def test_a_closed_account_takes_no_role_until_it_is_opened_again(cast: Cast, admin: Client) -> None:
    close(cast, Role.CLERK)
    later, clerk = NOW + timedelta(days=1), Person.objects.get(name="Cleo Clerk")
    cast.roles[Role.CLERK].refresh_from_db()

    def invited() -> Membership:
        return actions.invite(
            fund=cast.fund, email=clerk.email, name=clerk.name, role=Role.CLERK, partner=cast.council,
            site=people.SITE, by=None, at=later,
        )  # fmt: skip

    with pytest.raises(Refused, match="the account of Cleo Clerk is closed"):
        invited()
    page = admin.post(f"/site/people/{clerk.pk}/reopen/", follow=True).content.decode()
    assert "The account of Cleo Clerk is open." in page
    assert invited().person == clerk
    assert "is open" in admin.post(f"/site/people/{clerk.pk}/reopen/").content.decode()


def test_the_pages_close_an_account_and_say_what_was_refused(cast: Cast, admin: Client) -> None:
    clerk = cast.roles[Role.CLERK]
    assert "These roles end now" in admin.get(f"/site/people/{clerk.pk}/close/").content.decode()
    done = admin.post(f"/site/people/{clerk.pk}/close/", {"note": "Left."}, follow=True).content.decode()
    assert "The account of Cleo Clerk is closed." in done
    again = admin.post(f"/site/people/{clerk.pk}/close/", {"note": ""}).content.decode()
    assert "is closed already" in again
    assert admin.get("/site/people/999999/").status_code == 404


def test_an_invitation_is_cancelled_and_its_link_lets_nobody_in(cast: Cast, manager: Client) -> None:
    now = timezone.now()
    new = actions.invite(
        fund=cast.fund, email="new@example.org", name="Nell New", role=Role.COMMISSIONER, partner=cast.trust,
        site=people.SITE, by=None, at=now,
    )  # fmt: skip
    link = invitations.token(new.person, at=now)
    assert invitations.person_of(link, at=now) == new.person
    url = f"/funds/{cast.fund.slug}/people/{new.pk}/cancel/"
    assert "Cancel the invitation" in manager.get(f"/funds/{cast.fund.slug}/people/").content.decode()
    done = manager.post(url, follow=True).content.decode()
    assert "The invitation of Nell New is cancelled." in done
    assert invitations.person_of(link, at=now) is None
    assert manager.post(url).status_code == 409
    joined = cast.held(Role.CLERK)
    with pytest.raises(Refused, match="has already joined"):
        actions.cancel_invitation(membership=joined, by=cast.manager, at=now)
