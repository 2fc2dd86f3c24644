"""Lines seen before: equal rows are real, the same rows again are not."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook.importing import Outcome, textfile
from tests.poolbook.importing.memory import PLAIN, Memory, bring, codes, prove

HEAD = "Date,Code,Amount,Ref,Text\n"
CUMULATIVE = PLAIN.replace("host:", "host:\n    repeats: cumulative")


def row(amount: str = "5.00", ref: str = "", text: str = "x") -> str:
    """A line of April."""
    return f"02/04/2012,A,{amount},{ref},{text}\n"


def test_two_equal_rows_in_one_file_are_two_lines() -> None:
    result, store = bring({"a.csv": HEAD + row() * 2})
    assert (result.total["new"], result.total["net_pence"]) == (2, 1000)
    prove(store)


def test_the_same_file_under_another_name_adds_nothing() -> None:
    _, store = bring({"a.csv": HEAD + row()})
    result, store = bring({"b.csv": HEAD + row()}, into=store)
    assert result.outcome is Outcome.NOTHING_NEW
    assert result.files[0].same_as == "a.csv"


def test_the_same_file_twice_in_one_command_counts_once() -> None:
    result, _ = bring({"a.csv": HEAD + row(), "b.csv": HEAD + row()})
    assert result.total["new"] == 1


@pytest.mark.parametrize(("copies", "new"), [(1, 0), (2, 0), (3, 1), (5, 3)])
def test_a_cumulative_source_takes_the_nth_copy_only_when_fewer_are_known(copies: int, new: int) -> None:
    _, store = bring({"april.csv": HEAD + row() * 2}, CUMULATIVE)
    result, store = bring({"may.csv": HEAD + row() * copies + row("7.00")}, CUMULATIVE, into=store)
    assert (result.total["new"], result.total["seen"]) == (new + 1, copies - new)


def test_a_cumulative_year_in_one_command_is_each_line_once_in_any_order() -> None:
    april, may = HEAD + row() * 2, HEAD + row() * 2 + row("7.00") + row()
    for files in ({"a": april, "b": may}, {"b": may, "a": april}):
        result, store = bring(files, CUMULATIVE)
        assert (result.total["new"], result.total["net_pence"]) == (4, 2200)
        prove(store)


def test_an_incremental_source_knows_a_line_by_its_transaction_number() -> None:
    _, store = bring({"a.csv": HEAD + row(ref="T1")})
    result, _ = bring({"b.csv": HEAD + row(ref="T1") + row(ref="T2")}, into=store)
    assert (result.total["new"], result.total["seen"]) == (1, 1)


def test_an_incremental_source_posts_a_twin_without_a_number_and_lists_it() -> None:
    _, store = bring({"a.csv": HEAD + row()})
    result, _ = bring({"b.csv": HEAD + row() + row("6.00")}, into=store)
    assert (result.total["new"], result.total["seen"]) == (2, 0)
    assert [(each.code, each.where.row) for each in result.findings] == [("import.twin", 2), ("import.twins", None)]


def test_numbers_that_are_not_unique_make_no_line_known() -> None:
    rules = PLAIN.replace("host:", "host:\n    reference: not_unique")
    _, store = bring({"a.csv": HEAD + row(ref="BATCH")}, rules)
    result, _ = bring({"b.csv": HEAD + row(ref="BATCH") + row("1.00")}, rules, into=store)
    assert result.total["new"] == 2


def test_a_transaction_that_comes_with_another_amount_is_said() -> None:
    _, store = bring({"a.csv": HEAD + row("5.00", "T1")})
    result, _ = bring({"b.csv": HEAD + row("6.00", "T1")}, into=store)
    finding = next(each for each in result.findings if each.code == "import.changed_since")
    assert "posted with £5.00 and comes now with £6.00" in finding.message
    assert result.total["new"] == 1


def test_lines_of_another_source_are_no_repeats() -> None:
    rules = PLAIN.replace(
        "rules:\n  -", "  other:\n    columns: {date: Date, code: Code, amount: Amount}\n    files: t*\nrules:\n  -"
    )
    rules = rules.replace("host:", "host:\n    files: h*")
    _, store = bring({"h.csv": HEAD + row(ref="T1")}, rules)
    result, _ = bring({"t.csv": HEAD + row(ref="T1") + row()}, rules, into=store)
    assert (result.total["new"], result.total["seen"]) == (2, 0)


def test_new_lines_of_a_closed_period_are_faulty_and_seen_ones_are_not() -> None:
    _, store = bring({"a.csv": HEAD + row(ref="T1")}, CUMULATIVE)
    again = HEAD + row(ref="T1") + row(ref="T2") + row(ref="T3").replace("/04/", "/05/")
    result, _ = bring({"b.csv": again}, CUMULATIVE, into=store, closed=1)
    assert "import.closed_period" in codes(result)
    assert (result.total["new"], result.total["seen"], result.total["rejected"]) == (1, 1, 1)


@pytest.mark.slow
def test_parts_of_a_file_are_cut_between_records_and_counted_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textfile, "_PART_BYTES", 300)
    monkeypatch.setattr(textfile, "_BLOCK", 64)
    text = '"two\nlines, and ""marks"""'
    rows = [row(f"{at}.00", f"T{at % 7}", text) for at in range(1, 60)] + [row(), row(), row()]
    _, store = bring({"a.csv": HEAD + "".join(rows)}, CUMULATIVE)
    assert len(store.lines) > 5
    assert sorted(store.all_lines["line_no"].to_list()) == list(range(2, 64))
    prove(store)
    result, store = bring({"b.csv": HEAD + "".join(rows) + row()}, CUMULATIVE, into=store)
    assert (result.total["new"], result.total["seen"]) == (1, 62)


