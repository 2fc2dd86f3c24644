"""One person's own machine: no HTTPS, letters kept as files, and no address but this machine's own.

The secret key is made once and kept in the data folder, readable by its owner alone.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from poolbook_web.settings.common import *  # noqa: F403 - settings are the names of a module
from poolbook_web.settings.common import DATA


def kept_secret(path: Path) -> str:
    """The secret in this file, made now if there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="utf-8")


SECRET_KEY = kept_secret(DATA / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a browser makes passkeys for localhost without HTTPS
THIS_MACHINE_ALONE = True
