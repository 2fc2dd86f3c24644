"""The demonstration: the local settings with people whose passwords everybody knows, and so for this machine alone.

What is set in the environment for a real site has no effect here: the database is the demonstration's own, in the
folder POOLBOOK_DATA, and letters are kept as files.
"""

from __future__ import annotations

import os

for _name in [name for name in os.environ if name.startswith("POOLBOOK_") and name != "POOLBOOK_DATA"]:
    del os.environ[_name]
os.environ.pop("DATABASE_URL", None)

from poolbook_web.settings.local import *  # noqa: E402, F403 - the environment is cleared before it is read
from poolbook_web.settings.local import INSTALLED_APPS, LOGGING, MIDDLEWARE  # noqa: E402 - likewise

INSTALLED_APPS = [*INSTALLED_APPS, "poolbook_web.demo"]
MIDDLEWARE = ["poolbook_web.demo.requests.ThisMachineMiddleware", *MIDDLEWARE]
ROOT_URLCONF = "poolbook_web.demo.urls"
PASSWORD_HASHERS = ["poolbook_web.demo.hashers.Quick"]

# Not those of a local site beside it: a browser sends cookies to every port of a machine.
SESSION_COOKIE_NAME = "demonstration-session"
CSRF_COOKIE_NAME = "demonstration-csrf"

NOTICE = {
    "tag": "Demonstration",
    "words": "Agreements from published papers; people, and figures marked illustrative, are made up.",
    "link": "demonstration",
    "link_words": "Who to sign in as",
}

# The terminal shows who to sign in as; a line for every page would push that away.
LOGGING["root"]["level"] = "ERROR"
LOGGING["loggers"]["django_tasks_db"] = {"level": "ERROR"}
