"""What the pages of a year share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from poolbook.findings import Refused
from poolbook_web.partners import queries as partners
from poolbook_web.people import access
from poolbook_web.people.permissions import Permission
from poolbook_web.people.requests import Request

View = Callable[..., HttpResponse]

#: What is shown in the place of a page that there is nothing for yet.
_INSTEAD = {"agreements.no_terms": "agreements/none.html", "report.not_open": "monitoring/not_open.html"}


def came_from(request: Request) -> str:
    """The page of this site that an address asks to be led back to by ``next``; empty where it names none, or one that
    is elsewhere."""
    asked = request.GET.get("next", "")
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None) else ""


def with_terms(here: str) -> Callable[[View], View]:
    """Where no terms are in force, or the books are not open, the page says so, and where that is done; ``here`` is its
    place in the menu."""

    def decorated(view: View) -> View:
        @wraps(view)
        def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                page = next((_INSTEAD[each.code] for each in refusal.findings if each.code in _INSTEAD), None)
                if page is None:
                    raise
            fund = access.fund_or_404(request.user, kwargs["slug"], Permission.FUND_SEE, at=request.at)
            context = {
                "here": here,
                "fund_year": partners.year_or_404(fund, kwargs["year"]),
                **access.offered(request, fund, may_put=Permission.TERMS_PUT, may_open=Permission.PERIOD_CLOSE),
            }
            return render(request, page, context)

        return shown

    return decorated
