"""No personal data about people who use services: what must not stay in a narrative, a supplier or a reference.

An NHS number is ten digits with a check digit (modulus 11); a date of birth is a date beside such words, or a day far
before the fund-year. The text of such a cell is not stored: it is replaced, counted and reported. Names cannot be told
from words, so the narrative of payroll lines is dropped whole.

Source: docs/reference/imports.md, "Reading"; UK GDPR article 5(1)(c), data minimisation; NHS Data Dictionary, NHS
NUMBER.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from poolbook.findings import Finding, Where, warning

#: What is said of a file that personal data came with.
FOUND = warning(
    "import.personal_data",
    "texts with an NHS number ({numbers}) or a date of birth ({births}) came with the file; they are not stored. Tell "
    "whoever sends the file to leave them out",
    source="UK GDPR article 5(1)(c), data minimisation",
)

NHS_NUMBER = "[removed: NHS number]"
BIRTH = "[removed: date of birth]"

#: A day this many years before the fund-year is no invoice date.
_OLD = 5

#: Ten digits, in groups or not, with no letter or digit beside them save the letters NHS. Written without ``\b``,
#: which would cost five times as much.
_BEFORE, _AFTER = r"(?:^|[^0-9A-Za-z]|(?i:nhs|nhsno))", r"(?:[^0-9A-Za-z]|$)"
_TEN = rf"{_BEFORE}[0-9]{{3}}[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}{_AFTER}"
_SPACED = rf"{_BEFORE}[0-9]{{3}}[ -][0-9]{{3}}[ -][0-9]{{4}}{_AFTER}"
_BARE = r"^[0-9]{10}$"
_BORN = r"(?i)\b(?:dob|d\.o\.b|born|date of birth|birth date)\b.{0,12}[0-9]"

#: What is quick to look for, and holds whenever one of the others may: only such cells are looked at closely.
_SUSPECT = (
    rf"{_TEN}|[0-9][/. -][0-9A-Za-z]{{1,9}}[/. -](?:19|20)[0-9][0-9]"
    r"|(?:19|20)[0-9][0-9]-[0-9]|(?i-u:dob|d\.o\.b|born|birth)"
)

#: The same ten digits for looking closely, one after another.
_EACH = {
    "all": re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])"),
    "spaced": re.compile(r"(?<![0-9])[0-9]{3}[ -][0-9]{3}[ -][0-9]{4}(?![0-9])"),
}


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number.

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != 10 or not digits.isascii() or not digits.isdigit():
        return False
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return check % 11 == int(digits[9]) and len(set(digits)) > 1


def birth_pattern(year_start: int) -> str:
    """The expression for a date of birth, for a fund-year that starts in ``year_start``."""
    years = "|".join(str(year) for year in range(1900, year_start - _OLD + 1))
    months = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    day_first = rf"\b[0-9]{{1,2}}[/. -](?:[0-9]{{1,2}}|(?:{months})[a-z]*)[/. -](?:{years})\b"
    return rf"{_BORN}|(?i){day_first}|\b(?:{years})-[0-9]{{2}}-[0-9]{{2}}\b"


def clean(cells: pl.Series, year_start: int, *, numbers: str = "all") -> tuple[pl.Series, int, int]:
    """The column without personal data, and how many NHS numbers and dates of birth were removed.

    ``numbers`` says which ten digits are looked at: ``all``; ``spaced`` where the column holds document numbers.
    """
    suspect = cells.str.contains(_SUSPECT)
    if not suspect.any():
        return cells, 0, 0
    close = pl.DataFrame({"cell": cells}).with_row_index("at").filter(suspect)
    close = close.with_columns(born=pl.col("cell").str.contains(birth_pattern(year_start)))
    likely = close.filter(pl.col("cell").str.contains(_TEN if numbers == "all" else _SPACED))
    numbered = pl.Series([_has_number(text, numbers) for text in likely["cell"].to_list()], dtype=pl.Boolean)
    born, found = close.filter("born")["at"], likely.filter(numbered)["at"]
    cells = cells.scatter(born, BIRTH) if len(born) else cells
    return (cells.scatter(found, NHS_NUMBER) if len(found) else cells), len(found), len(born)


def any_suspect(cells: pl.Series) -> bool:
    """Whether a column with few distinct texts (suppliers) may hold personal data at all."""
    return bool(cells.unique().str.contains(_SUSPECT).any())


def document_numbers(references: pl.Series) -> bool:
    """Whether a reference column holds ten-digit document numbers of a finance system, not NHS numbers.

    Most of its cells are ten bare digits, and most of those fail the check that every NHS number passes.
    """
    bare = references.filter(references.str.contains(_BARE))
    filled = int((references != "").sum())
    sample = bare.head(2000).to_list()
    return bool(sample) and 2 * len(bare) > filled and 2 * sum(map(is_nhs_number, sample)) < len(sample)


def found(numbers: int, births: int, where: Where) -> Iterator[Finding]:
    """What is said of a file from which so much was removed."""
    if numbers or births:
        yield replace(FOUND, message=FOUND.message.format(numbers=numbers, births=births), where=where)


def _has_number(text: str, numbers: str) -> bool:
    return any(is_nhs_number(re.sub("[ -]", "", each)) for each in _EACH[numbers].findall(text))
