"""The ledger in a real browser: from a figure of the position to a line, recoded by one and posted by another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from poolbook_web.people.models import Role
from tests.browser.conftest import Site
from tests.web.cast import PASSWORD, Cast
from tests.web.ledger import lined

Visit = Callable[..., Site]


def test_a_figure_is_followed_to_a_line_which_is_recoded_and_keeps_its_trail(visit: Visit, cast: Cast) -> None:
    fund_year = lined.lined(cast)
    lead, fay = visit(scripts=False), visit()
    page = lead.sign_in(cast.roles[Role.SCHEME_LEAD].email, PASSWORD)
    lead.go(f"/funds/{cast.fund.slug}/{fund_year.year}/?period=7")
    lead.look("ledger-position")
    row = page.locator("#by-scheme tr", has_text="Accommodation")
    row.get_by_role("link").nth(1).click()
    assert page.inner_text("h1") == "Transfers"
    assert "£2,682,200.00" in page.inner_text(".app-heads")
    lead.look("ledger-transfers")
    page.locator("#transfers tbody tr", has_text="200.00").get_by_role("link").first.click()
    lead.look("ledger-transfer")
    page.get_by_role("link", name=str(lined.numbers(lined.paid(fund_year))[1]), exact=True).click()
    assert "Cost centre" in page.inner_text("main")
    lead.look("ledger-line")
    page.get_by_role("button", name="Recode or dispute it").click()
    page.get_by_label("It belongs elsewhere in this fund").check()
    page.get_by_label("Scheme it belongs to").select_option("Care management, work and day services")
    page.get_by_label("Why").fill("Day care, not a placement")
    lead.look("ledger-correct")
    page.get_by_role("button", name="Send it to be posted").click()
    assert "It waits for somebody else to post it." in page.inner_text("main")
    lead.look("ledger-proposal-own")
    page = fay.sign_in(cast.roles[Role.FINANCE_OFFICER].email, PASSWORD)
    fay.go(lined.at(fund_year, "proposals/"))
    fay.look("ledger-proposals")
    page.get_by_role("link", name="Proposal 1, a recoding").click()
    fay.look("ledger-proposal")
    page.get_by_role("button", name="Go on to post it").click()
    fay.look("ledger-agree")
    page.get_by_role("button", name="Post it").click()
    assert "It is posted as entry 4." in page.inner_text("main")
    page = lead.go(lined.at(fund_year, f"lines/{lined.numbers(lined.paid(fund_year))[1]}/"))
    assert "was posted as entry 4" in page.inner_text("main")
    assert "It is now in Care management, work and day services" in page.inner_text("main")
    lead.look("ledger-line-corrected")


def test_back_shows_what_was_sent_and_after_signing_out_nothing(visit: Visit, cast: Cast) -> None:
    fund_year = lined.lined(cast)
    site = visit()
    site.sign_in(cast.roles[Role.FINANCE_OFFICER].email, PASSWORD)
    page = site.go(lined.at(fund_year, "journal/"))
    page.get_by_label("What it is for").fill("Two posts move")
    page.get_by_role("button", name="See what it would change").click()
    assert "Type a row, or paste some." in page.inner_text(".govuk-error-summary")
    page.get_by_label("Rows pasted from a spreadsheet").fill("Budget added\tCARE\t\t\t\t\t\t5\tOctober")
    page.get_by_role("button", name="See what it would change").click()
    assert page.inner_text("h1") == "Send this journal to be posted?"
    page.go_back()
    assert page.get_by_label("What it is for").input_value() == "Two posts move"
    page.go_forward()
    assert page.inner_text("h1") == "Send this journal to be posted?"
    site.go("/account/sign-out/").locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in/")
    page.go_back()
    with pytest.raises(Exception, match="ERR_CACHE_MISS"):
        page.go_back()


def test_a_journal_is_pasted_with_the_keyboard_alone(visit: Visit, cast: Cast) -> None:
    fund_year = lined.lined(cast)
    site = visit()
    site.sign_in(cast.roles[Role.FINANCE_OFFICER].email, PASSWORD)
    page = site.go(lined.at(fund_year, "journal/"))
    site.look("ledger-journal")
    page.get_by_label("Rows pasted from a spreadsheet").focus()
    page.keyboard.insert_text("What\tScheme\tTo scheme\tAmount\tPeriod\nBudget moved\tCARE\tHEALTH\t1,0\tOctober\n")
    page.get_by_role("button", name="See what it would change").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.title.startsWith('Error')")
    said = page.inner_text(".govuk-error-summary")
    assert "Pasted row 2, Amount: '1,0' is not an amount in pounds and pence." in said
    site.look("ledger-journal-error")
    assert site.faults() == []
    box = page.get_by_label("Rows pasted from a spreadsheet")
    box.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("What\tScheme\tTo scheme\tAmount\tPeriod\nBudget moved\tCARE\tHEALTH\t1,000\tOctober\n")
    page.get_by_label("What it is for").focus()
    page.keyboard.type("Two posts move")
    page.get_by_role("button", name="See what it would change").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Send this journal to be posted?")
    site.look("ledger-preview")
    page.get_by_role("button", name="Send it to be posted").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger/proposals/1/")
    assert "It waits for somebody else to post it." in page.inner_text("main")


@pytest.mark.slow
def test_every_page_of_the_ledger_is_accessible_on_a_desk_and_fits_a_phone(visit: Visit, cast: Cast) -> None:
    fund_year = lined.lined(cast)
    lined.asked(lined.paid(fund_year), cast.manager, lined.numbers(lined.paid(fund_year))[0])
    lined.asked(lined.refunds(fund_year), None, to="HEALTH")
    lined.asked_back(lined.paid(fund_year).entry, None, why="long" * 250)
    over = lined.paid(fund_year)
    pages = {
        "index": "", "transfers": "transfers/?scheme=CARE&to=6", "entries": "entries/", "lines": "lines/?text=bed_week",
        "entry": f"entries/{over.entry.number}/", "transfer": f"transfers/{over.number}/",
        "line": f"lines/{over.first_line}/", "correct": f"transfers/{over.number}/correct/",
        "reverse": f"entries/{over.entry.number}/reverse/", "journal": "journal/", "proposals": "proposals/",
        "proposal": "proposals/2/", "post": "proposals/2/post/", "decline": "proposals/2/decline/",
        "reversal": "proposals/3/", "post-reversal": "proposals/3/post/",
        "working": "../working/6/", "working-of": "../working/6/CARE/", "none": "lines/?text=nothing",
    }  # fmt: skip
    said = {}
    for site, size in ((visit(), "desk"), (visit(width=360), "phone")):
        site.sign_in(cast.manager.email, PASSWORD)
        for name, path in pages.items():
            site.go(lined.at(fund_year, path))
            site.look(f"ledger-{name}-{size}")
            said[name, size] = ["wider than the window"] if site.wider_than_the_window() else []
            said[name, size] += site.faults() if size == "desk" else []
    assert {where: faults for where, faults in said.items() if faults} == {}
