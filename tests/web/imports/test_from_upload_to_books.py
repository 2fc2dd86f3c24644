"""Files brought in, reviewed, accepted by another person, and in the books: as the command line would have them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from poolbook import folder
from poolbook.findings import Refused
from poolbook.folder.receive import receive
from poolbook_web.audit.models import AuditEvent
from poolbook_web.imports import actions
from poolbook_web.imports.models import Batch
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import actions as monitoring
from tests.lookalikes import leeds
from tests.web.books import AT
from tests.web.imports.extracts import (
    MONTHS,
    Office,
    accepted,
    brought,
    fresh,
    listing,
    month,
    office,
    row,
    signed_in,
    whole,
)

State = Batch.State


@pytest.fixture
def here(db: None) -> Office:
    """The year and its people."""
    return office()


def test_files_go_from_the_upload_to_the_books_by_two_people(here: Office) -> None:
    fay, finn = signed_in(here.fay), signed_in(here.finn)
    response = fay.post(f"{here.address}bring/", {"extracts": [month(0), month(1)], "source": ""}, follow=True)
    page = whole(response.content)
    assert "Import 1" in page
    assert "Nothing is posted yet." in page
    assert "You brought these files in, so somebody else has to accept them: Finn Second, Mona Manager." in page
    batch = Batch.objects.get()
    assert batch.state == State.REVIEW
    assert ledger.head(here.year).number == 0
    assert "You brought these files in" in whole(fay.get(f"{here.address}1/accept/").content)
    assert "Accept, and post to the books" in whole(finn.get(f"{here.address}1/accept/").content)
    response = finn.post(f"{here.address}1/accept/", {"seen": batch.digest}, follow=True)
    assert "in the books as entry 1, entry 2." in whole(response.content)
    batch = fresh(batch)
    assert (batch.state, batch.accepted_by, batch.second_person) == (State.ACCEPTED, here.finn, True)
    assert ledger.head(here.year).number == 2
    assert not ledger.prove(here.year, digests=True)
    told = AuditEvent.objects.filter(scope=here.year.history_scope).order_by("number")
    assert list(told.values_list("event", flat=True))[-4:] == [
        "import.brought",
        "import.accepted",
        "extracts.kept",
        "extracts.kept",
    ]


def test_the_books_are_those_that_the_command_line_makes_hash_for_hash(
    here: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "terms.yaml").write_text(leeds.TERMS, encoding="utf-8")
    (pack / "rules.yaml").write_text(leeds.RULES, encoding="utf-8")
    for each in MONTHS:
        (tmp_path / each.name).write_bytes(each.data)
    said = receive(pack, [tmp_path / each.name for each in MONTHS], by=here.finn.name, at=AT)
    monitoring.open_year(fund_year=here.year, by=here.manager, at=AT)
    batch = brought(here, *(month(at) for at in range(12)))
    assert [batch.lines, batch.new, batch.pence] == [said.total[each] for each in ("lines", "new", "net_pence")]
    assert int(batch.pence) == leeds.total(MONTHS, leeds.CARE)
    with_pack = folder.read(pack)
    accepted(here, batch)
    assert ledger.balances(here.year) == with_pack.balances
    assert ledger.head(here.year) == with_pack.head
    assert [file.tally["lines"] for file in batch.files.all()] == [each.tally.lines for each in said.files]


def test_the_same_files_again_are_said_so_and_add_nothing(here: Office) -> None:
    accepted(here, brought(here, month(0), month(1)))
    before = ledger.head(here.year)
    again = brought(here, month(0), month(1))
    assert (again.state, again.new) == (State.NOTHING_NEW, 0)
    page = whole(signed_in(here.finn).get(f"{here.address}{again.number}/").content)
    assert "The same file as 2012-04.csv, which is in the books: nothing is added." in page
    assert "You brought" not in page
    with pytest.raises(Refused):
        accepted(here, again)
    assert ledger.head(here.year) == before


def test_the_lines_of_a_file_under_another_name_and_with_a_line_more_add_that_line(here: Office) -> None:
    accepted(here, brought(here, listing(row("Residential", "10.00", "1"))))
    grown = listing(row("Residential", "10.00", "1"), row("Residential", "7.00", "2"), name="2012-04b.csv")
    more = brought(here, grown)
    assert (more.state, more.lines, more.new, int(more.pence)) == (State.REVIEW, 2, 1, 700)


def test_a_file_that_waits_already_or_comes_twice_is_refused(here: Office) -> None:
    brought(here, month(0))
    fay = signed_in(here.fay)
    page = whole(fay.post(f"{here.address}bring/", {"extracts": [month(1), month(0)]}).content)
    assert "The file 2012-04.csv is the same as one of import 1" in page
    page = whole(fay.post(f"{here.address}bring/", {"extracts": [month(2), month(2)]}).content)
    assert "The file 2012-06.csv is the same as 2012-06.csv: choose it once" in page
    assert Batch.objects.count() == 1


def test_who_brought_files_in_never_accepts_them_unless_the_settings_say_so(here: Office, settings: Settings) -> None:
    batch = brought(here, month(0))
    with pytest.raises(Refused, match="somebody else has to accept"):
        actions.accept(batch=batch, seen=batch.digest, rejected_too=False, by=here.fay, at=AT)
    settings.ACCEPT_OWN_IMPORTS = True
    actions.accept(batch=batch, seen=batch.digest, rejected_too=False, by=here.fay, at=AT)
    assert fresh(batch).state == State.ACCEPTED


def test_what_is_accepted_is_what_was_reviewed(here: Office) -> None:
    first = brought(here, listing(row("Residential", "10.00", "1"), name="a.csv"))
    second = brought(here, listing(row("Residential", "10.00", "1"), row("Residential", "5.00", "2"), name="b.csv"))
    accepted(here, first)
    back = accepted(here, second)
    assert (back.state, back.new, int(back.pence)) == (State.REVIEW, 1, 500)
    assert "It was accepted, and could not be posted. The books or the rules changed" in back.said
    with pytest.raises(Refused, match="figures have changed since you looked"):
        actions.accept(batch=back, seen=second.digest, rejected_too=False, by=here.finn, at=AT)
    assert accepted(here, back).state == State.ACCEPTED
    assert not ledger.prove(here.year)


def test_each_page_costs_few_questions_however_many_files_there_are(
    here: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    accepted(here, brought(here, *(month(at) for at in range(11))))
    brought(here, listing(row("Never heard of", "10.00"), row("Residential", "ten"), name="odd.csv"))
    finn = signed_in(here.manager)
    for path in ("", "bring/", "1/", "2/", "1/undo/", "2/codes/", "2/accept/", "2/findings/", "2/withdraw/"):
        with django_assert_max_num_queries(15):
            assert finn.get(here.address + path).status_code == 200


def test_a_file_comes_back_out_as_it_went_in(here: Office) -> None:
    brought(here, month(0))
    response = signed_in(here.fay).get(f"{here.address}1/files/1/")
    assert response.getvalue() == MONTHS[0].data
    assert response.headers["Content-Disposition"] == 'attachment; filename="2012-04.csv"'
    assert signed_in(here.fay).get(f"{here.address}1/files/9/").status_code == 404
