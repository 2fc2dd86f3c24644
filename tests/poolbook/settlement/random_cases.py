"""Random cases over the whole vocabulary, in the form of the case file: small sums, so that ties, exhausted reserves
and caps that bite are common."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

PARTNERS = ["COUNCIL", "ICB", "TRUST", "GRANT"]
RESERVES = ["risk", "savings", "gone"]
CAUSES = ["pressure", "windfall"]
BODIES = ["BOARD", "CHIEFS"]
FACTS = ["agreed", "suspended", "ceiling", "nought"]


def case(seed: int) -> dict[str, Any]:
    """One case that is well formed."""
    random = Random(seed)  # noqa: S311 - the same cases on every machine
    partners = random.sample(PARTNERS, random.randint(1, 4))
    units = [f"S{i}" for i in range(1, random.randint(2, 5))]
    contrib = {unit: {partner: _sum(random) for partner in partners if random.random() < 0.8} for unit in units}
    made: dict[str, Any] = {
        "id": "random",
        "partners": partners,
        "level": random.choice(["pool", "scheme", "scheme"]),
        "contrib": contrib,
        "actual": {unit: sum(by.values()) + _variance(random) for unit, by in contrib.items()},
        "causes": {unit: {cause: _sum(random) for cause in CAUSES if random.random() < 0.6} for unit in units},
        "reserves": {name: _sum(random) for name in RESERVES if random.random() < 0.7},
        "meta": {unit: _meta(random, partners) for unit in units},
        "facts": {"agreed": _sum(random), "suspended": random.choice([True, False]), "ceiling": 9, "nought": 0},
        "weights": {"usage": _weights(random, partners)},
    }
    for key in ("budget", "funding"):
        if random.random() < 0.3:
            given = [unit for unit in units if random.random() < 0.5]
            made[key] = {unit: sum(contrib[unit].values()) + random.randint(0, 9) for unit in given}
    made["rules"] = [rule(random, made) for _ in range(random.randint(0, 6))]
    made["decisions"] = _decisions(random, made)
    return made


def rule(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    """One rule with modifiers that its verb takes."""
    verb = random.choice(["net", "assign", "share", "share", "share", "draw", "hold", "decide"])
    found: dict[str, Any] = {verb: BODY_OF[verb](random, made)}
    if verb == "net":
        return found
    if random.random() < 0.4:
        found["when"] = random.choice(["over", "under"])
    if random.random() < 0.15:
        found["if"] = {"fact": random.choice([*FACTS, "unheard"])}
    if random.random() < 0.25:
        found["scope"] = {"profile": random.choice(["fixed", "variable"])}
    if verb in ("assign", "share", "hold"):
        if random.random() < 0.25:
            found["cause"] = random.choice(CAUSES)
        if random.random() < 0.35:
            found["limit"] = _limit(random, found)
    if verb == "share" and random.random() < 0.5:
        capped = random.sample(made["partners"], random.randint(1, len(made["partners"])))
        found["cap"] = {partner: _cap(random, made) for partner in capped}
        if random.random() < 0.7:
            found["spill"] = random.choice(["redistribute", "next"])
    return found


def _sum(random: Random) -> int:
    return random.choice([0, 1, 2, 3, 5, 7, 10, 33, 100, random.randint(0, 40)])


def _variance(random: Random) -> int:
    return random.choice([0, 1, -1, random.randint(-30, 30), random.randint(-300, 300)])


def _meta(random: Random, partners: list[str]) -> dict[str, str]:
    meta = {role: random.choice(partners) for role in ("host", "lead", "responsible")}
    return {**meta, "profile": random.choice(["fixed", "variable", "other"])}


def _weights(random: Random, partners: list[str]) -> dict[str, Any]:
    return {name: random.choice([0, 1, 1, 2, 3, 51, Fraction(5, 2)]) for name in partners if random.random() < 0.9}


def _limit(random: Random, found: dict[str, Any]) -> Any:
    bases = ["budget", "contributions"] + (["contributions_among"] if "among" in found.get("share", {}) else [])
    percent = {"pct": random.choice([0, 2, 5, 10, 50, Fraction(5, 2), Fraction(333, 10)]), "of": random.choice(bases)}
    return random.choice([_sum(random), {"fact": random.choice(["agreed", "ceiling", "nought"])}, percent])


def _cap(random: Random, made: dict[str, Any]) -> Any:
    return random.choice([_sum(random), {"fact": "ceiling"}, {"contrib": random.choice(made["partners"])}])


def _net(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    units = list(made["contrib"])
    return {"among": random.choice(["all", random.sample(units, random.randint(1, len(units)))])}


def _assign(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    return {"to": random.choice([*made["partners"], "host", "lead", "responsible"])}


def _share(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    by = random.choice(["contributions", "equal", "fixed", "weights"])
    found: dict[str, Any] = {"by": by}
    if by == "fixed":
        found["weights"] = _weights(random, made["partners"])
    if by == "weights":
        found["name"] = "usage"
    if random.random() < 0.4:
        found["among"] = random.sample(made["partners"], random.randint(1, len(made["partners"])))
    return found


def _draw(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    names = random.sample(RESERVES, random.randint(1, 3))
    if random.random() < 0.3:
        return {"from": names[0]}
    found: dict[str, Any] = {"from": names}
    if random.random() < 0.6:
        found["split"] = [random.choice([0, 1, 2, 3, Fraction(3, 2)]) for _ in names]
    return found


def _hold(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    return {"in": random.choice(["carry_forward", *RESERVES])}


def _decide(random: Random, made: dict[str, Any]) -> dict[str, Any]:
    found = {"by": random.choice(BODIES)}
    return {**found, "default": "continue"} if random.random() < 0.5 else found


def _decisions(random: Random, made: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Decisions that often come to the variance that there was at the start, so that some of them fit."""
    sources = [*made["partners"], "reserve:risk", "reserve:new", "carry_forward", "undecided"]
    total = sum(made["actual"].values()) - sum(sum(by.values()) for by in made["contrib"].values())
    found = {}
    for body in BODIES:
        if random.random() < 0.6:
            parts = {source: random.randint(-20, 20) for source in random.sample(sources, random.randint(1, 4))}
            last = next(reversed(parts))
            parts[last] += total - sum(parts.values()) if random.random() < 0.8 else 0
            found[body] = parts
    return found


BODY_OF = {"net": _net, "assign": _assign, "share": _share, "draw": _draw, "hold": _hold, "decide": _decide}
