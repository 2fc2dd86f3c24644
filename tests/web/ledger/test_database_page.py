"""The reference page of the database has a row for every table, and says truly which only grow."""

from __future__ import annotations

from django.apps import apps

from poolbook_web.base import appendonly
from tests.house.source import ROOT, tables

PAGE = ROOT / "docs" / "reference" / "database.md"
APPS = ("agreements", "home", "ledger", "monitoring", "questions", "reporting")


def test_every_table_has_a_row_on_the_page() -> None:
    there = {model._meta.db_table for name in APPS for model in apps.get_app_config(name).get_models()}
    assert set(tables(PAGE)["The tables"]) == there


def test_the_page_says_which_tables_only_grow() -> None:
    rows = [line.split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    said = {cells[1].strip(" `") for cells in rows if cells[3].strip() == "grows only"}
    assert said == {name for name in appendonly.tables() if name.split("_")[0] in APPS}
