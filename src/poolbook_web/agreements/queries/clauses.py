"""The terms as people read them: who, what, how much, and who bears what, each with the clause or paper it is from.

What the agreement does not say is said so, here as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from poolbook import money
from poolbook.reports.model import Cell, Column, Kind, Row, Section, Table, summed
from poolbook.terms import ask
from poolbook.terms.model import Basis, Item, Terms
from poolbook_web.agreements.queries.waterfall import names, sentence, weights
from poolbook_web.base import words

SILENT = "The agreement does not say"

_STATUS = {"proposed": "Proposed, not yet in force", "in_force": "In force", "ended": "Ended"}
_LEGAL = {
    "s75_pooled_fund": "Pooled fund, section 75 of the National Health Service Act 2006",
    "aligned_budget": "Aligned budgets, not a pooled fund",
}
_MODE = {
    "live": "Live",
    "shadow": "A shadow year: the same books, with no cash",
    "aligned": "Aligned: the partners' own budgets reported together, not pooled",
}
_KIND = {"nhs_body": "NHS body", "local_authority": "Local authority"}
_SIDE = {
    "nhs": "NHS",
    "health_related": "Health-related (local authority)",
    "joint": "Joint",
    "not_stated": "Not stated",
}
_PAID = {"recurrent": "Recurrent", "non_recurrent": "Non-recurrent"}
_BASIS = {"gross": "Gross", "net": "Net", "not_stated": "Not stated"}
_EXTENT = {"ceiling": "This sum at most", "whole_line": "The whole line", "not_stated": SILENT}
_YES = {"yes": "Yes", "no": "No", "not_stated": SILENT}
_HELD = {"text_held": "Held", "text_not_held": "Exists; its words are not held"}
_FORM = {
    "joint_committee": "Joint committee", "officer_group": "Group of officers", "advisory": "Advisory",
    "not_stated": "Not stated",
}  # fmt: skip
_OPENING = {
    "clean": "The fund starts with nothing: it inherits no deficit",
    "brought_forward": "Last year's balance is brought forward",
    "not_stated": SILENT,
}


def sections(terms: Terms) -> list[Section]:
    """The terms, part by part; parts that the agreement does not have are left out, but for who bears what."""
    return [
        Section("", "The agreement", (), tuple(_agreement(terms))),
        Section("", "Who takes part", (), tuple(_people(terms))),
        Section("", "What it pays for", (), tuple(_schemes(terms))),
        Section("", "Who pays in", tuple(_basis(terms)), tuple(_money(terms))),
        Section("", "Who bears an overspend or an underspend", tuple(_frame(terms)), tuple(_rules(terms))),
        Section("", "Clauses, questions and remarks", (), tuple(_papers(terms))),
    ]


def _table(title: str, columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[Table]:
    """The table, where it has anything."""
    if rows:
        yield Table(title, tuple(columns), tuple(rows))


def _row(item: Item, *cells: Cell, marked: bool | None = None) -> Row:
    return Row((*cells, item.origin), illustrative=item.illustrative if marked is None else marked)


def _texts(*headings: str) -> list[Column]:
    return [Column(each) for each in headings]


_FROM = Column("Clause or paper")


def _agreement(terms: Terms) -> Iterator[Table]:
    said = terms.agreement
    rows = [
        _row(said, "Agreement", f"{said.title}, version {said.version}"),
        _row(said, "Status", _STATUS[said.status]),
        _row(said, "In law", _LEGAL[said.legal_basis]),
        _row(terms.fund, "Fund", f"{terms.fund.name} ({terms.fund.code})"),
        _row(terms.fund, "This year", _MODE[terms.fund.mode.value]),
    ]
    days = (("Dated", said.dated), ("Starts", said.starts), ("Ends", said.ends))
    rows += [_row(said, label, words.day(day) if day else SILENT) for label, day in days]
    for label, role in (("Host partner", terms.host), ("Lead commissioner", terms.lead_commissioner)):
        if role is not None:
            rows.append(_row(role, label, ask.name(terms, role.partner)))
        elif label == "Host partner" or said.lead_commissioning:
            rows.append(Row((label, SILENT, "")))
    manager = terms.pool_manager
    if manager is None:
        rows.append(Row(("Pool manager", SILENT, "")))
    else:
        seconded = ", seconded to the host" if manager.seconded_to_host else ""
        rows.append(_row(manager, "Pool manager", f"{manager.post}, {ask.name(terms, manager.partner)}{seconded}"))
    rows += _opening(terms)
    yield from _table("What was agreed", [*_texts("About", "What it says"), _FROM], rows)


def _opening(terms: Terms) -> Iterator[Row]:
    opening = terms.opening_balance
    if opening is None:
        yield Row(("Opening balance", SILENT, ""))
        return
    good = f"; {ask.name(terms, opening.made_good_by)} makes good last year's" if opening.made_good_by else ""
    sum_ = f": {money.show(opening.amount)}" if opening.amount else ""
    yield _row(opening, "Opening balance", f"{_OPENING[opening.policy]}{sum_}{good}")


def _people(terms: Terms) -> Iterator[Table]:
    partners = [
        _row(each, each.name, each.code, _KIND[each.kind.value] + (f": {each.body}" if each.body else ""))
        for each in terms.partners
    ]
    yield from _table("Partners", [*_texts("Partner", "Code", "What it is"), _FROM], partners)
    marked = {line.by for line in terms.contributions if line.illustrative}
    kinds = {"partner": "Partner", "unit": "Part of a partner", "group": "Partners who give one figure together"}
    paying = [
        Row(
            (
                each.name,
                kinds[each.kind],
                names(ask.name(terms, code) for code in each.members),
                ask.total(terms, by=each.code).pence,
            ),
            illustrative=each.code in marked,
        )
        for each in ask.contributors(terms)
    ]
    columns = (*_texts("Contributor", "What it is", "Who answers for it"), Column("Contributes", Kind.PENCE))
    if paying:
        yield summed("Contributors", columns, paying)
    splits = [
        _row(each, each.name, names(ask.name(terms, code) for code in each.members), _split(terms, each.split))
        for each in terms.groups
    ]
    yield from _table("Partners who give one figure together", [*_texts("Group", "Members", "Split"), _FROM], splits)
    bodies = [
        _row(each, each.name, _FORM[each.form], "; ".join(each.members), each.meets or SILENT) for each in terms.bodies
    ]
    yield from _table("Bodies", [*_texts("Body", "What it is", "Members", "Meets"), _FROM], bodies)


def _split(terms: Terms, split: Mapping[str, object]) -> str:
    return weights(terms, split) if split else "Not agreed: what falls to the group is nobody's until it is"


def _schemes(terms: Terms) -> Iterator[Table]:
    given = {line.scheme for line in terms.contributions if line.illustrative}
    rows = tuple(
        _row(
            each,
            each.name,
            each.code,
            _SIDE[each.side.value],
            ask.name(terms, each.lead) if each.lead else "",
            each.officer,
            ask.budget(terms, each.code),
            marked=each.illustrative or (each.budget is None and each.code in given),
        )
        for each in terms.schemes
    )
    columns = (
        *_texts("Scheme", "Code", "Whose function", "Led by", "Lead's post"),
        Column("Budget", Kind.PENCE),
        _FROM,
    )
    yield summed("Schemes", columns, rows)
    yield from _table("Kept outside the fund", [Column("Service"), _FROM], [_row(e, e.name) for e in terms.exclusions])


def _basis(terms: Terms) -> Iterator[str]:
    basis = terms.settlement.basis if terms.settlement else Basis.NOT_STATED
    if basis is Basis.NOT_STATED:
        yield f"{SILENT} whether contributions count gross or net of the income from clients' charges."
    else:
        yield f"In a settlement contributions count {basis} of the income from clients' charges."


def _money(terms: Terms) -> Iterator[Table]:
    columns = (
        *_texts("Contributor", "For", "Kind"), Column("Agreed", Kind.PENCE), *_texts("Basis", "Part of the paper"),
        _FROM,
    )  # fmt: skip
    rows = tuple(
        _row(
            each,
            ask.name(terms, each.by),
            ask.name(terms, each.scheme) if each.scheme else "The whole fund",
            _PAID[each.kind.value],
            ask.agreed(each)[0],
            _BASIS[each.basis.value],
            each.part,
        )
        for each in terms.contributions
    )
    if rows:
        yield summed("Contributions", columns, rows)
    kinds = {"client_income": "Clients' charges", "other_income": "Other income"}
    income = [
        _row(each, kinds[each.kind], ask.name(terms, each.scheme) if each.scheme else "The whole fund", each.amount)
        for each in terms.income
    ]
    yield from _table("Other income", [*_texts("Income", "For"), Column("Expected", Kind.PENCE), _FROM], income)
    yield from _pressures(terms)


def _pressures(terms: Terms) -> Iterator[Table]:
    columns = (
        *_texts("Pressure", "On"), Column("Amount", Kind.PENCE),
        *_texts("Borne by", "How much", "Rises with prices", "Efficiencies come off first", "Note"), _FROM,
    )  # fmt: skip
    rows = [
        _row(
            each,
            each.name,
            ask.name(terms, each.scheme) if each.scheme else "The whole fund",
            each.amount,
            ask.name(terms, each.borne_by) if each.borne_by else SILENT,
            _EXTENT[each.extent],
            _YES[each.indexed],
            _YES[each.efficiencies_first],
            "; ".join(each for each in ("The paper says over this sum" if each.at_least else "", each.note) if each),
        )
        for each in terms.pressures
    ]
    yield from _table("Known pressures", columns, rows)


def _frame(terms: Terms) -> Iterator[str]:
    settlement = terms.settlement
    if settlement is None or not settlement.rules:
        yield f"{SILENT} who bears an overspend or an underspend. Poolbook does not guess: it stays undecided."
        return
    level = {"scheme": "scheme by scheme", "pool": "for the fund as a whole"}[settlement.level]
    yield f"It is settled {level}. Each rule takes what the one before it left; what the last leaves is undecided."
    if settlement.note:
        yield settlement.note


def _rules(terms: Terms) -> Iterator[Table]:
    settlement = terms.settlement
    if settlement is None:
        return
    rules = [
        Row((place, sentence(terms, rule), rule.clause or "Not given"))
        for place, rule in enumerate(settlement.rules, start=1)
    ]
    yield from _table(
        "Rules in their order", [Column("Rule", Kind.COUNT), *_texts("What it says", "Clause")], rows=rules
    )
    held = [Row((name, pence)) for name, pence in settlement.reserves.items()]
    yield from _table("Reserves", [Column("Reserve"), Column("Agreed at the start", Kind.PENCE)], held)
    facts = [_row(each, each.name, "Yes or no" if each.kind == "yes_no" else "A sum") for each in settlement.facts]
    yield from _table("Facts that rules ask for", [*_texts("Fact", "Kind"), _FROM], facts)
    causes = [_row(each, each.name, each.proved_by or SILENT) for each in settlement.causes]
    yield from _table("Causes that rules name", [*_texts("Cause", "Who proves it"), _FROM], causes)


def _papers(terms: Terms) -> Iterator[Table]:
    open_ = [
        _row(each, each.asks, each.matters, ask.name(terms, each.owner) or SILENT)
        for each in terms.questions
        if not each.answer
    ]
    yield from _table("Open questions", [*_texts("Question", "What turns on it", "Who has to answer"), _FROM], open_)
    answered = [_row(each, each.asks, each.answer) for each in terms.questions if each.answer]
    yield from _table("Answered questions", [*_texts("Question", "Answer"), _FROM], answered)
    clauses = [
        Row((each.number or "Not known", each.about, _HELD[each.status.value], each.text or each.note, each.source))
        for each in terms.clauses
    ]
    yield from _table("Clauses", _texts("Clause", "About", "Its words", "Text or note", "Paper"), clauses)
    figures = [_row(each, each.name, each.amount) for each in terms.figures]
    yield from _table("Published figures", [Column("Figure"), Column("Amount", Kind.PENCE), _FROM], figures)
    remarks = [_row(each, each.text) for each in terms.remarks]
    yield from _table("Remarks", [Column("Remark"), _FROM], remarks)
