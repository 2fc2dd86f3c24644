"""The process that draws: started once, told what to draw a line at a time, gone as soon as nobody holds its other end.

The engine that draws takes a second to start and several to stop. In a process that serves pages it would keep that
from stopping when it is told to; here it is simply left behind.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading

#: Seconds after which a drawing is given up, and its process with it.
LONGEST = 20


class Broken(Exception):
    """The drawing could not be made."""


class Pen:
    """One drawing process, begun when it is first needed and begun again where it died. It draws one at a time."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def warm(self) -> None:
        """Begin the process now, so that whoever asks first need not wait for it."""
        with self._turn:
            self._begun()

    def stop(self) -> None:
        """End the process, if there is one."""
        with self._turn:
            if self._process is not None:
                self._ended(self._process)

    def draw(self, spec: str, width: int) -> str:
        """The SVG of a chart that is :func:`written <poolbook_web.base.charts.written>`. Raises :class:`Broken`."""
        with self._turn:
            answer = self._told(spec, width) or self._told(spec, width)
        if "svg" not in answer:
            raise Broken(answer.get("fault", "the process that draws ended"))
        return answer["svg"]

    def _told(self, spec: str, width: int) -> dict[str, str]:
        """What the process answers; nothing where it died."""
        process = self._begun()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = threading.Timer(LONGEST, process.kill)
        watch.start()
        try:
            process.stdin.write(json.dumps([spec, width]) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = ""
        finally:
            watch.cancel()
        if not line:
            self._ended(process)
        return json.loads(line) if line else {}

    def _ended(self, process: subprocess.Popen[str]) -> None:
        process.kill()
        process.communicate()
        self._process = None

    def _begun(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is not None:
            self._ended(self._process)
        if self._process is None:
            # In a session of its own: Ctrl-C is for whoever serves, whose end closes this one's input.
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="ascii", start_new_session=True,
            )  # fmt: skip
        return self._process


PEN = Pen()
atexit.register(PEN.stop)


def main() -> None:
    """Draw whatever is asked for, until nobody can ask any more."""
    from poolbook_web.base import charts  # noqa: PLC0415 - in this process alone
    from poolbook_web.base.charts import drawing  # noqa: PLC0415 - likewise

    drawing.as_svg(charts.Bars(("",), (("", (0,)),)), charts.NARROW)  # the first takes long
    for line in sys.stdin:
        try:
            spec, width = json.loads(line)
            answer = {"svg": drawing.as_svg(charts.read(spec), width)}
        except Exception as fault:  # noqa: BLE001 - whoever asked is told, and may ask for the next
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    os._exit(0)  # without the engine's own farewell, which takes seconds


if __name__ == "__main__":
    main()
