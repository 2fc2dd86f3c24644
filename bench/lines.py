"""A council's ledger listing that nobody ever kept: messy, and the same to the byte each time.

Every cell follows from the number of its line by whole-number arithmetic, so that no library's random
numbers, and no other version of one, can change the file.

What is in it: 48 schemes, 1,680 pairs of cost centre and subjective, 5,000 suppliers, about 29,000 distinct
codings; amounts with commas, padded, and credits written three ways; journal types; 0.2 % of
lines repeated exactly.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

SCHEMES = 48
CENTRES = 240
SUBJECTIVES = 7
SUPPLIERS = 5_000
YEAR = 2011  #: the financial year 2011-12

#: A prime below 2**31: the product of two numbers below it fits 64 bits, so nothing here overflows.
PRIME = 2_147_483_629
#: Rows made at a time, to keep memory flat however long the listing.
CHUNK = 250_000
#: One line in this many repeats the line before it.
REPEATS = 500

HEADINGS = (
    "Period", "Journal Type", "Journal No", "Posting Date", "Cost Centre", "Subjective", "Subjective Name",
    "Supplier No", "Supplier Name", "Reference", "Invoice Date", "Narrative", "Net Amount", "VAT Code",
)  # fmt: skip

_FIRST = (
    "Amber",
    "Bridge",
    "Cedar",
    "Dale",
    "Elm",
    "Fern",
    "Grange",
    "Holly",
    "Ivy",
    "Kestrel",
    "Linden",
    "Meadow",
)
_SECOND = (
    "Care",
    "Homes",
    "Living",
    "Support",
    "Nursing",
    "Trust",
    "Housing",
    "Equipment",
    "Therapies",
    "Transport",
)
_THIRD = ("Ltd", "Limited", "CIC", "plc", "LLP", "Group Ltd", "(North) Ltd", "& Sons")
_WHAT = (
    "Residential placement",
    "Home care hours",
    "Day opportunities",
    "Supported living",
    "Direct payment top up",
    "Community equipment",
    "Respite stay",
    "Agency cover",
    "Advocacy sessions",
    "Transport to centre",
)
_WHEN = ("wk 1", "wk 2", "wk 3", "wk 4", "month", "qtr", "4 weekly", "adj")
_TYPES = ("PI", "PI", "PI", "PI", "PI", "PI", "PC", "GL", "AC", "RV")
SUBJECTIVE_CODES = ("31010", "32020", "41030", "42040", "43050", "51060", "61070")
_NAMES = (
    "Equipment",
    "Transport",
    "Private contractors",
    "Voluntary bodies",
    "Home care",
    "Direct payments",
    "Recharges",
)


def mixed(number: pl.Expr, salt: int) -> pl.Expr:
    """A number that looks like chance, the same for the same line and salt."""
    one = ((number + 1) * 48_271 + salt * 7_919_777) % PRIME
    two = (one * one + salt) % PRIME
    return (two * 69_621 + one) % PRIME


def choice(values: tuple[str, ...], number: pl.Expr) -> pl.Expr:
    """One of some texts."""
    return pl.lit(pl.Series(values)).gather((number % len(values)).cast(pl.UInt32))


def padded(number: pl.Expr, width: int) -> pl.Expr:
    """A whole number with noughts before it."""
    return number.cast(pl.String).str.zfill(width)


def numbers(first: int, count: int) -> pl.DataFrame:
    """The facts of some lines, as numbers; ``pence`` is what a correct import makes of ``Net Amount``."""
    line = pl.col("line")
    frame = pl.select(pl.int_range(first, first + count, dtype=pl.Int64).alias("row"))
    repeats = (pl.col("row") % REPEATS == REPEATS - 1).cast(pl.Int64)
    frame = frame.with_columns(line=pl.col("row") - repeats)
    # The product of two draws leans to the low numbers, as a few suppliers bill every week and most rarely.
    supplier = mixed(line, 1) % SUPPLIERS * (mixed(line, 2) % SUPPLIERS) // SUPPLIERS
    frame = frame.with_columns(supplier=supplier, draw=mixed(line, 3) % 100)
    pair = mixed(pl.col("supplier") * 6 + mixed(line, 4) % 6, 5) % (CENTRES * SUBJECTIVES)
    small, middle, large = mixed(line, 6) % 50_000, mixed(line, 7) % 2_000_000, mixed(line, 8) % 25_000_000
    draw = pl.col("draw")
    size = 1 + pl.when(draw < 70).then(small).when(draw < 95).then(middle).otherwise(large)
    credit = mixed(line, 9) % 16 == 0
    return frame.with_columns(
        centre=pair // SUBJECTIVES,
        subjective=pair % SUBJECTIVES,
        period=1 + mixed(line, 10) % 12,
        day=1 + mixed(line, 11) % 28,
        size=size,
        credit=credit,
        pence=pl.when(credit).then(-size).otherwise(size),
    )


def scheme_of(centre: int) -> str:
    """The scheme that a cost centre belongs to."""
    return f"S{centre % SCHEMES + 1:02d}"


def centre_code(centre: int) -> str:
    """A cost centre as the listing writes it."""
    return f"C{40_000 + 13 * centre}"


def amount() -> pl.Expr:
    """Pounds as ledgers write them: some with commas, some padded; credits with a minus, or in brackets."""
    size, row = pl.col("size"), pl.col("line")
    pounds = size // 100
    thousands = pl.format("{},{}", pounds // 1000, padded(pounds % 1000, 3))
    has_comma = (pounds >= 1000) & (mixed(row, 12) % 3 > 0)
    whole = pl.when(has_comma).then(thousands).otherwise(pounds.cast(pl.String))
    bare = pl.format("{}.{}", whole, padded(size % 100, 2))
    style = mixed(row, 13) % 6
    before, behind, brackets = (pl.format(form, bare) for form in ("-{}", "{}-", "({})"))
    credit = pl.when(style < 4).then(before).when(style == 4).then(behind).otherwise(brackets)
    signed = pl.when(pl.col("credit")).then(credit).otherwise(bare)
    return pl.when(mixed(row, 14) % 4 == 0).then(signed.str.pad_start(12)).otherwise(signed)


def month() -> pl.Expr:
    """The calendar month of a period."""
    return (pl.col("period") + 2) % 12 + 1


def day(form: str) -> pl.Expr:
    """The posting date as a text, in a form of strftime."""
    year = pl.when(pl.col("period") > 9).then(YEAR + 1).otherwise(YEAR)
    return pl.date(year, month(), pl.col("day")).dt.strftime(form)


def supplier() -> pl.Expr:
    """A supplier's name: three words by its number."""
    number = pl.col("supplier")
    words = choice(_FIRST, number), choice(_SECOND, number // 12), choice(_THIRD, number // 120)
    return pl.format("{} {} {}", *words)


def listing(facts: pl.DataFrame) -> pl.DataFrame:
    """The lines as the finance system lists them."""
    row = pl.col("line")
    centres = pl.Series([centre_code(each) for each in range(CENTRES)])
    cells = (
        pl.col("period"),
        choice(_TYPES, mixed(row, 15)),
        pl.format("J{}", padded(row // 3, 8)),
        day("%d/%m/%Y"),
        pl.lit(centres).gather(pl.col("centre").cast(pl.UInt32)),
        choice(SUBJECTIVE_CODES, pl.col("subjective")),
        choice(_NAMES, pl.col("subjective")),
        pl.format("V{}", padded(pl.col("supplier"), 6)),
        supplier(),
        pl.format("INV/{}", padded(mixed(row, 16) % 10_000_000, 7)),
        pl.format("01{}", day("/%m/%Y")),
        pl.format("{} {} {}", choice(_WHAT, mixed(row, 17)), choice(_WHEN, mixed(row, 18)), day("%b %y")),
        amount(),
        choice(("ZR", "SR", "EX"), mixed(row, 19)),
    )
    return facts.select(cell.alias(name) for name, cell in zip(HEADINGS, cells, strict=True))


def write(path: Path, count: int, *, first: int = 0, end: str = "\n") -> int:
    """Write a listing of so many lines, from line ``first`` on; returns the pence they sum to."""
    total = 0
    with path.open("wb") as sink:
        for start in range(first, first + count, CHUNK):
            facts = numbers(start, min(CHUNK, first + count - start))
            total += int(facts["pence"].sum())
            listing(facts).write_csv(sink, include_header=start == first, line_terminator=end)
    return total
