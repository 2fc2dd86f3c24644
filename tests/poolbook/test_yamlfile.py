"""YAML: what is read, what is refused, and that a hostile file costs nothing."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest

from poolbook import yamlfile
from poolbook.findings import Refused
from poolbook.yamlfile import Name, Number, Pence, Strict, Sum, Words, Written


def data(text: str | bytes) -> object:
    """What a text holds."""
    return yamlfile.parse(text, name="f.yaml").data


def faults(text: str | bytes) -> list[tuple[str, int | None, str]]:
    """Code, line and key of each reason that a text is refused for."""
    with pytest.raises(Refused) as refused:
        yamlfile.parse(text, name="f.yaml")
    return [(found.code, found.where.line, found.where.key) for found in refused.value.findings]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((word, word) for word in ("on", "off", "yes", "no", "Yes", "y", "2009-06-01", "12:30:45", "1:2")),
        *((word, word) for word in ("00123", "1_000", "0x1F", "0o17", "01.5", ".inf", ".nan", "1e400", "NaN", "1,234")),
        *(("true", True), ("False", False), ("~", None), ("null", None), ("", None)),
        *(("0", 0), ("-5", -5), ("+5", 5), ("123456789012", 123456789012)),
        *(("0.1", Fraction(1, 10)), ("2.50", Fraction(5, 2)), (".5", Fraction(1, 2)), ("-1.5", Fraction(-3, 2))),
        *(("1e3", 1000), ("1.5e-3", Fraction(3, 2000)), ("'00123'", "00123"), ('"5"', "5"), ("'true'", "true")),
        *(("|\n   a\n   b\n", "a\nb\n"), (">-\n   a\n   b\n", "a b"), ("£1,234.50", "£1,234.50")),
    ],
)
def test_a_scalar_is_what_yaml_1_2_makes_it_and_never_a_float(text: str, value: object) -> None:
    read = data(f"- {text}")
    assert read == [value]
    assert isinstance(read, list)
    assert type(read[0]) is type(value) or isinstance(read[0], Written)
    assert not isinstance(read[0], float)


def test_a_decimal_remembers_how_it_was_written() -> None:
    read = data("- 6.10")
    assert isinstance(read, list)
    assert isinstance(read[0], Written)
    assert read[0].text == "6.10"


def test_keys_are_texts_whatever_they_look_like() -> None:
    assert data("2009: a\n1.10: b\ntrue: c\n'x y': d\n~: e") == {
        "2009": "a",
        "1.10": "b",
        "true": "c",
        "x y": "d",
        "~": "e",
    }


def test_every_key_and_item_has_its_line() -> None:
    document = yamlfile.parse("a: 1\nb:\n  - x\n  - c: {d: 5}\n", name="f.yaml")
    assert document.lines[("b", 1, "c", "d")] == 4
    assert str(document.where(("b", 1, "c", "nothing"))) == "f.yaml, line 4, b[2].c.nothing"
    assert yamlfile.part(document, ("b", 1, "c")) == {"d": 5}


def test_aliases_are_written_out() -> None:
    assert data("a: &x {b: [1]}\nc: *x\n") == {"a": {"b": [1]}, "c": {"b": [1]}}


def test_a_byte_order_mark_and_either_line_ending_are_read() -> None:
    assert data(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n") == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\nc: {x: 1, x: 2}", [("yaml.duplicate_key", 3, "a"), ("yaml.duplicate_key", 4, "c.x")]),
        ("1: a\n'1': b", [("yaml.duplicate_key", 2, "1")]),
        ("a: !!python/object:os.system x\nb: !own {c: 1}", [("yaml.tag", 1, "a"), ("yaml.tag", 2, "b")]),
        ("a: !!str 5", [("yaml.tag", 1, "a")]),
        ("a: &x {b: 1}\nc: {<<: *x}", [("yaml.key", 2, "c.<<")]),
        ("? [a]\n: 1\n: 2", [("yaml.key", 1, ""), ("yaml.key", 3, "")]),
        ("a:\n\t- 1", [("yaml.syntax", 2, "")]),
        ("a: [1, 2\nb: 3", [("yaml.syntax", 2, "")]),
        ("a: b: c", [("yaml.syntax", 1, "")]),
        ("a: 1\n---\nb: 2", [("yaml.several", 2, "")]),
        ("%YAML 1.1\n---\na: on", [("yaml.syntax", 2, "")]),
        ("a: &x [*x]", [("yaml.syntax", 1, "")]),
        ("a: *x", [("yaml.syntax", 1, "")]),
        ("", [("yaml.empty", None, "")]),
        ("# nothing\n", [("yaml.empty", None, "")]),
        ("---\n...\n", [("yaml.empty", None, "")]),
        ("a: 1\nb: \x00", [("yaml.encoding", 2, "")]),
        ('a: "\\u0000"', [("yaml.encoding", 1, "a")]),
        ("a: x\ufeffy", [("yaml.encoding", 1, "")]),
        (b"a: 1\nb: \xa35", [("yaml.encoding", 2, "")]),
        ("a: 1".encode("utf-16"), [("yaml.encoding", 1, "")]),
    ],
)
def test_what_is_not_plain_yaml_is_refused_with_line_and_key(
    text: str | bytes, expected: list[tuple[str, int | None, str]]
) -> None:
    assert faults(text) == expected


def test_a_quoted_merge_key_is_only_a_text() -> None:
    assert data('{"<<": 1}') == {"<<": 1}


def test_a_tab_is_named_as_the_likely_reason() -> None:
    with pytest.raises(Refused, match="The line has a tab: use spaces"):
        data("a:\n\t- 1")


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)
)
HOSTILE = {
    "anchors that multiply": LAUGHS,
    "a list in a list in a list": "- " * 5000 + "x",
    "mappings a thousand deep": "{a: " * 5000,
    "a quoted text without end": f'a: "{"x" * 200_000}"',
    "a plain text without end": f"a: {'x ' * 100_000}",
    "a block without end": f"a: |\n  {'x' * 200_000}",
    "a key without end": f"{'x' * 200_000}: 1",
    "anchors that nest too deep": "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 90)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_a_moment(text: str) -> None:
    started = time.process_time()
    assert [code for code, _, _ in faults(text)] == ["yaml.too_large"]
    assert time.process_time() - started < 0.5


def test_brackets_without_end_are_refused() -> None:
    assert [code for code, _, _ in faults("[" * 300)] == ["yaml.too_large"]


def test_a_file_that_is_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (yamlfile.document.MAX_BYTES + 1))
    for path, code in (
        (large, "yaml.too_large"),
        (tmp_path / "none.yaml", "yaml.unreadable"),
        (tmp_path, "yaml.unreadable"),
    ):
        with pytest.raises(Refused) as refused:
            yamlfile.read(path)
        assert [found.code for found in refused.value.findings] == [code]


def test_faults_can_be_kept_so_that_what_is_good_is_not_lost() -> None:
    document = yamlfile.parse("- {a: 1, a: 2}\n- {b: 3}", name="f.yaml", keep_faults=True)
    assert document.data == [{"a": 1}, {"b": 3}]
    assert [(path, found.code) for path, found in document.faults] == [((0, "a"), "yaml.duplicate_key")]


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


def test_a_long_value_does_not_fill_the_screen() -> None:
    (reason,) = reasons(f"code: a\nlimit: {'x' * 5000}")
    assert len(reason) < 160


def test_a_sum_larger_than_any_fund_is_refused() -> None:
    assert "larger than any fund" in reasons(f"code: a\nlimit: {10**17}")[0]
