"""The verbs of the agreement: start a fund from its terms, put terms in force, put rules in force."""

from poolbook_web.agreements.actions.funds import Manager, start_fund
from poolbook_web.agreements.actions.versions import put_rules, put_terms

__all__ = ["Manager", "put_rules", "put_terms", "start_fund"]
