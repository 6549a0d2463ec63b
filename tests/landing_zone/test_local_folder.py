"""A folder of any mischief: every thing in it has its row and its reason, and what is good loads."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from include.landing_zone import files
from include.loaders.receiving import LandedFile

from .conftest import TakeIn, events

MONTH = "app_downloads/57/2024-02"


@pytest.fixture
def zone(tmp_path: Path) -> Path:
    """A landing zone with the folder of one month."""
    (tmp_path / "zone" / MONTH).mkdir(parents=True)
    return tmp_path / "zone"


def listed(zone: Path) -> dict[str, LandedFile]:
    return {"/".join(file.path): file for file in files(None, str(zone), "file")}


def test_whatever_lies_in_the_zone_has_its_row_and_the_good_file_loads(zone: Path, take_in: TakeIn) -> None:
    month, outside = zone / MONTH, zone.parent / "outside"
    outside.mkdir()
    (outside / "secret.csv").write_text(events("secret"))
    (month / "good.csv").write_text(events("E1"))
    (month / "line\nbreak.csv").write_text(events("E2"))
    (month / "bell\x07.csv").write_text(events("E3"))
    (month / "turned\u202exslx.csv").write_text(events("E4"))
    Path(os.fsdecode(os.fsencode(month) + b"/\xa1\xd2\xc3.csv")).write_text(events("E5"))
    os.mkfifo(month / "pipe.csv")
    (month / "folder.csv").mkdir()
    (month / "out.csv").symlink_to(outside / "secret.csv")
    (month / "out").symlink_to(outside)
    (month / "circle").symlink_to(month)
    (month / "loop.csv").symlink_to(month / "loop.csv")
    (month / "nowhere.csv").symlink_to(month / "gone.csv")
    with socket.socket(socket.AF_UNIX) as listening:
        with contextlib.chdir(month):  # a socket's path may have 107 bytes only
            listening.bind("socket.csv")
        rows = take_in(f"file://{zone}")
    assert rows["good.csv"]["status"] == "loaded"
    assert {name: row["reason"] for name, row in rows.items() if name != "good.csv"} == {
        "line\\nbreak.csv": REASONS["control"],
        "bell\\x07.csv": REASONS["control"],
        "turned\\u202exslx.csv": REASONS["control"],
        "\\udca1\\udcd2\\udcc3.csv": REASONS["encoding"],
        "pipe.csv": REASONS["special"],
        "socket.csv": REASONS["special"],
        "folder.csv": REASONS["folder"],
        "out.csv": REASONS["out"],
        "out": REASONS["out"],
        "circle": REASONS["link to folder"],
        "loop.csv": "เปิดไฟล์ไม่ได้ (Too many levels of symbolic links) ระบบจะลองใหม่ในรอบถัดไป หากยังเปิดไม่ได้ โปรดแจ้งผู้ดูแลระบบ",
        "nowhere.csv": "เปิดไฟล์ไม่ได้ (No such file or directory) ระบบจะลองใหม่ในรอบถัดไป หากยังเปิดไม่ได้ โปรดแจ้งผู้ดูแลระบบ",
    }
    assert take_in(f"file://{zone}") == rows


REASONS = {
    "control": "ชื่อไฟล์หรือโฟลเดอร์มีอักขระที่มองไม่เห็น (ขึ้นบรรทัดใหม่ ควบคุมเครื่อง หรือกลับทิศตัวอักษร) จึงไม่เปิด โปรดเปลี่ยนชื่อแล้วส่งใหม่",
    "encoding": "อ่านชื่อไฟล์หรือโฟลเดอร์ไม่ได้ เพราะตัวอักษรในชื่อไม่ใช่รหัส UTF-8 จึงไม่เปิด โปรดเปลี่ยนชื่อแล้วส่งใหม่",
    "special": "เป็นไฟล์พิเศษของระบบปฏิบัติการ (ไปป์ ซ็อกเก็ต หรืออุปกรณ์) ไม่ใช่ข้อมูล จึงไม่เปิด โปรดลบออกแล้ววางไฟล์จริงแทน",
    "folder": "เป็นโฟลเดอร์ที่ตั้งชื่อเหมือนไฟล์ข้อมูล โปรดวางไฟล์จริงแทน หรือเปลี่ยนชื่อโฟลเดอร์",
    "out": "เป็นลิงก์ที่ชี้ออกนอกพื้นที่รับไฟล์ จึงไม่เปิด โปรดวางไฟล์จริงแทน",
    "link to folder": "เป็นลิงก์ไปยังโฟลเดอร์ จึงไม่เปิด โปรดลบลิงก์แล้ววางไฟล์จริงไว้ในโฟลเดอร์ที่ถูกต้อง",
}


def test_a_name_with_zero_width_spaces_as_thai_has_them_is_a_good_name(zone: Path, take_in: TakeIn) -> None:
    (zone / MONTH / "รายงาน\u200bแม่สาย\u00a0(แก้ไข).csv").write_text(events("E1"))
    assert [row["status"] for row in take_in(f"file://{zone}").values()] == ["loaded"]


def test_a_path_too_long_to_be_kept_is_shortened_and_refused(zone: Path, take_in: TakeIn) -> None:
    deep = zone
    for _ in range(9):
        deep = deep / ("ก" * 80)
        deep.mkdir()
    (deep / "one.csv").write_text(events("E1"))
    (deep / "two.csv").write_text(events("E2"))
    rows = take_in(f"file://{zone}")
    assert len(rows) == 2 and all(len(row["uri"].encode()) <= 2_000 for row in rows.values())
    assert all("ยาวเกิน 1,024 ไบต์" in row["reason"] for row in rows.values())
    assert take_in(f"file://{zone}") == rows


def test_a_file_that_became_a_link_out_after_the_listing_is_not_read(zone: Path) -> None:
    file = zone / MONTH / "a.csv"
    file.write_text("good")
    (zone.parent / "secret.csv").write_text("secret")
    found = listed(zone)[f"{MONTH}/a.csv"]
    file.unlink()
    file.symlink_to(zone.parent / "secret.csv")
    with pytest.raises(OSError, match="symbolic links"):
        found.open()


def test_a_folder_that_became_a_link_out_after_the_listing_is_not_read(zone: Path) -> None:
    (zone / MONTH / "a.csv").write_text("good")
    found = listed(zone)[f"{MONTH}/a.csv"]
    (zone / MONTH).rename(zone.parent / "moved")
    (zone / MONTH).symlink_to(zone.parent / "moved")
    with pytest.raises(NotADirectoryError):
        found.open()


def test_a_file_that_became_a_pipe_after_the_listing_is_not_waited_for(zone: Path) -> None:
    (zone / MONTH / "a.csv").write_text("good")
    found = listed(zone)[f"{MONTH}/a.csv"]
    (zone / MONTH / "a.csv").unlink()
    os.mkfifo(zone / MONTH / "a.csv")
    with pytest.raises(OSError, match="a file no more"):
        found.open()


def test_a_link_within_the_zone_is_read(zone: Path) -> None:
    (zone / "kept.csv").write_bytes(b"good")
    (zone / MONTH / "a.csv").symlink_to(zone / "kept.csv")
    with listed(zone)[f"{MONTH}/a.csv"].open() as content:
        assert content.read() == b"good"


def test_a_time_that_no_calendar_has_does_no_harm(zone: Path) -> None:
    file = zone / MONTH / "a.csv"
    file.write_bytes(b"good")
    os.utime(file, (-1e10, -1e11))
    assert listed(zone)[f"{MONTH}/a.csv"].modified_at.tzinfo


@pytest.fixture
def not_the_superuser() -> Iterator[None]:
    """The superuser may read everything: be somebody else meanwhile."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


