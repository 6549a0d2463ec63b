"""Whether something new lies in the landing zone: told once, when what is listed has changed and then stood still.

A look costs a listing and opens no file. It is a wake-up call and no more: what is new is for the intake to find out,
and its own clock finds what a look missed. Knows neither Airflow nor the database.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256

from include.loaders.receiving import LandedFile

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How often to look, in seconds."""

    between: float = 10.0
    settling: float = 4.0  # after a change, until the second look that has to see the same
    unreachable: float = 60.0
    share: float = 0.05  # of the time at most is spent on looking, however long a listing takes


def picture(files: Iterable[LandedFile]) -> str:
    """A digest that changes when a file comes, goes or changes; empty for an empty landing zone."""
    digest, empty = sha256(), True
    for line in sorted(f"{file.uri}\0{file.fingerprint}\n" for file in files):
        digest.update(line.encode())
        empty = False
    return "" if empty else digest.hexdigest()


async def changes(
    look: Callable[[], str], told: str | None, pace: Pace, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncIterator[str]:
    """Yields the picture of the landing zone whenever it differs from the one told last; never ends, never raises.

    `look` takes a `picture`; it runs in a thread of its own and may raise whatever a landing zone out of reach raises.
    `told` is the picture told before this began.
    """
    before: str | None = None
    reachable = True
    while True:
        began = time.monotonic()
        try:
            seen = await asyncio.to_thread(look)
        except Exception as failure:
            if reachable:  # said once, not at every look
                log.warning("the landing zone cannot be watched, the clock of the intake goes on: %s", failure)
            reachable, before = False, None
            await pause(pace.unreachable)
            continue
        reachable = True
        took = time.monotonic() - began
        if seen and seen != told and seen == before:
            yield seen
            told = seen
        wait = pace.settling if seen != before and seen != told else pace.between
        before = seen
        await pause(max(wait, took / pace.share))
