"""The next items of an iterator, made ready by a thread while the ones before are worked on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")
_POLL_SECONDS = 0.2


def prefetched(items: Iterator[T], depth: int = 2) -> Generator[T, None, None]:
    """`items` in order, up to `depth` of them ahead; an error is raised where its item would have come.

    Closing the generator ends the thread.
    """
    ready: queue.Queue[tuple[T | None, BaseException | None]] = queue.Queue(depth)
    closed = threading.Event()

    def offered(entry: tuple[T | None, BaseException | None]) -> bool:
        while not closed.is_set():
            try:
                ready.put(entry, timeout=_POLL_SECONDS)
                return True
            except queue.Full:
                continue
        return False

    def produce() -> None:
        try:
            for item in items:
                if not offered((item, None)):
                    return
            offered((None, StopIteration()))
        except BaseException as error:
            offered((None, error))

    thread = threading.Thread(target=produce, name="phi4 data", daemon=True)
    thread.start()
    try:
        while True:
            item, error = ready.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        closed.set()
        thread.join()
