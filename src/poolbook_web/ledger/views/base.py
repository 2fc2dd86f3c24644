"""What the pages of the books share."""

from __future__ import annotations

from typing import Any

from poolbook_web.partners.models import FundYear
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

#: What is said of whatever was asked.
WAITS = "It waits for somebody else to post it."


def shared(fund_year: FundYear, **more: Any) -> dict[str, Any]:
    """What every page here shows."""
    return {"here": "ledger", "fund_year": fund_year, **more}


def may(request: Request, fund_year: FundYear) -> dict[str, bool]:
    """What to offer."""
    return access.offered(
        request, fund_year.fund, may_post=Permission.LEDGER_POST, may_correct=Permission.LEDGER_CORRECT,
        may_open=Permission.PERIOD_CLOSE,
    )  # fmt: skip
