"""What the machine notes of itself: its disks, its clock, the files that nobody has looked at yet."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from include import vital_signs, warehouse
from include.loaders import landing
from tests.pipeline.driver import landed_files


def signs(connection: Any, code: str) -> list[dict[str, Any]]:
    return warehouse.fetch(connection, "select * from ops.vital_sign where sign_code = %s order by subject", (code,))


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    """Two files that landed."""
    folder = tmp_path / "landing" / "submissions" / "57" / "2024-02"
    folder.mkdir(parents=True)
    (folder / "one.csv").write_text("อำเภอ,ประจำเดือน,วันที่รายงาน\n")
    (folder / "two.csv").write_text("อำเภอ\n")
    return tmp_path / "landing"


def test_folders_on_one_disk_are_one_and_a_folder_not_there_yet_is_where_it_will_be(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(total=1000, used=720, free=180))
    vital_signs.note(connection, {"home": tmp_path, "publish": tmp_path / "not" / "yet"}, [])
    [disk] = signs(connection, "disk_used")
    assert (disk["subject"], float(disk["value"])) == ("home", 80.0)


def test_the_clocks_of_one_machine_agree(connection: Any, tmp_path: Path) -> None:
    vital_signs.note(connection, {"home": tmp_path}, [])
    [clock] = signs(connection, "clock_skew")
    assert abs(clock["value"]) < 1
    assert warehouse.fetch(connection, "select status from ops.health where check_code = 'clock'") == [{"status": "ok"}]


def test_a_file_waits_from_when_it_was_first_found_until_the_intake_has_seen_it(
    connection: Any, tmp_path: Path, zone: Path
) -> None:
    vital_signs.note(connection, {}, landed_files(zone))
    found = signs(connection, "file_unseen")
    assert len(found) == 2
    assert not any("one.csv" in sign["subject"] for sign in found)
    vital_signs.note(connection, {}, landed_files(zone))
    assert [sign["since"] for sign in signs(connection, "file_unseen")] == [sign["since"] for sign in found]
    landing.register(connection, landed_files(zone), datetime.now(UTC))
    vital_signs.note(connection, {}, landed_files(zone))
    assert signs(connection, "file_unseen") == []
    newer = [
        replace(file, modified_at=file.modified_at + timedelta(minutes=1)) if "one" in file.uri else file
        for file in landed_files(zone)
    ]
    vital_signs.note(connection, {}, newer)
    assert len(signs(connection, "file_unseen")) == 1
