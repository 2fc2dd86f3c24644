"""Records in force, a year as the core's hand-written files hold it, and the Book of a fund-year."""

from poolbook_web.monitoring.store.book import book, figures, recorded
from poolbook_web.monitoring.store.records import KINDS, OF_EVERY_ROW, in_force, lock, same_key, values
from poolbook_web.monitoring.store.trial import agree

__all__ = ["KINDS", "OF_EVERY_ROW", "agree", "book", "figures", "in_force", "lock", "recorded", "same_key", "values"]
