"""What every test shares: the same examples on every machine, and no deadline on a slow one."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")
