"""Typed records read from a file: closed to unknown keys, every fault in the words of the person who wrote it.

Source: docs/reference/worked-examples.md, "The file".
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from poolbook.findings import Finding, Refused, error
from poolbook.yamlfile.document import Document, Path_
from poolbook.yamlfile.values import as_written, instead, quoted

T = TypeVar("T")

#: What pydantic calls a fault, and what a person should write instead.
_PLAIN_WORDS = {
    "string_type": "write words here",
    "int_type": "write a whole number here",
    "bool_type": "write true or false here",
    "list_type": "write a list here: [A, B]",
    "tuple_type": "write a list here: [A, B]",
    "dict_type": "write keys with values here: {KEY: value}",
    "model_type": "write keys with values here: {KEY: value}",
    "model_attributes_type": "write keys with values here: {KEY: value}",
    "missing": "this key is missing",
    "string_pattern_mismatch": "write a code here: letters, digits, - _ and . without spaces, 40 at most",
    "string_too_short": "write words here",
    "too_short": "this is empty: name one at least",
}
#: Where what was written instead has nothing to add.
_WITHOUT_INSTEAD = ("missing", "too_short", "string_too_short")

#: A suggestion helps among few names and for the first few faults; for thousands it would cost seconds.
NAMES_TO_SUGGEST = 60
FAULTS_TO_SUGGEST = 10
_KEYS_TO_LIST = 15


class Strict(BaseModel):
    """A record read from a file: frozen, closed to unknown keys, no silent conversion between types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)

    @model_validator(mode="wrap")
    @classmethod
    def _every_fault(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        faults = cls.misfits(value) if isinstance(value, dict) else []
        try:
            made = handler(value)
        except ValidationError as problem:
            known = [each.alias or name for name, each in cls.model_fields.items()]
            own = {each["loc"] for each in faults if "loc" in each}
            others = [each for each in problem.errors(include_url=False) if each["loc"] not in own]
            faults = [_again(each, known) for each in others] + faults
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return made

    @classmethod
    def misfits(cls, written: dict[str, Any]) -> list[InitErrorDetails]:  # noqa: ARG003 - for subclasses
        """What is wrong between the keys, whatever their values: for a record to say, each by :func:`fault`."""
        return []


def fault(message: str, *loc: int | str) -> InitErrorDetails:
    """A fault at a key of a record, to be reported beside all the others."""
    kind = PydanticCustomError("value_error", "{message}", {"message": message})
    return InitErrorDetails(type=kind, loc=loc, input=None)


def typed(document: Document, model: type[T], *, at: Path_ = ()) -> T:
    """The part of the document at ``at`` as ``model``; raises :class:`Refused` with every fault and its line."""
    made, faults = tried(document, model, at=at)
    if made is None:
        raise Refused(found for _, found in faults)
    return made


def tried(document: Document, model: type[T], *, at: Path_ = ()) -> tuple[T | None, list[tuple[Path_, Finding]]]:
    """The same without raising: the record, or None and every fault with its path, for a caller that goes on."""
    try:
        return TypeAdapter(model).validate_python(part(document, at)), []
    except ValidationError as problem:
        faults = enumerate(problem.errors(include_url=False))
        return None, [_finding(document, at, each, suggest=i < FAULTS_TO_SUGGEST) for i, each in faults]


def part(document: Document, at: Path_) -> Any:
    """The data at a path of the document."""
    data = document.data
    for step in at:
        data = data[step]
    return data


def nearest(word: str, known: Sequence[str]) -> str:
    """``: did you mean x?`` where a known word is near, else nothing; nor where there are many to choose from.

    >>> nearest("asign", ["assign", "share"]), nearest("pay", ["assign", "share"])
    (': did you mean assign?', '')
    """
    near = difflib.get_close_matches(word[:40], known, n=1) if len(known) <= NAMES_TO_SUGGEST else []
    return f": did you mean {near[0]}?" if near else ""


def _again(problem: Any, known: list[str]) -> InitErrorDetails:
    """An error of pydantic, to be raised again beside a record's own, in plain words."""
    kind, loc = problem["type"], problem["loc"]
    context = {"known": problem.get("ctx", {}).get("known", []), "message": _words(problem)}
    if kind == "extra_forbidden" and len(loc) == 1:
        context = {"known": known, "message": f"{quoted(loc[0])} is not a key that is known here"}
    if kind == "missing" and len(loc) == 1:
        context["message"] = f"{loc[0]} is missing"
    return InitErrorDetails(type=PydanticCustomError(kind, "{message}", context), loc=loc, input=problem.get("input"))


def _words(problem: Any) -> str:
    """What pydantic says, as a person would say it, with what was given instead."""
    kind, given, context = problem["type"], problem.get("input"), problem.get("ctx", {})
    if "message" in context:
        return str(context["message"])
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    if kind == "literal_error":
        said = f"write one of: {str(context['expected']).replace(chr(39), '').replace(' or ', ', ')}"
    else:
        said = _PLAIN_WORDS.get(kind, str(problem["msg"]))
    if kind == "string_type" and isinstance(given, int | Fraction) and not isinstance(given, bool):
        return f'{said}: put a number in quotes, "{as_written(given)}"'
    return said if kind not in (*_PLAIN_WORDS, "literal_error") or kind in _WITHOUT_INSTEAD else said + instead(given)


def _finding(document: Document, at: Path_, problem: Any, *, suggest: bool) -> tuple[Path_, Finding]:
    """A validation error with its path, at its line."""
    loc = at
    data = part(document, at)
    for step in problem["loc"]:  # pydantic puts the names of union members and models into its paths
        listed = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if listed or (isinstance(data, dict) and step in data):
            loc, data = (*loc, step), data[step]
    message = _words(problem)
    if problem["type"] == "extra_forbidden":
        hint = _keys(str(problem["loc"][-1]), problem["ctx"].get("known", [])) if suggest else ""
        return loc, error("yaml.unknown_key", message + hint, document.where(loc))
    if problem["type"] == "missing":
        return loc, error("yaml.missing_key", message, document.where(loc))
    return loc, error("yaml.value", message, document.where(loc))


def _keys(word: str, known: list[str]) -> str:
    """The key that was meant, or those there are, if they are few."""
    return nearest(word, known) or (f": the keys are {', '.join(known)}" if len(known) <= _KEYS_TO_LIST else "")
