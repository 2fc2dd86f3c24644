"""Terms and rules in force: checked, kept as written, never edited, and found again as they were on any day."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest

from poolbook.findings import Refused
from poolbook_web.agreements import actions, queries
from poolbook_web.agreements.models import RulesVersion, TermsVersion
from poolbook_web.audit import queries as audit
from poolbook_web.monitoring.actions import begin_year
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web import books
from tests.web.books import AT, TERMS

VARIED = TERMS.replace("£600,000.00", "£650,000.00")
RULES = """\
poolbook: rules/1
sources: {host: {columns: {date: Date, code: Code, amount: Amount}}}
rules: [{when: {code: "*"}, scheme: home-care}]
"""


@pytest.fixture
def year(db: None) -> FundYear:
    """A small fund's year, with terms."""
    return books.small()


def put(year: FundYear, text: str, **others: Any) -> TermsVersion:
    """Put terms in force."""
    return actions.put_terms(**{"fund_year": year, "data": text.encode(), "by": None, "at": AT, **others})


def codes(year: FundYear, text: str) -> set[str]:
    """Why terms are refused: the errors alone."""
    with pytest.raises(Refused) as refusal:
        put(year, text)
    return {each.code for each in refusal.value.findings if each.severity == "error"}


def test_terms_are_kept_as_they_were_written(year: FundYear) -> None:
    version = queries.terms_version(year)
    assert (version.number, version.text, version.since) == (1, TERMS, date(2025, 4, 1))
    assert version.sha256 == hashlib.sha256(TERMS.encode()).hexdigest()
    assert queries.terms(year).fund.name == "Example fund"
    assert {each.severity for each in queries.findings(version)} == {"warning", "note"}


def test_a_variation_is_a_new_version_from_its_day_on(year: FundYear) -> None:
    later = AT + timedelta(days=30)
    second = put(year, VARIED, since=date(2025, 10, 1), at=later, why="Deed of variation")
    assert second.number == 2
    assert queries.terms_version(year) == second
    assert queries.terms_version(year, later).number == 1, "known, and not in force yet"
    assert queries.terms_version(year, AT + timedelta(days=180)).number == 2
    assert queries.terms_version(year, AT).number == 1
    assert [each.number for each in queries.versions(year)] == [2, 1]
    told = audit.told(audit.history(year.history_scope).order_by("-number")[0])
    assert told.says == "put in force the terms of 2025-26 of Example fund, version 2"
    assert told.note == "Deed of variation"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("year: 2025-26", "year: 2026-27", "agreements.other_year"),
        ("code: example-fund", "code: another-fund", "agreements.other_fund"),
        ("name: Example fund}", "name: Example fund, mode: shadow}", "agreements.other_mode"),
        ("{code: icb,", "{code: nhs,", "agreements.not_a_partner"),
        ("host: {partner: council}", "", "terms.no_host"),
        ("poolbook: terms/1", "poolbook: terms/9", "terms.format"),
        ("name: Home care", "nme: Home care", "yaml.unknown_key"),
        ("", "", "agreements.nothing_changed"),
    ],
)
def test_terms_that_cannot_be_are_refused(year: FundYear, old: str, new: str, code: str) -> None:
    found = codes(year, TERMS.replace(old, new, 1))
    assert code in found or (code == "yaml.unknown_key" and found)
    assert queries.versions(year).count() == 1


def test_terms_from_a_day_after_the_year_are_refused(year: FundYear) -> None:
    with pytest.raises(Refused, match="the year ends"):
        put(year, VARIED, since=date(2026, 4, 1))


def test_rules_are_checked_against_the_terms(year: FundYear) -> None:
    assert not queries.rules(year).rules
    actions.put_rules(fund_year=year, data=RULES.encode(), by=None, at=AT)
    assert len(queries.rules(year).rules) == 1
    told = audit.told(audit.history(year.history_scope).order_by("-number")[0])
    assert told.says == "put in force the rules for reading extracts of 2025-26 of Example fund, version 1"
    with pytest.raises(Refused):
        actions.put_rules(fund_year=year, data=RULES.replace("home-care", "moon").encode(), by=None, at=AT)
    assert [each.number for each in queries.rules_versions(year)] == [1]


def test_a_file_with_an_nhs_number_is_refused_with_its_line_and_a_code_of_the_ledger_is_none(year: FundYear) -> None:
    def lines(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str, int | None]]:
        return [(each.code, each.where.file, each.where.line) for each in refused.value.findings]

    with pytest.raises(Refused) as refused:
        put(year, f"{TERMS}# agreed for 943 476 5919\n")
    assert lines(refused) == [("text.nhs_number", "terms.yaml", TERMS.count("\n") + 1)]
    with pytest.raises(Refused) as refused:
        actions.put_rules(fund_year=year, data=f"{RULES}# of 9434765919\n".encode(), by=None, at=AT)
    assert lines(refused) == [("text.nhs_number", "rules.yaml", 4)]
    coded = RULES.replace("*", "9434765919")
    assert actions.put_rules(fund_year=year, data=coded.encode(), by=None, at=AT).text == coded


def test_a_number_that_is_in_force_already_is_in_nobodys_way(year: FundYear) -> None:
    older = f"{RULES}# of 9434765919\n"
    for model, text in ((TermsVersion, f"{TERMS}# agreed for 943 476 5919\n"), (RulesVersion, older)):
        model.objects.create(fund_year=year, number=9, text=text, sha256="a" * 64, since=date(2025, 4, 1), at=AT)
    assert put(year, f"{VARIED}# agreed for 943 476 5919\n").number == 10
    more = f"{older}# looked at again\n"
    assert actions.put_rules(fund_year=year, data=more.encode(), by=None, at=AT).number == 10
    with pytest.raises(Refused) as refused:
        actions.put_rules(fund_year=year, data=f"{more}# and 9434765919\n".encode(), by=None, at=AT)
    assert [each.where.line for each in refused.value.findings] == [6]
    after = begin_year(fund_year=year, by=None, at=AT)
    assert "9434765919" in queries.rules_versions(after)[0].text


def test_only_the_pool_manager_puts_terms_in_force(year: FundYear) -> None:
    manager = books.officer(year, "Pat Manager", Role.POOL_MANAGER)
    assert put(year, VARIED, by=manager).by == manager
    with pytest.raises(Refused, match="Only a pool manager"):
        put(year, TERMS, by=books.officer(year))


def test_a_year_without_terms_says_so(db: None) -> None:
    year = FundYear.objects.get(fund__slug="reading-stroke")
    with pytest.raises(Refused, match="no terms are in force"):
        queries.terms(year)
    assert queries.rules_version(year) is None
