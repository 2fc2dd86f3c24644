"""A day of each role that changes something: who manages a fund, keeps its figures, explains and minutes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from poolbook_web.ledger import queries as ledger
from poolbook_web.people.models import Role
from poolbook_web.questions import actions as questions
from tests.browser.roles.people import Visit, fill_day, in_a_week, reach, sits_down, to_the_year
from tests.web import year
from tests.web.cast import PASSWORD, Cast
from tests.web.imports.extracts import MONTHS, office
from tests.web.reporting.quarter import reportable


def test_a_pool_manager_reads_the_year_asks_the_leads_and_issues_the_report(visit: Visit, cast: Cast) -> None:
    """Given a quarter that is closed, when the pool manager reads it, asks the leads and issues the report, then the
    lead's name stands beside the scheme that they are asked about, and the report is frozen."""
    fund_year, site = reportable(cast), visit()
    lead = cast.roles[Role.SCHEME_LEAD]
    questions.say_lead(
        fund_year=fund_year, scheme="HEALTH", person=lead, since=date(2009, 4, 1), by=None, at=year.AT
    )  # fmt: skip
    page = sits_down(site, cast, Role.POOL_MANAGER)
    to_the_year(page, cast)
    assert "£156,000.00" in page.inner_text(".app-heads")
    page.get_by_role("link", name="Settlement", exact=True).click()
    assert "The overspend to settle is £156,000.00" in page.inner_text("main")
    page.get_by_role("link", name="Commentary", exact=True).click()
    page.get_by_role("button", name="Ask for commentary").click()
    fill_day(page, in_a_week())
    page.get_by_role("button", name="Ask the leads").click()
    assert lead.name in page.get_by_role("row", name="Health services").inner_text()
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Quarter 2: July to September").click()
    page.get_by_role("button", name="Issue it").click()
    page.get_by_role("button", name="Issue it").click()
    assert "It is issued. It goes to " in page.inner_text("main")


def test_a_finance_officer_brings_in_an_extract_which_another_accepts_and_disputes_a_line(
    visit: Visit, cast: Cast, tmp_path: Path
) -> None:
    """Given rules for the extracts, when one officer brings a month in and another accepts it, then its lines are in
    the books, and the first can say of one that it is not the fund's."""
    here, fay, finn = office(), visit(), visit()
    (tmp_path / MONTHS[0].name).write_bytes(MONTHS[0].data)
    page = fay.sign_in(here.fay.email, PASSWORD)
    fay.go(f"{here.address}bring/")
    page.get_by_label("Files").set_input_files([tmp_path / MONTHS[0].name])
    page.get_by_role("button", name="Read the files").click()
    assert page.get_by_role("button", name="Go on to accept").count() == 0, "not the officer who brought it in"
    other = finn.sign_in(here.finn.email, PASSWORD)
    finn.go(f"{here.address}1/accept/")
    other.get_by_role("button", name="Accept, and post to the books").click()
    assert "in the books as entry 1." in other.inner_text("main")
    fay.go(here.address.replace("imports", "ledger/lines"))
    page.locator("#lines tbody a").first.click()
    page.get_by_role("button", name="Recode or dispute it").click()
    page.get_by_label("It is not this fund’s").check()
    page.get_by_label("Why").fill("The home is in another county.")
    page.get_by_role("button", name="Send it to be posted").click()
    assert "It waits for somebody else to post it." in page.inner_text("main")


def test_a_pool_manager_asks_back_the_opening_of_the_year_and_a_finance_officer_posts_it(
    visit: Visit, cast: Cast
) -> None:
    """Given books opened from terms that were wrong, when the pool manager asks for the opening to be reversed, then
    nothing moves until a finance officer, for whom it waits, has looked at what it would change and posted it."""
    fund_year, site, other = year.there(cast), visit(), visit(width=360, scripts=False)
    assert ledger.is_open(fund_year)
    page = sits_down(site, cast, Role.POOL_MANAGER)
    to_the_year(page, cast)
    page.get_by_role("link", name="Ledger", exact=True).click()
    page.get_by_role("row", name="Opening of 2009-10").get_by_role("link").first.click()
    site.look("opening-entry")
    page.get_by_role("link", name="This entry was wrong: ask to reverse it").click()
    page.get_by_label("Why").fill("The terms were those of last year.")
    site.look("opening-ask")
    page.get_by_role("button", name="Send it to be posted").click()
    assert "You asked for this, so somebody else posts or declines it." in page.inner_text("main")
    page = sits_down(other, cast, Role.FINANCE_OFFICER)
    page.get_by_role("link", name="Post or decline proposal 1, a reversal").click()
    assert "What it would change" in page.inner_text("main")
    other.look("opening-answer")
    assert not other.wider_than_the_window()
    page.get_by_role("button", name="Go on to post it").click()
    page.get_by_role("button", name="Post it").click()
    assert "It is posted as entry" in page.inner_text("main")
    other.look("opening-reversed")
    assert "Opening of 2009-10" in page.inner_text("main")
    assert not ledger.is_open(fund_year)


