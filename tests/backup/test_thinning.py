"""Old backups go by rule; the last good one never does."""

import hashlib
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from include.archive import FolderArchive
from include.backup import contents
from include.backup.programs import BackupError
from tests.backup.conftest import AT

DAY = timedelta(days=1)


def test_a_backup_a_day_for_two_years_leaves_fourteen_days_and_thirteen_months() -> None:
    taken = {str(number): AT - number * DAY for number in range(730)}
    kept = sorted(taken[name] for name in contents.kept(taken))
    assert len(kept) == 14 + 12  # the last month's last day is one of the fourteen
    assert kept[-14:] == [AT - number * DAY for number in range(13, -1, -1)]
    assert {(at.year, at.month) for at in kept} == {(2025, 11), (2025, 12), *((2026, month) for month in range(1, 12))}
    assert kept[0] == datetime(2025, 11, 30, 16, 30, tzinfo=UTC)


def test_of_several_backups_of_a_day_the_last_one_stays_by_the_day_in_bangkok() -> None:
    taken = {
        "evening": AT,
        "night": AT + timedelta(minutes=29),
        "next day": AT + timedelta(minutes=31),
        "now": AT + DAY * 3,
    }
    assert contents.kept(taken) == {"night", "next day", "now"}


def test_what_was_taken_within_a_day_stays_beside_the_last_one() -> None:
    taken = {"of the day": AT - timedelta(hours=9), "before the upgrade": AT - timedelta(minutes=5), "after it": AT}
    assert contents.kept(taken) == set(taken)


def write(place: Path, at: datetime, content: bytes, problems: list[str] | None = None) -> Path:
    """A backup that consists of one received file."""
    folder = place / at.strftime(contents.NAME)
    folder.mkdir(parents=True)
    digest = hashlib.sha256(content).hexdigest()
    with FolderArchive(place / "files").begin() as incoming:
        incoming.write(content)
        incoming.keep(digest)
    manifest = {
        "form": 1,
        "started_at": at.isoformat(),
        "files": {},
        "publish": {},
        "archive": {digest: len(content)},
        "problems": problems or [],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "SHA256SUMS").write_text(f"{contents.digest_of(folder / 'manifest.json')}  manifest.json\n")
    return folder


def stored(place: Path) -> set[bytes]:
    return {path.read_bytes() for path in (place / "files").rglob("*") if path.is_file()}


def test_what_no_other_backup_has_goes_with_it_and_what_another_has_stays(tmp_path: Path) -> None:
    write(tmp_path, AT - 40 * DAY, b"of the first alone")
    write(tmp_path, AT - 39 * DAY, b"of two")
    for number in range(14):
        write(tmp_path, AT - number * DAY, b"of two" if number == 3 else b"of all")
    assert contents.thin(tmp_path) == [(AT - 40 * DAY).strftime(contents.NAME)]
    assert stored(tmp_path) == {b"of two", b"of all"}


@pytest.mark.parametrize("broken", ["problems", "shortened", "gone"])
def test_the_last_good_backup_stays_however_many_bad_ones_follow(tmp_path: Path, broken: str) -> None:
    good = write(tmp_path, AT - 400 * DAY, b"good")
    for number in range(30):
        folder = write(tmp_path, AT - number * DAY, str(number).encode(), ["ขาดไฟล์"] if broken == "problems" else None)
        if broken != "problems":
            digest = next(iter(contents.read(folder).manifest["archive"]))
            path = tmp_path / "files" / digest[:2] / digest
            path.unlink()
            if broken == "shortened":
                path.write_bytes(b"")
    assert contents.thin(tmp_path) == []
    assert good.is_dir() and contents.latest(tmp_path).folder == good


def test_nothing_goes_while_a_backup_cannot_be_read(tmp_path: Path) -> None:
    folders = [write(tmp_path, AT - number * DAY, str(number).encode()) for number in range(20)]
    (folders[5] / "manifest.json").write_text("{}")
    with pytest.raises(BackupError, match="SHA-256"):
        contents.thin(tmp_path)
    assert all(folder.is_dir() for folder in folders)
    shutil.rmtree(folders[5])
    assert len(contents.thin(tmp_path)) == 5
