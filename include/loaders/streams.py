"""Files worked off by several connections at a time: those of one province in order and by one of them.

While one waits for the server, the disk or the archive, the other one reads and sends. They are threads, so that what
opens files is shared and nothing outlives the process.
"""

import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Event, Lock
from typing import Any, TypeVar

File = TypeVar("File")
Opening = Callable[[], AbstractContextManager[Any]]

_TOLD_EVERY_SECONDS = 10

log = logging.getLogger(__name__)


class Progress:
    """How many of so many files are done, told the log from time to time."""

    def __init__(self, files: int) -> None:
        self._files, self._done, self._lock = files, 0, Lock()
        self._told_at = time.monotonic()

    def another(self) -> None:
        """Count one more."""
        with self._lock:
            self._done += 1
            if time.monotonic() >= self._told_at + _TOLD_EVERY_SECONDS:
                self._told_at = time.monotonic()
                log.info("%d of %d files", self._done, self._files)


def lists_of(files: Iterable[File], key: Callable[[File], Any], size: Callable[[File], int]) -> list[list[File]]:
    """The files by key, each list in their order; the list with the most bytes first, so that none is left for last."""
    by_key: dict[Any, list[File]] = defaultdict(list)
    for file in files:
        by_key[key(file)].append(file)
    return sorted(by_key.values(), key=lambda own: -sum(map(size, own)))


def work_off(
    lists: Iterable[list[File]],
    enter: Callable[[Any, File], None],
    connection: Any,
    beside: Sequence[Opening] = (),
) -> None:
    """Enter every file of every list, by the caller's connection and by those that are opened beside it.

    Raises what the first failure raised; the others then end with the file that they are at.
    """
    waiting, stopped = deque(lists), Event()

    def work(own: Any) -> None:
        try:
            while not stopped.is_set():
                try:
                    files = waiting.popleft()
                except IndexError:
                    return
                for file in files:
                    if stopped.is_set():
                        return
                    enter(own, file)
        except BaseException:
            stopped.set()
            raise

    def open_and_work(opening: Opening) -> None:
        with opening() as own:
            work(own)

    helpers = beside[: max(0, len(waiting) - 1)]
    if not helpers:
        work(connection)
        return
    with ThreadPoolExecutor(len(helpers), thread_name_prefix="landing") as pool:
        helping = [pool.submit(open_and_work, opening) for opening in helpers]
        work(connection)
    for helper in helping:
        helper.result()
