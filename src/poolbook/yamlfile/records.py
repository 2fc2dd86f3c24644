"""Typed records read from a file: closed to unknown keys, every fault in the words of the person who wrote it.

Source: docs/reference/worked-examples.md, "The file".
"""

from __future__ import annotations

import difflib
from fractions import Fraction
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from poolbook import money
from poolbook.findings import Finding, Refused, error
from poolbook.yamlfile.document import Document, Path_, Written

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
    "too_short": "name one at least",
}


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
            faults = [_again(each, known) for each in problem.errors(include_url=False)] + faults
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
        return None, [_finding(document, at, each) for each in problem.errors(include_url=False)]


def part(document: Document, at: Path_) -> Any:
    """The data at a path of the document."""
    data = document.data
    for step in at:
        data = data[step]
    return data


def nearest(word: str, known: list[str]) -> str:
    """``: did you mean x?`` where a known word is near, else nothing.

    >>> nearest("asign", ["assign", "share"]), nearest("pay", ["assign", "share"])
    (': did you mean assign?', '')
    """
    near = difflib.get_close_matches(word, known, n=1)
    return f": did you mean {near[0]}?" if near else ""


def _again(problem: Any, known: list[str]) -> InitErrorDetails:
    """An error of pydantic, to be raised again beside a record's own, in plain words."""
    kind, loc = problem["type"], problem["loc"]
    message = _words(problem)
    if kind == "extra_forbidden" and len(loc) == 1:
        message = f"{_short(loc[0])} is not a key that is known here{nearest(str(loc[0])[:40], known)}"
    if kind == "missing" and len(loc) == 1:
        message = f"{loc[0]} is missing"
    said = PydanticCustomError(kind, "{message}", {"message": message})
    return InitErrorDetails(type=said, loc=loc, input=problem.get("input"))


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
        return f'{said}: put a number in quotes, "{_as_written(given)}"'
    return f"{said}, not {_short(given)}" if isinstance(given, str | int | Fraction) else said


def _finding(document: Document, at: Path_, problem: Any) -> tuple[Path_, Finding]:
    """A validation error with its path, at its line."""
    loc = at
    data = part(document, at)
    for step in problem["loc"]:  # pydantic puts the names of union members and models into its paths
        listed = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if listed or (isinstance(data, dict) and step in data):
            loc, data = (*loc, step), data[step]
    message = _words(problem)
    if problem["type"] == "extra_forbidden":
        return loc, error("yaml.unknown_key", message, document.where(loc))
    if problem["type"] == "missing":
        return loc, error("yaml.missing_key", message, document.where(loc))
    return loc, error("yaml.value", message, document.where(loc))


def _short(value: object) -> str:
    """A value as quoted in a message: a long one must not fill a screen."""
    text = _as_written(value) if isinstance(value, Fraction) else repr(value) if isinstance(value, str) else str(value)
    text = {"True": "true", "False": "false"}.get(text, text)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _as_written(number: int | Fraction) -> str:
    return number.text if isinstance(number, Written) else str(number)


def _name(value: object) -> object:
    """A whole number stands for its digits; anything else must be a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and not value.strip():
        raise ValueError("a name is missing")
    return value


def _plain(value: object) -> object:
    """Words, or a number or yes-or-no as it was written: clause 6.10 is not clause 6.1."""
    if isinstance(value, bool):
        return str(value).lower()
    return _as_written(value) if isinstance(value, int | Fraction) else value


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        raise ValueError(f"write a number here, not {_short(value)}")
    if value < 0:
        raise ValueError(f"{_short(value)} is negative: this number cannot be")
    return value


def read_pence(value: object) -> object:
    """Pence from a whole number of pence, or from pounds with the sign; else ``ValueError``."""
    if isinstance(value, str) and "£" in value:
        return money.parse(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"write whole pence, or pounds with the sign as £1,234.50, not {_short(value)}")
    if abs(value) >= 10 ** (money.MAX_DIGITS + 2):
        raise ValueError(f"{value} is larger than any fund")
    return value


def read_sum(value: object) -> object:
    """Pence that cannot be negative, from a number of pence or from pounds with the sign; else ``ValueError``."""
    pence = read_pence(value)
    if isinstance(pence, int) and pence < 0:
        raise ValueError(f"{_short(value)} is negative: this sum cannot be")
    return pence


#: A code that other keys refer to; a number without quotes is taken as its digits.
Name = Annotated[str, BeforeValidator(_name)]
#: Words for people, or a number as it was written.
Words = Annotated[str, BeforeValidator(_plain)]
#: An exact number, never negative.
Number = Annotated[int | Fraction, BeforeValidator(_number), WithJsonSchema({"type": "number", "minimum": 0})]
_MONEY = WithJsonSchema({"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "£"}]})
#: Whole pence, or pounds with the sign, which may be negative.
Pence = Annotated[int, BeforeValidator(read_pence), _MONEY]
#: Whole pence, or pounds with the sign, never negative.
Sum = Annotated[int, BeforeValidator(read_sum), _MONEY]
