"""The first terms of a fund, written from what a short form asks: enough to open the books and to report on them.

What the form does not ask stays out of the text, so that Poolbook says of it that the agreement does not say. The text
is for people: it is downloaded, completed by hand, and put in force as the next version.

Source: docs/reference/terms.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from poolbook import money
from poolbook.importing.results import quoted


@dataclass(frozen=True)
class PartnerOf:
    """A partner by name, and which of the two sides it is of (``local_authority`` or ``nhs_body``)."""

    name: str
    kind: str


@dataclass(frozen=True)
class SchemeOf:
    """A scheme, whose function it is, the post that leads it, and what each partner puts in: pence, in the order of
    the partners, none where it puts in nothing."""

    name: str
    side: str
    officer: str
    amounts: Sequence[int | None]


@dataclass(frozen=True)
class FirstTerms:
    """The answers of the form. ``host`` is a place among the partners; ``over`` and ``under`` are who bears an over-
    and an underspend: ``share``, ``carry`` or "" where it is left to be written later."""

    name: str
    year: str
    title: str
    starts: date | None
    partners: Sequence[PartnerOf]
    host: int
    post: str
    schemes: Sequence[SchemeOf] = ()
    basis: str = "not_stated"
    over: str = ""
    under: str = ""


def written(said: FirstTerms) -> str:
    """The answers as ``terms.yaml``.

    >>> council, trust = PartnerOf("Example Council", "local_authority"), PartnerOf("Example ICB", "nhs_body")
    >>> care = SchemeOf("Home care", "joint", "", (100_00, None))
    >>> text = written(FirstTerms("A fund", "2025-26", "Agreement", None, (council, trust), 0, "Head", (care,)))
    >>> print(text[text.index("contributions:"):].strip())
    contributions:
      - by: EC
        scheme: home-care
        basis: not_stated
        amount: £100.00
    """
    codes = _codes(_initials(each.name) for each in said.partners)
    names = _codes(slugify(each.name) for each in said.schemes)
    return "\n".join([*_head(said), *_partners(said, codes), *_schemes(said, codes, names), *_settlement(said), ""])


def code_of(name: str) -> str:
    """A fund's code: its name as an address has it.

    >>> code_of("Example & Co. pooled fund")
    'example-co-pooled-fund'
    """
    return slugify(name)[:40].strip("-_") or "fund"


def _initials(name: str) -> str:
    """What people call a body by: the first letters of its words."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", name) if word.lower() not in ("and", "of", "the", "for")]
    return "".join(word if word.isupper() and len(word) < 5 else word[0].upper() for word in words)


def _codes(wanted: Iterable[str]) -> list[str]:
    """Codes that are each used once."""
    made: list[str] = []
    for each in wanted:
        code = each[:36].strip("-_") or "x"
        again = sum(1 for other in made if other == code or re.fullmatch(rf"{re.escape(code)}-\d+", other))
        made.append(f"{code}-{again + 1}" if again else code)
    return made


def _head(said: FirstTerms) -> Iterator[str]:
    yield "# The first terms of the fund, as they were filled in on screen. docs/reference/terms.md explains every key."
    yield "# Complete them with the clauses of the agreement, and put them in force as the next version."
    yield "poolbook: terms/1"
    yield ""
    yield "fund:"
    yield f"  code: {code_of(said.name)}"
    yield f"  name: {quoted(said.name)}"
    yield "  mode: live"
    yield f"year: {said.year}"
    yield ""
    yield "agreement:"
    yield f"  title: {quoted(said.title)}"
    yield "  status: in_force"
    if said.starts:
        yield f"  starts: {said.starts}"


def _partners(said: FirstTerms, codes: Sequence[str]) -> Iterator[str]:
    yield ""
    yield "partners:"
    for code, each in zip(codes, said.partners, strict=True):
        yield f"  - code: {quoted(code) if code.isdigit() else code}"
        yield f"    name: {quoted(each.name)}"
        yield f"    kind: {each.kind}"
    host = codes[said.host]
    yield ""
    yield "host:"
    yield f"  partner: {host}"
    yield "pool_manager:"
    yield f"  post: {quoted(said.post)}"
    yield f"  partner: {host}"


def _schemes(said: FirstTerms, partners: Sequence[str], codes: Sequence[str]) -> Iterator[str]:
    yield ""
    yield "schemes:"
    for code, each in zip(codes, said.schemes, strict=True):
        yield f"  - code: {quoted(code) if code.isdigit() else code}"
        yield f"    name: {quoted(each.name)}"
        yield f"    side: {each.side}"
        if each.officer:
            yield f"    officer: {quoted(each.officer)}"
    yield ""
    yield "contributions:"
    for code, each in zip(codes, said.schemes, strict=True):
        for partner, pence in zip(partners, each.amounts, strict=True):
            if pence:
                yield f"  - by: {partner}"
                yield f"    scheme: {code}"
                yield f"    basis: {said.basis}"
                yield f"    amount: {money.show(pence)}"


_RULES = {"share": "share: {by: contributions}", "carry": "hold: {in: carry_forward}"}


def _settlement(said: FirstTerms) -> Iterator[str]:
    """The rules that were answered; none at all where both are left for later."""
    if not (said.over or said.under):
        return
    yield ""
    yield "settlement:"
    yield "  level: scheme"
    yield f"  basis: {said.basis}"
    yield "  rules:"
    for when, rule in (("over", said.over), ("under", said.under)):
        if rule:
            yield f"    - {_RULES[rule]}"
            yield f"      when: {when}"
