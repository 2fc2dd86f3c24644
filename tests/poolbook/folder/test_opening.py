"""Opening a year from the terms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolbook import yamlfile
from poolbook.book import Closing, Due
from poolbook.dates.years import FinancialYear
from poolbook.folder import Opening, opening
from poolbook.ledger.balances import Balances
from poolbook.ledger.model import Layer
from poolbook.terms import ask
from poolbook.terms.model import Terms
from poolbook.terms.read import of
from tests.poolbook.folder.packs import BASE, TERMS


def terms(**changes: Any) -> Terms:
    """The small fund with these keys replaced, as YAML would give them."""
    data = yamlfile.parse(TERMS, name="terms.yaml").data
    return of(yamlfile.Document("terms.yaml", {**data, **changes}))


def scheme(code: str, **more: str) -> dict[str, str]:
    """A scheme as written."""
    return {"code": code, "name": code, "side": "joint", **more}


def paid(by: str, amount: str, **more: str) -> dict[str, str]:
    """A contribution as written."""
    return {"by": by, "amount": amount, "basis": "gross", **more}


def codes(made: Opening) -> list[str]:
    """What there is to say, save that no due dates are given."""
    return [found.code for found in made.findings if found.code != "opening.no_due_dates"]


def budget(made: Opening, account: str, **where: Any) -> int:
    """What an account of the budget layer stands at."""
    return Balances.of(made.transfers).total(Layer.BUDGET, account, **where)


def test_each_contribution_funds_its_scheme_in_its_contributors_name() -> None:
    made = opening(BASE)
    assert [(each.debit, each.credit, each.amount, each.scheme, each.partner) for each in made.transfers] == [
        ("spend", "contributions", 600_000_00, "home-care", "council"),
        ("spend", "contributions", 400_000_00, "home-care", "icb"),
        ("spend", "contributions_non_recurrent", 250_000_00, "reablement", "icb"),
    ]
    assert codes(made) == []


def test_a_budget_that_its_contributions_do_not_meet_is_a_finding_and_no_money_is_invented() -> None:
    made = opening(terms(schemes=[scheme("home-care", budget="£1,200,000.00"), scheme("reablement")]))
    assert codes(made) == ["opening.unfunded"]
    assert "budgets are £200,000.00 more than the contributions" in made.findings[0].message
    assert "(home-care £200,000.00)" in made.findings[0].message
    assert budget(made, "spend", scheme="home-care") == 1_200_000_00
    assert budget(made, "unallocated") == -200_000_00
    assert budget(made, "contributions") + budget(made, "contributions_non_recurrent") == -1_250_000_00


def test_contributions_beyond_the_budgets_are_a_finding_and_in_no_schemes_budget() -> None:
    made = opening(terms(schemes=[scheme("home-care", budget="£900,000.00"), scheme("reablement")]))
    assert codes(made) == ["opening.over_funded"]
    assert budget(made, "spend", scheme="home-care") == 900_000_00
    assert budget(made, "unallocated") == 100_000_00


def test_contributions_to_the_whole_fund_meet_the_budgets_of_its_schemes() -> None:
    made = opening(
        terms(
            schemes=[scheme("home-care", budget="£70.00"), scheme("reablement", budget="£30.00")],
            contributions=[paid("council", "£60.00"), paid("icb", "£40.00")],
        )
    )
    assert codes(made) == []
    assert (budget(made, "spend", scheme="home-care"), budget(made, "spend"), budget(made, "unallocated")) == (
        70_00,
        100_00,
        0,
    )
    assert budget(made, "contributions", partner="icb") == -40_00


def test_where_no_scheme_has_a_budget_the_whole_funds_contributions_are_the_funds_budget() -> None:
    made = opening(terms(contributions=[paid("council", "£60.00"), paid("icb", "£40.00")]))
    assert codes(made) == []
    assert budget(made, "spend", scheme="") == 100_00


def test_income_is_budgeted_beside_the_contributions() -> None:
    gross = [scheme("home-care", budget="£1,050,000.00"), scheme("reablement")]
    income = [{"scheme": "home-care", "kind": "client_income", "amount": "£50,000.00"}]
    made = opening(terms(schemes=gross, income=income))
    assert codes(made) == []
    assert (budget(made, "client_income"), budget(made, "spend", scheme="home-care")) == (-50_000_00, 1_050_000_00)
    assert codes(opening(terms(income=income))) == ["opening.over_funded"]


def test_one_schemes_spare_contributions_do_not_meet_anothers_budget() -> None:
    schemes = [scheme("home-care", budget="£900,000.00"), scheme("reablement", budget="£350,000.00")]
    made = opening(terms(schemes=schemes))
    assert codes(made) == ["opening.unfunded", "opening.over_funded"]
    assert budget(made, "unallocated") == 0
    assert budget(made, "unallocated", scheme="reablement") == -100_000_00


POUNDS = st.sampled_from([None, "£0.01", "£70.00", "£1,234,567.89"])


@given(st.tuples(POUNDS, POUNDS), st.lists(st.tuples(st.sampled_from([None, "a", "b"]), POUNDS), max_size=4))
def test_spend_is_budgeted_at_exactly_what_the_terms_make_the_budget(
    budgets: tuple[str | None, str | None], lines: list[tuple[str | None, str | None]]
) -> None:
    given_terms = terms(
        schemes=[
            scheme(code, **({"budget": pounds} if pounds else {})) for code, pounds in zip("ab", budgets, strict=True)
        ],
        contributions=[paid("icb", pounds or "£5.00", **({"scheme": code} if code else {})) for code, pounds in lines],
    )
    made = opening(given_terms)
    assert budget(made, "spend") == ask.fund_budget(given_terms)
    for code in "ab":
        assert budget(made, "spend", scheme=code) == ask.budget(given_terms, code)
    assert budget(made, "contributions") == -ask.total(given_terms).pence
    assert codes(made) or not budget(made, "unallocated")


def test_instalments_fall_due_in_the_period_of_their_date_and_in_their_kind() -> None:
    dues = [
        Due("icb", date(2025, 4, 1), 325_000_00),
        Due("icb", date(2025, 10, 1), 325_000_00),
        Due("council", date(2025, 7, 31), 600_000_00),
    ]
    made = opening(BASE, dues)
    books = Balances.of(made.transfers)
    assert made.findings == ()
    due = [books.total(Layer.ACTUAL, "contributions_due", to=period) for period in (1, 3, 4, 6, 7)]
    assert due == [325_000_00, 325_000_00, 925_000_00, 925_000_00, 1_250_000_00]
    assert books.total(Layer.ACTUAL, "contributions_non_recurrent", partner="icb") == -250_000_00
    assert books.total(Layer.ACTUAL, "contributions", partner="icb") == -400_000_00


def test_what_has_no_due_date_is_said_and_not_posted() -> None:
    made = opening(BASE)
    assert [found.code for found in made.findings] == ["opening.no_due_dates"] * 2
    assert not any(each.layer is Layer.ACTUAL for each in made.transfers)


def test_instalments_that_differ_from_the_contribution_or_name_nobody_are_found() -> None:
    made = opening(BASE, [Due("council", date(2025, 7, 1), 1), Due("x", date(2025, 7, 1), 1)])
    assert sorted(codes(made)) == ["opening.due", "opening.dues_differ"]
    assert codes(opening(BASE, [Due("council", date(2026, 4, 1), 600_000_00)])) == ["opening.due"]


@pytest.mark.parametrize(
    ("written", "closing", "found", "owners"),
    [
        ({"policy": "clean"}, None, [], {}),
        ({"policy": "clean", "amount": "-£5.00"}, None, ["opening.clean"], {}),
        ({"policy": "not_stated"}, None, [], {}),
        ({"policy": "not_stated", "amount": "£5.00"}, None, ["opening.policy_not_stated"], {}),
        ({"policy": "brought_forward", "amount": "£5.00"}, None, ["opening.not_attributed"], {"": -5_00}),
        ({"policy": "brought_forward", "amount": "-£5.00"}, None, ["opening.not_attributed"], {"": 5_00}),
        ({"policy": "brought_forward", "amount": "£5.00"}, {"icb": 4_00}, ["opening.closing_differs"], {"": -5_00}),
        (
            {"policy": "brought_forward", "amount": "£5.00"},
            {"icb": 8_00, "council": -3_00},
            [],
            {"icb": -8_00, "council": 3_00},
        ),
    ],
)
def test_the_opening_balance_follows_the_policy_and_belongs_to_its_owners(
    written: dict[str, str], closing: dict[str, int] | None, found: list[str], owners: dict[str, int]
) -> None:
    last_year = Closing(FinancialYear(2024), closing) if closing else None
    made = opening(terms(opening_balance=written), closing=last_year)
    assert codes(made) == found
    books = Balances.of(made.transfers)
    forward = {cell.partner: pence for cell, pence in books if cell.account == "carried_forward"}
    assert forward == owners
    assert books.total(Layer.ACTUAL, "cash_at_host") == -sum(owners.values())


def test_a_shadow_year_has_the_same_budget_and_takes_no_cash() -> None:
    shadow = {"code": "example-fund", "name": "Example fund", "mode": "shadow"}
    made = opening(
        terms(fund=shadow, opening_balance={"policy": "brought_forward", "amount": "£5.00"}),
        [Due("council", date(2025, 7, 1), 600_000_00)],
    )
    assert codes(made) == ["opening.no_cash"]
    assert [each for each in made.transfers if each.layer is Layer.ACTUAL] == []
    assert budget(made, "spend") == 1_250_000_00
