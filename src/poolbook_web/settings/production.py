"""A server that other people reach, over HTTPS."""

from __future__ import annotations

from typing import Any

from poolbook_web.settings import environment
from poolbook_web.settings.common import *  # noqa: F403 - settings are the names of a module

SECRET_KEY = environment.text("POOLBOOK_SECRET_KEY")
ALLOWED_HOSTS = environment.names("POOLBOOK_HOSTS")
ADDRESS = environment.text("POOLBOOK_ADDRESS", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("POOLBOOK_MAIL_FROM")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = ["^health/$"]  # asked by the machine itself, which has no certificate
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_mail: dict[str, Any] = environment.smtp(environment.text("POOLBOOK_MAIL_URL"))
globals().update(_mail)
