"""A warehouse that has published a quarter, with the archive of what it received."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from include import quality, replay, warehouse
from include.archive import FolderArchive
from include.local import postgres
from include.local.postgres import Cluster
from tests.pipeline.driver import pass_all
from tests.replay import publishing

QUARTER = [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)]


@dataclass
class Office:
    """A warehouse of a test's own that has published, and its archive; `replay_uri` makes databases beside it."""

    uri: str
    admin_uri: str
    replay_uri: str
    folder: Path

    @property
    def archive(self) -> FolderArchive:
        """What it received."""
        return FolderArchive(self.folder / "archive")

    def replay(self) -> list[dict[str, Any]]:
        """Every snapshot built again."""
        return replay.replay(self.archive, f"tests {uuid4().hex}")

    def as_superuser(self, *statements: str) -> None:
        """What no role of the warehouse may do."""
        with closing(psycopg2.connect(self.admin_uri)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What a query finds."""
        with warehouse.connect() as connection:
            return warehouse.fetch(connection, sql)


@pytest.fixture(scope="session")
def replaying(cluster: Cluster) -> Cluster:
    """The cluster with all that a replay needs."""
    postgres.prepare_replay(cluster)
    return cluster


@pytest.fixture(scope="session")
def empty(replaying: Cluster) -> Iterator[Callable[[str, Path], Office]]:
    """Makes a warehouse from another database; it is dropped at the end."""
    assert replaying.admin_uri and replaying.replay_uri
    server, of_job = (uri.rsplit("/", 1)[0] for uri in (replaying.admin_uri, replaying.warehouse_uri))
    made: list[str] = []
    with closing(psycopg2.connect(f"{server}/postgres")) as admin, admin.cursor() as cursor:
        admin.autocommit = True

        def make(template: str, folder: Path) -> Office:
            name = f"office_{uuid4().hex[:8]}"
            cursor.execute(f"create database {name} template {template} strategy file_copy")
            made.append(name)
            return Office(f"{of_job}/{name}", f"{server}/{name}", str(replaying.replay_uri), folder)

        yield make
        for name in made:
            cursor.execute(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def published(empty: Callable[..., Office], tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A warehouse that has published a quarter; only ever copied."""
    office = empty("warehouse", tmp_path_factory.mktemp("published"))
    with pytest.MonkeyPatch.context() as patch, publishing.as_warehouse(office.uri):
        patch.setattr(quality, "audit", pass_all)
        publishing.publish(office.folder, office.archive, QUARTER)
    return office


@pytest.fixture
def office(published: Office, empty: Callable[..., Office], tmp_path: Path) -> Iterator[Office]:
    """A copy of it, with a copy of its archive."""
    own = empty(published.uri.rsplit("/", 1)[1], tmp_path)
    shutil.copytree(published.folder / "archive", tmp_path / "archive")
    with publishing.as_warehouse(own.uri, own.replay_uri):
        yield own
