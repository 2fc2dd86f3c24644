"""The commented ``rules.yaml`` that a new pack starts with.

Source: docs/reference/rules.md.
"""

from __future__ import annotations

_TEMPLATE = """\
# Rules of import: which extracts come, and where each coding goes. docs/reference/rules.md explains every key.
poolbook: rules/1

sources:
  host_ledger:
    about: The host's ledger listing, once a month
    layout: council_spend          # or sap_ksb1, oracle_ebs, agresso, civica, nhs_spend
    repeats: incremental           # each file brings new lines; `cumulative`: each file has the year so far
    signs: debit_positive          # spending is positive; `credit_positive` turns every sign
    # period: from column          # the ledger's own period decides the month; `from date`: the day does
    # incurred_by: NHS             # when this is a partner's own ledger, recharged to the fund
    # codes: [service, expense_type]   # what the rules below map by; without it, every code of the layout
    # columns:                     # headings of your own, where they differ from the layout's
    #   amount: Net value
    # types:                       # journal types of your ledger
    #   ZP: payroll                # payroll narratives name staff: they are dropped on the way in
    #   ZC: commitment

# The first rule that fits a line decides. A star at an end stands for any text there. Codes stand in quotation marks.
rules: []
#  - when: {service: "Learning disab*", expense_type: "Residential"}
#    scheme: residential
#  - when: {expense_type: "Client contributions"}
#    scheme: residential
#    account: client_income
#  - when: {service: "Community equipment*"}
#    elsewhere: EQUIPMENT
#  - when: {expense_type: "Suspense"}
#    ignore: cleared by the host each month end
"""


def rules_template() -> str:
    """A ``rules.yaml`` to begin with: one source, no rule yet, every key explained beside it."""
    return _TEMPLATE
