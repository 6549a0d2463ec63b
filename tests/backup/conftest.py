"""A warehouse that has published a quarter, with its archive, its publications and a backup of it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from include.backup import taking
from include.backup.contents import Backup
from include.publishing import bundle
from tests.replay import publishing
from tests.replay.conftest import Office, empty, published, replaying

__all__ = ["Warehouse", "empty", "published", "replaying"]  # of a replay's tests: what they publish is backed up here
AT = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)


@dataclass
class Warehouse(Office):
    """A warehouse of a test's own: its archive and publications lie in `folder`, its backups in `place`."""

    @property
    def place(self) -> Path:
        """Where its backups lie."""
        return self.folder / "backups"

    @property
    def publish(self) -> Path:
        """Where its publications lie."""
        return self.folder / "publish"

    @property
    def name(self) -> str:
        """The name of its database."""
        return self.uri.rsplit("/", 1)[1]

    def take(self, at: datetime = AT) -> taking.Taken:
        """A backup of it."""
        return taking.take(self.place, taking.Sources(self.admin_uri, self.archive, self.publish), at)

    def ask(self, uri: str, sql: str) -> list[dict[str, Any]]:
        """What a query finds in another database."""
        with warehouse.connect(uri) as connection:
            return warehouse.fetch(connection, sql)


@pytest.fixture(scope="session")
def written(published: Office) -> Office:
    """The same, with what it publishes written."""
    with warehouse.connect(published.uri) as connection:
        bundle.write_missing(connection, published.folder / "publish")
    return published


@pytest.fixture
def office(
    written: Office, empty: Callable[..., Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Warehouse]:
    """A copy of it, with a copy of its files."""
    made = empty(written.uri.rsplit("/", 1)[1], tmp_path)
    own = Warehouse(made.uri, made.admin_uri, made.replay_uri, tmp_path)
    for name in ("archive", "publish"):
        shutil.copytree(written.folder / name, tmp_path / name)
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path))
    monkeypatch.setenv("CHUMCHON_ADMIN_URI", own.admin_uri)
    with publishing.as_warehouse(own.uri, own.replay_uri):
        yield own


@pytest.fixture
def backup(office: Warehouse) -> Backup:
    """A backup of it."""
    return office.take().backup
