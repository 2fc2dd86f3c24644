"""The two worlds: which funds, from which example packs, and who takes part in them.

Agreements come from published papers. Everybody here is made up, and so is whatever is marked illustrative.
"""

from __future__ import annotations

from dataclasses import dataclass

from poolbook_web.people.models import Role

#: Everybody's. Nothing here is worth protecting, and nobody but this machine's user is answered.
PASSWORD = "seven herons wade"  # noqa: S105 - printed for everybody to read


@dataclass(frozen=True)
class Player:
    """One of the cast: who, as what, for which partner, and what to look at first."""

    role: Role
    name: str
    post: str
    partner: str  #: the code by which the terms know it; empty for somebody who belongs to none
    look: str
    fund: str = ""  #: in this one alone; in every fund that their partner is party to, if empty
    address: str = ""  #: before the @; the role, if empty


@dataclass(frozen=True)
class FundOf:
    """A fund and its example packs, a year each, in order."""

    slug: str
    name: str  #: in short
    packs: tuple[str, ...]
    about: str


@dataclass(frozen=True)
class Try:
    """A file for visitors to bring in: whose it is, what it is, and who brings it in and accepts it, by address."""

    fund: str
    year: str
    file: str
    about: str
    brings: str
    accepts: str


@dataclass(frozen=True)
class World:
    """A place, its funds, and its people."""

    name: str
    domain: str
    funds: tuple[FundOf, ...]
    players: tuple[Player, ...]
    stranger: Player  #: had a part once, and has none now

    def address(self, player: Player) -> str:
        """What somebody signs in with."""
        return f"{player.address or player.role.value.replace('_', '.')}@{self.domain}"

    def takes_part(self, player: Player, fund: FundOf, codes: frozenset[str]) -> bool:
        """Whether somebody is of the cast of a fund whose partners have these codes."""
        return player.fund in ("", fund.slug) and (not player.partner or player.partner in codes)


#: Looks after people on the whole site, and holds no role in any fund.
ADMINISTRATOR = Player(
    Role.ADMINISTRATOR, "Grace Ellery", "Systems administrator", "",
    "every fund by name, the people in it, and the history of the site; no figure",
)  # fmt: skip
ADMINISTRATORS_ADDRESS = "administrator@poolbook.example"

_LD, _MH = "birmingham-learning-disability", "birmingham-mental-health"

BIRMINGHAM = World(
    name="Birmingham",
    domain="birmingham.example",
    funds=(
        FundOf(
            _LD, "Learning disability", (f"{_LD}-2008-09", f"{_LD}-2009-10"),
            "a pressure of £9.8m comes into the pool, and the agreement does not say who bears it",
        ),
        FundOf(
            _MH, "Mental health", (f"{_MH}-2008-09", f"{_MH}-2009-10"),
            "the same partners, with a primary care trust as host",
        ),
    ),
    players=(
        Player(
            Role.POOL_MANAGER, "Nadia Rahman", "Director of Joint Commissioning", "BCC",
            "learning disability, 2009-10: the position, then the settlement, where every penny is undecided",
            fund=_LD, address="pool.manager.ld",
        ),
        Player(
            Role.POOL_MANAGER, "Gareth Pugh", "Director of the Mental Health Joint Commissioning Team", "BEN",
            "mental health, 2009-10: the position, and the terms with their open questions",
            fund=_MH, address="pool.manager.mh",
        ),
        Player(
            Role.FINANCE_OFFICER, "Karen Whittle", "Head of Finance, Adults and Communities", "BCC",
            "the ledger of 2009-10, from any figure down to its lines",
        ),
        Player(
            Role.CERTIFIER, "Malcolm Reid", "Chief finance officer", "BEN",
            "what each partner is exposed to if the year ended as forecast",
        ),
        Player(
            Role.SIGNATORY, "Yvonne Clarke", "Deputy Director of Commissioning", "HOB",
            "the terms: contributions, delegations, and what is left unsaid",
        ),
        Player(
            Role.COMMISSIONER, "Imran Siddiqui", "Head of Acute Mental Health Commissioning", "BEN",
            "the position of the schemes that he buys for",
        ),
        Player(
            Role.SCHEME_LEAD, "Louise Farrant", "Head of Learning Disability Commissioning", "BCC",
            "placements: the forecast, what she said of it, and the quarter's actions",
        ),
        Player(
            Role.BOARD_MEMBER, "Desmond Achebe", "Non-executive director", "SB",
            "the position of both funds, and what waits for the Strategic Governance Board",
        ),
        Player(
            Role.ADVISORY_MEMBER, "Sheila Brookes", "Carers' representative", "",
            "the fund as everybody who takes part sees it; no history",
        ),
        Player(
            Role.CLERK, "Owen Tranter", "Clerk to the Strategic Governance Board", "BCC",
            "the records of 2009-10: decisions, risks, receipts",
        ),
        Player(
            Role.LEGAL_ADVISER, "Harriet Voss", "Solicitor to the council", "BCC",
            "the terms as clauses, with the questions that the papers leave open",
        ),
        Player(
            Role.AUDITOR, "Philip Nwosu", "Internal auditor of the three trusts", "SB",
            "the history, and the check that nobody has changed it",
        ),
    ),
    stranger=Player(
        Role.CLERK, "Victor Lindqvist", "Finance officer of another city", "BCC",
        "nothing: a link to a fund answers that there is no such page", address="stranger",
    ),
)  # fmt: skip

