"""Threads beside the caller's, for work that lets go of Python's lock: hashing, compressing, writing files, polars.

None of them may ask the database, since a connection is of its thread. Each has few pieces in hand at a time, so that
memory stays flat.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self, TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

_NAME = "poolbook-beside"


class Behind:
    """Work done one piece behind the caller, in order. A fault of it is raised at the next piece, or at the end."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix=_NAME)
        self._last: Future[object] | None = None

    def do(self, work: Callable[[], object]) -> None:
        """Have this done, once what was asked for before is."""
        self.done()
        self._last = self._worker.submit(work)

    def done(self) -> None:
        """Wait until all of it is."""
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._worker.shutdown()
        if kind is None:
            self.done()


def spread(work: Callable[[Item], Made], items: Iterable[Item], threads: int = 2) -> Iterator[Made]:
    """The same work on every item, several at a time; the results in the items' order."""
    with ThreadPoolExecutor(threads, thread_name_prefix=_NAME) as workers:
        under_way = deque[Future[Made]]()
        for item in items:
            under_way.append(workers.submit(work, item))
            if len(under_way) > threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
