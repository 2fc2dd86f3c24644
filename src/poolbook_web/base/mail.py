"""How letters come into the outbox and leave it.

Django and allauth hand every email to :class:`OutboxBackend`, which only writes it down. ``poolbook-site deliver_mail``
sends what is due; a try that fails is made again after 1, 2, 4 … minutes, ten times in all. A letter that was sent as
the machine died may be sent again: it bears the same Message-ID, by which mail programs know the second for the first.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from poolbook_web.base.models import Letter

log = logging.getLogger("poolbook.mail")

MOST_TRIES = 10


class OutboxBackend(BaseEmailBackend):
    """Writes letters down instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """One letter for each person that each message is to."""
        at, letters = timezone.now(), 0
        for message in email_messages:
            for to in message.recipients():
                post(to=to, subject=str(message.subject), body=str(message.body), sender=message.from_email, at=at)
                letters += 1
        return letters


def post(*, to: str, subject: str, body: str, at: datetime, sender: str = "") -> None:
    """Put a letter into the outbox, in the transaction of whoever calls."""
    Letter.objects.create(
        to=parseaddr(to)[1],
        sender=sender or settings.DEFAULT_FROM_EMAIL,
        subject=" ".join(subject.split())[:255],
        body=body,
        written_at=at,
        due_at=at,
    )


def deliver(clock: Callable[[], datetime]) -> tuple[int, int]:
    """Send what is due; how many were sent, and how many failed. Each letter is claimed before it is sent, so that two
    who deliver at once do not send the same one."""
    sent = failed = 0
    while letter := _claim(clock()):
        try:
            _send(letter)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with one letter must not hold up the rest
            failed += 1
            Letter.objects.filter(pk=letter.pk).update(fault=type(fault).__name__)
            log.warning("letter not sent", extra={"said": {"letter": letter.pk, "fault": type(fault).__name__}})
        else:
            sent += 1
            Letter.objects.filter(pk=letter.pk).update(sent_at=clock(), body="", fault="")
    return sent, failed


def _claim(at: datetime) -> Letter | None:
    """The next letter that is due; nobody else will find it due until its next try."""
    with transaction.atomic():
        waiting = Letter.objects.filter(sent_at=None, due_at__lte=at, tries__lt=MOST_TRIES)
        letter = waiting.select_for_update(skip_locked=True).order_by("due_at", "pk").first()
        if letter is not None:
            letter.due_at = at + timedelta(minutes=2**letter.tries)
            letter.tries += 1
            letter.save(update_fields=["due_at", "tries"])
        return letter


def _send(letter: Letter) -> None:
    host = parseaddr(letter.sender)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<letter-{letter.pk}-{letter.written_at:%Y%m%d%H%M%S%f}@{host}>"}
    connection = get_connection(settings.DELIVERY_BACKEND)
    EmailMessage(letter.subject, letter.body, letter.sender, [letter.to], headers=headers, connection=connection).send()
