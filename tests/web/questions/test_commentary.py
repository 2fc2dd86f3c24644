"""Commentary: who leads which scheme, asked for in one act by a day, written beside the figures, reminded of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from poolbook import reports
from poolbook.findings import Refused
from poolbook.reports import Request
from poolbook_web.audit import queries as audit
from poolbook_web.base import waiting, work
from poolbook_web.base.models import Letter
from poolbook_web.ledger.models import Balance
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring import store as monitored
from poolbook_web.monitoring.models import Comment
from poolbook_web.partners.models import FundYear
from poolbook_web.people import actions as people
from poolbook_web.people.models import Person, Role
from poolbook_web.questions import actions, queries
from poolbook_web.questions.models import Call, Lead, Reminder
from tests.web import year
from tests.web.cast import Cast

AT = year.AT
DUE = date(2009, 10, 20)
ACCOMMODATION, OTHER = "ACCOMMODATION", "HEALTH"


@pytest.fixture
def furnished(cast: Cast) -> FundYear:
    """The year, and Sanjay leads its first scheme."""
    fund_year = year.there(cast)
    say(fund_year, ACCOMMODATION, cast.roles[Role.SCHEME_LEAD])
    Letter.objects.all().delete()
    return fund_year


def say(fund_year: FundYear, scheme: str, person: Person | None, since: date = date(2009, 4, 1)) -> Lead:
    """Who leads a scheme."""
    return actions.say_lead(fund_year=fund_year, scheme=scheme, person=person, since=since, by=None, at=AT)


def ask(fund_year: FundYear, cast: Cast, due: date = DUE, schemes: tuple[str, ...] = ()) -> actions.Asked:
    """The pool manager asks."""
    return actions.ask_leads(fund_year=fund_year, period=6, schemes=schemes, due=due, by=cast.manager, at=AT)


def stands(fund_year: FundYear, code: str = ACCOMMODATION) -> queries.Commentary:
    """Where the commentary on a scheme stands."""
    return next(each for each in queries.commentary(fund_year, 6, AT) if each.scheme.code == code)


def test_commentary_opens_at_the_last_month_that_was_spent_in(cast: Cast) -> None:
    fund_year = year.there(cast)
    over = datetime(2011, 1, 1, tzinfo=UTC)
    spent = Balance.objects.filter(fund_year=fund_year, layer="actual", account="spend")
    last = max(spent.values_list("period", flat=True))
    assert last < 12, "or the test would say nothing"
    assert queries.period_in_hand(fund_year, over) == last


def test_a_month_that_there_is_none_of_is_said_and_the_page_is_of_the_one_in_hand(
    cast: Cast, furnished: FundYear, manager: Client
) -> None:
    ask(furnished, cast)
    url, said = reverse("commentary", args=[cast.fund.slug, furnished.year]), "Month: choose one of those listed."
    for month, shown, wrong in (("7", "October", 0), ("", "September", 0), ("0061", "September", 2)):
        page = manager.get(url, {"period": month}).content.decode()
        assert f"Table of the commentary on {shown} 2009" in page
        assert page.count(said) == wrong, "at the top, and at the box"


def write(fund_year: FundYear, by: Person, text: str = "Two placements came back.") -> Comment:
    """Somebody comments."""
    return actions.comment(fund_year=fund_year, period=6, scheme=ACCOMMODATION, text=text, by=by, at=AT)


def at(day: int, hour: int = 9) -> Callable[[], datetime]:
    """A clock that stands at an hour of October."""
    return lambda: datetime(2009, 10, day, hour, tzinfo=UTC)


def test_all_leads_are_asked_in_one_act_with_one_letter_each(cast: Cast, furnished: FundYear) -> None:
    sanjay, cora = cast.roles[Role.SCHEME_LEAD], cast.roles[Role.COMMISSIONER]
    schemes = [each.scheme.code for each in queries.commentary(furnished, 6, AT)]
    for code in schemes:
        if code != ACCOMMODATION:
            say(furnished, code, cora)
    asked = ask(furnished, cast)
    assert [call.scheme for call in asked.calls] == schemes
    assert asked.without_lead == ()
    letters = {each.to: each.body for each in Letter.objects.all()}
    assert set(letters) == {sanjay.email, cora.email}
    assert letters[cora.email].count("/commentary/6/") == len(schemes) - 1
    assert "Priya Nair asks you to comment on September 2009 by 20 October 2009" in letters[sanjay.email]
    assert "£" not in "".join(letters.values())


def test_to_ask_twice_is_to_ask_once_and_another_day_asks_anew(cast: Cast, furnished: FundYear) -> None:
    assert len(ask(furnished, cast).calls) == 1
    assert ask(furnished, cast).calls == ()
    assert Letter.objects.count() == Call.objects.count() == 1
    later = ask(furnished, cast, DUE + timedelta(days=7))
    assert [call.turn for call in later.calls] == [2]
    said = stands(furnished)
    assert said.call is not None
    assert said.call.due == date(2009, 10, 27)


def test_schemes_that_nobody_leads_are_named_and_nobody_is_asked_of_them(cast: Cast, furnished: FundYear) -> None:
    asked = ask(furnished, cast)
    assert len(asked.without_lead) == len(queries.commentary(furnished, 6, AT)) - 1
    people.end_role(membership=cast.held(Role.SCHEME_LEAD), by=None, at=AT)
    assert ask(furnished, cast, DUE + timedelta(days=7)).calls == ()


def test_asking_is_told_in_the_history_as_one_event_with_who_was_asked(cast: Cast, furnished: FundYear) -> None:
    ask(furnished, cast)
    event = audit.history(cast.fund.history_scope).order_by("-number")[0]
    told = audit.told(event)
    assert told.says.startswith("asked the scheme leads for commentary in 2009-10")
    assert any("Sanjay Lead" in change.says for change in told.changes)


def test_a_comment_answers_the_call_and_the_monthly_report_shows_it(cast: Cast, furnished: FundYear) -> None:
    sanjay = cast.roles[Role.SCHEME_LEAD]
    ask(furnished, cast)
    assert waiting.of(sanjay, AT)[0].what.startswith("Comment on ")
    write(furnished, sanjay)
    assert waiting.of(sanjay, AT) == []
    assert stands(furnished).state == "Answered"
    assert ask(furnished, cast, DUE + timedelta(days=7)).calls == ()
    report = reports.perform(monitored.book(furnished), Request("monthly", "json", period=6)).decode()
    assert "Two placements came back." in report


def test_a_comment_that_is_withdrawn_leaves_the_call_open_again(cast: Cast, furnished: FundYear) -> None:
    sanjay = cast.roles[Role.SCHEME_LEAD]
    ask(furnished, cast)
    monitoring.withdraw(row=write(furnished, sanjay), why="Wrong month.", by=sanjay, at=AT)
    assert stands(furnished).state == "Waits"
    assert len(waiting.of(sanjay, AT)) == 1


def test_two_do_not_comment_on_one_scheme_and_nobody_names_who_uses_it(cast: Cast, furnished: FundYear) -> None:
    write(furnished, cast.roles[Role.SCHEME_LEAD])
    with pytest.raises(Refused, match="Sanjay Lead has commented on this already"):
        write(furnished, cast.manager)
    with pytest.raises(Refused, match="NHS number"):
        actions.comment(
            fund_year=furnished, period=7, scheme=ACCOMMODATION, text="943 476 5919 moved", by=cast.manager, at=AT
        )
    with pytest.raises(Refused, match="Only a pool manager"):
        write(furnished, cast.roles[Role.CLERK])


def test_leads_follow_each_other_by_day_and_what_was_said_stays(cast: Cast, furnished: FundYear) -> None:
    cora = cast.roles[Role.COMMISSIONER]
    say(furnished, ACCOMMODATION, cora, date(2009, 11, 1))
    named = {day: queries.leading(furnished, day)[ACCOMMODATION].person for day in (DUE, date(2009, 11, 1))}
    assert [each.name for each in named.values() if each] == ["Sanjay Lead", "Cora Commissioner"]
    assert [until for _, until in queries.leads_of(furnished, ACCOMMODATION)] == [None, date(2009, 11, 1)]
    rows = Lead.objects.count()
    say(furnished, ACCOMMODATION, cora, date(2009, 11, 1))
    assert Lead.objects.count() == rows
    with pytest.raises(Refused, match=r"no role .* that lets them comment"):
        say(furnished, ACCOMMODATION, cast.roles[Role.CLERK])
    with pytest.raises(Refused, match="not a scheme of the terms"):
        say(furnished, "NOWHERE", cora)


def test_a_lead_is_reminded_two_working_days_before_and_the_day_after_once_each(
    cast: Cast, furnished: FundYear
) -> None:
    ask(furnished, cast)
    Letter.objects.all().delete()
    said = {}
    for day in range(14, 25):
        for _ in range(2):
            work.tick(at(day))
        said[day] = list(Letter.objects.values_list("subject", flat=True))
        Letter.objects.all().delete()
    # 20 October 2009 is a Tuesday: two working days before it is Friday 16.
    assert {day for day, subjects in said.items() if subjects} == {16, 21}
    assert "is wanted by" in said[16][0]
    assert "was wanted by" in said[21][0]
    assert len(said[16]) == len(said[21]) == 1


def test_nobody_is_reminded_before_eight_nor_of_what_they_have_written_nor_having_left(
    cast: Cast, furnished: FundYear
) -> None:
    ask(furnished, cast)
    Letter.objects.all().delete()
    work.tick(at(16, hour=5))
    assert not Letter.objects.exists()
    write(furnished, cast.roles[Role.SCHEME_LEAD])
    work.tick(at(16))
    assert not Reminder.objects.exists()
    say(furnished, OTHER, cast.roles[Role.COMMISSIONER])
    ask(furnished, cast)
    Letter.objects.all().delete()
    people.end_role(membership=cast.held(Role.COMMISSIONER), by=None, at=at(15)())
    work.tick(at(16))
    assert (Reminder.objects.count(), Letter.objects.count()) == (1, 0)


def test_the_lead_writes_beside_the_figures_and_the_manager_sees_who_has_answered(
    cast: Cast, furnished: FundYear, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ask(furnished, cast)
    client.force_login(cast.roles[Role.SCHEME_LEAD])
    url = reverse("commentary_write", args=[cast.fund.slug, furnished.year, 6, ACCOMMODATION])
    client.get(reverse("account"))  # the first click of a minute also writes that there was one
    with django_assert_max_num_queries(15):
        page = client.get(url).content.decode()
    for heading in ("Latest budget", "Actual to date", "Forecast outturn", "Variance", "Change since August 2009"):
        assert heading in page
    assert "Overdue" in page
    assert client.post(url, {"text": ""}).content.decode().count("Write the commentary.") == 2
    there = client.post(url, {"text": "Two placements."})
    assert there["Location"].endswith("/commentary/?period=6")
    client.force_login(cast.manager)
    with django_assert_max_num_queries(15):
        page = client.get(there["Location"]).content.decode()
    assert "Two placements." in page
    assert page.count("Nobody leads it") == len(queries.commentary(furnished, 6, AT)) - 1
    file = client.get(reverse("commentary_download", args=[cast.fund.slug, furnished.year, 6, "csv"]))
    assert "Answered,Two placements.,Sanjay Lead" in file.content.decode()


def test_the_manager_says_who_leads_and_asks_on_the_pages(cast: Cast, furnished: FundYear, manager: Client) -> None:
    slug, cora = cast.fund.slug, cast.roles[Role.COMMISSIONER]
    day = {"since_0": "1", "since_1": "4", "since_2": "2009"}
    url = reverse("commentary_lead", args=[slug, furnished.year, OTHER])
    assert manager.post(url, {"person": cora.pk, **day}).status_code == 302
    assert "Cora Commissioner" in manager.get(url).content.decode()
    ahead = {"due_0": "1", "due_1": "4", "due_2": str(datetime.now().year + 1)}  # noqa: DTZ005 - a day that lies ahead
    done = manager.post(
        reverse("commentary_ask", args=[slug, furnished.year]),
        {"period": "6", "schemes": [OTHER], **ahead},
        follow=True,
    )
    assert "Asked: Cora Commissioner." in done.content.decode()
    past = ahead | {"due_2": "2009"}
    page = manager.post(reverse("commentary_ask", args=[slug, furnished.year]), {"period": "6", **past})
    assert "lies in the past" in page.content.decode()
    assert manager.get(reverse("commentary_lead", args=[slug, furnished.year, "NOWHERE"])).status_code == 404
    assert manager.get(reverse("commentary_write", args=[slug, furnished.year, 13, OTHER])).status_code == 404
