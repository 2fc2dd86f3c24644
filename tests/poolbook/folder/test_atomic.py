"""All of a write or none of it, wherever it stops."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from poolbook import folder
from poolbook.folder import atomic
from tests.poolbook.folder.packs import AT, content, imported, journal, opened, post_import, post_journal


class Stop(BaseException):
    """The machine stops here."""


@pytest.fixture
def stopping(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The disk, that stops before its n-th step (n is the item of the list; it counts down), and nothing cleans up."""
    left = [0]

    def before(step: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object) -> object:
            left[0] -= 1
            if left[0] == 0:
                raise Stop
            return step(*arguments)

        return wrapped

    for name in ("sync", "move"):
        monkeypatch.setattr(atomic, name, before(getattr(atomic, name)))
    monkeypatch.setattr(atomic.Staging, "discard", lambda _: None)
    return left


#: The step at which the write below is committed and none of its files is in place.
AFTER_THE_JOURNAL = 18


def content_after(path: Path) -> dict[str, bytes]:
    """The pack when the write below went through."""
    write(path)
    return content(path)


def write(path: Path) -> None:
    """An import and a journal in one draft."""
    with folder.draft(path) as draft:
        post_import(draft, parts=2)
        post_journal(draft)
        draft.commit(by="A. Clerk", at=AT)


def finish(path: Path) -> dict[str, bytes]:
    """What the next to open the pack makes of it."""
    with folder.lock.writer(path):
        atomic.finish(path)
    return content(path)


@pytest.mark.slow
def test_a_write_stopped_at_any_step_is_found_undone_or_done(tmp_path: Path, stopping: list[int]) -> None:
    opened(tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "after")
    before, after = content(tmp_path / "first"), content_after(tmp_path / "after")
    done = []
    for step in range(1, 100):
        path = tmp_path / str(step)
        shutil.copytree(tmp_path / "first", path)
        stopping[0] = step
        try:
            write(path)
        except Stop:
            stopping[0] = 0
            found = finish(path)
            assert found in (before, after)
            done.append(found == after)
        else:
            break
    assert done == sorted(done)  # there is one moment at which the write happens
    assert set(done) == {False, True}
    assert len(done) > 20


def test_finishing_may_itself_be_stopped_and_finished_again(tmp_path: Path, stopping: list[int]) -> None:
    opened(tmp_path / "first")
    shutil.copytree(tmp_path / "first", tmp_path / "after")
    after = content_after(tmp_path / "after")
    stopping[0] = AFTER_THE_JOURNAL
    with pytest.raises(Stop):
        write(tmp_path / "first")
    assert atomic.unfinished(tmp_path / "first")
    for step in range(1, 20):
        path = tmp_path / str(step)
        shutil.copytree(tmp_path / "first", path)
        stopping[0] = step
        try:
            finish(path)
        except Stop:
            stopping[0] = 0
            assert finish(path) == after
        else:
            break
    assert step > 5


def test_a_reader_waits_for_the_writer_that_is_putting_the_files_in_place(tmp_path: Path, stopping: list[int]) -> None:
    opened(tmp_path)
    stopping[0] = AFTER_THE_JOURNAL
    with pytest.raises(Stop):
        write(tmp_path)
    stopping[0] = 0
    found: list[int] = []
    reader = threading.Thread(target=lambda: found.append(folder.read(tmp_path).head.number))
    with folder.lock.writer(tmp_path):
        reader.start()
        reader.join(0.05)
        assert found == []
    reader.join(10)
    assert found == [3]


def test_what_a_stopped_write_leaves_is_named_by_verify_and_cleared_by_the_next(tmp_path: Path) -> None:
    opened(tmp_path)
    (tmp_path / ".pending" / "lines").mkdir(parents=True)
    (tmp_path / ".pending" / "lines" / "000002-01.parquet").write_bytes(b"half")
    found = folder.verify(tmp_path)
    assert [(each.code, each.severity) for each in found] == [("pack.leftover", "warning")]
    journal(tmp_path)
    assert folder.verify(tmp_path) == ()


WRITER = """
import sys
from pathlib import Path
from tests.poolbook.folder.packs import imported
print("ready", flush=True)
while True:
    print(imported(Path(sys.argv[1])).head.number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_a_writer_killed_by_the_system_loses_nothing_it_said_was_kept(tmp_path: Path) -> None:
    opened(tmp_path)
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        said = [int(writer.stdout.readline()) for _ in range(3)]
        time.sleep(0.013)
        writer.send_signal(signal.SIGKILL)
        said += [int(line) for line in writer.stdout.read().split()]
    pack = folder.read(tmp_path)
    assert pack.head.number in (said[-1], said[-1] + 1)
    assert imported(tmp_path).head.number == pack.head.number + 1
    assert folder.verify(tmp_path) == ()
