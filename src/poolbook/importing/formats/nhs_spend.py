"""NHS spend over £25,000, as published monthly under HM Treasury's guidance."""

from poolbook.importing.formats.base import Format

FORMAT = Format(
    name="nhs_spend",
    title="NHS spend over £25,000 (HM Treasury guidance)",
    roles={
        "department": ("Department family", "Department Family"),
        "entity": ("Entity",),
        "date": ("Date paid", "Date", "Payment date"),
        "expense_type": ("Expense type", "Expenditure type"),
        "expense_area": ("Expense area", "Cost centre", "Area"),
        "supplier": ("Supplier", "Supplier name"),
        "reference": ("Transaction number", "Transaction No", "Transaction ref"),
        "amount": ("Amount", "Amount (GBP)", "AP Amount", "Net amount"),
        "narrative": ("Description", "Purpose of expenditure"),
    },
    needs=(("department", "entity"), ("date",), ("expense_type",), ("expense_area",), ("amount",)),
    codes=("entity", "expense_type", "expense_area"),
)
