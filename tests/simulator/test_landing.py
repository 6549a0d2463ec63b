"""The landing zone: the same every time, in every form that the contract names, and just what the truth says."""

import re
import subprocess
import sys
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from include.simulator import simulate
from tests.simulator import reading
from tests.simulator.conftest import Zone

PROVINCES = ("57", "34")
SOURCES = ("submissions", "otop_operators", "shop_registrations", "app_downloads", "content_records", "leader_roster")
TABLES = ("ดาวน์โหลดรายตำบล", "ประชาสัมพันธ์", "กิจกรรม", "บันทึกข้อมูล", "บัญชี", "ข้อมูล")
THAI_MONTH = "(มกราคม|กุมภาพันธ์)"
SHORT_MONTH = r"(ม\.ค\.|ก\.พ\.|มี\.ค\.)"

# A pattern that some cell as a whole must match, by the name of the form.
FORMS = {
    "ISO date": r"202[45]-0[123]-\d\d",
    "ISO date in the Buddhist year": r"256[78]-0[123]-\d\d",
    "day first": r"\d\d/\d\d/256[78]",
    "day first in the common era": r"\d\d/\d\d/202[45]",
    "day first, short": r"\d{1,2}/\d{1,2}/6[78]",
    "day first with dashes": r"\d{1,2}-\d{1,2}-6[78]",
    "day first, short, in the common era": r"\d\d/\d\d/2[45]",
    "Thai date": rf"[๐-๙]+ {THAI_MONTH} ๒๕๖[๗๘]",
    "Thai date, short": rf"\d+ {SHORT_MONTH} 6[78]",
    "Thai date with its era": rf"\d+ {THAI_MONTH} พ\.ศ\. ๒๕๖[๗๘]",
    "month ISO": r"202[45]-0[12]",
    "month in numbers": r"0[12]/256[78]",
    "month in words": rf"{THAI_MONTH} ๒๕๖[๗๘]",
    "month short": rf"{SHORT_MONTH} 6[78]",
    "month short without a space": rf"{SHORT_MONTH}6[78]",
    "month with its prefix": rf"ประจำเดือน{THAI_MONTH} ๒๕๖[๗๘]",
    "month of a fiscal year": rf"{THAI_MONTH} ปีงบประมาณ ๒๕๖[๗๘]",
    "time stamp in the last second": r".*[/-]\d+ 23:59:59",
    "time stamp at midnight": r".*[/-]\d+ 00:00:00",
    "Thai digits": r"[๐-๙]+",
    "thousands": r"\d,\d{3}",
    "thousands in Thai digits": r"[๐-๙],[๐-๙]{3}",
    **{f"unit {unit}": rf"[\d๐-๙,]+ {unit}" for unit in ("ราย", "คน", "ครั้ง", "กิจกรรม", "แห่ง", "ร้าน", "รายการ")},
    **{f"answer {word}": re.escape(word) for word in ("ใช่", "ไม่ใช่", "มี", "ไม่มี", "ครบ", "ไม่ครบ", "yes", "no")},
    **{f"answer {word}": re.escape(word) for word in ("true", "false", "1", "0", "/", "✓", "√", "-", "x")},
    "district with อำเภอ": r"อำเภอ[^ ]+",
    "district with อ.": r"อ\.[^ ]+",
    "district with อ. and a space": r"อ\. [^ ]+",
    "district with สพอ.": r"สพอ\.[^ ]+",
    "district with its office": r"สำนักงานพัฒนาชุมชนอำเภอ.+",
    "district by code": r"(57|34)\d\d",
    "district by alias": r"(เมือง|เมืองอุบล|วารินฯ|บุญศรี|บุญทรีย|ตาลชุม|นาเยี่ย)",
    "subdistrict with ตำบล": r"ตำบล.+",
    "subdistrict with ต.": r"ต\..+",
    "subdistrict by code": r"(57|34)\d{4}",
    "spaces around": r"  .+ ",
    "no-break space": r".*\u00a0.*",
    "zero-width space": r".*\u200b.*",
    "byte order mark inside": r"\ufeff.+",
    "doubled sara e": r".*เเ.*",
    "nikhahit and sara aa": r".*ํา.*",
    "tone mark out of order": r".*ำ[่้๊๋].*",
    "tone mark after nikhahit": r".*ํ[่้๊๋]า.*",
    "channels with a comma": r"[^#]+, ?(Facebook|TikTok|Line|YouTube|Instagram)",
    "channels with a slash": r"(Facebook|TikTok|Line|YouTube|Instagram|fb|เพจ) ?/ ?.+",
    "channels with และ": r".+ และ .+",
    "channels on two lines": r"[^#]+\n[^#]+",
    "hashtags run together": r"#[^# ]+#[^# ]+.*",
    "heading with a unit": r".+ \((ราย|คน|รายการ)\)",
    "other heading of the event": "รหัสการดาวน์โหลด",
    "other heading of the link": "ลิงค์|URL",
    "other heading of the hashtags": "แฮชแท็ค|#",
    "other heading of the chief": r"นอ\.",
    "unknown column": "หมายเหตุ|ผู้บันทึก|ภาพประกอบ|ระบบต้นทาง",
    "total row": "รวมทั้งสิ้น",
    "signature": "ลงชื่อ.*",
    "running number": "ที่",
    "time with an offset": r"202\d-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00",
    "time in UTC": r"202\d-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "service alias": "โคกหนองนา|108 อาชีพ|พาเที่ยว",
    "operating system in any case": "IOS|ANDROID|ios|web",
}


