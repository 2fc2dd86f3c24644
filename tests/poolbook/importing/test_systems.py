"""The usual systems: sap_ksb1, oracle_ebs, agresso, civica, nhs_spend, council_spend, trial_balance, journal."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook.importing import Outcome
from poolbook.ledger.model import EntryKind, Layer, Transfer
from tests.lookalikes import systems
from tests.poolbook.importing.memory import Memory, bring, codes, prove


def moved(store: Memory) -> dict[tuple[str, str, str, str, int], int]:
    """Pence by layer, debit, credit, scheme and period."""
    return {
        (each.layer.value, each.debit, each.credit, each.scheme, each.period): each.amount for each in store.transfers
    }


def test_sap_line_items_skip_subtotals_agree_with_the_total_and_drop_the_names_of_staff() -> None:
    result, store = bring({"ksb1.csv": systems.SAP}, systems.SAP_RULES)
    assert result.outcome is Outcome.POSTED, codes(result)
    assert result.files[0].control_total == 351_000
    assert result.files[0].subtotals == 3
    assert moved(store) == {
        ("actual", "spend", "cash_at_host", "residential", 1): 100_000,
        ("actual", "spend", "creditors", "residential", 1): 50_000,
        ("actual", "spend", "cash_at_host", "other", 1): 200_000,
        ("actual", "spend", "cash_at_host", "residential", 13): 1_000,
    }
    lines = store.all_lines
    assert lines.filter(lines["journal"] == "ZP").select("narrative", "supplier").rows() == [("", "")]
    assert "Moorland Care" in set(lines["supplier"])
    prove(store)


def test_a_total_that_does_not_agree_refuses_the_file() -> None:
    with pytest.raises(Refused, match=r"lines sum to £3,510\.00"):
        bring({"ksb1.csv": systems.SAP.replace("3,510.00", "3,979.00")}, systems.SAP_RULES)


def test_oracle_lines_of_a_partner_are_owed_to_it_and_its_orders_are_commitments() -> None:
    result, store = bring({"gl.csv": systems.ORACLE}, systems.ORACLE_RULES)
    assert result.outcome is Outcome.POSTED, codes(result)
    assert moved(store) == {
        ("actual", "spend", "owed_to_partners", "residential", 1): 7_500,
        ("actual", "owed_to_partners", "client_income", "residential", 1): 30_000,
        ("commitment", "spend", "creditors", "residential", 2): 4_000,
    }
    assert {each.partner for each in store.transfers} == {"TRUST"}
    assert set(store.all_lines["incurred_by"]) == {"TRUST"}
    prove(store)


def test_agresso_reads_semicolons_fiscal_periods_and_line_breaks_and_passes_openings_over() -> None:
    result, store = bring({"u4.csv": systems.AGRESSO}, systems.AGRESSO_RULES)
    assert result.total | {"net_pence": 0} == {
        "lines": 4, "new": 3, "seen": 0, "elsewhere": 0, "unmapped": 0, "rejected": 0, "ignored": 1, "net_pence": 0,
        "credits_pence": -5_000,
    }  # fmt: skip
    assert moved(store) == {
        ("actual", "spend", "cash_at_host", "home_care", 1): 210_010,
        ("actual", "cash_at_host", "client_income", "other", 2): 5_000,
    }
    narratives = dict(store.all_lines.select("reference", "narrative").rows())
    assert narratives == {"10001": "Placement\nweek one", "10002": "", "10003": "Client charge"}
    assert sorted(store.all_lines["line_no"].to_list()) == [3, 4, 5]


def test_civica_splits_its_code_and_keeps_orders_apart_from_spending() -> None:
    result, store = bring({"ledger.csv": systems.CIVICA}, systems.CIVICA_RULES)
    assert (result.total["new"], result.total["ignored"]) == (3, 1)
    assert moved(store) == {
        ("actual", "spend", "cash_at_host", "residential", 1): 12_000,
        ("commitment", "spend", "creditors", "residential", 1): 8_000,
        ("actual", "spend", "cash_at_host", "other", 1): 1_555,
    }
    assert {each.contract for each in store.transfers if each.scheme == "residential"} == {"K1"}


def test_nhs_spend_is_read_by_its_published_headings_and_what_is_ignored_is_counted() -> None:
    result, _ = bring({"over25k.csv": systems.NHS}, systems.NHS_RULES)
    assert (result.total["new"], result.total["ignored"], result.total["net_pence"]) == (2, 1, 2_500_000)
    assert result.files[0].layout == "nhs_spend"


def test_a_trial_balance_posts_only_what_moved_since_the_last() -> None:
    first, store = bring({"TB P01.csv": systems.TRIAL}, systems.TRIAL_RULES)
    assert first.outcome is Outcome.POSTED, codes(first)
    assert (first.files[0].control_total, first.total["net_pence"]) == (87_000, 87_000)
    changed = systems.TRIAL.replace('"1,000.00",100.00,900.00', '"1,500.00",100.00,"1,400.00"')
    changed = changed.replace('"1,020.00",150.00,870.00', '"1,520.00",150.00,"1,370.00"')
    second, store = bring({"TB P02.csv": changed}, systems.TRIAL_RULES, into=store)
    assert (second.total["new"], second.total["seen"], second.total["net_pence"]) == (1, 2, 50_000)
    assert moved(store)["actual", "spend", "cash_at_host", "residential", 2] == 50_000


def moved_trial() -> str:
    """The trial balance a month later: one coding moved."""
    changed = systems.TRIAL.replace('"1,000.00",100.00,900.00', '"1,500.00",100.00,"1,400.00"')
    return changed.replace('"1,020.00",150.00,870.00', '"1,520.00",150.00,"1,370.00"')


def test_trial_balances_of_one_command_are_taken_in_the_order_of_their_periods() -> None:
    result, store = bring({"A to 2012-05.csv": moved_trial(), "B to 2012-04.csv": systems.TRIAL}, systems.TRIAL_RULES)
    assert [(each.file[0], each.tally.pence["new"]) for each in result.files] == [("B", 87_000), ("A", 50_000)]
    assert moved(store)["actual", "spend", "cash_at_host", "residential", 2] == 50_000


def test_a_trial_balance_before_the_last_posted_is_refused() -> None:
    _, store = bring({"TB P02.csv": moved_trial()}, systems.TRIAL_RULES)
    with pytest.raises(Refused, match="is of April 2012, and tb is posted to May 2012"):
        bring({"TB P01.csv": systems.TRIAL}, systems.TRIAL_RULES, into=store)


def test_a_coding_that_drops_out_of_the_next_trial_balance_is_named_with_its_balance() -> None:
    _, store = bring({"TB P01.csv": systems.TRIAL}, systems.TRIAL_RULES)
    without = systems.TRIAL.replace("C20,4200,Care,0.00,20.00,0.00,20.00\n", "")
    without = without.replace('"1,020.00",150.00,870.00', '"1,000.00",150.00,850.00')
    result, _ = bring({"TB P02.csv": without}, systems.TRIAL_RULES, into=store)
    assert codes(result) == ["import.balance_dropped"]
    assert "cost_centre 'C20', account '4200' (actual) stood at £20.00" in result.findings[0].message


def test_rows_of_one_coding_in_a_trial_balance_are_one_figure() -> None:
    rules = systems.TRIAL_RULES.replace("repeats: cumulative", "codes: [account]")
    first, store = bring({"TB P01.csv": systems.TRIAL}, rules)
    again, _ = bring({"TB P02.csv": systems.TRIAL + "\n"}, rules, into=store)
    assert (first.total["net_pence"], again.total["new"], again.total["seen"]) == (87_000, 0, 3)


def test_a_spreadsheet_accrual_of_oracle_meets_its_reversal_in_creditors() -> None:
    accrual = "APR-12,Spreadsheet,Accrual,B5,J5,1,01.7700.5210.0000.00,,,30-APR-2012,,75.00\n"
    rules = systems.ORACLE_RULES.replace(", incurred_by: TRUST", "")
    _, store = bring({"gl.csv": systems.ORACLE + accrual}, rules)
    assert moved(store)["actual", "spend", "creditors", "residential", 1] == 0


def test_a_net_amount_that_is_not_debit_less_credit_is_a_faulty_row() -> None:
    head, *rows = systems.ORACLE.splitlines()
    nets = ("1000.00", "250.00", "-300.00", "75.00", "40.00")
    data = "\n".join([f"{head},Net", *(f"{row},{net}" for row, net in zip(rows, nets, strict=True)), ""])
    result, _ = bring({"gl.csv": data}, systems.ORACLE_RULES)
    assert [(each.code, each.where.row) for each in result.findings[:1]] == [("import.net", 3)]
    assert result.total["rejected"] == 1


@pytest.mark.parametrize(
    ("period", "posted", "said"),
    [
        ("ADJ-13", 13, ""), ("ADJ-12-13", 13, ""), ("ADJ", 13, ""),
        ("ADJ-19", None, "one of another year"), ("201113", None, "one of another year"),
        ("016", None, 'periods: {"016": 15}'), ("P99", None, "name it under periods"),
    ],
)  # fmt: skip
def test_a_period_is_of_the_year_or_its_row_says_what_to_do(period: str, posted: int | None, said: str) -> None:
    data = systems.ORACLE.splitlines()[0] + f"\n{period},Payables,,B,J,1,01.7700.5210.0000.00,,I,05-APR-2012,5.00,\n"
    result, store = bring({"gl.csv": data}, systems.ORACLE_RULES)
    assert [each.period for each in store.transfers] == ([posted] if posted else [])
    assert posted or said in result.findings[0].message
    assert ("periods" in result.findings[0].message) == ("name" in said or "016" in said)


def test_a_sixteenth_period_is_the_fifteenth_where_the_source_says_so() -> None:
    rules = systems.SAP_RULES.replace("dates:", 'periods: {"016": 15}, dates:')
    _, store = bring({"ksb1.csv": systems.SAP.replace(",013,", ",016,")}, rules)
    assert moved(store)["actual", "spend", "cash_at_host", "residential", 15] == 1_000


def test_a_trial_balance_without_a_period_in_its_name_is_refused() -> None:
    with pytest.raises(Refused, match="no period of 2012-13 is in the name"):
        bring({"trial balance.csv": systems.TRIAL}, systems.TRIAL_RULES)


def test_a_trial_balance_of_actuals_brings_its_commitments_too() -> None:
    _, store = bring({"June 2012.csv": systems.ACTUALS}, systems.TRIAL_RULES)
    assert moved(store) == {
        ("actual", "cash_at_host", "client_income", "residential", 3): 5_000,
        ("actual", "spend", "cash_at_host", "residential", 3): 150_000,
        ("commitment", "spend", "creditors", "residential", 3): 30_000,
    }


def test_a_trial_balance_whose_rows_do_not_add_up_says_which() -> None:
    wrong = systems.TRIAL.replace("(50.00)", "(60.00)").replace("870.00", "860.00")
    result, _ = bring({"P01.csv": wrong}, systems.TRIAL_RULES)
    assert codes(result) == ["import.balance", "import.rejected", "import.rule_unused"]


def test_a_journal_posts_each_row_as_written_an_entry_for_each_description() -> None:
    result, store = bring({"journal.csv": systems.JOURNAL}, "poolbook: rules/1\n")
    assert result.outcome is Outcome.POSTED
    assert result.total["net_pence"] == 179_999
    assert {each.entry.kind for each in store.entries} == {EntryKind.JOURNAL}
    assert [each.entry.description for each in store.entries] == ["First instalment", "Virement 1", "Contract K7 let"]
    assert store.transfers[0] == Transfer(
        1, Layer.ACTUAL, "cash_at_host", "contributions", 100_000, 1, partner="TRUST"
    )  # fmt: skip
    assert store.transfers[3].contract == "K7"


def test_every_fault_of_a_journal_is_said_at_once_and_nothing_is_posted() -> None:
    journal = systems.JOURNAL + "actual,spend,spend,-5,nowhere,NOBODY,,16,\nreal,cash,spend,1.234,,,,2,Wrong\n"
    result, _ = bring({"journal.csv": journal}, "poolbook: rules/1\n")
    assert result.outcome is Outcome.WAITING
    assert sorted(set(codes(result))) == [
        "import.amount", "import.journal_account", "import.journal_amount", "import.journal_code",
        "import.journal_description", "import.journal_layer", "import.period", "import.rejected",
    ]  # fmt: skip
