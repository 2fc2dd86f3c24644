"""Records in force, a year as the core's hand-written files hold it, and the Book of a fund-year."""

from poolbook_web.monitoring.store.book import book, recorded
from poolbook_web.monitoring.store.records import KINDS, in_force, same_key, values

__all__ = ["KINDS", "book", "in_force", "recorded", "same_key", "values"]