def test_files_of_two_layouts_are_one_command_with_an_entry_each() -> None:
    journal = "layer,debit,credit,amount,period,description\nactual,cash_at_host,contributions,5,1,Paid\n"
    result, store = bring({"a.csv": HEAD + row(), "j.csv": journal})
    assert [each.entries for each in result.files] == [(1,), (2,)]
    assert isinstance(store, Memory)


def test_a_line_whose_supplier_was_redacted_since_is_the_same_line() -> None:
    rules = CUMULATIVE.replace("reference: Ref", "supplier: Ref")
    _, store = bring({"a.csv": HEAD + row(ref="Aire Homes")}, rules)
    result, _ = bring({"b.csv": HEAD + row(ref="REDACTED PERSONAL DATA", text="y")}, rules, into=store)
    assert (result.total["new"], result.total["seen"]) == (0, 1)


def test_a_source_whose_codes_changed_is_refused_before_it_doubles_the_ledger() -> None:
    _, store = bring({"a.csv": HEAD + row()})
    with pytest.raises(Refused, match="was imported with the codes code and has now code, Text"):
        bring({"b.csv": HEAD + row() * 2}, PLAIN.replace("host:", "host:\n    codes: [code, Text]"), into=store)


def test_rows_of_a_journal_that_are_posted_already_are_left_out() -> None:
    head = "layer,debit,credit,amount,period,description\n"
    one, two = "actual,cash_at_host,contributions,5,1,Paid\n", "actual,cash_at_host,contributions,5,2,Paid\n"
    _, store = bring({"a.csv": head + one})
    result, store = bring({"b.csv": head + one + one + two}, into=store)
    assert (result.total["new"], result.total["seen"], codes(result)) == (2, 1, ["import.journal_seen"])


def test_a_journal_is_known_by_its_headings_even_where_all_names_belong_to_another_source() -> None:
    rules = PLAIN.replace("host:", "host:\n    files: '*.csv'")
    journal = "layer,debit,credit,amount,period,description\nactual,cash_at_host,contributions,5,1,Paid\n"
    result, _ = bring({"j.csv": journal}, rules)
    assert result.files[0].layout == "journal"


def test_nothing_is_gone_from_an_earlier_file_of_the_same_period_that_comes_late() -> None:
    first, second, third = (row(text=each).replace("02/", f"{each}/") for each in ("02", "12", "20"))
    _, store = bring({"week 2.csv": HEAD + first + second}, CUMULATIVE)
    late, store = bring({"week 1.csv": HEAD + first}, CUMULATIVE, into=store)
    assert (late.total["seen"], "import.gone" in codes(late)) == (1, False)
    later, _ = bring({"week 3.csv": HEAD + first + third}, CUMULATIVE, into=store)
    assert "import.gone" in codes(later)


def test_lines_that_a_later_cumulative_file_has_no_longer_are_counted() -> None:
    _, store = bring({"april.csv": HEAD + row() * 2 + row("7.00")}, CUMULATIVE)
    may = row("9.00").replace("/04/", "/05/")
    result, store = bring({"may.csv": HEAD + row() + may}, CUMULATIVE, into=store)
    finding = next(each for each in result.findings if each.code == "import.gone")
    assert finding.message.startswith("2 lines, £12.00 of earlier files")
    earlier, _ = bring({"april again.csv": HEAD + row() + row("7.00") + row("1.00")}, CUMULATIVE, into=store)
    assert "import.gone" not in codes(earlier)
