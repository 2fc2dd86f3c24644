"""A file with an NHS number or a date of birth: nobody takes it back out, and no byte is kept once it is not needed."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook_web.imports import actions
from poolbook_web.imports.models import Batch, Part
from tests.web.books import AT
from tests.web.imports.extracts import Office, accepted, brought, fresh, listing, office, row, signed_in, undone, whole

NUMBER = "943 476 5919"  # the example of the NHS data dictionary: it carries the right check digit
PRIVATE = row("Residential", "10.00").replace("Aire Homes", f"Aire Homes {NUMBER}")
State = Batch.State


@pytest.fixture
def here(db: None) -> Office:
    """The year and its people."""
    return office()


def taken_out(here: Office, batch: Batch) -> set[int]:
    """What becomes of asking for the first file, whoever asks."""
    path = f"{here.address}{batch.number}/files/1/"
    return {signed_in(who).get(path).status_code for who in (here.fay, here.finn, here.manager)}


def kept(batch: Batch) -> int:
    """How many pieces of the bytes of its files are there."""
    return Part.objects.filter(file__batch=batch).count()


def page(here: Office, batch: Batch) -> str:
    """The page of an import."""
    return whole(signed_in(here.fay).get(f"{here.address}{batch.number}/").content)


def test_nobody_takes_it_out_and_the_page_says_why_and_what_it_was(here: Office) -> None:
    batch = brought(here, listing(PRIVATE))
    assert taken_out(here, batch) == {409}
    said = page(here, batch)
    assert "It has an NHS number or a date of birth in it, so nobody can download it" in said
    assert "files/1/" not in said
    assert batch.files.get().sha256 in said
    refused = whole(signed_in(here.fay).get(f"{here.address}1/files/1/").content)
    assert "2012-04.csv cannot be downloaded: there is an NHS number or a date of birth in it" in refused
    assert "5919" not in said + refused


def test_its_bytes_are_forgotten_once_it_is_posted_and_those_of_other_files_are_not(here: Office) -> None:
    sound = listing(row("Residential", "7.00", "12-2"), name="sound.csv")
    batch = brought(here, listing(PRIVATE), sound)
    assert kept(batch) == 2, "they are needed until it is posted"
    batch = accepted(here, batch)
    assert (batch.state, kept(batch)) == (State.ACCEPTED, 1)
    assert taken_out(here, batch) == {409}
    assert "and its bytes are forgotten" in page(here, batch)
    assert signed_in(here.fay).get(f"{here.address}1/files/2/").status_code == 200
    undone(here, batch)
    assert taken_out(here, batch) == {409}


def test_they_are_forgotten_where_it_brings_nothing_new_and_it_is_not_read_again_then(here: Office) -> None:
    accepted(here, brought(here, listing(PRIVATE)))
    again = brought(here, listing(PRIVATE))
    assert (again.state, kept(again)) == (State.NOTHING_NEW, 0)
    assert "Read the files again" not in page(here, again)
    with pytest.raises(Refused, match="are forgotten: bring those files in anew"):
        actions.read_again(batch=again, by=here.fay, at=AT)
    assert fresh(again).state == State.NOTHING_NEW


def test_a_file_refused_for_its_total_is_known_to_have_them_too(here: Office) -> None:
    batch = brought(here, listing(PRIVATE, ",,,,,,,,,11.00,,"))
    assert batch.state == State.REFUSED
    assert taken_out(here, batch) == {409}


def test_what_a_faulty_row_holds_is_neither_shown_nor_kept(here: Office) -> None:
    odd = row("Residential", NUMBER, "12-3")
    batch = brought(here, listing(row("Residential", "7.00"), odd))
    assert "5919" not in page(here, batch)
    assert "[removed: NHS number]" in page(here, batch)
    batch = accepted(here, batch, rejected_too=True)
    assert (batch.state, kept(batch)) == (State.ACCEPTED, 0)
    assert taken_out(here, batch) == {409}


def test_a_file_that_later_rules_cannot_read_stays_known(here: Office) -> None:
    batch = brought(here, listing(PRIVATE))
    others = b"poolbook: rules/1\nsources: {other: {columns: {date: When, code: What, amount: Sum}}}\n"
    actions.put_rules(fund_year=here.year, data=others, by=here.manager, at=AT, why="another ledger")
    assert fresh(batch).state == State.REFUSED
    assert taken_out(here, batch) == {409}