def _workbooks(zone: Zone, sources: tuple[str, ...] = ("submissions", "leader_roster")) -> list[Path]:
    loaded = [
        file["uri"]
        for province_code in PROVINCES
        for file in reading.truth(zone.truth, province_code, "files")
        if file["status"] == "loaded" and file["source"] in sources and file["uri"].endswith((".xlsx", ".xls"))
    ]
    return [zone.landing / uri for uri in loaded]


def _text_files(zone: Zone) -> list[tuple[Path, dict[str, object]]]:
    return [
        (zone.landing / file["uri"], file)
        for province_code in PROVINCES
        for file in reading.truth(zone.truth, province_code, "files")
        if file["status"] == "loaded" and file["uri"].endswith((".csv", ".csv.gz"))
    ]


def _contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_same_arguments_write_the_same_bytes_and_times(zones: list[Zone], tmp_path: Path) -> None:
    months = [date(2024, 1, 1), date(2024, 2, 1)]
    simulate(tmp_path / "landing", tmp_path / "truth", "57", months, 1)
    again = _contents(tmp_path)
    first = {**_contents(zones[0].landing.parent)}
    assert again
    assert {uri: first[uri] for uri in again if uri.startswith("landing")} == {
        uri: content for uri, content in again.items() if uri.startswith("landing")
    }
    assert all(first[uri][0] == content[0] for uri, content in again.items() if uri.startswith("truth"))


def test_another_process_writes_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "include.simulator", "--landing", "landing", "--truth", "truth", "--seed", "1"]
    command += ["--provinces", "57", "--from", "2024-01", "--to", "2024-02"]
    root = Path(__file__).parents[2]
    for hash_seed in ("1", "2"):
        folder = tmp_path / hash_seed
        folder.mkdir()
        environment = {"PYTHONPATH": str(root), "PYTHONHASHSEED": hash_seed}
        subprocess.run(command, cwd=folder, env=environment, check=True)
    assert _contents(tmp_path / "1" / "landing") == _contents(tmp_path / "2" / "landing")


def test_another_seed_writes_another_zone(zones: list[Zone]) -> None:
    assert _contents(zones[0].landing) != _contents(zones[1].landing)


def test_the_truth_names_every_file_and_no_other(zones: list[Zone]) -> None:
    for zone in zones:
        named = [file["uri"] for code in PROVINCES for file in reading.truth(zone.truth, code, "files")]
        assert sorted(named) == sorted(_contents(zone.landing))


def test_every_form_occurs(zones: list[Zone]) -> None:
    cells: set[str] = set()
    real_years: set[int] = set()
    for zone in zones:
        for path, _ in _text_files(zone):
            if "otop_operators" not in path.parts:
                cells.update(cell for record in reading.csv_records(path) for cell in record)
        for path in _workbooks(zone):
            for rows in reading.sheets(path).values():
                found = [cell for row in rows for cell in row]
                cells.update(cell for cell in found if isinstance(cell, str))
                real_years.update(cell.year for cell in found if isinstance(cell, (date, datetime)))
    missing = [name for name, form in FORMS.items() if not any(re.fullmatch(form, cell, re.S) for cell in cells)]
    assert missing == []
    assert {2024, 2025, 2567, 2568} <= real_years
    assert any(1943 <= year <= 1999 for year in real_years)


def test_csv_files_come_in_every_encoding_and_line_end(zones: list[Zone]) -> None:
    seen: Counter[str] = Counter()
    for zone in zones:
        for path, _ in _text_files(zone):
            content = reading.unpacked(path)
            if content.startswith(b"\xff\xfe"):
                seen["utf-16"] += 1
                continue
            seen["bom" if content.startswith(b"\xef\xbb\xbf") else "no bom"] += 1
            seen["crlf" if b"\r\n" in content else "lf"] += 1
            try:
                content.decode()
            except UnicodeDecodeError:
                seen["cp874"] += 1
    assert {"utf-16", "bom", "no bom", "crlf", "lf", "cp874"} == set(seen)


