"""What people type: it can be seen, handed over and verified, and names nobody who uses services."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.test import Client

from poolbook.findings import Refused, Where, error, note
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base.forms import Form
from poolbook_web.imports import actions as imports
from poolbook_web.ledger import actions as ledger
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.models import Comment
from poolbook_web.people import actions as people
from poolbook_web.people.models import Role
from poolbook_web.reporting import queries as reporting
from tests.web import books, year
from tests.web.cast import Cast
from tests.web.imports import extracts
from tests.web.ledger import lined
from tests.web.reporting import quarter

pytestmark = pytest.mark.django_db

NOBODYS = "Client 943 476 5919, born 3.4.1950"
UNSEEN = ["a\x0bb", "a\x1bb", "a\x85b", "a\u2028b", "a\u202eb", "a\ufeffb", "a\ufffeb"]


class Words(Form):
    """One box of each kind."""

    line = forms.CharField(required=False)
    lines = forms.CharField(required=False, widget=forms.Textarea)
    secret = forms.CharField(required=False, widget=forms.PasswordInput)


def codes(**given: str) -> dict[str, list[str]]:
    """What each box was refused for."""
    found = Words(given).errors.as_data()
    return {name: [str(fault.code) for fault in faults] for name, faults in found.items()}


def comment(text: str) -> dict[str, Any]:
    """What a comment says."""
    return {"period": 6, "scheme": "CARE", "text": text, "by": "Ann Lee", "at": quarter.AT.date()}


def test_what_an_action_refuses_is_shown_as_a_sentence_at_the_box_it_names() -> None:
    form = Words({})
    refused = [error("a.b", "say why it changes", Where(key="line")), error("a.c", "nobody waits: ask anew")]
    form.add_findings([*refused, note("a.d", "worth knowing")])
    assert form.errors == {"line": ["Say why it changes."], "__all__": ["Nobody waits: ask anew."]}


def test_what_a_box_refuses_by_itself_is_said_with_its_name_and_in_words() -> None:
    class Boxes(Form):
        few = forms.CharField(label="Reference", max_length=5)
        count = forms.IntegerField(min_value=0, max_value=10**12)

    said = [Boxes({"few": "123456", "count": each}).errors for each in ("-1", "1000000000001", "1.5")]
    assert {each["few"][0] for each in said} == {"Reference must be 5 characters or fewer."}
    assert [each["count"][0] for each in said] == [
        "Count must be 0 or more.",
        "Count must be 1,000,000,000,000 or less.",
        "Count must be a whole number, such as 12.",
    ]


def test_every_box_for_words_is_looked_at_and_a_password_is_not() -> None:
    assert codes(line=NOBODYS, lines=NOBODYS, secret=NOBODYS) == {
        name: ["text.nhs_number", "text.date_of_birth"] for name in ("line", "lines")
    }
    assert codes(line="one\ntwo", lines="one\ntwo\tthree") == {"line": ["text.lines"]}


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
def test_no_box_takes_what_nobody_can_see(text: str) -> None:
    assert codes(line=text, lines=text) == {"line": ["text.unseen"], "lines": ["text.unseen"]}


def test_a_form_that_is_cleaned_twice_says_once_what_is_wrong() -> None:
    form = Words({"line": NOBODYS})
    form.full_clean()
    form.full_clean()
    assert len(form.errors["line"]) == 2


def test_a_comment_of_two_lines_can_be_handed_over_and_its_report_verified(cast: Cast) -> None:
    fund_year = quarter.reportable(cast)
    lead = lined.signed_in(cast.roles[Role.SCHEME_LEAD])
    address = f"/funds/{cast.fund.slug}/2009-10/commentary/6/CARE/"
    assert lead.post(address, {"text": "Two homes\r\nopened late."}).status_code == 302
    assert Comment.objects.get(fund_year=fund_year).text == "Two homes\nopened late."
    with tempfile.TemporaryDirectory() as folder:
        monitoring.take_pack(fund_year=fund_year, path=Path(folder) / "pack", by=cast.manager, at=quarter.AT)
    quarter.issued(fund_year, cast.manager)
    assert reporting.verify(fund_year).line.startswith("Everything holds")


def test_a_report_that_could_not_be_made_again_is_not_issued(cast: Cast) -> None:
    fund_year = quarter.reportable(cast)
    says = comment("Kept before it was refused\u202e")
    Comment.objects.create(fund_year=fund_year, recorded_by=cast.manager, recorded_at=quarter.AT, **says)
    with pytest.raises(Refused) as refusal:
        quarter.issued(fund_year, cast.manager)
    assert "yaml.encoding" in {each.code for each in refusal.value.findings}


@pytest.mark.parametrize("text", ["one\r\ntwo", NOBODYS, *UNSEEN], ids=ascii)
def test_a_record_takes_none_from_any_other_caller(cast: Cast, text: str) -> None:
    fund_year = quarter.reportable(cast)
    with pytest.raises(Refused) as refusal:
        monitoring.keep(fund_year=fund_year, kind=Comment, says=comment(text), by=cast.manager, at=quarter.AT)
    assert {(each.code.split(".")[0], each.where.key) for each in refusal.value.findings} == {("text", "text")}
    assert not Comment.objects.exists()


def test_no_reason_in_the_books_or_the_history_names_who_uses_services(cast: Cast) -> None:
    fund_year = lined.lined(cast)
    number = lined.paid(fund_year).entry.number
    with pytest.raises(Refused):
        ledger.reverse(
            fund_year=fund_year, number=number, on=lined.ON, period=7, why=NOBODYS, by=cast.manager, at=year.AT
        )
    with pytest.raises(Refused):
        people.end_role(membership=cast.held(Role.CLERK), note=NOBODYS, by=cast.manager, at=year.AT)
    assert not [each for each in AuditEvent.objects.all() if "943 476" in str(each.payload)]


def test_a_name_and_a_post_are_of_one_line(cast: Cast) -> None:
    page = lined.signed_in(cast.manager).post("/account/name/", {"name": "Ann\r\nLee", "post": "Clerk\x1b"})
    assert page.status_code == 200
    for name, post in (("Ann\nLee", ""), ("Ann Lee", "Clerk\x1b"), ("Ann Lee", NOBODYS)):
        with pytest.raises(Refused):
            people.rename(name=name, post=post, by=cast.manager, at=year.AT)


def test_neither_the_name_of_an_extract_nor_an_answer_names_who_uses_services(db: None) -> None:
    here = extracts.office()
    with pytest.raises(Refused) as refusal:
        extracts.brought(here, extracts.listing(extracts.row("Home Care", "10.00"), name="943 476 5919.csv"))
    assert refusal.value.findings[0].where.key == "extracts"
    batch = extracts.brought(here, extracts.listing(extracts.row("Strange thing", "10.00")))
    asked = batch.unanswered.get()
    for words in ({"ignore": NOBODYS}, {"elsewhere": NOBODYS}):
        answer = {"when": dict(asked.codes), "source": asked.source, **words}
        with pytest.raises(Refused) as refusal:
            imports.answer(batch=batch, answers=[answer], by=here.manager, at=books.AT)
        assert {each.code for each in refusal.value.findings} == {"text.nhs_number", "text.date_of_birth"}
    with pytest.raises(Refused):
        imports.withdraw(batch=batch, why=NOBODYS, by=here.manager, at=books.AT)


@pytest.mark.parametrize("page", ["/", "/site/people/"])
def test_an_address_with_nul_is_answered_in_words(cast: Cast, page: str) -> None:
    client: Client = lined.signed_in(cast.roles[Role.ADMINISTRATOR])
    for query in ("text=%00", "weight=a%00b", "%00=1"):
        answered = client.get(f"{page}?{query}")
        assert answered.status_code == 400
        assert "the address holds a character that nobody can see" in answered.content.decode().lower()