_COMMISSIONING, _OLDER = "oxfordshire-mental-health", "oxfordshire-older-people"
_PROVIDER = "oxfordshire-mental-health-provider"

OXFORDSHIRE = World(
    name="Oxfordshire",
    domain="oxfordshire.example",
    funds=(
        FundOf(
            _COMMISSIONING, "Mental health commissioning", (f"{_COMMISSIONING}-2009-10",),
            "a pressure of £364,000 that the council bears; the rest waits for the management group",
        ),
        FundOf(
            _OLDER, "Older people", (f"{_OLDER}-2009-10",),
            "the same partners, with the council as host; an overspend is shared by contributions (all illustrative)",
        ),
        FundOf(
            _PROVIDER, "Mental health provider", (f"{_PROVIDER}-2009-10",),
            "the council and the trust that provides; the others see nothing of it (all illustrative)",
        ),
    ),
    players=(
        Player(
            Role.POOL_MANAGER, "Priya Nair", "Head of Joint Commissioning", "OPCT",
            "mental health, 2009-10: the position, the settlement with its working, the terms, the records",
            fund=_COMMISSIONING,
        ),
        Player(
            Role.POOL_MANAGER, "Elaine Porter", "Head of Older People's Commissioning", "OCC",
            "older people, 2009-10: the settlement, which shares an overspend by contributions",
            fund=_OLDER, address="pool.manager.op",
        ),
        Player(
            Role.POOL_MANAGER, "Marcus Bell", "Head of Social Care", "OBMH",
            "the provider fund, and nothing of the others",
            fund=_PROVIDER, address="pool.manager.provider",
        ),
        Player(
            Role.FINANCE_OFFICER, "Tom Ashby", "Strategic Finance Manager", "OCC",
            "what the council paid in its own ledger, and what the fund owes it",
        ),
        Player(
            Role.FINANCE_OFFICER, "Ingrid Moss", "Finance lead of the pool", "OPCT",
            "the quarterly report that she prepared, to be acknowledged for the trust",
            address="finance.officer.opct",
        ),
        Player(
            Role.CERTIFIER, "Margaret Lowe", "Section 151 officer", "OCC",
            "the council's exposure, and the clause that it rests on",
        ),
        Player(
            Role.SIGNATORY, "Daniel Okafor", "Director of Commissioning", "OPCT",
            "the terms: contributions, and who may release what",
        ),
        Player(
            Role.COMMISSIONER, "Ruth Penrose", "Mental Health Commissioning Manager", "OPCT",
            "health and care: actual beside budget", fund=_COMMISSIONING,
        ),
        Player(
            Role.SCHEME_LEAD, "Sanjay Mehta", "Accommodation Project Manager", "OCC",
            "accommodation: the forecast, and what he said of it", fund=_COMMISSIONING,
        ),
        Player(
            Role.BOARD_MEMBER, "Helen Drury", "Elected member, joint management group", "OCC",
            "the position, and what waits for the group to decide",
        ),
        Player(
            Role.ADVISORY_MEMBER, "Joan Whitfield", "Chair of the implementation group", "",
            "the fund as everybody who takes part sees it; no history", fund=_COMMISSIONING,
        ),
        Player(
            Role.CLERK, "Colin Marsh", "Clerk to the joint management group", "OPCT",
            "the records of 2009-10: decisions, risks, receipts",
        ),
        Player(
            Role.LEGAL_ADVISER, "Beatrice Holt", "Solicitor to the council", "OCC",
            "clause 6.14.1 in the terms, whose words are not held",
        ),
        Player(
            Role.AUDITOR, "Alan Firth", "Internal auditor", "OPCT",
            "the history, and the check that nobody has changed it",
        ),
    ),
    stranger=Player(
        Role.CLERK, "Simon Carver", "Finance officer of another county", "OCC",
        "nothing: a link to a fund answers that there is no such page", address="stranger",
    ),
)  # fmt: skip

WORLDS = (BIRMINGHAM, OXFORDSHIRE)

#: The month that nobody has brought in yet.
OCTOBER = Try(
    fund=_OLDER, year="2009-10", file="occ-2009-10-october.csv",
    about="October's listing of the older people's fund, from the council's ledger (illustrative)",
    brings="finance.officer@oxfordshire.example", accepts="pool.manager.op@oxfordshire.example",
)  # fmt: skip
