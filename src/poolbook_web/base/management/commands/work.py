"""Do the site's work in the background: read and post extracts, send letters."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from poolbook_web.base import health, mail, once, scratch, work
from poolbook_web.base.models import Drawing

log = logging.getLogger("poolbook.work")

#: How often, in seconds, what was left lying is looked for.
_TICK = 10
#: How long the queue keeps what is over.
_KEPT = timedelta(days=7)
#: How long a chart is kept before it is drawn again.
_DRAWN = timedelta(days=30)


class Command(BaseCommand):
    """One worker, until it is stopped; SIGTERM lets it end the piece it is at. A second may run beside it."""

    help = "Do the site's work in the background: read and post extracts, send letters."

    def add_arguments(self, parser: CommandParser) -> None:
        """The options."""
        parser.add_argument("--once", action="store_true", help="do what there is to do, and end")
        parser.add_argument("--interval", type=float, default=0.5, help="seconds between two looks into the queue")

    def handle(self, *_: Any, once: bool, interval: float, **__: Any) -> None:
        """Work, if the tables are those of this version and none has lost its protection."""
        self.check(databases=["default"])
        worker = Worker(
            queue_names=["*"],
            interval=interval,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if not once:
            worker.configure_signals()
            threading.Thread(target=_live, daemon=True).start()
        looked = 0.0
        while worker.running:
            worker.run()
            if once or time.monotonic() - looked >= _TICK:
                self._tick(stops=once)
                looked = time.monotonic()
            if once:
                return
            time.sleep(interval)

    @staticmethod
    def _tick(*, stops: bool) -> None:
        """Each part, whatever becomes of another: a fault is for the log, and the next tick tries again; where there is
        none, it ``stops`` the work."""
        for part in (work.tick, _deliver, _tidy):
            try:
                part()
            except Exception:
                if stops:
                    raise
                log.exception("tick failed")


def _deliver() -> None:
    mail.deliver(timezone.now)


def _tidy() -> None:
    now = timezone.now()
    DBTaskResult.objects.filter(enqueued_at__lt=now - _KEPT).delete()
    Drawing.objects.filter(made_at__lt=now - _DRAWN).delete()
    once.sweep(now)
    scratch.sweep(now)


def _live() -> None:
    """Say so, again and again, while the worker is at a long piece too."""
    while True:
        try:
            health.beat(timezone.now())
        except DatabaseError:
            log.warning("beat failed")
        connection.close()
        time.sleep(health.BEAT)
