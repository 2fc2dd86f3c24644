"""Write a report of a pack, and with --issue freeze it there.

NAME is position, monthly, quarterly, trial-balance or settlement (docs/reference/reports.md). An issued report is kept
in the pack with its version and what it was made from, and `poolbook verify` makes it again; a quarterly report with
nothing on income, expenditure or effectiveness cannot be issued. A correction is issued as a new version."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from poolbook import folder, reports
from poolbook.book import Book
from poolbook.cli import output, packs, who
from poolbook.cli.output import Exit
from poolbook.findings import Refused, error
from poolbook.forecast import METHODS

EXAMPLES = """\
examples:
  poolbook report quarterly my-fund --quarter 1
  poolbook report monthly my-fund --period 5 --format xlsx > month5.xlsx
  poolbook report monthly my-fund-2025-26-pack.zip --period 5
  poolbook report quarterly my-fund --quarter 1 --format xlsx --issue --by "A Patel"

exit codes: 0 written; 1 refused (what is missing for an issue is listed)"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("name", metavar="NAME", help=f"one of {', '.join(reports.REPORTS)}")
    packs.or_zip_argument(parser)
    packs.period_arguments(parser)
    output_arguments(parser)
    json_argument(parser)
    parser.add_argument("--issue", action="store_true", help="freeze the report in the pack (a folder, not a zip)")
    parser.add_argument("--version", default="1", help="version of the issue (a correction has the next one)")
    who.arguments(parser)


def output_arguments(parser: argparse.ArgumentParser) -> None:
    """Add ``--format``, ``--method`` and ``--to``."""
    parser.add_argument(
        "--format", choices=tuple(reports.FORMATS), default="text", help="how it is written (default: text)"
    )
    parser.add_argument(
        "--method", choices=tuple(METHODS), default="profile", help="how the rest of the year is forecast"
    )
    parser.add_argument("--to", type=Path, metavar="FILE", help="write to a file instead of standard output")


def json_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``, where a report is all that the command writes."""
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")


def run(given: argparse.Namespace) -> int:
    """Write the report asked for, or issue it."""
    if given.issue:
        return _issue(given)
    write(given, book(given), given.name)
    return Exit.DONE


def book(given: argparse.Namespace) -> Book:
    """The Book of the pack, with what is to be known of its files said."""
    with folder.unpacked(given.pack) as path:
        pack = folder.read(path)
        output.show(pack.findings)
        found = pack.book()
        if not found.last_entry:
            print(f"to open the books: poolbook open {given.pack}, or poolbook import", file=sys.stderr)
        return found


def write(given: argparse.Namespace, book: Book, name: str) -> None:
    """A report as a draft, to standard output or a file."""
    emit(reports.perform(book, request(given, name)), given)


def request(given: argparse.Namespace, name: str) -> reports.Request:
    """What the command line asks of the reports."""
    return reports.Request(name, given.format, quarter=given.quarter, period=given.period, method=given.method)


def emit(data: bytes, given: argparse.Namespace) -> None:
    """Write what was made to the file named, or to standard output."""
    if given.to is not None:
        try:
            given.to.write_bytes(data)
        except OSError as problem:
            message = f"{given.to} cannot be written ({problem.strerror}): name a file in a folder that is there"
            raise Refused([error("report.not_written", message)]) from None
        print(f"written: {given.to}", file=sys.stderr)
    elif given.format == "xlsx" and sys.stdout.isatty():
        raise Refused([error("report.terminal", "a spreadsheet cannot be shown here: add --to FILE")])
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _issue(given: argparse.Namespace) -> int:
    by, at = who.by(given), who.at(given)
    asked = replace(request(given, given.name), issued_by=by, issued_at=at, version=given.version)
    if asked.quarter is asked.period is None:
        raise Refused([error("report.no_period", "say what the issued report covers: --quarter N or --period N")])
    with folder.draft(given.pack) as draft:
        issued = draft.pack.book()
        output.show(reports.can_issue(issued, asked))
        data = reports.perform(issued, asked)
        draft.issue(reports.file_name(asked), reports.as_mapping(asked), data, by=by, at=at)
        draft.commit(by=by, at=at)
    print(f"issued: {given.pack / 'reports' / reports.file_name(asked)}", file=sys.stderr)
    if given.to is not None:
        emit(data, given)
    return Exit.DONE
