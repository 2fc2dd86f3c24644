"""Two people at the same moment: one effect, or both, and never half of either."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail as sent_mail
from django.db import connection, transaction
from django.utils import timezone

from poolbook.findings import Refused
from poolbook_web.audit import queries as audit
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.audit.models import AuditEvent
from poolbook_web.base import mail
from poolbook_web.base.models import Letter
from poolbook_web.partners.models import Fund
from poolbook_web.people import actions, store
from poolbook_web.people.models import Membership, Role
from tests.web import cast as casting
from tests.web.cast import NOW, Cast

TIMES = 10


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody, committed, so that every thread sees them."""
    if not Fund.objects.exists():
        casting.assemble()
    return casting.gather()


def at_once(*does: Callable[[], object]) -> list[str]:
    """Do all of these at the same moment, each on a connection of its own; what became of each."""
    together = Barrier(len(does))

    def one(act: Callable[[], object]) -> str:
        try:
            together.wait()
            act()
        except Refused as refusal:
            return refusal.findings[0].code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(does)) as threads:
        return sorted(threads.map(one, does))


def test_of_two_who_give_the_same_role_at_once_one_does(cast: Cast) -> None:
    def give() -> object:
        return actions.invite(
            fund=cast.fund,
            email="stan.stranger@example.org",
            name="Stan",
            role=Role.CLERK,
            partner=cast.trust,
            site="http://testserver",
            by=cast.manager,
            at=NOW,
        )

    for _ in range(TIMES):
        Membership.objects.filter(person=cast.stranger).delete()
        said = at_once(give, give)
        assert said.count("done") == 1
        assert set(said) <= {"done", "constraint.membership_once", "people.role_held_already"}
        assert Membership.objects.filter(person=cast.stranger, until=None).count() == 1


def test_the_last_two_pool_managers_cannot_end_each_other_at_once(cast: Cast) -> None:
    admin = cast.roles[Role.ADMINISTRATOR]
    for _ in range(TIMES):
        Membership.objects.filter(role=Role.POOL_MANAGER, fund=cast.fund).delete()
        held = [
            Membership.objects.create(
                person=who, fund=cast.fund, partner=cast.council, role=Role.POOL_MANAGER, since=casting.THEN
            )
            for who in (cast.manager, cast.stranger)
        ]

        def end(which: Membership) -> Callable[[], object]:
            return lambda: actions.end_role(membership=which, by=admin, at=NOW)

        assert at_once(*map(end, held)) == ["done", "people.last_of_a_role"]
        assert store.of_fund(cast.fund, NOW).filter(role=Role.POOL_MANAGER).count() == 1


def test_a_chain_under_many_writers_has_no_gap_and_no_fork(cast: Cast) -> None:
    def write() -> None:
        for _ in range(5):
            with transaction.atomic():
                record(Event.FUND_OPENED, on=cast.fund, by=cast.manager, at=NOW)

    before = AuditEvent.objects.filter(scope=cast.fund.history_scope).count()
    assert at_once(*[write] * 4) == ["done"] * 4
    assert not audit.check(cast.fund.history_scope)
    assert AuditEvent.objects.filter(scope=cast.fund.history_scope).count() == before + 20


def test_two_who_deliver_at_once_send_each_letter_once(cast: Cast) -> None:
    Letter.objects.all().delete()
    for number in range(6):
        mail.post(to="x@example.org", subject=f"Letter {number}", body="…", at=NOW)
    assert at_once(*[lambda: mail.deliver(timezone.now)] * 2) == ["done", "done"]
    assert sorted(each.subject for each in sent_mail.outbox) == [f"Letter {number}" for number in range(6)]
    assert not Letter.objects.filter(sent_at=None).exists()
