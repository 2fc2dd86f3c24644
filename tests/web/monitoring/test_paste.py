"""Records pasted from a spreadsheet: read as if typed, every fault told at once, looked at, and kept in one act."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from poolbook.findings import Refused
from poolbook_web.monitoring import actions, models, store
from poolbook_web.monitoring.models import Kept
from poolbook_web.partners.models import FundYear
from tests.web import year
from tests.web.cast import NOW, Cast
from tests.web.monitoring.test_records import at

#: A paste for each kind, and what the first of its records then says.
PASTES: dict[str, tuple[type[Kept], str, dict[str, Any]]] = {
    "dues": (
        models.Due, "Amount\tPartner\tDate\n£1,000.50\tOxfordshire County Council\t01/07/2009\n2000\tPCT\t1 Oct 2009\n",
        {"by": "OCC", "pence": 1_000_50},
    ),
    "forecasts": (
        models.Forecast, "Scheme\tMonth\tOutturn\tReason\nCARE\tSep\t4,010,000\tTwo moves\n",
        {"scheme": "CARE", "period": 6, "pence": 4_010_000_00, "reason": "Two moves"},
    ),
    "measures": (
        models.Measure,
        "Quarter\tCode\tMeasure\tTarget\tActual\tBetter is\nQ2\tHOME\tLives at home\t70%\t68%\tHigher\n",
        {"quarter": 2, "code": "HOME", "target": "70%", "better": "higher"},
    ),
    "activity": (
        models.Activity, "Scheme\tQuarter\tWhat is counted\tCount\tCost of each\nCARE\t2\tPeople\t94\t\n",
        {"scheme": "CARE", "quarter": 2, "count": 94, "unit_cost": None},
    ),
}  # fmt: skip


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """Half a year."""
    return year.furnished(cast)


def sent(client: Client, fund_year: FundYear, kind: str, table: str, step: str = "look", **more: str) -> str:
    """What the page answers to a paste."""
    given = {"table": table, "step": step, "evidence": "schedule 2", **more}
    page = client.post(at(fund_year, f"{kind}/paste/"), given, follow=True)
    return page.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("kind", PASTES)
def test_rows_are_looked_at_and_then_kept_in_one_act(fund_year: FundYear, manager: Client, kind: str) -> None:
    model, table, says = PASTES[kind]
    assert "Record all of them" in sent(manager, fund_year, kind, table)
    assert not model._default_manager.exists(), "nothing is kept by looking"
    assert "recorded." in sent(manager, fund_year, kind, table, "keep")
    row = store.in_force(model, fund_year).first()
    assert row is not None
    assert {name: getattr(row, name) for name in says} == says
    assert row.evidence == "schedule 2"
    again = sent(manager, fund_year, kind, table)
    assert "recorded already, word for word, and left out" in again
    assert "There is nothing new to record." in again


def test_every_fault_is_told_at_once_with_its_row_and_column(fund_year: FundYear, manager: Client) -> None:
    table = "Contributor\tBy\tAmount\nOCC\t31/02/2009\t10\nNobody\t1/7/2009\tten\nPCT\t\t-5\n"
    page = sent(manager, fund_year, "dues", table, "keep")
    cells = [each.split("<")[0] for each in page.split('<td class="govuk-table__cell')[1:]]
    for said in (
        "Nobody",
        "31/02/2009",
        "ten",
        "-5",
        "By must be a real date",
        "What is due is not negative",
        "This is none of: Oxfordshire County Council",
    ):
        assert said in page, cells
    assert not models.Due.objects.exists()


def test_a_day_far_from_the_year_is_told_with_its_row_and_column_and_nothing_is_kept(
    fund_year: FundYear, manager: Client
) -> None:
    table = "Contributor\tBy\tAmount\nOCC\t1/7/2009\t10\nOCC\t1/4/2019\t10\n"
    page = sent(manager, fund_year, "dues", table, "keep")
    assert '>3</th><td class="govuk-table__cell">By</td>' in page
    assert "1 April 2019 is too far from the year 2009-10: give a day from 1 April 2008 to 31 March 2011." in page
    assert not models.Due.objects.exists()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "Paste the rows, with their headings."),
        ("Contributor\tBy\tAmount\n", "There is a row of headings, and no row beneath it."),
        ("Contributor\tAmount\nOCC\t5\n", "This column is missing."),
        ("Contributor\tBy\tAmount\tColour\nOCC\t1/7/2009\t5\tred\n", "No column of these is so headed."),
        ("Contributor\tPartner\tBy\tAmount\nOCC\tOCC\t1/7/2009\t5\n", "Two columns are of the same thing."),
        ("Contributor\tBy\tAmount\n" + "OCC\t1/7/2009\t5\n" * 501, "Paste 500 rows at most."),
    ],
)
def test_a_paste_that_is_no_list_is_answered_in_words(
    fund_year: FundYear, manager: Client, table: str, said: str
) -> None:
    assert said in sent(manager, fund_year, "dues", table)


MEASURES = "Quarter\tCode\tMeasure\tActual\tBetter is\nQ2\tHOME\tLives at home\t{}\tHigher\n"


@pytest.mark.parametrize("step", ["look", "keep"])
def test_a_row_that_changes_what_is_recorded_asks_for_a_reason_and_names_its_row(
    fund_year: FundYear, manager: Client, step: str
) -> None:
    sent(manager, fund_year, "measures", MEASURES.format("68%"), "keep")
    more = "Q3\tHOME\tLives at home\t70%\tHigher\n"
    page = sent(manager, fund_year, "measures", MEASURES.format("69%") + more, step)
    assert "Say why these change what was recorded before." in page
    assert ">2</th>" in page
    assert "The measure Lives at home of quarter 2 is recorded already, and says something else." in page
    assert "Record all of them" not in page
    assert store.in_force(models.Measure, fund_year).get().actual == "68%"


def test_with_a_reason_the_row_takes_the_place_of_what_was_recorded_and_its_past_stays(
    fund_year: FundYear, manager: Client
) -> None:
    sent(manager, fund_year, "measures", MEASURES.format("68%"), "keep")
    more = "Q3\tHOME\tLives at home\t70%\tHigher\n"
    why = {"why": "The return was put right"}
    look = sent(manager, fund_year, "measures", MEASURES.format("69%") + more, **why)
    assert "1 of the rows changes what was recorded before. The reason: “The return was put right”" in look
    sent(manager, fund_year, "measures", MEASURES.format("69%") + more, "keep", **why)
    second, third = store.in_force(models.Measure, fund_year)
    assert (second.quarter, second.actual, second.why) == (2, "69%", "The return was put right")
    before = models.Measure.objects.get(later=second.pk)
    assert before.actual == "68%"
    assert (third.quarter, third.supersedes, third.why) == (3, None, ""), "it changes nothing"


def test_a_row_given_twice_does_not_take_its_own_place(fund_year: FundYear, manager: Client) -> None:
    table = MEASURES.format("68%") + "\nQ2\tHOME\tLives at home\t70%\tHigher\n"
    page = sent(manager, fund_year, "measures", table, "keep", why="Put right")
    assert ">4</th>" in page, "the row as it was pasted, empty ones and all"
    assert "is recorded already" in page
    assert not models.Measure.objects.exists()


def test_a_kind_of_which_there_may_be_many_asks_for_no_reason(fund_year: FundYear, manager: Client) -> None:
    question = "Why do these change what was recorded before?"
    assert question in manager.get(at(fund_year, "measures/paste/")).content.decode()
    assert question not in manager.get(at(fund_year, "dues/paste/")).content.decode()


def test_several_records_are_kept_or_none_and_each_fault_names_its_row(fund_year: FundYear, cast: Cast) -> None:
    good = {"by": "OCC", "on": NOW.date(), "pence": 5}
    with pytest.raises(Refused) as refusal:
        actions.keep_all(
            fund_year=fund_year, kind=models.Due, rows=[good, {**good, "by": "XX"}, {**good, "pence": -1}],
            by=cast.manager, at=NOW,
        )  # fmt: skip
    assert [each.where.row for each in refusal.value.findings] == [2, 3]
    assert not models.Due.objects.exists()


def test_only_lists_can_be_pasted(fund_year: FundYear, manager: Client) -> None:
    assert manager.get(at(fund_year, "facts/paste/")).status_code == 404
    assert "Paste several from a spreadsheet" in manager.get(at(fund_year, "dues/")).content.decode()
    assert "Paste several from a spreadsheet" not in manager.get(at(fund_year, "causes/")).content.decode()


def test_what_is_typed_names_nobody_who_uses_services(fund_year: FundYear, manager: Client) -> None:
    said = {"scheme": "CARE", "period": "6", "text": "For 943 476 5919, born 3.4.1950."}
    page = manager.post(at(fund_year, "comments/new/"), said).content.decode()
    assert "This holds an NHS number." in page
    assert not models.Comment.objects.exists()


def test_the_digits_of_a_hash_are_nobodys_number(fund_year: FundYear) -> None:
    evidence = f"minute 3, SHA-256 {'a' * 20}9434765919{'b' * 34}"
    row = year.record(fund_year, models.Cause, evidence, unit="CARE", cause="accommodation_pressure", pence=5)
    assert row.evidence == evidence


def test_a_paper_is_named_by_its_file_and_its_hash(fund_year: FundYear, manager: Client) -> None:
    said = {"unit": "CARE", "cause": "accommodation_pressure", "pence": "5"}
    sent_ = {**said, "paper": SimpleUploadedFile("minute-3.pdf", b"%PDF minute")}
    manager.post(at(fund_year, "causes/new/"), sent_)
    evidence = store.in_force(models.Cause, fund_year).get().evidence
    assert evidence.startswith("minute-3.pdf, SHA-256 ")
    assert len(evidence.split()[-1]) == 64
    page = manager.post(at(fund_year, "causes/new/"), {**said, "unit": "HEALTH"}).content.decode()
    assert "Name the paper that this rests on" in page
