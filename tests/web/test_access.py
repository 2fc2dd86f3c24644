"""Every address of the site, asked for by everybody, gives what the table of permissions says; and no address is
without a row here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from poolbook_web.base.charts import Bars, Chart, pictures
from poolbook_web.people.models import Person, Role
from poolbook_web.people.permissions import DUTIES, TABLE, Permission
from tests.web import year
from tests.web.cast import Cast
from tests.web.imports.extracts import in_the_books
from tests.web.ledger import lined
from tests.web.questions.asking import there
from tests.web.reporting import quarter

ANYBODY, SIGNED_IN, PART_OF_SIGNING_IN = "anybody", "whoever has signed in", "allauth's own, on the way in"


@dataclass(frozen=True)
class Address:
    """What an address asks for, what stands in it beside the fund, and whether it is only posted to."""

    asks: Permission | str
    also: tuple[str, ...] = ()
    post: bool = False
    kwargs: dict[str, object] = field(default_factory=dict)


YEAR = "2009-10"

OF_A_FUND = {
    "fund": Address(Permission.FUND_SEE),
    "people": Address(Permission.PEOPLE_SEE),
    "people_download": Address(Permission.PEOPLE_SEE, also=("csv",)),
    "people_invite": Address(Permission.PEOPLE_MANAGE),
    "people_change": Address(Permission.PEOPLE_MANAGE, also=("number",)),
    "people_end": Address(Permission.PEOPLE_MANAGE, also=("number",)),
    "people_invite_again": Address(Permission.PEOPLE_MANAGE, also=("number",), post=True),
    "people_cancel": Address(Permission.PEOPLE_MANAGE, also=("number",), post=True),
    "history": Address(Permission.HISTORY_SEE),
    "history_download": Address(Permission.HISTORY_SEE, also=("csv",)),
    "history_check": Address(Permission.HISTORY_SEE),
    "imports": Address(Permission.IMPORTS_SEE, also=(YEAR,)),
    "imports_download": Address(Permission.IMPORTS_SEE, also=(YEAR, "csv")),
    "imports_bring": Address(Permission.IMPORTS_BRING, also=(YEAR,)),
    "parties": Address(Permission.PEOPLE_SEE),
    "parties_file": Address(Permission.PEOPLE_SEE, also=("csv",)),
    "party_joins": Address(Permission.PARTIES_KEEP),
    "party_hosts": Address(Permission.PARTIES_KEEP),
    "party_leaves": Address(Permission.PARTIES_KEEP, also=("party",)),
    "imports_rules": Address(Permission.TERMS_SEE, also=("year",)),
    "imports_rules_put": Address(Permission.TERMS_PUT, also=("year",)),
    "imports_rules_text": Address(Permission.TERMS_SEE, also=("year", "rules")),
    "imports_rules_file": Address(Permission.TERMS_SEE, also=("year", "where-each-code-goes", "csv")),
    "imports_lay_out": Address(Permission.TERMS_PUT, also=("year", "import")),
    "imports_one": Address(Permission.IMPORTS_SEE, also=(YEAR, "import")),
    "imports_findings": Address(Permission.IMPORTS_SEE, also=(YEAR, "import")),
    "imports_findings_file": Address(Permission.IMPORTS_SEE, also=(YEAR, "import", "csv")),
    "imports_codes": Address(Permission.TERMS_PUT, also=(YEAR, "import")),
    "imports_accept": Address(Permission.IMPORTS_ACCEPT, also=(YEAR, "import")),
    "imports_again": Address(Permission.IMPORTS_BRING, also=(YEAR, "import"), post=True),
    "imports_withdraw": Address(Permission.IMPORTS_BRING, also=(YEAR, "import")),
    "imports_undo": Address(Permission.IMPORTS_ACCEPT, also=(YEAR, "import")),
    "imports_file": Address(Permission.IMPORTS_BRING, also=(YEAR, "import", "1")),
    "ledger": Address(Permission.LEDGER_SEE, also=(YEAR,)),
    "ledger_transfers": Address(Permission.LEDGER_SEE, also=(YEAR,)),
    "ledger_transfers_file": Address(Permission.LEDGER_SEE, also=("year", "csv")),
    "ledger_transfer": Address(Permission.LEDGER_SEE, also=(YEAR, "transfer")),
    "ledger_correct": Address(Permission.LEDGER_CORRECT, also=(YEAR, "transfer")),
    "ledger_lines": Address(Permission.LEDGER_SEE, also=("year",)),
    "ledger_lines_file": Address(Permission.LEDGER_SEE, also=("year", "csv")),
    "ledger_line": Address(Permission.LEDGER_SEE, also=(YEAR, "line")),
    "ledger_entries": Address(Permission.LEDGER_SEE, also=("year",)),
    "ledger_entries_file": Address(Permission.LEDGER_SEE, also=("year", "csv")),
    "ledger_entry": Address(Permission.LEDGER_SEE, also=(YEAR, "entry")),
    "ledger_rejected_file": Address(Permission.LEDGER_SEE, also=(YEAR, "entry", "csv")),
    "ledger_reverse": Address(Permission.LEDGER_POST, also=(YEAR, "entry")),
    "ledger_journal": Address(Permission.LEDGER_POST, also=("year",)),
    "ledger_proposals": Address(Permission.LEDGER_SEE, also=("year",)),
    "ledger_proposal": Address(Permission.LEDGER_SEE, also=(YEAR, "proposal")),
    "ledger_agree": Address(Permission.LEDGER_POST, also=(YEAR, "proposal")),
    "ledger_decline": Address(Permission.LEDGER_POST, also=(YEAR, "proposal")),
    "ledger_withdraw": Address(Permission.LEDGER_CORRECT, also=(YEAR, "proposal")),
    "position": Address(Permission.POSITION_SEE, also=("year",)),
    "settlement": Address(Permission.POSITION_SEE, also=("year",)),
    "working": Address(Permission.POSITION_SEE, also=("year", "6")),
    "working_of": Address(Permission.POSITION_SEE, also=("year", "6", "CARE")),
    "chart": Address(Permission.POSITION_SEE, also=("chart", "wide")),
    "report_file": Address(Permission.POSITION_SEE, also=("year", "position", "6", "csv")),
    "report_table": Address(Permission.POSITION_SEE, also=("year", "position", "6", "by-scheme", "csv")),
    "terms": Address(Permission.TERMS_SEE, also=("year",)),
    "terms_at": Address(Permission.TERMS_SEE, also=("year", "1")),
    "terms_text": Address(Permission.TERMS_SEE, also=("year", "1")),
    "terms_table": Address(Permission.TERMS_SEE, also=("year", "1", "partners", "csv")),
    "terms_versions": Address(Permission.TERMS_SEE, also=("year",)),
    "terms_versions_file": Address(Permission.TERMS_SEE, also=("year", "versions-of-the-terms", "csv")),
    "put_terms": Address(Permission.TERMS_PUT, also=("year",)),
    "records": Address(Permission.RECORDS_SEE, also=("year",)),
    "record_list": Address(Permission.RECORDS_SEE, also=("year", "causes")),
    "record_file": Address(Permission.RECORDS_SEE, also=("year", "causes", "csv")),
    "record": Address(Permission.RECORDS_SEE, also=("year", "causes", "record")),
    "record_add": Address(Permission.RECORDS_KEEP, also=("year", "causes")),
    "record_change": Address(Permission.RECORDS_KEEP, also=("year", "causes", "record")),
    "record_withdraw": Address(Permission.RECORDS_KEEP, also=("year", "causes", "record")),
    "reports": Address(Permission.REPORTS_SEE, also=("year",)),
    "reports_file": Address(Permission.REPORTS_SEE, also=("year", "csv")),
    "report_preview": Address(Permission.REPORTS_SEE, also=("year", "quarterly", "2")),
    "report_preview_file": Address(Permission.REPORTS_SEE, also=("year", "quarterly", "2", "text")),
    "report_issue": Address(Permission.REPORT_ISSUE, also=("year", "quarterly", "2")),
    "report_issued": Address(Permission.REPORTS_SEE, also=("issued", "quarterly", "2", "1")),
    "report_issued_file": Address(Permission.REPORTS_SEE, also=("issued", "quarterly", "2", "1", "text")),
    "report_receive": Address(Permission.REPORT_RECEIVE, also=("issued", "quarterly", "2", "1")),
    "pack": Address(Permission.PACK_TAKE, also=("year",)),
    "verify": Address(Permission.HISTORY_SEE, also=("year",)),
    "record_paste": Address(Permission.RECORDS_KEEP, also=("year", "dues")),
    "year": Address(Permission.FUND_SEE, also=("year",)),
    "open_year": Address(Permission.PERIOD_CLOSE, also=("year",)),
    "close_period": Address(Permission.PERIOD_CLOSE, also=("year",)),
    "begin_year": Address(Permission.PERIOD_CLOSE, also=("year",)),
    "terms_of_next_year": Address(Permission.TERMS_SEE, also=("year",)),
    "questions": Address(Permission.QUESTIONS_SEE, also=(YEAR,)),
    "questions_download": Address(Permission.QUESTIONS_SEE, also=(YEAR, "csv")),
    "question_ask": Address(Permission.QUESTIONS_ASK, also=(YEAR,)),
    "question": Address(Permission.QUESTIONS_SEE, also=(YEAR, "question")),
    "question_answer": Address(Permission.QUESTIONS_ASK, also=(YEAR, "question")),
    "question_ask_again": Address(Permission.QUESTIONS_ASK, also=(YEAR, "question")),
    "question_close": Address(Permission.QUESTIONS_ASK, also=(YEAR, "question")),
    "commentary": Address(Permission.RECORDS_SEE, also=("year",)),
    "commentary_download": Address(Permission.RECORDS_SEE, also=("year", "6", "csv")),
    "commentary_ask": Address(Permission.LEADS_KEEP, also=("year",)),
    "commentary_lead": Address(Permission.LEADS_KEEP, also=("year", "ACCOMMODATION")),
    "commentary_write": Address(Permission.COMMENTARY_KEEP, also=("year", "6", "ACCOMMODATION")),
}

OF_THE_SITE = {
    "site_history": Address(Permission.SITE_SEE),
    "site_history_download": Address(Permission.SITE_SEE, also=("csv",)),
    "site_check": Address(Permission.SITE_SEE),
    "site_people": Address(Permission.ACCOUNTS_SEE),
    "site_people_download": Address(Permission.ACCOUNTS_SEE, also=("csv",)),
    "site_person": Address(Permission.ACCOUNTS_SEE, also=("person",)),
    "site_person_close": Address(Permission.ACCOUNTS_CLOSE, also=("person",)),
    "site_person_reopen": Address(Permission.ACCOUNTS_CLOSE, also=("person",)),
    "fund_new": Address(Permission.FUND_OPEN),
    "fund_from_terms": Address(Permission.FUND_OPEN),
}

OF_ONES_OWN = {
    "home": Address(SIGNED_IN),
    "account": Address(SIGNED_IN),
    "account_rename": Address(SIGNED_IN),
    "account_notices": Address(SIGNED_IN),
    "account_change_password": Address(SIGNED_IN),
    "account_reauthenticate": Address(SIGNED_IN),
    "permissions": Address(SIGNED_IN),
    "help": Address(SIGNED_IN),
    "help_role": Address(SIGNED_IN, also=("clerk",)),
    "terms_template": Address(SIGNED_IN),
    "rules_template": Address(SIGNED_IN),
    "mfa_index": Address(SIGNED_IN),
    "mfa_activate_totp": Address(SIGNED_IN),
    "mfa_deactivate_totp": Address(SIGNED_IN),
    "mfa_view_recovery_codes": Address(SIGNED_IN),
    "mfa_generate_recovery_codes": Address(SIGNED_IN),
    "mfa_download_recovery_codes": Address(SIGNED_IN),
    "mfa_reauthenticate": Address(SIGNED_IN),
    "mfa_list_webauthn": Address(SIGNED_IN),
    "mfa_add_webauthn": Address(SIGNED_IN),
    "mfa_reauthenticate_webauthn": Address(SIGNED_IN),
    "mfa_edit_webauthn": Address(SIGNED_IN, kwargs={"pk": 1}),
    "mfa_remove_webauthn": Address(SIGNED_IN, kwargs={"pk": 1}),
    "mfa_login_webauthn": Address(PART_OF_SIGNING_IN),
    "socialaccount_connections": Address(SIGNED_IN),
    "glossary": Address(ANYBODY),
    "health": Address(ANYBODY),
    "join": Address(ANYBODY, also=("no-such-token",)),
    "account_login": Address(ANYBODY),
    "account_signup": Address(ANYBODY),
    "account_inactive": Address(ANYBODY),
    "account_logout": Address(PART_OF_SIGNING_IN),
    "account_reset_password": Address(ANYBODY),
    "account_reset_password_done": Address(ANYBODY),
    "account_reset_password_from_key_done": Address(ANYBODY),
    "account_reset_password_from_key": Address(ANYBODY, kwargs={"uidb36": "1", "key": "no-such-key"}),
    "mfa_authenticate": Address(PART_OF_SIGNING_IN),
    "socialaccount_login_cancelled": Address(ANYBODY),
    "socialaccount_login_error": Address(PART_OF_SIGNING_IN),
    "socialaccount_signup": Address(PART_OF_SIGNING_IN),
    "openid_connect_login": Address(PART_OF_SIGNING_IN, kwargs={"provider_id": "organisation"}),
    "openid_connect_callback": Address(PART_OF_SIGNING_IN, kwargs={"provider_id": "organisation"}),
}

TABLE_OF_ADDRESSES = OF_A_FUND | OF_THE_SITE | OF_ONES_OWN


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The name of every address."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        else:
            yield each.name or f"an address without a name: {each.pattern}"


def ask(client: Client, name: str, address: Address, cast: Cast) -> int:
    """What an address answers."""
    args: list[object] = [cast.fund.slug] if name in OF_A_FUND else []
    marks: dict[str, Callable[[], object]] = {
        "number": lambda: cast.held(Role.CLERK).pk,
        "import": lambda: in_the_books(cast.fund).number,
        "question": lambda: there(cast).number,
        "person": lambda: cast.roles[Role.CLERK].pk,
        **{each: partial(lined.one, cast, each) for each in lined.KINDS},
    }
    mine: dict[str, Callable[[], object]] = {
        "year": lambda: year.there(cast).year,
        "record": lambda: str(year.a_record(cast)),
        "rules": lambda: year.rules(cast),
        "party": lambda: cast.fund.parties.get(partner=cast.trust).pk,
        "chart": lambda: a_chart(cast),
        "issued": lambda: quarter.there(cast).fund_year.year,
    }
    args += [mine[each]() if each in mine else marks[each]() if each in marks else each for each in address.also]
    url = reverse(name, args=args or None, kwargs=address.kwargs or None)
    return (client.post(url) if address.post else client.get(url)).status_code


def a_chart(cast: Cast) -> str:
    """The name of a picture, as a page of the fund has shown it."""
    chart = {"": Chart("Bars.", Bars(("Homes",), (("Budget", (1_00,)),)))}
    return pictures.shown(chart, cast.fund.slug, Permission.POSITION_SEE)[""].wide.address.split("/")[-2]


def everybody(cast: Cast) -> dict[str, Person]:
    """Each role, somebody of another fund, and somebody of none."""
    roles = {role.value: who for role, who in cast.roles.items()}
    return roles | {"neighbour": cast.neighbour, "stranger": cast.stranger}


def test_every_address_has_a_row_in_the_table() -> None:
    found = set(names(get_resolver().url_patterns))
    assert found == set(TABLE_OF_ADDRESSES), "give every address a row, and take away rows of addresses that are gone"


@pytest.mark.parametrize("name", OF_A_FUND)
def test_an_address_of_a_fund_answers_each_person_as_the_table_says(cast: Cast, name: str) -> None:
    address = OF_A_FUND[name]
    assert isinstance(address.asks, Permission)
    allowed, said, wanted = TABLE[address.asks].roles, {}, {}
    for who, person in everybody(cast).items():
        client = Client()
        client.force_login(person)
        said[who] = ask(client, name, address, cast)
        in_the_fund = who in Role.values
        # What may be done is done (200), or refused by a rule of its own (409: the clerk has joined already).
        yes = 409 if address.post else 200
        wanted[who] = 404 if not in_the_fund else yes if Role(who) in allowed else 403
    assert said == wanted


@pytest.mark.parametrize("name", OF_THE_SITE)
def test_an_address_of_the_site_answers_administrators_alone(cast: Cast, name: str) -> None:
    said = {}
    for who, person in everybody(cast).items():
        client = Client()
        client.force_login(person)
        said[who] = ask(client, name, OF_THE_SITE[name], cast)
    assert said == {who: 200 if who == "administrator" else 403 for who in said}


@pytest.mark.parametrize("name", [name for name, each in TABLE_OF_ADDRESSES.items() if each.asks != ANYBODY])
def test_whoever_has_not_signed_in_is_sent_to_sign_in(cast: Cast, name: str) -> None:
    address = TABLE_OF_ADDRESSES[name]
    if address.asks == PART_OF_SIGNING_IN:
        assert ask(Client(), name, address, cast) in (200, 302, 401)
    else:
        assert ask(Client(), name, address, cast) == 302


@pytest.mark.parametrize("name", [name for name, each in TABLE_OF_ADDRESSES.items() if each.asks == ANYBODY])
def test_an_address_for_anybody_needs_no_signing_in(cast: Cast, name: str) -> None:
    assert ask(Client(), name, TABLE_OF_ADDRESSES[name], cast) in (200, 401, 410)


@pytest.mark.parametrize("name", [name for name, each in TABLE_OF_ADDRESSES.items() if each.asks == SIGNED_IN])
def test_a_stranger_who_has_signed_in_sees_only_what_is_their_own(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.stranger)
    assert ask(client, name, TABLE_OF_ADDRESSES[name], cast) in (200, 302, 404)


def test_a_role_of_one_fund_cannot_be_touched_through_another(cast: Cast, client: Client) -> None:
    client.force_login(cast.neighbour)
    theirs = cast.held(Role.CLERK).pk
    for action in ("", "end/", "again/"):
        url = f"/funds/{cast.other_fund.slug}/people/{theirs}/{action}"
        assert client.post(url, {"role": "clerk"}).status_code == 404


def test_a_fund_that_is_not_mine_looks_like_one_that_is_not_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    mine_not = client.get(f"/funds/{cast.fund.slug}/")
    there_not = client.get("/funds/no-such-fund/")
    secret = re.compile(r'value="[A-Za-z0-9]{64}"|<code>[0-9a-f]+</code>')
    assert mine_not.status_code == there_not.status_code == 404
    assert secret.sub("", mine_not.content.decode()) == secret.sub("", there_not.content.decode())


def test_a_refusal_says_who_may_and_what_one_is(cast: Cast, client: Client) -> None:
    client.force_login(cast.roles[Role.CLERK])
    page = client.get(f"/funds/{cast.fund.slug}/people/invite/").content.decode()
    assert "Only a pool manager or an administrator can invite people to the fund" in page
    assert "You are a clerk in this fund." in page


def test_the_page_of_permissions_shows_every_row_and_every_role(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    page = client.get("/who-may-do-what/").content.decode().replace("&#x27;", "'")
    assert all(f"Who may {row.may}?" in page for row in TABLE.values())
    assert all(duty.replace("'", "'") in page for duty in DUTIES.values())


def test_somebody_whose_account_is_closed_is_out_at_once(cast: Cast, manager: Client) -> None:
    cast.manager.is_active = False
    cast.manager.save()
    assert manager.get("/").status_code == 302


def test_every_permission_has_a_row_and_every_role_a_duty() -> None:
    assert list(TABLE) == list(Permission)
    assert list(DUTIES) == list(Role)
