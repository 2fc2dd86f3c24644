"""The charts of a report: each is made from the cells of the table that it stands above, and from nothing else."""

from __future__ import annotations

from poolbook.reports import Report
from poolbook_web.monitoring.queries import figures
from poolbook_web.reporting.documents import Pictures


def pictures(report: Report) -> Pictures:
    """A chart for each table that has one, by the place of its section and its own place there."""
    return {
        (place, number): chart
        for place, section in enumerate(report.sections)
        for number, table in enumerate(section.tables)
        if (chart := figures.chart(table)) is not None
    }
