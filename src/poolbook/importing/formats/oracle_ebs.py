"""Oracle E-Business Suite: journal lines by accounting flexfield, debit and credit apart, periods by name (APR-25)."""

from poolbook.importing.formats.base import Format, Kind

FORMAT = Format(
    name="oracle_ebs",
    title="Oracle E-Business Suite journal lines",
    roles={
        "period": ("Period Name", "Period"),
        "type": ("Source", "Journal Source"),
        "journal_category": ("Category", "Journal Category"),
        "batch": ("Batch", "Batch Name"),
        "narrative": ("Line Description", "Description", "Journal", "Journal Name"),
        "account": ("Accounting flexfield", "Account", "Code Combination", "Accounting Flexfield (joined)"),
        "supplier": ("Supplier", "Supplier Name", "Vendor Name"),
        "reference": ("Invoice", "Invoice Number", "Transaction Number", "Document Number"),
        "date": ("Posted", "Posted Date", "Effective Date", "GL Date", "Accounting Date"),
        "debit": ("Debit", "Accounted Dr", "Entered Dr"),
        "credit": ("Credit", "Accounted Cr", "Entered Cr"),
        "amount": ("Net", "Net Amount"),
    },
    needs=(("period",), ("account",), ("type",), ("debit", "amount")),
    codes=("account",),
    split={"account": ("entity", "cost_centre", "subjective", "analysis1", "analysis2", "analysis3")},
    types={
        "Payables": Kind.PAYMENT,
        "Receivables": Kind.INCOME,
        "Spreadsheet": Kind.JOURNAL,
        "Manual": Kind.JOURNAL,
        "Payroll": Kind.PAYROLL,
        "ESR": Kind.PAYROLL,
        "AutoReversal": Kind.ACCRUAL,
        "Accrual": Kind.ACCRUAL,
        "Cost Management": Kind.ACCRUAL,
        "Recurring": Kind.JOURNAL,
        "Recharge": Kind.RECHARGE,
        "Purchasing": Kind.COMMITMENT,
        "Encumbrance": Kind.COMMITMENT,
    },
    categories={"Accrual": Kind.ACCRUAL, "Accruals": Kind.ACCRUAL},
    period="from column",
)
