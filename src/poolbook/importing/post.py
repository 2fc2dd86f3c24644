"""Lines to transfers: one transfer for each run of lines that share where the money comes from and goes to.

Lines are sorted by period, scheme, account, contract, kind and coding before they get their numbers, so each
transfer's lines are one contiguous run. The signed sum of a run is the transfer; a negative sum swaps its ends, and
a sum of nil is kept, or its lines would be orphans.

Source: docs/reference/imports.md, "Posting"; docs/reference/ledger.md, "The two records".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from poolbook.importing.formats import Kind
from poolbook.importing.lines import KINDS
from poolbook.importing.mapping import Target
from poolbook.ledger.model import Layer, Transfer

#: Columns of a line as it is stored, in order.
STORED: dict[str, type[pl.DataType]] = {
    "coding": pl.Int32,
    "line_no": pl.Int32,
    "day": pl.Date,
    "period": pl.Int8,
    "pence": pl.Int64,
    "vat": pl.Int64,
    "reference": pl.String,
    "narrative": pl.String,
    "supplier": pl.String,
    "journal": pl.String,
    "incurred_by": pl.String,
}

#: What is on the other side of a line, by its kind: cash, creditors, or an order.
_PAID, _ACCRUED, _ORDERED = range(3)
_SIDES = {Kind.ACCRUAL: _ACCRUED, Kind.COMMITMENT: _ORDERED}


@dataclass(frozen=True)
class Run:
    """A contiguous run of sorted lines: from ``start``, ``lines`` of them, summing to ``pence``."""

    start: int
    lines: int
    pence: int
    period: int
    target: int
    side: int


def in_order(lines: pl.DataFrame, targets: Sequence[Target]) -> pl.DataFrame:
    """Lines with the column ``side``, sorted so that every transfer is one run and every coding within it too."""
    order = sorted(range(len(targets)), key=lambda at: targets[at])
    rank = pl.Series(order, dtype=pl.Int32).arg_sort().cast(pl.Int64)
    sides = pl.Series([_SIDES.get(kind, _PAID) for kind in KINDS], dtype=pl.Int64)
    lines = lines.with_columns(side=sides.gather(lines["kind"]))
    group = (lines["period"].cast(pl.Int64) * len(targets) + rank.gather(lines["target"])) * len(_SIDES) * 2 + lines[
        "side"
    ]
    key = group * (1 << 31) + lines["coding"].cast(pl.Int64)
    return lines.with_columns(key=key).sort("key", maintain_order=True)


def runs(lines: pl.DataFrame) -> Iterator[Run]:
    """The runs of lines in order."""
    grouped = lines.group_by("period", "target", "side", maintain_order=True).agg(
        pl.len().alias("lines"), pl.col("pence").sum()
    )
    start = 0
    for period, target, side, count, pence in grouped.iter_rows():
        yield Run(start, count, pence, period, target, side)
        start += count


def transfer(run: Run, target: Target, *, incurred_by: str, first: int) -> Transfer:
    """The transfer of a run whose lines were numbered from ``first`` on. Its entry is filled in when it is posted."""
    other = "creditors" if run.side in (_ACCRUED, _ORDERED) else "cash_at_host"
    if incurred_by and run.side != _ORDERED:
        other = "owed_to_partners"
    ends = (target.account, other) if run.pence >= 0 else (other, target.account)
    return Transfer(
        entry=0,
        layer=Layer.COMMITMENT if run.side == _ORDERED else Layer.ACTUAL,
        debit=ends[0],
        credit=ends[1],
        amount=abs(run.pence),
        period=run.period,
        scheme=target.scheme,
        partner=target.partner or incurred_by,
        contract=target.contract,
        first_line=first + run.start,
        last_line=first + run.start + run.lines - 1,
    )
