"""The verbs of commentary: say who leads a scheme, ask the leads to comment by a day, comment, remind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from poolbook.findings import Finding, Where, error, refuse_if
from poolbook_web.audit.actions import record
from poolbook_web.audit.events import Event
from poolbook_web.base import personal
from poolbook_web.base.action import action
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring.models import Comment
from poolbook_web.partners.models import FundYear
from poolbook_web.partners.store import lock
from poolbook_web.people import access
from poolbook_web.people.models import Person
from poolbook_web.people.permissions import Permission
from poolbook_web.questions import letters, queries, store
from poolbook_web.questions.models import Call, Lead, Reminder


@dataclass(frozen=True)
class Asked:
    """What came of asking for commentary: the calls made, and the names of the schemes that nobody leads."""

    calls: tuple[Call, ...]
    without_lead: tuple[str, ...]


@action
def say_lead(
    *, fund_year: FundYear, scheme: str, person: Person | None, since: date, by: Person | None, at: datetime
) -> Lead:
    """Say who leads a scheme from a day on, or that nobody does. What was said before stays, up to that day."""
    access.require(by, Permission.LEADS_KEEP, fund_year.fund, at=at)
    lock(fund_year)
    names = queries.scheme_names(fund_year)
    refuse_if([*_known([scheme], names), *_may_lead(fund_year, person, at)])
    before = queries.leading(fund_year, since).get(scheme)
    lead = Lead(fund_year=fund_year, scheme=scheme, person=person, since=since, said_by=by, said_at=at)
    if before and (before.person, before.since) == (person, since):
        return before
    lead.save()
    said = {names[scheme]: before.person} if before else {}
    record(Event.LEAD_SAID, on=lead, by=by, at=at, before=said, after={names[scheme]: person})
    return lead


@action
def ask_leads(
    *, fund_year: FundYear, period: int, schemes: Sequence[str], due: date, by: Person | None, at: datetime
) -> Asked:
    """Ask those who lead these schemes, or without any named all of them, to comment on a period by a day. Each lead
    gets one letter. Who was asked the same already, and who has written, is left in peace: to do it twice is to do it
    once."""
    access.require(by, Permission.LEADS_KEEP, fund_year.fund, at=at)
    lock(fund_year)
    known = {each.scheme.code: each for each in queries.commentary(fund_year, period, at)}
    refuse_if([*_known(schemes, known), *_ahead(due, at)])
    may = queries.who_may_lead(fund_year.fund, at)
    calls, without = [], []
    for code in dict.fromkeys(schemes or known):
        each = known[code]
        lead = each.lead.person if each.lead and each.lead.person in may else None
        if each.comment or (each.call and (each.call.lead, each.call.due) == (lead, due)):
            continue
        if lead is None:
            without.append(each.scheme.name)
            continue
        turn = each.call.turn + 1 if each.call else 1
        calls.append(
            Call(
                fund_year=fund_year, period=period, scheme=code, turn=turn, lead=lead, due=due, asked_by=by, asked_at=at
            )
        )
    named = {code: each.scheme.name for code, each in known.items()}
    _call(fund_year, calls, named, by, at)
    return Asked(tuple(calls), tuple(without))


def _call(fund_year: FundYear, calls: Sequence[Call], named: dict[str, str], by: Person | None, at: datetime) -> None:
    """Write the calls down, into the history as one event, and to each lead in one letter."""
    if not calls:
        return
    of_each: defaultdict[Person, list[Call]] = defaultdict(list)
    for call in calls:
        call.save()
        of_each[call.lead].append(call)
    after = {"month": queries.month(fund_year, calls[0].period), "reply by": calls[0].due}
    after |= {named[call.scheme]: call.lead for call in calls}
    record(Event.COMMENTARY_ASKED, on=fund_year, by=by, at=at, after=after)
    for lead, theirs in of_each.items():
        letters.calls(lead, theirs, [named[call.scheme] for call in theirs], at=at)


@action
def comment(*, fund_year: FundYear, period: int, scheme: str, text: str, by: Person, at: datetime) -> Comment:
    """Comment on a scheme in a period, where nobody has yet; the reports show it. To say it anew is another verb."""
    access.require(by, Permission.COMMENTARY_KEEP, fund_year.fund, at=at)
    lock(fund_year)
    there = store.comments(fund_year, period).get(scheme)
    said = f"{there.by} has commented on this already: say it anew where it is recorded" if there else ""
    refuse_if([*([error("questions.commented", said)] if there else []), *_words(text, fund_year)])
    signed = f"{by.name}, {by.post}" if by.post else by.name
    says = {"period": period, "scheme": scheme, "text": text, "by": signed, "at": timezone.localdate(at)}
    return monitoring.keep(fund_year=fund_year, kind=Comment, says=says, by=by, at=at)


@action
def remind(*, call: Call, kind: Reminder.Kind, at: datetime) -> None:
    """Remind a lead of a call, once; refused by the database where somebody else has just done so. Nobody is written to
    who has left meanwhile."""
    Reminder.objects.create(call=call, kind=kind, at=at)
    if call.lead in queries.who_may_lead(call.fund_year.fund, at):
        letters.reminder(
            call, queries.scheme_names(call.fund_year)[call.scheme], late=kind == Reminder.Kind.AFTER, at=at
        )


def _known(schemes: Sequence[str], known: Collection[str]) -> Iterator[Finding]:
    for code in schemes:
        if code not in known:
            yield error("questions.unknown_scheme", f"{code!r} is not a scheme of the terms", Where(key="schemes"))


def _may_lead(fund_year: FundYear, person: Person | None, at: datetime) -> Iterator[Finding]:
    if person is not None and person not in queries.who_may_lead(fund_year.fund, at):
        message = f"{person} has no role in {fund_year.fund} that lets them comment on a scheme"
        yield error("questions.cannot_lead", message, Where(key="person"))


def _ahead(due: date, at: datetime) -> Iterator[Finding]:
    if due < timezone.localdate(at):
        yield error("questions.day_past", "the day to comment by lies in the past", Where(key="due"))


def _words(text: str, fund_year: FundYear) -> Iterator[Finding]:
    if not text.strip():
        yield error("questions.no_words", "write the commentary", Where(key="text"))
    yield from personal.refused(text, fund_year.year, "text")
