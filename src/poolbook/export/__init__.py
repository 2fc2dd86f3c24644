"""Journals for other accounting programs, so that a stranger's software can recompute the balances.

An export is a text with an account for each account, scheme and partner of the ledger, a transaction for each entry,
and at the end the balances that Poolbook has: the other program refuses the file unless it finds the same.

Source: docs/reference/ledger.md, "Exports".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from poolbook.export.beancount import beancount
from poolbook.export.hledger import hledger
from poolbook.export.journal import Books

#: Every format by name. Each writes the actual layer; the others are asked for by ``layers``.
EXPORTS: Mapping[str, Callable[[Books], str]] = {
    "beancount": beancount,
    "hledger": hledger,
}

__all__ = ["EXPORTS", "Books"]
