"""Every file of the zone has its row; the same bytes twice change nothing; one bad file harms no other."""

import gzip
import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from include import warehouse
from include.loaders import landing, limits, reading
from include.loaders.landing import LandedFile, register
from include.loaders.refusal import FileRefused

from .conftest import FIRST_SCAN

EVENTS = "app_downloads/57/2024-02/events.csv"
TABLE = "รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ\nE1,2024-02-01T10:00:00,570101,Android\n"
BAD_TABLE = TABLE.replace("เวลา", "เมื่อ")


def count(zone: Any) -> int:
    return int(zone.fetch("select count(*) from raw.app_downloads")[0]["count"])


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("notes.csv", "วางไฟล์ผิดที่"),
        ("app_downloads/57/2024-02/old/events.csv", "วางไฟล์ผิดที่"),
        ("photos/57/2024-02/a.csv", "ไม่รู้จักแหล่งข้อมูล “photos”"),
        ("app_downloads/chiangrai/2024-02/a.csv", "ไม่ใช่รหัสจังหวัดสองหลัก"),
        ("app_downloads/99/2024-02/a.csv", "จังหวัดรหัส 99 ยังไม่มีเกณฑ์ในระบบ"),
        ("app_downloads/57/2567-02/a.csv", "ไม่ใช่ปี พ.ศ."),
        ("app_downloads/57/2024-13/a.csv", "โฟลเดอร์เดือน “2024-13”"),
        ("app_downloads/57/2024-02/a.txt", "ไม่รับไฟล์ชนิดนี้"),
        ("app_downloads/57/2024-02/csv", "ไม่รับไฟล์ชนิดนี้"),
        ("app_downloads/57/2024-02/~$a.xlsx", "ไฟล์ชั่วคราว"),
        ("app_downloads/57/2024-02/.~lock.a.xlsx#", "ไฟล์ชั่วคราว"),
        ("app_downloads/57/2024-02/.DS_Store", "ซ่อน"),
        ("submissions/57/2024-02/รายงาน.csv", "ต้องชื่อ summary, downloads"),
    ],
)
def test_what_is_not_ours_is_rejected_with_a_reason(zone: Any, path: str, reason: str) -> None:
    entry = zone.load(path, TABLE)
    assert entry["status"] == "rejected" and reason in entry["reason"]
    assert entry["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()
    assert zone.scan(path) == []


def test_a_link_that_leads_out_is_never_opened(zone: Any) -> None:
    file = replace(zone.listed(zone.put(EVENTS, TABLE)), never_opened=FileRefused("leads_out"))
    [entry] = zone.scan(file)
    assert "ชี้ออกนอกพื้นที่รับไฟล์" in entry["reason"] and entry["status"] == "rejected"
    assert zone.scan(file) == [] and zone.opened == []


def test_an_empty_file_is_rejected(zone: Any) -> None:
    assert "ไฟล์ว่าง" in zone.load(EVENTS, "")["reason"]


def test_a_file_far_too_large_is_not_loaded(zone: Any) -> None:
    [entry] = zone.scan(replace(zone.listed(zone.put(EVENTS, TABLE)), bytes=9 << 30))
    assert "ใหญ่เกิน 8 GB" in entry["reason"]


def test_a_loaded_file_has_its_place_and_its_numbers(zone: Any) -> None:
    path = EVENTS.replace("events", "การดาวน์โหลด ก.พ. 100%")
    entry = zone.load(path, TABLE)
    assert entry["uri"] == f"file://{zone.folder}/{path}"
    assert (entry["source"], entry["province_code"], str(entry["period"])) == ("app_downloads", "57", "2024-02-01")
    assert (entry["bytes"], entry["rows_read"], entry["typed_with"]) == (len(TABLE.encode()), 1, None)
    assert (entry["received_at"], entry["status"], entry["reason"]) == (FIRST_SCAN, "loaded", None)


def test_a_known_file_is_not_opened_again(zone: Any) -> None:
    zone.load(EVENTS, TABLE)
    zone.opened.clear()
    assert zone.scan(EVENTS) == [] and zone.opened == []


def test_a_touched_file_is_opened_once_and_changes_nothing(zone: Any, touched: Any) -> None:
    zone.load(EVENTS, TABLE)
    file = touched(zone.listed(EVENTS))
    assert zone.scan(file) == []
    zone.opened.clear()
    assert zone.scan(file) == [] and zone.opened == [] and count(zone) == 1


def test_new_bytes_under_the_same_name_are_a_new_file(zone: Any) -> None:
    zone.load(EVENTS, TABLE)
    assert zone.load(EVENTS, TABLE + "E2,2024-02-01T10:00:00,570101,iOS\n")["rows_read"] == 2
    assert count(zone) == 3


def test_the_same_bytes_under_another_name_are_a_duplicate_of_the_first(zone: Any) -> None:
    first, copy = zone.put(EVENTS, TABLE), zone.put(EVENTS.replace("events", "สำเนา"), TABLE)
    loaded, duplicate = zone.scan(first, copy)
    assert (loaded["status"], duplicate["status"], duplicate["rows_read"]) == ("loaded", "duplicate", 0)
    assert loaded["uri"] in duplicate["reason"] and count(zone) == 1


def test_the_file_modified_first_is_the_one_that_loads(zone: Any) -> None:
    late, early = zone.put("app_downloads/57/2024-02/a.csv", TABLE), zone.put("app_downloads/57/2024-02/b.csv", TABLE)
    listed_early, listed_late = zone.listed(early), zone.listed(late)
    entries = {entry["uri"][-5:]: entry["status"] for entry in zone.scan(listed_late, listed_early)}
    assert entries == {"b.csv": "loaded", "a.csv": "duplicate"}


def test_the_same_bytes_for_another_month_load_there_too(zone: Any) -> None:
    zone.load(EVENTS, TABLE)
    assert zone.load(EVENTS.replace("2024-02", "2024-03"), TABLE)["status"] == "loaded"


def test_a_rejected_file_is_tried_again_where_it_is_moved_to(zone: Any) -> None:
    zone.load("app_downloads/57/2024-02/old/events.csv", TABLE)
    assert zone.load(EVENTS, TABLE)["status"] == "loaded"


def test_a_rejected_file_is_tried_again_when_the_rules_change(zone: Any) -> None:
    path = zone.put("app_downloads/99/2024-02/a.csv", TABLE)
    [rejected] = zone.scan(path)
    assert zone.scan(path) == []
    put_in_force(zone, "99")
    [entry] = zone.scan(path, at=FIRST_SCAN + timedelta(days=1))
    assert (entry["status"], entry["file_id"], entry["received_at"]) == ("loaded", rejected["file_id"], FIRST_SCAN)
    assert zone.scan(path) == [] and count(zone) == 1


def test_a_file_that_was_too_large_is_tried_again_when_the_limit_is_raised(
    zone: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zone.put(EVENTS, TABLE)
    monkeypatch.setattr(limits, "FILE_BYTES", 10)
    [rejected] = zone.scan(path)
    assert rejected["status"] == "rejected" and zone.scan(path) == []
    monkeypatch.setattr(limits, "FILE_BYTES", 1000)
    assert [entry["status"] for entry in zone.scan(path)] == ["loaded"]


def put_in_force(zone: Any, province_code: str) -> None:
    """Give a province the rules of another."""
    with zone.connection.cursor() as cursor:
        for table in ("version", "in_force"):
            cursor.execute(
                f"insert into rulebook.{table}"
                f" select (jsonb_populate_record({table}, jsonb_build_object('province_code', %s))).*"
                f" from rulebook.{table} where province_code = '57'",
                [province_code],
            )
    zone.connection.commit()


def test_a_file_that_cannot_be_opened_is_tried_again_at_every_scan(zone: Any) -> None:
    def refuse() -> Any:
        raise PermissionError(13, "Permission denied")

    file = zone.listed(zone.put(EVENTS, TABLE))
    [rejected] = zone.scan(replace(file, open=refuse))
    assert "เปิดไฟล์ไม่ได้ (Permission denied)" in rejected["reason"]
    [entry] = zone.scan(file)
    assert (entry["file_id"], entry["status"]) == (rejected["file_id"], "loaded")
    assert zone.scan(file) == []


def test_a_broken_file_does_not_stop_the_others(zone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["a", "b", "c", "d"]
    paths = [zone.put(f"app_downloads/57/2024-02/{name}.csv", TABLE.replace("E1", name)) for name in names]
    zone.put(paths[1], BAD_TABLE)
    read = reading.load

    def read_or_fail(connection: Any, file_id: int, place: Any, content: Any) -> int:
        rows_read = read(connection, file_id, place, content)
        if len(zone.opened) == 3:
            raise ZeroDivisionError
        return rows_read

    monkeypatch.setattr(reading, "load", read_or_fail)
    entries = zone.scan(*paths)
    assert [entry["status"] for entry in entries] == ["loaded", "rejected", "rejected", "loaded"]
    assert "ZeroDivisionError" in entries[2]["reason"]
    events = zone.fetch("select event_id, file_id from raw.app_downloads order by event_id")
    assert [tuple(row.values()) for row in events] == [("a", entries[0]["file_id"]), ("d", entries[3]["file_id"])]


def test_a_crash_leaves_whole_files_only(zone: Any, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [zone.put(f"app_downloads/57/2024-02/{name}.csv", TABLE.replace("E1", name)) for name in "ab"]
    files = [zone.listed(path) for path in paths]
    read = reading.load

    def read_and_die(connection: Any, file_id: int, place: Any, content: Any) -> int:
        rows_read = read(connection, file_id, place, content)
        if len(zone.opened) == 2:
            raise KeyboardInterrupt
        return rows_read

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt), warehouse.connect(database) as connection:
        patch.setattr(reading, "load", read_and_die)
        register(connection, files, FIRST_SCAN)
    assert count(zone) == 1
    assert [entry["rows_read"] for entry in zone.scan(*files)] == [1]
    assert count(zone) == 2


def test_a_large_file_is_loaded_while_it_is_read_and_only_then_known(zone: Any, large: None) -> None:
    entry = zone.load(EVENTS, TABLE)
    assert entry["sha256"] == hashlib.sha256(TABLE.encode()).hexdigest()
    assert (entry["rows_read"], len(zone.opened)) == (1, 1)
    assert zone.scan(EVENTS) == []
    assert zone.load(EVENTS.replace("events", "copy"), TABLE)["status"] == "duplicate"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (TABLE.replace("Android", "แอนดรอยด์").encode("cp874"), "loaded"),
        (TABLE.encode("utf-16"), "loaded"),
        (gzip.compress(TABLE.encode()), "loaded"),
        (BAD_TABLE.encode(), "rejected"),
        (TABLE.encode() + b'"', "rejected"),
    ],
)
def test_a_large_file_that_needs_a_closer_look_gets_it(zone: Any, large: None, content: bytes, status: str) -> None:
    entry = zone.load(EVENTS, content)
    assert (entry["status"], entry["sha256"]) == (status, hashlib.sha256(content).hexdigest())
    assert entry["rows_read"] == count(zone) == (status == "loaded")


def test_a_large_file_that_changes_while_it_is_read_is_read_again(zone: Any, large: None) -> None:
    file: LandedFile = replace(zone.listed(zone.put(EVENTS, TABLE)), bytes=5)
    [entry] = zone.scan(file)
    assert (entry["status"], entry["bytes"], len(zone.opened)) == ("loaded", len(TABLE.encode()), 2)
    assert count(zone) == 1


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as a large one."""
    monkeypatch.setattr(landing, "KEPT_IN_MEMORY", 0)
