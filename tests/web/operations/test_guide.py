"""The guide to a server names only what there is: commands, variables, addresses, and what a backup leaves out."""

from __future__ import annotations

import re

from django.core.management import get_commands
from django.urls import reverse

from poolbook_web.upkeep import tables
from tests.house.source import ROOT

GUIDE = (ROOT / "docs" / "guide" / "production.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def test_every_command_of_the_guide_is_one_of_the_site() -> None:
    named = set(re.findall(r"(?:poolbook-site|\$RUN) ([a-z][a-z_-]+)", GUIDE))
    assert {"serve", "work", "backup", "restore", "move-to-postgres", "upgrade", "prove"} <= named
    assert {name.replace("-", "_") for name in named} <= set(get_commands())


def test_every_variable_of_the_guide_is_a_setting() -> None:
    named = set(re.findall(r"\b(POOLBOOK_[A-Z_]+[A-Z]|DATABASE_URL)\b", GUIDE))
    assert all(f"`{name}`" in SETTINGS or any(f"`{name}_" in line for line in SETTINGS.splitlines()) for name in named)


def test_the_addresses_that_the_guide_gives_are_those_of_the_site() -> None:
    callback = reverse("openid_connect_callback", kwargs={"provider_id": "organisation"})
    assert f"https://pool.example.gov.uk{callback}" in GUIDE
    assert f"http://127.0.0.1:8000{reverse('health')}" in GUIDE


def test_the_guide_says_what_a_backup_leaves_out() -> None:
    assert all(f"`{table}`" in GUIDE for table in tables.NOT_KEPT)
