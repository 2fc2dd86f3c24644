"""Amounts by the column: the grammar of :func:`poolbook.money.parse`, to the letter, on a million cells at once.

The text is checked by a regular expression first (linear in its length, so a hostile cell costs nothing), then whole
digits become whole pence by integer arithmetic. No cell ever meets ``Decimal`` or ``float``.

Source: :mod:`poolbook.money`; the tests hold the two readings against each other.
"""

from __future__ import annotations

import polars as pl

from poolbook import money

#: Ten thousand million pounds: no line of a fund is larger, and five million such lines still fit 64 bits.
LARGEST = 10**12

_LONGEST = 40
_PLAIN = r"^-?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})\.[0-9]{2}$"
_GRAMMAR = r"^\(?[-\x{2212}+]?\s?£?\s?-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?-?\)?$"
_SIGNS = r"[-\x{2212}(]"


def pence(cells: pl.Series) -> pl.Series:
    """Pence (Int64) of a column of texts; null where a cell is blank or cannot be read.

    >>> pence(pl.Series(["859.60", " 1,964.92 ", "(12.3)", "123.45-", "1,00", "1e400000", ""])).to_list()
    [85960, 196492, -1230, -12345, None, None, None]
    """
    text = cells.str.strip_chars()
    plain = text.str.contains(_PLAIN)
    quick = text.str.replace(".", "", literal=True).str.replace_all(",", "", literal=True).cast(pl.Int64, strict=False)
    if plain.all():
        return quick
    others = (~plain).fill_null(value=False).arg_true()
    return quick.scatter(others, _read(text.gather(others)))


def _read(text: pl.Series) -> pl.Series:
    """The general case: brackets, pounds, commas, a sign before or after, pounds without pence."""
    frame = pl.DataFrame({"text": text.fill_null("")})
    signs, opened, closed = (pl.col("text").str.count_matches(each) for each in (_SIGNS, r"\(", r"\)"))
    valid = (
        (pl.col("text").str.len_chars() <= _LONGEST)
        & pl.col("text").str.contains(_GRAMMAR)
        & (signs <= 1)
        & (opened == closed)
    )
    frame = frame.select(pl.when(valid).then(pl.col("text")).alias("text"))
    digits = pl.col("text").str.replace_all(r"[^0-9.]", "")
    whole = digits.str.extract(r"^([0-9]+)")
    part = digits.str.extract(r"\.([0-9]+)$").fill_null("0").str.pad_end(2, "0").cast(pl.Int64)
    amount = whole.cast(pl.Int64, strict=False) * 100 + part
    signed = pl.when(signs == 1).then(-amount).otherwise(amount)
    return frame.select(pl.when(whole.str.len_chars() <= money.MAX_DIGITS).then(signed).alias("pence"))["pence"]


def with_points(cells: pl.Series, *, typed: bool) -> pl.Series:
    """Amounts that have a comma before the pence (``1.234,50-``), written as the grammar here has them. ``typed``: a
    cell without a comma may be a number of a workbook, which has a point whatever the text beside it has.

    >>> with_points(pl.Series(["1.234,50-", "12,5", "1.234", "0.125"]), typed=True).to_list()
    ['1,234.50-', '12.5', '1.234', '0.125']
    """
    swapped = cells.str.replace_many([",", "."], [".", ","])
    return cells.set(cells.str.contains(",", literal=True), None).fill_null(swapped) if typed else swapped


def fault(cell: str, *, comma: bool = False) -> str:
    """Why one cell is not an amount, in the words of :mod:`poolbook.money`; "" where it is one.

    >>> fault("1,00")
    "'1,00' is not an amount in pounds and pence"
    """
    if comma:
        return f"{cell.strip()[:40]!r} is not an amount with a comma before the pence" if cell.strip() else ""
    try:
        if abs(money.parse(cell)) > LARGEST:
            return f"{cell.strip()[:40]!r} is larger than any line of a fund"
    except ValueError as problem:
        return str(problem)
    return ""
