"""The landing zone, watched by the triggerer: whoever waits for its asset is woken some seconds after a file came."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from airflow.sdk import Asset, AssetWatcher
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from include.landing_zone.watching import Pace, changes, picture
from include.orchestration.places import landed_files, landing_root

_TOLD = "told"  # the picture told last: a triggerer that is started again tells nothing twice


class LandingChanged(BaseEventTrigger):
    """Fires when the listing of the landing zone has changed and stood still for one look; the event says no more.

    The listing runs in a thread, so that nothing else in the triggerer waits for it. A landing zone that is out of
    reach, or none at all, fires nothing and fails nothing.
    """

    def __init__(self, **pace: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.pace = Pace(**pace)

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """What the triggerer makes this from again."""
        return f"{type(self).__module__}.{type(self).__qualname__}", asdict(self.pace)

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """An event for every change, without end."""
        told = await self._told()
        async for seen in changes(lambda: picture(landed_files(landing_root())), told, self.pace):
            yield TriggerEvent({"picture": seen})  # type: ignore[no-untyped-call]
            await self._tell(seen)

    async def _told(self) -> str | None:
        store = self.asset_state_store
        try:
            return None if store is None else str(await store.aget(_TOLD, ""))
        except Exception:
            self.log.warning("what was told of the landing zone last is not known", exc_info=True)
            return None

    async def _tell(self, seen: str) -> None:
        try:
            if self.asset_state_store is not None:
                await self.asset_state_store.aset(_TOLD, seen)
        except Exception:
            self.log.warning("what was told of the landing zone could not be kept", exc_info=True)


LANDING = Asset(
    name="landing_zone",
    uri="chumchon://landing_zone/files",
    watchers=[AssetWatcher(name="landing_zone.changed", trigger=LandingChanged(**asdict(Pace())))],
)
