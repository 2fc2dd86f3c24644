"""A site that is served stops when it is told to, and says nothing alarming as it goes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.web.test_settings import only, site


def port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def seen(url: str) -> bool:
    """Whether a page is answered within half a minute."""
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - an address of this test
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.25)
    return False


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to a group of processes")
@pytest.mark.parametrize("to_all", [True, False], ids=["ctrl-c", "a service manager"])
def test_a_site_that_answers_pages_stops_as_soon_as_it_is_told(tmp_path: Path, *, to_all: bool) -> None:
    """Ctrl-C reaches every process of the terminal; a service manager tells the first alone."""
    local = {"POOLBOOK_DATA": str(tmp_path)}
    site("migrate", "--verbosity", "0", **local)
    at = port()
    command = [sys.executable, "-m", "poolbook_web", "serve", "--port", str(at)]
    with subprocess.Popen(
        command, env=only(local), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as served:
        assert all(seen(f"http://127.0.0.1:{at}/glossary/") for _ in range(4))
        started = time.monotonic()
        if to_all:
            os.killpg(served.pid, signal.SIGINT)
        else:
            served.terminate()
        said = served.communicate(timeout=30)[0]
        took = time.monotonic() - started
    assert "Traceback" not in said
    assert "Killing" not in said
    assert served.returncode == 0
    assert took < 10  # half a second, but for what else the machine does; held up, it would be killed after thirty
