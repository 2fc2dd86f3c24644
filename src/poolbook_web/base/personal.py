"""Words that people type must not hold what identifies somebody who uses services, nor a character that nobody can see:
the core's own rules for extracts (:mod:`poolbook.importing.personal`) and for files (:mod:`poolbook.yamlfile.text`),
asked of one text. What a file could not hold could be kept, and then neither handed over nor verified."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from poolbook.findings import Finding, Where, error
from poolbook.importing import personal
from poolbook.yamlfile.text import in_one_line, unseen

_TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")

#: The SHA-256 of a paper, whose digits are nobody's number.
_HASH = re.compile(r"\b[0-9a-f]{64}\b")

_NO_NUMBER = "This holds an NHS number. Take it out: nobody who uses services is named here."

#: Of a text that is about no year in particular: no pooled fund is older than the Health Act 1999, section 31.
FIRST_YEAR = "2000-01"


def refused(text: str, year: str, key: str, *, one_line: bool = False) -> Iterator[Finding]:
    """An error for an NHS number, one for a date of birth, and one for what nobody can see; ``year`` is the financial
    year that the text is about, since a day long before it is taken for a birthday. A text of ``one_line`` has no line
    break or tab either.

    >>> [each.code for each in refused("Is 943 476 5919, born 3.4.1950, in scheme A?", "2009-10", "text")]
    ['text.nhs_number', 'text.date_of_birth']
    >>> list(refused("Invoice 9434765918 of 3.4.2009", "2009-10", "text"))
    []
    >>> [each.code for each in refused("Ann\\nLee", FIRST_YEAR, "name", one_line=True)]
    ['text.lines']
    """
    if found := unseen(text):
        yield error("text.unseen", found.message, Where(key=key))
    elif one_line and not in_one_line(text):
        yield error("text.lines", "Write this in one line: there is a line break or a tab in it.", Where(key=key))
    text = _HASH.sub("", text)
    if any(_nhs_numbers(text)):
        yield error("text.nhs_number", _NO_NUMBER, Where(key=key))
    birth = personal.birth_pattern(int(year[:4])).replace("(?i)", "")  # which Python takes at the start alone
    if re.search(birth, text, re.IGNORECASE):
        message = "This holds what reads as a date of birth. Take it out; of an old paper, give the month and the year."
        yield error("text.date_of_birth", message, Where(key=key))


def refused_lines(text: str, name: str, codes: Container[str] = (), before: str = "") -> Iterator[Finding]:
    """An error for each line of a file that holds an NHS number; ``codes`` are those of a ledger, which may look like
    one, and what stands in the version ``before`` this one was typed by somebody else and is passed over.

    >>> [each.where.line for each in refused_lines("note: spent\\nabout: for 943 476 5919", "terms.yaml")]
    [2]
    """
    known = set(before.splitlines())
    for number, line in enumerate(text.splitlines(), start=1):
        if line not in known and any(each not in codes for each in _nhs_numbers(_HASH.sub("", line))):
            yield error("text.nhs_number", _NO_NUMBER, Where(file=name, line=number))


def _nhs_numbers(text: str) -> Iterator[str]:
    found = (re.sub("[ -]", "", each) for each in _TEN_DIGITS.findall(text))
    return (each for each in found if personal.is_nhs_number(each))
