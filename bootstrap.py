#!/usr/bin/env python3
"""Poolbook on a fresh machine, with nothing but Python 3.11 or later.

    python3 bootstrap.py setup               make .venv/bin/poolbook, from packages locked by version and hash
    python3 bootstrap.py setup --site        the same, with .venv/bin/poolbook-site and what the site needs
    python3 bootstrap.py setup --dev         the same again, with the tools that the checks and the tests use
    python3 bootstrap.py demo                make two funds' worlds as a site and serve it to this machine; --fresh
                                             starts over, --port 8001 serves it there
    python3 bootstrap.py test [arguments]    every check, then the tests; the arguments go to pytest
    python3 bootstrap.py bench [arguments]   the benchmarks; the arguments go to them

It may be run from any folder; paths in the arguments are read from the folder that holds this file.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - so that an older Python says this, and not something cryptic
    sys.exit(
        "Poolbook needs Python 3.11 or later; this is Python %d.%d.\n"
        "Run it with a newer one, for example: python3.11 bootstrap.py setup" % sys.version_info[:2]
    )

import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "poolbook-setup.json"
LOG = VENV / "poolbook-setup.log"
DEMO = ROOT / "poolbook-demo"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
COMMAND = BIN / ("poolbook.exe" if WINDOWS else "poolbook")

# What .venv may hold, each with all of the one before it: what the command needs, what the site needs as well, and what
# the checks and tests use. Each has its lock, such as requirements/base.txt.
BASE, SITE, DEV = LEVELS = ("base", "site", "dev")
LOCKS = ("requirements/base.txt", "requirements/build.txt", "requirements/dev.txt", "requirements/site.txt")
INPUTS = ("bootstrap.py", "pyproject.toml", *LOCKS)


class Failed(Exception):
    """Something could not be had. The message says what, and what to do: it is all that the user sees."""


# --- The stamp: what .venv was made from --------------------------------------------------------------------


def inputs_digest(root: Path) -> str:  # Python 2 stops here and shows this: Poolbook needs 3.11 or later
    """One hash over every file that decides what is installed."""
    whole = hashlib.sha256()
    for name in INPUTS:
        whole.update(hashlib.sha256((root / name).read_bytes()).digest())
    return whole.hexdigest()


def place(root: Path) -> dict[str, str]:
    """What an environment cannot outlive: its Python and its folder, both written into its scripts."""
    python = f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}"
    return {"python": python, "folder": str(root)}


def read_stamp(stamp: Path) -> dict[str, str]:
    """The stamp as last written; empty if there is none, or none that can be read."""
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def wanted_stamp(root: Path, packages: str, stamp: dict[str, str]) -> dict[str, str]:
    """What .venv should be. Once it holds more than is asked for it keeps that, lest it go stale."""
    held = stamp.get("packages")
    keep = max(packages, held, key=LEVELS.index) if held in LEVELS else packages
    return {**place(root), "inputs": inputs_digest(root), "packages": keep}


def can_be_kept(stamp: dict[str, str], wanted: dict[str, str]) -> bool:
    """Whether .venv can be brought up to date as it is; otherwise it is made anew."""
    return PYTHON.exists() and all(stamp.get(key) == wanted[key] for key in ("python", "folder"))


# --- What can go wrong, in the user's words -----------------------------------------------------------------

# (marks in the installer's output; what could not be had; what to do). The first that matches is told. "No
# wheel" stands after the network, because without one an installer ends by saying that there is none.
CAUSES: tuple[tuple[str, str, str], ...] = (
    (
        r"No space left|os error 28\b|Errno 28\b|not enough space",
        "the disk is full",
        "Free about 1 GB where this folder is (and where temporary files go), then run it again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "a package is not the one that was locked: its hash differs, so it was not installed",
        "Ask whoever runs your package mirror; do not go round the check.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|certificate verify failed|invalid peer certificate|UnknownIssuer",
        "the package index's certificate is not trusted here",
        "Name your organisation's certificate file in PIP_CERT (or SSL_CERT_FILE for uv), then run it again.",
    ),
    (
        r"name resolution|getaddrinfo|dns error|NewConnection|refused|unreachable|[Tt]imed out|ProxyError",
        "the package index could not be reached",
        "Connect to the network, or set pip (or uv) to use your proxy or mirror, then run it again.",
    ),
    (
        r"No matching distribution|No solution found|no usable wheels|no wheels|not a supported wheel",
        "the package index offers no ready-made wheel of a locked package for this machine and this Python",
        "Use CPython 3.11 to 3.14 on Linux, macOS or Windows. A mirror may need to be brought up to date.",
    ),
    (
        r"Permission denied|Errno 13\b|os error 13\b|Access is denied|os error 5\b",
        "a file or folder may not be written",
        "Check who owns this folder, close programs that use its .venv, then run it again.",
    ),
)


def explain(output: str) -> str:
    """What an installer's output means for the person who waits for it."""
    for marks, cause, cure in CAUSES:
        if re.search(marks, output):
            package = re.search(r"No matching distribution found for (\S+)", output)
            return f"{cause}{f' ({package[1]})' if package else ''}.\n{cure}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    said = [line for line in lines if line.lower().startswith("error")] or lines[-1:] or ["it said nothing"]
    return f"the step ended with: {said[-1]}"


