"""The rules by which extracts are read, as people see them: the sources, the rules in their order, the versions."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.utils.timezone import localdate

from poolbook.importing.formats import FORMATS
from poolbook.importing.rules import Rule, Source
from poolbook.ledger.chart import account
from poolbook.reports.model import Column, Kind, Row, Table
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook_web.agreements import queries as agreements
from poolbook_web.agreements.models import RulesVersion
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import name_of

_REPEATS = {"incremental": "New lines", "cumulative": "The year so far"}
_SIGNS = {"debit_positive": "Spending is positive", "credit_positive": "Income is positive"}


def rules_tables(fund_year: FundYear) -> Sequence[Table]:
    """The rules in force, and every version of them. Raises :class:`poolbook.findings.Refused` where the terms have
    moved away from under the rules, or where there are none."""
    rules, terms = agreements.rules(fund_year), agreements.terms(fund_year)
    sources = {name: each for name, each in rules.sources.items() if each.layout != "journal"}
    return (
        _sources(sources, terms),
        _rules(rules.rules, terms),
        _versions(list(agreements.rules_versions(fund_year))),
    )


def rules_text_or_404(fund_year: FundYear, number: int) -> str:
    """A version of the rules as it was written."""
    found = agreements.rules_versions(fund_year).filter(number=number).first()
    if found is None:
        raise Http404
    return str(found.text)


def _sources(sources: dict[str, Source], terms: Terms) -> Table:
    columns = (Column("Source"), Column("What it is"), Column("Laid out as"), Column("Each file holds"),
               Column("Signs"), Column("Whose ledger"))  # fmt: skip
    rows = tuple(
        Row((
            name, each.about, FORMATS[each.layout].title if each.layout else "Columns of its own",
            _REPEATS[each.repeats], _SIGNS[each.signs],
            ask.name(terms, each.incurred_by) if each.incurred_by else "The host's",
        ))
        for name, each in sources.items()
    )  # fmt: skip
    return Table("Where extracts come from", columns, rows)


def _rules(rules: Sequence[Rule], terms: Terms) -> Table:
    columns = (Column("Rule", Kind.COUNT), Column("Lines with"), Column("Of the source"), Column("Are"))
    rows = tuple(
        Row((number, _when(each), each.source or "Any", _are(each, terms)), illustrative=each.illustrative)
        for number, each in enumerate(rules, start=1)
    )
    return Table("Where each code goes", columns, rows)


def _when(rule: Rule) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {text or 'empty'}" for name, text in rule.when.items())


def _are(rule: Rule, terms: Terms) -> str:
    if rule.elsewhere:
        return f"of another fund: {rule.elsewhere}"
    if rule.ignore:
        return f"passed over: {rule.ignore}"
    said = [
        ask.name(terms, rule.scheme) if rule.scheme else "", account(rule.account or "spend").name.lower(),
        ask.name(terms, rule.partner) if rule.partner else "", f"contract {rule.contract}" if rule.contract else "",
    ]  # fmt: skip
    return ", ".join(each for each in said if each)


def _versions(found: Sequence[RulesVersion]) -> Table:
    columns = (Column("Version", Kind.COUNT), Column("Put by"), Column("Put on", Kind.DATE), Column("Why"),
               Column("SHA-256"))  # fmt: skip
    rows = tuple(Row((each.number, name_of(each.by), localdate(each.at), each.why, each.sha256)) for each in found)
    return Table("Versions of the rules", columns, rows)
