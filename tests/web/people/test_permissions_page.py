"""The reference page of permissions says what the table of the code says, row by row."""

from __future__ import annotations

from poolbook_web.people.models import Role
from poolbook_web.people.permissions import DUTIES, TABLE
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "reference" / "permissions.md"


def rows_under(heading: str) -> list[str]:
    """The rows of the table under a heading."""
    _, _, rest = PAGE.read_text(encoding="utf-8").partition(f"## {heading}\n")
    body, _, _ = rest.partition("\n## ")
    return [line for line in body.splitlines() if line.startswith("|")][2:]


def test_every_permission_has_its_row_and_no_row_is_stale() -> None:
    wanted = [f"| `{row.permission}` | {row.may[:1].upper()}{row.may[1:]}. | {row.who}. |" for row in TABLE.values()]
    there = rows_under("The permissions")
    assert [line for line in wanted if line not in there] == [], "add these rows"
    assert [line for line in there if line not in wanted] == [], "take these rows away"
    assert there == wanted, "the rows stand in the order of the table"


def test_every_role_has_its_row() -> None:
    assert rows_under("The roles") == [f"| {role.label} | {DUTIES[role]} |" for role in Role]
