"""Partners, funds and years: what the database holds to, and how its refusals are told."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, models, transaction
from django.test import Client

from poolbook.findings import Refused
from poolbook_web.base import constraints
from poolbook_web.partners import actions, queries
from poolbook_web.partners.models import Fund, FundYear, Partner
from poolbook_web.people import actions as people
from poolbook_web.people.models import Membership, Role
from tests.web.cast import COUNCIL, NOW, THEN, Cast

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def refused(refusal: pytest.ExceptionInfo[Refused]) -> tuple[str, str]:
    """The first reason, and the field that it is about."""
    return refusal.value.findings[0].code, refusal.value.findings[0].where.key


def test_on_any_day_a_fund_has_exactly_one_host(cast: Cast) -> None:
    assert queries.host(cast.fund, date(2009, 3, 31)) is None
    assert queries.host(cast.fund, date(2009, 4, 1)) == cast.council
    actions.agree_host(fund=cast.fund, partner=cast.trust, since=date(2010, 4, 1), by=cast.manager, at=NOW)
    assert queries.host(cast.fund, date(2010, 3, 31)) == cast.council
    assert queries.host(cast.fund, date(2010, 4, 1)) == cast.trust
    with pytest.raises(Refused) as refusal:
        actions.agree_host(fund=cast.fund, partner=cast.council, since=date(2010, 4, 1), by=cast.manager, at=NOW)
    assert refused(refusal) == ("constraint.host_one_at_a_time", "since")


def test_a_host_takes_part_in_the_fund_and_cannot_leave_it(cast: Cast) -> None:
    neighbour = Partner.objects.get(name="Reading Borough Council")
    with pytest.raises(Refused) as refusal:
        actions.agree_host(fund=cast.fund, partner=neighbour, since=date(2010, 4, 1), by=None, at=NOW)
    assert refused(refusal)[0] == "partners.host_no_party"
    party = cast.fund.parties.get(partner=cast.council)
    with pytest.raises(Refused) as refusal:
        actions.leave(party=party, until=date(2010, 3, 31), by=None, at=NOW)
    assert refused(refusal)[0] == "partners.host_leaves"


def test_a_partner_that_left_is_no_party_from_the_next_day(cast: Cast) -> None:
    actions.leave(party=cast.fund.parties.get(partner=cast.trust), until=date(2010, 3, 31), by=None, at=NOW)
    assert queries.is_party(cast.fund, cast.trust, date(2010, 3, 31))
    assert not queries.is_party(cast.fund, cast.trust, date(2010, 4, 1))


def test_a_successor_is_shown_with_the_fund_and_recorded(cast: Cast, manager: Client) -> None:
    group = actions.add_partner(
        name="Oxfordshire CCG", kind="nhs_body", body="clinical commissioning group", by=None, at=NOW
    )
    day = date(2013, 4, 1)
    actions.succeed(predecessor=cast.trust, successor=group, day=day, by=None, at=NOW, note="in whole")
    page = manager.get(f"/funds/{cast.fund.slug}/").content.decode()
    assert "Oxfordshire CCG took over from Oxfordshire Primary Care Trust on 1 April 2013: in whole" in page
    with pytest.raises(Refused) as refusal:
        actions.succeed(predecessor=group, successor=group, day=day, by=None, at=NOW)
    assert refused(refusal)[0] == "constraint.succession_of_another"


@pytest.mark.parametrize("year", ["2009-11", "2009", "09-10", "2009/10", ""])
def test_a_year_that_is_none_is_refused(cast: Cast, year: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.open_year(fund=cast.fund, year=year, mode="live", by=None, at=NOW)
    assert refused(refusal) == ("partners.year_unclear", "year")


def test_what_is_there_already_is_refused_at_its_field(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        actions.open_fund(slug=cast.fund.slug, name="Another", by=None, at=NOW)
    assert refused(refusal) == ("constraint.fund_slug_once", "slug")
    with pytest.raises(Refused) as refusal:
        actions.open_year(fund=cast.fund, year="2009-10", mode="live", by=None, at=NOW)
    assert refused(refusal) == ("constraint.year_once", "year")
    with pytest.raises(Refused) as refusal:
        actions.add_partner(name=COUNCIL.name, kind="local_authority", by=None, at=NOW)
    assert refused(refusal) == ("constraint.partner_name_once", "name")


def test_only_an_administrator_opens_a_fund_and_half_of_one_is_never_opened(cast: Cast) -> None:
    given: dict[str, Any] = {"slug": "new", "name": "New", "year": "2010-11", "mode": "live", "at": NOW}
    given["parties"] = [COUNCIL]
    with pytest.raises(Refused) as refusal:
        people.open_fund(host="OCC", by=cast.manager, **given)
    assert "Only an administrator can open a fund" in str(refusal.value)
    admin = cast.roles[Role.ADMINISTRATOR]
    with pytest.raises(Refused):
        people.open_fund(host="XYZ", by=admin, **given)
    assert not Fund.objects.filter(slug="new").exists()
    fund = people.open_fund(host="OCC", by=admin, **given)
    assert queries.host(fund, date(2010, 4, 1)) == cast.council, "the council that the site knew already"


@pytest.mark.parametrize("terms", sorted(each.parent.name for each in EXAMPLES.glob("*/terms.yaml")))
def test_a_fund_is_opened_from_its_terms_by_one_command(db: None, terms: str) -> None:
    out = StringIO()
    Fund.objects.filter(slug="oxfordshire-mental-health").update(slug="the-casts-own")
    call_command("open_fund", str(EXAMPLES / terms), "m@example.org", "Mo Manager", stdout=out)
    assert "The invitation to Mo Manager waits in the outbox" in out.getvalue()
    assert Membership.objects.get(person__name="Mo Manager").role == Role.POOL_MANAGER
    with pytest.raises(CommandError):
        call_command("open_fund", str(EXAMPLES / terms), "m@example.org", "Mo Manager")


def test_every_constraint_says_in_words_what_it_refuses_and_where() -> None:
    unsaid = [
        name
        for name, (_, each) in constraints.every().items()
        if each.violation_error_message == models.BaseConstraint.default_violation_error_message
        or not constraints.fields_of(each)
    ]
    assert not unsaid


def test_a_check_that_the_database_makes_is_told_in_its_words(cast: Cast) -> None:
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        FundYear.objects.create(fund=cast.fund, year="2011-12", mode="odd")
    found = constraints.finding_for(fault.value)
    assert found is not None
    assert (found.code, found.message) == ("constraint.year_mode_known", "A year is live, shadow or aligned.")
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        Membership.objects.create(person=cast.manager, role=Role.CLERK, since=THEN)
    assert constraints.finding_for(fault.value) is not None
    assert constraints.finding_for(IntegrityError("something else")) is None
