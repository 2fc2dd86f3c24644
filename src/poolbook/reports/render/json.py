"""JSON: the report as data, schema ``report/1``: pence as whole numbers, keys always in the same order.

Source: docs/reference/reports.md, "JSON".
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from poolbook.dates.years import parse_year
from poolbook.findings import Finding, Severity, Where
from poolbook.reports.model import SCHEMA, Cell, Column, Kind, Report, Row, Section, Table

UNITS = {
    Kind.TEXT: "text",
    Kind.PENCE: "pence",
    Kind.PERCENT: "tenths of a percent",
    Kind.DATE: "ISO 8601 date",
    Kind.COUNT: "count",
}


def render(report: Report) -> bytes:
    """The report as JSON, in UTF-8, indented."""
    return (json.dumps(as_data(report), indent=1, ensure_ascii=False) + "\n").encode()


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data."""
    return {
        "schema": SCHEMA,
        "report": report.name,
        "title": report.title,
        "subtitle": report.subtitle,
        "fund": report.fund,
        "year": str(report.year),
        "period": report.period,
        "as_at": report.as_at.isoformat(),
        "header": [{"label": label, "value": value} for label, value in report.header],
        "conventions": list(report.conventions),
        "illustrative": report.illustrative,
        "sections": [_section(each) for each in report.sections],
        "findings": [_finding(each) for each in report.findings],
    }


def read(data: bytes) -> Report:
    """The report that :func:`render` wrote. Raises ``ValueError`` for another schema."""
    given = json.loads(data)
    if given.get("schema") != SCHEMA:
        raise ValueError(f"this is not a report of schema {SCHEMA}")
    return Report(
        name=given["report"],
        title=given["title"],
        subtitle=given["subtitle"],
        fund=given["fund"],
        year=parse_year(given["year"]),
        period=given["period"],
        as_at=date.fromisoformat(given["as_at"]),
        header=tuple((each["label"], each["value"]) for each in given["header"]),
        conventions=tuple(given["conventions"]),
        sections=tuple(_read_section(each) for each in given["sections"]),
        findings=tuple(_read_finding(each) for each in given["findings"]),
    )


def _section(section: Section) -> dict[str, Any]:
    return {
        "block": section.code,
        "heading": section.heading,
        "paragraphs": list(section.paragraphs),
        "tables": [_table(each) for each in section.tables],
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "columns": [
            {"heading": column.heading, "kind": column.kind.value, "unit": UNITS[column.kind]}
            for column in table.columns
        ],
        "rows": [
            {
                "cells": [cell.isoformat() if isinstance(cell, date) else cell for cell in row.cells],
                "total": row.total,
                "illustrative": row.illustrative,
            }
            for row in table.rows
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "message": finding.message,
        "where": {name: getattr(finding.where, name) for name in Where.__slots__},
        "source": finding.source,
    }


def _read_section(given: dict[str, Any]) -> Section:
    tables = tuple(_read_table(each) for each in given["tables"])
    return Section(given["block"], given["heading"], tuple(given["paragraphs"]), tables)


def _read_table(given: dict[str, Any]) -> Table:
    columns = tuple(Column(each["heading"], Kind(each["kind"])) for each in given["columns"])
    rows = tuple(
        Row(
            tuple(_cell(cell, column.kind) for cell, column in zip(each["cells"], columns, strict=True)),
            each["total"],
            each["illustrative"],
        )
        for each in given["rows"]
    )
    return Table(given["title"], columns, rows)


def _cell(cell: Any, kind: Kind) -> Cell:
    return date.fromisoformat(cell) if kind is Kind.DATE and cell is not None else cell


def _read_finding(given: dict[str, Any]) -> Finding:
    severity, where = Severity(given["severity"]), Where(**given["where"])
    return Finding(given["code"], severity, given["message"], where, given["source"])
