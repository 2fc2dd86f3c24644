"""The characters of a file: UTF-8, and none that an editor hides, reorders or takes for a line's end.

A page that shows a name shows what was written, so nothing that could forge a line, turn a text round or drive a
terminal gets in: neither as it is nor by an escape (``"\\e"``).

Source: docs/reference/worked-examples.md, "The file"; Unicode Standard Annex 9 (bidirectional controls).
"""

from __future__ import annotations

import re

from poolbook.findings import Finding, Refused, Where, error

#: The most characters of one text; a longer one is a mistake or an attack.
MAX_TEXT = 100_000

_SEEN = r"\t\n\x20-\x7e\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_UNSEEN_IN_A_FILE = re.compile(rf"[^\r{_SEEN}]")
_UNSEEN = re.compile(rf"[^{_SEEN}]")
_PUNCTUATION = re.compile(r"""[\n,:#"'\[\]{}]""")


def decoded(text: bytes | str, name: str) -> str:
    """The text of a file; :class:`Refused`, with its line, where it is not UTF-8 or holds what nobody would see."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            where = Where(file=name, line=problem.object[: problem.start].count(b"\n") + 1)
            raise Refused([error("yaml.encoding", "the file is not UTF-8: save it as UTF-8", where)]) from None
    if found := _UNSEEN_IN_A_FILE.search(text):
        raise Refused([_unseen(found[0]).at(Where(file=name, line=text.count("\n", 0, found.start()) + 1))])
    for place, piece in enumerate(_PUNCTUATION.split(text)) if len(text) > MAX_TEXT else ():
        if len(piece) > MAX_TEXT:  # seen here at once, where the scanner would take it letter by letter
            before = _PUNCTUATION.split(text, maxsplit=place)[-1]
            line = text.count("\n", 0, len(text) - len(before)) + 1
            message = f"a text of more than {MAX_TEXT:,} characters is too long"
            raise Refused([error("yaml.too_large", message, Where(file=name, line=line))])
    return text


def unseen(text: str) -> Finding | None:
    """What is wrong with the characters of a value, if anything is."""
    found = _UNSEEN.search(text)
    return _unseen(found[0]) if found else None


def in_one_line(text: str) -> bool:
    """Whether a text is fit to be a name: no line break, no tab, nothing unseen.

    >>> in_one_line("OCC"), in_one_line("OCC\\nerror: forged")
    (True, False)
    """
    return not ("\n" in text or "\t" in text or _UNSEEN.search(text))


def escaped(text: str) -> str:
    """The text with what is unseen written out, so that it can be shown.

    >>> escaped("\\x1b[2J")
    '\\\\u001b[2J'
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _unseen(character: str) -> Finding:
    message = f"there is a character that nobody can see, U+{ord(character):04X}: take it out"
    return error("yaml.encoding", message)
