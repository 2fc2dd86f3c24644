"""A trial balance: one row a coding, with totals in line; a source where there is no listing."""

from poolbook.importing.formats.base import Format, Shape

FORMAT = Format(
    name="trial_balance",
    title="Trial balance (Opening/Debit/Credit/Closing, or Budget/Actual/Commitment)",
    roles={
        "cost_centre": ("Cost centre", "Cost center", "Cost Ctr", "CC"),
        "account": ("Account", "Account code", "Subjective", "Detail"),
        "narrative": ("Description", "Account name", "Name"),
        "opening": ("Opening", "Opening balance", "B/f"),
        "debit": ("Debit", "Dr", "Debits"),
        "credit": ("Credit", "Cr", "Credits"),
        "closing": ("Closing", "Closing balance", "Balance", "C/f"),
        "budget": ("Budget", "Current budget", "Annual budget"),
        "actual": ("Actual", "Actuals", "Actual to date"),
        "commitment": ("Commitment", "Commitments", "Committed"),
        "variance": ("Variance",),
    },
    needs=(("account",), ("closing", "actual")),
    codes=("cost_centre", "account"),
    shape=Shape.BALANCES,
    period="from name",
)
