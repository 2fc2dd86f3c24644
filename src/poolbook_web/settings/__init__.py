"""The settings, by where the site runs.

``production`` is for a server, ``local`` for one person's own machine, ``demo`` for the demonstration, ``test`` for the
tests; each begins with all of ``common``. Whoever runs the site sets environment variables and edits no file:
docs/reference/settings.md, "The variables".
"""
