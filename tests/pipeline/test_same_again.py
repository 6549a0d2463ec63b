"""The same files again, whenever, touched or under another name, change no row of what is known and published."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from include import months, warehouse
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.conftest import copied_database
from tests.pipeline import driver

UNCHANGED = ("raw", "quarantine", "staging", "warehouse", "candidate", "mart", "snapshot", "rulebook")


@pytest.fixture(scope="module")
def zone(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A simulated landing zone of all six sources, processed in a database that the tests of this file share."""
    zone = tmp_path_factory.mktemp("same_again") / "landing"
    simulate(zone, zone.parent / "truth", "34", [date(2025, 2, 1)], seed=2)
    with copied_database(cluster) as uri, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        driver.process(zone)
        yield zone


def _contents(schemas: tuple[str, ...] = UNCHANGED) -> dict[str, str]:
    """By table, the MD5 of all its rows as text, computed by the database."""
    tables = driver.rows(
        "select table_schema, table_name from information_schema.tables"
        " where table_type = 'BASE TABLE' and table_schema = any (%(schemas)s)",
        {"schemas": list(schemas)},
    )
    return {
        name: driver.rows(f"select md5(string_agg(t::text, E'\\n' order by t::text)) as content from {name} as t")[0][
            "content"
        ]
        for name in (f"{table['table_schema']}.{table['table_name']}" for table in tables)
    }


def _files() -> list[dict[str, object]]:
    return driver.rows("select * from ops.source_file order by file_id")


def test_the_zone_has_something_of_every_source_and_is_frozen(zone: Path) -> None:
    contents = _contents()
    filled = {name for name, content in contents.items() if content}
    assert {name for name in contents if name.startswith(("warehouse.", "snapshot."))} <= filled


def test_a_second_run_changes_nothing(zone: Path) -> None:
    before = _contents((*UNCHANGED, "ops"))
    driver.process(zone)
    assert _contents((*UNCHANGED, "ops")) == before


def test_touched_files_are_the_same_files(zone: Path) -> None:
    before, files = _contents(), _files()
    for path in zone.rglob("*"):
        if path.is_file():
            os.utime(path)
    driver.process(zone)
    assert _contents() == before
    seen = [{**file, "fingerprint": ""} for file in files]
    assert [{**file, "fingerprint": ""} for file in _files()] == seen


def test_the_same_bytes_under_another_name_are_a_duplicate(zone: Path) -> None:
    before, files = _contents(), _files()
    loaded = [Path(str(file["uri"]).removeprefix("file://")) for file in files if file["status"] == "loaded"]
    for path in loaded:  # a section of the form tool is known by its name's beginning
        shutil.copy(path, path.with_name(path.name.replace(".", " (2).", 1)))
    driver.process(zone)
    assert _contents() == before
    new = _files()[len(files) :]
    assert len(new) == len(loaded)
    assert {file["status"] for file in new} == {"duplicate"}


def test_rows_typed_again_are_the_same_rows(zone: Path) -> None:
    before, files = _contents(), _files()
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute("update ops.source_file set typed_with = null")
    driver.process(zone)
    assert _contents() == before
    assert _files() == files


def test_a_month_built_again_is_the_same_month(zone: Path) -> None:
    before = _contents(("mart", "snapshot"))
    built = driver.rows("select programme_code, province_code, period, code_version from ops.month")
    months.close(built, driver.RUN_ID)
    assert _contents(("mart", "snapshot")) == before
