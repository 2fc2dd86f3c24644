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
