"""The columnar importer against a slow one that anybody can read: csv, Decimal, one row after another."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolbook import money
from poolbook.importing import amounts
from tests.poolbook.importing.memory import PLAIN, bring, prove

CELLS = st.text(alphabet="0123456789.,-+()£ eN", max_size=14)
AMOUNTS = st.integers(-(10**7), 10**7).map(lambda pence: f"{pence / 100:,.2f}")
DAYS = st.sampled_from(
    ["02/04/2012", "3/5/12", "2012-06-07", "08-Jul-2012", "31/03/2013", "01/04/2013", "30/02/2013", ""]
)
TEXTS = st.text(alphabet='ab ,"\n£', max_size=8)
ROWS = st.lists(st.tuples(DAYS, st.sampled_from("ABC"), AMOUNTS | CELLS, st.just(""), TEXTS), min_size=1, max_size=12)


def slowly(data: str) -> tuple[Counter[tuple[str, int]], int]:
    """Pence of the good lines by code and period, and how many rows are faulty."""
    sums: Counter[tuple[str, int]] = Counter()
    faulty = 0
    for day, code, amount, *_ in list(csv.reader(io.StringIO(data, newline="")))[1:]:
        try:
            pence = money.parse(amount)
            when = next(filter(None, (day_of(day, form) for form in ("%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%b-%Y"))))
        except (ValueError, StopIteration):
            faulty += 1
            continue
        if not date(2012, 4, 1) <= when <= date(2013, 3, 31):
            faulty += 1
            continue
        sums[code, (when.month - 4) % 12 + 1] += pence
    return sums, faulty


def day_of(text: str, form: str) -> date | None:
    """A day in one form."""
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


@pytest.mark.slow
@given(ROWS)
@settings(max_examples=settings().max_examples // 2)
def test_random_files_give_the_same_as_the_slow_importer(rows: list[tuple[str, ...]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("Date", "Code", "Amount", "Ref", "Text"), *rows])
    sums, faulty = slowly(out.getvalue())
    result, store = bring({"a.csv": out.getvalue()}, PLAIN, accept_rejected=True)
    prove(store)
    codings = {number: fields.split('"')[3] for number, _, fields in store.codings}
    found: Counter[tuple[str, int]] = Counter()
    for coding, period, pence in store.all_lines.select("coding", "period", "pence").iter_rows():
        found[codings[coding], period] += pence
    assert (found, result.total["rejected"]) == (sums, faulty)
    assert result.total["lines"] == len(rows)


@given(st.lists(CELLS | AMOUNTS, min_size=1, max_size=30))
def test_a_column_of_amounts_is_read_exactly_as_money_reads_each(cells: list[str]) -> None:
    def one(cell: str) -> int | None:
        try:
            return money.parse(cell)
        except ValueError:
            return None

    assert amounts.pence(pl.Series(cells, dtype=pl.String)).to_list() == [one(cell) for cell in cells]


@given(st.integers(-(10**14), 10**14))
def test_plain_amounts_survive_to_the_penny(pence: int) -> None:
    text = f"{Decimal(pence).scaleb(-2):.2f}"
    assert amounts.pence(pl.Series([text])).to_list() == [pence]