def test_a_commissioner_explains_a_variance_that_the_report_asks_about(visit: Visit, cast: Cast) -> None:
    """Given a report that asks for an explanation, when the commissioner gives it, then the report asks no more and
    prints it."""
    reportable(cast)
    site = visit()
    page = sits_down(site, cast, Role.COMMISSIONER)
    to_the_year(page, cast)
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Quarter 2: July to September").click()
    page.get_by_role("link", name="Explain a variance").first.click()
    page.get_by_label("Scheme").select_option("Social care accommodation and support")
    page.get_by_label("Quarter").select_option("Quarter 2: July to September")
    page.get_by_label("Why it varies").fill("More people placed than planned.")
    page.get_by_label("What is done about it").fill("Each placement is reviewed.")
    page.get_by_label("Who answers for that").fill("Head of commissioning")
    page.get_by_role("button", name="Record it").click()
    site.go(f"/funds/{cast.fund.slug}/2009-10/reports/quarterly/2/")
    assert page.get_by_role("link", name="Explain a variance").count() == 0
    assert "More people placed than planned." in page.inner_text("main")


def test_a_scheme_lead_finds_what_waits_and_answers_it_with_the_keyboard_alone(visit: Visit, cast: Cast) -> None:
    """Given a call for commentary, when the lead follows it from what waits and writes, then nothing waits any more."""
    fund_year, lead, site = year.there(cast), cast.roles[Role.SCHEME_LEAD], visit()
    questions.say_lead(
        fund_year=fund_year, scheme="HEALTH", person=lead, since=date(2009, 4, 1), by=None, at=year.AT
    )  # fmt: skip
    questions.ask_leads(
        fund_year=fund_year, period=6, schemes=(), due=date(2009, 10, 20), by=cast.manager, at=year.AT
    )  # fmt: skip
    page = sits_down(site, cast, Role.SCHEME_LEAD)
    reach(page, page.get_by_role("link", name="Comment on Health services"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/commentary/6/HEALTH/")
    reach(page, page.get_by_label("Commentary", exact=True).last)
    page.keyboard.type("Two posts were filled late.")
    reach(page, page.get_by_role("button", name="Record it"))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The reports show it.")
    site.go("/")
    assert "Nothing waits for you." in page.inner_text("main")


def test_a_clerk_records_a_decision_with_the_minute_it_rests_on(visit: Visit, cast: Cast) -> None:
    """Given a variance that the agreement leaves open, when the clerk records what the body decided, then the record
    names the minute and who recorded it."""
    year.there(cast)
    site = visit(width=360)
    page = sits_down(site, cast, Role.CLERK)
    to_the_year(page, cast)
    page.get_by_role("link", name="Records", exact=True).click()
    page.get_by_role("link", name="Add a decision").click()
    page.get_by_label("Body").select_option("Mental Health Joint Management Group")
    page.get_by_label("Oxfordshire County Council").fill("182,000")
    page.get_by_label("Evidence").fill("Minute 14 of 21 October 2009")
    page.get_by_role("button", name="Record it").click()
    page.get_by_role("link", name="Mental Health Joint Management Group").click()
    said = page.inner_text("main")
    assert "Minute 14 of 21 October 2009" in said
    assert "Cleo Clerk recorded it" in said


def test_an_administrator_opens_a_fund_invites_its_manager_and_sees_no_figure(
    visit: Visit, cast: Cast, tmp_path: Path
) -> None:
    """Given the terms of an agreement, when the administrator opens a fund from them, then its pool manager is invited
    and the administrator sees its people and none of its money."""
    (tmp_path / "terms.yaml").write_text(year.terms().replace("oxfordshire-mental-health", "oxfordshire-second"))
    site = visit()
    page = sits_down(site, cast, Role.ADMINISTRATOR)
    page.get_by_role("link", name="Open a fund").click()
    page.get_by_role("link", name="open the fund from the file").click()
    page.get_by_label("The file terms.yaml").set_input_files([tmp_path / "terms.yaml"])
    page.get_by_label("Pool manager's full name").fill("Mo Manager")
    page.get_by_label("Pool manager's post").fill("Head of Joint Commissioning")
    page.get_by_label("Pool manager's email address").fill("mo@example.org")
    page.get_by_role("button", name="Look at all of it").click()
    page.get_by_role("button", name="Open the fund, and send the invitation").click()
    assert "Mo Manager" in page.get_by_role("table").inner_text()
    seen = page.inner_text("body")
    site.go(f"/funds/{cast.fund.slug}/2009-10/")
    assert "You may not do this" in page.inner_text("h1")
    assert "£" not in seen + page.inner_text("body")
