"""Blocks H, I and J: what was decided and changed, how the other side's functions were exercised, who signed.

Source: docs/reference/reports.md, "The blocks of the quarterly report"; SI 2000/617 regs 8(3) and 9(4) (lead
commissioning is reported quarterly).
"""

from __future__ import annotations

from poolbook.book import Record
from poolbook.dates.years import date_words
from poolbook.reports.model import Column, Kind, Row, Section, Table
from poolbook.reports.view import View

_CHANGES = {
    "decision": "Decision",
    "variation": "Variation of the agreement or a contribution",
    "virement": "Virement",
    "contract": "Contract awarded, varied or ended",
    "delegation": "Delegation used",
    "dispute": "Dispute",
    "risk": "Risk",
}
_SIGNATURES = {
    "prepared": "Prepared",
    "checked": "Finance checked by the host",
    "statement": "Pool manager's statement: spend is within the agreement, save as listed",
}


def of_kind(view: View, *kinds: str) -> list[Record]:
    """What is recorded for the quarter of these kinds, in order of kind, then of date (undated last)."""
    found = [each for each in view.book.records if each.quarter == view.quarter and each.kind in kinds]
    return sorted(found, key=lambda each: (kinds.index(each.kind), each.on is None, each.on or view.book.year.first))


def changes(view: View) -> Section:
    """Block H: decisions, variations, virements, contracts, delegations used, disputes and risks."""
    columns = (Column("Kind"), Column("Date", Kind.DATE), Column("What"), Column("By"), Column("Reference"))
    rows = tuple(
        Row((_CHANGES[each.kind], each.on, each.text, each.by, each.reference)) for each in of_kind(view, *_CHANGES)
    )
    missing = [name.lower() for kind, name in _CHANGES.items() if not of_kind(view, kind)]
    none = (f"Nothing is recorded for the quarter of: {'; '.join(missing)}.",) if missing else ()
    tables = (Table("Recorded in the quarter", columns, rows),) if rows else ()
    return Section("H", "Decisions and changes", none, tables)


def applies_lead_commissioning(view: View) -> bool:
    """Whether one partner exercises the other side's functions (regs 8 and 9), so that block I is due."""
    terms = view.book.terms
    return terms.lead_commissioner is not None or terms.agreement.lead_commissioning


def lead_commissioning(view: View) -> Section:
    """Block I: how the lead commissioner exercised the other side's functions."""
    lead = view.book.terms.lead_commissioner
    who = view.name(lead.partner) if lead else "the agreement does not say who"
    said = [_signed(each) for each in of_kind(view, "lead_commissioning")]
    nothing = "Nothing is recorded for this quarter on what the lead commissioner did under the other side's functions."
    return Section("I", "Lead commissioning", (f"Lead commissioner: {who}.", *(said or [nothing])))


def _signed(record: Record) -> str:
    on = f", {date_words(record.on)}" if record.on else ""
    return f"{record.text} ({record.by}{on})"


def sign_off(view: View) -> Section:
    """Block J: prepared, checked, the pool manager's statement, and each partner's receipt."""
    columns = (Column("Step"), Column("By"), Column("Date", Kind.DATE), Column("Statement"))
    rows: list[Row] = []
    for kind, name in _SIGNATURES.items():
        done = of_kind(view, kind)
        rows += [Row((name, each.by, each.on, each.text)) for each in done]
        if not done:
            rows.append(Row((name, "not recorded", None, None)))
    return Section("J", "Sign-off", (), (Table("Signatures", columns, tuple(rows)), _receipts(view)))


def _receipts(view: View) -> Table:
    """A row per partner; a receipt is a partner's when its ``by`` is the partner's code or name."""
    columns = (Column("Partner"), Column("Received", Kind.DATE), Column("Note"), Column("Reference"))
    records = of_kind(view, "received")
    rows = []
    for partner in view.book.terms.partners:
        own = [each for each in records if each.by in (partner.code, partner.name)]
        rows += [Row((partner.name, each.on, each.text, each.reference)) for each in own]
        if not own:
            rows.append(Row((partner.name, None, "not recorded as received", "")))
    names = {name for partner in view.book.terms.partners for name in (partner.code, partner.name)}
    rows += [Row((each.by, each.on, each.text, each.reference)) for each in records if each.by not in names]
    return Table("Receipts by partner", columns, tuple(rows))
