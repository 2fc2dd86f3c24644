"""Nobody but this machine's own user is answered, however the demonstration came to be served."""

from __future__ import annotations

import ipaddress
import logging

from django.http import HttpRequest, HttpResponse

from poolbook_web.base.requests import Respond

log = logging.getLogger("poolbook.demo")

REFUSED = "This is a demonstration with passwords that everybody knows. It answers this machine alone."


def is_here(address: str) -> bool:
    """Whether a request came from this machine.

    >>> [is_here(each) for each in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "192.0.2.7", "")]
    [True, True, True, False, False]
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    inner = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (inner or found).is_loopback


class ThisMachineMiddleware:
    """Stands before every page."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse."""
        if is_here(request.META.get("REMOTE_ADDR", "")):
            return self.respond(request)
        log.warning("refused a visitor from elsewhere")
        return HttpResponse(REFUSED, status=403, content_type="text/plain; charset=utf-8")
