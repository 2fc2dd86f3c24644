"""Who may do what: one table. A page of the site shows it as it stands here.

A permission says what the site lets a person do because of a role. Whether the person may bind a partner for a sum is
another question, which the agreement's delegations answer. What no row allows, nobody may do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from poolbook_web.people.models import Role

R = Role

#: Everybody who takes part in a fund, whatever they do there.
EVERYBODY = frozenset(Role) - {R.ADMINISTRATOR}


class Permission(StrEnum):
    """What can be allowed."""

    FUND_SEE = "fund.see"
    PEOPLE_SEE = "people.see"
    PEOPLE_MANAGE = "people.manage"
    HISTORY_SEE = "history.see"
    SITE_SEE = "site.see"
    ACCOUNTS_SEE = "accounts.see"
    ACCOUNTS_CLOSE = "accounts.close"
    FUND_OPEN = "fund.open"
    PARTIES_KEEP = "parties.keep"
    TERMS_PUT = "terms.put"
    LEDGER_SEE = "ledger.see"
    LEDGER_CORRECT = "ledger.correct"
    LEDGER_POST = "ledger.post"
    IMPORTS_SEE = "imports.see"
    IMPORTS_BRING = "imports.bring"
    IMPORTS_ACCEPT = "imports.accept"
    PERIOD_CLOSE = "period.close"
    POSITION_SEE = "position.see"
    TERMS_SEE = "terms.see"
    RECORDS_SEE = "records.see"
    RECORDS_KEEP = "records.keep"
    DECISIONS_KEEP = "decisions.keep"
    COMMENTARY_KEEP = "commentary.keep"
    LEADS_KEEP = "leads.keep"
    QUESTIONS_SEE = "questions.see"
    QUESTIONS_ASK = "questions.ask"
    SIGN_OFFS_KEEP = "sign_offs.keep"
    REPORTS_SEE = "reports.see"
    REPORT_ISSUE = "report.issue"
    REPORT_RECEIVE = "report.receive"
    PACK_LOAD = "pack.load"
    PACK_TAKE = "pack.take"


@dataclass(frozen=True)
class Row:
    """One permission, in words, and the roles that have it. ``reads`` if using it changes nothing."""

    permission: Permission
    may: str
    roles: frozenset[Role]
    reads: bool = False
    of_the_site: bool = False  #: asked of the site as a whole, and not of one fund

    @property
    def who(self) -> str:
        """The roles, for the page: named one by one, or as everybody but a few."""
        without = EVERYBODY - self.roles
        if len(without) > len(EVERYBODY) // 2:
            return ", ".join(role.label for role in Role if role in self.roles)
        said = "Everybody who takes part in the fund"
        said += f", but for {roles_in_words(without)}" if without else ""
        return f"{said}; {roles_in_words(self.roles - EVERYBODY)}" if self.roles - EVERYBODY else said


TABLE: dict[Permission, Row] = {
    row.permission: row
    for row in (
        Row(Permission.FUND_SEE, "see the fund: its partners, its host, its years", EVERYBODY, reads=True),
        Row(Permission.PEOPLE_SEE, "see who does what in the fund", EVERYBODY | {R.ADMINISTRATOR}, reads=True),
        Row(
            Permission.PEOPLE_MANAGE,
            "invite people to the fund, change their roles and end them",
            frozenset({R.POOL_MANAGER, R.ADMINISTRATOR}),
        ),
        Row(
            Permission.HISTORY_SEE,
            "read the fund's history, and check that nobody has changed it",
            EVERYBODY - {R.ADVISORY_MEMBER},
            reads=True,
        ),
        Row(
            Permission.SITE_SEE,
            "see every fund's name, and the history of the site itself",
            frozenset({R.ADMINISTRATOR}),
            reads=True,
            of_the_site=True,
        ),
        Row(
            Permission.ACCOUNTS_SEE,
            "see everybody who signs in here, their roles, and whether they use a second step or a passkey",
            frozenset({R.ADMINISTRATOR}),
            reads=True,
            of_the_site=True,
        ),
        Row(
            Permission.ACCOUNTS_CLOSE,
            "close somebody's account, which ends their roles, and open it again",
            frozenset({R.ADMINISTRATOR}),
            of_the_site=True,
        ),
        Row(
            Permission.FUND_OPEN,
            "open a fund with the first terms of its agreement, and invite its pool manager",
            frozenset({R.ADMINISTRATOR}),
            of_the_site=True,
        ),
        Row(
            Permission.PARTIES_KEEP,
            "record which partners take part in the fund, from when to when, and which of them hosts",
            frozenset({R.POOL_MANAGER, R.ADMINISTRATOR}),
        ),
        Row(
            Permission.TERMS_PUT,
            "put in force the terms of the agreement, and the rules by which extracts are read",
            frozenset({R.POOL_MANAGER}),
        ),
        Row(
            Permission.LEDGER_SEE,
            "read the fund's books, from any figure down to each payment line",
            EVERYBODY - {R.ADVISORY_MEMBER},
            reads=True,
        ),
        Row(
            Permission.LEDGER_CORRECT,
            "say that a posted line belongs elsewhere, or is not the fund's, for somebody else to post",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER, R.COMMISSIONER, R.SCHEME_LEAD}),
        ),
        Row(
            Permission.LEDGER_POST,
            "prepare journals, bring in extracts, ask to reverse what was wrong, and post what somebody else asked for",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER}),
        ),
        Row(
            Permission.IMPORTS_SEE,
            "see which extracts came, what is found in them, and who brought in and accepted them",
            EVERYBODY,
            reads=True,
        ),
        Row(
            Permission.IMPORTS_BRING,
            "bring in extracts to be reviewed, take their files back out, and withdraw them",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER}),
        ),
        Row(
            Permission.IMPORTS_ACCEPT,
            "accept extracts that somebody else brought in, and ask to undo an import that was wrong",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER}),
        ),
        Row(
            Permission.PERIOD_CLOSE,
            "open the books of a year, ask to reverse their opening, and close its periods",
            frozenset({R.POOL_MANAGER}),
        ),
        Row(
            Permission.POSITION_SEE,
            "see the fund's position, every partner's exposure, and who would bear what",
            EVERYBODY,
            reads=True,
        ),
        Row(Permission.TERMS_SEE, "read the terms of the agreement, in every version", EVERYBODY, reads=True),
        Row(
            Permission.RECORDS_SEE,
            "read the facts, decisions, forecasts, comments and sign-offs recorded of a year",
            EVERYBODY,
            reads=True,
        ),
        Row(
            Permission.RECORDS_KEEP,
            "record facts, causes, forecasts and what falls due, on which it rests who bears what, and withdraw them",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER}),
        ),
        Row(
            Permission.DECISIONS_KEEP,
            "record what a body has decided, and withdraw the record",
            frozenset({R.POOL_MANAGER, R.CLERK}),
        ),
        Row(
            Permission.COMMENTARY_KEEP,
            "comment on a scheme, explain its variance, record its measures and activity, and withdraw them",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER, R.COMMISSIONER, R.SCHEME_LEAD}),
        ),
        Row(
            Permission.LEADS_KEEP,
            "say who leads each scheme, ask the leads for commentary by a day, and close questions of those who left",
            frozenset({R.POOL_MANAGER}),
        ),
        Row(Permission.QUESTIONS_SEE, "read the questions about figures, and their answers", EVERYBODY, reads=True),
        Row(
            Permission.QUESTIONS_ASK,
            "ask somebody of the fund about a figure by a day, and answer what they are asked themselves",
            EVERYBODY,
        ),
        Row(
            Permission.SIGN_OFFS_KEEP,
            "record of a quarter who prepared, checked, stated and received, and its variations, contracts and risks",
            frozenset({R.POOL_MANAGER, R.FINANCE_OFFICER, R.CERTIFIER, R.COMMISSIONER, R.CLERK}),
        ),
        Row(
            Permission.REPORTS_SEE,
            "read and download the fund's reports, and see who has received them",
            EVERYBODY,
            reads=True,
        ),
        Row(
            Permission.REPORT_ISSUE,
            "issue a report, so that it is frozen and every partner is told",
            frozenset({R.POOL_MANAGER}),
        ),
        Row(
            Permission.REPORT_RECEIVE,
            "acknowledge for their partner that an issued report was received",
            frozenset({R.FINANCE_OFFICER, R.CERTIFIER}),
        ),
        Row(Permission.PACK_LOAD, "bring in the books of a year from a pack", frozenset({R.POOL_MANAGER})),
        Row(
            Permission.PACK_TAKE,
            "take the evidence pack of a year",
            EVERYBODY - {R.ADVISORY_MEMBER},
            reads=True,
        ),
    )
}

#: What each role is, for the page and for whoever invites.
DUTIES: dict[Role, str] = {
    R.POOL_MANAGER: "Officer of the host who manages the fund for all partners and reports to them.",
    R.FINANCE_OFFICER: "Looks after one partner's side of the fund: its contributions and its figures.",
    R.CERTIFIER: "Section 151 officer or chief finance officer: signs off what a partner reports.",
    R.SIGNATORY: "May release money or sign for a partner, within a delegation.",
    R.COMMISSIONER: "Buys services for the fund and looks after their contracts.",
    R.SCHEME_LEAD: "Leads one or more schemes and comments on their figures.",
    R.BOARD_MEMBER: "Sits and votes on the body that governs the fund.",
    R.ADVISORY_MEMBER: "Advises that body, and has no vote; need not belong to a partner.",
    R.CLERK: "Keeps the papers and the minutes.",
    R.LEGAL_ADVISER: "Advises on the agreement.",
    R.AUDITOR: "Reads the fund and their own partner's papers, asks questions and takes packs, and changes no figure.",
    R.ADMINISTRATOR: "Looks after people and opens funds on this site; sees and moves no money.",
}

#: Roles in which nobody in the same fund may be anything else: an auditor must not check their own work.
ALONE = frozenset({R.AUDITOR})


def roles_in_words(roles: frozenset[Role]) -> str:
    """Roles as a sentence names them, in the order of the table of roles.

    >>> roles_in_words(frozenset({Role.CLERK, Role.POOL_MANAGER}))
    'a pool manager or a clerk'
    """
    named = [f"{'an' if role.label[0] in 'AEIOU' else 'a'} {role.label.lower()}" for role in Role if role in roles]
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
