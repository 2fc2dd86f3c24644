"""What is asked of whoever reads the books, corrects them and posts to them."""

from poolbook_web.ledger.forms.correct import Correct
from poolbook_web.ledger.forms.journal import Journal, Reason
from poolbook_web.ledger.forms.narrow import Narrow
from poolbook_web.ledger.forms.rows import NAMES

__all__ = ["NAMES", "Correct", "Journal", "Narrow", "Reason"]
