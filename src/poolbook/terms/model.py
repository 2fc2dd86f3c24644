"""The agreement as typed data, one financial year of one fund.

Written by hand in ``terms.yaml`` (docs/reference/terms.md has every key). The names of partners and their percentages
belong here, each with its clause, and never in the program. Where the agreement is silent a field stays empty,
and findings report "the agreement does not say"; a clause of which only the existence is known is marked as such.

Source: SI 2000/617 reg 7(3) (contents of a partnership agreement); NHS Act 2006 s.75(5) (liability stays with
each partner, so a scheme says whose function it is).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field

from poolbook.terms.types import Code, Day, Items, Pounds, PoundsFromNil, Text, Year, one_of
from poolbook.terms.waterfall import Rule
from poolbook.yamlfile import Number, Strict, Words

FORMAT = "terms/1"


class Side(StrEnum):
    """Whose function a scheme is (s.75(5): liability never moves)."""

    NHS = "nhs"
    HEALTH_RELATED = "health_related"
    JOINT = "joint"
    NOT_STATED = "not_stated"


class Basis(StrEnum):
    """Whether a contribution is quoted before or after the income from client charges."""

    GROSS = "gross"
    NET = "net"
    NOT_STATED = "not_stated"


class Kind(StrEnum):
    """Whether a contribution enters next year's base."""

    RECURRENT = "recurrent"
    NON_RECURRENT = "non_recurrent"


class PartnerKind(StrEnum):
    """The two sides a section 75 agreement needs (SI 2000/617 regs 2 and 3)."""

    NHS_BODY = "nhs_body"
    LOCAL_AUTHORITY = "local_authority"


class Mode(StrEnum):
    """What the fund-year is in law."""

    LIVE = "live"  #: a section 75 pooled fund
    SHADOW = "shadow"  #: the same books, no cash, no statutory return
    ALIGNED = "aligned"  #: partners' own budgets reported together, not pooled


class Held(StrEnum):
    """What is known of a clause."""

    TEXT_HELD = "text_held"
    TEXT_NOT_HELD = "text_not_held"  #: it exists; its words are not in these papers


class Topic(StrEnum):
    """What a clause, or the terms themselves, may speak of: the seven contents that reg 7(3) asks for, and
    what agreements usually add."""

    AIMS = "aims"  #: reg 7(3)(a)
    CONTRIBUTIONS = "contributions"  #: reg 7(3)(b)
    VARYING_CONTRIBUTIONS = "varying_contributions"  #: reg 7(3)(b)
    FUNCTIONS = "functions"  #: reg 7(3)(c)
    WHO_AND_WHAT = "who_and_what"  #: reg 7(3)(d): the persons, and the kinds of services
    IN_KIND = "in_kind"  #: reg 7(3)(e): staff, goods, services, accommodation
    DURATION = "duration"  #: reg 7(3)(f)
    REVIEW = "review"  #: reg 7(3)(f)
    TERMINATION = "termination"  #: reg 7(3)(f)
    MANAGEMENT = "management"  #: reg 7(3)(g): management of the fund, monitoring included
    HOST = "host"  #: reg 7(3)(g)
    POOL_MANAGER = "pool_manager"
    LEAD_COMMISSIONER = "lead_commissioner"
    OVERSPEND = "overspend"
    UNDERSPEND = "underspend"
    LIABILITY_WHEN_NOT_AGREED = "liability_when_not_agreed"  #: who bears what the partners cannot agree on
    OPENING_BALANCE = "opening_balance"
    DISPUTES = "disputes"
    PERMITTED_EXPENDITURE = "permitted_expenditure"
    INFORMATION_SHARING = "information_sharing"
    AUDIT = "audit"


class Item(Strict):
    """Where a term comes from, and whether a figure is a stand-in."""

    clause: Words = ""  #: the number of the agreement's own clause
    source: Words = ""  #: the paper, and the place in it
    note: Words = ""
    illustrative: bool = False  #: the papers do not give this figure; it is labelled wherever it appears

    @property
    def origin(self) -> str:
        """The clause and the paper, as a finding names them.

        >>> Item(clause="6.14.1", source="paper, para 26").origin
        'clause 6.14.1; paper, para 26'
        """
        return "; ".join(each for each in (f"clause {self.clause}" if self.clause else "", self.source) if each)


