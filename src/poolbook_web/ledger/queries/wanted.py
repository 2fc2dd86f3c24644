"""Which transfers, or which lines, are wanted: the one question that every list and every drill answers."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from poolbook_web.partners.models import FundYear

#: In an address: of no scheme, of no partner. No code can look like it.
NONE = "(none)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which transfers are wanted; what is left out does not matter. ``account`` is on either side, and ``reserves``
    takes in every reserve; ``scheme``, ``partner`` and ``contract`` may be "" (none); amounts are in pence; ``text`` is
    looked for in the entry's description and source, and of lines in what came with them."""

    layer: str = ""
    account: str = ""
    scheme: str | None = None
    partner: str | None = None
    contract: str | None = None
    first_period: int = 1
    last_period: int = 15
    kind: str = ""
    text: str = ""
    at_least: int | None = None
    at_most: int | None = None
    entry: int | None = None


def address(fund_year: FundYear, wanted: Wanted) -> str:
    """The page of these transfers, with their sum."""
    return f"{reverse('ledger_transfers', args=[fund_year.fund.slug, fund_year.year])}?{asked(wanted)}"


def asked(wanted: Wanted) -> str:
    """The same as the end of an address.

    >>> asked(Wanted(layer="actual", account="spend", scheme="", last_period=6))
    'layer=actual&account=spend&scheme=%28none%29&to=6'
    """
    said = {
        "layer": wanted.layer,
        "account": wanted.account,
        "scheme": NONE if wanted.scheme == "" else wanted.scheme,
        "partner": NONE if wanted.partner == "" else wanted.partner,
        "from": wanted.first_period if wanted.first_period > 1 else None,
        "to": wanted.last_period if wanted.last_period < 15 else None,
        "kind": wanted.kind,
        "text": wanted.text,
        "entry": wanted.entry,
    }
    return urlencode({name: value for name, value in said.items() if value not in (None, "")})
