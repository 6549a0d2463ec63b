"""Lists of files worked off by several connections at a time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from include.loaders import streams

FILES = [("57", 10), ("34", 30), ("57", 20), ("41", 5)]


class ServerWentAway(Exception):
    """Stands for what the database raises."""


def test_files_of_a_province_stay_in_order_and_the_largest_province_is_first() -> None:
    lists = streams.lists_of(FILES, key=lambda file: file[0], size=lambda file: file[1])
    assert lists == [[("57", 10), ("57", 20)], [("34", 30)], [("41", 5)]]


def test_no_more_connections_are_opened_than_there_are_provinces() -> None:
    opened: list[str] = []

    @contextmanager
    def opening() -> Iterator[str]:
        opened.append("another")
        yield "another"

    entered: list[tuple[str, str]] = []
    streams.work_off([["one", "two"]], lambda own, file: entered.append((own, file)), "own", [opening] * 7)
    assert (opened, entered) == ([], [("own", "one"), ("own", "two")])
    streams.work_off([["one"], ["two"], ["three"]], lambda own, file: entered.append((own, file)), "own", [opening] * 7)
    assert len(opened) == 2
    assert sorted(file for _, file in entered[2:]) == ["one", "three", "two"]


@pytest.mark.parametrize("fails", ["own", "beside"])
def test_when_one_fails_the_other_ends_with_the_file_it_is_at(fails: str) -> None:
    both_at_work, failed = threading.Barrier(2, timeout=20), threading.Event()
    ended: list[str] = []

    @contextmanager
    def opening() -> Iterator[str]:
        yield "beside"

    def enter(own: str, file: str) -> None:
        both_at_work.wait()
        if own == fails:
            failed.set()
            raise ServerWentAway
        failed.wait(20)
        time.sleep(0.3)  # a file takes longer than a failure takes to be noticed
        ended.append(file)

    with pytest.raises(ServerWentAway):
        streams.work_off([["1", "2"], ["3", "4"]], enter, "own", [opening])
    assert len(ended) == 1
