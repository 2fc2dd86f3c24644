"""What is asked of whoever opens a fund, and of whoever puts terms in force."""

from poolbook_web.agreements.forms.confirm import Confirm, TermsFile
from poolbook_web.agreements.forms.funds import BeginFund, Schemes
from poolbook_web.agreements.forms.versions import PutTerms

__all__ = ["BeginFund", "Confirm", "PutTerms", "Schemes", "TermsFile"]
