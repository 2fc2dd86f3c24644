"""What ``poolbook-site`` offers: the site's own commands, and of Django's those that go through no back door.

Django brings others (``flush``, ``loaddata``, ``shell``, ``createsuperuser`` …) that change the database beside the
actions: nobody is asked whether they may, and no history tells of it. Whoever works on the site itself has them by
``python -m django``.
"""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand

#: Those of Django that are offered, in words.
OF_DJANGO = {
    "check": "Check the settings, with --deploy as a production needs them, and the database.",
    "migrate": "Make the tables of the database, or bring them to the shape of this version.",
}


def offered() -> list[str]:
    """The names of the commands, by the alphabet."""
    return sorted(name for name, app in get_commands().items() if app.startswith("poolbook_web.") or name in OF_DJANGO)


class Utility(ManagementUtility):
    """Django's command line, with the commands that are offered and no other."""

    def main_help_text(self, commands_only: bool = False) -> str:
        """What ``poolbook-site help`` says."""
        if commands_only:
            return "\n".join(offered())
        said = (f"  {name:<20} {OF_DJANGO.get(name) or self.fetch_command(name).help}" for name in offered())
        wrong = self.settings_exception
        left_out = [] if wrong is None else ["", f"The others are listed once the settings are right. {wrong}"]
        return "\n".join(["poolbook-site COMMAND --help says more of each of these commands:", "", *said, *left_out])

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """A command that is offered; for any other the process ends with a sentence, and before it for a setting."""
        try:
            _ = settings.INSTALLED_APPS
        except ImproperlyConfigured as wrong:
            sys.exit(str(wrong))
        if subcommand not in offered():
            sys.exit(f"poolbook-site has no command {subcommand}: poolbook-site help lists those that it has.")
        return super().fetch_command(subcommand)
