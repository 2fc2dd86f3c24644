"""Unit4 Business World (Agresso): general ledger transactions; the period 202501 is the first of the fiscal year."""

from poolbook.importing.formats.base import Format, Kind

FORMAT = Format(
    name="agresso",
    title="Unit4 Business World (Agresso) transactions",
    roles={
        "type": ("TT", "Trans type", "Transaction type"),
        "reference": ("TransNo", "Trans No", "Transaction number"),
        "date": ("Trans.date", "Transdate", "Trans date"),
        "period": ("Period",),
        "account": ("Account",),
        "account_name": ("Account(T)", "Account (T)"),
        "cost_centre": ("Cost Centre", "Costc", "Cost Center", "CC"),
        "project": ("Project",),
        "narrative": ("Text", "Description"),
        "amount": ("Amount", "Curr.amount"),
        "supplier": ("AP/AR ID(T)", "AP/AR ID (T)", "Supplier", "Apar name"),
    },
    needs=(("reference",), ("period",), ("account",), ("cost_centre",), ("amount",), ("type",)),
    codes=("cost_centre", "account", "project"),
    types={
        "GL": Kind.JOURNAL,
        "PI": Kind.PAYMENT,
        "PO": Kind.COMMITMENT,
        "PR": Kind.PAYROLL,
        "AR": Kind.INCOME,
        "AP": Kind.PAYMENT,
        "SI": Kind.INCOME,
        "IA": Kind.RECHARGE,
        "AC": Kind.ACCRUAL,
        "IB": Kind.OPENING,
    },
    period="from column",
)
