"""Settings as people write them, read strictly: a wrong one stops the start, in words."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The value of a variable. Without a default it must be set."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set {name} in the environment; docs/reference/settings.md explains it.")
    return default


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A variable that is a whole number."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) >= least):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be a whole number, {least} or more.")
    return int(value)


def switch(name: str) -> bool:
    """A variable that is ``on`` or ``off``; off if it is not set."""
    value = text(name, "off")
    if value not in ("on", "off"):
        raise ImproperlyConfigured(f"{name} is {value!r}; it must be on or off.")
    return value == "on"


def names(name: str, default: str | None = None) -> list[str]:
    """A variable that is a list with commas."""
    return [each.strip() for each in text(name, default).split(",") if each.strip()]


def domains(name: str) -> list[str]:
    """A variable that is a list of what stands after the @ in email addresses; it must be set."""
    found = [each.lower() for each in names(name)]
    if not found or not all("." in each and each.replace(".", "").replace("-", "").isalnum() for each in found):
        raise ImproperlyConfigured(f"{name} must be what stands after the @, with commas: oxfordshire.gov.uk,nhs.net")
    return found


def postgres(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address; what follows the question mark goes to the driver.

    >>> found = postgres("postgresql://ann:p%40ss@db.example:5433/poolbook?sslmode=require")
    >>> found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["OPTIONS"]["sslmode"]
    ('poolbook', 'ann', 'p@ss', 'db.example', 5433, 'require')
    """
    parts = _split("DATABASE_URL", url, ("postgres", "postgresql"))
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or unquote(options.pop("host", "")),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }


def smtp(url: str) -> dict[str, Any]:
    """Django's settings for a mail server's address.

    >>> found = smtp("smtp://ann:secret@mail.example:587")
    >>> found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]
    ('mail.example', 587, True, False)
    """
    parts = _split("POOLBOOK_MAIL_URL", url, ("smtp", "smtps"))
    from_the_start = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if from_the_start else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": not from_the_start,
        "EMAIL_USE_SSL": from_the_start,
        "EMAIL_TIMEOUT": 20,
    }


def _split(name: str, url: str, schemes: tuple[str, ...]) -> SplitResult:
    """The parts of an address. The message never repeats it, since it may hold a password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in schemes and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise ImproperlyConfigured(f"{name} must be an address that begins with {' or '.join(schemes)}://")
    return parts
