"""What was refused goes back to its sender: the sender's own workbook, marked, and a list of what to correct."""

import csv
import hashlib
import io
from datetime import datetime
from typing import Any

import pytest
import xlwt

from include.publishing import marked_workbook
from include.publishing.marked_workbook import AUTHOR
from include.publishing.refusal_sheet import SHEET
from tests.publishing.conftest import SUMMARY, Office, listed, opened, report, told

DOWNLOADS: list[list[Any]] = [["ดาวน์โหลดรายตำบล"], [], ["ที่", "ตำบล", "จำนวน"]]
POSTS = ["วันที่", "ช่องทาง", "หัวข้อ", "ลิงก์", "แฮชแท็ก"]
BAD_REPORT: dict[str, list[list[Any]]] = {
    "ดาวน์โหลดรายตำบล": [*DOWNLOADS, [1, "เวียง", "สิบ"], [2, "งิ้ว", None], [3, "เวียงงง", 4], ["", "รวม", 4]],
    "ประชาสัมพันธ์": [
        POSTS,
        [datetime(2024, 3, 2), "Facebook", "ข่าว"],
        ["15/02/2567", "Facebook", "=cmd|'/C calc'!A0"],
        ["14/02/2567", "@click", "-"],
    ],
}


def with_summary(answers: dict[str, str]) -> list[list[Any]]:
    return [[row[0], answers.get(row[0], row[1]), *row[2:]] if len(row) > 1 else row for row in SUMMARY]


