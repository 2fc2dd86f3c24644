"""Codes that no rule answers: asked, answered by forms, and a new version of the rules for ever after."""

from __future__ import annotations

import pytest

from poolbook.findings import Refused
from poolbook_web.agreements import queries as agreements
from poolbook_web.imports import actions
from poolbook_web.imports.models import Batch
from poolbook_web.imports.store import ruletext
from tests.lookalikes import leeds
from tests.web.books import AT
from tests.web.imports.extracts import Office, accepted, brought, fresh, listing, office, row, signed_in, whole

State = Batch.State
RULE = {"when": {"division": "Jcs", "expense_type": 'An "odd" one'}, "source": "spend", "scheme": "other"}


@pytest.fixture
def here(db: None) -> Office:
    """The year and its people."""
    return office()


def test_unanswered_codes_wait_and_each_has_a_form(here: Office) -> None:
    batch = brought(here, listing(row("Taxis", "10.00", "1"), row("Trips", "90.00", "2"), row("Taxis", "5.00", "3")))
    assert (batch.state, batch.unanswered.count()) == (State.REVIEW, 2)
    page = whole(signed_in(here.finn).get(f"{here.address}1/").content)
    assert "2 combinations of codes have no rule yet. Nothing can be posted until each is answered." in page
    assert "The pool manager answers them." in page
    with pytest.raises(Refused, match="no rule yet"):
        accepted(here, batch)
    page = whole(signed_in(here.manager).get(f"{here.address}1/codes/").content)
    assert page.index("Trips") < page.index("Taxis"), "those with the most money first"


def test_a_hundred_codes_are_on_one_page_and_more_follow_once_those_are_saved(here: Office) -> None:
    batch = brought(here, listing(*(row(f"Code {at}", f"{900 - at}.00", str(at)) for at in range(101))))
    manager, url = signed_in(here.manager), f"{here.address}1/codes/"
    page = whole(manager.get(url).content)
    assert page.count("What these lines are") == 100
    assert "Save and go on" in page
    assert "page=2" not in page, "no link away from what was chosen"
    first, shown = batch.unanswered.earliest("place"), batch.unanswered.all()[:100]
    said: dict[str, object] = {f"code-{each.key}-goes": "-later" for each in shown}
    said |= {f"code-{each.key}-account": "spend" for each in shown}
    said |= {f"code-{each.key}-when": ["expense_type"] for each in shown}
    page = whole(manager.post(url, said, follow=True).content)
    assert "These are codes 101 to 101 of 101." in page, "all were left for now"
    assert "Save the answers and read the files again" in page
    saved = manager.post(url, {**said, f"code-{first.key}-goes": "scheme other"}, follow=True)
    assert "1 rule is added, and the files are read again." in whole(saved.content)
    page = whole(manager.get(url).content)
    assert "Code 0" not in page
    assert page.count("What these lines are") == 100
    assert "Save and go on" not in page


def test_answers_make_one_version_of_the_rules_and_the_files_are_read_again(here: Office) -> None:
    rows = [row(each, "10.00", str(at)) for at, each in enumerate(("Taxis", "Trips", "Fees", "Rent", "Loans"))]
    batch = brought(here, listing(*rows, name="odd.csv"))
    waits = {dict(each.codes)["expense_type"]: each.key for each in batch.unanswered.all()}
    both = ["division", "expense_type"]
    said: dict[str, object] = {f"code-{key}-when": both for key in waits.values()}
    said |= {f"code-{key}-goes": "-later" for key in waits.values()}
    said |= {f"code-{key}-account": "spend" for key in waits.values()}
    said |= {
        f"code-{waits['Taxis']}-goes": "scheme other",
        f"code-{waits['Taxis']}-contract": "K9",
        f"code-{waits['Taxis']}-when": ["expense_type"],
        f"code-{waits['Trips']}-goes": "-elsewhere",
        f"code-{waits['Trips']}-words": "STORE",
        f"code-{waits['Fees']}-goes": "-ignore",
        f"code-{waits['Fees']}-words": "cleared each month",
        f"code-{waits['Rent']}-goes": "-no-scheme",
        f"code-{waits['Rent']}-account": "contributions",
        f"code-{waits['Rent']}-partner": "TRUST",
    }
    response = signed_in(here.manager).post(f"{here.address}1/codes/", said, follow=True)
    assert "4 rules are added, and the files are read again." in whole(response.content)
    batch = fresh(batch)
    assert [dict(each.codes)["expense_type"] for each in batch.unanswered.all()] == ["Loans"]
    version = agreements.rules_version(here.year)
    assert version is not None
    assert (version.number, version.by, batch.rules) == (2, here.manager, 2)
    assert version.text.startswith(leeds.RULES), "what a person wrote stays as written"
    tally = batch.files.get().tally["lines"]
    assert {end: count for end, count in tally.items() if count} == {
        "new": 2, "elsewhere": 1, "ignored": 1, "unmapped": 1,
    }  # fmt: skip
    loans = f"code-{waits['Loans']}"
    said = {f"{loans}-goes": "scheme other", f"{loans}-account": "spend", f"{loans}-when": both}
    signed_in(here.manager).post(f"{here.address}1/codes/", said)
    assert accepted(here, fresh(batch)).state == State.ACCEPTED


