"""Small files with one idea each, and functions that fit on a screen."""

from __future__ import annotations

from tests.house.source import ROOT, TESTS, modules

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50


def test_no_file_is_longer_than_it_may_be() -> None:
    everything = (*modules(ROOT / "src"), *modules(TESTS))
    written = [module for module in everything if "migrations" not in module.path.parts]  # Django writes those
    lengths = {str(module): len(module.text.splitlines()) for module in written}
    too_long = {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FILE}
    assert not too_long, f"more than {LINES_OF_A_FILE} lines; give the second idea its own file"


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        f"{module}:{function.lineno} {function.name}": lines
        for module in (*modules(ROOT / "src"), *modules(TESTS))
        for function in module.functions()
        if (lines := (function.end_lineno or function.lineno) - function.lineno + 1) > LINES_OF_A_FUNCTION
    }
    assert not too_long, f"more than {LINES_OF_A_FUNCTION} lines; name its steps"
