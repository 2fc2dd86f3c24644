"""The command ``poolbook-site``.

``poolbook-site help`` lists what it offers (:mod:`poolbook_web.base.commands`); one may write ``move-to-postgres`` for
``move_to_postgres``. Without DJANGO_SETTINGS_MODULE it works for this machine alone, as
:mod:`poolbook_web.settings.local` says.
"""

from __future__ import annotations

import importlib.util
import os
import sys


def main() -> None:
    """Run one command."""
    if importlib.util.find_spec("django") is None:
        sys.exit("The site's packages are not installed. Run: python3 bootstrap.py setup --site")
    from poolbook_web.base.commands import Utility  # noqa: PLC0415 - Django is absent without the site's packages

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poolbook_web.settings.local")
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        sys.argv[1] = sys.argv[1].replace("-", "_")
    Utility(sys.argv).execute()


if __name__ == "__main__":
    main()
