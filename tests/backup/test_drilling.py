"""A restore that is tried: it says that all is well, or what is not, keeps the answer and leaves nothing behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from include import backup as backups
from include.backup.contents import Backup
from tests.backup.conftest import AT, Warehouse


def drill(office: Warehouse) -> dict[str, Any]:
    """What is kept of a drill."""
    backups.drill(office.place, "tests")
    assert office.rows("select datname from pg_database where starts_with(datname, 'drill_office')") == []
    return office.rows("select * from ops.restore_drill order by drill_id desc limit 1")[0]


def test_a_drill_of_a_good_backup_says_so_without_a_superuser(office: Warehouse, backup: Backup) -> None:
    kept = drill(office)
    assert kept["problems_th"] == [] and kept["ok"]
    assert (kept["place"], kept["backup_started_at"], kept["snapshots"]) == (str(backup.folder), AT, 6)
    assert kept["row_counts"] == backup.manifest["row_counts"]
    assert "warehouse_replay" in office.replay_uri


def test_the_living_warehouse_may_have_gone_on_since(office: Warehouse, backup: Backup) -> None:
    office.rows("insert into ops.archived_file (sha256, bytes) values (repeat('a', 64), 1) returning sha256")
    assert drill(office)["ok"]


def test_the_last_good_backup_is_tried(office: Warehouse, backup: Backup) -> None:
    office.as_superuser("delete from snapshot.measure where snapshot_id = 1")
    office.take(AT + timedelta(days=1))
    kept = drill(office)
    assert kept["place"] == str(backup.folder)
    assert kept["problems_th"] == ["click 83 2024-01 ฉบับที่ 0: ในคลังข้อมูลปัจจุบันไม่ตรงกับที่สำรองไว้"]


def _alter_dump(office: Warehouse, backup: Backup) -> str:
    content = bytearray(backup.dump.read_bytes())
    content[-100] ^= 1
    backup.dump.write_bytes(content)
    return "warehouse.dump: เนื้อไฟล์ไม่ตรงกับค่าแฮช"


def _alter_received_file(office: Warehouse, backup: Backup) -> str:
    digest = next(iter(backup.manifest["archive"]))
    path = office.place / "files" / digest[:2] / digest
    path.chmod(0o600)
    path.write_bytes(b"?" * path.stat().st_size)
    return f"files/{digest}: เนื้อไฟล์ไม่ตรงกับค่าแฮช"


def _take_the_backup_away(office: Warehouse, backup: Backup) -> str:
    backup.folder.rename(office.folder / "elsewhere")
    return "ซ้อมกู้คืนไม่สำเร็จ: "


@pytest.mark.parametrize("break_it", [_alter_dump, _alter_received_file, _take_the_backup_away])
def test_a_drill_that_fails_says_why(
    office: Warehouse, backup: Backup, break_it: Callable[[Warehouse, Backup], str]
) -> None:
    expected = break_it(office, backup)
    kept = drill(office)
    assert not kept["ok"] and len(kept["problems_th"]) == 1
    assert kept["problems_th"][0].startswith(expected)
