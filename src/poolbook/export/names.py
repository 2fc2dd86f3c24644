"""Account names that beancount and hledger both accept, and that can be read back to what they stand for.

``spend`` for the scheme ``home-care`` incurred by ``icb`` is ``Expenses:Spend:S-home--care:P-icb``; in the budget layer
``Expenses:Budget:Spend:...``. Where there is none it says ``NoScheme`` or ``NoPartner``, so that no account lies within
another: beancount would count its balance in. A letter or digit of ASCII stands for itself, a dash is written twice,
and any other character as a dash and the two hexadecimal digits of each of its UTF-8 bytes.

Source: docs/reference/ledger.md, "Exports"; beancount's grammar of account names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from poolbook.ledger.chart import CHART, AccountType, account
from poolbook.ledger.model import Layer

_ROOTS = {
    AccountType.ASSET: "Assets",
    AccountType.LIABILITY: "Liabilities",
    AccountType.INCOME: "Income",
    AccountType.EXPENSE: "Expenses",
    AccountType.BALANCE: "Equity",
}
_LAYERS = {layer.value.capitalize(): layer for layer in Layer if layer is not Layer.ACTUAL}
_ACCOUNTS = {code.replace("_", "-").capitalize(): code for code in CHART}
_ESCAPED = re.compile(r"--|((?:-[0-9A-F]{2})+)")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where money stands, the period apart."""

    layer: Layer
    account: str
    scheme: str
    partner: str


def encode(text: str) -> str:
    """A text in letters, digits and dashes.

    >>> encode("home-care"), encode("MH_01 é")
    ('home--care', 'MH-5F01-20-C3-A9')
    """
    return "".join(_letter(letter) for letter in text)


def decode(text: str) -> str:
    """What :func:`encode` was given.

    >>> decode(encode("MH_01 -é-"))
    'MH_01 -é-'
    """
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].replace("-", "")).decode() if found[1] else "-", text)


def name_of(place: Place) -> str:
    """The account's name in an export."""
    role, _, reserve = place.account.partition("/")
    parts = [_ROOTS[account(place.account).type]]
    if place.layer is not Layer.ACTUAL:
        parts.append(place.layer.value.capitalize())
    parts.append(role.replace("_", "-").capitalize())
    if reserve:
        parts.append(f"N-{encode(reserve)}")
    parts.append(f"S-{encode(place.scheme)}" if place.scheme else "NoScheme")
    parts.append(f"P-{encode(place.partner)}" if place.partner else "NoPartner")
    return ":".join(parts)


def place_of(name: str) -> Place:
    """The place that an account's name in an export stands for."""
    _, *parts = name.split(":")
    layer = _LAYERS[parts.pop(0)] if parts[0] in _LAYERS else Layer.ACTUAL
    code = _ACCOUNTS[parts.pop(0)]
    named = {part[0]: decode(part[2:]) for part in parts if part[1] == "-"}
    return Place(layer, f"{code}/{named['N']}" if "N" in named else code, named.get("S", ""), named.get("P", ""))


def _letter(letter: str) -> str:
    if letter.isascii() and letter.isalnum():
        return letter
    return "--" if letter == "-" else "".join(f"-{byte:02X}" for byte in letter.encode())
