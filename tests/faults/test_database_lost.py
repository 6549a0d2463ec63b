"""The database that goes away in the middle, or has no room left: the run fails, the next one makes it good."""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from include import warehouse
from include.local import postgres
from include.local.postgres import Cluster
from include.local.server_files import data_folder
from tests.faults import intake
from tests.faults.conftest import Picture, picture

_FULL_AT = 24 << 20  # bytes: more than a segment of the write-ahead log, less than the rows of the large file
_LARGE = 120_000  # rows


@pytest.fixture(scope="module")
def own_cluster(reachable_folder: Path) -> Iterator[Cluster]:
    """A server of this file alone, which may be stopped and starved."""
    folder = reachable_folder / "lost"
    try:
        cluster = postgres.start(folder, durable=True)
        postgres.migrate(cluster)
        yield cluster
    finally:
        postgres.stop(folder)


def _server(folder: Path) -> psutil.Process:
    return psutil.Process(int((data_folder(folder) / "postmaster.pid").read_text().split("\n", 1)[0]))


def test_the_database_crashes_and_comes_back(
    own_cluster: Cluster, reachable_folder: Path, zone: Path, undisturbed: Picture
) -> None:
    folder = reachable_folder / "lost"
    uri = own_cluster.warehouse_uri
    for pause in (0.05, 0.15, 0.3):
        running = intake.start(uri, zone)
        time.sleep(pause)
        server = _server(folder)
        for process in [server, *server.children()]:
            process.kill()
        psutil.wait_procs([server])
        intake.end_of(running)
        uri = postgres.start(folder, durable=True).warehouse_uri
    assert intake.end_of(intake.start(uri, zone)) == 0
    assert picture(uri) == undisturbed


def test_no_room_left_on_the_database_s_disk(own_cluster: Cluster, reachable_folder: Path, tmp_path: Path) -> None:
    """The server may write no file beyond a size: to Postgres it is a disk that takes no more."""
    folder, zone = reachable_folder / "lost", tmp_path / "landing"
    _write_events(zone)
    postgres.stop(folder)
    with _files_no_larger_than(_FULL_AT):
        uri = postgres.start(folder, durable=True).warehouse_uri
    assert intake.end_of(intake.start(uri, zone)) == 1
    with warehouse.connect(uri) as connection:
        assert _events(connection) == (0, 0)
    postgres.stop(folder)
    uri = postgres.start(folder, durable=True).warehouse_uri
    assert intake.end_of(intake.start(uri, zone)) == 0
    with warehouse.connect(uri) as connection:
        assert _events(connection) == (1, _LARGE)


def test_no_room_left_where_the_worker_keeps_what_it_receives(
    fresh: Callable[[], str], zone: Path, undisturbed: Picture
) -> None:
    uri = fresh()
    assert intake.end_of(intake.start(uri, zone, room=5_000)) == 0
    with warehouse.connect(uri) as connection:
        [told] = warehouse.fetch(
            connection, "select count(*) from ops.source_file where reason like '%%File too large%%'"
        )
    assert told["count"] > 0
    assert intake.end_of(intake.start(uri, zone)) == 0
    assert picture(uri) == undisturbed


@contextmanager
def _files_no_larger_than(size: int) -> Iterator[None]:
    """What is started meanwhile inherits the limit, and keeps it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _write_events(zone: Path) -> None:
    folder = zone / "app_downloads/57/2024-02"
    folder.mkdir(parents=True)
    with (folder / "events.csv").open("w", encoding="utf-8") as file:
        file.write("รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ,กลุ่มผู้ใช้,รหัสผู้ใช้\n")
        for number in range(_LARGE):
            file.write(f"E{number:09},2024-02-10 10:00:00,570101,Android,{'x' * 120},{number:064x}\n")


def _events(connection: Any) -> tuple[int, int]:
    """Loaded files of download events and their rows in raw."""
    [row] = warehouse.fetch(
        connection,
        "select (select count(*) from ops.source_file where uri like '%%events.csv' and status = 'loaded') as files,"
        " (select count(*) from raw.app_downloads where event_id like 'E00%%') as events",
    )
    return row["files"], row["events"]
