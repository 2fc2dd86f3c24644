"""Money in columns, sums and forms: whole pence, exact, and read by the core's own rules."""

from __future__ import annotations

import json

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from poolbook_web.base.forms import Form, MoneyField
from poolbook_web.base.pence import LARGEST, Pence
from poolbook_web.base.pence import MoneyField as Column


class Sum(models.Model):
    """A table of the tests, with one column of money."""

    amount = Column()

    class Meta:
        app_label = "base"
        managed = False
        db_table = "test_sum"


class Pay(Form):
    """A form with one amount."""

    amount = MoneyField(label="Amount")


@pytest.fixture
def table(db: None) -> None:
    """The table, for one test: it goes when the test is rolled back."""
    with connection.cursor() as cursor:
        key = "integer PRIMARY KEY AUTOINCREMENT" if connection.vendor == "sqlite" else "bigserial PRIMARY KEY"
        cursor.execute(f"CREATE TABLE test_sum (id {key}, amount bigint NOT NULL)")


@given(st.integers(-LARGEST, LARGEST), st.integers(-LARGEST, LARGEST))
def test_pence_add_and_subtract_as_integers_and_stay_pence(one: int, other: int) -> None:
    for result, plain in (
        (Pence(one) + other, one + other),
        (one + Pence(other), one + other),
        (Pence(one) - other, one - other),
        (one - Pence(other), one - other),
        (-Pence(one), -one),
        (abs(Pence(one)), abs(one)),
    ):
        assert result == plain
        assert type(result) is Pence


def test_the_largest_sums_come_back_to_the_penny(table: None) -> None:
    for amount in (LARGEST, -LARGEST, 1, 0):
        assert Sum._default_manager.create(amount=Pence(amount)).pk
        stored = Sum._default_manager.latest("pk").amount
        assert stored == amount
        assert type(stored) is Pence
    assert Sum._default_manager.aggregate(total=models.Sum("amount"))["total"] == 1
    assert Sum._default_manager.filter(amount=LARGEST).count() == 1


@pytest.mark.parametrize("wrong", [1.0, True, "12", LARGEST + 1])
def test_a_column_of_money_takes_whole_pence_alone(table: None, wrong: object) -> None:
    with pytest.raises(ValidationError):
        Sum._default_manager.create(amount=wrong)


@pytest.mark.parametrize(("typed", "pence"), [("1,234.50", 123450), ("£7", 700), ("(12.30)", -1230), (" -0.01 ", -1)])
def test_an_amount_is_read_as_people_write_it(typed: str, pence: int) -> None:
    form = Pay({"amount": typed})
    assert form.is_valid()
    assert form.cleaned_data["amount"] == pence


@pytest.mark.parametrize("typed", ["", "1e400000", "NaN", "1.234", "1,00", "0x10", "٣", "one", "9" * 40])
def test_an_amount_that_is_none_is_refused_with_the_reason(typed: str) -> None:
    form = Pay({"amount": typed})
    assert not form.is_valid()
    assert form.errors["amount"]


def test_an_amount_has_a_pound_sign_before_its_box_and_keeps_what_was_typed() -> None:
    page = str(Pay({"amount": "12.345"}))
    assert '<div class="govuk-input__prefix" aria-hidden="true">£</div>' in page
    assert 'value="12.345"' in page
    assert 'aria-describedby="id_amount_error"' in page
    assert str(Pay(initial={"amount": Pence(-123450)})).count('value="-1234.50"') == 1


def test_pence_are_plain_numbers_to_json_and_to_the_driver() -> None:
    assert json.dumps({"amount": Pence(5)}) == '{"amount": 5}'
    assert Column().get_prep_value(Pence(5)) == 5
    assert type(Column().get_prep_value(Pence(5))) is int
    assert isinstance(Column().formfield(), forms.Field)
