"""Letters: written with the change they tell of, sent once, tried again, and emptied when they are gone."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core import mail as sent_mail
from django.core.mail import send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from poolbook_web.base import mail
from poolbook_web.base.management.commands import work
from poolbook_web.base.models import Letter
from tests.web.cast import NOW, Cast


def test_a_letter_waits_in_the_outbox_and_is_emptied_when_it_is_sent(db: None) -> None:
    send_mail("About\nthe fund", "a secret link", None, ["Nell <nell@example.org>"])
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.sent_at) == ("nell@example.org", "About the fund", None)
    assert sent_mail.outbox == []
    out = StringIO()
    call_command("deliver_mail", stdout=out)
    assert out.getvalue() == "1 sent, 0 to be tried again\n"
    assert sent_mail.outbox[0].body == "a secret link"
    letter.refresh_from_db()
    assert letter.sent_at is not None
    assert letter.body == ""
    assert mail.deliver(lambda: NOW + timedelta(days=9999)) == (0, 0)


def test_a_letter_that_could_not_be_sent_is_tried_again_later_as_the_same_letter(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.post(to="nell@example.org", subject="Hello", body="…", at=NOW)

    def refuse(*_: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        assert mail.deliver(lambda: NOW) == (0, 1)
        assert mail.deliver(lambda: NOW) == (0, 0), "not before a minute has passed"
        assert mail.deliver(lambda: NOW + timedelta(seconds=60)) == (0, 1)
    assert Letter.objects.get().fault == "ConnectionRefusedError"
    assert mail.deliver(lambda: NOW + timedelta(seconds=120)) == (0, 0), "the second wait is longer"
    assert mail.deliver(lambda: NOW + timedelta(seconds=180)) == (1, 0)
    assert sent_mail.outbox[0].extra_headers["Message-ID"].startswith("<letter-")


def test_a_letter_that_cannot_be_addressed_does_not_hold_up_the_rest(db: None) -> None:
    mail.post(to=f"a@{'ü' * 61}.com", subject="Hello", body="…", at=NOW)
    mail.post(to="nell@example.org", subject="Hello", body="…", at=NOW)
    work.Command._tick(stops=True)
    assert [(each.to[:2], each.tries, each.fault) for each in Letter.objects.filter(sent_at=None)] == [
        ("a@", 1, "UnicodeError")
    ]
    assert [each.to for each in sent_mail.outbox] == [["nell@example.org"]]


def test_a_fault_in_one_part_of_the_work_is_logged_and_the_letters_still_go(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail.post(to="nell@example.org", subject="Hello", body="…", at=NOW)

    def fails() -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("poolbook_web.base.work.tick", fails)
    work.Command._tick(stops=False)
    assert [each.to for each in sent_mail.outbox] == [["nell@example.org"]]
    with pytest.raises(ZeroDivisionError):
        work.Command._tick(stops=True)


@pytest.mark.parametrize("address", [f"a@{'ü' * 61}.com", "nobody@elsewhere.example"])
def test_a_stranger_has_no_letter_written_by_asking_for_a_password(db: None, client: Client, address: str) -> None:
    found = client.post("/account/password/forgotten/", {"email": address})
    assert not Letter.objects.exists()
    assert ("letters reach" in found.content.decode()) is ("ü" in address)


def test_the_page_of_a_forgotten_password_answers_the_known_and_the_unknown_alike(cast: Cast, client: Client) -> None:
    known, unknown = (
        client.post("/account/password/forgotten/", {"email": email})
        for email in (cast.manager.email, "nobody@elsewhere.example")
    )
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [each.to for each in Letter.objects.filter(written_at__gt=NOW, subject__contains="assword")] == [
        cast.manager.email
    ]


def test_after_ten_tries_a_letter_is_left_for_a_person_to_see(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    mail.post(to="nell@example.org", subject="Hello", body="…", at=NOW)

    def refuse(*_: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    later = [NOW + timedelta(days=day) for day in range(15)]
    tries = [mail.deliver(partial(max, NOW, each)) for each in later]
    assert tries.count((0, 1)) == mail.MOST_TRIES


def test_a_change_that_does_not_happen_sends_no_letter(db: None) -> None:
    with transaction.atomic():
        mail.post(to="nell@example.org", subject="Hello", body="…", at=NOW)
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_a_letter_that_was_sent_cannot_keep_its_words(db: None) -> None:
    mail.post(to="nell@example.org", subject="Hello", body="…", at=NOW)
    with pytest.raises(IntegrityError, match="letter_sent_is_emptied"), transaction.atomic():
        Letter.objects.update(sent_at=NOW)
