"""What is wrong with a text that is not YAML, in words for the person who wrote it.

Source: the errors of ruamel.yaml 0.19; house rule: no jargon of the parser.
"""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from poolbook.findings import Finding, Where, error

_QUOTE = "put the text in quotation marks"
#: What the parser says (context and problem) and what the person should hear; ``{line}`` is where it began, ``{0}`` and
#: ``{1}`` are what the pattern found.
_WORDS = tuple(
    (re.compile(pattern, re.DOTALL), said)
    for pattern, said in (
        (
            "mapping values are not allowed",
            "a text that holds `: ` needs quotation marks; if this is a key of its own, its indentation is wrong",
        ),
        ("quoted scalar: found unexpected", "the quotation mark opened on line {line} is not closed"),
        (
            "flow sequence: expected",
            "the [ opened on line {line} is not closed, or a comma or quotation mark is missing",
        ),
        (
            "flow mapping: expected",
            "the {{ opened on line {line} is not closed, or a comma or quotation mark is missing",
        ),
        (r"but found '([\]}}])'", "there is a {0} that closes nothing"),
        (
            "expected <block end>, but found '<scalar>'",
            "there is something after the end of a value: quote the whole text",
        ),
        ("expected <block end>", "the indentation does not fit the list or keys that begin on line {line}"),
        ("expected '<document start>'", "there is something after the end of the list or keys: is it indented alike?"),
        ("expected the node content, but found ','", "there is a comma with nothing before it"),
        ("found incompatible YAML document", "this is read as YAML 1.2: take the %YAML line out"),
        ("could not find expected ':'", "the line has no colon: write `key: value`, or indent it as part of a text"),
        ("sequence entries are not allowed", "a list cannot begin here: put its first `- ` on a line of its own"),
        (r"found character '(.)' that cannot", f"a text cannot begin with {{0}}: {_QUOTE}"),
        (
            r"unknown escape character '(.)'",
            "after \\ stands {0}, which means nothing: write \\\\, or use ' for quotes",
        ),
        ("found an escape for no character", "an escape after \\ stands for no character there is"),
        ("expected escape sequence", "an escape after \\ has too few digits: write \\\\, or use ' for quotes"),
        ("scanning an? (alias|anchor)", f"a text cannot begin with * or &: {_QUOTE}"),
        (r"(pars|scann)ing an? (tag|node)", f"a text cannot begin with !: {_QUOTE}"),
        ("scanning a block scalar", "after | or > the text begins on the next line"),
    )
)


def explained(problem: MarkedYAMLError, text: str, name: str) -> Finding:
    """The fault at its line: where it shows, or where what is never closed was opened."""
    began, shows = problem.context_mark, problem.problem_mark or problem.context_mark
    rows = text.splitlines()
    line = shows.line + 1 if shows is not None else 1
    if began is not None and not any(row.strip() for row in rows[line - 1 :]):
        line = began.line + 1  # it shows only at the end of the file
    if line <= len(rows) and "\t" in rows[line - 1]:
        said = "the line has a tab: use spaces"
    else:
        said = _said(problem, began.line + 1 if began is not None else line)
    return error("yaml.syntax", f"this is not YAML: {said}", Where(file=name, line=line))


def _said(problem: MarkedYAMLError, began: int) -> str:
    heard = f"{problem.context}: {problem.problem}"
    for pattern, said in _WORDS:
        if found := pattern.search(heard):
            return said.format(*found.groups(), line=began)
    return str(problem.problem or problem.context)
