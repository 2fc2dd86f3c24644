"""Contributions and budgets: one figure each, one basis for the year, and totals that say what they assume.

Source: SI 2000/617 reg 7(3)(b); docs/reference/terms.md, "Gross and net".
"""

from __future__ import annotations

from collections.abc import Iterator

from poolbook import money
from poolbook.findings import Finding, Where, error, note, warning
from poolbook.terms import ask
from poolbook.terms.model import Basis, Contribution, Terms

_REG = "SI 2000/617 reg 7(3)(b)"


def have_one_figure(terms: Terms) -> Iterator[Finding]:
    """A contribution is one ``amount``, or ``gross`` and ``net``; and the figure of its basis is there."""
    for place, line in _lines(terms):
        split = [line.gross, line.net]
        if line.amount is None and split == [None, None]:
            message = f"{line.by} has no figure: give amount, or gross and net"
            yield error("terms.contribution_without_figure", message, place, _REG)
        elif line.amount is not None and split != [None, None]:
            message = f"{line.by} has an amount and also gross or net: give one figure, or the two"
            yield error("terms.contribution_twice", message, place, _REG)
        elif line.amount is None and {"gross": line.gross, "net": line.net}.get(line.basis, 0) is None:
            message = f"{line.by} contributes {line.basis}, and its {line.basis} figure is not given"
            yield error("terms.basis_without_figure", message, place, _REG)


def figures_make_sense(terms: Terms) -> Iterator[Finding]:
    """Gross is not below net, and a contribution is not negative without somebody having meant it."""
    for place, line in _lines(terms):
        if line.gross is not None and line.net is not None and line.gross < line.net:
            message = (
                f"{line.by} gives {money.show(line.gross)} gross and {money.show(line.net)} net: gross is before the "
                "income from charges, so it is the larger; are the two the wrong way round?"
            )
            yield warning("terms.gross_below_net", message, place)
        if ask.agreed(line)[0] < 0:
            message = f"{line.by} has a negative contribution: it cannot be used to share a variance"
            yield warning("terms.contribution_negative", message, place)


def basis_is_stated(terms: Terms) -> Iterator[Finding]:
    """Every contribution says whether it is before or after the income from client charges."""
    said: set[str] = set()
    for place, line in _lines(terms):
        if line.basis is Basis.NOT_STATED and line.by not in said:
            said.add(line.by)
            message = (
                f"{ask.name(terms, line.by)}: the agreement does not say whether its contribution is gross or net of "
                "the income from charges; ask, because every partner's share turns on it"
            )
            yield warning("terms.basis_not_stated", message, Where(key=f"{place.key}.basis"), line.origin or _REG)


def bases_are_not_mixed(terms: Terms) -> Iterator[Finding]:
    """Gross and net do not stand side by side in one fund-year: their sum would mean nothing."""
    first: dict[Basis, Contribution] = {}
    for place, line in _lines(terms):
        if line.basis is not Basis.NOT_STATED:
            first.setdefault(line.basis, line)
            if len(first) == 2 and line is first[line.basis]:
                other = next(each for each in first.values() if each is not line)
                message = (
                    f"{line.by} contributes {line.basis} of the income from charges and {other.by} {other.basis}: "
                    "choose one basis for the year"
                )
                yield error("terms.bases_mixed", message, Where(key=f"{place.key}.basis"), _REG)


def total_says_what_it_assumes(terms: Terms) -> Iterator[Finding]:
    """Where a basis is not stated, the fund has two totals, and the terms say what each would be."""
    open_lines = [line for line in terms.contributions if line.basis is Basis.NOT_STATED]
    gross, net = ask.total(terms, Basis.GROSS), ask.total(terms, Basis.NET)
    if open_lines and gross.pence != net.pence:
        message = (
            f"the fund is {money.show(gross.pence)} if contributions are gross and {money.show(net.pence)} if they are "
            f"net; {len(open_lines)} of {len(terms.contributions)} do not say, so any total assumes one"
        )
        yield note("terms.total_assumes_basis", message, Where(key="contributions"))


def everyone_pays_something(terms: Terms) -> Iterator[Finding]:
    """Each partner contributes, by itself, through a unit or within a group, or somebody says that it does not."""
    paying = {member for each in ask.contributors(terms) for member in each.members}
    for i, partner in enumerate(terms.partners, 1):
        if partner.code not in paying:
            message = f"{partner.name} has no contribution: give it, or a contribution of £0.00 if it pays nothing"
            yield warning("terms.partner_pays_nothing", message, Where(key=f"partners[{i}]"), _REG)


def schemes_have_money(terms: Terms) -> Iterator[Finding]:
    """A scheme has a budget of its own or contributions; without either it cannot be reported against."""
    for i, scheme in enumerate(terms.schemes, 1):
        own = ask.contributors_to(terms, scheme.code)
        if scheme.budget is None and not own:
            message = f"{scheme.code} has neither a budget nor contributions: give one of them"
            yield warning("terms.scheme_without_budget", message, Where(key=f"schemes[{i}]"))
        elif scheme.budget is None and any(line.scheme == scheme.code for line in terms.income):
            message = (
                f"{scheme.code} expects income beside its contributions and has no budget of its own: state its gross "
                "budget, for otherwise it is taken as its contributions alone"
            )
            yield warning("terms.budget_without_income", message, Where(key=f"schemes[{i}]"))


def budgets_agree(terms: Terms) -> Iterator[Finding]:
    """Where every scheme states its budget, they sum to what is paid in: contributions and expected income."""
    budgets = [scheme.budget for scheme in terms.schemes]
    if not terms.contributions or None in budgets:
        return
    planned = sum(each for each in budgets if each is not None)
    income = sum(line.amount for line in terms.income)
    paid_in = ask.total(terms).pence + income
    if planned != paid_in:
        message = (
            f"the schemes' budgets are {money.show(planned)} and what is paid in is {money.show(paid_in)} "
            f"(of it {money.show(income)} expected income): they differ by {money.show(planned - paid_in)}"
        )
        yield warning("terms.budgets_differ", message, Where(key="schemes"))


def _lines(terms: Terms) -> Iterator[tuple[Where, Contribution]]:
    """Each contribution and its place in the file."""
    for i, line in enumerate(terms.contributions, 1):
        yield Where(key=f"contributions[{i}]"), line
