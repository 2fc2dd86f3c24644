"""A posted line is recoded or disputed by one person and put right by another: by reversal, with its trail, once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from poolbook import folder
from poolbook.findings import Refused
from poolbook.ledger.model import Layer
from poolbook_web.audit import queries as audit
from poolbook_web.base import waiting
from poolbook_web.ledger import actions, queries
from poolbook_web.ledger.models import Answer, Entry, Marked, Proposal, Transfer
from poolbook_web.ledger.queries import correction
from poolbook_web.ledger.queries.correction import Place
from poolbook_web.monitoring import actions as monitoring
from poolbook_web.monitoring import store
from poolbook_web.partners.models import FundYear
from poolbook_web.people.models import Role
from tests.web.cast import Cast
from tests.web.ledger import lined
from tests.web.ledger.lined import asked, numbers, paid, refunds
from tests.web.year import AT


@pytest.fixture
def fund_year(cast: Cast) -> FundYear:
    """A year with lines in its books."""
    return lined.lined(cast)


def spent(fund_year: FundYear, scheme: str, period: int | None = None) -> int:
    """What a scheme has spent."""
    return queries.balances(fund_year).total(Layer.ACTUAL, "spend", scheme=scheme, period=period)


def posted(cast: Cast, proposal: Proposal) -> Entry:
    """The second officer posts what was proposed."""
    return actions.agree(proposal=proposal, by=lined.second(cast), at=AT)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    """What was found."""
    return [each.code for each in refusal.value.findings]


@pytest.mark.parametrize(
    ("which", "pence"), [((0,), 120_00), ((1, 2), 30_00), ((0, 3), 170_00), ((2,), -5_50), ((), 200_00)]
)
def test_lines_are_moved_from_one_scheme_to_another_and_nothing_else_moves(
    cast: Cast, fund_year: FundYear, which: tuple[int, ...], pence: int
) -> None:
    before = {scheme: spent(fund_year, scheme) for scheme in ("ACCOMMODATION", "CARE")}
    cash = queries.balances(fund_year).total(Layer.ACTUAL, "cash_at_host")
    over = paid(fund_year)
    lines = [numbers(over)[each] for each in which]
    entry = posted(cast, asked(over, cast.roles[Role.SCHEME_LEAD], *lines))
    assert spent(fund_year, "ACCOMMODATION") == before["ACCOMMODATION"] - pence
    assert spent(fund_year, "CARE") == before["CARE"] + pence
    assert queries.balances(fund_year).total(Layer.ACTUAL, "cash_at_host") == cash
    assert (entry.by, entry.description) == ("Finn Second", "Recoded: Day care")
    assert f"of transfer {over.number} in entry {over.entry.number}" in entry.source
    assert "asked for by Sanjay Lead" in entry.source
    assert queries.prove(fund_year, digests=True) == ()


def test_what_is_not_the_funds_is_taken_out_alone(cast: Cast, fund_year: FundYear) -> None:
    before = spent(fund_year, "ACCOMMODATION")
    over = paid(fund_year)
    entry = posted(cast, asked(over, cast.roles[Role.COMMISSIONER], numbers(over)[0], to="", why="Another fund's"))
    assert [(each.debit, each.credit, each.amount) for each in queries.transfers(entry)] == [
        ("cash_at_host", "spend", 120_00)
    ]
    assert spent(fund_year, "ACCOMMODATION") == before - 120_00
    assert entry.description == "Not this fund's: Another fund's"


@pytest.mark.parametrize(("which", "pence"), [((0,), -70_00), ((1,), 10_00), ((), -60_00)])
def test_lines_of_a_transfer_that_is_the_other_way_round_keep_their_sign(
    cast: Cast, fund_year: FundYear, which: tuple[int, ...], pence: int
) -> None:
    before = spent(fund_year, "CARE"), spent(fund_year, "HEALTH")
    over = refunds(fund_year)
    posted(cast, asked(over, cast.manager, *(numbers(over)[each] for each in which), to="HEALTH"))
    assert (spent(fund_year, "CARE"), spent(fund_year, "HEALTH")) == (before[0] - pence, before[1] + pence)


def test_a_transfer_without_lines_is_corrected_as_a_whole_whatever_it_is_for(cast: Cast, fund_year: FundYear) -> None:
    budget = Transfer.of(fund_year).filter(layer="budget", debit="spend", scheme="CARE").select_related("entry")[0]
    before = queries.balances(fund_year).total(Layer.BUDGET, "spend", scheme="CARE")
    posted(cast, asked(budget, cast.manager, to="HEALTH"))
    after = queries.balances(fund_year).total(Layer.BUDGET, "spend", scheme="CARE")
    assert after == before - budget.amount
    with pytest.raises(Refused) as refusal:
        asked(budget, cast.manager, 5)
    assert "ledger.no_lines" in codes(refusal)


def test_the_account_and_the_partner_can_be_put_right_too(cast: Cast, fund_year: FundYear) -> None:
    over = paid(fund_year)
    to = Place("ACCOMMODATION", "client_income", "OCC")
    proposal = actions.correct(transfer=over, lines=None, to=to, why="Rent", by=cast.manager, at=AT)
    posted(cast, proposal)
    assert queries.balances(fund_year).total(Layer.ACTUAL, "client_income", partner="OCC") == 200_00


def test_what_was_closed_meanwhile_is_corrected_in_the_first_open_period(cast: Cast, fund_year: FundYear) -> None:
    over = paid(fund_year)
    proposal = asked(over, cast.manager, numbers(over)[0])
    before = spent(fund_year, "ACCOMMODATION", 7)
    actions.close_period(fund_year=fund_year, period=7, on=date(2009, 11, 3), source="trial balance", by=None, at=AT)
    posted(cast, proposal)
    assert spent(fund_year, "ACCOMMODATION", 7) == before
    assert spent(fund_year, "CARE", 8) == 120_00
    assert queries.prove(fund_year) == ()


def test_a_line_is_corrected_once_until_that_is_declined_withdrawn_or_reversed(cast: Cast, fund_year: FundYear) -> None:
    over, lead, finn = paid(fund_year), cast.roles[Role.SCHEME_LEAD], lined.second(cast)
    first, second, *_ = numbers(over)

    def again() -> list[str]:
        with pytest.raises(Refused) as refusal:
            asked(over, cast.manager, first, second)
        return codes(refusal)

    actions.decline(proposal=asked(over, lead, first), why="It is right", by=finn, at=AT)
    actions.withdraw(proposal=asked(over, lead, first), why="A mistake", by=lead, at=AT)
    waits = asked(over, lead, first)
    assert again() == ["ledger.marked_already"], "it waits"
    entry = posted(cast, waits)
    assert again() == ["ledger.marked_already"], "it was posted"
    actions.reverse(fund_year=fund_year, number=entry.number, on=lined.ON, period=8, why="wrong", by=finn, at=AT)
    posted(cast, asked(over, lead, first, second))
    assert queries.prove(fund_year) == ()


def test_whoever_asked_cannot_post_or_decline_it_and_nobody_answers_twice(cast: Cast, fund_year: FundYear) -> None:
    fay, finn = cast.roles[Role.FINANCE_OFFICER], lined.second(cast)
    proposal = asked(paid(fund_year), fay)
    for act in (actions.agree, lambda **given: actions.decline(why="No", **given)):
        with pytest.raises(Refused) as refusal:
            act(proposal=proposal, by=fay, at=AT)
        assert codes(refusal) == ["ledger.own_proposal"]
    with pytest.raises(Refused) as refusal:
        actions.withdraw(proposal=proposal, why="No", by=finn, at=AT)
    assert codes(refusal) == ["ledger.not_own_proposal"]
    actions.agree(proposal=proposal, by=finn, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.agree(proposal=proposal, by=cast.manager, at=AT)
    assert codes(refusal) == ["ledger.answered"]
    assert Answer.objects.filter(proposal=proposal).count() == 1


def test_only_those_whom_the_table_allows_ask_and_answer(cast: Cast, fund_year: FundYear) -> None:
    proposal = asked(paid(fund_year), None)
    for role in (Role.CLERK, Role.AUDITOR, Role.BOARD_MEMBER):
        with pytest.raises(Refused) as refusal:
            asked(refunds(fund_year), cast.roles[role], to="HEALTH")
        assert codes(refusal) == ["access.refused"]
    with pytest.raises(Refused) as refusal:
        actions.agree(proposal=proposal, by=cast.roles[Role.SCHEME_LEAD], at=AT)
    assert codes(refusal) == ["access.refused"]


def test_an_entry_cannot_be_reversed_whole_while_a_part_of_it_is_corrected(cast: Cast, fund_year: FundYear) -> None:
    over, finn = paid(fund_year), lined.second(cast)
    entry = posted(cast, asked(over, cast.manager, numbers(over)[0]))

    def undo(number: int) -> None:
        actions.reverse(fund_year=fund_year, number=number, on=lined.ON, period=8, why="wrong", by=finn, at=AT)

    with pytest.raises(Refused) as refusal:
        undo(over.entry.number)
    assert codes(refusal) == ["ledger.corrected"]
    assert f"entry {entry.number}" in str(refusal.value)
    undo(entry.number)
    undo(over.entry.number)
    assert queries.prove(fund_year) == ()


def test_nothing_is_corrected_of_what_no_longer_stands(cast: Cast, fund_year: FundYear) -> None:
    over, finn = paid(fund_year), lined.second(cast)
    waits = asked(over, cast.manager, numbers(over)[0])
    undo = actions.reverse(
        fund_year=fund_year, number=over.entry.number, on=lined.ON, period=8, why="wrong", by=finn, at=AT
    )
    with pytest.raises(Refused) as refusal:
        posted(cast, waits)
    assert codes(refusal) == ["ledger.nothing_left"]
    for gone in (over, queries.transfers(undo).select_related("entry")[0]):
        with pytest.raises(Refused) as refusal:
            asked(gone, cast.manager, to="HEALTH")
        assert "ledger.nothing_left" in codes(refusal)


def test_a_correction_is_not_corrected_but_reversed_and_made_again(cast: Cast, fund_year: FundYear) -> None:
    entry = posted(cast, asked(paid(fund_year), cast.manager))
    with pytest.raises(Refused) as refusal:
        asked(queries.transfers(entry).select_related("entry")[1], cast.manager, to="HEALTH")
    assert codes(refusal) == ["ledger.corrects_another"]


def test_all_that_is_wrong_with_a_correction_is_said_at_once(cast: Cast, fund_year: FundYear) -> None:
    over, other = paid(fund_year), refunds(fund_year)
    with pytest.raises(Refused) as refusal:
        asked(over, cast.manager, *numbers(other), to="ACCOMMODATION", why=" ")
    assert set(codes(refusal)) == {"ledger.no_reason", "ledger.other_lines", "ledger.same_place"}
    with pytest.raises(Refused) as refusal:
        asked(over, cast.manager, to="NOWHERE")
    assert set(codes(refusal)) == {"ledger.unknown_scheme"}
    with pytest.raises(Refused) as refusal:
        asked(over, cast.manager, why="For 943 476 5919")
    assert codes(refusal) == ["text.nhs_number"]
    assert not Proposal.objects.exists()


def test_lines_that_come_to_nil_move_nothing(cast: Cast) -> None:
    over = paid(lined.lined(cast, (40_00, -40_00, 7_00)))
    with pytest.raises(Refused) as refusal:
        asked(over, cast.manager, *numbers(over)[:2])
    assert codes(refusal) == ["ledger.nothing_to_move"]


def test_a_proposal_waits_for_those_who_may_post_and_did_not_ask(cast: Cast, fund_year: FundYear) -> None:
    fay, finn = cast.roles[Role.FINANCE_OFFICER], lined.second(cast)
    proposal = asked(paid(fund_year), fay)

    def mine() -> dict[str, list[str]]:
        people = (fay, finn, cast.manager, cast.roles[Role.SCHEME_LEAD], cast.neighbour)
        return {who.name: [each.what for each in waiting.of(who, AT) if "/ledger/" in each.url] for who in people}

    assert [name for name, what in mine().items() if what] == ["Finn Second", "Priya Nair"]
    assert mine()["Finn Second"] == ["Post or decline proposal 1, a recoding: Day care"]
    actions.agree(proposal=proposal, by=finn, at=AT)
    assert not any(mine().values())


def test_the_history_tells_who_asked_and_who_answered(cast: Cast, fund_year: FundYear) -> None:
    lined.second(cast)
    posted(cast, asked(paid(fund_year), cast.manager))
    told = [audit.told(each) for each in audit.history(fund_year.history_scope).order_by("number")]
    said = [(each.who, each.says) for each in told][-3:]
    assert [who for who, _ in said] == ["Priya Nair", "Finn Second", "Finn Second"]
    assert said[0][1].startswith("asked somebody else to post proposal 1")
    assert said[2][1].startswith("agreed to proposal 1")


def test_the_evidence_pack_of_corrected_books_verifies_and_is_the_same_book(
    cast: Cast, fund_year: FundYear, tmp_path: Path
) -> None:
    over = paid(fund_year)
    posted(cast, asked(over, cast.manager, numbers(over)[1]))
    posted(cast, asked(refunds(fund_year), cast.manager, to=""))
    pack = monitoring.take_pack(fund_year=fund_year, path=tmp_path / "pack", by=None, at=AT)
    assert folder.verify(pack.path) == ()
    assert folder.read(pack.path).book() == store.book(fund_year)


def test_which_lines_each_correction_is_about_is_kept_as_runs(cast: Cast, fund_year: FundYear) -> None:
    over = paid(fund_year)
    first, second, third, last = numbers(over)
    asked(over, cast.manager, last, second, first)
    assert [str(each) for each in Marked.objects.all()] == [f"lines {first} to {second}", f"line {last}"]
    marks = correction.that_stand(correction.marks(over), fund_year)
    assert [any(each.covers(line) for each in marks) for line in (first, second, third, last)] == [
        True, True, False, True,
    ]  # fmt: skip
