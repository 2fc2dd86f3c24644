"""Civica, Integra, IRIS and alike: the ledger code in two halves (costcentre/detail), commitments among the actuals."""

from poolbook.importing.formats.base import Format, Kind

FORMAT = Format(
    name="civica",
    title="Civica, Integra, IRIS and alike",
    roles={
        "date": ("Date", "Trans Date", "Transaction Date"),
        "type": ("Transaction Type", "Trans Type", "Tran Type"),
        "reference": ("Journal No", "Journal Number", "Jnl No"),
        "ledger_code": ("Ledger Code", "GL Code"),
        "ref1": ("Ref 1", "Ref1"),
        "ref2": ("Ref 2", "Ref2"),
        "account": ("Account Code", "Account"),
        "supplier": ("Account Name",),
        "narrative": ("Narrative", "Description"),
        "period": ("Period", "Per"),
        "amount": ("Amount", "Value"),
    },
    needs=(("date",), ("type",), ("ledger_code",), ("amount",)),
    codes=("ledger_code",),
    split={"ledger_code": ("cost_centre", "detail")},
    types={
        "Invoice": Kind.PAYMENT,
        "Payment": Kind.PAYMENT,
        "Credit Note": Kind.PAYMENT,
        "Creditors": Kind.PAYMENT,
        "Journal": Kind.JOURNAL,
        "Payroll": Kind.PAYROLL,
        "Accrual": Kind.ACCRUAL,
        "Income": Kind.INCOME,
        "Receipt": Kind.INCOME,
        "Debtors": Kind.INCOME,
        "Recharge": Kind.RECHARGE,
        "Internal": Kind.RECHARGE,
        "Commitment": Kind.COMMITMENT,
        "Order": Kind.COMMITMENT,
        "Opening Balance": Kind.OPENING,
        "Balance b/f": Kind.OPENING,
    },
)
