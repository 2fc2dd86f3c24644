"""The history of a fund, narrowed: by sort of event, since a report, and as a file of just that."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

from django.test import Client

from poolbook_web.audit import queries as audit
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.people import actions
from poolbook_web.people.models import Role
from tests.web.cast import NOW, Cast
from tests.web.questions.asking import asked


def test_the_history_is_narrowed_to_one_sort_of_event_and_so_is_its_file(cast: Cast, manager: Client) -> None:
    asked(cast)
    url = f"/funds/{cast.fund.slug}/history"
    page = manager.get(f"{url}/?area=question").content.decode()
    assert "asked question 1" in page
    assert "opened the fund" not in page
    lines = manager.get(f"{url}.csv?area=question").content.decode().splitlines()
    assert len(lines) == 2
    assert "asked of: Fay Officer; reply by: 12 October 2009" in lines[1]
    assert len(manager.get(f"{url}.csv").content.decode().splitlines()) > 10


def test_what_changed_since_the_last_report_is_one_link_away(cast: Cast, manager: Client) -> None:
    url = f"/funds/{cast.fund.slug}/history/"
    assert "What has changed since" not in manager.get(url).content.decode()
    issued = record(Event.REPORT_ISSUED, on=cast.fund, by=cast.manager, at=NOW)
    asked(cast)
    page = manager.get(url).content.decode()
    assert f"?since={issued.number}" in page
    since = manager.get(f"{url}?since={issued.number}").content.decode()
    assert f"Only what came after event {issued.number}." in since
    assert "asked question 1" in since
    assert "opened the fund" not in since


def test_an_address_that_asks_for_nonsense_shows_what_is_wrong_and_everything(cast: Cast, manager: Client) -> None:
    page = manager.get(f"/funds/{cast.fund.slug}/history/?area=nonsense&since=-4&by=zz").content.decode()
    assert "There is a problem" in page
    assert "opened the fund" in page


def test_each_field_that_changed_is_told_with_before_and_after(cast: Cast) -> None:
    held = cast.held(Role.CLERK)
    actions.change_role(
        membership=held, role=Role.LEGAL_ADVISER, partner=cast.council, by=cast.manager, at=NOW + timedelta(days=1)
    )
    told = audit.told(audit.history(cast.fund.history_scope).order_by("-number")[0])
    assert [(each.field, each.before, each.after) for each in told.changes] == [("role", "Clerk", "Legal adviser")]
    assert told.replaced
    assert told.changes[0].says == "role: was Clerk, is now Legal adviser"


def test_every_sort_of_event_can_be_asked_for() -> None:
    areas = dict(audit.areas())
    assert all(event.value.partition(".")[0] in areas for event in Event)
    assert areas["question"] == "Question"


def test_an_event_that_is_private_to_another_partner_leaves_a_line_and_none_of_its_words(cast: Cast) -> None:
    held = cast.held(Role.BOARD_MEMBER)
    actions.end_role(membership=held, by=cast.manager, at=NOW, note="Left for a post elsewhere.")
    number = audit.history(cast.fund.history_scope, private_of=[cast.trust.pk]).order_by("-number")[0].number
    url = f"/funds/{cast.fund.slug}/history"
    readers = {
        cast.roles[Role.FINANCE_OFFICER]: "“Left for a post elsewhere.”",
        cast.manager: f"Event {number}, which you recorded, is another partner's private paper; it is in the chain.",
        cast.roles[Role.COMMISSIONER]: f"Event {number} is another partner's private paper; it is in the chain.",
    }
    for reader, told in readers.items():
        client = Client()
        client.force_login(reader)
        for page in (unescape(client.get(f"{url}/").content.decode()), client.get(f"{url}.csv").content.decode()):
            assert told.strip("“”") in page, reader
            assert ("Left for a post" in page) is told.startswith("“"), reader
        assert "private paper" not in client.get(f"{url}/?area=role").content.decode(), "narrowed, numbers are sparse"
