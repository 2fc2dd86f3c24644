"""A day of each role that reads, asks and checks; and what those see who may not."""

from __future__ import annotations

import zipfile
from pathlib import Path

from poolbook import cli
from poolbook_web.agreements import actions
from poolbook_web.people.models import Role
from tests.browser.roles.people import Visit, fill_day, in_a_week, sits_down, to_the_year
from tests.web import year
from tests.web.cast import PASSWORD, Cast
from tests.web.reporting.quarter import issued, reportable


def test_a_certifier_reads_their_exposure_and_acknowledges_the_report(visit: Visit, cast: Cast) -> None:
    """Given an issued report, when the certifier has read what their partner would bear, then they acknowledge the
    report that waits for them, and it waits no more."""
    issued(reportable(cast), cast.manager)
    site = visit()
    page = sits_down(site, cast, Role.CERTIFIER)
    to_the_year(page, cast)
    page.get_by_role("link", name="Settlement", exact=True).click()
    assert "38,250,000.00" in page.get_by_role("row", name="Oxfordshire Primary Care Trust").first.inner_text()
    site.go("/")
    page.get_by_role("table").first.get_by_role("link", name="report").click()
    page.get_by_role("button", name="Acknowledge receipt").click()
    page.get_by_role("button", name="Acknowledge receipt").click()
    assert "Ceri Certifier" in page.get_by_role("row", name="Oxfordshire Primary Care Trust").first.inner_text()
    site.go("/")
    assert "Nothing waits for you." in page.inner_text("main")


def test_an_authorised_signatory_reads_what_was_agreed_and_is_offered_no_change(visit: Visit, cast: Cast) -> None:
    """Given terms in force, when the signatory reads them, then each stands with its clause, and nothing can be put in
    their place."""
    year.there(cast)
    site = visit()
    page = sits_down(site, cast, Role.SIGNATORY)
    to_the_year(page, cast)
    page.get_by_role("link", name="Terms", exact=True).click()
    page.get_by_role("link", name="Who bears an overspend or an underspend").click()
    assert "6.14.1" in page.inner_text("main")
    assert page.get_by_role("button", name="Put new terms in force").count() == 0


def test_a_board_member_asks_about_a_figure_on_a_phone_without_scripts(visit: Visit, cast: Cast) -> None:
    """Given the position, when a board member asks an officer about a figure of it, then the question waits for the
    officer with a link back to the figure."""
    year.there(cast)
    site = visit(width=360, scripts=False)
    page = sits_down(site, cast, Role.BOARD_MEMBER)
    to_the_year(page, cast)
    page.get_by_role("link", name="Ask somebody about a figure on this page").click()
    page.get_by_label("What it is about").fill("Forecast of accommodation")
    page.get_by_label("Ask", exact=True).select_option(
        label="Fay Officer: finance officer for Oxfordshire Primary Care Trust"
    )
    page.get_by_label("Question").fill("Why is it over its budget?")
    fill_day(page, in_a_week())
    page.get_by_role("button", name="Ask", exact=True).click()
    assert "Why is it over its budget?" in page.inner_text("main")
    assert not site.wider_than_the_window()
    officer = visit(width=360, scripts=False)
    page = sits_down(officer, cast, Role.FINANCE_OFFICER)
    page.get_by_role("table").first.get_by_role("link", name="Forecast of accommodation").click()
    page.get_by_role("link", name="The page where the figure stands").click()
    assert page.inner_text("h1") == "Position"


def test_an_advisory_member_sees_the_fund_and_is_told_why_not_its_history(visit: Visit, cast: Cast) -> None:
    """Given a fund that they advise, when the advisory member asks for its history, then they are told who may read it
    and what they are; no page of theirs had offered it."""
    year.there(cast)
    site = visit()
    page = sits_down(site, cast, Role.ADVISORY_MEMBER)
    page.get_by_role("link", name=cast.fund.name).click()
    assert page.get_by_role("link", name="History").count() == 0
    page.get_by_role("link", name="2009-10", exact=True).click()
    assert "£48,000,000.00" in page.inner_text(".app-heads")
    site.go(f"/funds/{cast.fund.slug}/history/")
    assert "read the fund's history" in page.inner_text("main")
    assert "You are an advisory member in this fund." in page.inner_text("main")
    assert site.faults() == []


def test_a_legal_adviser_compares_the_versions_of_the_terms(visit: Visit, cast: Cast) -> None:
    """Given two versions of the terms, when the legal adviser goes through them, then each says from when it is in
    force, and the older says which is."""
    fund_year = year.there(cast)
    changed = year.terms().replace("Mental Health Joint Management Group", "Mental Health Joint Board")
    actions.put_terms(fund_year=fund_year, data=changed.encode(), by=cast.manager, at=year.AT, why="variation 1")
    site = visit()
    page = sits_down(site, cast, Role.LEGAL_ADVISER)
    to_the_year(page, cast)
    page.get_by_role("link", name="Terms", exact=True).click()
    assert "Mental Health Joint Board" in page.inner_text("main")
    page.get_by_role("link", name="Every version").click()
    assert "variation 1" in page.inner_text("main")
    page.get_by_role("link", name="1", exact=True).click()
    assert "Mental Health Joint Management Group" in page.inner_text("main")
    page.get_by_role("link", name="Version 2 is").click()
    assert "Mental Health Joint Board" in page.inner_text("main")


#: What a page offers that would change the books, the terms or the records of a fund.
CHANGES = (
    "Accept", "Add", "Ask for commentary", "Begin", "Bring in", "Change", "Close", "End", "Invite", "Issue", "Open the",
    "Prepare a journal", "Put ", "Record", "Recode", "Say who", "Withdraw", "Write it",
)  # fmt: skip


def test_an_auditor_verifies_the_year_and_checks_its_evidence_away_from_the_site(
    visit: Visit, cast: Cast, tmp_path: Path
) -> None:
    """Given a year with an issued report, when the auditor goes through every page of it, then none offers a change;
    the year verifies, and so does its evidence pack on the auditor's own computer."""
    issued(reportable(cast), cast.manager)
    site = visit()
    page, offered = sits_down(site, cast, Role.AUDITOR), []
    to_the_year(page, cast)
    for name in page.get_by_role("navigation", name="2009-10 of").get_by_role("link").all_inner_texts():
        page.get_by_role("navigation", name="2009-10 of").get_by_role("link", name=name, exact=True).click()
        shown = page.locator("main a, main button").all_inner_texts()
        offered += [(name, each) for each in shown if each.startswith(CHANGES)]
    assert offered == []
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Verify the year").click()
    page.get_by_role("button", name="Verify").click()
    assert "Everything holds" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Back to the reports").click()
    page.get_by_role("link", name="Evidence pack").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the evidence pack").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    (pack,) = tmp_path.iterdir()
    assert cli.main(["verify", str(pack)]) == 0


def test_a_stranger_finds_no_fund_and_cannot_tell_that_there_is_one(visit: Visit, cast: Cast) -> None:
    """Given somebody who takes part in nothing, when they try a fund's address, then it is not there."""
    site = visit()
    page = site.sign_in(cast.stranger.email, PASSWORD)
    assert "You take part in no fund." in page.inner_text("main")
    site.go(f"/funds/{cast.fund.slug}/")
    assert page.inner_text("h1") == "Page not found"
    assert cast.fund.name not in page.inner_text("body")
    assert site.faults() == []
