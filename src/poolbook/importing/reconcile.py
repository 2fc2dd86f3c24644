"""A trial balance that the books are proved by: read by the rules, compared, and nothing of it posted.

Source: docs/reference/imports.md, "Trial balances".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from poolbook.findings import Refused, Where, error, refuse_if
from poolbook.importing import balances
from poolbook.importing.formats import Shape
from poolbook.importing.layout import recognise
from poolbook.importing.ports import Standing, Store
from poolbook.importing.rules import Rules
from poolbook.importing.upload import Upload
from poolbook.ledger.model import Transfer


@dataclass(frozen=True)
class Balance:
    """What a trial balance of a period says: its figures, pence to date, debit positive, by scheme and account; whose
    ledger it is, "" for the host's; and the SHA-256 of the file."""

    figures: Mapping[tuple[str, str], int]
    period: int
    partner: str
    name: str
    sha256: str

    def agree_with(self, transfers: Iterable[Transfer]) -> None:
        """Compare it with the transfers of the books. Raises :class:`Refused` with every difference."""
        where = Where(file=self.name)
        refuse_if(balances.reconcile(self.figures, transfers, period=self.period, partner=self.partner, where=where))


def read_balance(upload: Upload, rules: Rules, standing: Standing, store: Store, *, period: int) -> Balance:
    """Read a trial balance of a period; nothing is put into ``store``. Raises :class:`Refused` where the file cannot be
    read or is not wholly answered by the rules."""
    layout = recognise(upload, upload.identify(), rules)
    if layout.format.shape is not Shape.BALANCES:
        message = f"{upload.name} is not a trial balance: it is laid out as {layout.format.title}"
        raise Refused([error("import.not_a_balance", message, Where(file=upload.name))])
    figures = balances.figures(layout, rules, standing, store, period)
    return Balance(figures, period, layout.source.incurred_by, upload.name, layout.identity.sha256)
