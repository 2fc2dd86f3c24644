"""What a page hands over as a file to keep."""

from __future__ import annotations

from django.http import HttpResponse

YAML = "application/yaml; charset=utf-8"


def attached(body: bytes, kind: str, name: str) -> HttpResponse:
    """A file of this media type, to be kept under a name."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = disposition(name)
    return response


def disposition(name: str) -> str:
    """What has a browser keep a file under a name, whatever is in that.

    >>> disposition('April "final".csv')
    'attachment; filename="April _final_.csv"'
    """
    plain = "".join(each if each.isascii() and (each.isalnum() or each in "-_. ") else "_" for each in name)
    return f'attachment; filename="{plain}"'
