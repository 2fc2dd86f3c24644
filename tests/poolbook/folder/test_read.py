"""Reading a pack: what a Book gets from each file, and every fault at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from poolbook import folder
from poolbook.book import Activity, Closing, Comment, Due, Explanation, Measure, Record
from poolbook.dates.years import FinancialYear
from poolbook.findings import Refused
from poolbook.ledger.model import Layer
from poolbook.terms.read import read_and_check
from tests.poolbook.folder.packs import imported, opened, written

FACTS = """\
poolbook: facts/1
facts:
  disclosed: {value: true, evidence: minute 3}
  shortfall: {value: "£1,000.00", evidence: letter of 4 May}
causes:
  home-care: {demand: {amount: "£10.00", evidence: return 1}}
  reablement: {demand: {amount: "£20.00", evidence: return 2}}
closing: {year: 2024-25, balances: {council: "£5.00", icb: "-£5.00"}}
"""
DECISIONS = """\
poolbook: decisions/1
decisions: {board: {amounts: {council: "£10.00", carry_forward: "£1.00"}, evidence: minute 9}}
"""
COMMENTARY = """\
poolbook: commentary/1
comments: [{period: 1, scheme: home-care, text: Busy, by: A. Lead, at: 2025-05-01}]
explanations: [{quarter: 1, scheme: home-care, cause: Demand, action: Review, owner: Lead, effect: "£5.00"}]
activity: [{quarter: 1, scheme: home-care, name: Hours, count: 12, unit_cost: "£20.00"}]
records: [{quarter: 1, kind: risk, text: Prices rise, by: A. Lead, reference: R1}]
dues: [{by: council, on: 2025-07-01, amount: "£1.00"}]
"""
MEASURES = """\
poolbook: measures/1
measures: [{quarter: 1, code: M1, name: Waits, target: 5 days, actual: 6 days, better: lower}]
"""


def test_a_folder_with_terms_alone_is_a_new_pack(tmp_path: Path) -> None:
    path = written(tmp_path)
    (path / "rules.yaml").unlink()
    pack = folder.read(path)
    assert (pack.manifest, pack.head.number, pack.findings) == (None, 0, ())
    book = pack.book()
    assert (len(book.balances), book.last_entry, book.head, book.closed) == (0, 0, "", 0)


def test_the_book_holds_what_every_file_says(tmp_path: Path) -> None:
    written(tmp_path, facts=FACTS, decisions=DECISIONS, commentary=COMMENTARY, measures=MEASURES)
    (tmp_path / "forecasts.csv").write_text(
        "period,scheme,method,amount,reason,by,at\n1,home-care,override,1250.00,a move,D. M.,2025-05-01T08:00:00Z\n"
    )
    book = folder.read(tmp_path).book()
    assert book.facts == {"disclosed": True, "shortfall": 1_000_00}
    assert book.causes == {"home-care": {"demand": 10_00}, "reablement": {"demand": 20_00}}
    assert book.decisions == {"board": {"council": 10_00, "carry_forward": 1_00}}
    assert book.evidence == {
        "disclosed": "minute 3",
        "shortfall": "letter of 4 May",
        "demand": "return 1; return 2",
        "board": "minute 9",
    }
    assert book.closing == Closing(FinancialYear(2024), {"council": 5_00, "icb": -5_00})
    assert book.comments == (Comment(1, "home-care", "Busy", "A. Lead", date(2025, 5, 1)),)
    assert book.explanations == (Explanation(1, "home-care", "Demand", None, "Review", "Lead", None, 5_00),)
    assert book.activity == (Activity(1, "home-care", "Hours", 12, 20_00),)
    assert book.records == (Record(1, "risk", "Prices rise", "A. Lead", None, "R1"),)
    assert book.dues == (Due("council", date(2025, 7, 1), 1_00),)
    assert book.measures == (Measure(1, "M1", "Waits", "", "5 days", "6 days", "lower", ""),)
    assert [(each.pence, each.at) for each in book.forecasts] == [(1_250_00, datetime(2025, 5, 1, 8, tzinfo=UTC))]


def test_the_hand_written_files_of_the_reference_page_can_be_read(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "reference" / "packs.md"
    blocks = re.findall(r"```yaml\n(poolbook: (\w+)/1\n.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    written(tmp_path, **{name: text for text, name in blocks})
    book = folder.read(tmp_path).book()
    assert [name for _, name in blocks] == ["facts", "decisions", "commentary", "measures"]
    read = ("facts", "causes", "closing", "decisions", "comments", "explanations", "activity", "records", "dues")
    assert [name for name in (*read, "measures") if not getattr(book, name)] == []


def test_the_book_is_made_without_the_lines(tmp_path: Path) -> None:
    opened(tmp_path)
    pack = imported(tmp_path)
    for part in pack.parts():
        part.write_bytes(b"x" * part.stat().st_size)  # of the same size, and no lines
    book = folder.read(tmp_path).book()
    assert book.balances.total(Layer.ACTUAL, "spend") == 310_50
    assert (book.last_entry, book.head) == (2, pack.head.hash)


def test_faults_of_every_file_come_at_once_with_their_places(tmp_path: Path) -> None:
    written(
        tmp_path,
        terms="poolbook: terms/1\n",
        facts="poolbook: facts/1\nfacts: {a: {value: maybe, evidence: x}}\n",
        measures="poolbook: measures/2\n",
    )
    (tmp_path / "forecasts.csv").write_text("period,scheme,method,amount,reason,by,at\nx,,,1.234,,,today\n1,2\n")
    with pytest.raises(Refused) as refusal:
        folder.read(tmp_path)
    places = {(found.where.file, found.where.row, found.where.column) for found in refusal.value.findings}
    assert {("forecasts.csv", 2, "period"), ("forecasts.csv", 2, "amount"), ("forecasts.csv", 2, "at")} <= places
    assert ("forecasts.csv", 3, "") in places
    assert {"terms.yaml", "facts.yaml", "measures.yaml"} < {file for file, _, _ in places}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\n", "pack.encoding"),
        (b"period,scheme\n", "pack.header"),
        (b"", "pack.header"),
        (b'period,scheme,method,amount,reason,by,at\n1,"a"b,,,,,\n', "pack.csv"),
    ],
)
def test_a_table_that_is_no_table_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    written(tmp_path)
    (tmp_path / "forecasts.csv").write_bytes(data)
    with pytest.raises(Refused) as refusal:
        folder.read(tmp_path)
    assert [found.code for found in refusal.value.findings] == [code]


def test_a_folder_without_terms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="a pack needs its terms") as refusal:
        folder.read(tmp_path)
    assert refusal.value.findings[0].code == "pack.no_terms"


def test_a_missing_part_of_lines_is_seen_without_reading_lines(tmp_path: Path) -> None:
    opened(tmp_path)
    part = imported(tmp_path).parts()[0]
    part.unlink()
    with pytest.raises(Refused, match=r"000002-01.parquet: the file is missing; take it from a copy"):
        folder.read(tmp_path)
    part.write_bytes(b"short")
    with pytest.raises(Refused, match=r"000002-01.parquet: the file was changed"):
        folder.read(tmp_path)


def test_a_new_packs_template_can_be_read_checked_and_opened(tmp_path: Path) -> None:
    paths = folder.new(tmp_path / "fund")
    assert [path.name for path in paths] == ["terms.yaml", "rules.yaml"]
    terms, findings = read_and_check(paths[0])
    assert terms.fund.code == "example-fund"
    assert [found for found in findings if found.severity == "error"] == []
    assert all(line.illustrative for line in terms.contributions)
    pack, _ = folder.open_year(tmp_path / "fund", by="A. Clerk", at=datetime(2025, 4, 1, tzinfo=UTC))
    assert pack.book().balances.total(Layer.BUDGET, "spend") == 3_300_000_00


def test_a_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("mine")
    with pytest.raises(Refused, match="does not write over it"):
        folder.new(tmp_path)
    assert not (tmp_path / "terms.yaml").exists()
    assert (tmp_path / "rules.yaml").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused, match="cannot be written to") as refusal:
        folder.new(tmp_path / "file" / "fund")
    assert refusal.value.findings[0].code == "pack.not_writable"


def test_the_template_explains_itself(tmp_path: Path) -> None:
    for path in folder.new(tmp_path):
        text = path.read_text(encoding="utf-8")
        assert text.count("#") > 10
        assert "docs/reference/" in text
