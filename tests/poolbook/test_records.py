"""Records read from a file: what each value may be, and every fault in plain words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from poolbook import yamlfile
from poolbook.findings import Refused
from poolbook.yamlfile import Name, Number, Pence, Strict, Sum, Words, nearest


class Inner(Strict):
    """A record inside another."""

    amount: Pence
    share: Number = 1


class Outer(Strict):
    """A record for the tests."""

    code: Name
    clause: Words = ""
    limit: Sum = 0
    parts: list[Inner] = []
    names: dict[Name, Name] = {}


def outer(text: str) -> Outer:
    """The record that a text holds."""
    return yamlfile.typed(yamlfile.parse(text, name="f.yaml"), Outer)


def reasons(text: str) -> list[str]:
    """Each reason that a record is refused for."""
    with pytest.raises(Refused) as refused:
        outer(text)
    return [f"{found.where.line} {found.where.key}: {found.message}" for found in refused.value.findings]


def test_a_record_takes_codes_clauses_and_amounts_as_people_write_them() -> None:
    made = outer("code: 7\nclause: 6.10\nlimit: £1,234.50\nparts: [{amount: -5, share: 2.5}]\nnames: {1: 00123}")
    assert (made.code, made.clause, made.limit) == ("7", "6.10", 123450)
    assert made.parts == [Inner(amount=-5, share=Fraction(5, 2))]
    assert made.names == {"1": "00123"}


def test_every_fault_of_a_record_is_told_in_plain_words() -> None:
    text = "cod: x\nlimit: -5\nparts:\n  - {amount: 1.5}\n  - {amount: true, share: -1}\n  - {}\n  - 5\nnames: {a: 2.0}"
    assert reasons(text) == [
        "1 : code is missing",
        "2 limit: -5 is negative: this sum cannot be",
        "4 parts[1].amount: write whole pence, or pounds with the sign as £1,234.50, not 1.5",
        "5 parts[2].amount: write whole pence, or pounds with the sign as £1,234.50, not true",
        "5 parts[2].share: -1 is negative: this number cannot be",
        "6 parts[3]: amount is missing",
        "7 parts[4]: write keys with values here: {KEY: value}, not 5",
        '8 names.a: write words here: put a number in quotes, "2.0"',
        "1 cod: 'cod' is not a key that is known here: did you mean code?",
    ]


@pytest.mark.parametrize("value", ["''", "true", "~", "[a]", "{a: b}"])
def test_a_name_is_a_word_and_nothing_else(value: str) -> None:
    assert len(reasons(f"code: {value}")) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code: [a]", "write words here, not a list"),
        ("code: {a: b}", "write words here, not keys with values"),
        ("code:", "write words here: nothing is given"),
        ("code: 1.50", 'write words here: put a number in quotes, "1.50"'),
        ('code: "a\\nb"', "write a name on one line, without tabs and the like, not 'a\\nb'"),
        ("code: |\n  a\n  b", "write a name on one line, without tabs and the like, not 'a\\nb'"),
        ("limit:", "write whole pence, or pounds with the sign as £1,234.50: nothing is given"),
        ("limit: [5]", "write whole pence, or pounds with the sign as £1,234.50, not a list"),
        (f"limit: {10**17}", "100000000000000000 is larger than any fund"),
        (f"limit: {10**40}", f"'{10**40}' is larger than any fund"),
        ("limit: 0000012", "write whole pence, or pounds with the sign as £1,234.50, not '0000012'"),
        ("parts:", "write a list here: [A, B]: nothing is given"),
        ("parts: [{amount: 5, share: ~}]", "write a number here: nothing is given"),
        (f"parts: [{{amount: 5, share: 0.{'3' * 31}}}]", "has too many digits: give 30 at most before the point"),
        ("parts: [{amount: 5, chair: 1}]", "'chair' is not a key that is known here: did you mean share?"),
        ("parts: [{amount: 5, x: 1}]", "'x' is not a key that is known here: the keys are amount, share"),
    ],
)
def test_a_fault_says_what_was_found_and_what_to_write(text: str, said: str) -> None:
    found = [reason for reason in reasons(text) if "code is missing" not in reason]
    assert len(found) == 1
    assert said in found[0]


def test_only_the_first_faults_are_given_a_suggestion() -> None:
    found = reasons("code: a\nparts: [" + "{amount: 5, chair: 1}, " * 30 + "]")
    assert [reason.endswith("did you mean share?") for reason in found] == [True] * 10 + [False] * 20


def test_no_suggestion_is_looked_for_among_very_many_names() -> None:
    assert nearest("name-1x", [f"name-{i}" for i in range(60)]) == ": did you mean name-1?"
    assert nearest("name-1x", [f"name-{i}" for i in range(61)]) == ""


def test_a_long_value_does_not_fill_the_screen() -> None:
    (reason,) = reasons(f"code: a\nlimit: {'x' * 5000}")
    assert len(reason) < 160


def test_a_sum_larger_than_any_fund_is_refused() -> None:
    assert "larger than any fund" in reasons(f"code: a\nlimit: {10**17}")[0]
