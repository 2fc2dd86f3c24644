"""Who took part in a fund from when to when, and who hosted."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404

from poolbook.reports.model import Column, Kind, Row, Table
from poolbook_web.partners.models import Fund, Hosting, Partner, Party


def every_party(fund: Fund) -> QuerySet[Party]:
    """Every partner that took part or does, in the order in which they joined."""
    return fund.parties.select_related("partner", "fund").order_by("since", "code")


def party_or_404(fund: Fund, number: int) -> Party:
    """One of them."""
    found = every_party(fund).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def could_join(fund: Fund) -> Sequence[Partner]:
    """The bodies of this site that do not take part yet."""
    return list(Partner.objects.filter(ended=None).exclude(parties__fund=fund).order_by("name"))


def parties_tables(fund: Fund, found: Sequence[Party]) -> tuple[Table, Table]:
    """The partners with their days, and the hosts."""
    columns = (
        Column("Partner"), Column("Code"), Column("What it is"), Column("From", Kind.DATE),
        Column("Last day", Kind.DATE),
    )  # fmt: skip
    rows = (
        Row((each.partner.name, each.code, each.partner.get_kind_display(), each.since, each.until)) for each in found
    )
    hostings = Hosting.objects.filter(fund=fund).select_related("partner").order_by("since")
    hosts = tuple(Row((each.partner.name, each.since)) for each in hostings)
    return Table("Partners", columns, tuple(rows)), Table("Hosts", (Column("Host"), Column("From", Kind.DATE)), hosts)
