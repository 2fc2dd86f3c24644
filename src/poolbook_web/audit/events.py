"""Every kind of event, and what it says in the history. To add one: a line here and the action that records it.

A phrase completes "{person} …"; ``{on}`` is what it was done to, by the name it had then.
"""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What can happen."""

    PARTNER_ADDED = "partner.added"
    PARTNER_SUCCEEDED = "partner.succeeded"
    UNIT_ADDED = "unit.added"
    FUND_OPENED = "fund.opened"
    FUND_JOINED = "fund.joined"
    FUND_LEFT = "fund.left"
    HOST_AGREED = "host.agreed"
    YEAR_OPENED = "year.opened"
    PERSON_INVITED = "person.invited"
    PERSON_INVITED_AGAIN = "person.invited_again"
    PERSON_JOINED = "person.joined"
    PERSON_RENAMED = "person.renamed"
    NOTICES_CHOSEN = "notices.chosen"
    INVITATION_CANCELLED = "invitation.cancelled"
    ACCOUNT_CLOSED = "account.closed"
    ACCOUNT_REOPENED = "account.reopened"
    ROLE_CHANGED = "role.changed"
    ROLE_ENDED = "role.ended"
    ROLE_ENDED_WHY = "role.ended_why"
    TERMS_PUT = "terms.put"
    RULES_PUT = "rules.put"
    BOOKS_OPENED = "books.opened"
    ENTRY_POSTED = "entry.posted"
    ENTRY_REVERSED = "entry.reversed"
    PERIOD_CLOSED = "period.closed"
    PROPOSAL_MADE = "proposal.made"
    REVERSAL_ASKED = "reversal.asked"
    PROPOSAL_POSTED = "proposal.posted"
    PROPOSAL_DECLINED = "proposal.declined"
    PROPOSAL_WITHDRAWN = "proposal.withdrawn"
    EXTRACTS_KEPT = "extracts.kept"
    IMPORT_BROUGHT = "import.brought"
    IMPORT_ACCEPTED = "import.accepted"
    IMPORT_SENT_BACK = "import.sent_back"
    IMPORT_WITHDRAWN = "import.withdrawn"
    IMPORT_UNDONE = "import.undone"
    RECORD_KEPT = "record.kept"
    RECORD_WITHDRAWN = "record.withdrawn"
    QUESTION_ASKED = "question.asked"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_ASKED_AGAIN = "question.asked_again"
    QUESTION_CLOSED = "question.closed"
    LEAD_SAID = "lead.said"
    COMMENTARY_ASKED = "commentary.asked"
    REPORT_ISSUED = "report.issued"
    REPORT_RECEIVED = "report.received"
    PACK_LOADED = "pack.loaded"
    PACK_TAKEN = "pack.taken"


PHRASES: dict[Event, str] = {
    Event.PARTNER_ADDED: "added the partner {on}",
    Event.PARTNER_SUCCEEDED: "recorded that one partner took over from another: {on}",
    Event.UNIT_ADDED: "added the contributor unit {on}",
    Event.FUND_OPENED: "opened the fund {on}",
    Event.FUND_JOINED: "recorded that {on}",
    Event.FUND_LEFT: "recorded the last day of a partner: {on}",
    Event.HOST_AGREED: "recorded the host partner: {on}",
    Event.YEAR_OPENED: "opened the year {on}",
    Event.PERSON_INVITED: "invited {on}",
    Event.PERSON_INVITED_AGAIN: "sent the invitation again: {on}",
    Event.PERSON_JOINED: "accepted the invitation and chose a password",
    Event.PERSON_RENAMED: "changed their own name or post",
    Event.NOTICES_CHOSEN: "chose how often letters come to them",
    Event.INVITATION_CANCELLED: "cancelled the invitation: {on}",
    Event.ACCOUNT_CLOSED: "closed the account of {on}",
    Event.ACCOUNT_REOPENED: "opened the account of {on} again",
    Event.ROLE_CHANGED: "changed the role of {on}",
    Event.ROLE_ENDED: "ended the role of {on}",
    Event.ROLE_ENDED_WHY: "gave the reason for ending the role of {on}",
    Event.TERMS_PUT: "put in force the {on}",
    Event.RULES_PUT: "put in force the {on}",
    Event.BOOKS_OPENED: "opened the books from the terms: {on}",
    Event.ENTRY_POSTED: "posted {on}",
    Event.ENTRY_REVERSED: "reversed an earlier entry by {on}",
    Event.PERIOD_CLOSED: "closed a period by {on}",
    Event.PROPOSAL_MADE: "asked somebody else to post {on}",
    Event.REVERSAL_ASKED: "asked somebody else to post a reversal, {on}",
    Event.PROPOSAL_POSTED: "agreed to {on}",
    Event.PROPOSAL_DECLINED: "declined {on}",
    Event.PROPOSAL_WITHDRAWN: "withdrew {on}",
    Event.EXTRACTS_KEPT: "brought into the books {on}",
    Event.IMPORT_BROUGHT: "brought in files for review: {on}",
    Event.IMPORT_ACCEPTED: "accepted {on} into the books",
    Event.IMPORT_SENT_BACK: "sent {on} back to be reviewed again",
    Event.IMPORT_WITHDRAWN: "withdrew {on}",
    Event.IMPORT_UNDONE: "undid {on}",
    Event.RECORD_KEPT: "recorded {on}",
    Event.RECORD_WITHDRAWN: "withdrew the record of {on}",
    Event.QUESTION_ASKED: "asked {on}",
    Event.QUESTION_ANSWERED: "answered {on}",
    Event.QUESTION_ASKED_AGAIN: "asked again in {on}",
    Event.QUESTION_CLOSED: "closed {on}",
    Event.LEAD_SAID: "recorded that {on}",
    Event.COMMENTARY_ASKED: "asked the scheme leads for commentary in {on}",
    Event.REPORT_ISSUED: "issued {on}",
    Event.REPORT_RECEIVED: "acknowledged receipt of {on}",
    Event.PACK_LOADED: "brought in the books of {on} from a pack",
    Event.PACK_TAKEN: "took the evidence pack of {on}",
}
