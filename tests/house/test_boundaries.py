"""What the layers (in pyproject.toml) cannot see: calls that only one place may make."""

from __future__ import annotations

import re

from tests.house.source import CORE, Module, modules

#: Where a float may be made, and why it is no risk to a penny. Money is whole pence, in ``int``.
FLOATS: dict[str, str] = {}

ASKS_THE_TIME = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time")


def found(what: tuple[str, ...], where: list[Module]) -> list[str]:
    """Where any of these is called, alone or at the end of a dotted name."""
    return [
        f"{module}:{call.lineno} {name}"
        for module in where
        for name, call in module.calls
        if any(name == each or name.endswith(f".{each}") for each in what)
    ]


def below_the_command_line() -> list[Module]:
    """Every module of the core but the command line's."""
    return [module for module in modules(CORE) if not module.is_cli]


def test_nothing_beneath_the_command_line_asks_the_time() -> None:
    assert not found(ASKS_THE_TIME, below_the_command_line()), "take `at` or `as_at` as an argument"


def test_nothing_beneath_the_command_line_prints() -> None:
    assert not found(("print",), below_the_command_line()), "return findings or a report; cli shows them"


def test_no_float_is_made_where_it_could_touch_money() -> None:
    assert not found(("float",), [module for module in modules(CORE) if str(module) not in FLOATS])


def test_every_float_that_is_allowed_is_still_made() -> None:
    made = {str(module) for module in modules(CORE) if found(("float",), [module])}
    assert made.issuperset(FLOATS), "take the files that make none off the list"


def test_only_the_money_module_sees_decimal() -> None:
    sees = {str(module) for module in modules(CORE) if re.search(r"(import|from) decimal\b", module.text)}
    assert sees <= {"src/poolbook/money.py"}, "ask poolbook.money to turn words into pence and back"