def marked_cells(path: Any) -> dict[tuple[str, str], str]:
    """Every coloured cell that bears our note, with the note."""
    return {
        (sheet.title, cell.coordinate): cell.comment.text
        for sheet in opened(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment is not None and cell.comment.author == AUTHOR and cell.fill.fill_type == "solid"
    }


def test_every_refused_cell_is_coloured_with_a_note_and_listed_in_order(office: Office) -> None:
    office.receive(("รายงานเทิง.xlsx", report(**BAD_REPORT)))
    [path] = office.hand_back()
    assert path.parent == office.publish / "57" / "2024-02" / "districts" / "5704"
    assert [(row[0], row[1], row[2], row[3], row[4]) for row in listed(path)] == [
        ("ดาวน์โหลดรายตำบล", 4, "C4", "จำนวน", "สิบ"),
        ("ดาวน์โหลดรายตำบล", 5, "C5", "จำนวน", None),
        ("ดาวน์โหลดรายตำบล", 6, "B6", "ตำบล", "เวียงงง"),
        ("ประชาสัมพันธ์", 2, "A2", "วันที่", "02/03/2024"),
        ("ประชาสัมพันธ์", 3, "C3", "หัวข้อ", "=cmd|'/C calc'!A0"),
    ]
    marked = marked_cells(path)
    assert list(marked) == [(row[0], row[2]) for row in listed(path)]
    assert "โปรดกรอกเป็นตัวเลขจำนวนเต็ม" in marked["ดาวน์โหลดรายตำบล", "C4"]
    assert [row[5] for row in listed(path)] == [note.removeprefix("• ") for note in marked.values()]


def test_the_list_leads_to_its_cells_and_says_who_what_and_until_when(office: Office) -> None:
    office.receive(("รายงานเทิง.xlsx", report(**BAD_REPORT)))
    [path] = office.hand_back()
    book = opened(path)
    assert book.sheetnames == [SHEET, "สรุป", "ดาวน์โหลดรายตำบล", "ประชาสัมพันธ์"]
    links = [row[3].hyperlink.location for row in book[SHEET].iter_rows() if row[3].hyperlink]
    assert links[0] == "'ดาวน์โหลดรายตำบล'!C4"
    assert len(links) == 5
    heading = told(path)
    assert heading["หน่วยงาน"] == "อำเภอเทิง จังหวัดเชียงราย"
    assert heading["รายงานประจำเดือน"] == "กุมภาพันธ์ ๒๕๖๗"
    assert heading["ไฟล์ที่ได้รับ"] == "รายงานเทิง.xlsx เมื่อวันที่ ๑๐ มีนาคม ๒๕๖๗ เวลา ๑๖.๐๐ น."
    assert heading["กำหนดส่งรายงาน"] == "ภายในวันที่ ๑๕ มีนาคม ๒๕๖๗ เวลา ๒๓.๕๙ น."
    assert "5 จุด" in heading["พบสิ่งที่ต้องแก้ไข"]
    assert "submissions/57/2024-02" in heading["วิธีส่งใหม่"]


def test_corrected_in_the_workbook_that_was_handed_back_the_report_comes_through(office: Office) -> None:
    office.receive(("รายงานเทิง.xlsx", report(**BAD_REPORT)))
    [path] = office.hand_back()
    book = opened(path)
    book["ดาวน์โหลดรายตำบล"]["C4"], book["ดาวน์โหลดรายตำบล"]["C5"] = 10, 5
    book["ดาวน์โหลดรายตำบล"]["B6"], book["ดาวน์โหลดรายตำบล"]["C7"] = "ปล้อง", 19
    book["ประชาสัมพันธ์"]["A2"], book["ประชาสัมพันธ์"]["C3"] = datetime(2024, 2, 2), "ข่าวที่สอง"
    corrected = io.BytesIO()
    book.save(corrected)
    [file_id] = office.receive((path.name, corrected.getvalue()))
    [entry] = office.zone.entries([file_id])
    assert (entry["rows_read"], entry["rows_loaded"], entry["rows_rejected"]) == (7, 7, 0)
    assert {code for code, _ in office.zone.findings(file_id)} == {"missing_sheet"}
    assert office.hand_back() == []


def test_handed_back_a_second_time_only_what_is_still_wrong_is_marked(office: Office) -> None:
    office.receive(("รายงานเทิง.xlsx", report(**BAD_REPORT)))
    [path] = office.hand_back()
    book = opened(path)
    book["ดาวน์โหลดรายตำบล"]["C4"] = 10
    corrected = io.BytesIO()
    book.save(corrected)
    office.receive((path.name, corrected.getvalue()))
    [again] = office.hand_back()
    assert ("ดาวน์โหลดรายตำบล", "C4") not in marked_cells(again)
    assert len(marked_cells(again)) == len(listed(again)) == 4
    assert opened(again).sheetnames.count(SHEET) == 1
    assert opened(again)["ดาวน์โหลดรายตำบล"]["C4"].fill.fill_type is None


def test_a_refused_answer_of_the_summary_is_marked_beside_its_label_and_its_rows_at_their_first_cell(
    office: Office,
) -> None:
    summary = with_summary({"ประจำเดือน": "มีนาคม 2567", "วันที่รายงาน": ""})
    office.receive(("เทิง.xlsx", report(สรุป=summary, ประชาสัมพันธ์=[POSTS, [None, "Facebook", "ข่าว"]])))
    [path] = office.hand_back()
    assert path.parent.name == "5704"
    assert [row[:5] for row in listed(path)] == [
        ["สรุป", 4, "B4", "ประจำเดือน", "มีนาคม 2567"],
        ["สรุป", 5, "B5", "วันที่รายงาน", None],
        ["ประชาสัมพันธ์", 2, "B2", "สรุป", None],
        ["ประชาสัมพันธ์", 2, "A2", "วันที่", None],
    ]
    assert set(marked_cells(path)) == {("สรุป", "B4"), ("สรุป", "B5"), ("ประชาสัมพันธ์", "B2"), ("ประชาสัมพันธ์", "A2")}


def test_a_report_of_no_district_goes_to_the_unknown(office: Office) -> None:
    office.receive(("ก.xlsx", report(สรุป=with_summary({"อำเภอ": "เทิงง"}))))
    [path] = office.hand_back()
    assert path.parent.name == "unknown"
    assert told(path)["หน่วยงาน"] == "ไม่ทราบอำเภอ จังหวัดเชียงราย"
    assert "เทิง" in listed(path)[0][5]


def test_no_text_from_outside_becomes_a_formula(office: Office) -> None:
    name = "=cmd-รายงาน & 'เทิง'.xlsx"
    office.receive((name, report(**BAD_REPORT)))
    [path] = office.hand_back()
    formulas = [
        cell.coordinate
        for sheet in opened(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas == []
    assert told(path)["ไฟล์ที่ได้รับ"].startswith("=cmd")


def test_personal_data_stays_in_the_senders_own_sheets(office: Office) -> None:
    office.receive(("เทิง.xlsx", report(สรุป=with_summary({"ประจำเดือน": "?"}))))
    [path] = office.hand_back()
    shown = [str(cell) for row in opened(path)[SHEET].iter_rows(values_only=True) for cell in row]
    assert not [text for text in shown if "0800000000" in text or "ผู้รายงานคนหนึ่ง" in text]
    assert opened(path)["สรุป"]["B7"].value == "0800000000"


def test_what_is_hidden_or_merged_is_brought_into_sight(office: Office) -> None:
    content = report(ประชาสัมพันธ์=[POSTS, ["15/02/2567", None, "ข่าว"]])
    book = marked_workbook.copy_of(content)
    book["ประชาสัมพันธ์"].sheet_state = "veryHidden"
    book["ประชาสัมพันธ์"].row_dimensions[2].hidden = True
    book["ประชาสัมพันธ์"].merge_cells("A2:B2")
    hidden = io.BytesIO()
    book.save(hidden)
    office.receive(("เทิง.xlsx", hidden.getvalue()))
    [path] = office.hand_back()
    sheet = opened(path)["ประชาสัมพันธ์"]
    assert (sheet.sheet_state, sheet.row_dimensions[2].hidden) == ("visible", False)
    assert list(marked_cells(path)) == [("ประชาสัมพันธ์", "A2")]
    assert [row[2] for row in listed(path)] == ["B2"]


def test_an_old_workbook_comes_back_as_a_new_one_with_the_same_cells(office: Office) -> None:
    old = xlwt.Workbook()
    date_style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in {"สรุป": SUMMARY, **BAD_REPORT}.items():
        sheet = old.add_sheet(name)
        for row_number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    style = (date_style,) if isinstance(cell, datetime) else ()
                    sheet.write(row_number, column, cell, *style)
    content = io.BytesIO()
    old.save(content)
    office.receive(("เทิง.xls", content.getvalue()))
    [path] = office.hand_back()
    assert path.name.endswith(".xlsx")
    assert list(marked_cells(path)) == [(row[0], row[2]) for row in listed(path)]
    sheet = opened(path)["ประชาสัมพันธ์"]
    assert [cell.value for cell in sheet[2]][:3] == [datetime(2024, 3, 2), "Facebook", "ข่าว"]
    assert sheet["C3"].value == "=cmd|'/C calc'!A0"
    assert sheet["C3"].data_type != "f"


def form_tool(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def test_of_a_form_tools_file_every_district_gets_its_own_list(office: Office) -> None:
    head = {"ประจำเดือน": "02/2567"}
    reports = {"R1": "เทิง", "R2": "พาน", "R3": "แม่สาย"}
    summary = [{"รหัสรายงาน": key, "อำเภอ": name, **head, "วันที่รายงาน": "10/03/2567"} for key, name in reports.items()]
    posts = [
        {"รหัสรายงาน": "R1", "อำเภอ": "เทิง", **head, "วันที่": "99/02/2567", "ช่องทาง": "Facebook"},
        {"รหัสรายงาน": "R2", "อำเภอ": "พาน", **head, "วันที่": "", "ช่องทาง": ""},
        {"รหัสรายงาน": "R3", "อำเภอ": "แม่สาย", **head, "วันที่": "15/02/2567", "ช่องทาง": "Line"},
        {"รหัสรายงาน": "", "อำเภอ": "ไหนไม่รู้", **head, "วันที่": "15/02/2567", "ช่องทาง": "Line"},
    ]
    office.receive(("summary.csv", form_tool(summary)), ("publicity.csv", form_tool(posts)))
    by_district = {path.parent.name: path for path in office.hand_back()}
    assert sorted(by_district) == ["5704", "5705", "unknown"]
    assert [row[1:4] for row in listed(by_district["5704"])] == [[2, "D2", "วันที่"]]
    assert [row[1:4] for row in listed(by_district["5705"])] == [[3, "D3", "วันที่"], [3, "E3", "ช่องทาง"]]
    assert opened(by_district["5705"]).sheetnames == [SHEET]
    assert "พาน" not in str(listed(by_district["5704"]))


def test_of_a_file_refused_whole_the_list_says_why_and_goes_when_it_was_loaded(office: Office) -> None:
    [file_id] = office.receive(("เสีย.xlsx", b"PK\x03\x04 nothing more"))
    [entry] = office.zone.entries([file_id])
    [path] = office.hand_back()
    assert path.parent.name == "unknown"
    assert [row[5] for row in listed(path)] == [entry["reason"]]
    assert "ทั้งไฟล์" in told(path)["พบสิ่งที่ต้องแก้ไข"]
    office.zone.fetch("update ops.source_file set status = 'loaded', reason = null returning file_id")
    assert office.hand_back() == []
    assert office.districts() == []
    assert office.handed_back() == []


def test_what_is_no_longer_refused_is_withdrawn(office: Office) -> None:
    office.receive(("เทิง.xlsx", report(สรุป=with_summary({"อำเภอ": "เมืองเทิง"}))))
    office.hand_back()
    assert office.districts() == ["unknown"]
    connection = office.zone.connection
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into rulebook.name (province_code, kind, name_key, code, parent_code, name_th, origin)"
            " values ('57', 'district', 'เมืองเทิง', '5704', '', 'เทิง', 'alias')"
        )
        cursor.execute("update ops.source_file set typed_with = null")
    office.type_rows()
    assert office.hand_back() == []
    assert office.districts() == []
    assert office.handed_back() == []


def test_nothing_is_written_again_while_the_same_is_refused(office: Office) -> None:
    office.receive(("เทิง.xlsx", report(**BAD_REPORT)), ("พาน.xlsx", report(สรุป=with_summary({"อำเภอ": "พาน"}))))
    [path] = office.hand_back()
    [before] = office.handed_back()
    path.write_bytes(b"untouched")
    assert office.zone.fetch("select 1 from ops.source_file where hand_back_waits") == []
    office.zone.fetch("update ops.source_file set typed_with = null returning file_id")
    office.type_rows()
    assert office.zone.fetch("select 1 from ops.source_file where hand_back_waits") != []
    assert office.hand_back() == []
    assert path.read_bytes() == b"untouched"
    assert office.handed_back() == [before]


def test_the_same_refusals_give_the_same_bytes(office: Office) -> None:
    office.receive(("เทิง.xlsx", report(**BAD_REPORT)))
    [path] = office.hand_back()
    once = hashlib.sha256(path.read_bytes()).hexdigest()
    assert opened(path).properties.modified == datetime(2024, 3, 10, 9)  # when the file was received
    office.zone.fetch("delete from ops.handed_back returning file_id")
    office.zone.fetch("update ops.source_file set hand_back_waits = true returning file_id")
    assert office.hand_back() == [path]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == once


def test_the_original_is_had_from_the_archive_whatever_became_of_the_landing_zone(office: Office) -> None:
    office.receive(("เทิง.xlsx", report(**BAD_REPORT)))
    (office.zone.folder / "submissions/57/2024-02/เทิง.xlsx").unlink()
    [path] = office.hand_back()
    assert len(marked_cells(path)) == 5


@pytest.mark.parametrize("happened", ["gone", "changed", "too large"])
def test_without_the_original_the_list_goes_alone_and_says_so(
    office: Office, happened: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = report(**BAD_REPORT)
    office.receive(("เทิง.xlsx", content))
    sha256 = hashlib.sha256(content).hexdigest()
    match happened:
        case "gone":
            office.archive.erase(sha256)
        case "changed":
            office.archive.erase(sha256)
            with office.archive.begin() as another:
                another.write(report())
                another.keep(sha256)
        case "too large":
            monkeypatch.setattr(marked_workbook, "LARGEST_BYTES", 1000)
    [path] = office.hand_back()
    assert opened(path).sheetnames == [SHEET]
    assert len(listed(path)) == 5
    assert "ส่งคืนเฉพาะรายการ เพราะไฟล์" in told(path)["พบสิ่งที่ต้องแก้ไข"]


def test_one_that_cannot_be_written_leaves_the_others_alone_and_is_tried_again(office: Office) -> None:
    first, second = office.receive(
        ("ก.xlsx", report(**BAD_REPORT)), ("ข.xlsx", report(สรุป=with_summary({"อำเภอ": "?"})))
    )
    in_the_way = office.publish / "57" / "2024-02" / "districts" / "5704" / f"ส่งคืน {first} ก.xlsx"
    in_the_way.mkdir(parents=True)
    with pytest.raises(RuntimeError, match=str(first)):
        office.hand_back()
    assert [row["file_id"] for row in office.handed_back()] == [second]
    in_the_way.rmdir()
    assert office.hand_back() == [in_the_way]


def test_exports_of_the_platform_are_not_handed_back(office: Office) -> None:
    office.zone.load("shop_registrations/57/2024-02/shops.csv", "รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ\nS1,A1,?,?\n")
    office.type_rows()
    assert office.zone.fetch("select 1 from quarantine.rejected_row") != []
    assert office.hand_back() == []
