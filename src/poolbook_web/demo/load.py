"""Load the worlds, fund by fund, each whole or not at all, by the actions that every page uses.

A fund that is there already is left as its visitors have made it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from poolbook import folder
from poolbook.folder import names
from poolbook.folder.receive import receive
from poolbook.terms.model import Terms
from poolbook.terms.read import read
from poolbook_web.demo import asking, issuing
from poolbook_web.demo.worlds import ADMINISTRATOR, ADMINISTRATORS_ADDRESS, PASSWORD, FundOf, Player, World
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.partners.models import Fund, Party
from poolbook_web.people import actions as people
from poolbook_web.people.actions import PartyOf
from poolbook_web.people.models import Membership, Person, Role

Say = Callable[[str], None]

PACKS = Path(__file__).resolve().parent / "packs"


@dataclass(frozen=True)
class Load:
    """Where the examples are, the site's address for invitations, when this happens, and whom to tell."""

    examples: Path
    site: str
    at: datetime
    say: Say


def administrator(at: datetime) -> Person:
    """Whoever looks after the people of the site; appointed now, if nobody has been."""
    found = Person.objects.filter(email=ADMINISTRATORS_ADDRESS).first()
    if found is not None:
        return found
    with transaction.atomic():
        made = people.appoint_administrator(email=ADMINISTRATORS_ADDRESS, name=ADMINISTRATOR.name, by=None, at=at)
        return _joined(made, ADMINISTRATOR, at)


def world(of: World, load: Load) -> int:
    """Load the funds of a world that are not there yet; how many those were."""
    missing = [fund for fund in of.funds if not Fund.objects.filter(slug=fund.slug).exists()]
    for fund in missing:
        with tempfile.TemporaryDirectory(prefix="poolbook-demo-") as place, transaction.atomic():
            _fund(of, fund, Path(place), load)
    return len(missing)


def _fund(of: World, fund: FundOf, place: Path, load: Load) -> None:
    """One fund: opened, peopled, and its books brought in year by year."""
    of_years = [read(_kept_in(load.examples, pack) / pack / names.TERMS) for pack in fund.packs]
    load.say(f"{of_years[-1].fund.name}: the fund and its people")
    opened = _opened(fund, of_years, load)
    manager = _peopled(of, fund, opened, load)
    for pack, terms in zip(fund.packs, of_years, strict=True):
        load.say(f"{of_years[-1].fund.name}: the books of {terms.year}")
        made = _pack(pack, place, manager, load)
        monitoring.load_pack(fund=opened, path=made, by=manager, at=load.at)
    issuing.issue(opened, manager, load.at)
    asking.ask(opened, manager, load.at)


def _opened(fund: FundOf, of_years: list[Terms], load: Load) -> Fund:
    """The fund, open since the first of its years, under the name of the last."""
    first, last = of_years[0], of_years[-1]
    parties = [
        PartyOf(each.code, each.name, each.kind.value, each.body, [(unit.code, unit.name) for unit in each.units])
        for each in first.partners
    ]
    return people.open_fund(
        slug=fund.slug, name=last.fund.name, year=str(first.year), mode=first.fund.mode.value, parties=parties,
        host=first.host.partner if first.host else "", by=administrator(load.at), at=load.at,
    )  # fmt: skip


def _peopled(of: World, fund: FundOf, opened: Fund, load: Load) -> Person:
    """Everybody invited and joined, the pool manager first, who invites the others; the pool manager."""
    codes = frozenset(Party.objects.filter(fund=opened).values_list("code", flat=True))
    cast = [player for player in of.players if of.takes_part(player, fund, codes)]
    first = next(player for player in cast if player.role is Role.POOL_MANAGER)
    manager = _joined(_invited(of.address(first), first, opened, administrator(load.at), load), first, load.at)
    for player in cast:
        if player is not first:
            _joined(_invited(of.address(player), player, opened, manager, load), player, load.at)
    if fund == of.funds[0]:
        gone = _invited(of.address(of.stranger), of.stranger, opened, manager, load)
        _joined(gone, of.stranger, load.at)
        people.end_role(membership=gone, by=manager, at=load.at, note="Left for a post elsewhere.")
    return manager


def _invited(address: str, player: Player, fund: Fund, by: Person, load: Load) -> Membership:
    party = Party.objects.filter(fund=fund, code=player.partner).select_related("partner").first()
    return people.invite(
        fund=fund, email=address, name=player.name, role=player.role, partner=party.partner if party else None,
        site=load.site, by=by, at=load.at, post=player.post,
    )  # fmt: skip


def _joined(held: Membership, player: Player, at: datetime) -> Person:
    """The person, who has answered the first of their invitations."""
    person = held.person
    if not person.has_usable_password():
        people.join(name=player.name, post=player.post, password=PASSWORD, by=person, at=at)
    return person


def _kept_in(examples: Path, pack: str) -> Path:
    """The folder that holds a pack: the examples, or the demonstration's own, which are illustrative throughout."""
    return examples if (examples / pack).is_dir() else PACKS


def _pack(name: str, place: Path, by: Person, load: Load) -> Path:
    """A copy of an example pack with its extracts brought in by the core, or opened where it has none."""
    made, kept = place / name, _kept_in(load.examples, name)
    shutil.copytree(kept / name, made)
    extracts = sorted((kept / "extracts" / name).glob("*.csv"))
    if extracts:
        receive(made, extracts, by=by.name, at=load.at)
    else:
        folder.open_year(made, by=by.name, at=load.at)
    return made
