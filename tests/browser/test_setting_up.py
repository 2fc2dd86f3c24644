"""From nothing to a year that runs, as somebody does it who knows no YAML: a fund, its books, its first extract."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from poolbook_web.base import mail
from poolbook_web.people.models import Role
from tests.browser.conftest import Site
from tests.web import year
from tests.web.cast import PASSWORD, Cast

if TYPE_CHECKING:
    from pytest_django import Settings

Visit = Callable[..., Site]

FUND = "/funds/home-care-fund/2025-26/"
EXTRACT = """Council ledger, April 2025
Posted on,Cost centre,Account,Supplier,Voucher,Net value
03/04/2025,HC100,4100,Illustrative Provider 1,V1,"26,987.62"
06/04/2025,HC100,4200,Illustrative Provider 2,V2,"18,256.33"
09/04/2025,RB200,4100,Illustrative Provider 3,V3,"7,100.00"
"""


@pytest.fixture
def extract(tmp_path: Path, settings: Settings) -> Path:
    """A listing such as no layout of Poolbook's, on a site where one may accept what one brought in."""
    settings.ACCEPT_OWN_IMPORTS = True
    path = tmp_path / "2025-04.csv"
    path.write_text(EXTRACT)
    return path


def letter_to(address: str) -> str:
    """The link in the last letter to somebody."""
    mail.deliver(timezone.now)
    body = next(str(each.body) for each in reversed(sent_mail.outbox) if address in each.to)
    found = re.search(r"(/join/\S+)", body)
    assert found is not None
    return found[1]


def begin(site: Site) -> None:
    """The first page of the form."""
    page = site.page
    for label, said in {
        "Name of the fund": "Home care fund", "Financial year": "2025-26",
        "Title of the agreement": "Section 75 agreement on home care", "Pool manager's full name": "Mo Manager",
        "Pool manager's post": "Head of Joint Commissioning", "Pool manager's email address": "mo@example.org",
    }.items():  # fmt: skip
        page.get_by_label(label).fill(said)
    partners = (
        ("Example County Council", "Council (local authority)"),
        ("NHS Example Integrated Care Board", "NHS body"),
    )
    for place, (name, kind) in enumerate(partners):
        card = page.get_by_role("group", name=f"Partner {place + 1}")
        card.get_by_label("Full name").fill(name)
        card.get_by_label("What it is").select_option(kind)
    page.get_by_role("radio", name="Partner 1").check()
    page.get_by_role("button", name="Go on to the schemes").click()


def schemes(site: Site) -> None:
    """The second page."""
    page = site.page
    for place, name in enumerate(("Home care", "Reablement")):
        card = page.get_by_role("group", name=f"Scheme {place + 1}")
        card.get_by_label("Name").fill(name)
        card.get_by_label("Whose function is it?").select_option("Both: a joint service")
        card.get_by_label("Example County Council puts into").fill("600,000")
        card.get_by_label("NHS Example Integrated Care Board puts into").fill("400,000")
    page.get_by_label("Before income from charges to clients (gross)").check()
    page.get_by_label("The partners, in proportion").check()
    page.get_by_label("It is carried forward to next year").check()
    page.get_by_role("button", name="Look at all of it").click()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_fund_goes_from_a_form_to_lines_in_its_books(visit: Visit, cast: Cast, extract: Path, width: int) -> None:
    size, scripts = f"{width}", width > 360
    admin = visit(width=width, scripts=scripts)
    page = admin.sign_in(cast.roles[Role.ADMINISTRATOR].email, PASSWORD)
    page.get_by_role("link", name="Open a fund").click()
    admin.look(f"fund-begin-{size}")
    begin(admin)
    admin.look(f"fund-schemes-{size}")
    schemes(admin)
    admin.look(f"fund-confirm-{size}")
    page.get_by_role("button", name="Open the fund, and send the invitation").click()
    assert "Home care fund is open." in page.inner_text("main")
    admin.look(f"fund-people-{size}")
    mo = visit(width=width, scripts=scripts)
    page = mo.go(letter_to("mo@example.org"))
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_role("button", name="Accept and sign in").click()
    mo.go(FUND)
    mo.look(f"year-not-open-{size}")
    mo.go(f"{FUND}year/")
    mo.look(f"year-steps-{size}")
    page.get_by_role("link", name="The opening of the books").click()
    mo.look(f"year-open-{size}")
    page.get_by_role("button", name="Open the books").click()
    assert "The books are open: entry 1." in page.inner_text("main")
    page.get_by_role("link", name="Extracts of the ledger").click()
    mo.look(f"bring-first-{size}")
    page.get_by_label("Files").set_input_files([extract])
    page.get_by_role("button", name="Read the files").click()
    mo.look(f"import-unknown-{size}")
    page.get_by_role("button", name="Say how these files are read").click()
    mo.look(f"lay-out-{size}")
    page.get_by_label("What these files are").fill("The council's ledger listing, monthly")
    assert page.get_by_label("Amount").first.input_value() == "5", "the heading told"
    page.get_by_label("Account (column C)").uncheck()
    page.get_by_role("button", name="Keep that, and read the files").click()
    assert "2 combinations of codes have no rule yet." in page.inner_text("main")
    page.get_by_role("button", name="Answer the codes").click()
    for box, name in zip(page.get_by_label("What these lines are").all(), ("Home care", "Reablement"), strict=True):
        box.select_option(name)
    page.get_by_role("button", name="Save the answers and read the files again").click()
    page.get_by_role("button", name="Go on to accept").click()
    page.get_by_role("button", name="Accept, and post to the books").click()
    assert "3 lines, £52,343.95 net, in the books" in page.inner_text("main")
    mo.go(f"{FUND}imports/rules/")
    mo.look(f"rules-{size}")
    mo.go(FUND)
    assert "52,343.95" in page.inner_text("main")
    mo.look(f"position-first-{size}")


