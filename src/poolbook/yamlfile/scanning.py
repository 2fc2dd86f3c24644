"""ruamel.yaml's own scanner, which here gives every fault a place.

Source: YAML 1.2.2, chapter 5.7 (escaped characters).
"""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.scanner import Scanner, ScannerError


class _Scanner(Scanner):
    def fetch_double(self) -> None:
        """A text in double quotes; an escape that stands for no character is an error with a place."""
        try:
            super().fetch_double()
        except (ValueError, OverflowError):
            what = "found an escape for no character"
            raise ScannerError("while scanning a double-quoted scalar", None, what, self.reader.get_mark()) from None


def yaml_1_2() -> YAML:
    """A reader of YAML 1.2 whose ``parse`` gives events."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    yaml.Scanner = _Scanner
    return yaml
