"""What people are written about proposals: that one waits for them, and where it is. Every figure stays on the page."""

from __future__ import annotations

from poolbook_web.ledger.models import Proposal
from poolbook_web.people import letters
from poolbook_web.people import queries as people
from poolbook_web.people.permissions import Permission


def asked(proposal: Proposal) -> None:
    """Tell everybody who may post a proposal, but for whoever asked, that it waits."""
    fund_year = proposal.fund_year
    subject = f"{proposal.called}, of {fund_year.fund} waits to be posted"
    context = {"proposal": proposal, "fund_year": fund_year}
    for person in people.who_may(Permission.LEDGER_POST, fund_year.fund, proposal.at):
        if person.pk != proposal.by_id:
            template = "ledger/letters/asked.txt"
            letters.tell(person, subject=subject, template=template, context=context, at=proposal.at)
