"""The landing zone is looked at often and told of seldom: once, when something came and stands still."""

import asyncio
import logging
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from include import landing_zone
from include.landing_zone.watching import Pace, changes, picture

PACE = Pace(between=10, settling=4, unreachable=60, share=0.05)


class Over(Exception):
    """Nothing more is to be seen."""


class Watched:
    """Looks that see what they are given, and what came of it: pictures told, seconds waited."""

    def __init__(self, looks: Sequence[str | Exception], told: str | None = None) -> None:
        self.told: list[str] = []
        self.waited: list[float] = []
        self._looks = list(looks)
        with pytest.raises(Over):
            asyncio.run(self._watch(told))

    async def _watch(self, told: str | None) -> None:
        async for seen in changes(self._look, told, PACE, self._pause):
            self.told.append(seen)

    def _look(self) -> str:
        seen = self._looks.pop(0)
        if isinstance(seen, Exception):
            raise seen
        return seen

    async def _pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        if not self._looks:
            raise Over


def _slowly() -> str:
    time.sleep(0.3)
    return "a"


def test_what_came_is_told_once_when_it_stands_still() -> None:
    watched = Watched(["a", "a", "a", "b", "b", "b"], told="a")
    assert watched.told == ["b"]
    assert watched.waited == [10, 10, 10, 4, 10, 10]


def test_a_file_that_still_grows_is_not_told_before_it_stands_still() -> None:
    assert Watched(["a1", "a2", "a3", "a3", "a3"]).told == ["a3"]


def test_what_was_told_before_a_restart_is_not_told_again() -> None:
    assert Watched(["a", "a", "a"], told="a").told == []
    assert Watched(["b", "b", "b"], told="a").told == ["b"]


def test_an_empty_landing_zone_tells_nothing() -> None:
    assert Watched(["", "", ""]).told == []
    assert Watched(["", "", "a", "a", "", ""]).told == ["a"]


def test_a_landing_zone_out_of_reach_is_asked_seldom_said_once_and_told_of_when_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        watched = Watched(["a", OSError("no route"), ValueError("no such connection"), "a", "b", "b"], told="a")
    assert watched.told == ["b"]
    assert watched.waited == [10, 60, 60, 10, 4, 10]
    assert len(caplog.records) == 1


def test_however_long_a_look_takes_a_twentieth_of_the_time_is_spent_on_it() -> None:
    waited: list[float] = []

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        raise Over

    async def watch() -> None:
        async for _ in changes(_slowly, None, Pace(between=1, settling=1), pause):
            pass

    with pytest.raises(Over):
        asyncio.run(watch())
    assert waited[0] == pytest.approx(6, abs=1.5)


def test_nobody_waits_for_a_slow_look() -> None:
    async def watch() -> int:
        ticks = 0
        told = asyncio.ensure_future(anext(changes(_slowly, None, Pace(settling=0, share=1))))
        while not told.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert asyncio.run(watch()) > 15


def test_a_picture_changes_with_every_file_and_only_then(tmp_path: Path) -> None:
    def seen() -> str:
        return picture(landing_zone.files(None, str(tmp_path / "landing"), "file"))

    assert seen() == ""
    folder = tmp_path / "landing" / "submissions" / "57" / "2024-02"
    folder.mkdir(parents=True)
    assert seen() == ""
    pictures = []
    for name, text in (("ก.csv", "a"), ("ข.csv", "a"), ("ข.csv", "ab")):
        (folder / name).write_text(text)
        assert seen() == seen()
        pictures.append(seen())
    (folder / "ก.csv").unlink()
    assert len({*pictures, seen()}) == 4
