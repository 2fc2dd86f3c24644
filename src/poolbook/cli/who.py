"""Who acts, when and why: the options of every command that writes to a pack."""

from __future__ import annotations

import argparse
import getpass
from datetime import UTC, datetime


def arguments(parser: argparse.ArgumentParser, *, why: bool = False) -> None:
    """Add ``--by`` and ``--at``, and ``--why`` for an act that needs a reason."""
    parser.add_argument("--by", type=_person, default=None, help="who does this (default: your login name)")
    parser.add_argument("--at", type=_moment, default=None, help="when, as 2009-07-03T10:00 (default: now)")
    if why:
        parser.add_argument("--why", type=_reason, required=True, help="the reason, kept with the act")


def by(given: argparse.Namespace) -> str:
    """The person named, or the one logged in."""
    if given.by is not None:
        return str(given.by)
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may know no user
        return "unnamed"


def at(given: argparse.Namespace) -> datetime:
    """The moment named, or now; in UTC, to the second."""
    moment: datetime = given.at or datetime.now(UTC)
    return moment.astimezone(UTC).replace(microsecond=0)


def _person(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("a person's name is needed, on one line")
    return text.strip()


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an act needs its reason in words")
    return text.strip()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a moment: write 2009-07-03T10:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
