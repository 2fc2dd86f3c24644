"""What is asked of partners and funds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from poolbook_web.partners.models import Fund, FundYear, Hosting, Partner, Party, Succession


def every_fund() -> QuerySet[Fund]:
    """Every fund of the site, by name. Whoever asks must first ask whether the person may see them."""
    return Fund.objects.order_by("name")


def parties(fund: Fund, on: date) -> QuerySet[Party]:
    """The partners of a fund on a day, each with its units at hand."""
    in_force = Q(since__lte=on) & (Q(until=None) | Q(until__gte=on))
    return fund.parties.filter(in_force).select_related("partner").prefetch_related("partner__units")


def partners(fund: Fund, on: date) -> list[Partner]:
    """The partners of a fund on a day, by name."""
    return sorted((party.partner for party in parties(fund, on)), key=lambda partner: partner.name)


def is_party(fund: Fund, partner: Partner, on: date) -> bool:
    """Whether a partner takes part in a fund on a day."""
    return parties(fund, on).filter(partner=partner).exists()


def host(fund: Fund, on: date) -> Partner | None:
    """The host partner on a day; None before the first was agreed."""
    found = Hosting.objects.filter(fund=fund, since__lte=on).select_related("partner").order_by("-since").first()
    return found.partner if found else None


def hosts(funds: Collection[Fund], on: date) -> dict[int, Partner]:
    """The host partner of each fund on a day, by the fund's number."""
    found = Hosting.objects.filter(fund__in=funds, since__lte=on).select_related("partner").order_by("since")
    return {each.fund_id: each.partner for each in found}


def latest_years(funds: Collection[Fund]) -> dict[int, FundYear]:
    """The latest year of each fund, by the fund's number."""
    return {each.fund_id: each for each in FundYear.objects.filter(fund__in=funds).order_by("year")}


def years(fund: Fund) -> QuerySet[FundYear]:
    """The years of a fund, the latest first."""
    return fund.years.order_by("-year")


def year_or_404(fund: Fund, year: str) -> FundYear:
    """A year of a fund by its label, with its fund at hand."""
    found = FundYear.objects.filter(fund=fund, year=year).first()
    if found is None:
        raise Http404
    found.fund = fund
    return found


def successions(among: Sequence[Partner]) -> QuerySet[Succession]:
    """What is recorded of who took over from whom, among these partners."""
    either = Q(predecessor__in=among) | Q(successor__in=among)
    return Succession.objects.filter(either).select_related("predecessor", "successor").order_by("day", "pk")
