"""A source into the text of ``rules.yaml``, before those that are there, and everything else left as it was written."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

from poolbook import yamlfile
from poolbook.findings import Refused
from poolbook.folder import names
from poolbook.importing.results import quoted
from poolbook.importing.rules import EMPTY

#: How rules begin that nobody wrote by hand.
_FIRST = f"# Which extracts come, and where each code goes. docs/reference/rules.md explains every key.\n{EMPTY}"


def add_source(text: str, name: str, source: Mapping[str, Any]) -> str:
    """The text with this source among its sources, under a name that none of them has."""
    before = text or _FIRST
    said = yamlfile.parse(before, name=names.RULES).data
    free = _free(name, said.get("sources") or {})
    wanted = {**said, "sources": {free: dict(source), **(said.get("sources") or {})}}
    for made in (_put_in, _laid_out):
        after = made(before, free, source)
        if after and _says(after, wanted):
            return after
    raise ValueError("the source could not be put into the text")


def _free(name: str, taken: Mapping[str, Any]) -> str:
    tries = [name, *(f"{name}_{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in tries if each not in taken)


def _lines(name: str, source: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {name}:"
    for key, value in source.items():
        if isinstance(value, Mapping):
            yield f"    {key}:"
            yield from (f"      {each}: {quoted(text)}" for each, text in value.items())
        else:
            yield f"    {key}: {quoted(value)}"


def _put_in(text: str, name: str, source: Mapping[str, Any]) -> str:
    """New lines beneath ``sources:``; "" where the text is not laid out in lines."""
    lines = text.splitlines()
    at = next((place for place, line in enumerate(lines) if line.split("#")[0].rstrip() == "sources:"), None)
    if at is not None:
        return "\n".join([*lines[: at + 1], *_lines(name, source), *lines[at + 1 :], ""])
    if any(line.startswith("sources:") for line in lines):
        return ""
    begin = next(place for place, line in enumerate(lines) if line.startswith("poolbook:"))
    return "\n".join([*lines[: begin + 1], "", "sources:", *_lines(name, source), *lines[begin + 1 :], ""])


def _laid_out(text: str, name: str, source: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    data = yaml.load(text)
    data["sources"] = {name: dict(source), **(data.get("sources") or {})}
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _says(after: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return bool(yamlfile.parse(after, name=names.RULES).data == wanted)
    except Refused:
        return False
