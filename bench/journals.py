"""The same lines as ready journals for the peers: one transaction a line, already mapped to accounts.

The peers get the easier work: no column to find, no amount to clean, no code to map, and one
account a scheme.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from bench import lines

#: A journal's transactions, and what must stand before the first of them.
Form = tuple[Callable[[], pl.Expr], str]


def _pounds() -> pl.Expr:
    size = pl.col("size")
    sign = pl.when(pl.col("credit")).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.format("{}{}.{}", sign, size // 100, lines.padded(size % 100, 2))


def _scheme() -> pl.Expr:
    schemes = pl.Series([lines.scheme_of(each) for each in range(lines.CENTRES)])
    return pl.lit(schemes).gather(pl.col("centre").cast(pl.UInt32))


def _ledger() -> pl.Expr:
    """For ledger and hledger alike."""
    parts = lines.day("%Y-%m-%d"), lines.supplier(), _scheme(), _pounds()
    return pl.format("{} {}\n    spend:{}  {} GBP\n    creditors\n", *parts)


def _beancount() -> pl.Expr:
    parts = lines.day("%Y-%m-%d"), lines.supplier(), _scheme(), _pounds()
    return pl.format('{} * "{}" ""\n  Expenses:{}  {} GBP\n  Liabilities:Creditors\n', *parts)


def _opened() -> str:
    """The accounts, which beancount wants opened first."""
    names = [f"Expenses:S{number:02d}" for number in range(1, lines.SCHEMES + 1)]
    return "".join(f"{lines.YEAR}-04-01 open {name}\n" for name in [*names, "Liabilities:Creditors"]) + "\n"


LEDGER: Form = (_ledger, "")
BEANCOUNT: Form = (_beancount, _opened())


def write(path: Path, count: int, form: Form) -> None:
    """Write so many lines as a journal."""
    transaction, head = form
    with path.open("w", encoding="utf-8") as sink:
        sink.write(head)
        for start in range(0, count, lines.CHUNK):
            facts = lines.numbers(start, min(lines.CHUNK, count - start))
            sink.write("\n".join(facts.select(transaction()).to_series()))
            sink.write("\n")
