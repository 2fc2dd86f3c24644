"""Whether terms hang together and meet the law: every finding at once, each at its line where that is known.

An error refuses the terms; a warning waits for somebody's answer; a note says what to keep in mind when
reading the figures. What the agreement leaves open is never filled in: it is found here and stays open.

Source: SI 2000/617 regs 2, 3 and 7; docs/reference/terms.md, "What is checked".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from poolbook.findings import Finding, Where
from poolbook.terms.checks import codes, contributions, effect, gaps, law, rules
from poolbook.terms.model import Terms
from poolbook.yamlfile import Document, key_of

Check = Callable[[Terms], Iterable[Finding]]

#: Every check, in the order its findings are shown.
CHECKS: tuple[Check, ...] = (
    codes.used_once,
    codes.roles_name_partners,
    codes.groups_name_partners,
    codes.schemes_named_exist,
    codes.contributors_named_exist,
    contributions.have_one_figure,
    contributions.figures_make_sense,
    contributions.basis_is_stated,
    contributions.bases_are_not_mixed,
    contributions.total_says_what_it_assumes,
    contributions.everyone_pays_something,
    contributions.schemes_have_money,
    contributions.budgets_agree,
    law.both_sides_are_partners,
    law.both_sides_have_functions,
    law.one_host,
    law.manager_is_the_hosts,
    law.is_called_what_it_is,
    law.year_is_within_the_agreement,
    law.opening_policy_is_kept,
    rules.level_fits_contributions,
    rules.name_what_exists,
    rules.weights_can_be_used,
    rules.shares_have_a_basis,
    rules.say_where_they_come_from,
    rules.causes_are_proved,
    rules.leave_undecided,
    effect.rules_can_apply,
    effect.figures_are_likely,
    gaps.settlement,
    gaps.pressures,
    gaps.opening_balance,
    gaps.group_splits,
    gaps.clauses_not_held,
    gaps.statutory_contents,
    gaps.open_questions,
    gaps.stand_ins,
)


def check(terms: Terms, document: Document | None = None) -> list[Finding]:
    """Everything found in the terms; with the document they were read from, each finding has its file and line."""
    findings = [finding for each in CHECKS for finding in each(terms)]
    if document is None:
        return findings
    lines = {key_of(path): line for path, line in document.lines.items()}
    return [finding.at(_place(document.name, finding.where.key, lines)) for finding in findings]


def _place(file: str, key: str, lines: dict[str, int]) -> Where:
    """The line of a key, or of the nearest thing around it where the key itself is missing from the file."""
    around = key
    while around and around not in lines:
        around = around[: max(around.rfind("."), around.rfind("["), 0)]
    return Where(file=file, line=lines.get(around), key=key)
