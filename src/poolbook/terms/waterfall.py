"""The rule of a waterfall, as typed data: one verb, its modifiers, and nothing else.

A waterfall is an ordered list of rules, each moving part of what is left of a variance to a named source. What each
verb does with a rule is :mod:`poolbook.settlement.verbs`; here is only how a rule is written. Sums are whole pence,
or pounds with the sign (``£1,234.50``).

Source: docs/reference/settlement.md, "How a rule is written".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import InitErrorDetails

from poolbook.yamlfile import Name, Number, Strict, Words, fault, read_sum

#: Which modifiers each verb takes; ``clause`` goes with all of them.
MODIFIERS: Mapping[str, tuple[str, ...]] = {
    "net": (),
    "assign": ("when", "if", "scope", "cause", "limit"),
    "share": ("when", "if", "scope", "cause", "limit", "cap", "spill"),
    "draw": ("when", "if", "scope"),
    "hold": ("when", "if", "scope", "cause", "limit"),
    "decide": ("when", "if", "scope"),
}
#: The words that ``assign: {to: …}`` looks up in the data of a unit.
RESOLVED = ("host", "lead", "responsible")


class Filled(Strict):
    """A record in which a key that may be left out is not left blank: nobody could say what a blank one means."""

    @classmethod
    def misfits(cls, written: dict[str, Any]) -> list[InitErrorDetails]:
        """A key without a value, where the key itself need not be there."""
        optional = [field.alias or name for name, field in cls.model_fields.items() if not field.is_required()]
        blank = [key for key in optional if key in written and written[key] is None]
        return [fault(f"{key} is given without a value: take it out or fill it in", key) for key in blank]


def _all_or_names(value: object) -> object:
    if value == "all" or (isinstance(value, list) and value):
        return value
    raise ValueError("write `all`, or the units as a list that names one at least: [A, B]")


def _one_or_many(value: object) -> object:
    return value if isinstance(value, list) else [value]


class Net(Filled):
    """``net: {among: all | [units]}``: overspends and underspends of these units meet each other."""

    among: Annotated[Literal["all"] | list[Name], BeforeValidator(_all_or_names)]


class Assign(Filled):
    """``assign: {to: PARTNER | host | lead | responsible}``: one partner bears it."""

    to: Name


class Share(Filled):
    """``share: {by: …}``: partners bear it by weight. ``weights`` goes with ``by: fixed``, ``name`` (of a table of
    weights) with ``by: weights``; ``among`` leaves the other partners out."""

    by: Literal["contributions", "equal", "fixed", "weights"]
    weights: dict[Name, Number] | None = None
    name: Name | None = None
    among: Annotated[list[Name], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _weights_go_with_their_basis(self) -> Share:
        if self.by == "fixed" and self.weights is None:
            raise ValueError("by: fixed needs weights: {PARTNER: number}")
        if self.by == "weights" and self.name is None:
            raise ValueError("by: weights needs the name of a table of weights")
        if self.by != "fixed" and self.weights is not None:
            raise ValueError(f"weights go with by: fixed, not with by: {self.by}")
        if self.by != "weights" and self.name is not None:
            raise ValueError(f"name goes with by: weights, not with by: {self.by}")
        return self


class Draw(Filled):
    """``draw: {from: NAME | [NAMES], split: [numbers]}``: reserves pay, in the proportions of ``split``."""

    source: Annotated[list[Name], Field(alias="from", min_length=1), BeforeValidator(_one_or_many)]
    split: list[Number] | None = None

    @model_validator(mode="after")
    def _a_number_for_each(self) -> Draw:
        if self.split is not None and len(self.split) != len(self.source):
            raise ValueError(f"`split` needs one number for each reserve: {len(self.source)}, not {len(self.split)}")
        return self


class Hold(Filled):
    """``hold: {in: carry_forward | NAME}``: an underspend is kept, in a reserve or for next year."""

    into: Annotated[Name, Field(alias="in")]


class Decide(Filled):
    """``decide: {by: BODY, default: continue}``: a body's recorded decision settles it."""

    by: Name
    default: Literal["continue"] | None = None


