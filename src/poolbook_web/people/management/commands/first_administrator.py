"""Let somebody look after the people of this site: the first of them, before anybody can sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from poolbook.findings import Refused
from poolbook_web.people import actions, invitations


class Command(BaseCommand):
    """Prints the link by which they choose a password; no password is ever typed on the command line."""

    help = "Make somebody an administrator, and print the link by which they choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who."""
        parser.add_argument("email", help="the address they will sign in with")
        parser.add_argument("name", help="their full name")
        parser.add_argument("--site", default="", help="the site's address, for the link")

    def handle(self, *_: Any, email: str, name: str, site: str, **__: Any) -> None:
        """Appoint."""
        at = timezone.now()
        try:
            made = actions.appoint_administrator(email=email, name=name, by=None, at=at)
        except Refused as refusal:
            raise CommandError("; ".join(found.message for found in refusal.findings)) from None
        self.stdout.write(f"{made.person} is an administrator.")
        if not made.person.has_usable_password():
            link = reverse("join", args=[invitations.token(made.person, at=at)])
            here = (site or settings.ADDRESS).rstrip("/")
            self.stdout.write(f"To choose a password within {invitations.VALID_FOR.days} days:\n{here}{link}")
            if not site:
                self.stdout.write(f"If the site is served elsewhere, put its address in the place of {here}.")
