"""Records in force, a year as the core's hand-written files hold it, and the Book of a fund-year."""

from poolbook_web.monitoring.store.book import book, figures, recorded
from poolbook_web.monitoring.store.records import KINDS, OF_EVERY_ROW, in_force, same_key, stands, told, values
from poolbook_web.monitoring.store.trial import agree, read_trial_balance

__all__ = [
    "KINDS",
    "OF_EVERY_ROW",
    "agree",
    "book",
    "figures",
    "in_force",
    "read_trial_balance",
    "recorded",
    "same_key",
    "stands",
    "told",
    "values",
]
