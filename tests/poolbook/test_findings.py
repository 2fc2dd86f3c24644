"""Findings: data with a place, told all at once."""

from __future__ import annotations

import pytest

from poolbook.findings import Finding, Refused, Severity, Where, error, note, refuse_if, warning


def test_a_finding_reads_as_severity_place_message_source_and_code() -> None:
    found = error("terms.basis", "say gross or net", Where("terms.yaml", line=7, key="settlement.basis"), "clause 9")
    assert str(found) == ("error: terms.yaml, line 7, settlement.basis: say gross or net (clause 9) [terms.basis]")
    assert str(note("a.b", "worth knowing")) == "note: worth knowing [a.b]"


def test_a_place_in_a_spreadsheet_names_sheet_row_and_column() -> None:
    assert str(Where("2012-11.xlsx", "Lines", 12, "Amount")) == "2012-11.xlsx, sheet Lines, row 12, column Amount"
    assert str(Where(row=0)) == "row 0"
    assert not str(Where())


def test_a_finding_can_be_placed_afterwards_without_changing_it() -> None:
    found = warning("a.b", "odd")
    placed = found.at(Where("f.yaml", line=3))
    assert placed == Finding("a.b", Severity.WARNING, "odd", Where("f.yaml", line=3))
    assert not str(found.where)


def test_only_errors_refuse_and_then_all_findings_are_told() -> None:
    mild = (warning("a.b", "odd"), note("a.c", "by the way"))
    assert refuse_if(iter(mild)) == mild
    with pytest.raises(Refused) as refused:
        refuse_if([*mild, error("a.d", "wrong")])
    assert [found.code for found in refused.value.findings] == ["a.b", "a.c", "a.d"]
    assert "error: wrong [a.d]" in str(refused.value)