class Unit(Item):
    """A contributor inside one partner: a directorate, a grant programme."""

    code: Code
    name: Text


class Partner(Item):
    """A legal body party to the agreement."""

    code: Code
    name: Text
    kind: Annotated[PartnerKind, one_of(PartnerKind)]
    body: Words = ""  #: council, primary care trust, integrated care board …
    units: Items[Unit] = ()


class Group(Item):
    """Partners who give one figure together. ``split`` (weights by member) is empty until they agree it: so long a
    settlement goes no further than the group, with a finding."""

    code: Code
    name: Text
    members: Annotated[Items[Code], Field(min_length=2)]
    split: dict[Code, Number] = Field(default_factory=dict)


class Role(Item):
    """A partner in a role: host, lead commissioner."""

    partner: Code


class PoolManager(Item):
    """The post, an officer of the host, that manages the fund (SI 2000/617 reg 7(4)). ``partner`` employs it;
    an officer seconded to the host (s.113 Local Government Act 1972) counts as the host's."""

    post: Text
    partner: Code
    seconded_to_host: bool = False


class Scheme(Item):
    """A unit of plan inside the fund. ``data`` holds what rules match by ``scope`` (profile, client group)."""

    code: Code
    name: Text
    side: Annotated[Side, one_of(Side)]
    budget: PoundsFromNil | None = None  #: agreed gross budget; None: the sum of its contributions
    lead: Code | None = None
    host: Code | None = None
    responsible: Code | None = None
    officer: Words = ""  #: the post that leads the scheme and comments on it
    data: dict[Code, Words] = Field(default_factory=dict)


class Contribution(Item):
    """What one contributor (partner, unit or group) pays for the year, for one scheme or, without one, the fund.

    ``amount`` where the papers give one figure; ``gross`` and ``net`` where they give both. ``basis`` is
    which of them is the agreed contribution; ``not_stated`` is a finding.
    """

    by: Code
    scheme: Code | None = None
    kind: Annotated[Kind, one_of(Kind)] = Kind.RECURRENT
    basis: Annotated[Basis, one_of(Basis)] = Basis.NOT_STATED
    amount: Pounds | None = None
    gross: Pounds | None = None
    net: Pounds | None = None
    part: Words = ""  #: the part of the papers' table it stands in ("incoming pool"); shown, never summed by


class Income(Item):
    """Expected income from client charges or elsewhere, budgeted beside the contributions."""

    scheme: Code | None = None
    kind: Literal["client_income", "other_income"]
    amount: PoundsFromNil


class Pressure(Item):
    """A named cost pressure that the agreement speaks of; its code is the cause that rules name. Its three
    questions change who pays what, so one that the agreement leaves open is ``not_stated`` and a finding."""

    code: Code
    name: Text
    amount: PoundsFromNil
    at_least: bool = False  #: the papers say "over" this sum
    scheme: Code | None = None
    borne_by: Code | None = None  #: None: the agreement does not say
    proved_by: Words = ""  #: who establishes, and from what, how much of a variance it explains
    recurrent: bool = True
    whose: Code | None = None  #: the contributor whose budget it arose on
    arose_in: Year | None = None
    extent: Literal["ceiling", "whole_line", "not_stated"] = "not_stated"
    indexed: Literal["yes", "no", "not_stated"] = "not_stated"
    efficiencies_first: Literal["yes", "no", "not_stated"] = "not_stated"


class OpeningBalance(Item):
    """What the fund starts with. ``clean``: no deficit is inherited; ``made_good_by`` answers for last year's."""

    policy: Literal["clean", "brought_forward", "not_stated"]
    amount: Pounds = 0
    made_good_by: Code | None = None


