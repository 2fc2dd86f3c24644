"""Poolbook's own layout: each row a transfer with both its accounts: budgets, virements, commitments, contributions."""

from poolbook.importing.formats.base import Format, Shape

FORMAT = Format(
    name="journal",
    title="Poolbook journal: explicit transfers",
    roles={
        "layer": ("layer",),
        "debit": ("debit",),
        "credit": ("credit",),
        "amount": ("amount",),
        "scheme": ("scheme",),
        "partner": ("partner",),
        "contract": ("contract",),
        "period": ("period",),
        "description": ("description",),
    },
    needs=(("layer",), ("debit",), ("credit",), ("amount",), ("period",), ("description",)),
    codes=(),
    shape=Shape.JOURNAL,
    period="from column",
)
