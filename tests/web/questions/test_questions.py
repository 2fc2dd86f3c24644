"""A question about a figure: asked of a person by a day, answered, asked again, closed; read by all who share the
fund."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from poolbook.findings import Refused
from poolbook_web.audit import queries as audit
from poolbook_web.base.models import Letter
from poolbook_web.people import actions as people
from poolbook_web.people.models import Notices, Person, Role
from poolbook_web.questions import actions, queries
from poolbook_web.questions.models import Turn
from tests.web import year
from tests.web.cast import NOW, Cast
from tests.web.questions.asking import BY, POSITION, asked


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    """What was found."""
    return [each.code for each in refusal.value.findings]


def test_a_question_is_asked_answered_asked_again_of_another_and_closed(cast: Cast) -> None:
    board, fay, priya = cast.roles[Role.BOARD_MEMBER], cast.roles[Role.FINANCE_OFFICER], cast.manager
    question = asked(cast)
    actions.answer(question=question, text="Two invoices came at once.", by=fay, at=NOW)
    actions.ask_again(question=question, text="Is that settled?", to=priya, reply_by=BY, by=board, at=NOW)
    actions.answer(question=question, text="Yes.", by=priya, at=NOW)
    actions.close(question=question, text="", by=board, at=NOW)
    assert [turn.kind for turn in queries.turns(question)] == ["asked", "answered", "asked", "answered", "closed"]
    said = [audit.told(event).says for event in audit.history(cast.fund.history_scope).order_by("number")]
    assert [each.split(" question")[0] for each in said[-5:]] == [
        "asked",
        "answered",
        "asked again in",
        "answered",
        "closed",
    ]


def test_each_turn_is_told_to_whoever_reads_it_next_without_its_words(cast: Cast) -> None:
    board, fay = cast.roles[Role.BOARD_MEMBER], cast.roles[Role.FINANCE_OFFICER]
    question = asked(cast)
    actions.answer(question=question, text="Two invoices.", by=fay, at=NOW)
    actions.close(question=question, text="", by=board, at=NOW)
    letters = list(Letter.objects.order_by("pk"))
    assert [each.to for each in letters] == [fay.email, board.email, fay.email]
    assert "by 12 October 2009" in letters[0].subject
    assert "/questions/1/" in letters[0].body
    assert not any("twice the budget" in each.body or "invoices" in each.body for each in letters)


def test_whoever_chose_a_digest_gets_no_letter_for_each_thing(cast: Cast) -> None:
    Person.objects.filter(name="Fay Officer").update(notices=Notices.DAILY)
    asked(cast, to=Person.objects.get(name="Fay Officer"))
    assert not Letter.objects.exists()


def test_only_the_person_asked_answers_and_only_the_asker_closes(cast: Cast) -> None:
    question, other = asked(cast), cast.roles[Role.CLERK]
    with pytest.raises(Refused, match="Fay Officer was asked this question"):
        actions.answer(question=question, text="I know.", by=other, at=NOW)
    with pytest.raises(Refused, match="Bo Member asked this question"):
        actions.close(question=question, text="", by=other, at=NOW)
    with pytest.raises(Refused, match="Bo Member asked this question"):
        actions.ask_again(question=question, text="And?", to=cast.manager, reply_by=BY, by=other, at=NOW)


def test_nothing_is_said_in_a_question_that_is_closed(cast: Cast) -> None:
    question, board = asked(cast), cast.roles[Role.BOARD_MEMBER]
    actions.close(question=question, text="It was my mistake.", by=board, at=NOW)
    acts: tuple[Callable[[], None], ...] = (
        lambda: actions.answer(question=question, text="x", by=cast.roles[Role.FINANCE_OFFICER], at=NOW),
        lambda: actions.ask_again(question=question, text="x", to=cast.manager, reply_by=BY, by=board, at=NOW),
        lambda: actions.close(question=question, text="", by=board, at=NOW),
    )
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_a_person_whose_role_has_ended_is_not_asked(cast: Cast) -> None:
    people.end_role(membership=cast.held(Role.FINANCE_OFFICER), by=None, at=NOW)
    with pytest.raises(Refused) as refusal:
        asked(cast, at=NOW + timedelta(minutes=1))
    assert codes(refusal) == ["questions.not_askable"]
    with pytest.raises(Refused, match="cannot ask yourself"):
        asked(cast, to=cast.roles[Role.BOARD_MEMBER])


def test_where_the_asker_has_left_the_pool_manager_closes(cast: Cast) -> None:
    question, later = asked(cast), NOW + timedelta(days=1)
    with pytest.raises(Refused, match="Bo Member asked"):
        actions.close(question=question, text="", by=cast.manager, at=NOW)
    people.end_role(membership=cast.held(Role.BOARD_MEMBER), by=None, at=NOW)
    with pytest.raises(Refused, match="Only a pool manager"):
        actions.close(question=question, text="", by=cast.roles[Role.CLERK], at=later)
    actions.close(question=question, text="Bo has left.", by=cast.manager, at=later)
    assert queries.turns(question)[-1].by == cast.manager


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/funds/oxfordshire-mental-health/",
        "javascript:alert(1)",
        "/funds/reading-stroke/",
        "/funds/oxfordshire-mental-health/\\..",
        "/account/",
        "/funds/oxfordshire-mental-health/\n",
        "funds/oxfordshire-mental-health/",
    ],
)
def test_a_question_links_to_a_page_of_its_own_fund_and_to_no_other(cast: Cast, page: str) -> None:
    with pytest.raises(Refused) as refusal:
        asked(cast, page=page)
    assert codes(refusal) == ["questions.page_elsewhere"]


def test_everything_that_is_wrong_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        asked(cast, about=" ", text="Is 943 476 5919 in this?", reply_by=date(2009, 10, 4))
    assert codes(refusal) == ["questions.no_words", "text.nhs_number", "questions.day_past"]
    with pytest.raises(Refused) as refusal:
        asked(cast, text="The man born 3.4.1950?")
    assert codes(refusal) == ["text.date_of_birth"]


def test_the_database_keeps_every_turn_as_it_was(cast: Cast) -> None:
    question = asked(cast)
    for table in ("questions_turn", "questions_question"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE id > 0")  # noqa: S608 - a table's name
    assert question.turns.count() == 1


def test_what_is_overdue_is_marked_from_the_day_after(cast: Cast) -> None:
    asked(cast)
    turn = Turn.objects.get()
    assert not queries.overdue(turn, BY)
    assert queries.overdue(turn, BY + timedelta(days=1))


def test_the_list_is_narrowed_and_comes_as_a_file(cast: Cast, client: Client) -> None:
    first = asked(cast)
    asked(cast, about="Client income", by=cast.manager, to=cast.roles[Role.CLERK])
    actions.close(question=first, text="", by=cast.roles[Role.BOARD_MEMBER], at=NOW)
    client.force_login(cast.roles[Role.CLERK])
    url = reverse("questions", args=[cast.fund.slug, "2009-10"])
    shown = {each: client.get(f"{url}?shown={each}").content.decode() for each in (*queries.SHOWN, "nonsense")}
    assert {each: ("Accommodation" in page, "Client income" in page) for each, page in shown.items()} == {
        "open": (False, True),
        "mine": (False, True),
        "overdue": (False, True),
        "all": (True, True),
        "nonsense": (False, True),
    }
    said = "Show: choose one of those listed."
    assert [each for each, page in shown.items() if said in page] == ["nonsense"]
    assert "Overdue" in shown["all"]
    file = client.get(reverse("questions_download", args=[cast.fund.slug, "2009-10", "csv"]) + "?shown=all")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f'1,"Accommodation, September",{POSITION},Bo Member,,,Closed')
    assert client.get(f"{url}list.exe").status_code == 404


def test_the_form_begins_with_the_figure_that_the_link_names(cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.AUDITOR])
    url = reverse("question_ask", args=[cast.fund.slug, "2009-10"])
    page = client.get(f"{url}?about={quote('Home <care>')}&page={quote(POSITION)}").content.decode()
    assert 'value="Home &lt;care&gt;"' in page
    assert f'name="page" value="{POSITION}"' in page
    assert "Audrey Auditor" not in page
    other = client.get(f"{url}?page=https://elsewhere.example/").content.decode()
    assert "elsewhere" not in other


def test_a_question_goes_from_the_form_to_its_answer_on_the_pages(cast: Cast, client: Client) -> None:
    fay = cast.roles[Role.FINANCE_OFFICER]
    day = datetime.now().year + 1  # noqa: DTZ005 - a day that lies ahead
    given = {"about": "Total", "page": POSITION, "to": fay.pk, "text": "Is it right?"}
    client.force_login(cast.roles[Role.AUDITOR])
    url = reverse("question_ask", args=[cast.fund.slug, "2009-10"])
    there = client.post(url, given | {"reply_by_0": "31", "reply_by_1": "3", "reply_by_2": str(day)})
    assert there.status_code == 302
    client.force_login(fay)
    page = client.get(there["Location"]).content.decode()
    assert "Is it right?" in page
    assert f'href="{POSITION}"' in page
    assert client.post(there["Location"] + "answer/", {"text": "It is."}).status_code == 302
    assert "It is." in client.get(there["Location"]).content.decode()
    refused = client.post(there["Location"] + "answer/", {"text": "Again."}).content.decode()
    assert "Nobody waits for an answer" in refused


@pytest.mark.parametrize(
    ("page", "who", "said"),
    [
        ("answer", Role.CLERK, "Fay Officer was asked this question, and answers it."),
        ("again", Role.FINANCE_OFFICER, "Bo Member asked this question, and asks again or closes it."),
        ("close", Role.FINANCE_OFFICER, "Bo Member asked this question, and asks again or closes it."),
    ],
)
def test_whoever_cannot_send_a_form_is_told_so_before_they_write(
    cast: Cast, client: Client, page: str, who: Role, said: str
) -> None:
    there = asked(cast).get_absolute_url()
    client.force_login(cast.roles[who])
    answer = client.get(f"{there}{page}/", follow=True)
    assert answer.redirect_chain == [(there, 302)]
    assert said in answer.content.decode()


def test_the_page_says_when_whoever_was_asked_has_left(cast: Cast, client: Client) -> None:
    question = asked(cast)
    people.end_role(membership=cast.held(Role.FINANCE_OFFICER), by=None, at=NOW)
    client.force_login(cast.roles[Role.BOARD_MEMBER])
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Fay Officer does not take part in the fund any more. Ask somebody else." in page


def test_every_page_of_figures_offers_to_ask_about_one_of_them(cast: Cast, manager: Client) -> None:
    fund_year = year.there(cast)
    page = manager.get(f"{POSITION}?period=6").content.decode()
    asks = reverse("question_ask", args=[cast.fund.slug, fund_year.year])
    assert f'href="{asks}?page={quote(f"{POSITION}?period=6", "")}"' in page
    form = manager.get(re.findall(r'href="([^"]*questions/ask/[^"]*)"', page)[0]).content.decode()
    assert f'name="page" value="{POSITION}?period=6"' in form
