"""What is wrong with files: refused as a whole, or row by row; withdrawn, and undone once it was posted."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from poolbook.findings import Refused
from poolbook_web.agreements import actions as agreements
from poolbook_web.audit.models import AuditEvent
from poolbook_web.imports import actions, queries
from poolbook_web.imports.models import Batch, Part
from poolbook_web.imports.queries import waiting_for
from poolbook_web.ledger import actions as books
from poolbook_web.ledger import queries as ledger
from poolbook_web.ledger.models import Rejected, Transfer
from tests.lookalikes import leeds, systems
from tests.web.books import AT
from tests.web.imports.extracts import (
    Office,
    accepted,
    brought,
    fresh,
    listing,
    month,
    office,
    row,
    signed_in,
    undone,
    whole,
)

State = Batch.State


@pytest.fixture
def here(db: None) -> Office:
    """The year and its people."""
    return office()


def test_faulty_rows_are_listed_by_row_and_left_out_only_by_an_explicit_yes(here: Office) -> None:
    batch = brought(here, listing(row("Residential", "10.00", "1"), row("Residential", "ten", "2")))
    assert (batch.state, batch.new, batch.rejected) == (State.REVIEW, 1, 1)
    fault = batch.found.get(severity="error", row=3)
    assert "ten" in fault.message
    finn = signed_in(here.finn)
    assert "<strong>row 3</strong>" in whole(finn.get(f"{here.address}1/").content)
    page = whole(finn.get(f"{here.address}1/accept/").content)
    assert "Leave the 1 faulty row out, keep as received, and post the others" in page
    page = whole(finn.post(f"{here.address}1/accept/", {"seen": batch.digest}).content)
    assert "Agree that the faulty rows are left out" in page
    with pytest.raises(Refused, match="accept that they are left out"):
        accepted(here, batch)
    finn.post(f"{here.address}1/accept/", {"seen": batch.digest, "rejected_too": "on"})
    assert fresh(batch).state == State.ACCEPTED
    assert Rejected.objects.get().line_no == 3
    assert not ledger.prove(here.year, digests=True)


def test_files_that_cannot_be_read_are_refused_with_every_reason(here: Office) -> None:
    batch = brought(
        here,
        SimpleUploadedFile("paper.csv", b"%PDF-1.7 ..."),
        SimpleUploadedFile("trust.csv", systems.NHS.encode()),
    )
    assert batch.state == State.REFUSED
    page = whole(signed_in(here.manager).get(f"{here.address}1/").content)
    assert "One of the files is broken or is no listing" in page
    assert "Read the files again" not in page, "no rules would ever read a PDF"
    assert "This is a PDF: ask for the listing as CSV or XLSX." in page
    assert batch.found.count() == 2
    with pytest.raises(Refused, match="cannot be read"):
        accepted(here, batch)


def test_an_upload_that_is_no_table_is_refused_where_it_is_chosen_and_leaves_nothing(here: Office) -> None:
    fay, bring = signed_in(here.fay), f"{here.address}bring/"
    assert "each of 500 MB at most" in whole(fay.get(bring).content)
    paper = SimpleUploadedFile("paper.csv", b"%PDF-1.7 ...")
    zipped = SimpleUploadedFile("big.xlsx", b"PK\x03\x04" + b"\0" * 3_000_000)  # large enough to come as a file
    page = whole(fay.post(bring, {"extracts": [paper, month(0), zipped]}).content)
    assert "paper.csv cannot be read. This is a PDF: ask for the listing as CSV or XLSX." in page
    assert "big.xlsx cannot be read. The workbook cannot be opened" in page
    assert not Batch.objects.exists()
    assert not list(waiting_for(here.fay, AT))
    assert fay.post(bring, {"extracts": [month(0)]}).status_code == 302


def test_a_file_whose_total_does_not_agree_is_refused(here: Office) -> None:
    batch = brought(here, listing(row("Residential", "10.00", "1"), ",,,,,,,,,99.00,,"))
    assert batch.state == State.REFUSED
    assert batch.found.filter(code="import.control_total").exists()
    good = brought(here, listing(row("Residential", "10.00", "1"), ",,,,,,,,,10.00,,", name="good.csv"))
    assert "£10.00: agrees with the lines" in whole(signed_in(here.fay).get(f"{here.address}{good.number}/").content)


def test_an_import_without_rules_says_what_is_missing_and_can_be_read_again(db: None) -> None:
    here = office("poolbook: rules/1\n")
    batch = brought(here, month(0))
    assert batch.state == State.REFUSED
    agreements.put_rules(fund_year=here.year, data=leeds.RULES.encode(), by=None, at=AT)
    fay = signed_in(here.fay)
    assert "The rules have changed since these files were read." in whole(fay.get(f"{here.address}1/").content)
    fay.post(f"{here.address}1/again/")
    assert fresh(batch).state == State.REVIEW


def test_a_withdrawn_import_keeps_its_reason_and_forgets_its_bytes(here: Office) -> None:
    batch = brought(here, month(0))
    fay = signed_in(here.fay)
    assert "Say why." in whole(fay.post(f"{here.address}1/withdraw/", {"why": " "}).content)
    page = whole(fay.post(f"{here.address}1/withdraw/", {"why": "The wrong month"}, follow=True).content)
    assert "Withdrawn by Fay First" in page
    assert "“The wrong month”" in page
    assert not Part.objects.filter(file__batch=batch).exists()
    assert fay.get(f"{here.address}1/files/1/").status_code == 404
    assert fay.post(f"{here.address}1/again/").status_code == 409
    assert brought(here, month(0)).state == State.REVIEW, "the same file may come again"


def test_a_wrong_import_is_undone_as_one_act_and_the_right_one_comes_in_its_place(here: Office) -> None:
    batch = accepted(here, brought(here, month(0), month(1)))
    finn = signed_in(here.finn)
    assert "Say why." in whole(finn.post(f"{here.address}1/undo/", {"why": ""}).content)
    page = whole(finn.post(f"{here.address}1/undo/", {"why": "Another fund's ledger"}, follow=True).content)
    assert "Finn Second asked for a reversal: “Another fund's ledger”" in page
    assert "undo it</a>" not in page, "it is asked for already"
    assert "Finn Second asked for it already" in whole(finn.get(f"{here.address}1/undo/").content)
    proposal = here.address.replace("imports", "ledger/proposals") + "1/"
    assert finn.post(f"{proposal}post/").status_code == 409, "not who asked for it"
    assert fresh(batch).state == State.ACCEPTED
    signed_in(here.manager).post(f"{proposal}post/")
    page = whole(finn.get(f"{here.address}1/").content)
    assert "were posted as entry 1, entry 2, and are reversed." in page
    assert "Undone by Mona Manager" in page
    assert f'as Finn Second had asked in <a class="govuk-link" href="{proposal}">proposal 1, a reversal</a>' in page
    assert ledger.head(here.year).number == 4
    assert not [cell for cell, pence in ledger.balances(here.year) if pence]
    assert not ledger.prove(here.year, digests=True)
    assert AuditEvent.objects.filter(event="import.undone").count() == 1
    with pytest.raises(Refused, match="undone, by Mona Manager"):
        actions.ask_undo(batch=batch, why="again", by=here.finn, at=AT)
    assert accepted(here, brought(here, month(0), month(1))).state == State.ACCEPTED


def test_an_import_whose_entries_are_reversed_one_by_one_is_undone_with_the_last(here: Office) -> None:
    batch = accepted(here, brought(here, month(0), month(1)))
    given = {"fund_year": here.year, "on": AT.date(), "period": 1, "why": "wrong", "by": None, "at": AT}
    books.reverse(number=1, **given)  # type: ignore[arg-type]
    assert fresh(batch).state == State.ACCEPTED
    books.reverse(number=2, **given)  # type: ignore[arg-type]
    assert fresh(batch).state == State.UNDONE
    assert fresh(batch).why == "wrong"


def test_the_rest_of_an_import_is_undone_and_said_by_what_still_stands(here: Office) -> None:
    batch = accepted(here, brought(here, listing(row("Residential", "10.00", "1"), row("Residential", "7.00", "2")),
                                   listing(row("Residential", "5.00", "3"), name="b.csv")))  # fmt: skip
    finn, url = signed_in(here.finn), f"{here.address}1/undo/"
    assert "still stands is reversed as one act: 3 lines, £22.00 net." in whole(finn.get(url).content)
    first = batch.postings.earliest("pk").entry
    asked = books.ask_back(fund_year=here.year, entries=[first], why="this one", by=here.fay, at=AT)
    page = whole(finn.get(url).content)
    assert "Fay First asked to reverse a part of it" in page
    assert "you can ask to undo what still stands" in page
    books.agree(proposal=asked, by=here.manager, at=AT)
    assert "reversed as one act: 1 line, £5.00 net." in whole(finn.get(url).content)
    actions.ask_undo(batch=batch, why="wrong", by=here.fay, at=AT)
    assert "Fay First asked for it already" in whole(finn.get(url).content), "of all that stands"


def test_an_import_of_which_a_part_was_corrected_is_refused_before_a_reason_is_asked_for(here: Office) -> None:
    batch = accepted(here, brought(here, listing(row("Residential", "10.00"))))
    over = Transfer.objects.get(entry__posting__batch=batch)
    made = books.correct(transfer=over, lines=None, to=None, why="Another fund's", by=here.fay, at=AT)
    books.agree(proposal=made, by=here.finn, at=AT)
    page = whole(signed_in(here.finn).get(f"{here.address}1/undo/").content)
    assert "A part of entry 1 was corrected by entry 2: reverse that first." in page
    assert "Send it to be posted" not in page


def test_an_undo_that_is_declined_leaves_the_import_in_the_books(here: Office) -> None:
    batch = accepted(here, brought(here, month(0)))
    proposal = actions.ask_undo(batch=batch, why="wrong", by=here.finn, at=AT)
    books.decline(proposal=proposal, why="It is right", by=here.manager, at=AT)
    assert fresh(batch).state == State.ACCEPTED
    assert "This import was wrong" in whole(signed_in(here.finn).get(f"{here.address}1/").content)
    undone(here, batch)
    assert fresh(batch).state == State.UNDONE


def test_undoing_warns_of_later_imports_that_left_lines_out(here: Office) -> None:
    accepted(here, brought(here, listing(row("Residential", "10.00", "1"), name="a.csv")))
    more = listing(row("Residential", "10.00", "1"), row("Residential", "5.00", "2"), name="b.csv")
    accepted(here, brought(here, more))
    page = whole(signed_in(here.finn).get(f"{here.address}1/undo/").content)
    assert "Later imports left out lines as seen before" in page
    assert f'href="{here.address}2/"' in page


def test_a_journal_comes_in_and_is_undone_with_all_its_entries(here: Office) -> None:
    journal = systems.JOURNAL.replace("home_care", "other")
    batch = accepted(here, brought(here, SimpleUploadedFile("journal.csv", journal.encode())))
    assert batch.postings.count() == 3
    assert queries.lines_of([each.entry for each in batch.postings.all()]) == (batch.new, batch.pence)
    assert not ledger.prove(here.year, digests=True), "its rows are counted by the transfers made of them"
    undone(here, batch, why="Posted twice by hand")
    assert not [cell for cell, pence in ledger.balances(here.year) if pence]


def test_the_list_is_narrowed_and_taken_away_as_a_file(here: Office) -> None:
    accepted(here, brought(here, month(0)))
    brought(here, month(1))
    fay = signed_in(here.fay)
    narrowed = whole(fay.get(f"{here.address}?state=accepted").content)
    assert "2012-04.csv" in narrowed
    assert "2012-05.csv" not in narrowed
    assert "2012-05.csv" in whole(fay.get(f"{here.address}?text=-05&by={here.fay.pk}").content)
    assert "No import is like that." in whole(fay.get(f"{here.address}?text=nowhere").content)
    rows = fay.get(f"{here.address.rstrip('/')}.csv?state=accepted").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert rows[1].startswith("1,2012-04.csv,In the books,Fay First,")
    assert fay.get(f"{here.address.rstrip('/')}.xlsx").status_code == 200
    assert fay.get(f"{here.address}1/findings.csv").status_code == 200
    assert fay.get(f"{here.address}1/findings.pdf").status_code == 404


def test_findings_are_paged_and_narrowed_by_weight(here: Office) -> None:
    brought(here, listing(*(row("Residential", "ten", str(at)) for at in range(70))))
    fay = signed_in(here.fay)
    first = whole(fay.get(f"{here.address}1/findings/").content)
    assert first.count("<strong>row ") == 50
    assert "70 rows are faulty" in whole(fay.get(f"{here.address}1/findings/?page=2").content)
    assert "Nothing of the kind was found." in whole(fay.get(f"{here.address}1/findings/?weight=warning").content)
    odd = whole(fay.get(f"{here.address}1/findings/?weight=grave").content)
    assert odd.count("<strong>row ") == 50
    assert "Weight: choose one of those listed." in odd


def test_a_form_without_a_file_or_with_an_empty_one_says_so(here: Office) -> None:
    fay = signed_in(here.fay)
    assert "Choose at least one file." in whole(fay.post(f"{here.address}bring/", {}).content)
    page = whole(fay.post(f"{here.address}bring/", {"extracts": SimpleUploadedFile("e.csv", b"")}).content)
    assert "e.csv is empty." in page


def test_a_file_name_cannot_reach_out_of_its_place(here: Office) -> None:
    batch = brought(here, listing(row("Residential", "1.00"), name='..\\..\\etc/"pass\u202ewd.csv'))
    name = batch.files.get().name
    assert "/" not in name
    assert "\\" not in name
    assert "\u202e" not in name
    response = signed_in(here.fay).get(f"{here.address}1/files/1/")
    assert response.headers["Content-Disposition"].count('"') == 2
