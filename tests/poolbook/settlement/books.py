"""A small fund for the tests: a council with two units, three NHS bodies who give one figure, two schemes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from poolbook import yamlfile
from poolbook.book import Book
from poolbook.ledger.balances import Balances, Cell
from poolbook.ledger.model import Layer
from poolbook.terms import read

_TERMS = """
poolbook: terms/1
fund: {code: ld, name: Learning disability fund}
year: 2009-10
agreement: {title: Section 75 agreement, status: proposed}
partners:
  - code: CITY
    name: City council
    kind: local_authority
    units: [{code: ADULTS, name: Adults directorate}, {code: HOUSING, name: Housing programme}]
  - {code: EAST, name: East PCT, kind: nhs_body}
  - {code: SOUTH, name: South PCT, kind: nhs_body}
groups: [{code: PCTS, name: The two PCTs, members: [EAST, SOUTH]%(split)s}]
host: {partner: CITY}
schemes:
  - {code: HOMES, name: Homes, side: health_related, lead: EAST, data: {client_group: adults}%(homes)s}
  - {code: TEAM, name: Team, side: joint%(team)s}
contributions:
%(contributions)s
%(more)s
"""
BY_SCHEME = """
  - {by: ADULTS, scheme: HOMES, gross: "£900.00", net: "£700.00"%(basis)s}
  - {by: PCTS, scheme: HOMES, amount: "£600.00"}
  - {by: PCTS, scheme: TEAM, amount: "£100.00", kind: non_recurrent}
  - {by: HOUSING, scheme: TEAM, amount: "£50.00", basis: gross}
"""
WHOLE_FUND = """
  - {by: ADULTS, amount: "£1000.00"}
  - {by: PCTS, amount: "£500.00"}
"""


def book(
    more: str = "",
    *,
    contributions: str = BY_SCHEME,
    balances: Mapping[str, int] | None = None,
    basis: str = "",
    **given: Any,
) -> Book:
    """A Book of that fund; ``more`` are further lines of its terms, ``balances`` pence by account, debit positive."""
    words = {key: given.pop(key, "") for key in ("split", "homes", "team")}
    lines = contributions.replace("%(basis)s", f", basis: {basis}" if basis else "").strip("\n")
    text = _TERMS % {**words, "contributions": lines, "more": more}
    terms = read.of(yamlfile.parse(text, name="terms.yaml"))
    cells = [
        (Cell(layer, account, "", "", 1), pence)
        for account, pence in (balances or {}).items()
        for layer in (Layer.ACTUAL,)
    ]
    return Book(terms=terms, balances=Balances(cells), **given)
