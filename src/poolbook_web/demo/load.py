"""Load the worlds, fund by fund, each whole or not at all, by the actions that every page uses.

A fund that is there already is left as its visitors have made it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from poolbook import folder
from poolbook.folder import names
from poolbook.folder.receive import receive
from poolbook.terms.model import Terms
from poolbook.terms.read import read
from poolbook_web.demo.worlds import ADMINISTRATOR, ADMINISTRATORS_ADDRESS, PASSWORD, FundOf, Player, World
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.partners.models import Fund, Party
from poolbook_web.people import actions as people
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Membership, Person, Role

Say = Callable[[str], None]


def administrator(at: datetime) -> Person:
    """Whoever looks after the people of the site; appointed now, if nobody has been."""
    found = Person.objects.filter(email=ADMINISTRATORS_ADDRESS).first()
    if found is not None:
        return found
    with transaction.atomic():
        made = people.appoint_administrator(email=ADMINISTRATORS_ADDRESS, name=ADMINISTRATOR.name, by=None, at=at)
        return _joined(made, ADMINISTRATOR, at)


def world(of: World, *, examples: Path, site: str, at: datetime, say: Say) -> int:
    """Load the funds of a world that are not there yet; how many those were."""
    missing = [fund for fund in of.funds if not Fund.objects.filter(slug=fund.slug).exists()]
    for fund in missing:
        with tempfile.TemporaryDirectory(prefix="poolbook-demo-") as place, transaction.atomic():
            _load(of, fund, examples, Path(place), site, at, say)
    return len(missing)


def _load(of: World, fund: FundOf, examples: Path, place: Path, site: str, at: datetime, say: Say) -> None:
    """One fund: opened, peopled, and its books brought in year by year."""
    of_years = [read(examples / pack / names.TERMS) for pack in fund.packs]
    say(f"{of_years[-1].fund.name}: the fund and its people")
    opened = _opened(fund, of_years, administrator(at), at)
    manager = _peopled(of, fund, opened, site, at)
    for pack, terms in zip(fund.packs, of_years, strict=True):
        say(f"{of_years[-1].fund.name}: the books of {terms.year}")
        made = _pack(examples, pack, place, manager, at)
        monitoring.load_pack(fund=opened, path=made, by=manager, at=at)


def _opened(fund: FundOf, of_years: list[Terms], by: Person, at: datetime) -> Fund:
    """The fund, open since the first of its years, under the name of the last."""
    first, last = of_years[0], of_years[-1]
    parties = [
        PartyOf(each.code, each.name, each.kind.value, each.body, [(unit.code, unit.name) for unit in each.units])
        for each in first.partners
    ]
    return people.open_fund(
        slug=fund.slug, name=last.fund.name, year=str(first.year), mode=first.fund.mode.value, parties=parties,
        host=first.host.partner if first.host else "", by=by, at=at,
    )  # fmt: skip


def _peopled(of: World, fund: FundOf, opened: Fund, site: str, at: datetime) -> Person:
    """Everybody invited and joined, the pool manager first, who invites the others; the pool manager."""
    parties = {each.code: each for each in Party.objects.filter(fund=opened).select_related("partner")}
    cast = [player for player in of.players if of.takes_part(player, fund, frozenset(parties))]
    first = next(player for player in cast if player.role is Role.POOL_MANAGER)
    manager = _joined(_invited(of, first, opened, parties, site, administrator(at), at), first, at)
    for player in cast:
        if player is not first:
            _joined(_invited(of, player, opened, parties, site, manager, at), player, at)
    if fund == of.funds[0]:
        gone = _invited(of, of.stranger, opened, parties, site, manager, at)
        _joined(gone, of.stranger, at)
        people.end_role(membership=gone, by=manager, at=at, note="Left for a post elsewhere.")
    return manager


def _invited(
    of: World, player: Player, fund: Fund, parties: dict[str, Party], site: str, by: Person, at: datetime
) -> Membership:
    partner = parties[player.partner].partner if player.partner else None
    return people.invite(
        fund=fund, email=of.address(player), name=player.name, role=player.role, partner=partner, site=site, by=by,
        at=at, post=player.post,
    )  # fmt: skip


def _joined(held: Membership, player: Player, at: datetime) -> Person:
    """The person, who has answered the first of their invitations."""
    person = held.person
    if not person.has_usable_password():
        people.join(name=player.name, post=player.post, password=PASSWORD, by=person, at=at)
    return person


def _pack(examples: Path, name: str, place: Path, by: Person, at: datetime) -> Path:
    """A copy of an example pack with its extracts brought in by the core, or opened where it has none."""
    made = place / name
    shutil.copytree(examples / name, made)
    extracts = sorted((examples / "extracts" / name).glob("*.csv"))
    if extracts:
        receive(made, extracts, by=by.name, at=at)
    else:
        folder.open_year(made, by=by.name, at=at)
    return made
