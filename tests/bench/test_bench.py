"""The benchmarks' own arithmetic: the lines are the same each time, and the ratios are what they say."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from bench import journals, lines, run
from bench.measure import Command, Failure, Figures, Run, once, ratio
from bench.setting import Setting, shown
from bench.table import Goal, Row, not_measured, text
from poolbook import money


def _runs(*walls: float) -> Figures:
    return Figures([Run(wall, wall * 2, 10) for wall in walls])


def test_the_listing_is_the_same_each_time_however_it_is_cut(tmp_path: Path) -> None:
    whole, head, tail = (tmp_path / name for name in ("whole.csv", "head.csv", "tail.csv"))
    lines.write(whole, 600)
    lines.write(head, 200)
    lines.write(tail, 400, first=200)
    assert whole.read_bytes().splitlines()[1:] == [
        *head.read_bytes().splitlines()[1:],
        *tail.read_bytes().splitlines()[1:],
    ]
    assert whole.read_text(encoding="utf-8").splitlines()[1] == (
        "7,PC,J00000000,14/10/2011,C41976,61070,Recharges,V002354,Cedar Housing plc,INV/7400161,01/10/2011,"
        "Agency cover 4 weekly Oct 11,-309.89,EX"
    )


def test_amounts_are_written_in_many_ways_and_sum_to_what_the_generator_says(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    total = lines.write(path, 2_000)
    with path.open(encoding="utf-8", newline="") as source:
        amounts = [row["Net Amount"] for row in csv.DictReader(source)]
    assert sum(money.parse(each) for each in amounts) == total
    for style in ("-", "(", ",", " "):
        assert any(style in each for each in amounts), style
    assert any(each.endswith("-") for each in amounts)


def test_one_line_in_five_hundred_is_an_exact_repeat() -> None:
    listed = lines.listing(lines.numbers(0, 1_000)).rows()
    assert listed[499] == listed[498]
    assert listed[999] == listed[998]
    assert len(set(listed)) == 998


def test_journals_carry_the_same_pence(tmp_path: Path) -> None:
    path = tmp_path / "lines.journal"
    journals.write(path, 500, journals.LEDGER)
    amounts = [line.split()[-2] for line in path.read_text(encoding="utf-8").splitlines() if "GBP" in line]
    assert len(amounts) == 500
    assert sum(money.parse(each) for each in amounts) == lines.numbers(0, 500)["pence"].sum()


def test_a_ratio_is_the_median_of_the_rounds_ratios() -> None:
    # The machine was four times slower in the second round; the ratio does not notice.
    assert ratio(_runs(2, 8, 3), _runs(1, 4, 1)) == 2
    assert ratio(_runs(1), _runs(4), "cpu") == 0.25


def test_a_goal_has_a_side() -> None:
    assert Goal(at_most=5).met(5)
    assert not Goal(at_most=5).met(5.1)
    assert Goal(at_least=2).met(2.5)
    assert not Goal(at_least=2).met(1.9)


def test_a_table_says_what_was_not_measured() -> None:
    rows = [
        Row.of("polars copies 1M lines", _runs(1.0)),
        Row.of("poolbook imports 1M lines", _runs(4.0), 4.0, Goal(at_most=5)),
        not_measured("hledger", "hledger is not installed"),
    ]
    printed = text(rows)
    assert "not measured (hledger is not installed)" in printed
    assert printed.splitlines()[2].endswith("1M lines    4.00   8.00         0  4.00x  <= 5x  yes")


def test_a_process_is_measured_and_one_that_fails_is_no_time(tmp_path: Path) -> None:
    made = once(Command([sys.executable, "-S", "-c", "print('done')"]), tmp_path / "printed")
    assert made.output == b"done\n"
    assert made.wall > 0
    assert made.peak > 1_000_000
    with pytest.raises(Failure, match="ended with 3"):
        once(Command([sys.executable, "-S", "-c", "raise SystemExit(3)"]), tmp_path / "printed")


def test_the_peers_read_fewer_lines_unless_all_are_asked_for(tmp_path: Path) -> None:
    assert Setting(tmp_path).peer_lines == 100_000
    assert Setting(tmp_path, full=True).peer_lines == 1_000_000
    assert [shown(each) for each in (1_000_000, 100_000, 1_500, 20)] == ["1M", "100k", "1.5k", "20"]


def test_a_bench_that_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run.main(["speed"])
    assert "the benches are: bare" in capsys.readouterr().err
