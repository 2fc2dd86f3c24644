"""What a settlement has to assume because the agreement leaves it open, said beside its figures.

Source: docs/reference/settlement.md, "What is assumed"; SI 2000/617 reg 7(3)(b) (contributions are for the
agreement to fix); NHS Act 2006 s.75(5) (pooling moves no partner's liability).
"""

from __future__ import annotations

from collections.abc import Iterator

from poolbook import money
from poolbook.book import Book
from poolbook.findings import Finding, Where, note, warning
from poolbook.terms import ask
from poolbook.terms.model import Basis, Clause, Held, Pressure, SettlementTerms, Terms, Topic

#: The topics a clause on who bears a variance speaks of.
_ALLOCATION = {Topic.OVERSPEND, Topic.UNDERSPEND, Topic.LIABILITY_WHEN_NOT_AGREED}
_QUESTIONS = {
    "extent": "whether it is the most {borne_by} meets, or the whole of that line",
    "indexed": "whether its amount rises with prices",
    "efficiencies_first": "whether efficiencies come off it first",
}


def found(book: Book) -> tuple[Finding, ...]:
    """Every assumption behind the settlement of a Book."""
    terms = book.terms
    return (*_silence(terms), *_basis(terms), *_income(terms), *_pressures(terms))


def _silence(terms: Terms) -> Iterator[Finding]:
    """That the agreement does not say who bears a variance; or that it does, in a clause nobody here has read."""
    rules = terms.settlement.rules if terms.settlement else ()
    not_held = [
        clause for clause in terms.clauses if clause.status is Held.TEXT_NOT_HELD and _ALLOCATION & {*clause.topics}
    ]
    for clause in not_held:
        message = (
            f"{_clause(clause)} exists and its text is not held: what no rule here settles stays undecided until it "
            "is read"
        )
        where = Where(key="clauses")
        if rules:
            yield note("settlement.clause_not_held", message, where, clause.source)
        else:
            yield warning("settlement.clause_not_held", message, where, clause.source)
    if not rules and not not_held:
        message = "the agreement does not say who bears an over- or underspend: all of it stays undecided"
        yield warning("settlement.agreement_silent", message, Where(key="settlement"))


def _clause(clause: Clause) -> str:
    return f"clause {clause.number} ({clause.about})" if clause.number else f"the clause on {clause.about}"


def _basis(terms: Terms) -> Iterator[Finding]:
    """That contributions were counted gross or net without the agreement saying so."""
    settlement = terms.settlement or SettlementTerms(level="pool")
    if settlement.basis is Basis.NOT_STATED and any(line.basis is Basis.NOT_STATED for line in terms.contributions):
        counted, gross, net = (ask.total(terms, basis).pence for basis in (settlement.basis, Basis.GROSS, Basis.NET))
        message = (
            f"the agreement does not say whether contributions count gross or net: {money.show(counted)} is counted"
        )
        if gross != net:
            message += f" (gross {money.show(gross)}, net {money.show(net)}: who bears what depends on it)"
        yield warning("settlement.basis_not_stated", message, Where(key="settlement.basis"))
    yield from ask.total(terms, settlement.basis).findings


def _income(terms: Terms) -> Iterator[Finding]:
    """That client income may be counted twice: in gross contributions, and beside them."""
    basis = terms.settlement.basis if terms.settlement else Basis.NOT_STATED
    charges = sum(income.amount for income in terms.income if income.kind == "client_income")
    both = [line for line in terms.contributions if line.gross is not None and line.net is not None]
    twice = [line for line in both if ask.agreed(line, basis)[0] == line.gross != line.net]
    if charges and twice:
        who = ", ".join(dict.fromkeys(ask.name(terms, line.by) for line in twice))
        message = (
            f"client income of {money.show(charges)} counts beside the gross contribution of {who}, which may hold it "
            "already: list it only where it comes on top"
        )
        yield warning("settlement.income_twice", message, Where(key="income"))


def _pressures(terms: Terms) -> Iterator[Finding]:
    """That a rule follows a named pressure of which the agreement leaves a question open."""
    rules = terms.settlement.rules if terms.settlement else ()
    for place, pressure in enumerate(terms.pressures, start=1):
        clauses = [rule.clause for rule in rules if rule.cause == pressure.code]
        for question in _QUESTIONS if clauses else ():
            if getattr(pressure, question) == "not_stated":
                yield _open(terms, pressure, question, Where(key=f"pressures[{place}].{question}"), clauses[0])


def _open(terms: Terms, pressure: Pressure, question: str, where: Where, clause: str) -> Finding:
    asks = _QUESTIONS[question].format(
        borne_by=ask.name(terms, pressure.borne_by) if pressure.borne_by else "a partner"
    )
    message = f"of the pressure {pressure.name} ({money.show(pressure.amount)}) the agreement does not say {asks}"
    return warning("settlement.pressure_open", message, where, clause)
