"""The digest: one letter a day or a week with all that waits, none where nothing does, exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client
from pytest_django import Settings

from poolbook_web.base import work
from poolbook_web.base.models import Letter
from poolbook_web.home import tasks
from poolbook_web.home.models import Digest
from poolbook_web.people.models import Notices, Person, Role
from tests.web import cast as people
from tests.web.cast import Cast
from tests.web.questions.asking import asked


def at(day: int, hour: int = 9) -> Callable[[], datetime]:
    """A clock that stands at an hour of October 2009."""
    return lambda: datetime(2009, 10, day, hour, tzinfo=UTC)


def wants(cast: Cast, notices: Notices) -> Person:
    """The finance officer, who chose so before being asked."""
    fay = cast.roles[Role.FINANCE_OFFICER]
    fay.notices = notices
    fay.save()
    asked(cast, to=fay)
    return fay


def test_a_daily_digest_comes_on_working_days_once(cast: Cast) -> None:
    wants(cast, Notices.DAILY)
    days = {}
    for day in range(6, 14):
        for hour in (3, 9, 17):
            work.tick(at(day, hour))
        days[day] = Letter.objects.count()
        Letter.objects.all().delete()
    assert days == {6: 1, 7: 1, 8: 1, 9: 1, 10: 0, 11: 0, 12: 1, 13: 1}


def test_a_weekly_digest_comes_on_the_first_working_day_that_there_was_a_worker(cast: Cast) -> None:
    wants(cast, Notices.WEEKLY)
    sent = []
    for day in (6, 7, 12, 13, 16):
        work.tick(at(day))
        sent.append(Letter.objects.count())
    assert sent == [1, 1, 2, 2, 2]


def test_the_letter_says_what_waits_with_links_that_work_from_a_letter(cast: Cast, settings: Settings) -> None:
    settings.ADDRESS = "https://pool.example.gov.uk"
    fay = wants(cast, Notices.DAILY)
    work.tick(at(13))
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (fay.email, "Poolbook: 1 thing waits for you")
    assert "* Answer the question about Accommodation, September" in letter.body
    assert f"{cast.fund.name}, asked by Bo Member, by 12 October 2009 (overdue)" in letter.body
    assert f"https://pool.example.gov.uk/funds/{cast.fund.slug}/2009-10/questions/1/" in letter.body
    assert "https://pool.example.gov.uk/account/letters/" in letter.body
    assert "£" not in letter.body
    assert "&#" not in letter.body


def test_no_letter_comes_where_nothing_waits_nor_to_who_wants_none_nor_to_who_has_left(cast: Cast) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(notices=Notices.DAILY)
    work.tick(at(6))
    assert Digest.objects.get().things == 0
    fay = wants(cast, Notices.DAILY)
    Person.objects.filter(pk=fay.pk).update(is_active=False)
    work.tick(at(6))
    assert not Letter.objects.exists()


def test_a_command_does_the_same_for_a_site_without_a_worker(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    due = list(tasks.due(at(6)()))
    assert due == []
    wants(cast, Notices.DAILY)
    assert len(list(tasks.due(at(6)()))) == 1
    call_command("digests")
    assert "looked at" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_letter(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "poolbook_web.base.mail.OutboxBackend"
    if not Person.objects.exists():
        people.assemble()
    cast = people.gather()
    fay = wants(cast, Notices.DAILY)
    Letter.objects.all().delete()
    start = Barrier(2)

    def one() -> None:
        try:
            start.wait()
            tasks.perform(fay.pk, at(6))
        finally:
            connections.close_all()

    workers = [Thread(target=one) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert (Letter.objects.count(), Digest.objects.count()) == (1, 1)


def test_each_chooses_how_often_on_their_account(cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.CLERK])
    assert "At once, a letter for each thing" in client.get("/account/").content.decode()
    done = client.post("/account/letters/", {"notices": "weekly"}, follow=True).content.decode()
    assert "Once a week, one letter" in done
    wrong = client.post("/account/letters/", {"notices": "hourly"})
    assert wrong.status_code == 200
    assert Person.objects.get(name="Cleo Clerk").notices == Notices.WEEKLY


def test_the_day_of_a_digest_is_one_by_the_clock_of_the_united_kingdom(cast: Cast) -> None:
    wants(cast, Notices.DAILY)
    work.tick(lambda: datetime(2009, 10, 6, 6, 30, tzinfo=UTC))  # half past seven in London
    assert Digest.objects.get().day == date(2009, 10, 6)
