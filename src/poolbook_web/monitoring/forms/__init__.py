"""What is asked of whoever records something: a form for each kind, its choices out of the terms."""

from poolbook_web.monitoring.forms.base import KeepForm, Withdraw
from poolbook_web.monitoring.forms.kinds import FORMS

__all__ = ["FORMS", "KeepForm", "Withdraw"]
