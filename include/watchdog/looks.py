"""A look at one thing: what it judged, and what it found wrong."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from include.alerting.alert import Alert


@dataclass
class Seen:
    """What was looked at: of the kinds `judged`, exactly these alerts are there."""

    judged: set[str] = field(default_factory=set)
    alerts: list[Alert] = field(default_factory=list)

    def add(self, kinds: set[str], alerts: list[Alert]) -> None:
        self.judged |= kinds
        self.alerts += alerts

    def attempt(self, kinds: set[str], look: Callable[[], list[Alert]]) -> None:
        """One look. Where it fails, its kinds stay unjudged, and that itself is an alert."""
        try:
            self.add(kinds, look())
        except Exception as error:  # one look that fails must not keep the others from looking
            name = getattr(look, "__name__", "") or type(look).__name__
            said = f"{type(error).__name__}: {error}".splitlines()[0][:300]
            self.alerts.append(Alert("watchdog_fault", sorted(kinds)[0], f"ตรวจไม่ได้ ({name}) · {said}"))


@dataclass(frozen=True)
class Places:
    """What the watchdog looks at, as the environment names it, else as it lies at home."""

    home: Path
    publish: str
    landing: str
    archive: str
    airflow_uri: str | None

    @classmethod
    def read(cls, home: Path, airflow_uri: str | None) -> "Places":
        """From the environment."""
        return cls(
            home,
            os.environ.get("CHUMCHON_PUBLISH_URI") or f"file://{home / 'publish'}",
            os.environ.get("CHUMCHON_LANDING_URI") or f"file://{home / 'landing'}",
            os.environ.get("CHUMCHON_ARCHIVE_URI") or f"file://{home / 'archive'}",
            airflow_uri,
        )


def folder(uri: str) -> Path | None:
    """The folder that a URI names; None for another kind of place."""
    return Path(uri.removeprefix("file://")) if uri.startswith("file://") or "://" not in uri else None


def iso(moment: datetime) -> str:
    """A moment as it is remembered."""
    return moment.isoformat()


Memory = dict[str, Any]
