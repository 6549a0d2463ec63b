"""The trigger that watches the landing zone, as the triggerer makes and runs it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from airflow.sdk._shared.module_loading import import_string
from airflow.triggers.base import TriggerEvent

from include.orchestration.watching import LANDING, LandingChanged

QUICK = {"between": 0.05, "settling": 0.02, "unreachable": 0.05, "share": 1.0}


class Kept:
    """What the triggerer keeps for an asset's watcher."""

    def __init__(self, fails: bool = False) -> None:
        self.values: dict[str, str] = {}
        self._fails = fails

    async def aget(self, key: str, default: str) -> str:
        if self._fails:
            raise RuntimeError("the API server does not answer")
        return self.values.get(key, default)

    async def aset(self, key: str, value: str) -> None:
        if self._fails:
            raise RuntimeError("the API server does not answer")
        self.values[key] = value


def watching(kept: Kept | None) -> LandingChanged:
    """The trigger as it is made again from what was kept of it."""
    name, arguments = LandingChanged(**QUICK).serialize()
    trigger: LandingChanged = import_string(name)(**arguments)
    trigger.asset_state_store = kept  # type: ignore[assignment]
    return trigger


async def fired(events: AsyncIterator[TriggerEvent], seconds: float = 3) -> bool:
    """Whether an event comes in time."""
    try:
        await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(anext(events))), seconds)
    except TimeoutError:
        return False
    return True


@pytest.mark.parametrize("fails", [False, True])
def test_a_report_that_lands_wakes_the_intake_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool
) -> None:
    monkeypatch.setenv("CHUMCHON_LANDING_URI", f"file://{tmp_path / 'landing'}")

    async def watch() -> list[bool]:
        events = watching(Kept(fails)).run()
        waiting = asyncio.ensure_future(anext(events))
        await asyncio.sleep(0.3)
        before = waiting.done()
        (tmp_path / "landing").mkdir()
        (tmp_path / "landing" / "รายงาน.xlsx").write_bytes(b"x")
        await asyncio.wait_for(waiting, 3)
        return [before, await fired(events, 0.5)]

    assert asyncio.run(watch()) == [False, False]


def test_a_triggerer_that_is_started_again_tells_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_LANDING_URI", f"file://{tmp_path}")
    (tmp_path / "รายงาน.xlsx").write_bytes(b"x")
    kept = Kept()

    async def watch() -> list[bool]:
        first = watching(kept).run()
        told = await fired(first)
        again = asyncio.ensure_future(anext(first))  # what follows an event is done when the next is asked for
        await asyncio.sleep(0.2)
        again.cancel()
        return [told, await fired(watching(kept).run(), 0.5)]

    assert asyncio.run(watch()) == [True, False]


@pytest.mark.parametrize("uri", ["s3://u:p@bucket/x", "s3://NO_SUCH_CONNECTION@bucket", "gopher://x"])
def test_a_landing_zone_that_cannot_be_reached_fails_nothing(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUMCHON_LANDING_URI", uri)

    async def watch() -> bool:
        return await fired(watching(None).run(), 1)

    assert asyncio.run(watch()) is False


def test_the_intake_waits_for_what_the_trigger_watches() -> None:
    [watcher] = LANDING.watchers
    name, arguments = watcher.trigger.serialize()
    assert name == "include.orchestration.watching.LandingChanged"
    pace: dict[str, Any] = arguments
    assert pace["between"] + pace["settling"] < 20
