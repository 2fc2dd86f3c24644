"""A fund-year with rules, people who bring in and accept, and files for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from poolbook_web.agreements import actions as agreements
from poolbook_web.imports import actions
from poolbook_web.imports.models import Batch, File
from poolbook_web.ledger import actions as ledger
from poolbook_web.partners.models import Fund, FundYear
from poolbook_web.people.models import Person, Role
from tests.lookalikes import leeds
from tests.web import books
from tests.web.books import AT

MONTHS = leeds.year(rows=20)
#: A month with a coding that no rule answers, and two rows whose amounts are none.
HEADINGS = MONTHS[0].data.splitlines()[0].decode()


def row(kind: str, amount: str, number: str = "12-1", pool: str = leeds.CARE) -> str:
    """A row of a spending file."""
    return f"x,A City Council,Social Services,{pool},Third Party,{kind},580,05-Apr-2012,{number},{amount},R,Aire Homes"


def listing(*rows: str, name: str = "2012-04.csv") -> SimpleUploadedFile:
    """A spending file of these rows."""
    return SimpleUploadedFile(name, "\r\n".join([HEADINGS, *rows, ""]).encode())


def month(at: int = 0) -> SimpleUploadedFile:
    """One of the generated files of a year."""
    return SimpleUploadedFile(MONTHS[at].name, MONTHS[at].data)


@dataclass(frozen=True)
class Office:
    """A year, and who works on it."""

    year: FundYear
    manager: Person
    fay: Person  #: brings in
    finn: Person  #: accepts

    @property
    def address(self) -> str:
        """Where the imports of the year are."""
        return f"/funds/{self.year.fund.slug}/{self.year.year}/imports/"


def office(rules: str = leeds.RULES) -> Office:
    """The year, with terms and rules in force and nothing posted."""
    year = books.small(leeds.TERMS)
    agreements.put_rules(fund_year=year, data=rules.encode(), by=None, at=AT)
    manager = books.officer(year, "Mona Manager", Role.POOL_MANAGER)
    return Office(year, manager, books.officer(year, "Fay First"), books.officer(year, "Finn Second"))


def signed_in(who: Person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(who)
    return client


def brought(here: Office, *files: SimpleUploadedFile, at: datetime = AT) -> Batch:
    """Files brought in by the first officer, and read."""
    made = actions.receive(fund_year=here.year, files=list(files), by=here.fay, at=at)
    return fresh(made)


def accepted(here: Office, batch: Batch, *, rejected_too: bool = False, at: datetime = AT) -> Batch:
    """What was brought in, accepted by the second officer and posted."""
    actions.accept(batch=batch, seen=batch.digest, rejected_too=rejected_too, by=here.finn, at=at)
    return fresh(batch)


def fresh(batch: Batch) -> Batch:
    """The batch as it stands now."""
    return Batch.objects.select_related("fund_year__fund", "accepted_by", "brought_by").get(pk=batch.pk)


def undone(here: Office, batch: Batch, why: str = "wrong") -> None:
    """One officer asks for an import to be undone, and the pool manager posts it."""
    proposal = actions.ask_undo(batch=batch, why=why, by=here.finn, at=AT)
    ledger.agree(proposal=proposal, by=here.manager, at=AT)


def in_the_books(fund: Fund) -> Batch:
    """An import of a fund's first year, as if it were posted; made once."""
    year = fund.years.order_by("year")[0]
    made, new = Batch.objects.get_or_create(
        fund_year=year, number=1, state=Batch.State.ACCEPTED, brought_at=AT, accepted_at=AT, posted_at=AT
    )
    if new:
        File.objects.create(batch=made, place=1, name="2009-04.csv", sha256="0" * 64, bytes=0)
    return made


def whole(page: bytes) -> str:
    """A page's text with its apostrophes."""
    return page.decode().replace("&#x27;", "'")
