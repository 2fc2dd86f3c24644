"""Serve the site."""

from __future__ import annotations

import ipaddress
import os
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels


def is_this_machine(address: str) -> bool:
    """Whether an address can be reached from this machine alone.

    >>> [is_this_machine(each) for each in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "10.1.2.3", "pool.example")]
    [True, True, True, False, False, False]
    """
    try:
        return address == "localhost" or ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def application(_: str) -> Any:
    """The site, in a serving process of its own group: Ctrl-C is heard by the process that began it, which tells it to
    stop. A second signal while it is stopping would hold it up for good, and so would one that comes before it is
    ready, if it were heard by what this process has from the one that began it."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from poolbook_web import wsgi  # noqa: PLC0415 - in the process that serves, and in no other

    return wsgi.application


class Command(BaseCommand):
    """Granian, with the settings that this command runs under."""

    help = "Serve the site. Under the local settings, to this machine alone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and with how many processes."""
        parser.add_argument("--address", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help="processes; SQLite is best served by 2 to 4")

    def handle(self, *_: Any, address: str, port: int, workers: int, verbosity: int, **__: Any) -> None:
        """Serve until stopped."""
        if settings.THIS_MACHINE_ALONE and not is_this_machine(address):
            raise CommandError(
                f"The local settings have no HTTPS and are for this machine alone; they are not served to {address}. "
                "Set DJANGO_SETTINGS_MODULE=poolbook_web.settings.production for a server."
            )
        self.check(databases=["default"])
        self.check_migrations()
        connections.close_all()  # no process that serves may inherit one
        Granian(
            "poolbook_web.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=4,
            log_access=False,
            workers_kill_timeout=30,  # longer than any page takes
            log_level=LogLevels.info if verbosity else LogLevels.error,
        ).serve(target_loader=application)
