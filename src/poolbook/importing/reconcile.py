"""A trial balance that the books are proved by: read by the rules, compared, and nothing of it posted.

Source: docs/reference/imports.md, "Trial balances".
"""

from __future__ import annotations

from collections.abc import Iterable

from poolbook.findings import Refused, Where, error, refuse_if
from poolbook.importing import balances
from poolbook.importing.formats import Shape
from poolbook.importing.layout import recognise
from poolbook.importing.ports import Standing, Store
from poolbook.importing.rules import Rules
from poolbook.importing.upload import Upload
from poolbook.ledger.model import Transfer


def agree_with_balance(
    upload: Upload, rules: Rules, standing: Standing, store: Store, transfers: Iterable[Transfer], *, period: int
) -> str:
    """Compare a trial balance with the books, to the end of a period; the SHA-256 of what was compared. ``transfers``
    are those of the books; nothing is put into ``store``. Raises :class:`Refused` with every difference, and where the
    file cannot be read or is not wholly answered by the rules."""
    where = Where(file=upload.name)
    layout = recognise(upload, upload.identify(), rules)
    if layout.format.shape is not Shape.BALANCES:
        message = f"{upload.name} is not a trial balance: it is laid out as {layout.format.title}"
        raise Refused([error("import.not_a_balance", message, where)])
    theirs = balances.figures(layout, rules, standing, store, period)
    partner = layout.source.incurred_by
    refuse_if(balances.reconcile(theirs, transfers, period=period, partner=partner, where=where))
    return layout.identity.sha256