def test_a_list_is_pasted_corrected_looked_at_and_recorded_without_scripts(visit: Visit, cast: Cast) -> None:
    fund_year = year.furnished(cast)
    site = visit(width=360, scripts=False)
    page = site.sign_in(cast.manager.email, PASSWORD)
    site.go(f"/funds/{fund_year.fund.slug}/{fund_year.year}/records/dues/")
    page.get_by_role("link", name="Paste several from a spreadsheet").click()
    rows = "Contributor\tBy\tAmount\nOCC\t1 July 2009\t£1,000\nNobody\t31/02/2009\tten\n"
    page.get_by_label("Rows, with their headings").fill(rows)
    page.get_by_role("button", name="Look at them").click()
    site.look("paste-faults")
    assert "There is a problem" in page.inner_text("main")
    assert page.get_by_role("row", name="3 Contributor Nobody This is none of: Oxfordshire County Council").count() == 1
    page.get_by_label("Rows, with their headings").fill(
        rows.replace("Nobody\t31/02/2009\tten", "PCT\t1/10/2009\t10.50")
    )
    page.get_by_role("button", name="Look at them").click()
    site.look("paste-look")
    assert not site.wider_than_the_window()
    page.get_by_role("button", name="Record all of them").click()
    assert "2 are recorded." in page.inner_text("main")


PAGES = {
    "year": "year/", "open": "open/", "close": "close/", "close-seen": "close/?period=15",
    "next": "next/", "closing": "records/closing/new/",
    "paste": "records/dues/paste/", "fact": "records/facts/new/", "rules": "imports/rules/",
    "rules-put": "imports/rules/new/", "put-terms": "terms/new/", "parties": "../partners/",
    "joins": "../partners/joins/", "hosts": "../partners/hosts/",
}  # fmt: skip


@pytest.mark.slow
def test_every_page_of_setting_up_is_accessible_on_a_desk_and_fits_a_phone(visit: Visit, cast: Cast) -> None:
    fund_year = year.furnished(cast)
    said = {}
    of_the_year = {name: f"/funds/{fund_year.fund.slug}/{fund_year.year}/{path}" for name, path in PAGES.items()}
    of_the_site = {"fund-new": "/new-fund/", "fund-from-terms": "/new-fund/terms/"}
    admin = cast.roles[Role.ADMINISTRATOR]
    for who, pages in ((cast.manager, of_the_year), (admin, of_the_site)):
        for site, size in ((visit(), "desk"), (visit(width=360), "phone")):
            site.sign_in(who.email, PASSWORD)
            for name, path in pages.items():
                site.go(path)
                site.look(f"set-up-{name}-{size}")
                said[name, size] = ["wider than the window"] if site.wider_than_the_window() else []
                said[name, size] += site.faults() if size == "desk" else []
    assert {where: faults for where, faults in said.items() if faults} == {}