def test_csv_files_hold_as_many_rows_as_the_truth_says(zones: list[Zone]) -> None:
    for zone in zones:
        refused = {
            (row["uri"], row["row_number"])
            for code in PROVINCES
            for row in reading.truth(zone.truth, code, "rejected_rows")
        }
        for path, file in _text_files(zone):
            records = reading.csv_records(path)
            header = next(index for index, record in enumerate(records) if sum(map(bool, record)) >= 2)
            rows = [
                number for number, record in enumerate(records, 1) if number > header + 1 and reading.has_value(record)
            ]
            assert len(rows) == file["rows_read"], path
            assert {number for uri, number in refused if uri == file["uri"]} <= set(rows), path


def test_workbooks_hold_as_many_rows_as_the_truth_says(zones: list[Zone]) -> None:
    for zone in zones[:2]:
        files = {file["uri"]: file for code in PROVINCES for file in reading.truth(zone.truth, code, "files")}
        refused: dict[str, set[tuple[str, int]]] = {}
        for code in PROVINCES:
            for row in reading.truth(zone.truth, code, "rejected_rows"):
                refused.setdefault(row["uri"], set()).add((row["sheet"], row["row_number"]))
        for path in _workbooks(zone, SOURCES):
            uri = str(path.relative_to(zone.landing))
            sheets = reading.sheets(path)
            names = {name: reading.plain_name(name) for name in sheets}
            rows = {
                (name, number)
                for name, cells in sheets.items()
                if names[name] in TABLES
                for number in reading.table_rows(cells)
            }
            assert len(rows) + ("สรุป" in names.values()) == files[uri]["rows_read"], path
            assert {place for place in refused.get(uri, set()) if names[place[0]] != "สรุป"} <= rows, path


def test_a_refused_summary_points_at_the_label_in_trouble(zones: list[Zone]) -> None:
    labels = {
        "district": "อำเภอ",
        "period": "ประจำเดือน",
        "reported_on": "วันที่รายงาน",
        "new_shops": "ร้านค้าสมัครใหม่",
        "downloads_total": "ดาวน์โหลดรวม",
    }
    pointed = 0
    for zone in zones:
        for code in PROVINCES:
            for row in reading.truth(zone.truth, code, "rejected_rows"):
                if reading.plain_name(row["sheet"]) == "สรุป":
                    cells = reading.sheets(zone.landing / row["uri"])[row["sheet"]][row["row_number"] - 1]
                    pointed += any(labels[row["column_name"]] in str(cell) for cell in cells)
    assert pointed > 0


def test_a_repeated_event_stands_below_its_first(zones: list[Zone]) -> None:
    zone = zones[0]
    rows = [
        row
        for code in PROVINCES
        for row in reading.truth(zone.truth, code, "rejected_rows")
        if row["rule"] == "event_repeated" and row["uri"].endswith(".csv")
    ]
    assert rows
    for row in rows[:20]:
        records = reading.csv_records(zone.landing / row["uri"])
        repeated = records[row["row_number"] - 1]
        assert repeated in records[: row["row_number"] - 1]


def test_versions_of_a_report_are_a_minute_apart(zones: list[Zone]) -> None:
    for zone in zones:
        times: dict[tuple[Path, str], list[float]] = {}
        for path in _workbooks(zone, ("submissions",)):
            stem = re.sub(r"\(แก้ไข \d\) |_แก้ไข\d", "", path.stem)
            times.setdefault((path.parent, stem), []).append(path.stat().st_mtime)
        for of_report in times.values():
            ordered = sorted(of_report)
            assert all(later - earlier >= 60 for earlier, later in pairwise(ordered))


def test_corrections_sort_before_and_after_what_they_correct(zones: list[Zone]) -> None:
    names = [path.name for zone in zones for path in _workbooks(zone, ("submissions",))]
    assert any(name.startswith("(แก้ไข") for name in names)
    assert any("_แก้ไข" in name for name in names)


@pytest.mark.parametrize("share", [0.0, 0.03, 0.1])
def test_the_share_of_refused_rows_is_about_the_one_asked_for(tmp_path: Path, share: float) -> None:
    simulate(tmp_path / "landing", tmp_path / "truth", "57", [date(2024, 2, 1)], 7, defect_share=share)
    files = reading.truth(tmp_path / "truth", "57", "files")
    measured = sum(file["rows_rejected"] for file in files) / sum(file["rows_read"] for file in files)
    assert measured == 0 if share == 0 else share * 0.7 < measured < share * 1.4


def test_no_month_and_no_rulebook_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no month"):
        simulate(tmp_path, tmp_path, "57", [], 1)
    with pytest.raises(ValueError, match="no rulebook for province 57 in 2030-01"):
        simulate(tmp_path, tmp_path, "57", [date(2030, 1, 1)], 1)
