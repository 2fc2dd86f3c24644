"""rules.yaml: which rule answers which codes, and every fault with its line."""

from __future__ import annotations

import re

import polars as pl
import pytest

from poolbook.findings import Refused
from poolbook.folder import receive
from poolbook.importing import Place, parse_rules
from poolbook.importing.mapping import Codebook, Numbering
from tests.house.source import ROOT
from tests.poolbook.importing.memory import PLACE, PLAIN, bring, codes

SOURCE = "poolbook: rules/1\nsources:\n  host:\n    columns: {date: Date, a: A, b: B, amount: Amount}\nrules:\n"


def answer(rules: str, **given: str) -> int | None:
    """The rule (from 1) that answers codes."""
    read = parse_rules(SOURCE + rules, PLACE)
    book = Codebook("host", read, ["a", "b"], {}, Numbering(1))
    (found,) = book.find(pl.DataFrame({"a": [""], "b": [""]} | {name: [text] for name, text in given.items()}))
    return None if found is None else found + 1


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("Home care", " home  CARE ", True), ("Home*", "Home care", True), ("*care", "Home care", True),
        ("*me c*", "Home care", True), ("*", "", True), ("Home", "Home care", False), ("*home", "Home care", False),
        ("*** No Description ***", "*** No Description ***", True), ("*** No Description ***", "No Description", False),
        ("0568", "568", False),
    ],
)  # fmt: skip
def test_a_pattern_fits_texts_without_regard_to_case_and_blanks(pattern: str, text: str, fits: bool) -> None:
    assert answer(f'  - {{when: {{a: "{pattern}"}}, scheme: other}}\n', a=text) == (1 if fits else None)


def test_the_first_rule_that_fits_decides() -> None:
    rules = """\
  - {when: {a: "X1", b: "9*"}, ignore: cleared monthly}
  - {when: {a: "X*"}, scheme: other}
  - {when: {a: "X1"}, scheme: home_care}
"""
    assert answer(rules, a="x1", b="91") == 1
    assert answer(rules, a="x1", b="1") == 2
    assert answer(rules, a="y") is None


def test_a_rule_that_no_line_fits_is_a_note_with_its_line() -> None:
    rules = PLAIN + '  - {when: {code: "Z9"}, scheme: other}\n'
    result, _ = bring({"a.csv": "Date,Code,Amount,Ref,Text\n02/04/2012,A,1,T,x\n"}, rules)
    assert [(each.code, each.where.line) for each in result.findings] == [("import.rule_unused", 7)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('  - {when: {a: "1"}, scheme: nowhere}', "rules.code"),
        ('  - {when: {a: "1"}, account: contributions, partner: NOBODY}', "rules.code"),
        ('  - {when: {a: "1"}, account: contributions}', "rules.partner"),
        ('  - {when: {a: "1"}, account: spend}', "rules.scheme"),
        ('  - {when: {a: "1"}, account: cash_at_host}', "rules.account"),
        ('  - {when: {a: "1"}, account: wages}', "rules.account"),
        ('  - {when: {a: "1"}}', "rules.answer"),
        ('  - {when: {a: "1"}, scheme: other, elsewhere: B}', "rules.answer"),
        ('  - {when: {a: "1*2"}, scheme: other}', "rules.star"),
        ('  - {when: {c: "1"}, scheme: other}', "rules.column"),
        ("  - {when: {a: 568}, scheme: other}", "yaml.value"),
        ('  - {when: {a: "1"}, scheme: other, source: guest}', "rules.source"),
        ('  - {when: {a: "1"}, scheme: other, colour: red}', "yaml.unknown_key"),
        ('  - {when: {a: "1"}, scheme: other}\n  - {when: {a: " 1"}, scheme: home_care}', "rules.twice"),
    ],
)
def test_every_fault_of_a_rule_has_its_line(line: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_rules(SOURCE + line + "\n", PLACE)
    assert [each.code for each in caught.value.findings] == [code]
    assert caught.value.findings[0].where.line in (6, 7)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("layout: sap", "rules.layout"),
        ("about: a ledger", "rules.layout"),
        ("columns: {date: Date}", "rules.columns"),
        ("columns: {amount: Net}", "rules.columns"),
        ("{layout: civica, incurred_by: NOBODY}", "rules.partner"),
        ("{layout: civica, dates: [mm/dd/yyyy]}", "rules.dates"),
        ("{layout: civica, periods: {P16: 16}}", "rules.period"),
        ("{layout: civica, repeats: sometimes}", "yaml.value"),
        ("{layout: civica, types: {XX: wages}}", "yaml.value"),
    ],
)
def test_every_fault_of_a_source_is_said(source: str, code: str) -> None:
    body = source if source.startswith("{") else "{" + source + "}"
    with pytest.raises(Refused) as caught:
        parse_rules(f"poolbook: rules/1\nsources:\n  host: {body}\n", PLACE)
    assert [each.code for each in caught.value.findings] == [code]


