"""Open a fund from its terms: its first year, its partners and units, its host, and its pool manager."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from poolbook.findings import Refused
from poolbook.terms.read import read
from poolbook_web.partners import queries as partners
from poolbook_web.people import actions
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Role


class Command(BaseCommand):
    """What the terms say of money comes with the agreement, later."""

    help = "Open a fund from its terms, and invite its pool manager."

    def add_arguments(self, parser: CommandParser) -> None:
        """The terms, and who manages."""
        parser.add_argument("terms", type=Path, help="terms.yaml, or the folder that holds it")
        parser.add_argument("manager", help="the pool manager's e-mail address")
        parser.add_argument("name", help="the pool manager's full name")
        parser.add_argument("--site", default="http://localhost:8000", help="the site's address, for the invitation")

    def handle(self, *_: Any, terms: Path, manager: str, name: str, site: str, **__: Any) -> None:
        """Open it, or nothing at all."""
        try:
            with transaction.atomic():
                said = open_from(terms, manager=manager, name=name, site=site.rstrip("/"))
        except Refused as refusal:
            raise CommandError("\n".join(str(found) for found in refusal.findings)) from None
        self.stdout.write(said)


def open_from(path: Path, *, manager: str, name: str, site: str) -> str:
    """Open the fund of these terms; what was done, in words."""
    at = timezone.now()
    terms = read(path / "terms.yaml" if path.is_dir() else path)
    fund = actions.open_fund(
        slug=terms.fund.code,
        name=terms.fund.name,
        year=str(terms.year),
        mode=terms.fund.mode.value,
        parties=[
            PartyOf(each.code, each.name, each.kind.value, each.body, [(unit.code, unit.name) for unit in each.units])
            for each in terms.partners
        ],
        host=terms.host.partner if terms.host else "",
        by=None,
        at=at,
    )
    host = partners.host(fund, timezone.localdate(at))
    actions.invite(fund=fund, email=manager, name=name, role=Role.POOL_MANAGER, partner=host, site=site, by=None, at=at)
    return f"{fund} is open at {site}{fund.get_absolute_url()}. The invitation to {name} waits in the outbox."