def check_python_is_whole() -> None:
    """Debian and Ubuntu ship Python without the part that makes environments."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    raise Failed(
        "This Python cannot make a virtual environment: its venv or ensurepip module is missing.\n"
        f"On Debian or Ubuntu: apt-get install python{sys.version_info[0]}.{sys.version_info[1]}-venv\n"
        "Elsewhere: install Python with the whole of its standard library, or put uv on the PATH."
    )


# --- Setting up ---------------------------------------------------------------------------------------------


def run_step(title: str, command: Sequence[str]) -> None:
    """One step of the set-up: its name, its time, and between them, where somebody watches, its last line."""
    started, output = time.monotonic(), ""
    watched = sys.stdout.isatty() and not WINDOWS
    print(f"{title} ...", end=" ", flush=True)
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
        cwd=ROOT,
    ) as process:
        for line in process.stdout or ():
            output += line
            if watched:
                print(f"\r\x1b[K{title} ... {line.strip()[:60]}", end="", flush=True)
    if watched:
        print(f"\r\x1b[K{title} ... ", end="")
    print(f"{time.monotonic() - started:.1f} s" if process.returncode == 0 else "not done", flush=True)
    if VENV.is_dir():
        with LOG.open("a", encoding="utf-8") as log:
            log.write(f"{title}: exit {process.returncode}\n{output}\n")
    if process.returncode != 0:
        kept = f"\nEverything the step said is in {LOG}" if LOG.exists() else ""
        raise Failed(f"{title}: {explain(output)}{kept}")


def make_environment(uv: str | None) -> None:
    """An empty .venv. It rests on the installed Python, not on an environment that this may be run from."""
    interpreter = getattr(sys, "_base_executable", None) or sys.executable
    if VENV.exists():
        shutil.rmtree(VENV)
    if uv is None:
        check_python_is_whole()
    make = [uv, "venv", "--python", interpreter] if uv else [interpreter, "-m", "venv"]
    run_step(f"Preparing .venv with Python {sys.version.split()[0]}", [*make, str(VENV)])


def install(uv: str | None, packages: str) -> None:
    """The locked packages, the locked build backend, then Poolbook itself, fetching nothing more."""
    pip = [uv, "pip", "install", "--python", str(PYTHON)] if uv else [str(PYTHON), "-m", "pip", "install"]
    locked = [*pip, "--require-hashes", "--only-binary", ":all:"]
    more = {BASE: "", SITE: " and the site's", DEV: ", the site's and the tests' tools"}[packages]
    run_step(f"Installing the locked packages{more}", [*locked, "-r", f"requirements/{packages}.txt"])
    run_step("Installing the locked build backend", [*locked, "-r", "requirements/build.txt"])
    nothing_more = ["--no-index", "--no-deps", "--no-build-isolation"]
    run_step("Installing Poolbook", [*pip, *nothing_more, "-e", str(ROOT)])


def prepare(packages: str) -> bool:
    """Bring .venv up to date; whether there was anything to do."""
    stamp = read_stamp(STAMP)
    wanted = wanted_stamp(ROOT, packages, stamp)
    if stamp == wanted and PYTHON.exists() and COMMAND.exists():
        return False
    uv = shutil.which("uv")
    has_installer = uv is not None or any((BIN / name).exists() for name in ("pip", "pip.exe"))
    if not (can_be_kept(stamp, wanted) and has_installer):
        make_environment(uv)
    # Until all is done the stamp vouches for the place only: a run cut short is taken up again, not trusted.
    STAMP.write_text(json.dumps({**wanted, "inputs": "unfinished"}, indent=1), encoding="utf-8")
    LOG.unlink(missing_ok=True)
    install(uv, wanted["packages"])
    STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")
    return True


# --- A browser for the tests ---------------------------------------------------------------------------------

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
DEBIAN = ("chromium", "fonts-liberation")
NO_BROWSER = (
    "There is no Chromium here for the browser tests.\n"
    f"On Debian, as root: apt-get install --no-install-recommends {' '.join(DEBIAN)}\n"
    "Elsewhere: install Chromium or Chrome, and name its program in POOLBOOK_CHROMIUM if it is not on the PATH."
)


def chromium() -> str | None:
    """The browser that the tests drive, if there is one."""
    named = os.environ.get("POOLBOOK_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def provide_chromium() -> None:
    """Install Chromium from Debian if there is no browser and this may be done; else say what to install."""
    if chromium() is not None:
        return
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise Failed(NO_BROWSER)
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    run_step("Asking Debian what it has", [apt, "update"])
    run_step("Installing Chromium for the browser tests", [apt, "install", "-y", "--no-install-recommends", *DEBIAN])
    if chromium() is None:
        raise Failed(NO_BROWSER)


# --- The commands -------------------------------------------------------------------------------------------


def setup(arguments: Sequence[str]) -> int:
    """Make .venv/bin/poolbook, and with --site .venv/bin/poolbook-site."""
    levels = {"--site": SITE, "--dev": DEV}
    unknown = [argument for argument in arguments if argument not in levels]
    if unknown:
        raise Failed(f"setup takes no argument but --site or --dev; it was given: {' '.join(unknown)}")
    done = prepare(max((levels[argument] for argument in arguments), key=LEVELS.index, default=BASE))
    print(f"{'Ready' if done else 'Already up to date'}: {COMMAND}")
    return 0


CORE = "tests/poolbook"


def checks(arguments: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The checks in their order: the quick ones first, pytest last, so that its closing line ends it all.

    Unless arguments ask for some tests only, the core's run by themselves, shared out to the processors; then its few
    slow ones and its properties, each tried on many examples; and the site's a second time, on PostgreSQL. The site's
    are not shared out: those that commit come after all that do not.
    """
    python = [str(PYTHON), "-m"]
    shared = ["-q", "-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
    thorough = ["-m", "slow or hypothesis", "--hypothesis-profile", "thorough"]
    parts = [
        ("pytest of the core", [*python, "pytest", CORE, *shared, "-m", "not slow and not hypothesis"]),
        ("pytest of the core, thorough", [*python, "pytest", CORE, *shared, *thorough]),
        ("pytest on PostgreSQL", [*python, "pytest", "tests/web", "--postgresql", "-q"]),
    ]
    return [
        ("ruff check", [*python, "ruff", "check", "."]),
        ("ruff format", [*python, "ruff", "format", "--check", "."]),
        ("mypy", [*python, "mypy"]),
        ("lint-imports", [str(BIN / "lint-imports"), "--no-logo"]),
        *([] if arguments else parts),
        ("pytest", [*python, "pytest", *(arguments or [f"--ignore={CORE}"])]),
    ]


def test(arguments: Sequence[str]) -> int:
    """Run every check even if one fails, so that one run tells all; 1 if any failed."""
    prepare(DEV)
    failed = []
    if not arguments:
        try:
            provide_chromium()
        except Failed as failure:  # the browser tests will fail with these words; all the others run
            print(failure, flush=True)
    # Every worker and every started `poolbook` reads the same modules: compiled once, whatever a machine prefers.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for name, command in checks(arguments):
        print(f"== {name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        verdict = "passed" if code == 0 else "FAILED"
        print(f"== {name} {verdict} in {time.monotonic() - started:.1f} s", flush=True)
        if code != 0:
            failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks."""
    if not (ROOT / "bench" / "run.py").exists():
        raise Failed("The benchmarks are not in this copy: there is no bench/run.py.")
    prepare(DEV)
    return subprocess.run([PYTHON, "-m", "bench.run", *arguments], cwd=ROOT, check=False).returncode


def demo(arguments: Sequence[str]) -> int:
    """Serve the demonstration, from a database of its own, until it is stopped."""
    prepare(SITE)
    command = [str(PYTHON), "-m", "poolbook_web", "demo", *arguments]
    mine = {"DJANGO_SETTINGS_MODULE": "poolbook_web.settings.demo", "POOLBOOK_DATA": str(DEMO)}
    environment = {**os.environ, **mine}
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)  # noqa: S606 - it takes this one's place, and hears Ctrl-C itself
    signal.signal(signal.SIGINT, lambda *_: None)  # the site hears it too, and is waited for
    return subprocess.run(command, env=environment, check=False).returncode


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {"setup": setup, "demo": demo, "test": test, "bench": bench}


def main(arguments: Sequence[str]) -> int:
    """Run one command. 0 done; 1 something failed or could not be had; 2 not understood; 130 stopped."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in COMMANDS:
        print(f"There is no command {name!r}. The commands are: {', '.join(COMMANDS)}.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](rest)
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{name}: {explain(str(error))}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again to go on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