def test_an_answer_that_is_half_given_is_shown_again(here: Office) -> None:
    code = f"code-{brought(here, listing(row('Taxis', '10.00', '1'))).unanswered.get().key}"
    manager = signed_in(here.manager)
    nothing = {f"{code}-goes": "-later", f"{code}-account": "spend", f"{code}-when": ["division"]}
    assert "Answer at least one combination of codes." in whole(
        manager.post(f"{here.address}1/codes/", nothing).content
    )
    no_words = {**nothing, f"{code}-goes": "-elsewhere"}
    page = whole(manager.post(f"{here.address}1/codes/", no_words).content)
    assert "Name the other fund." in page
    assert "<title>Error: " in page
    no_codes = {f"{code}-goes": "scheme other", f"{code}-account": "spend"}
    assert "Leave at least one code in the rule." in whole(manager.post(f"{here.address}1/codes/", no_codes).content)
    no_partner = {**nothing, f"{code}-goes": "-no-scheme", f"{code}-account": "contributions"}
    assert "needs a partner" in whole(manager.post(f"{here.address}1/codes/", no_partner).content)
    version = agreements.rules_version(here.year)
    assert version is not None
    assert version.number == 1


def test_answers_of_an_old_page_go_to_no_other_codes_and_are_refused_as_one(here: Office) -> None:
    batch = brought(here, listing(*(row(each, "10.00", each) for each in ("Taxis", "Trips", "Fees"))))
    manager, url = signed_in(here.manager), f"{here.address}1/codes/"
    keys = {dict(each.codes)["expense_type"]: each.key for each in batch.unanswered.all()}

    def sent(**goes: str) -> str:
        """A page with these codes on it, and what comes of it."""
        boxes: dict[str, object] = {f"code-{keys[kind]}-goes": said for kind, said in goes.items()}
        boxes |= {f"code-{keys[kind]}-account": "spend" for kind in goes}
        boxes |= {f"code-{keys[kind]}-when": ["expense_type"] for kind in goes}
        return whole(manager.post(url, boxes).content)

    sent(Taxis="scheme other", Trips="-later", Fees="-later")
    left = {each.key for each in fresh(batch).unanswered.all()}
    assert left == {keys["Trips"], keys["Fees"]}, "the same codes, by the same name, wherever they stand by now"
    page = sent(Taxis="scheme other", Trips="-later", Fees="scheme home_care")
    assert "Some of these codes were answered meanwhile, and nothing is saved: look again" in page
    assert "<title>Error: " in page
    assert page.count('value="scheme home_care" selected') == 1, "what was chosen for codes that still wait is kept"
    assert "nothing is saved" in sent(Trips="scheme other"), "nor where a page knew nothing of codes that wait"
    sent(Trips="scheme other", Fees="scheme other")
    assert "nothing is saved" in sent(Fees="scheme home_care"), "when nothing waits any more"
    version = agreements.rules_version(here.year)
    assert version is not None
    assert (version.number, "home_care" in version.text.removeprefix(leeds.RULES)) == (3, False)


def test_everything_that_waits_is_read_by_the_new_rules(here: Office) -> None:
    first = brought(here, listing(row("Taxis", "10.00", "1"), name="a.csv"))
    second = brought(here, listing(row("Taxis", "20.00", "2"), name="b.csv"))
    answer = {"when": dict(first.unanswered.get().codes), "source": "spend", "scheme": "other"}
    actions.answer(batch=first, answers=[answer], by=here.manager, at=AT)
    assert [fresh(each).new for each in (first, second)] == [1, 1]


def test_whoever_answers_codes_leaves_it_to_somebody_else_to_accept(here: Office) -> None:
    batch = brought(here, listing(row("Taxis", "10.00", "1")))
    answer = {"when": dict(batch.unanswered.get().codes), "source": "spend", "scheme": "other"}
    actions.answer(batch=batch, answers=[answer], by=here.manager, at=AT)
    page = whole(signed_in(here.manager).get(f"{here.address}1/accept/").content)
    assert "You answered codes, or changed the rules, since these files came, so somebody else" in page
    seen = fresh(batch).digest
    with pytest.raises(Refused, match="somebody else has to accept"):
        actions.accept(batch=batch, seen=seen, rejected_too=False, by=here.manager, at=AT)
    other = leeds.RULES + "\n# the same, but for whom\n"
    said = ruletext.add(other, [{**answer, "partner": "TRUST"}])
    actions.put_rules(fund_year=here.year, data=said.encode(), why="a partner", by=here.manager, at=AT)
    assert fresh(batch).digest != seen, "the sums by scheme are the same, and the transfers are not"
    assert accepted(here, fresh(batch)).state == State.ACCEPTED


@pytest.mark.parametrize(
    "text",
    [
        leeds.RULES,
        leeds.RULES + "\n# the end\n",
        "poolbook: rules/1\n",
        "poolbook: rules/1\nrules: []\n",
        "poolbook: rules/1\nrules: # those there are\n- when: {a: b} # one\n  scheme: x\n",
        "poolbook: rules/1\nrules:\n  - {when: {a: b}, scheme: x}\n\n# below\nsources:\n  s: {layout: nhs_spend}\n",
        "poolbook: rules/1\nrules: [{when: {a: b}, scheme: x}]\nsources: {}\n",
        "{poolbook: rules/1, rules: [{when: {a: b}, scheme: x}]}\n",
        "poolbook: rules/1\r\nrules:\r\n  - when:\r\n      a: b\r\n    scheme: x\r\n",
    ],
)
def test_rules_go_into_any_text_and_change_nothing_else_in_it(text: str) -> None:
    after = ruletext.add(text, [RULE, {"when": {"a b": "*** c"}, "source": "", "elsewhere": "E: f #1"}])
    for line in text.splitlines():
        if "#" in line:
            assert line in after
    assert after.count('An \\"odd\\" one') + after.count('An "odd" one') == 1
