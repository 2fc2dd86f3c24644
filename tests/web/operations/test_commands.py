"""What poolbook-site offers: the site's own commands and two of Django's, and nothing that goes round the books."""

from __future__ import annotations

import re

import pytest

from poolbook_web.base.commands import OF_DJANGO, Utility, offered
from tests.house.source import ROOT, SITE

#: Of Django, and of its packages: what is stored is changed, made up or shown without the actions.
ROUND_THE_BOOKS = (
    "flush",
    "loaddata",
    "dumpdata",
    "shell",
    "dbshell",
    "createsuperuser",
    "changepassword",
    "runserver",
)


def run(*words: str) -> None:
    """Run a command as the shell does."""
    Utility(["poolbook-site", *words]).execute()


def test_all_that_the_site_has_is_offered_and_of_django_what_is_named() -> None:
    own = {path.stem for path in SITE.glob("*/management/commands/*.py")} - {"__init__", "demo"}
    assert set(offered()) == own | set(OF_DJANGO)


@pytest.mark.parametrize("words", [(), ("help",)])
def test_help_lists_what_is_offered_in_words_and_no_other(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    run(*words)
    listed = re.findall(r"^  (\w+) +[A-Z].*\.$", capsys.readouterr().out, re.MULTILINE)
    assert listed == offered()


@pytest.mark.parametrize("name", [*ROUND_THE_BOOKS, "no_such"])
@pytest.mark.parametrize("before", [(), ("help",)])
def test_any_other_is_refused_in_words(before: tuple[str, ...], name: str) -> None:
    with pytest.raises(SystemExit) as refusal:
        run(*before, name)
    said = f"poolbook-site has no command {name}: poolbook-site help lists those that it has."
    assert refusal.value.code == said


def test_one_that_is_offered_runs(capsys: pytest.CaptureFixture[str]) -> None:
    run("check")
    assert "no issues" in capsys.readouterr().out


def test_settings_that_are_wrong_are_said_where_commands_are_missing() -> None:
    utility = Utility(["poolbook-site"])
    utility.settings_exception = ValueError("Set POOLBOOK_SECRET_KEY")
    assert utility.main_help_text().endswith(
        "The others are listed once the settings are right. Set POOLBOOK_SECRET_KEY"
    )


def test_every_command_has_its_row_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)", page.partition("poolbook-site\n")[2], re.MULTILINE) == offered()
