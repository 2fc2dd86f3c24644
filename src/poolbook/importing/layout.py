"""Which source a file is of, where its headings are, and which column is what.

Source: docs/reference/imports.md, "The formats".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from poolbook.findings import Finding, Refused, Where, error
from poolbook.importing import scale
from poolbook.importing.formats import Format, Heading, Shape
from poolbook.importing.rules import Rules, Source, code_names
from poolbook.importing.table import Table
from poolbook.importing.textfile import TextFile
from poolbook.importing.upload import Identity, Upload
from poolbook.importing.workbook import sheets


@dataclass(frozen=True)
class Code:
    """A code of a line: its name in the rules, its column, and its part where a cell joins several (from 0)."""

    name: str
    column: int | None
    part: int | None = None


@dataclass(frozen=True)
class Layout:
    """A file whose columns are understood."""

    upload: Upload
    identity: Identity
    table: Table
    name: str  #: of the source in the rules
    source: Source
    format: Format
    heading: Heading
    codes: tuple[Code, ...]

    @property
    def where(self) -> Where:
        """The file and sheet, for findings."""
        return Where(file=self.upload.name, sheet=self.table.sheet)

    @property
    def skip(self) -> int:
        """How many records stand before the data."""
        return self.heading.row + 1

    @property
    def width(self) -> int:
        """How many columns the heading row has."""
        return len(self.heading.cells)

    def bare(self, columns: int) -> list[int]:
        """Which of so many columns have no heading."""
        return [at for at in range(columns) if at >= self.width or not self.heading.cells[at].strip()]


@dataclass(frozen=True)
class _Candidate:
    name: str
    table: Table
    heading: Heading
    above: Sequence[Sequence[str]]  #: the heading row, and the title rows above it


def recognise(upload: Upload, identity: Identity, rules: Rules, *, source: str = "") -> Layout:
    """The layout of a file. Raises :class:`Refused` where no source, or more than one, can read it."""
    names = [source] if source else rules.source_for(upload.name)
    tables: Sequence[Table] = sheets(upload) if identity.workbook else [TextFile(upload)]
    heads = [table.head() for table in tables]
    found = list(_candidates(names, rules, tables, heads))
    if not found:
        raise Refused([_unknown(upload, names, rules, tables, heads)])
    most = max(len(each.heading.roles) for each in found)
    best = [each for each in found if len(each.heading.roles) == most]
    if len(best) > 1:
        raise Refused([_ambiguous(upload, best)])
    chosen = best[0]
    layout = Layout(
        upload, identity, chosen.table, chosen.name, rules.sources[chosen.name], rules.formats[chosen.name],
        chosen.heading, tuple(_codes(rules.sources[chosen.name], rules.formats[chosen.name], chosen.heading)),
    )  # fmt: skip
    faults = [*_scaled(chosen.above, layout.where), *_faults(layout)]
    if faults:
        raise Refused(faults)
    return layout


def _candidates(
    names: Sequence[str], rules: Rules, tables: Sequence[Table], heads: Sequence[Sequence[Sequence[str]]]
) -> Iterator[_Candidate]:
    for name in names:
        for table, head in zip(tables, heads, strict=True):
            wanted = rules.sources[name].sheet
            if wanted and table.sheet and table.sheet != wanted:
                continue
            heading = rules.formats[name].recognise(head)
            if heading is not None:
                yield _Candidate(name, table, heading, head[: heading.row + 1])


def _codes(source: Source, layout: Format, heading: Heading) -> Iterator[Code]:
    parts = {part: (role, at) for role, names in layout.split.items() for at, part in enumerate(names)}
    for name in code_names(source, layout):
        if name in heading.roles:
            yield Code(name, heading.roles[name])
        elif name in parts and parts[name][0] in heading.roles:
            yield Code(name, heading.roles[parts[name][0]], parts[name][1])
        else:
            columns = heading.find(name)
            yield Code(name, columns[0] if len(columns) == 1 else None)


def _scaled(rows: Sequence[Sequence[str]], where: Where) -> list[Finding]:
    found = scale.refused(rows, where)
    return [found] if found else []


def _faults(layout: Layout) -> Iterator[Finding]:
    heading, where = layout.heading, Where(
        file=layout.upload.name, sheet=layout.table.sheet, row=layout.heading.row + 1
    )  # fmt: skip
    for twice in heading.twice:
        message = f"two columns are headed {twice!r}: rename or delete the one that is not meant"
        yield error("import.heading_twice", message, where)
    for code in layout.codes:
        if code.column is None and layout.source.codes:
            message = (
                f"the rules map by {code.name}, and no column is headed so: correct codes or columns in rules.yaml"
            )
            yield error("import.column_missing", message, where)
    if "credit" not in heading.roles and "debit" in heading.roles and "amount" not in heading.roles:
        yield error("import.column_missing", "there is a debit column and no credit column", where)
    source, roles = layout.source, heading.roles
    by_period = (source.period or layout.format.period) == "from column"
    if layout.format.shape is Shape.LINES and by_period and "period" not in roles:
        message = (
            "the period is to come from a column, and there is none: name it under columns, or write period: from date"
        )
        yield error("import.column_missing", message, where)
    if layout.format.shape is Shape.LINES and source.period == "from date" and "date" not in roles:
        message = "the period is to come from the date, and there is no date column: name it under columns"
        yield error("import.column_missing", message, where)


def _unknown(
    upload: Upload,
    names: Sequence[str],
    rules: Rules,
    tables: Sequence[Table],
    heads: Sequence[Sequence[Sequence[str]]],
) -> Finding:
    where = Where(file=upload.name)
    if not any(any(cell.strip() for cell in row) for head in heads for row in head):
        return error("import.empty", "there is nothing in the file", where)
    lacks = []
    for name in names:
        layout, wanted = rules.formats[name], rules.sources[name].sheet
        mine = [head for table, head in zip(tables, heads, strict=True) if table.sheet in ("", wanted) or not wanted]
        if not mine:
            lacks.append(f"{name} has no sheet {wanted!r}")
            continue
        nearest, head = max(((layout.nearest(head), head) for head in mine), key=lambda each: len(each[0].roles))
        if scaled := scale.refused(head[: nearest.row + 1], where):
            return scaled
        lacks.append(f"{name} lacks {', '.join(layout.missing(nearest))}")
    message = (
        f"no heading row is found that a source knows ({'; '.join(lacks) or 'no source takes this file name'}): "
        "name the columns under columns in rules.yaml, or add a source"
    )
    return error("import.not_recognised", message[:900], where)


def _ambiguous(upload: Upload, found: Sequence[_Candidate]) -> Finding:
    where = Where(file=upload.name)
    if len({each.name for each in found}) == 1:
        names = ", ".join(repr(each.table.sheet) for each in found)
        return error(
            "import.which_sheet",
            f"more than one sheet has headings ({names}): say which with sheet in rules.yaml",
            where,
        )
    names = ", ".join(sorted({each.name for each in found}))
    return error(
        "import.which_source", f"{names} could each read this file: tell them apart by files in rules.yaml", where
    )
