"""Rules into the text of ``rules.yaml``: the new ones after the last, everything else left as it was written.

The text is a person's, with comments and an order that matters, so lines are put in and nothing is written anew; what
comes out is read again, and must be what was there with the new rules at the end. Where lines cannot simply be put in
(rules in braces on one line), the rules alone are laid out anew.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

from poolbook import yamlfile
from poolbook.findings import Refused
from poolbook.folder import names
from poolbook.importing.results import quoted

#: A rule as it is answered: ``when`` and what the codes are. Empty values are left out of the text.
Answer = Mapping[str, Any]


def add(text: str, answers: Sequence[Answer]) -> str:
    """The text with these rules after its last."""
    for made in (_put_in, _laid_out):
        after = made(text, answers)
        if after and _says_both(text, answers, after):
            return after
    raise ValueError("the rules could not be put into the text")


def _rule(answer: Answer, indent: str) -> Iterator[str]:
    when = ", ".join(f"{quoted(name) if not name.isidentifier() else name}: {quoted(text)}"
                     for name, text in answer["when"].items())  # fmt: skip
    yield f"{indent}- when: {{{when}}}"
    for name, value in answer.items():
        if name != "when" and value:
            yield f"{indent}  {name}: {quoted(value)}"


def _put_in(text: str, answers: Sequence[Answer]) -> str:
    """New lines after the last rule; "" where the text is not laid out in lines."""
    lines = text.splitlines()
    start = next((at for at, line in enumerate(lines) if line.split("#")[0].rstrip() in ("rules:", "rules: []")), None)
    if start is None:
        if any(line.startswith("rules:") for line in lines):
            return ""
        lines, start = [*lines, "rules:"], len(lines)
    lines[start] = lines[start].replace("rules: []", "rules:")
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " -#"):
        end += 1
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
        end -= 1
    first = next((line for line in lines[start + 1 : end] if line.lstrip().startswith("- ")), "  - ")
    indent = first[: len(first) - len(first.lstrip())]
    added = [line for each in answers for line in _rule(each, indent)]
    return "\n".join([*lines[:end], *added, *lines[end:], ""])


def _laid_out(text: str, answers: Sequence[Answer]) -> str:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 120
    data = yaml.load(text)
    data["rules"] = [*(data.get("rules") or []), *(_of(each) for each in answers)]
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _of(answer: Answer) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if value}


def _says_both(before: str, answers: Sequence[Answer], after: str) -> bool:
    try:
        was, now = (yamlfile.parse(text, name=names.RULES).data for text in (before, after))
    except Refused:
        return False
    wanted = {**was, "rules": [*(was.get("rules") or []), *(_of(each) for each in answers)]}
    return bool(now == wanted)
