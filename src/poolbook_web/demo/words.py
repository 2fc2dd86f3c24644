"""Who to sign in as, as the terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

from poolbook_web.demo.worlds import ADMINISTRATOR, ADMINISTRATORS_ADDRESS, PASSWORD, WORLDS, World


def cast(site: str) -> str:
    """Everybody, with what to look at first."""
    lines = ["", f"Sign in at {site}/ as any of these people. Everybody's password: {PASSWORD}"]
    for world in WORLDS:
        lines += [
            "",
            world.name,
            *(f"  {site}/funds/{fund.slug}/\n      {fund.name}: {fund.about}" for fund in world.funds),
            "",
        ]
        lines += _table(world)
    lines += ["", "The whole site", f"  {ADMINISTRATORS_ADDRESS}: {ADMINISTRATOR.name}", ""]
    first = WORLDS[-1]
    lines += [
        f"Begin as {first.address(first.players[0])}: {first.players[0].look}.",
        f"The same list, with what each person may look at first: {site}/demonstration/",
        "The site answers in a moment. Ctrl-C stops it.",
    ]
    return "\n".join(lines)


def _table(world: World) -> Iterator[str]:
    rows = [(world.address(each), each.role.label, each.name) for each in world.players]
    rows.append((world.address(world.stranger), "Stranger", world.stranger.name))
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for address, role, name in rows:
        yield f"  {address:<{widths[0]}}  {role:<{widths[1]}}  {name}"
