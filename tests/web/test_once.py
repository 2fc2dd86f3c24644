"""A form that is sent twice has one effect."""

from __future__ import annotations

import ast
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from poolbook_web.base import once
from poolbook_web.base.models import Sent
from poolbook_web.ledger.models import Proposal
from poolbook_web.monitoring.models import Due
from poolbook_web.people.models import Role
from poolbook_web.questions.models import Question
from tests.house.source import SITE, modules
from tests.web import year
from tests.web.cast import NOW, Cast
from tests.web.ledger import lined

DUE = {"by": "PCT", "on_0": "1", "on_1": "11", "on_2": "2009", "pence": "1000"}
JOURNAL = {
    "count": "1", "row1-what": "Budget moved", "row1-scheme": "CARE", "row1-to_scheme": "HEALTH", "row1-account": "",
    "row1-to_account": "", "row1-partner": "", "row1-contract": "", "row1-amount": "10.00", "row1-period": "7",
    "why": "A virement.", "date_0": "1", "date_1": "10", "date_2": "2009", "source": "", "authority": "",
}  # fmt: skip


def shown(client: Client, address: str) -> dict[str, str]:
    """Look at a page with a form; the number that it holds."""
    found = re.findall(r'name="once" value="(\w{32})"', client.get(address).content.decode())
    assert len(found) == 1
    return {"once": found[0]}


def test_a_record_sent_twice_is_kept_once_and_both_are_led_to_it(cast: Cast, manager: Client) -> None:
    fund_year = year.there(cast)
    address = f"/funds/{cast.fund.slug}/2009-10/records/dues/new/"
    before, number = Due.objects.filter(fund_year=fund_year).count(), shown(manager, address)
    led = [manager.post(address, DUE | number) for _ in range(2)]
    assert [each.status_code for each in led] == [302, 302]
    assert led[0].headers["Location"] == led[1].headers["Location"]
    assert Due.objects.filter(fund_year=fund_year).count() == before + 1
    manager.post(address, DUE | shown(manager, address))
    assert Due.objects.filter(fund_year=fund_year).count() == before + 2, "the same again, on purpose"
    manager.post(address, DUE | number | {"pence": "1001"})
    assert Due.objects.filter(fund_year=fund_year).count() == before + 3, "another, after Back"


def test_a_form_that_was_wrong_is_put_right_and_sent_again(cast: Cast, manager: Client) -> None:
    year.there(cast)
    address = f"/funds/{cast.fund.slug}/2009-10/records/dues/new/"
    number = shown(manager, address)
    assert manager.post(address, DUE | number | {"pence": "much"}).status_code == 200
    assert not Sent.objects.exists()
    assert manager.post(address, DUE | number).status_code == 302


def test_a_question_sent_twice_is_asked_once(cast: Cast, manager: Client) -> None:
    year.there(cast)
    address = f"/funds/{cast.fund.slug}/2009-10/questions/ask/"
    given = {"about": "x", "to": cast.roles[Role.CERTIFIER].pk, "text": "Why?"}
    given |= {"reply_by_0": "1", "reply_by_1": "1", "reply_by_2": "2099"} | shown(manager, address)
    led = {manager.post(address, given).headers["Location"] for _ in range(2)}
    assert led == {Question.objects.get().get_absolute_url()}


def test_a_journal_keeps_its_number_through_the_preview(cast: Cast, manager: Client) -> None:
    address = lined.at(year.furnished(cast), "journal/")
    given = JOURNAL | shown(manager, address)
    preview = manager.post(address, given | {"then": "preview"}).content.decode()
    assert re.findall(r'name="once" value="(\w+)"', preview) == [given["once"]]
    led = {manager.post(address, given | {"then": "send"}).headers["Location"] for _ in range(2)}
    assert led == {Proposal.objects.get().get_absolute_url()}


def test_another_file_of_the_same_name_and_size_is_another_order() -> None:
    asked = RequestFactory().post
    marks, files = [], [b"Amount\n10", b"Amount\n20", b"Amount\n20"]
    for data in files:
        request = asked("/", {"once": "a" * 32, "files": SimpleUploadedFile("may.csv", data)})
        marks.append(once._mark(request))
        assert [each.read() for each in request.FILES.getlist("files")] == [data], "it is read again to be kept"
    assert marks[0] != marks[1] == marks[2]


def test_the_number_of_somebody_else_is_no_use(cast: Cast, manager: Client) -> None:
    fund_year, officer = year.there(cast), lined.signed_in(cast.roles[Role.FINANCE_OFFICER])
    address = f"/funds/{cast.fund.slug}/2009-10/records/dues/new/"
    before, number = Due.objects.filter(fund_year=fund_year).count(), shown(manager, address)
    manager.post(address, DUE | number)
    officer.post(address, DUE | number)
    assert Due.objects.filter(fund_year=fund_year).count() == before + 2


@pytest.mark.django_db
def test_numbers_are_forgotten_after_two_days() -> None:
    Sent.objects.create(person=1, number="a" * 32, address="/", at=NOW)
    once.sweep(NOW + timedelta(days=1))
    assert Sent.objects.exists()
    once.sweep(NOW + timedelta(days=3))
    assert not Sent.objects.exists()


#: Forms that hold no number of their own, and why.
WITHOUT = {
    "base.html": "signs out, which is as well done twice",
    "account/login.html": "leads to the organisation's own page",
    "ledger/preview.html": "carries the number of the page before along",
    "mfa/authenticate.html": "part of signing in",
    "mfa/webauthn/add_form.html": "a passkey is added once",
    "mfa/webauthn/reauthenticate.html": "part of signing in",
    "reporting/pack.html": "reads, and hands over what it read",
    "reporting/verify.html": "reads, and says what it found",
}
#: Views that are posted to and heed no number, and why.
HEEDLESS = {
    "bring": "looks into the files before anybody is held up; what keeps them heeds it",
    "close_period": "reads the file before anybody is held up; what closes heeds it",
    "join": "whoever joins has not signed in yet",
    "notices": "says how it shall be, which is the same said twice",
    "pack": "reads, and hands over what it read",
    "rename": "says how it shall be, which is the same said twice",
    "verify": "reads, and says what it found",
}


def test_every_form_that_changes_something_holds_a_number() -> None:
    bare = set()
    for path in SITE.rglob("templates/**/*.html"):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(encoding="utf-8"), re.DOTALL):
            if "{% once %}" not in form:
                bare.add(path.as_posix().rpartition("/templates/")[2])
    assert bare == set(WITHOUT)


def test_every_view_that_is_posted_to_heeds_the_number() -> None:
    heedless = set()
    for module in modules(SITE):
        for function in module.functions():
            said = [ast.unparse(each) for each in function.decorator_list]
            if any("POST" in each for each in said) and "once" not in said:
                heedless.add(function.name)
    assert heedless == set(HEEDLESS)