def test_all_faults_come_at_once() -> None:
    text = SOURCE + '  - {when: {a: "1"}, scheme: x}\n  - {when: {a: "2"}, scheme: y}\n  - {when: {a: "3"}}\n'
    with pytest.raises(Refused) as caught:
        parse_rules(text, PLACE)
    assert [each.where.line for each in caught.value.findings] == [6, 7, 8]


def test_two_sources_that_read_the_same_file_must_be_told_apart() -> None:
    twice = PLAIN.replace(
        "rules:\n  -",
        "  guest:\n    columns: {date: Date, code: Code, amount: Amount, reference: Ref, narrative: Text}\nrules:\n  -",
    )
    data = "Date,Code,Amount,Ref,Text\n02/04/2012,A,1,T,x\n"
    with pytest.raises(Refused, match="tell them apart by files"):
        bring({"a.csv": data}, twice)
    result, _ = bring({"a.csv": data}, twice, source="guest")
    assert result.files[0].source == "guest"


def test_a_journal_type_that_is_not_known_is_a_faulty_row_unless_the_source_says_otherwise() -> None:
    rules = """\
poolbook: rules/1
sources:
  host:
    columns: {date: Date, code: Code, amount: Amount, type: Type, narrative: Text}
    types: {PAY: payroll}
rules:
  - {when: {code: "*"}, scheme: other}
"""
    data = "Date,Code,Amount,Type,Text\n02/04/2012,A,1.00,XX,Ann Example\n02/04/2012,A,2.00,pay,Ann Example\n"
    assert "import.type" in codes(bring({"a.csv": data}, rules)[0])
    accepted, store = bring({"a.csv": data}, rules, accept_rejected=True)
    assert accepted.total["rejected"] == 1
    assert store.rejected == [(2, "import.type", "02/04/2012,A,1.00,XX")]
    result, store = bring({"a.csv": data}, rules.replace("    types:", "    otherwise: payment\n    types:"))
    assert sorted(store.all_lines["narrative"].to_list()) == ["", "Ann Example"]
    assert result.total["new"] == 2


def test_a_credit_positive_source_has_every_sign_turned() -> None:
    rules = PLAIN.replace("host:", "host:\n    signs: credit_positive")
    _, store = bring({"a.csv": "Date,Code,Amount,Ref,Text\n02/04/2012,A,(5.00),T,x\n"}, rules)
    assert [(each.debit, each.credit, each.amount) for each in store.transfers] == [("spend", "cash_at_host", 500)]


def test_lines_that_cancel_keep_a_transfer_of_nil() -> None:
    _, store = bring({"a.csv": "Date,Code,Amount,Ref,Text\n02/04/2012,A,5,T,x\n02/04/2012,A,-5,U,x\n"})
    assert [(each.debit, each.amount, each.first_line, each.last_line) for each in store.transfers] == [
        ("spend", 0, 1, 2)
    ]


def test_the_examples_of_the_reference_page_read() -> None:
    page = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    place = Place(frozenset({"residential"}), frozenset({"TRUST"}))
    whole, sources = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert list(parse_rules(whole, place).sources) == ["host", "trust", "journal"]
    assert list(parse_rules(f"poolbook: rules/1\n{sources}", place).sources) == ["housing", "journal"]


@pytest.mark.parametrize("name", ["leeds-learning-disability", "leeds-equipment"])
def test_the_rules_of_the_examples_read_against_their_terms(name: str) -> None:
    rules = receive.rules_of(ROOT / "examples" / name)
    assert rules.sources["spend"].layout == "council_spend"
