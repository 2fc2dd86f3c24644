"""ruamel.yaml's own scanner and parser, with short cuts for what is common: the same events, sooner.

A large file spends nearly all its time here, one letter after another. Each short cut answers a question that the
method it stands for would answer the same way, and hands every other over to it.

Source: measured (docs/reference/worked-examples.md, "Large files"); YAML 1.2.2, chapter 7.3.3 (plain scalars).
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import ScalarEvent
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import ScalarToken

_SPACES = re.compile(r" *(?=[^\s\0#\ufeff])")
_WORDS = r"[\w£.+/()'-]+(?: [\w£.+/()'-]+)*"
#: Plain words that end here for certain: before a colon, and within brackets also before what ends an item.
_BEFORE_COLON = re.compile(rf"{_WORDS}(?=:[ \n])")
_IN_BRACKETS = re.compile(rf"{_WORDS}(?=[,\]}}]|:[ \n])")


class _Reader(Reader):
    def forward(self, length: int = 1) -> None:
        """Past many letters at once, where no line ends among them."""
        end = self.pointer + length
        passed = self.buffer[self.pointer : end]
        if end + 1 >= len(self.buffer) or "\n" in passed or "\r" in passed:
            super().forward(length)
        else:
            self.pointer, self.index, self.column = end, self.index + length, self.column + length


class _Scanner(Scanner):
    reader: Any = None  # once, where the library looks it up at every letter

    def __init__(self, loader: Any = None) -> None:
        self.reader = loader.reader
        super().__init__(loader)

    def need_more_tokens(self) -> bool:
        """A token is ready, and no text that might yet prove to be a key stands before it."""
        if self.tokens and not self.possible_simple_keys:
            return False
        return bool(super().need_more_tokens())

    def check_token(self, *choices: Any) -> bool:
        """Whether the next token is one of these, asked once for all of them."""
        while self.need_more_tokens():
            self.fetch_more_tokens()
        return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))

    def scan_to_next_token(self) -> Any:
        """Past spaces on the same line."""
        found = _SPACES.match(self.reader.buffer, self.reader.pointer)
        if found is None:
            return super().scan_to_next_token()
        self.reader.forward(len(found[0]))
        return None

    def scan_plain(self) -> Any:
        """Plain words on one line, found whole."""
        found = (_IN_BRACKETS if self.flow_context else _BEFORE_COLON).match(self.reader.buffer, self.reader.pointer)
        if found is None:
            return super().scan_plain()
        start = self.reader.get_mark()
        self.reader.forward(len(found[0]))
        self.allow_simple_key = False
        return ScalarToken(found[0], True, start, self.reader.get_mark())

    def fetch_double(self) -> None:
        """A text in double quotes; an escape that stands for no character is an error with a place."""
        try:
            super().fetch_double()
        except (ValueError, OverflowError):
            what = "found an escape for no character"
            raise ScannerError("while scanning a double-quoted scalar", None, what, self.reader.get_mark()) from None


class _Parser(Parser):
    scanner: Any = None

    def __init__(self, loader: Any) -> None:
        self.scanner = loader.scanner
        super().__init__(loader)

    def parse_node(self, block: bool = False, indentless_sequence: bool = False) -> Any:
        """A text that has neither anchor nor tag."""
        token = self.scanner.peek_token()
        if not isinstance(token, ScalarToken):
            return super().parse_node(block, indentless_sequence)
        self.scanner.get_token()
        self.state = self.states.pop()
        implicit = (bool(token.plain), not token.plain)
        start, end = token.start_mark, token.end_mark
        return ScalarEvent(None, None, implicit, token.value, start, end, style=token.style, comment=token.comment)


def yaml_1_2() -> YAML:
    """A reader of YAML 1.2 whose ``parse`` gives events."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.Reader, yaml.Scanner, yaml.Parser = _Reader, _Scanner, _Parser
    return yaml
