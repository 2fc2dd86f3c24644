"""What is asked of whoever starts a fund, and of whoever puts terms in force."""

from poolbook_web.agreements.forms.funds import BeginFund, Confirm, Schemes, TermsFile
from poolbook_web.agreements.forms.versions import PutTerms

__all__ = ["BeginFund", "Confirm", "PutTerms", "Schemes", "TermsFile"]
