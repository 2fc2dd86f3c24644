"""Transfers in bulk: read as columns, summed into balances without an object for each.

Source: docs/reference/packs.md, "The tables"; docs/reference/ledger.md, "Balances".
"""

from __future__ import annotations

import polars as pl

from poolbook.findings import Refused, Where, error
from poolbook.folder import names, tables
from poolbook.ledger.balances import Balances, Cell
from poolbook.ledger.model import Layer, Transfer

_SCHEMA: dict[str, type[pl.DataType]] = {
    "entry": pl.Int64,
    "layer": pl.String,
    "debit": pl.String,
    "credit": pl.String,
    "pence": pl.Int64,
    "period": pl.Int64,
    "scheme": pl.String,
    "partner": pl.String,
    "contract": pl.String,
    "first_line": pl.Int64,
    "last_line": pl.Int64,
}
_MAY_BE_NULL = ("first_line", "last_line")
_LAYERS = {layer.value: layer for layer in Layer}


def frame(data: bytes) -> pl.DataFrame:
    """The transfers in a file, one row each. Raises :class:`Refused` with every cell that cannot be read."""
    if not data:
        return pl.DataFrame(schema=_SCHEMA)
    found = None
    if data.startswith(tables.TRANSFERS.header):
        try:
            found = pl.read_csv(data, schema=_SCHEMA, empty_string_is_null=False)
        except pl.exceptions.PolarsError:
            found = None
    if found is None or not _whole(found):
        tables.TRANSFERS.read(data)  # slower, and says which cell
        message = "the file cannot be read as transfers"
        raise Refused([error("pack.csv", message, Where(file=names.TRANSFERS))])
    return found


def records(table: pl.DataFrame) -> tuple[Transfer, ...]:
    """The transfers as records."""
    return tuple(Transfer(row[0], _LAYERS[row[1]], *row[2:]) for row in table.iter_rows())


def balances(table: pl.DataFrame) -> Balances:
    """What :meth:`Balances.of` makes of the same transfers, at the cost of the cells alone."""
    if table.height and table.select(pl.max("pence")).item() * table.height >= 2**63:
        return Balances.of(records(table))  # sums that 64 bits might not hold are made in Python's integers
    dimensions = ("layer", "scheme", "partner", "period")
    ends = pl.concat(
        [
            table.select(*dimensions, account="debit", pence="pence"),
            table.select(*dimensions, account="credit", pence=-pl.col("pence")),
        ]
    )
    cells = ends.group_by("layer", "account", "scheme", "partner", "period", maintain_order=True).sum()
    return Balances((Cell(_LAYERS[row[0]], *row[1:5]), row[5]) for row in cells.iter_rows())


def _whole(table: pl.DataFrame) -> bool:
    complete = not any(column.null_count() for column in table if column.name not in _MAY_BE_NULL)
    return complete and set(table["layer"].unique()) <= set(_LAYERS)
