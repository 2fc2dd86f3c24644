"""The cast's year with lines in its books, for the tests of its pages: an extract of April, and people who post."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.test import Client

from poolbook import folder
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook_web.ledger import actions
from poolbook_web.ledger.models import Entry, Line, Proposal
from poolbook_web.ledger.models import Transfer as Row
from poolbook_web.ledger.queries import correction
from poolbook_web.ledger.queries.correction import Place
from poolbook_web.ledger.store import batch as batches
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Person, Role
from tests.web import cast as casting
from tests.web import year
from tests.web.cast import Cast
from tests.web.year import AT

#: Two transfers: what was paid for accommodation, and a month's refunds; pence of each line.
PAID, REFUNDED = (120_00, 35_50, -5_50, 50_00), (-70_00, 10_00)
ON = date(2009, 4, 30)


def lined(cast: Cast, paid: tuple[int, ...] = PAID, period: int = 7) -> FundYear:
    """The year with an extract of these lines, in a period that is open."""
    fund_year = year.there(cast)
    with batches.gather(fund_year) as batch:
        fields = '{"cost_centre":"R4100","subjective":"4710"}'
        coding = {"coding": [batch.next_coding], "source": ["host"], "fields": [fields]}
        batch.add_codings(pl.DataFrame(coding).cast({"coding": pl.Int32}))
        first, last = batch.add_lines(_lines(batch.next_coding - 1, [*paid, *REFUNDED], period))
        turn = first + len(paid)
        raw = {"line_no": [9], "reason": ["import.amount"], "raw": ["R4100,x,ten pounds"]}
        batch.add_rejected(pl.DataFrame(raw).cast({"line_no": pl.Int32}))
        count = len(paid) + len(REFUNDED)
        batch.add_import(
            name="2009-10.csv", sha256="ab" * 32, size=1234, source="host", rows=count + 1, posted=count, duplicates=0,
            rejected=1, pence=sum(paid) + sum(REFUNDED),
        )  # fmt: skip
        moved = [
            Transfer(
                0, Layer.ACTUAL, "spend", "cash_at_host", sum(paid), period, "ACCOMMODATION", "", "", first, turn - 1
            ),
            Transfer(0, Layer.ACTUAL, "cash_at_host", "spend", -sum(REFUNDED), period, "CARE", "", "", turn, last),
        ]
        batch.post(
            moved, kind=EntryKind.IMPORT, on=ON, period=period, description="October", source="2009-10.csv",
            by="Poolbook", at=AT,
        )  # fmt: skip
        actions.keep(batch=batch, by=None, at=AT)
    return fund_year


def _lines(coding: int, pence: list[int], period: int) -> pl.DataFrame:
    count = len(pence)
    return pl.DataFrame(
        {
            "coding": [coding] * count,
            "line_no": range(2, count + 2),
            "day": [ON] * count,
            "period": [period] * count,
            "pence": pence,
            "vat": [None] * count,
            "reference": [f"INV {each}" for each in range(count)],
            "narrative": ["100% of a bed_week" if each == 1 else "Placement" for each in range(count)],
            "supplier": ["Aire Homes" if each % 2 else "Isis Homes" for each in range(count)],
            "journal": ["AP"] * count,
            "incurred_by": [""] * count,
        },
        schema=folder.GIVEN,
    )


def paid(fund_year: FundYear) -> Row:
    """The transfer of what was paid."""
    return Row.of(fund_year).filter(first_line__isnull=False, scheme="ACCOMMODATION").select_related("entry")[0]


def refunds(fund_year: FundYear) -> Row:
    """The transfer whose accounts are the other way round, since its lines come to less than nil."""
    return Row.of(fund_year).filter(first_line__isnull=False, scheme="CARE").select_related("entry")[0]


def numbers(transfer: Row) -> list[int]:
    """The numbers of a transfer's lines."""
    assert transfer.first_line is not None
    assert transfer.last_line is not None
    return list(range(transfer.first_line, transfer.last_line + 1))


def asked(transfer: Row, by: Person | None, *lines: int, to: str = "CARE", why: str = "Day care") -> Proposal:
    """Somebody asks for lines of a transfer to be put in another scheme, or (``to=""``) says that they are not ours."""
    here = correction.place_of(transfer, None)
    place = Place(to, here.account, here.partner) if to else None
    return actions.correct(transfer=transfer, lines=list(lines) or None, to=place, why=why, by=by, at=AT)


def asked_back(entry: Entry, by: Person | None, why: str = "The wrong month") -> Proposal:
    """Somebody asks for an entry to be reversed."""
    return actions.ask_back(fund_year=entry.fund_year, entries=[entry], why=why, by=by, at=AT)


def second(cast: Cast) -> Person:
    """Another finance officer, who can answer what the first asks."""
    who = Person.objects.filter(name="Finn Second").first() or casting.person("Finn Second")
    if not who.memberships.exists():
        casting.give(who, cast.fund, Role.FINANCE_OFFICER, cast.trust)
    return who


#: What there is one of, for addresses.
KINDS = ("transfer", "line", "entry", "proposal")


def one(cast: Cast, kind: str) -> int:
    """The number of a transfer, a line, an entry or a proposal of the cast's year; they are made once."""
    fund_year = year.there(cast)
    if not Line.of(fund_year).exists():
        lined(cast)
        asked(paid(fund_year), None, numbers(paid(fund_year))[0])
    over = paid(fund_year)
    proposal = Proposal.objects.get(fund_year=fund_year).number
    found = {"transfer": over.number, "line": numbers(over)[0], "entry": over.entry.number, "proposal": proposal}
    return found[kind]


def signed_in(who: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(who)
    return client


def at(fund_year: FundYear, page: str = "") -> str:
    """The address of a page of the ledger."""
    return f"/funds/{fund_year.fund.slug}/{fund_year.year}/ledger/{page}"
