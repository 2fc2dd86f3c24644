"""The README's five minutes, run as they are written."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from poolbook.cli import main
from poolbook.cli.output import Exit

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"^```\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Every line of the README's code blocks that calls the command, as words."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("poolbook ")]


@pytest.fixture
def beside_the_examples(tmp_path: Path) -> Iterator[Path]:
    """A folder in which the examples stand where the README says."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


@pytest.mark.slow
def test_every_command_of_the_readme_does_what_it_says(
    beside_the_examples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told: dict[str, list[str]] = {}
    for words in commands():
        files = [str(found) for word in words for found in (sorted(Path().glob(word)) if "*" in word else [word])]
        code = main(files)
        shown = capsys.readouterr()
        assert code in (Exit.DONE, Exit.WAITS), f"poolbook {' '.join(words)}: {shown.err}"
        told.setdefault(words[0], []).append(shown.out)
    first, again = told["import"]
    assert "posted" in first
    assert "nothing new" in again
    assert "Home care" in told["position"][0]
    assert "Rule 1" in told["settle"][0]
    assert "everything holds" in told["verify"][0]
