"""What every test shares: the same examples on every machine, and no deadline on a slow one."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

#: How many examples each property is tried with. `pytest --hypothesis-profile=thorough` takes its time.
TRIES = {"quick": 10, "thorough": 100}

# The frames of tests are small: polars spends longer handing them from thread to thread than working on them. It reads
# this when it is imported; with more threads in the environment, it has more.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

# Thousands of small files are written, and none has to outlive a power cut: they go to memory where there is plenty.
MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own in it, which only this user can read
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 4 << 30:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

#: The site's tests. All others know no Django, and want nothing of what pytest-django puts around every test.
SITE = ("tests/web/", "tests/browser/", "src/poolbook_web/")
DJANGO = ("django_", "_django_", "_dj_", "_live_server", "_template_string", "_fail_for_invalid_template")

# Some hundred thousand objects of pytest's own outlive every test: looking through them for garbage takes a while.
gc.set_threshold(20_000, 20, 50)

for name, tries in TRIES.items():
    settings.register_profile(name, derandomize=True, deadline=None, max_examples=tries)
settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the time of the core's tests, a tenth went into fixtures for a site that they do not have."""
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        if not item.nodeid.startswith(SITE):
            names[:] = [name for name in names if not name.startswith(DJANGO)]


def pytest_collection_finish() -> None:
    """What was made to collect the tests stays to the end."""
    gc.freeze()
