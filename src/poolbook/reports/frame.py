"""What surrounds the sections of every report: the header, the conventions, the title.

Source: docs/reference/reports.md, "What every report prints".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from poolbook.dates.years import date_words, period_end
from poolbook.findings import Finding
from poolbook.reports.blocks import records
from poolbook.reports.model import Report, Section
from poolbook.reports.view import View, day, when
from poolbook.terms import ask
from poolbook.terms.model import Basis, Mode

_STATUS = {"proposed": "proposed, not yet in force", "in_force": "in force", "ended": "ended"}
_BASIS = {
    "s75_pooled_fund": "pooled fund, section 75 NHS Act 2006",
    "aligned_budget": "aligned budgets, not a pooled fund",
}
_MODE = {
    Mode.LIVE: "live",
    Mode.SHADOW: "a shadow year: the same books, with no cash",
    Mode.ALIGNED: "aligned: partners' own budgets reported together, not pooled",
}
_METHODS = {
    "profile": "what was spent and the budget of the months to come",
    "straight_line": "the pace of the year so far, for twelve months",
    "run_rate": "what was spent and the pace of the last three months for those to come",
}

LEGEND = (
    "A row marked illustrative rests on a stand-in figure: the papers do not give it. "
    "A total that takes one in is marked too."
)


def frame(
    view: View,
    title: str,
    sections: Sequence[Section],
    findings: Sequence[Finding] = (),
    *,
    forecasts: bool = True,
) -> Report:
    """The sections as a report, with all that every report prints around them; findings once each, in
    order. ``forecasts`` is whether the report has any: then their conventions are printed."""
    book, terms = view.book, view.book.terms
    report = Report(
        name=view.request.report,
        title=title,
        subtitle=_subtitle(view),
        fund=terms.fund.name,
        year=book.year,
        period=view.period,
        as_at=period_end(book.year, view.period) if view.period else book.year.first,
        header=tuple(_header(view)),
        conventions=(),
        sections=tuple(sections),
        findings=tuple(dict.fromkeys(findings)),
    )
    return _with_conventions(report, view, forecasts=forecasts)


def statutory(view: View) -> bool:
    """Whether the fund-year may make a statutory report at all: a pooled fund, live."""
    terms = view.book.terms
    return terms.fund.mode is Mode.LIVE and terms.agreement.legal_basis == "s75_pooled_fund"


def _subtitle(view: View) -> str:
    covers = f"{view.book.year}, to {when(view.book.year, view.period)}"
    return covers if statutory(view) else f"{covers}: NOT A STATUTORY REPORT"


def _header(view: View) -> list[tuple[str, str]]:
    book, terms = view.book, view.book.terms
    agreement, silent = terms.agreement, "the agreement does not say"
    manager = terms.pool_manager
    return [
        ("Fund", f"{terms.fund.name} ({terms.fund.code})"),
        ("Financial year", str(book.year)),
        (
            "Covers",
            f"1 April {book.year.start} to {day(book.year, view.period)}, cumulative{_adjusted(view)}",
        ),
        ("Agreement", f"{agreement.title}, version {agreement.version} ({_STATUS[agreement.status]})"),
        ("Legal basis", _BASIS[agreement.legal_basis]),
        ("Mode", _MODE[terms.fund.mode]),
        ("Host partner", ask.name(terms, terms.host.partner) if terms.host else silent),
        ("Pool manager", f"{manager.post}, {ask.name(terms, manager.partner)}" if manager else silent),
        ("Addressed to", "; ".join(each.name for each in terms.partners)),
        ("Books", _books(view)),
        *(("Prepared", each) for each in _prepared(view)),
        ("Status", _status(view)),
    ]


def _adjusted(view: View) -> str:
    return f", with adjustment periods to {view.period}" if view.period > 12 else ""


def _books(view: View) -> str:
    book = view.book
    return f"to entry {book.last_entry}, hash {book.head}; {_closed(view)}" if view.opened else "nothing posted yet"


def _prepared(view: View) -> list[str]:
    """Who prepared a quarterly report, and when, as block J has it."""
    said = records.of_kind(view, "prepared") if view.request.report == "quarterly" else []
    return [f"by {each.by}{f' on {date_words(each.on)}' if each.on else ''}" for each in said]


def _closed(view: View) -> str:
    closed = view.book.closed
    if closed and closed >= view.period:
        return "every period of it closed"
    return f"closed to period {closed}" if closed else "no period closed"


def _status(view: View) -> str:
    request = view.request
    if not request.issued_by:
        return "draft, not issued"
    return f"issued by {request.issued_by}{_moment(request.issued_at)}, version {request.version}"


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    at = at.astimezone(UTC) if at.tzinfo else at
    return f" on {date_words(at)} at {at:%H:%M}{' UTC' if at.tzinfo else ''}"


def _with_conventions(report: Report, view: View, *, forecasts: bool) -> Report:
    sentences = [
        "Amounts are pounds and pence (£), not rounded; every total is the sum of the pence above it.",
        *(_of_forecasts(view) if forecasts else ()),
    ]
    terms = view.book.terms
    if not statutory(view):
        mode = terms.fund.mode
        why = _MODE[mode] if mode is not Mode.LIVE else _BASIS[terms.agreement.legal_basis]
        sentences.append(f"This is not the statutory report of a section 75 pooled fund ({why}).")
    if report.illustrative:
        sentences.append(LEGEND)
    return replace(report, conventions=tuple(sentences))


def _of_forecasts(view: View) -> list[str]:
    """How variances are signed, what is gross or net, what was assumed, and how the forecast is made."""
    terms = view.book.terms
    basis = terms.settlement.basis if terms.settlement else Basis.NOT_STATED
    method = _METHODS.get(view.request.method, view.request.method)
    sentences = [
        "A positive variance is an overspend, a negative one an underspend; income is positive when received.",
        "Expenditure is gross: income from client charges is shown apart and never taken off it.",
        _basis(basis),
        "From period 12 on the outturn is what was spent."
        if view.period >= 12
        else f"The forecast is {method}, save where an officer's override is named with its reason.",
    ]
    assumed = ask.total(terms, basis).findings
    if assumed:
        sentences.append("Assumed of contributions: " + "; ".join(each.message for each in assumed) + ".")
    return sentences


def _basis(basis: Basis) -> str:
    if basis is Basis.NOT_STATED:
        return "The agreement does not say whether contributions count gross or net of client charges."
    return f"Contributions count {basis} of client charges in a settlement, as the agreement says."
