"""The hand-written files of a pack out of what they hold: for whoever keeps records elsewhere and hands over a pack.

Reading what this writes gives the same records again. A file that would be empty is not written.

Source: docs/reference/packs.md, "Hand-written files".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from poolbook import money
from poolbook.folder import names, tables
from poolbook.folder.recorded import Recorded
from poolbook.yamlfile import Strict

#: The keys whose whole numbers are pence; those of a mapping from names to sums are pence as well.
_MONEY = {"amount", "effect", "unit_cost"}

#: What may not stand in a quoted YAML text as it is.
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]')


def files(recorded: Recorded) -> dict[str, bytes]:
    """Every file beside the terms and the rules, by name.

    >>> from poolbook.folder.handwritten import Facts
    >>> short = {"SHORT": {"value": "£5.00", "evidence": "p. 2"}}
    >>> facts = Facts.model_validate({"poolbook": "facts/1", "facts": short})
    >>> print(_of(facts).decode(), end="")
    poolbook: facts/1
    facts:
      "SHORT": {value: "£5.00", evidence: "p. 2"}
    """
    made = {
        names.FACTS: _of(recorded.facts),
        names.DECISIONS: _of(recorded.decisions),
        names.COMMENTARY: _of(recorded.commentary),
        names.MEASURES: _of(recorded.measures),
        names.FORECASTS: tables.FORECASTS.rows(recorded.forecasts),
    }
    if made[names.FORECASTS]:
        made[names.FORECASTS] = tables.FORECASTS.header + made[names.FORECASTS]
    return {name: data for name, data in made.items() if data}


def _of(file: Strict) -> bytes:
    """A file, block by block; nothing where it holds nothing but its format."""
    lines = []
    for name in type(file).model_fields:
        value = getattr(file, name)
        if name != "poolbook" and value:
            lines += [f"{name}:", *_block(value)]
    head = f"poolbook: {getattr(file, 'poolbook')}"  # noqa: B009 - every file has it, and their base class not
    return "".join(f"{line}\n" for line in [head, *lines]).encode() if lines else b""


def _block(value: Any) -> Iterator[str]:
    if isinstance(value, Strict):
        yield from (f"  {name}: {_flow(name, each)}" for name, each in _given(value))
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if isinstance(each, Mapping):
                yield f"  {_quoted(name)}:"
                yield from (f"  {line}" for line in _block(each))
            else:
                yield f"  {_quoted(name)}: {_flow('', each)}"
    else:
        yield from (f"  - {_flow('', each)}" for each in value)


def _given(item: Strict) -> Iterator[tuple[str, Any]]:
    """What an item says beyond its defaults."""
    for name, field in type(item).model_fields.items():
        value = getattr(item, name)
        if field.is_required() or value != field.default:
            yield name, value


def _flow(name: str, value: Any) -> str:
    if isinstance(value, Strict):
        pairs = (f"{key}: {_flow(key, each)}" for key, each in _given(value))
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_quoted(key)}: {_quoted(money.show(each))}' for key, each in value.items())}}}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return _quoted(money.show(value)) if name in _MONEY or name == "value" else str(value)
    return value.isoformat() if isinstance(value, date) else _quoted(str(value))


def _quoted(text: str) -> str:
    """A text as YAML and JSON both quote it."""

    def escape(found: re.Match[str]) -> str:
        letter = found[0]
        return f"\\{letter}" if letter in '\\"' else f"\\u{ord(letter):04x}"

    return f'"{_ESCAPED.sub(escape, text)}"'
