"""Every address of the site: what it asks for, and how a test comes by one of the cast's fund."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.urls import reverse

from poolbook_web.base.charts import Bars, Chart, pictures
from poolbook_web.people.models import Role
from poolbook_web.people.permissions import Permission
from tests.web import year
from tests.web.cast import Cast
from tests.web.imports.extracts import in_the_books
from tests.web.ledger import lined
from tests.web.questions.asking import there
from tests.web.reporting import quarter

ANYBODY, SIGNED_IN, PART_OF_SIGNING_IN = "anybody", "whoever has signed in", "allauth's own, on the way in"


@dataclass(frozen=True)
class Address:
    """What an address asks for, what stands in it beside the fund, and whether it is only posted to. ``alone`` is the
    one who is heard there; whoever else may come is sent back to where it is explained."""

    asks: Permission | str
    also: tuple[str, ...] = ()
    post: bool = False
    kwargs: dict[str, object] = field(default_factory=dict)
    alone: Role | None = None


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
    "ledger_balances_file": Address(Permission.LEDGER_SEE, also=("year", "csv")),
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
    "ledger_proposals_file": Address(Permission.LEDGER_SEE, also=("year", "csv")),
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
    "question_answer": Address(Permission.QUESTIONS_ASK, also=(YEAR, "question"), alone=Role.FINANCE_OFFICER),
    "question_ask_again": Address(Permission.QUESTIONS_ASK, also=(YEAR, "question"), alone=Role.BOARD_MEMBER),
    "question_close": Address(Permission.QUESTIONS_ASK, also=(YEAR, "question"), alone=Role.BOARD_MEMBER),
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


def url(name: str, cast: Cast) -> str:
    """Where an address is, in the cast's fund; what stands in it is made once."""
    address = TABLE_OF_ADDRESSES[name]
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
    return reverse(name, args=args or None, kwargs=address.kwargs or None)


def a_chart(cast: Cast) -> str:
    """The name of a picture, as a page of the fund has shown it."""
    chart = {"": Chart("Bars.", Bars(("Homes",), (("Budget", (1_00,)),)))}
    return pictures.shown(chart, cast.fund.slug, Permission.POSITION_SEE)[""].wide.address.split("/")[-2]
