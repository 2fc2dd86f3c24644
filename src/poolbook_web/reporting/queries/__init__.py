"""What is asked of reports: the list, a preview with what is missing, an issued report, receipts, the check."""

from poolbook_web.reporting.queries.issued import Version, document, issued_or_404, issued_page
from poolbook_web.reporting.queries.listed import as_table, listed, months
from poolbook_web.reporting.queries.preview import Page, labelled, prepared_by, preview
from poolbook_web.reporting.queries.receipts import acts_for, code_of, goes_to, receipts, received, receivers
from poolbook_web.reporting.queries.verify import verify

__all__ = [
    "Page",
    "Version",
    "acts_for",
    "as_table",
    "code_of",
    "document",
    "goes_to",
    "issued_or_404",
    "issued_page",
    "labelled",
    "listed",
    "months",
    "prepared_by",
    "preview",
    "receipts",
    "received",
    "receivers",
    "verify",
]
