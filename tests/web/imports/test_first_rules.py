"""The first extract of a fund without rules: its columns are said on screen, and become a source of the rules."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from poolbook import yamlfile
from poolbook.findings import Refused
from poolbook_web.agreements import queries as agreed
from poolbook_web.imports import actions, queries
from poolbook_web.imports.models import Batch
from poolbook_web.imports.store.sources import add_source
from poolbook_web.ledger import actions as ledger_actions
from poolbook_web.ledger import queries as ledger
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web import books
from tests.web.books import AT
from tests.web.imports.extracts import fresh, office, signed_in, whole

State = Batch.State

LISTING = """Council ledger,,,,,
,,,,,
Posted on,Cost centre,Account,Supplier,Voucher,Net value
03/04/2025,HC100,4100,Provider 1,V1,"26,987.62"
06/04/2025,HC100,4200,Provider 2,V2,"18,256.33"
09/04/2025,RB200,4100,Provider 3,V3,"7,100.00"
"""
CIVICA = """Date,Transaction Type,Journal No,Ledger Code,Amount
03/04/2025,Invoice,J1,HC100/4100,"26,987.62"
"""
ANSWER = {
    "about": "The council's ledger listing, monthly", "layout": "own", "repeats": "incremental",
    "signs": "debit_positive", "amount": "5", "date": "0", "reference": "4", "supplier": "3", "codes": ["1", "2"],
}  # fmt: skip


@pytest.fixture
def fund_year(db: None) -> FundYear:
    """A year with terms in force, and neither rules nor books."""
    return books.small()


@pytest.fixture
def mona(fund_year: FundYear) -> Client:
    """A browser in which the pool manager has signed in."""
    return signed_in(books.officer(fund_year, "Mona Manager", Role.POOL_MANAGER))


def at(fund_year: FundYear, page: str) -> str:
    """A page of the imports."""
    return f"/funds/{fund_year.fund.slug}/{fund_year.year}/imports/{page}"


def brought(fund_year: FundYear, text: str = LISTING, name: str = "2025-04.csv") -> Batch:
    """A file brought in by an officer, and read."""
    file = SimpleUploadedFile(name, text.encode())
    return fresh(actions.receive(fund_year=fund_year, files=[file], by=books.officer(fund_year), at=AT))


def text(response: Any) -> str:
    """A page as it reads."""
    return whole(response.content)


def test_a_file_that_no_source_knows_leads_to_the_question_what_it_is(fund_year: FundYear, mona: Client) -> None:
    assert "No extract came before." in text(mona.get(at(fund_year, "bring/")))
    batch = brought(fund_year)
    assert batch.state == State.REFUSED
    page = text(mona.get(at(fund_year, "1/")))
    assert at(fund_year, "1/layout/") in page
    assert "To lay out" in page
    for fault in ("Cannot be read", "cannot be read", "What was found", "rules.yaml"):
        assert fault not in page, "a layout that is new is no fault"
    assert "To lay out" in text(mona.get(at(fund_year, "")))
    officer = signed_in(books.officer(fund_year, "Finn Second"))
    assert "The pool manager says how they are read." in text(officer.get(at(fund_year, "1/")))
    page = text(mona.get(at(fund_year, "1/layout/")))
    for said in ("Posted on", "26,987.62", "What the columns are", "Net value (column F)"):
        assert said in page


def test_columns_said_on_screen_are_a_source_and_the_files_are_read_again(fund_year: FundYear, mona: Client) -> None:
    batch = brought(fund_year)
    page = text(mona.post(at(fund_year, "1/layout/"), ANSWER, follow=True))
    assert "3 combinations of codes have no rule yet." in page
    source = agreed.rules(fund_year).sources["the_councils_ledger"]
    assert source.columns == {
        "amount": ["Net value"], "date": ["Posted on"], "reference": ["Voucher"], "supplier": ["Supplier"],
        "cost_centre": ["Cost centre"], "account": ["Account"],
    }  # fmt: skip
    unanswered = [dict(each.codes) for each in fresh(batch).unanswered.all()]
    assert unanswered[0] == {"cost_centre": "HC100", "account": "4100"}
    rules = agreed.rules_version(fund_year)
    assert rules is not None
    assert "how the files of import 1" in rules.why


def test_a_layout_that_poolbook_knows_is_offered_and_is_enough(fund_year: FundYear, mona: Client) -> None:
    batch = brought(fund_year, CIVICA)
    page = text(mona.get(at(fund_year, "1/layout/")))
    assert "Civica, Integra, IRIS and alike" in page
    answer = {"about": "Host", "layout": "civica", "repeats": "cumulative", "signs": "credit_positive",
              "incurred_by": "icb"}  # fmt: skip
    mona.post(at(fund_year, "1/layout/"), answer)
    assert fresh(batch).state == State.REVIEW
    source = agreed.rules(fund_year).sources["host"]
    assert (source.layout, source.repeats, source.signs, source.incurred_by) == (
        "civica", "cumulative", "credit_positive", "icb",
    )  # fmt: skip


def test_a_half_said_layout_is_asked_again_with_every_question_left(fund_year: FundYear, mona: Client) -> None:
    brought(fund_year)
    page = text(mona.post(at(fund_year, "1/layout/"), {"layout": "own", "supplier": "3", "narrative": "3"}))
    for said in (
        "Say what these files are.", "Say what each file holds.", "Choose the amount, or debit and credit.",
        "Choose the date or the period", "Choose at least one column of codes.", "This column stands for two things.",
    ):  # fmt: skip
        assert said in page
    assert agreed.rules_version(fund_year) is None


def test_the_month_may_be_in_the_files_name_alone(fund_year: FundYear, mona: Client) -> None:
    batch = brought(fund_year, "Service,Value\nHome care,5.00\n")
    answer = {**ANSWER, "amount": "1", "codes": ["0"], "date": "", "reference": "", "supplier": "", "by_name": "on"}
    mona.post(at(fund_year, "1/layout/"), answer)
    batch = fresh(batch)
    assert batch.state == State.REVIEW
    assert batch.files.get().tally["read_pence"] == 500


def test_of_several_files_the_one_that_is_not_known_is_shown(fund_year: FundYear, mona: Client) -> None:
    brought(fund_year, CIVICA)
    answer = {"about": "Host", "layout": "civica", "repeats": "incremental", "signs": "debit_positive"}
    mona.post(at(fund_year, "1/layout/"), answer)
    files = [SimpleUploadedFile(name, text_.encode()) for name, text_ in (("a.csv", CIVICA + "\n"), ("b.csv", LISTING))]
    batch = actions.receive(fund_year=fund_year, files=files, by=None, at=AT)
    head = queries.head_or_none(fresh(batch))
    assert head is not None
    assert head.file == "b.csv"
    assert len(head.rows) == 3


def test_what_is_no_table_or_is_over_is_asked_nothing(fund_year: FundYear, mona: Client) -> None:
    brought(fund_year, "%PDF-1.4 nothing", "2025-04.pdf")
    assert "no row of headings" in text(mona.get(at(fund_year, "1/layout/")))
    mona.post(at(fund_year, "1/withdraw/"), {"why": "Not a listing"})
    assert "is not asked any more" in text(mona.get(at(fund_year, "1/layout/")))
    batch = Batch.objects.get()
    with pytest.raises(Refused, match="this cannot be done now"):
        actions.lay_out(batch=batch, name="x", source={"layout": "civica"}, by=None, at=AT)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "poolbook: rules/1\n",
        "# mine\npoolbook: rules/1\nsources:\n  host: {layout: civica}  # monthly\nrules: []\n",
        "poolbook: rules/1\nsources: {host: {layout: civica}}\n",
    ],
)  # fmt: skip
def test_a_source_is_put_into_the_text_and_all_else_stays(before: str) -> None:
    after = add_source(before, "host", {"about": 'A "ledger"', "columns": {"amount": "Net: value"}})
    data = yamlfile.parse(after, name="rules.yaml").data
    was = yamlfile.parse(before or "poolbook: rules/1\n", name="rules.yaml").data
    taken = dict(was.get("sources") or {})
    assert data["sources"] == {
        ("host_2" if taken else "host"): {"about": 'A "ledger"', "columns": {"amount": "Net: value"}}, **taken,
    }  # fmt: skip
    assert data.get("rules") == was.get("rules")
    assert all(line in after for line in before.splitlines() if "#" in line)


def test_what_partners_pay_in_is_one_answer(fund_year: FundYear, mona: Client) -> None:
    brought(fund_year, CIVICA.replace("HC100/4100", "PF900/9203"))
    answer = {"about": "Host", "layout": "civica", "repeats": "incremental", "signs": "debit_positive"}
    mona.post(at(fund_year, "1/layout/"), answer)
    code = f"code-{Batch.objects.get().unanswered.earliest('place').key}"
    said = {f"{code}-goes": "paid-once icb", f"{code}-account": "spend", f"{code}-when": ["cost_centre", "detail"]}
    mona.post(at(fund_year, "1/codes/"), said)
    (rule,) = agreed.rules(fund_year).rules
    assert (rule.account, rule.partner, rule.scheme) == ("contributions_non_recurrent", "icb", "")


def test_rules_are_read_in_words_put_from_a_file_and_taken_away(fund_year: FundYear, mona: Client) -> None:
    assert "There are no rules yet." in text(mona.get(at(fund_year, "rules/")))
    batch = brought(fund_year, CIVICA)
    rules = (
        "poolbook: rules/1\nsources:\n  host: {about: Host, layout: civica}\nrules:\n"
        '  - {when: {cost_centre: "HC*"}, scheme: home-care, note: x}\n'
        '  - {when: {cost_centre: "EQ"}, elsewhere: EQUIPMENT}\n'
    )
    broken = SimpleUploadedFile("rules.yaml", rules.replace("home-care", "home").encode())
    page = text(mona.post(at(fund_year, "rules/new/"), {"file": broken, "why": "first"}))
    assert "The file has 1 fault, listed below." in page
    assert "home is no scheme of the terms" in page
    sent = {"file": SimpleUploadedFile("rules.yaml", rules.encode()), "why": "first"}
    page = text(mona.post(at(fund_year, "rules/new/"), sent, follow=True))
    for said in ("Civica, Integra, IRIS and alike", "cost centre HC*", "Home care, expenditure", "EQUIPMENT"):
        assert said in page
    assert fresh(batch).state == State.REVIEW, "what waited was read again"
    assert mona.get(at(fund_year, "rules/1.yaml")).content.decode() == rules
    assert mona.get(at(fund_year, "rules/where-each-code-goes.csv")).content.count(b"\r\n") == 3
    assert mona.get(at(fund_year, "rules/9.yaml")).status_code == 404
    assert mona.get("/rules.yaml")["Content-Disposition"] == 'attachment; filename="rules.yaml"'


def test_nothing_is_posted_before_the_books_are_open_as_on_the_command_line(fund_year: FundYear, mona: Client) -> None:
    brought(fund_year, CIVICA)
    answer = {"about": "Host", "layout": "civica", "repeats": "incremental", "signs": "debit_positive"}
    mona.post(at(fund_year, "1/layout/"), answer)
    code = f"code-{Batch.objects.get().unanswered.get().key}"
    said = {f"{code}-goes": "scheme home-care", f"{code}-account": "spend", f"{code}-when": ["cost_centre"]}
    mona.post(at(fund_year, "1/codes/"), said)
    batch = Batch.objects.get()
    page = text(mona.get(at(fund_year, "1/")))
    assert "The books of the year are not open yet." in page
    assert f'href="/funds/{fund_year.fund.slug}/2025-26/open/"' in page
    finn = books.officer(fund_year, "Finn Second")
    assert "The pool manager opens them." in text(signed_in(finn).get(at(fund_year, "1/")))
    with pytest.raises(Refused, match="not open yet"):
        actions.accept(batch=batch, seen=batch.digest, rejected_too=False, by=finn, at=AT)
    monitoring.open_year(fund_year=fund_year, by=None, at=AT)
    actions.accept(batch=batch, seen=batch.digest, rejected_too=False, by=finn, at=AT)
    assert fresh(batch).state == State.ACCEPTED
    assert [each.kind for each in ledger.entries(fund_year)] == ["opening", "import"]


def test_nothing_is_accepted_once_the_opening_was_reversed_until_the_books_are_open_again(fund_year: FundYear) -> None:
    manager, finn = books.officer(fund_year, "Mona Manager", Role.POOL_MANAGER), books.officer(fund_year, "Finn Second")
    waits = Batch.objects.create(fund_year=fund_year, number=1, state=State.REVIEW, brought_at=AT)
    entry, _ = monitoring.open_year(fund_year=fund_year, by=None, at=AT)
    assert entry is not None
    assert queries.next_step(waits, finn, 0).accept
    asked = ledger_actions.ask_back(fund_year=fund_year, entries=[entry], why="wrong terms", by=manager, at=AT)
    ledger_actions.agree(proposal=asked, by=finn, at=AT)
    with pytest.raises(Refused, match="not open yet"):
        actions.accept(batch=waits, seen=waits.digest, rejected_too=False, by=finn, at=AT)
    monitoring.open_year(fund_year=fund_year, by=None, at=AT)
    assert queries.next_step(waits, finn, 0).accept


def test_what_was_accepted_just_before_the_opening_was_reversed_goes_back_to_review(
    fund_year: FundYear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("poolbook_web.base.work.soon", lambda *_: None)
    manager, finn = books.officer(fund_year, "Mona Manager", Role.POOL_MANAGER), books.officer(fund_year, "Finn Second")
    entry, _ = monitoring.open_year(fund_year=fund_year, by=None, at=AT)
    assert entry is not None
    accepted = Batch.objects.create(
        fund_year=fund_year, number=1, state=State.POSTING, brought_at=AT, due_at=AT, accepted_by=finn, accepted_at=AT
    )
    asked = ledger_actions.ask_back(fund_year=fund_year, entries=[entry], why="wrong terms", by=manager, at=AT)
    ledger_actions.agree(proposal=asked, by=finn, at=AT)
    nothing: Any = None  # no entry of it is reached
    actions.post(batch=accepted, figures=accepted.digest, entries=nothing, by=finn, at=AT)
    assert (fresh(accepted).state, fresh(accepted).accepted_by) == (State.READING, None)


def test_terms_without_figures_have_nothing_to_open_and_stop_no_import(db: None) -> None:
    here = office()
    assert not queries.to_open_first(here.year)
