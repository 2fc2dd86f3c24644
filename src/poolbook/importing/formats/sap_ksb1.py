"""SAP: cost centre line items (transaction KSB1). Subtotal rows carry stars; the period is 001 to 016."""

from poolbook.importing.formats.base import Format, Kind

FORMAT = Format(
    name="sap_ksb1",
    title="SAP cost centre line items (KSB1)",
    roles={
        "cost_centre": ("Cost Ctr", "Cost Center", "Cost Centre", "CostCtr"),
        "cost_element": ("Cost element", "Cost Elem.", "CElem"),
        "cost_element_name": ("Cost element name", "Cost element descr.", "CElem name"),
        "date": ("Postg Date", "Posting Date", "Pstng Date", "Doc. Date"),
        "period": ("Per", "Period"),
        "type": ("DocTyp", "Doc. Type", "Document type", "Type"),
        "reference": ("RefDocNo", "RefDocNr", "Ref. document number", "Document Number", "DocumentNo"),
        "narrative": ("Name", "Text", "Document Header Text"),
        "supplier": ("Off.acct name", "Name of offsetting account", "Offsetting acct name"),
        "amount": ("Val.in rep.cur.", "Val/COArea Crcy", "Value in Obj. Crcy", "Val. in rep. cur.", "Value"),
    },
    needs=(("cost_centre",), ("cost_element",), ("amount",), ("period", "date")),
    codes=("cost_centre", "cost_element"),
    types={
        "KR": Kind.PAYMENT, "KG": Kind.PAYMENT, "RE": Kind.PAYMENT, "KA": Kind.PAYMENT, "KZ": Kind.PAYMENT,
        "SA": Kind.JOURNAL, "AB": Kind.JOURNAL, "SK": Kind.JOURNAL, "SB": Kind.JOURNAL, "ZP": Kind.PAYROLL,
        "PY": Kind.PAYROLL, "HR": Kind.PAYROLL, "DR": Kind.INCOME, "DG": Kind.INCOME, "DZ": Kind.INCOME,
        "ZA": Kind.ACCRUAL, "AC": Kind.ACCRUAL, "ZR": Kind.RECHARGE, "WE": Kind.COMMITMENT,
    },
    period="from column",
    totals="*",
)