def test_a_file_or_folder_one_may_not_read_has_its_row_and_harms_no_other(reachable_folder: Path, request: Any) -> None:
    zone = reachable_folder / "guarded"
    for name in ("open.csv", "closed.csv", "closed/inside.csv"):
        (zone / MONTH / name).parent.mkdir(parents=True, exist_ok=True)
        (zone / MONTH / name).write_text(name)
    for name in ("closed.csv", "closed"):
        (zone / MONTH / name).chmod(0)
    request.getfixturevalue("not_the_superuser")
    found = listed(zone)
    assert set(found) == {f"{MONTH}/{name}" for name in ("open.csv", "closed.csv", "closed")}
    with found[f"{MONTH}/open.csv"].open() as content:
        assert content.read() == b"open.csv"
    for name in ("closed.csv", "closed"):
        with pytest.raises(OSError, match="Permission denied"):
            found[f"{MONTH}/{name}"].open()


def test_a_landing_zone_that_may_not_be_listed_fails_the_scan(reachable_folder: Path, request: Any) -> None:
    zone = reachable_folder / "locked"
    zone.mkdir(mode=0)
    request.getfixturevalue("not_the_superuser")
    with pytest.raises(PermissionError, match="the landing zone cannot be read: Permission denied"):
        listed(zone)
