"""CSV: every table of a report as a file of its own, in one zip; numbered in the order of the report."""

from __future__ import annotations

import io

from django.utils.text import slugify

from poolbook.reports import Report
from poolbook.reports.model import Column, Row, Table
from poolbook_web.base.export import as_csv
from poolbook_web.reporting.documents import zipped
from poolbook_web.reporting.documents.layout import Pictures


def render(report: Report, _: Pictures) -> bytes:
    """The zip."""
    every = [(section, table) for section in report.sections for table in section.tables]
    files = [
        (f"{number:02d}-{slugify(f'{section.code} {table.title}')}.csv", as_csv(table))
        for number, (section, table) in enumerate(every, start=1)
    ]
    out = io.BytesIO()
    zipped.write(out, [*files, ("00-what-this-is.csv", as_csv(_about(report)))])
    return out.getvalue()


def _about(report: Report) -> Table:
    """What the tables are of, and how to read them."""
    said = [("Report", report.title), ("Covers", report.subtitle), *report.header]
    said += [("How to read it", each) for each in report.conventions]
    return Table("What this is", (Column("What"), Column("Says")), tuple(Row(each) for each in said))
