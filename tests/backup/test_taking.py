"""A backup is there whole or not at all, and nothing is copied twice."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from include.backup import contents
from include.backup.programs import BackupError
from include.local.home import PROJECT
from tests.backup.conftest import AT, Warehouse


def start(preexec: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """`make backup`, once the server is known."""
    command = [sys.executable, "-m", "include.backup", "take"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(command, cwd="/", env=environment, preexec_fn=preexec, **streams)  # type: ignore[call-overload, no-any-return]


def whole(place: Path) -> list[Path]:
    """The folders that look like backups."""
    return [path for path in place.iterdir() if path.name.endswith("Z")]


def test_a_backup_says_what_it_holds_and_is_recorded(office: Warehouse) -> None:
    ended = start()
    said, complained = ended.communicate()
    assert ended.returncode == 0, complained
    [folder] = whole(office.place)
    [recorded] = office.rows("select * from ops.backup")
    backup = contents.read(folder)
    assert said.startswith(f"Backup      {folder}") and "var/secrets" in said
    assert (recorded["ok"], recorded["place"], recorded["snapshots"]) == (True, str(folder), 6)
    assert recorded["row_counts"]["snapshot.publication"] == 6
    assert recorded["manifest_sha256"] == contents.digest_of(folder / "manifest.json")
    assert backup.good and backup.faults() == []
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
    assert checked.returncode == 0


def test_nobody_else_may_look_into_it_and_no_password_is_in_it(office: Warehouse) -> None:
    folder = office.take().backup.folder
    for path in (office.place, folder, office.place / "files"):
        assert path.stat().st_mode & 0o077 == 0
    texts = [(folder / name).read_text() for name in ("roles.sql", "manifest.json")]
    assert not any(secret in text for text in texts for secret in ("SCRAM", "password '", "postgresql://"))


def test_what_is_in_the_place_already_is_not_copied_again(office: Warehouse) -> None:
    first = office.take()
    stored = {path: path.stat().st_ino for path in (office.place / "files").rglob("*") if path.is_file()}
    second = office.take(AT + timedelta(days=1))
    assert {path: path.stat().st_ino for path in (office.place / "files").rglob("*") if path.is_file()} == stored
    own = sum(path.stat().st_size for path in second.backup.folder.iterdir())
    assert first.new_bytes > second.new_bytes == own
    assert second.backup.stored == first.backup.stored


def test_a_backup_that_was_killed_is_none_and_the_next_one_is_whole(office: Warehouse) -> None:
    begun = start()
    while not list(office.place.glob("*.partial/warehouse.dump")):
        time.sleep(0.005)
        assert begun.poll() is None
    begun.send_signal(signal.SIGKILL)
    begun.communicate()
    assert whole(office.place) == [] and list(office.place.glob("*.partial"))
    with pytest.raises(BackupError, match="no good backup"):
        contents.latest(office.place)
    assert office.take().backup.faults() == []
    assert list(office.place.glob("*.partial")) == []


@pytest.mark.parametrize("room", [1_000, 60_000])
def test_without_room_there_is_no_backup_and_why_is_recorded(office: Warehouse, room: int) -> None:
    ended = start(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    _, complained = ended.communicate()
    assert ended.returncode == 2, complained
    assert whole(office.place) == [] and list(office.place.glob("*.partial")) == []
    [recorded] = office.rows("select ok, problem_th from ops.backup")
    assert not recorded["ok"] and recorded["problem_th"].startswith("สำรองข้อมูลไม่สำเร็จ")


def test_a_received_file_that_the_archive_lost_is_told_unless_it_was_backed_up_before(office: Warehouse) -> None:
    lost = next(path for path in (office.folder / "archive").rglob("*") if len(path.name) == 64)
    kept = lost.read_bytes()
    lost.unlink()
    first = office.take()
    assert len(first.problems) == 1 and lost.name in first.problems[0] and not first.backup.good
    lost.write_bytes(kept[:-1] + b"?")  # altered where it lies, and of the same length
    assert office.take(AT + timedelta(hours=1)).problems == first.problems
    lost.write_bytes(kept)
    assert office.take(AT + timedelta(days=1)).problems == []
    shutil.rmtree(office.folder / "archive")
    assert office.take(AT + timedelta(days=2)).problems == []


def test_an_altered_freeze_is_kept_as_it_stands_and_never_counts_as_a_good_backup(office: Warehouse) -> None:
    good = office.take().backup
    office.as_superuser("update snapshot.district_grade set points = points + 1 where snapshot_id = 2")
    altered = office.take(AT + timedelta(days=1))
    assert len(altered.problems) == 1 and "เนื้อหาไม่ตรงกับค่าแฮช" in altered.problems[0]
    assert contents.latest(office.place).folder == good.folder
    assert contents.thin(office.place) == []


def test_two_backups_into_one_place_do_not_meet(office: Warehouse) -> None:
    with contents.alone(office.place), pytest.raises(BackupError, match="Another backup"):
        office.take()
