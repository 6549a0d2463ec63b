"""Alerts kept in a file, for when Postgres is gone, and what a look has to remember until the next one.

One JSON file, `alerts/state.json` at home. It knows besides what stands open in Postgres, so that nothing is told twice
when that goes away. A little room is kept beside it, so that it can be written on a disk that is full.
"""

import errno
import fcntl
import json
import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from include.alerting.alert import Alert
from include.alerting.book import Notice

_ROOM = 256 * 1024
_MOMENTS = ("opened_at", "closed_at", "due_at")


class Ledger:
    """The book in a file; `memory` is what looks remember. Nothing is written before `save`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "state.json"
        self.memory: dict[str, Any] = {}
        self.alerts: dict[str, dict[str, Any]] = {}
        self.known: list[str] = []  # open in Postgres when it was last there
        self._lock: Any = None
        self._read()

    def settle(self, present: Iterable[Alert], judged: Collection[str]) -> None:
        rows = [alert.row() for alert in present]
        for row in rows:
            kept = self.alerts.get(row["alert_key"])
            if kept and not kept["row"]["closed_at"]:
                kept["row"] |= row
            elif row["alert_key"] not in self.known:
                opened = row | {"opened_at": datetime.now(UTC), "closed_at": None}
                self.alerts[row["alert_key"]] = {"row": opened, "deliveries": []}
        here = {row["alert_key"] for row in rows}
        self.close(
            [key for key, kept in self.alerts.items() if kept["row"]["kind"] in judged and key not in here],
        )

    def close(self, keys: Collection[str]) -> None:
        for key in keys:
            if key in self.alerts and not self.alerts[key]["row"]["closed_at"]:
                self.alerts[key]["row"]["closed_at"] = datetime.now(UTC)

    def waiting(self, dry_run: bool) -> list[Notice]:
        told = {"sent", "dry_run"} if dry_run else {"sent"}
        found = []
        for kept in self.alerts.values():
            outcomes = {
                event: {d["outcome"] for d in kept["deliveries"] if d["event"] == event}
                for event in ("opened", "closed")
            }
            if not kept["row"]["closed_at"]:
                if not outcomes["opened"] & told:
                    found.append(Notice(kept["row"], "opened"))
            elif outcomes["opened"] & (told | {"failed"}) and not outcomes["closed"] & told:
                found.append(Notice(kept["row"], "closed"))
        return found

    def note(self, notice: Notice, channel: str, outcome: str, error: str | None = None) -> bool:
        deliveries = self.alerts[notice.row["alert_key"]]["deliveries"]
        delivery = {"event": notice.event, "channel": channel, "outcome": outcome, "error": error}
        same = [d for d in deliveries if (d["event"], d["channel"], d["outcome"]) == (notice.event, channel, outcome)]
        if not same:
            deliveries.append(delivery)
        return not same

    @contextmanager
    def alone(self) -> Iterator[bool]:
        yield True  # the file itself is held by one look at a time

    def hold(self) -> bool:
        """Keeps every other look out until `release`; False when another is at it. Raises OSError."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.release()
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self._read()
        return True

    def release(self) -> None:
        """Lets other looks in."""
        if self._lock is not None:
            self._lock.close()

    def save(self) -> None:
        """Writes the file as a whole, with the room kept for it where the disk is full. Raises OSError."""
        state = {"alerts": self.alerts, "known": self.known, "memory": self.memory}
        content = json.dumps(state, ensure_ascii=False, indent=1, default=_plain).encode()
        room = self.folder / "room"
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self._write(content)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            room.unlink(missing_ok=True)
            self._write(content)
            return
        if not room.exists() or room.stat().st_size < _ROOM:
            with suppress(OSError):
                room.write_bytes(b"\0" * _ROOM)

    def _write(self, content: bytes) -> None:
        fresh = self.path.with_suffix(".new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
        fresh.replace(self.path)

    def _read(self) -> None:
        try:
            state = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return
        self.memory, self.known = state["memory"], state["known"]
        for kept in state["alerts"].values():
            for name in _MOMENTS:
                if kept["row"][name]:
                    kept["row"][name] = datetime.fromisoformat(kept["row"][name])
            if kept["row"]["period"]:
                kept["row"]["period"] = date.fromisoformat(kept["row"]["period"])
        self.alerts = state["alerts"]


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
