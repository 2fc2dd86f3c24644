"""What every template may show."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from poolbook_web.base.requests import current_id


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, what is switched on, and the request's id."""
    return {
        "site_name": settings.NAME,
        "notice": settings.NOTICE,
        "mfa_is_on": settings.MFA,
        "oidc_is_on": bool(settings.OIDC_URL),
        "oidc_name": settings.OIDC_NAME,
        "request_id": current_id(),
    }
