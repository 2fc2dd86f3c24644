"""The vocabulary once more, written another way: plain loops over one dictionary of residuals, for comparison only.

It shares nothing with the library but the words of the case file. It knows only cases that are well formed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Case = dict[str, Any]


def divide(amount: int, weights: dict[str, Any], order: list[str]) -> dict[str, int]:
    """Largest remainder by repeated choice: whoever is furthest below its exact share gets the next penny."""
    whole = sum(Fraction(weight) for weight in weights.values())
    exact = {name: Fraction(abs(amount)) * Fraction(weights[name]) / whole for name in order}
    given = {name: int(exact[name]) for name in order}
    for _ in range(abs(amount) - sum(given.values())):
        best = max(order, key=lambda name: (exact[name] - given[name], -order.index(name)))
        given[best] += 1
    return {name: -pence if amount < 0 else pence for name, pence in given.items()}


class Oracle:
    """Settles one case, rule by rule."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.order: list[str] = case["partners"]
        pool = case["level"] == "pool"
        self.units: list[str] = ["*"] if pool else list(case["contrib"])
        self.contrib: dict[str, dict[str, int]] = {}
        self.budget: dict[str, int] = {}
        self.left: dict[str, int] = {}
        self.cause: dict[str, dict[str, int]] = {}
        self.meta: dict[str, dict[str, Any]] = {}
        for name, by in case["contrib"].items():
            unit = "*" if pool else name
            budget = case.get("budget", {}).get(name, sum(by.values()))
            funding = case.get("funding", {}).get(name, budget)
            mine = self.contrib.setdefault(unit, {})
            for partner, pence in by.items():
                mine[partner] = mine.get(partner, 0) + pence
            self.budget[unit] = self.budget.get(unit, 0) + budget
            self.left[unit] = self.left.get(unit, 0) + case["actual"][name] - funding
            causes = self.cause.setdefault(unit, {})
            for cause, pence in case.get("causes", {}).get(name, {}).items():
                causes[cause] = causes.get(cause, 0) + pence
            self.meta.setdefault(unit, {}).update(case.get("meta", {}).get(name, {}))
        self.reserves = dict(case.get("reserves", {}))
        self.sources: dict[str, int] = {}
        self.in_or_out: dict[tuple[str, int], int] = {}
        self.undecided = dict.fromkeys(self.units, 0)
        self.rejected: list[str] = []

    def settle(self) -> dict[str, int]:
        for rule in self.case["rules"]:
            fact = rule.get("if")
            if fact is None or self.case.get("facts", {}).get(fact["fact"], 0) != 0:
                verb = next(word for word in ("net", "assign", "share", "draw", "hold", "decide") if word in rule)
                getattr(self, verb)(rule, rule[verb])
        for unit in self.units:
            self.undecided[unit] += self.left[unit]
        self.sources["undecided"] = self.sources.get("undecided", 0) + sum(self.undecided.values())
        return {source: pence for source, pence in self.sources.items() if pence}

    def to(self, source: str, pence: int) -> None:
        self.sources[source] = self.sources.get(source, 0) + pence
        if source in self.order and pence:
            way = (source, 1 if pence > 0 else -1)
            self.in_or_out[way] = self.in_or_out.get(way, 0) + abs(pence)
        if source.startswith("reserve:"):
            name = source[len("reserve:") :]
            self.reserves[name] = self.reserves.get(name, 0) - pence

    def seen(self, rule: Case) -> list[str]:
        found = []
        for unit in self.units:
            matches = all(self.meta[unit].get(key) == value for key, value in rule.get("scope", {}).items())
            wanted = {None: (1, -1), "over": (1,), "under": (-1,)}[rule.get("when")]
            sign = (self.left[unit] > 0) - (self.left[unit] < 0)
            if matches and sign in wanted:
                found.append(unit)
        return found

    def size(self, unit: str, rule: Case) -> int:
        size = abs(self.left[unit])
        if "cause" in rule:
            size = min(size, self.cause[unit].get(rule["cause"], 0))
        limit = rule.get("limit")
        if isinstance(limit, dict) and "fact" in limit:
            size = min(size, self.case["facts"][limit["fact"]])
        elif isinstance(limit, dict):
            if limit["of"] == "budget":
                base = self.budget[unit]
            elif limit["of"] == "contributions":
                base = sum(self.contrib[unit].values())
            else:
                base = sum(self.contrib[unit].get(partner, 0) for partner in rule["share"]["among"])
            size = min(size, int(Fraction(limit["pct"]) / 100 * base))
        elif limit is not None:
            size = min(size, limit)
        return size

    def take(self, unit: str, rule: Case, moves: dict[str, int]) -> None:
        for source, pence in moves.items():
            self.to(source, pence)
        total = sum(moves.values())
        self.left[unit] -= total
        if "cause" in rule and total:
            self.cause[unit][rule["cause"]] -= abs(total)

    def net(self, _: Case, body: Case) -> None:
        units = [unit for unit in self.units if body["among"] == "all" or unit in body["among"]]
        over = {unit: self.left[unit] for unit in units if self.left[unit] > 0}
        under = {unit: -self.left[unit] for unit in units if self.left[unit] < 0}
        smaller = min(sum(over.values()), sum(under.values()))
        if smaller:
            for unit, pence in divide(smaller, over, list(over)).items():
                self.left[unit] -= pence
            for unit, pence in divide(smaller, under, list(under)).items():
                self.left[unit] += pence

    def assign(self, rule: Case, body: Case) -> None:
        for unit in self.seen(rule):
            size = self.size(unit, rule)
            if size:
                to = body["to"]
                partner = self.meta[unit][to] if to in ("host", "lead", "responsible") else to
                self.take(unit, rule, {partner: size if self.left[unit] > 0 else -size})

    def share(self, rule: Case, body: Case) -> None:
        names = [partner for partner in self.order if partner in body.get("among", self.order)]
        for unit in self.seen(rule):
            size, sign = self.size(unit, rule), 1 if self.left[unit] > 0 else -1
            tables: dict[str, dict[str, Any]] = {
                "contributions": self.contrib[unit],
                "equal": dict.fromkeys(names, 1),
                "fixed": body.get("weights", {}),
                "weights": self.case.get("weights", {}).get(body.get("name"), {}),
            }
            weights = {name: tables[body["by"]].get(name, 0) for name in names}
            if not size or not any(weights.values()):
                continue
            room = {}
            for name in rule.get("cap", {}):
                room[name] = max(0, self.cap(rule, name) - self.in_or_out.get((name, sign), 0))
            if rule.get("spill") == "redistribute":
                parts = self.again_and_again(size, weights, room)
            else:
                first = divide(size, weights, names)
                parts = {name: min(pence, room.get(name, pence)) for name, pence in first.items()}
            self.take(unit, rule, {name: sign * pence for name, pence in parts.items()})

    def cap(self, rule: Case, name: str) -> int:
        cap = rule["cap"][name]
        if isinstance(cap, int):
            return cap
        if "fact" in cap:
            return int(self.case["facts"][cap["fact"]])
        return sum(by.get(cap["contrib"], 0) for by in self.contrib.values())

    def again_and_again(self, size: int, weights: dict[str, Any], room: dict[str, int]) -> dict[str, int]:
        done: dict[str, int] = {}
        while True:
            open_ = [name for name in weights if name not in done]
            if not any(weights[name] for name in open_):
                return done
            parts = divide(size - sum(done.values()), {name: weights[name] for name in open_}, open_)
            over = [name for name in open_ if name in room and parts[name] > room[name]]
            if not over:
                return {**done, **parts}
            for name in over:
                done[name] = room[name]

    def draw(self, rule: Case, body: Case) -> None:
        names = body["from"] if isinstance(body["from"], list) else [body["from"]]
        weights = dict(zip(names, body.get("split", [1] * len(names)), strict=True))
        units = [unit for unit in self.seen(rule) if self.left[unit] > 0]
        missing = sum(self.left[unit] for unit in units)
        if not missing:
            return
        gives = dict.fromkeys(names, 0)
        able = names
        while missing and any(weights[name] for name in able):
            parts = divide(missing, {name: weights[name] for name in able}, able)
            for name in able:
                has = max(0, self.reserves.get(name, 0)) - gives[name]
                gives[name] += min(parts[name], has)
                missing -= min(parts[name], has)
            able = [name for name in able if self.reserves.get(name, 0) > gives[name]]
        total = sum(gives.values())
        if total:
            needs = {unit: self.left[unit] for unit in units}
            for unit, pence in divide(total, needs, units).items():
                self.left[unit] -= pence
        for name, pence in gives.items():
            self.to(f"reserve:{name}", pence)

    def hold(self, rule: Case, body: Case) -> None:
        into = body["in"] if body["in"] == "carry_forward" else f"reserve:{body['in']}"
        for unit in self.seen(rule):
            if self.left[unit] < 0:
                self.take(unit, rule, {into: -self.size(unit, rule)})

    def decide(self, rule: Case, body: Case) -> None:
        units = self.seen(rule)
        if not units:
            return
        decision = self.case.get("decisions", {}).get(body["by"])
        if decision is not None and sum(decision.values()) == sum(self.left[unit] for unit in units):
            for source, pence in decision.items():
                self.to(source, pence)
            for unit in units:
                self.left[unit] = 0
            return
        if decision is not None and body["by"] not in self.rejected:
            self.rejected.append(body["by"])
        if body.get("default") != "continue":
            for unit in units:
                self.undecided[unit] += self.left[unit]
                self.left[unit] = 0
