"""The verbs of what stands beside the books: keep and withdraw records, open, close and begin years, take packs."""

from poolbook_web.monitoring.actions.packs import load_pack, take_pack
from poolbook_web.monitoring.actions.records import keep, keep_all, withdraw
from poolbook_web.monitoring.actions.years import begin_year, close_period, open_year

__all__ = ["begin_year", "close_period", "keep", "keep_all", "load_pack", "open_year", "take_pack", "withdraw"]
