"""Council spend as published under the Transparency Code, with the headings that councils really use."""

from poolbook.importing.formats.base import Format

FORMAT = Format(
    name="council_spend",
    title="Council spend over £500 (Local Government Transparency Code), and extracts laid out alike",
    roles={
        "date": ("PaymentDate", "Date paid", "DatePaid", "Paid date", "Pay date", "Effective date", "Posting date", "Date"),
        "amount": ("Net amount", "NetAmount", "Amount paid", "Amount net", "Amount excluding VAT", "Amount", "Net", "Value"),
        "vat": ("IrrecoverableVATAmount", "Irrecoverable VAT", "VAT not recovered"),
        "reference": ("TransactionNumber", "Transaction No", "Trans No", "Transaction reference", "Transaction ref"),
        "supplier": (
            "BeneficiaryName", "Supplier name", "SupplierName", "Supplier", "Vendor name", "Vendor", "Payee", "Name",
        ),
        "narrative": ("Narrative", "Description"),
        "body": ("OrganisationLabel", "Body name", "BodyName", "Organisation"),
        "service": ("OrganisationalUnit", "Service label", "ServiceLabel", "Directorate", "Department", "Service area"),
        "division": (
            "ServiceCategoryLabel", "Service division label", "Service divison label", "ServiceDivisionLabel", "Division",
            "Service",
        ),
        "category": ("Expenditure category", "ExpenditureCategory", "CategoryInternalName", "ProclassLabel", "Category"),
        "expense_type": (
            "Detailed expenses type", "DetailedExpenditureType", "Detailed expense type", "Expense type", "Purpose",
            "Expenditure type",
        ),
        "expense_code": ("Detailed expense code", "DetailedExpenditureCode", "Expense code"),
        "contract_ref": ("ContractRef", "Contract reference"),
    },
    needs=(("date",), ("amount",)),
    codes=("service", "division", "category", "expense_type", "expense_code"),
)
