"""Codes as people say them, by the newest terms of a year; where there are none, the codes themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from poolbook.dates.years import FinancialYear, month_name, parse_year
from poolbook.findings import Finding, Where, error
from poolbook.folder.receive import place_in
from poolbook.ledger import chart
from poolbook.ledger.model import Transfer
from poolbook.standins import Standins
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook_web.agreements import queries as agreements
from poolbook_web.ledger.models import Entry
from poolbook_web.partners.models import FundYear


@dataclass(frozen=True)
class Names:
    """The schemes and contributors of a year by code, in the order of the agreement, and what rests on a stand-in."""

    year: FinancialYear
    schemes: Mapping[str, str]
    partners: Mapping[str, str]
    standins: Standins = field(default_factory=Standins)

    def scheme(self, code: str) -> str:
        """A scheme's name; empty for none."""
        return self.schemes.get(code, code)

    def partner(self, code: str) -> str:
        """A contributor's name; empty for none."""
        return self.partners.get(code, code)

    def period(self, number: int) -> str:
        """A period as a month.

        >>> Names(FinancialYear(2009), {}, {}).period(1)
        'April 2009'
        """
        return month_name(self.year, number)

    def periods(self, entry: Entry) -> str:
        """The periods that an entry moves money in: most have one, an extract those of its lines."""
        first = getattr(entry, "first_period", None) or entry.period
        last = self.period(entry.period)
        return last if first >= entry.period else f"{self.period(first)} to {last}"


def names(fund_year: FundYear) -> Names:
    """The names of a year."""
    version = agreements.terms_version_or_none(fund_year)
    year = parse_year(fund_year.year)
    if version is None:
        return Names(year, {}, {})
    terms = agreements.typed(version)
    partners = {code: each.name for code, each in ask.everyone(terms).items()}
    return Names(year, {each.code: each.name for each in terms.schemes}, partners, Standins.of(terms))


def account(code: str) -> str:
    """An account's name; what is in the books is in the chart.

    >>> account("spend"), account("reserves/risk")
    ('Expenditure', 'Reserves: risk')
    """
    return chart.account(code).name


def stands_by_debit(code: str) -> bool:
    """Whether an account grows by debit, so that its balance is read as a positive sum when debits are more.

    >>> stands_by_debit("spend"), stands_by_debit("contributions")
    (True, False)
    """
    return chart.account(code).type in (chart.AccountType.ASSET, chart.AccountType.EXPENSE)


def unknown_codes(terms: Terms, transfers: Sequence[Transfer]) -> Iterator[Finding]:
    """A journal names what the terms name, or nothing."""
    place = place_in(terms)
    for number, each in enumerate(transfers, start=1):
        where = Where(key=f"transfer {number}")
        if each.scheme and each.scheme not in place.schemes:
            yield error("ledger.unknown_scheme", f"{each.scheme!r} is not a scheme of the terms", where)
        if each.partner and each.partner not in place.contributors:
            yield error("ledger.unknown_partner", f"{each.partner!r} is not a contributor of the terms", where)
