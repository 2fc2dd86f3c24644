"""Show where every scheme and partner stands: agreed, spent, committed, forecast, and the variance.

Then each partner's share of the forecast variance by the agreement's rules. Positive variance is an overspend. Without
--period or --quarter it looks at the last period with spending."""

from __future__ import annotations

import argparse

from poolbook.cli import packs, report
from poolbook.cli.output import Exit

EXAMPLES = """\
examples:
  poolbook position my-fund
  poolbook position my-fund-2025-26-pack.zip
  poolbook position my-fund --period 6 --format xlsx > position.xlsx

exit codes: 0 shown; 1 refused"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    packs.or_zip_argument(parser)
    packs.period_arguments(parser)
    report.output_arguments(parser)
    report.json_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Write the position."""
    report.write(given, report.book(given), "position")
    return Exit.DONE