class Clause(Item):
    """A clause of the agreement, by number where known, what it is about, and the topics it settles."""

    number: Words = ""
    about: Text
    status: Annotated[Held, one_of(Held)]
    topics: Items[Annotated[Topic, one_of(Topic)]] = ()
    text: Words = ""


class Body(Item):
    """A group that governs or advises, named by rules (``decide: {by: CODE}``) and by decisions."""

    code: Code
    name: Text
    form: Literal["joint_committee", "officer_group", "advisory", "not_stated"] = "not_stated"
    members: Items[Text] = ()  #: posts, never people
    meets: Words = ""


class Exclusion(Item):
    """A service that the partners keep outside the fund, beside those the regulations keep out."""

    name: Text


class Question(Item):
    """Something the agreement must still answer. ``answer`` is empty while it is open; ``matters`` says what
    turns on it, in money where that is known."""

    code: Code
    asks: Text
    matters: Words = ""
    owner: Words = ""  #: the body or post that has to answer
    answer: Words = ""


class Remark(Item):
    """Something the papers record that no other key holds: a shadow period, measures against a pressure."""

    text: Text


class Cause(Item):
    """A cause of variance that rules name and that is not a named pressure. ``proved_by`` says who
    establishes, and from what, how much of a variance it explains."""

    code: Code
    name: Text
    proved_by: Words = ""


class Fact(Item):
    """A recorded fact that rules read by ``if``, ``limit`` or ``cap``: whether something is so, or a sum."""

    code: Code
    name: Text
    kind: Literal["yes_no", "pounds"]


class SettlementTerms(Item):
    """Who bears an over- or underspend. No rules at all means: the agreement does not say."""

    level: Literal["pool", "scheme"]
    basis: Annotated[Basis, one_of(Basis)] = Basis.NOT_STATED  #: which figures count as contributions
    weights: dict[Code, dict[Code, Number]] = Field(default_factory=dict)
    reserves: dict[Code, PoundsFromNil] = Field(default_factory=dict)  #: agreed at the start of the year
    causes: Items[Cause] = ()
    facts: Items[Fact] = ()
    rules: Items[Rule] = ()


class Figure(Item):
    """A published figure that the terms rest on, kept as published (two papers, or two pages, may differ)."""

    name: Text
    amount: Pounds
    at_least: bool = False  #: the paper says "over" this sum


class Agreement(Item):
    """The written agreement (or proposal) these terms are taken from."""

    title: Text
    status: Literal["proposed", "in_force", "ended"]
    version: Words = "1"
    dated: Day | None = None
    starts: Day | None = None
    ends: Day | None = None
    legal_basis: Literal["s75_pooled_fund", "aligned_budget"] = "s75_pooled_fund"
    lead_commissioning: bool = False  #: regs 8 or 9 are used as well: the quarterly report then has block I


class Fund(Item):
    """The pooled fund: code, name, and what it is in this year."""

    code: Code
    name: Text
    mode: Annotated[Mode, one_of(Mode)] = Mode.LIVE


class Terms(Strict):
    """One fund, one financial year. Contributors are named by code: a partner, a unit or a group."""

    poolbook: Literal["terms/1"]
    fund: Fund
    year: Year
    agreement: Agreement
    partners: Annotated[Items[Partner], Field(min_length=1)]
    groups: Items[Group] = ()
    host: Role | None = None
    lead_commissioner: Role | None = None
    pool_manager: PoolManager | None = None
    schemes: Annotated[Items[Scheme], Field(min_length=1)]
    contributions: Items[Contribution] = ()
    income: Items[Income] = ()
    pressures: Items[Pressure] = ()
    opening_balance: OpeningBalance | None = None
    figures: Items[Figure] = ()
    clauses: Items[Clause] = ()
    bodies: Items[Body] = ()
    exclusions: Items[Exclusion] = ()
    questions: Items[Question] = ()
    remarks: Items[Remark] = ()
    settlement: SettlementTerms | None = None
    worked_examples: Items[dict[str, Any]] = ()  #: cases in the format of docs/reference/worked-examples.md
