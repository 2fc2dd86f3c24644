"""What people are written about imports: that one waits for them, and where it is. Every figure stays on the page."""

from __future__ import annotations

from datetime import datetime

from poolbook_web.imports import queries
from poolbook_web.imports.models import Batch
from poolbook_web.people import letters


def to_accept(batch: Batch, *, at: datetime) -> None:
    """Tell everybody who may accept an import that it waits: whoever brought it in, or said where its codes go, is
    not among them."""
    subject = f"import {batch.number} of {batch.fund_year.fund} waits to be accepted"
    context = {"batch": batch, "fund_year": batch.fund_year}
    for person in queries.others_who_accept(batch, at):
        letters.tell(person, subject=subject, template="imports/letters/to_accept.txt", context=context, at=at)
