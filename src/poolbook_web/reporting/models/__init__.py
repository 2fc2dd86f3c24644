"""Which reports there are, and reports as issued."""

from poolbook_web.reporting.models.issued import Document, Issued, Source

__all__ = ["Document", "Issued", "Source"]
