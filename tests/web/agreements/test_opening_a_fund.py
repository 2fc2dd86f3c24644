"""An administrator opens a fund, by a short form or by a file of terms: all of it at once, or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from poolbook.findings import Refused
from poolbook_web.agreements import actions, queries
from poolbook_web.agreements.actions import Manager
from poolbook_web.agreements.forms.confirm import packed, unpacked
from poolbook_web.base.models import Letter
from poolbook_web.partners import queries as partners
from poolbook_web.partners.models import Fund, Partner
from poolbook_web.people.models import Membership, Role
from tests.poolbook.folder import packs
from tests.web import year
from tests.web.cast import COUNCIL, NOW, PCT, SITE, Cast

MANAGER = {"email": "mo@example.org", "person": "Mo Manager", "post": "Head of Joint Commissioning"}

BEGIN: dict[str, str] = {
    **MANAGER, "step": "begin", "partners": "2", "name": "Oxfordshire reablement fund", "year": "2009/10",
    "title": "Section 75 agreement on reablement", "starts_0": "1", "starts_1": "4", "starts_2": "2009",
    "partner_0": COUNCIL.name, "kind_0": "local_authority",
    "partner_1": "NHS Oxfordshire Primary Care Trust", "kind_1": "nhs_body", "host": "0",
}  # fmt: skip
SCHEMES: dict[str, str] = {
    **BEGIN, "step": "schemes", "schemes": "3", "basis": "gross", "over": "share", "under": "carry",
    "scheme_0": "Home care", "side_0": "joint", "officer_0": "Home care manager",
    "amount_0_0": "£1,440,000", "amount_1_0": "960,000.50",
    "scheme_1": "Reablement", "side_1": "nhs", "amount_1_1": "60000",
}  # fmt: skip


@pytest.fixture
def admin(cast: Cast, client: Client) -> Client:
    """A browser in which the administrator has signed in."""
    client.force_login(cast.roles[Role.ADMINISTRATOR])
    return client


def text(response: Any) -> str:
    """A page with its apostrophes."""
    return str(response.content.decode().replace("&#x27;", "'"))


def start(cast: Cast, terms: str, **more: Any) -> Any:
    """Start a fund from terms, as the administrator."""
    manager = Manager("mo@example.org", "Mo Manager")
    given = {"data": terms.encode(), "manager": manager, "site": SITE, "at": NOW, **more}
    return actions.start_fund(by=given.pop("by", cast.roles[Role.ADMINISTRATOR]), **given)


def other_terms() -> str:
    """Terms of a fund that is not there yet."""
    return year.terms().replace("code: oxfordshire-mental-health", "code: oxfordshire-other", 1)


def test_a_fund_is_started_from_a_short_form_and_nothing_is_kept_before_its_end(cast: Cast, admin: Client) -> None:
    assert "Go on to the schemes" in text(admin.get("/new-fund/"))
    page = text(admin.post("/new-fund/", BEGIN))
    assert f"{COUNCIL.name} puts into scheme 1 for the year" in page
    assert 'name="title" value="Section 75 agreement on reablement"' in page, "carried to the next page"
    page = text(admin.post("/new-fund/", SCHEMES))
    assert "960,000.50" in page, "the terms are shown as they will be read"
    assert f"{PCT.name} is on this site already. Is it the same body?" in page
    assert not Fund.objects.filter(name=BEGIN["name"]).exists()
    carried = page.split('name="carried" value="')[1].split('"')[0]
    answer = {"carried": carried, **MANAGER, "body_0": str(cast.council.pk), "body_1": ""}
    assert "Say which body NHS Oxfordshire Primary Care Trust is." in text(admin.post("/new-fund/terms/", answer))
    done = admin.post("/new-fund/terms/", {**answer, "body_1": str(cast.trust.pk)}, follow=True)
    assert "is open. The letter to mo@example.org is on its way." in text(done)
    fund = Fund.objects.get(slug="oxfordshire-reablement-fund")
    assert set(partners.partners(fund, NOW.date())) == {cast.council, cast.trust}, "no body is there twice"
    assert partners.host(fund, NOW.date()) == cast.council
    held = Membership.objects.get(fund=fund)
    assert (held.role, held.partner, held.person.post) == (Role.POOL_MANAGER, cast.council, MANAGER["post"])
    assert "http://testserver/join/" in Letter.objects.get(to="mo@example.org").body
    terms = queries.terms(fund.years.get())
    assert [each.amount for each in terms.contributions] == [144_000_000, 96_000_050, 6_000_000]


def test_rows_are_added_and_pages_gone_back_to_without_losing_what_was_typed(admin: Client) -> None:
    page = text(admin.post("/new-fund/", {**BEGIN, "name": "", "step": "more partners"}))
    assert ">Partner 5<" in page
    assert f'value="{COUNCIL.name}"' in page
    assert 'value="2009"' in page
    assert "There is a problem" not in page, "nothing is judged before it is sent"
    page = text(admin.post("/new-fund/", {**SCHEMES, "step": "more schemes"}))
    assert ">Scheme 6<" in page
    assert 'value="£1,440,000"' in page
    page = text(admin.post("/new-fund/", {**SCHEMES, "step": "back"}))
    assert "Page 1 of 3" in page
    assert f'value="{BEGIN["title"]}"' in page


def test_what_is_missing_is_said_at_its_field_all_at_once(admin: Client) -> None:
    page = text(admin.post("/new-fund/", {"step": "begin", "partners": "3", "partner_2": "A trust", "year": "2009-11"}))
    for said in (
        "Enter the name of the fund.", "Enter a financial year as 2025-26.", "Enter the full name of partner 1.",
        "Choose what partner 2 is.", "Choose what partner 3 is.", "Choose the host.",
        "Enter the pool manager's email address.",
    ):  # fmt: skip
        assert said in page
    wrong = {
        **SCHEMES,
        "scheme_1": "Home care",
        "amount_1_1": "-5",
        "amount_0_0": "many",
        "basis": "",
        "scheme_2": "",
        "officer_2": "A post",
    }
    page = text(admin.post("/new-fund/", wrong))
    for said in (
        "Scheme 2 has the name of another", f"{COUNCIL.name} puts into scheme 1 for the year: ",
        "What NHS Oxfordshire Primary Care Trust puts into scheme 2 is not negative.", "Enter the name of scheme 3.",
        "Enter what is put into scheme 3.", "Say whether the sums are before or after income from charges.",
    ):  # fmt: skip
        assert said in page


def test_two_councils_are_refused_on_the_page_on_which_they_are_named(admin: Client) -> None:
    page = text(admin.post("/new-fund/", {**BEGIN, "kind_1": "local_authority"}))
    assert "Page 1 of 3" in page
    assert '<a href="#id_kind_1">Name at least one council and one NHS body' in page


def test_one_body_is_not_two_partners_however_it_is_written_and_a_month_may_have_its_name(admin: Client) -> None:
    page = text(admin.post("/new-fund/", {**BEGIN, "partner_1": COUNCIL.name.upper(), "starts_1": "April"}))
    assert "Partner 2 has the name of another: name each body once." in page
    assert "must be a real date" not in page


def test_the_summary_of_errors_is_in_the_order_of_the_page(admin: Client) -> None:
    summary = text(admin.post("/new-fund/", {"step": "begin", "partners": "2"})).split("</ul>")
    listed = next(each for each in summary if "govuk-error-summary__list" in each).split("govuk-error-summary__list")[1]
    asked = ["id_name", "id_year", "id_partner_0", "id_kind_1", "id_host_0", "id_person", "id_post", "id_email"]
    places = [listed.index(f'"#{each}"') for each in asked]
    assert places == sorted(places)


def test_every_fault_of_a_file_is_shown_with_its_line_and_its_key(admin: Client) -> None:
    broken = other_terms().replace("kind: nhs_body", "kind: nhs", 1).replace("year: 2009-10", "year: 2009", 1)
    sent = {"file": SimpleUploadedFile("terms.yaml", broken.encode()), **MANAGER}
    page = text(admin.post("/new-fund/terms/", sent))
    assert "What is wrong with the file" in page
    assert "kind: nhs" in page
    assert "year: 2009" in page
    assert "Nothing was stored." in page


def test_a_file_of_terms_starts_a_fund_with_the_text_as_it_was_written(cast: Cast, admin: Client) -> None:
    data = other_terms().replace("\n", "\r\n").encode()
    page = text(admin.post("/new-fund/terms/", {"file": SimpleUploadedFile("terms.yaml", data), **MANAGER}))
    carried = page.split('name="carried" value="')[1].split('"')[0]
    assert unpacked(carried) == data
    bodies = {f"body_{place}": str(body.pk) for place, body in enumerate((cast.council, cast.trust))}
    form = {name.split('"')[0] for name in page.split('name="body_')[1:]}
    given = {f"body_{place}": bodies[f"body_{place}"] for place in (each for each in form) if f"body_{place}" in bodies}
    done = admin.post("/new-fund/terms/", {"carried": carried, **MANAGER, **given})
    assert done.status_code == 302, text(done)[:3000]
    assert Fund.objects.get(slug="oxfordshire-other").years.get().termsversions.get().text == data.decode()


def test_nothing_is_half_made_where_the_manager_cannot_be_invited(cast: Cast, admin: Client) -> None:
    before = Partner.objects.count()
    carried = packed(other_terms().encode())
    answer = {"carried": carried, **MANAGER, "email": cast.roles[Role.ADMINISTRATOR].email}
    bodies = {"body_0": str(cast.council.pk), "body_1": str(cast.trust.pk)}
    page = text(admin.post("/new-fund/terms/", {**answer, **bodies}))
    assert "There is a problem" in page
    assert not Fund.objects.filter(slug="oxfordshire-other").exists()
    assert Partner.objects.count() == before


def test_a_fund_is_started_by_an_administrator_alone(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        start(cast, other_terms(), by=cast.manager)
    assert "Only an administrator can open a fund" in str(refusal.value)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("host:", "x_host:"), "yaml"),
        (("code: oxfordshire-other", "code: oxfordshire-mental-health"), "agreements.fund_there"),
    ],
)
def test_terms_that_no_fund_can_begin_with_are_refused(cast: Cast, change: tuple[str, str], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        start(cast, other_terms().replace(*change, 1))
    assert any(found.code.startswith(code) for found in refusal.value.findings)


def test_a_council_cannot_be_said_to_be_a_trust_nor_two_partners_one_body(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        start(cast, other_terms(), known={"OCC": cast.trust, "PCT": cast.trust})
    assert [found.code for found in refusal.value.findings] == ["agreements.other_kind", "agreements.body_twice"]


def test_terms_without_a_host_start_no_fund(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        start(cast, packs.TERMS)
    assert "agreements.no_host" in {found.code for found in refusal.value.findings}


def test_the_template_can_be_downloaded_and_is_itself_a_fund(cast: Cast, admin: Client) -> None:
    template = admin.get("/terms.yaml")
    assert template["Content-Disposition"] == 'attachment; filename="terms.yaml"'
    assert start(cast, template.content.decode()).fund.slug == "example-fund"
