"""What was received is kept as it came, whatever became of it; nothing is loaded that is not kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from include.archive import FolderArchive
from include.loaders import landing, limits
from include.loaders.keeping import NOTHING
from include.loaders.landing import LandedFile
from tests.loaders.conftest import FIRST_SCAN, Zone

EVENTS = "รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ\nE1,2024-02-01T10:00:00,570101,Android\n"
MONTH = "app_downloads/57/2024-02"


@pytest.fixture
def archive(zone: Zone, tmp_path_factory: pytest.TempPathFactory) -> FolderArchive:
    """The archive of the landing zone."""
    zone.archive = FolderArchive(tmp_path_factory.mktemp("archive"))
    return zone.archive


@pytest.fixture(params=["as a whole", "as it arrives"])
def _way(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "as it arrives":
        monkeypatch.setattr(landing, "KEPT_IN_MEMORY", 10)


def listed(zone: Zone) -> dict[str, int]:
    return {row["sha256"]: row["bytes"] for row in zone.fetch("select sha256, bytes from ops.archived_file")}


@pytest.mark.usefixtures("_way")
def test_a_loaded_file_is_kept_byte_for_byte(zone: Zone, archive: FolderArchive) -> None:
    entry = zone.load(f"{MONTH}/events.csv", EVENTS)
    assert (entry["status"], entry["rows_read"]) == ("loaded", 1)
    with archive.open(entry["sha256"]) as file:
        assert file.read() == EVENTS.encode()
    assert listed(zone) == {entry["sha256"]: len(EVENTS.encode())}


def test_a_rejected_file_is_kept_too_and_a_duplicate_shares_what_is_kept(zone: Zone, archive: FolderArchive) -> None:
    paths = [zone.put(f"{MONTH}/{name}", content) for name, content in (("a.csv", EVENTS), ("b.csv", EVENTS))]
    paths += [zone.put("elsewhere/notes.txt", "ไม่ใช่ข้อมูล"), zone.put(f"{MONTH}/empty.csv", b"")]
    entries = zone.scan(*paths)
    assert [entry["status"] for entry in entries] == ["loaded", "duplicate", "rejected", "rejected"]
    assert set(listed(zone)) == {entries[0]["sha256"], entries[2]["sha256"]}
    assert all(archive.holds(sha256, size) for sha256, size in listed(zone).items())


@pytest.mark.usefixtures("_way")
def test_a_file_that_cannot_be_kept_is_not_loaded_and_is_tried_again(zone: Zone, archive: FolderArchive) -> None:
    class Full(FolderArchive):
        def begin(self) -> Any:
            raise OSError(28, "No space left on device")

    zone.archive = Full(Path("nowhere"))
    file = zone.listed(zone.put(f"{MONTH}/events.csv", EVENTS))
    [entry] = zone.scan(file)
    assert (entry["status"], entry["sha256"]) == ("rejected", "")
    assert "No space left on device" in entry["reason"]
    assert "ไม่ต้องส่งใหม่" in entry["reason"]
    assert zone.fetch("select from raw.app_downloads") == []
    zone.archive = archive
    [entry] = zone.scan(file)
    assert entry["status"] == "loaded"


@pytest.mark.usefixtures("_way")
def test_an_archive_that_is_full_at_the_last_moment_leaves_nothing_loaded(zone: Zone, archive: FolderArchive) -> None:
    keep = type(archive.begin()).keep

    with pytest.MonkeyPatch.context() as patch:

        def fail(incoming: Any, sha256: str) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr(type(archive.begin()), "keep", fail)
        file = zone.listed(zone.put(f"{MONTH}/events.csv", EVENTS))
        [entry] = zone.scan(file)
    assert keep is type(archive.begin()).keep
    assert entry["status"] == "rejected"
    assert zone.fetch("select from raw.app_downloads") == []
    assert zone.fetch("select from raw.other_row") == []


def test_a_file_from_before_the_archive_is_kept_when_a_scan_finds_it_and_not_loaded_again(zone: Zone) -> None:
    file = zone.listed(zone.put(f"{MONTH}/events.csv", EVENTS))
    [entry] = zone.scan(file)
    zone.archive = FolderArchive(zone.folder.parent / "late archive")
    assert zone.scan(file) == []
    assert set(listed(zone)) == {entry["sha256"]}
    zone.opened.clear()
    assert zone.scan(file) == []
    assert zone.opened == []
    assert len(zone.fetch("select from raw.app_downloads")) == 1


def test_bytes_that_were_erased_and_come_again_are_listed_again(zone: Zone, archive: FolderArchive) -> None:
    entry = zone.load(f"{MONTH}/events.csv", EVENTS)
    archive.erase(entry["sha256"])
    zone.fetch("update ops.archived_file set erased_at = now(), erased_because = 'ครบกำหนด' returning sha256")
    zone.scan(zone.put(f"{MONTH}/again.csv", EVENTS))
    assert zone.fetch("select erased_at, erased_because from ops.archived_file") == [
        {"erased_at": None, "erased_because": None}
    ]
    assert archive.holds(entry["sha256"], entry["bytes"])


def test_a_file_that_is_only_tried_out_is_kept_nowhere(zone: Zone, archive: FolderArchive) -> None:
    landing.try_out(zone.connection, [zone.listed(zone.put(f"{MONTH}/events.csv", EVENTS))], FIRST_SCAN)
    assert listed(zone) == {}
    assert not NOTHING.keeps


def test_a_file_larger_than_any_may_be_is_read_for_its_digest_and_not_kept(
    zone: Zone, archive: FolderArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    file: LandedFile = replace(zone.listed(zone.put(f"{MONTH}/events.csv", EVENTS)))
    [entry] = zone.scan(file)
    assert entry["status"] == "rejected"
    assert listed(zone) == {}
