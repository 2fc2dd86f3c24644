"""``kind: settlement``: how the rules of a case divide a variance.

Source: docs/reference/worked-examples.md, "Settlement".
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from poolbook import money
from poolbook.findings import Finding, Refused, error
from poolbook.settlement.check import check, unknown_sources
from poolbook.settlement.model import Case, Settlement, Step
from poolbook.settlement.settle import settle
from poolbook.settlement.words import source_words
from poolbook.terms.waterfall import Rule
from poolbook.worked.outcome import Outcome, refused
from poolbook.worked.reading import WorkedCase
from poolbook.yamlfile import Document, Name, Number, Path_, Pence, Strict, Words, read_pence, tried


def _fact(value: object) -> object:
    return value if isinstance(value, bool) else read_pence(value)


#: What cannot be told of a case whose table of this name is broken.
_MEANS = {"weights": "settlement.unknown_weights", "facts": "settlement.fact_needs_pence"}

Fact = Annotated[bool | int, BeforeValidator(_fact)]
Table = dict[Name, Pence]


class SettlementCase(Strict):
    """A settlement case as written; each key is a row of docs/reference/worked-examples.md."""

    id: Name
    kind: Literal["settlement"] = "settlement"
    partners: Annotated[list[Name], Field(min_length=1)]
    level: Literal["pool", "scheme"]
    contrib: dict[Name, Table]
    actual: Table
    rules: list[Rule]
    budget: Table = Field(default_factory=dict)
    funding: Table = Field(default_factory=dict)
    causes: dict[Name, Table] = Field(default_factory=dict)
    reserves: Table = Field(default_factory=dict)
    meta: dict[Name, dict[Name, Words | None]] = Field(default_factory=dict)
    facts: dict[Name, Fact] = Field(default_factory=dict)
    weights: dict[Name, dict[Name, Number]] = Field(default_factory=dict)
    decisions: dict[Name, Table] = Field(default_factory=dict)
    expect: Table | None = None
    rejected_decisions: list[Name] = Field(default_factory=list)

    def case(self) -> Case:
        """The case to settle."""
        return Case(
            id=self.id,
            partners=tuple(self.partners),
            level=self.level,
            contrib=self.contrib,
            actual=self.actual,
            rules=tuple(self.rules),
            budget=self.budget,
            funding=self.funding,
            causes=self.causes,
            reserves=self.reserves,
            meta={
                unit: {key: value for key, value in data.items() if value is not None}
                for unit, data in self.meta.items()
            },
            facts=self.facts,
            weights=self.weights,
            decisions=self.decisions,
        )


def run(written: WorkedCase) -> Outcome:
    """Settle the case and compare every source, one left out counting as nil, and the decisions rejected."""
    record, faults = _read(written)
    if record is None:
        return refused(written.id, written.kind, faults)
    case = record.case()
    try:
        settlement = settle(case)
    except Refused as refusal:
        return refused(written.id, written.kind, [written.place(found) for found in refusal.findings])
    return _outcome(written, record, settlement)


def _outcome(written: WorkedCase, record: SettlementCase, settlement: Settlement) -> Outcome:
    differences, unknown = _compare(written, record, settlement)
    return Outcome(
        id=written.id,
        kind=written.kind,
        matches=None if record.expect is None else not differences and not unknown,
        sources=settlement.sources,
        steps=tuple(step_data(step) for step in settlement.steps),
        findings=(*(written.place(found) for found in settlement.findings), *unknown),
        rejected_decisions=settlement.rejected_decisions,
        differences=tuple(differences),
    )


def step_data(step: Step) -> dict[str, Any]:
    """A step as plain data, amounts in pence."""
    return {
        "rule": step.rule,
        "verb": step.verb,
        "clause": step.clause,
        "moves": [{"unit": move.unit, "source": move.source, "pence": move.pence} for move in step.moves],
        "remaining": dict(step.remaining),
        "sentence": step.sentence,
    }


def _compare(written: WorkedCase, record: SettlementCase, settlement: Settlement) -> tuple[list[str], list[Finding]]:
    if record.expect is None:
        return [], []
    unknown = [
        error(
            "worked.unknown_source", f"expect names what cannot be: {why}", written.document.where(("expect", source))
        )
        for source, why in unknown_sources(settlement.case, record.expect).items()
    ]
    differences = [
        f"{source_words(source)}: expected {money.show(wanted)}, came out {money.show(came)}"
        for source in dict.fromkeys([*record.expect, *settlement.sources])
        if (wanted := record.expect.get(source, 0)) != (came := settlement.sources.get(source, 0))
    ]
    if sorted(record.rejected_decisions) != sorted(settlement.rejected_decisions):
        wanted_names = ", ".join(record.rejected_decisions) or "none"
        came_names = ", ".join(settlement.rejected_decisions) or "none"
        differences.append(f"decisions rejected: expected {wanted_names}, came out {came_names}")
    return differences, unknown


def _read(written: WorkedCase) -> tuple[SettlementCase | None, list[Finding]]:
    """The record, or every fault that can be seen: those of form, and those of meaning in what is well formed."""
    record, faults = written.tried(SettlementCase)
    findings = [*written.faults, *(found for _, found in faults)]
    if not findings:
        return record, []
    broken = [path for path, _ in faults]
    record = record or _salvaged(written.worked_on, broken)
    if record is not None:
        guessed = {_MEANS[path[0]] for path in broken if path and path[0] in _MEANS}
        findings += [written.place(found) for found in check(record.case()) if found.code not in guessed]
    return None, findings


def _salvaged(document: Document, broken: list[Path_]) -> SettlementCase | None:
    """What is well formed of a case, with rules that do nothing in place of broken ones, so that its names can still
    be checked; None where too little is left."""
    data = dict(document.data)
    if isinstance(data.get("rules"), list):
        data["rules"] = list(data["rules"])
    for path in broken:
        if path[:1] == ("rules",) and len(path) > 1 and isinstance(path[1], int):
            data["rules"][path[1]] = {"net": {"among": "all"}}
        elif path:
            data.pop(path[0], None)
    units = data.get("contrib")
    stand_ins = {"id": "-", "rules": [], "actual": dict.fromkeys(units, 0) if isinstance(units, dict) else {}}
    return tried(Document(document.name, {**stand_ins, **data}), SettlementCase)[0]
