"""Whatever people write, the workbook shows it as text; and a month without figures is a whole workbook too."""

import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from include.publishing import workbook
from include.publishing.results import details
from include.publishing.results.details import Refusal
from include.publishing.results.shapes import Month
from include.publishing.workbook import behind, grid, summary
from include.publishing.workbook.style import HIGHEST_ROW, LONGEST_TEXT, clean, lines_of
from tests.publishing.books.hostile import NAMES

EVIL = '=HYPERLINK("http://example.invalid","x")'


def content(reader: Any, month: Month) -> bytes:
    [(_, made)] = workbook.files(reader, month)
    return made


def opened(made: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(made))


@pytest.fixture
def attacked(reader: Any, hostile: Month, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The hostile month, with file names, sheets and reasons of the same kind."""
    refused = [Refusal(None, "submissions", "", name, name, 7, name, False) for name in NAMES]
    finding = {
        "severity": EVIL,
        "district_name_th": EVIL,
        "title_th": EVIL,
        "message_th": "ก\x0b\x00ข\r\nค",
        "to_do_th": "-1",
        "acts": "+1",
        "file": "file:///a/" + EVIL.replace("/", ""),
        "row_number": 1,
        "opened_at": hostile.edition.taken_at,
    }
    monkeypatch.setattr(details, "refused_rows", lambda *_: refused)
    monkeypatch.setattr(details, "refused_files", lambda *_: refused)
    monkeypatch.setattr(details, "findings", lambda *_: [finding])
    edition = replace(hostile.edition, province_name_th=EVIL, reason="@" + "ยาว" * 400, kind="restated", revision=2)
    return content(reader, replace(hostile, edition=edition))


def test_no_text_becomes_a_formula_or_leads_out_of_the_workbook(attacked: bytes) -> None:
    book = opened(attacked)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value[:1] in tuple("=+-@"):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
                if cell.hyperlink is not None:
                    assert sheet.title == summary.NAME and cell.hyperlink.target is None
    with zipfile.ZipFile(io.BytesIO(attacked)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert not re.search(r"<f[ >]|TargetMode=\"External\"|<externalLink|<oleObject|DDE", text), name


def test_names_stand_as_they_were_written(attacked: bytes) -> None:
    sheet = opened(attacked)[grid.NAME]
    shown = {row[1] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert {clean(name) for name in NAMES} <= shown
    assert {name for name in NAMES if clean(name) != name} == set()


def test_a_text_without_an_end_has_room_and_no_row_is_higher_than_a_page(attacked: bytes) -> None:
    sheet = opened(attacked)[grid.NAME]
    heights = {row[1].value: sheet.row_dimensions[row[1].row].height for row in sheet.iter_rows(min_row=5)}
    assert heights["ก" * 500] == pytest.approx(HIGHEST_ROW, abs=1)
    assert all(height is not None and height <= 409 for height in heights.values())


def test_a_footer_is_short_and_shows_a_name_as_it_is(attacked: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(attacked)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        for name in sheets:
            [footer] = re.findall(r"<oddFooter>(.*?)</oddFooter>", archive.read(name).decode())
            assert len(footer.replace("&amp;", "&").replace("&quot;", '"')) <= 255


def test_signs_that_no_cell_can_hold_are_replaced_and_hidden_ones_left_out() -> None:
    assert clean("ก\x00ข\x0bค\x1f") == "ก�ข�ค�"
    assert clean("ซ้าย\u202eขวา\u2066") == "ซ้ายขวา"
    assert clean("หนึ่ง\r\nสอง\tสาม") == "หนึ่ง\nสอง สาม"
    assert len(clean("ก" * 50_000)) == LONGEST_TEXT
    assert clean("👨‍👩‍👧") == "👨‍👩‍👧"


def test_thai_marks_above_and_below_take_no_room() -> None:
    assert lines_of("กี่กี่กี่", 5) == 1
    assert lines_of("ก" * 20, 12) == 2
    assert lines_of("", 5) == 1


def test_a_month_that_waits_is_a_workbook_that_says_for_what(reader: Any, final: Month) -> None:
    edition = replace(final.edition, kind="live", snapshot_id=None, revision=None, taken_at=None, proof_code=None)
    waiting = replace(
        final,
        edition=replace(edition, province_code="00"),
        status="waiting",
        districts=[],
        province=[],
        quarter=None,
        waits_for=["ยังไม่ได้รับข้อมูลดาวน์โหลดของเดือน"],
    )
    book = opened(content(reader, waiting))
    assert "รอข้อมูลจากระบบ · ยังไม่ได้รับข้อมูลดาวน์โหลดของเดือน" in book[summary.NAME]["A3"].value
    assert book[summary.NAME]["A2"].value == "ข้อมูลล่าสุด ยังไม่เผยแพร่"
    for name in (grid.NAME, behind.WORKING, behind.STEPS):
        assert book[name]["A5"].value == "ไม่มีรายการ"


def test_a_restated_month_says_why_on_every_sheet(attacked: bytes) -> None:
    for sheet in opened(attacked).worksheets:
        assert sheet["A2"].value.startswith("ฉบับแก้ไข ครั้งที่ 1") and "เหตุที่แก้ไข: @ยาว" in sheet["A2"].value


def test_what_nobody_reported_is_told_apart_from_what_was_missed(next_month: Month, reader: Any) -> None:
    sheet = opened(content(reader, next_month))[grid.NAME]
    cells = [cell for row in sheet.iter_rows(min_row=5, values_only=True) for cell in row[6:12]]
    assert grid.NO_REPORT_TEXT in cells
    assert any(str(cell).startswith("✗ ขาด") for cell in cells)


def test_what_was_left_out_of_a_long_list_is_said(reader: Any, final: Month, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(behind, "REFUSALS_OF_A_DISTRICT", 2)
    monkeypatch.setattr(behind, "ROWS_OF_A_DISTRICT", 1)
    refused = [Refusal("3404", "submissions", "กิจกรรม", "รายงาน.xlsx", "กิจกรรม", row, "ซ้ำ") for row in range(5)]
    monkeypatch.setattr(details, "refused_rows", lambda *_: refused)
    book = opened(content(reader, final))
    told = [row[6] for row in book[behind.REFUSED].iter_rows(min_row=5, values_only=True)]
    assert told.count("และอีก 3 แถว") == len(final.districts) + 1
    working = [str(row[7]) for row in book[behind.WORKING].iter_rows(min_row=5, values_only=True)]
    assert any(re.fullmatch(r"แสดง 1 แถวแรกจาก \d+ แถวที่เลือกมาของอำเภอนี้", text) for text in working)
