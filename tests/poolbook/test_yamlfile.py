"""YAML: what is read, what is refused, and that a hostile file costs nothing."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest

from poolbook import yamlfile
from poolbook.findings import Refused
from poolbook.yamlfile import Written

ROOT = Path(__file__).resolve().parents[2]


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
        ("a: 1\nb: x\u202ey", [("yaml.encoding", 2, "")]),
        ("a: x\u2028y", [("yaml.encoding", 1, "")]),
        ('"a\\e": 1\nb: {"c\\nd": 2}', [("yaml.encoding", 1, ""), ("yaml.key", 2, "b")]),
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
    with pytest.raises(Refused, match="the line has a tab: use spaces"):
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


@pytest.mark.parametrize(
    "escape",
    [
        "\\uD800",
        "\\uDFFF",
        "\\e",
        "\\a",
        "\\r",
        "\\x7f",
        "\\N",
        "\\L",
        "\\P",
        "\\u202a",
        "\\u202E",
        "\\u2066",
        "\\u2069",
    ],
)
def test_an_escape_for_what_nobody_sees_is_refused_and_never_shown(escape: str) -> None:
    document = yamlfile.parse(f'a: 1\nb: "x{escape}y"', name="f.yaml", keep_faults=True)
    ((path, found),) = document.faults
    assert (path, found.code, found.where.line) == (("b",), "yaml.encoding", 2)
    shown = str(found) + document.data["b"]
    assert shown.isascii()
    assert shown.isprintable()


def test_an_escape_for_a_line_or_a_tab_is_a_line_or_a_tab() -> None:
    assert data('a: "x\\n\\ty\\u20ac"') == {"a": "x\n\ty€"}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a: the cost: high", 1, "a text that holds `: ` needs quotation marks"),
        ("a:\n  b: 1\n   c: 2", 3, "its indentation is wrong"),
        ("- a: 1\n b: 2", 2, "the indentation does not fit the list or keys that begin on line 1"),
        ("a: 1\nb: [1,\n  2\nc: 3", 4, "the [ opened on line 2 is not closed"),
        ("a: {b: 1,\n  c: 2\n", 1, "the { opened on line 1 is not closed"),
        ('a: 1\nb: "c\nd: 2\n', 2, "the quotation mark opened on line 2 is not closed"),
        ("a: [1, 2]]", 1, "there is a ] that closes nothing"),
        ("a: [1,, 2]", 1, "there is a comma with nothing before it"),
        ('a: "b" c', 1, "there is something after the end of a value"),
        ("[a]\nb: 1", 2, "there is something after the end of the list or keys"),
        ("a:\n- b\nc\nd: 1", 4, "the line has no colon"),
        ("a: - b", 1, "put its first `- ` on a line of its own"),
        ("a: @b", 1, "a text cannot begin with @: put the text in quotation marks"),
        ("a: & b", 1, "a text cannot begin with * or &"),
        ("a: !b!c d", 1, "a text cannot begin with !"),
        ("a: |b\n  c", 1, "after | or > the text begins on the next line"),
        ('a: "\\q"', 1, "after \\ stands q, which means nothing"),
        ('a: "\\uD8"', 1, "has too few digits"),
        ('a: 1\nb: "\\U00110000"', 2, "an escape after \\ stands for no character"),
        ('a: "\\UFFFFFFFF"', 1, "an escape after \\ stands for no character"),
        (f"%YAML 1.{'9' * 5000}\n---\na: 1", None, "a number of its first lines has no end"),
        ("a: !!str 5", 1, "!!str is not read here: take the tag out"),
        ("a: !own 5", 1, "!own is not read here"),
        ("a: !<tag:x> 5", 1, "!<tag:x> is not read here"),
        ("a: {b: £1,234}", 1, 'put quotation marks round it, "£1,234"'),
        ("a: {b: £1,234.50, c: 2}", 1, "the comma before 234.50 ends a value"),
    ],
)
def test_what_is_not_yaml_is_explained_without_the_words_of_a_parser(text: str, line: int | None, said: str) -> None:
    with pytest.raises(Refused) as refused:
        data(text)
    (found,) = refused.value.findings
    assert found.where.line == line
    assert said in found.message


def test_three_digits_are_a_key_wherever_no_comma_cut_them_off() -> None:
    assert data("a:\n  123:\n  456: 1\nb: {789: ~}") == {"a": {"123": None, "456": 1}, "b": {"789": None}}


def test_only_a_file_that_repeats_by_anchors_is_told_about_anchors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poolbook.yamlfile.nodes.MAX_NODES", 50)
    with pytest.raises(Refused, match="more than 50 values: divide it"):
        data(f"[{'x, ' * 50}]")
    with pytest.raises(Refused, match=r"what & and \* repeat comes to more than 200,000 values"):
        data(LAUGHS.replace(", x", ""))


def test_what_anchors_repeat_is_counted_apart_from_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("poolbook.yamlfile.nodes.MAX_NODES", 8)
    monkeypatch.setattr("poolbook.yamlfile.nodes.MAX_REPEATED", 4)
    assert data("{a: &x [b, c], d: *x}") == {"a": ["b", "c"], "d": ["b", "c"]}
    with pytest.raises(Refused, match="more than 4 values: write less by anchors"):
        data("{a: &x [b, c], d: *x, e: *x}")
