"""Packs to test with: a small fund, opened, with journals, and with imports of a few lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from poolbook import folder, yamlfile
from poolbook.folder import Draft, Pack
from poolbook.ledger.model import EntryKind, Layer, Transfer
from poolbook.terms.read import of

AT = datetime(2025, 5, 2, 9, 30, tzinfo=UTC)
ON = date(2025, 5, 2)

#: Amounts of three runs of lines: spend, income that came in, and two that cancel.
RUNS = ((100_00, 250_50), (-40_00,), (9_99, -9_99))


TERMS = """\
poolbook: terms/1
fund: {code: example-fund, name: Example fund}
year: 2025-26
agreement: {title: Agreement, status: in_force}
partners:
  - {code: council, name: Council, kind: local_authority}
  - {code: icb, name: ICB, kind: nhs_body}
schemes: [{code: home-care, name: Home care, side: joint}, {code: reablement, name: Reablement, side: nhs}]
contributions:
  - {by: council, scheme: home-care, basis: gross, amount: "£600,000.00"}
  - {by: icb, scheme: home-care, basis: gross, amount: "£400,000.00"}
  - {by: icb, scheme: reablement, basis: gross, amount: "£250,000.00", kind: non_recurrent}
"""


BASE = of(yamlfile.parse(TERMS, name="terms.yaml"))


def written(path: Path, **files: str) -> Path:
    """A folder with the terms above and an empty ``rules.yaml``, or with other YAML files, by name."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in ({"terms": TERMS, "rules": "poolbook: rules/1\n"} | files).items():
        (path / f"{name}.yaml").write_text(text)
    return path


def opened(path: Path, **files: str) -> Pack:
    """The same as a pack, its year open: entry 1."""
    written(path, **files)
    return folder.open_year(path, by="A. Clerk", at=AT)[0]


def journal(path: Path, *moved: Transfer, description: str = "Invoice, paid") -> Pack:
    """Post transfers (one of ten pounds, where none is given)."""
    with folder.draft(path) as draft:
        post_journal(draft, *moved, description=description)
        return draft.commit(by="A. Clerk", at=AT)


def post_journal(draft: Draft, *moved: Transfer, description: str = "Invoice, paid") -> None:
    """The same, in a draft."""
    draft.post(
        moved or [Transfer(0, Layer.ACTUAL, "spend", "creditors", 10_00, draft.head.closed + 1, "home-care")],
        kind=EntryKind.JOURNAL,
        on=ON,
        period=draft.head.closed + 1,
        description=description,
        source="invoice 7",
        by="A. Clerk",
        at=AT,
    )


def imported(path: Path, *, parts: int = 1) -> Pack:
    """Import the three runs of lines, once for each part."""
    with folder.draft(path) as draft:
        post_import(draft, parts=parts)
        return draft.commit(by="A. Clerk", at=AT)


def post_import(draft: Draft, *, parts: int = 1) -> None:
    """The same, in a draft."""
    coding = draft.next_coding
    draft.add_codings(
        pl.DataFrame({"coding": [coding], "source": ["host"], "fields": ['{"Cost centre":"00123"}']}).cast(
            {"coding": pl.Int32}
        )
    )
    moved: list[Transfer] = []
    for _ in range(parts):
        next_line, _ = draft.add_lines(lines_of(coding, [pence for run in RUNS for pence in run]))
        for run in RUNS:
            total, last = sum(run), next_line + len(run) - 1
            ends = ("spend", "creditors") if total >= 0 else ("creditors", "spend")
            moved.append(Transfer(0, Layer.ACTUAL, *ends, abs(total), 1, "home-care", "", "", next_line, last))
            next_line = last + 1
    draft.add_rejected(
        pl.DataFrame({"line_no": [9], "reason": ["import.amount"], "raw": ["x,=1+1,\n"]}).cast({"line_no": pl.Int32})
    )
    count, pence = 5 * parts, sum(map(sum, RUNS)) * parts
    draft.add_import(
        name="april.csv",
        sha256="ab" * 32,
        size=1234,
        source="host",
        rows=count + 3,
        posted=count,
        duplicates=2,
        rejected=1,
        pence=pence,
    )
    draft.post(
        moved, kind=EntryKind.IMPORT, on=ON, period=1, description="April", source="april.csv", by="A. Clerk", at=AT
    )


def lines_of(coding: int, pence: list[int]) -> pl.DataFrame:
    """Lines as an importer hands them over."""
    count = len(pence)
    return pl.DataFrame(
        {
            "coding": [coding] * count,
            "line_no": range(2, count + 2),
            "day": [ON] * count,
            "period": [1] * count,
            "pence": pence,
            "vat": [None] * count,
            "reference": ['INV "7", a'] * count,
            "narrative": ["=1+1"] * count,
            "supplier": ["Été Care"] * count,
            "journal": ["AP"] * count,
            "incurred_by": [""] * count,
        },
        schema=folder.GIVEN,
    )


def content(path: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {each.relative_to(path).as_posix(): each.read_bytes() for each in path.rglob("*") if each.is_file()}
