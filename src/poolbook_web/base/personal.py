"""Words that people type must not hold what identifies somebody who uses services: the core's own rules for extracts
(:mod:`poolbook.importing.personal`), asked of one text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from poolbook.findings import Finding, Where, error
from poolbook.importing import personal

_TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")


def refused(text: str, year: str, key: str) -> Iterator[Finding]:
    """An error for an NHS number, and one for a date of birth; ``year`` is the financial year that the text is about,
    since a day long before it is taken for a birthday.

    >>> [each.code for each in refused("Is 943 476 5919, born 3.4.1950, in scheme A?", "2009-10", "text")]
    ['text.nhs_number', 'text.date_of_birth']
    >>> list(refused("Invoice 9434765918 of 3.4.2009", "2009-10", "text"))
    []
    """
    if any(personal.is_nhs_number(re.sub("[ -]", "", each)) for each in _TEN_DIGITS.findall(text)):
        message = "This holds an NHS number. Take it out: nobody who uses services is named here."
        yield error("text.nhs_number", message, Where(key=key))
    birth = personal.birth_pattern(int(year[:4])).replace("(?i)", "")  # which Python takes at the start alone
    if re.search(birth, text, re.IGNORECASE):
        message = "This holds what reads as a date of birth. Take it out; of an old paper, give the month and the year."
        yield error("text.date_of_birth", message, Where(key=key))
