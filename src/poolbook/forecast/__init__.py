"""What each scheme is forecast to spend in the whole year.

``project`` answers for every scheme of a Book as at the end of a period, by one of the ``METHODS``, or by an
officer's override with its reason.
"""

from __future__ import annotations

from poolbook.forecast.figures import Figures
from poolbook.forecast.income import income
from poolbook.forecast.methods import METHODS
from poolbook.forecast.model import Forecast, SchemeForecast
from poolbook.forecast.project import project

__all__ = ["METHODS", "Figures", "Forecast", "SchemeForecast", "income", "project"]