class FactRef(Strict):
    """``{fact: NAME}``: a recorded fact; where a sum is needed it must be in pence."""

    fact: Name


class Percent(Strict):
    """``{pct: N, of: …}``: a percentage of the unit's budget or contributions, rounded down to a penny."""

    pct: Number
    of: Literal["budget", "contributions", "contributions_among"]


class ContribRef(Strict):
    """``{contrib: PARTNER}``: what that partner contributes, over all units."""

    contrib: Name


def _limit(value: object) -> object:
    if isinstance(value, dict):
        return Percent.model_validate(value) if "pct" in value or "of" in value else FactRef.model_validate(value)
    return read_sum(value)


def _cap(value: object) -> object:
    if isinstance(value, dict):
        return ContribRef.model_validate(value) if "contrib" in value else FactRef.model_validate(value)
    return read_sum(value)


Limit = Annotated[int | FactRef | Percent, BeforeValidator(_limit)]
Cap = Annotated[int | FactRef | ContribRef, BeforeValidator(_cap)]
Verb = Net | Assign | Share | Draw | Hold | Decide


class Rule(Filled):
    """One rule: exactly one verb, the modifiers that verb takes, and the clause it stands for.

    ``when`` picks a direction, ``if`` a recorded fact, ``scope`` the units whose data match, ``cause`` how much of a
    variance is shown to come of it, ``limit`` the most it moves of one unit; ``cap`` the most that all rules together
    may charge a partner, or return to it, and ``spill`` what becomes of the rest.

    >>> Rule.model_validate({"assign": {"to": "OCC"}, "when": "over", "clause": "6.14.1"}).verb
    'assign'
    """

    net: Net | None = None
    assign: Assign | None = None
    share: Share | None = None
    draw: Draw | None = None
    hold: Hold | None = None
    decide: Decide | None = None
    when: Literal["over", "under"] | None = None
    condition: FactRef | None = Field(default=None, alias="if")
    scope: dict[Name, Words] = Field(default_factory=dict)
    cause: Name | None = None
    limit: Limit | None = None
    cap: Annotated[dict[Name, Cap], Field(min_length=1)] = Field(default_factory=dict)
    spill: Literal["redistribute", "next"] | None = None
    clause: Words = ""

    @classmethod
    def misfits(cls, written: dict[str, Any]) -> list[InitErrorDetails]:
        """One verb, and only the modifiers that it takes."""
        verbs = [key for key in written if key in MODIFIERS]
        if len(verbs) != 1:
            has = f"this has {' and '.join(verbs)}" if verbs else "this has none"
            return [fault(f"a rule has exactly one verb ({', '.join(MODIFIERS)}): {has}")]
        verb = verbs[0]
        if written[verb] is None:
            return [fault(f"{verb} needs its own keys", verb)]
        known = {modifier for taken in MODIFIERS.values() for modifier in taken}
        takes = MODIFIERS[verb]
        only = f"takes only {', '.join(takes)} and clause" if takes else "takes nothing but clause"
        wrong = [fault(f"{verb} does not take {key}: it {only}", key) for key in written if key in known - {*takes}]
        return [*wrong, *super().misfits(written), *_limit_misfits(written)]

    @property
    def verb(self) -> str:
        """The name of the rule's verb."""
        return next(name for name in MODIFIERS if getattr(self, name) is not None)


def _limit_misfits(written: dict[str, Any]) -> list[InitErrorDetails]:
    limit, share = written.get("limit"), written.get("share")
    needs_among = isinstance(limit, dict) and limit.get("of") == "contributions_among"
    if needs_among and not (isinstance(share, dict) and share.get("among") is not None):
        return [fault("`of: contributions_among` needs `share: {among: [partners]}`", "limit", "of")]
    return []
