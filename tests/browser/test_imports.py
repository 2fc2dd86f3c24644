"""Extracts in a real browser: brought in, answered, accepted by somebody else, undone by two; desk, phone, keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from poolbook_web.imports.models import Batch
from tests.browser.conftest import Site
from tests.lookalikes import leeds
from tests.web.cast import PASSWORD, Cast
from tests.web.imports.extracts import MONTHS, Office, brought, listing, month, office, row

Visit = Callable[..., Site]


@pytest.fixture
def here(cast: Cast) -> Office:
    """The year and its people, committed."""
    return office()


def undone_by_two(here: Office, asks: Site, other: Site) -> None:
    """One person asks for the import on their page to be undone, and another posts that."""
    page = asks.page
    page.get_by_role("link", name="This import was wrong: ask to undo it").click()
    page.get_by_label("Why").fill("Another fund's ledger")
    asks.look("import-undo")
    page.get_by_role("button", name="Send it to be posted").click()
    assert "Finn Second asked for a reversal" in page.inner_text("main")
    asks.look("import-undo-waits")
    page.get_by_role("link", name="Proposal 1, a reversal").click()
    asks.look("import-undo-own")
    assert page.get_by_role("button", name="Go on to post it").count() == 0, "not who asked for it"
    page = other.go("/")
    page.get_by_role("link", name="Post or decline proposal 1, a reversal").click()
    other.look("import-undo-answer")
    page.get_by_role("button", name="Go on to post it").click()
    other.look("import-undo-agree")
    page.get_by_role("button", name="Post it").click()
    assert "It is posted as entry 3." in page.inner_text("main")
    page = other.go(f"{here.address}1/")
    assert "were posted as entry 1, entry 2, and are reversed." in page.inner_text("main")
    other.look("import-undone")


def test_files_go_from_one_persons_upload_to_the_books_by_another(visit: Visit, here: Office, tmp_path: Path) -> None:
    for name, data in ((MONTHS[0].name, MONTHS[0].data), ("odd.csv", listing(row("Taxis", "9.99")).read())):
        (tmp_path / name).write_bytes(data)
    fay, mona, finn = visit(scripts=False), visit(), visit()
    page = fay.sign_in(here.fay.email, PASSWORD)
    fay.go(here.address)
    fay.look("imports-none")
    page.get_by_role("button", name="Bring in files").click()
    page.get_by_label("Files").set_input_files([tmp_path / MONTHS[0].name, tmp_path / "odd.csv"])
    page.get_by_role("button", name="Read the files").click()
    assert "1 combination of codes has no rule yet." in page.inner_text("main")
    fay.look("import-unanswered")
    page = mona.sign_in(here.manager.email, PASSWORD)
    mona.go(f"{here.address}1/")
    page.get_by_role("button", name="Answer the codes").click()
    page.get_by_role("button", name="Save the answers and read the files again").click()
    assert page.title().startswith("Error: ")
    mona.look("import-codes-error")
    assert mona.faults() == []
    page.get_by_label("What these lines are").select_option("Everything else")
    page.get_by_text("Account, partner, contract, and how wide the rule is").click()
    page.get_by_label("division").uncheck()
    mona.look("import-codes")
    page.get_by_role("button", name="Save the answers and read the files again").click()
    assert "1 rule is added, and the files are read again." in page.inner_text("main")
    assert "somebody else has to accept them" in page.inner_text("main"), "who answers codes does not accept"
    page = finn.sign_in(here.finn.email, PASSWORD)
    finn.go(f"{here.address}1/")
    page.get_by_role("button", name="Go on to accept").click()
    finn.look("import-accept")
    page.get_by_role("button", name="Accept, and post to the books").click()
    assert "in the books as entry 1, entry 2." in page.inner_text("main")
    finn.look("import-in-the-books")
    undone_by_two(here, finn, fay)


@pytest.mark.slow
def test_every_page_of_imports_is_accessible_on_a_desk_and_fits_a_phone(visit: Visit, here: Office) -> None:
    odd = [row("Never heard of", "10.00", str(at)) for at in range(3)]
    brought(here, month(0), listing(*odd, row("Residential", "ten", "7"), name="odd.csv"))
    brought(here, month(1), month(2))
    brought(here, listing(row("Residential", "10.00"), f",,,,,,,,,99.00,,{leeds.CARE[:0]}", name="total.csv"))
    brought(here, month(3))
    Batch.objects.filter(number=4).update(state="reading", progress_file="2012-07.csv", progress_lines=300_000)
    pages = {
        "list": "", "bring": "bring/", "review": "1/", "findings": "1/findings/", "codes": "1/codes/",
        "ready": "2/", "accept": "2/accept/", "withdraw": "2/withdraw/", "refused": "3/", "progress": "4/?still=1",
    }  # fmt: skip
    said = {}
    for site, size in ((visit(), "desk"), (visit(width=360), "phone")):
        site.sign_in(here.manager.email, PASSWORD)
        for name, path in pages.items():
            site.go(here.address + path)
            site.look(f"imports-{name}-{size}")
            said[name, size] = ["wider than the window"] if site.wider_than_the_window() else []
            said[name, size] += site.faults() if size == "desk" else []
    assert {where: faults for where, faults in said.items() if faults} == {}


def test_on_a_phone_no_figure_is_parted_from_its_minus(visit: Visit, here: Office) -> None:
    brought(here, listing(row("Residential", "-3750000.00")))
    site = visit(width=360)
    page = site.sign_in(here.manager.email, PASSWORD)
    site.go(f"{here.address}1/")
    lines = page.locator("td", has_text="-£3,750,000.00").evaluate_all(
        """cells => cells.map(cell => {
            const words = document.createRange();
            words.selectNodeContents(cell);
            return words.getClientRects().length;
        })"""
    )
    assert set(lines) == {1}
    assert not site.wider_than_the_window()


def test_files_are_brought_in_and_accepted_with_the_keyboard_alone(visit: Visit, here: Office) -> None:
    brought(here, month(0))
    site = visit()
    page = site.sign_in(here.finn.email, PASSWORD)
    site.go(f"{here.address}1/accept/")
    page.get_by_role("button", name="Accept, and post to the books").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{here.address}1/")
    assert "in the books as entry 1." in page.inner_text("main")
