"""What a district finds on its form before it fills anything in."""

import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest

from include.loaders import headings, reading
from include.periods import add_months
from include.templates.workbook import LINES
from tests.templates.conftest import Office
from tests.templates.filling import columns, given, header_row, rows_to_fill_in, still_to_choose, summary_cell

SHEETS = ["คำแนะนำ", "สรุป", "ดาวน์โหลดรายตำบล", "ประชาสัมพันธ์", "กิจกรรม", "บันทึกข้อมูล", "รายการตัวเลือก"]
DISTRICT = {"57": "เชียงของ", "34": "ศรีเมืองใหม่"}


@pytest.fixture
def book(office: Office) -> Any:
    """The form of one district of each province, as openpyxl opens it."""
    return openpyxl.load_workbook(io.BytesIO(office.form(DISTRICT[office.asked.province_code])))


def rule_of(sheet: Any, cell: str) -> Any:
    """The validation of a cell."""
    [rule] = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    return rule


def choices_of(book: Any, rule: Any) -> list[str]:
    """The texts that drop down."""
    sheet, cells = re.fullmatch(r"'(.+)'!(.+)", rule.formula1).groups()  # type: ignore[union-attr]
    return [row[0].value for row in book[sheet][cells.replace("$", "")]]


def text_of(sheet: Any) -> str:
    """All that a sheet says, rich text included."""
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def day_of(serial: str) -> datetime:
    """The day that Excel counts by this number."""
    return datetime(1899, 12, 30) + timedelta(days=int(serial))


def test_the_five_sheets_stand_in_order_behind_the_instructions_and_before_a_hidden_one(book: Any) -> None:
    assert book.sheetnames == SHEETS
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["รายการตัวเลือก"]
    assert book.active.title == "คำแนะนำ"


def test_the_form_says_which_form_it_is_in_a_hidden_cell(office: Office, book: Any) -> None:
    month = f"{office.asked.period:%Y-%m}"
    assert book["รายการตัวเลือก"]["A1"].value == f"click-1 {office.asked.province_code} {month}"


def test_the_form_is_no_other_than_the_one_that_is_read(office: Office, book: Any) -> None:
    for name, table in reading.SECTION_SHEETS.items():
        names = headings.column_map(table, office.asked.period).of_workbook
        rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in book[name].iter_rows()]
        header = headings.find_header(rows, names)
        assert header is not None and header.row_number == header_row(book[name])
        assert not header.unknown and not header.missing and not header.repeated
        assert set(names.labels) - set(header.columns.values()) == {"report_id", "submitted_at", "district", "period"}
    labels = headings.column_map("submissions_summary", office.asked.period).labels
    for column, label in labels.items():
        if column not in ("report_id", "submitted_at"):
            summary_cell(book["สรุป"], label)


def test_the_district_and_its_month_are_given_and_no_date_is(office: Office, book: Any) -> None:
    sheet = book["สรุป"]
    assert summary_cell(sheet, "อำเภอ").value == DISTRICT[office.asked.province_code]
    assert summary_cell(sheet, "ประจำเดือน").value == office.asked.month
    assert summary_cell(sheet, "วันที่รายงาน").value is None


def test_every_subdistrict_of_the_district_is_given_and_none_of_another(office: Office, book: Any) -> None:
    own = office.fetch(
        "select subdistrict.name_th from rulebook.subdistrict inner join rulebook.district using (district_code)"
        " where district.name_th = %s and district.province_code = %s and subdistrict.valid_during @> %s"
        " order by subdistrict_code",
        [DISTRICT[office.asked.province_code], office.asked.province_code, office.asked.period],
    )
    sheet = book["ดาวน์โหลดรายตำบล"]
    assert given(sheet, "ตำบล") == [row["name_th"] for row in own]
    assert len(rows_to_fill_in(sheet)) == len(own)
    assert given(sheet, "จำนวน") == []


def test_the_services_that_are_ordered_are_given_each_with_answers_to_choose(office: Office, book: Any) -> None:
    sheet = book["บันทึกข้อมูล"]
    assert tuple(given(sheet, "บริการ")) == office.asked.related
    assert set(given(sheet, "เกี่ยวข้อง")) == {"ใช่"}
    assert still_to_choose(sheet) == 3 * len(office.asked.related)
    assert sorted(choices_of(book, rule_of(sheet, "B5"))) == sorted(office.asked.services)
    assert choices_of(book, rule_of(sheet, "D5")) == ["ใช่", "ไม่ใช่"]


@pytest.mark.parametrize("name", ["ประชาสัมพันธ์", "กิจกรรม"])
def test_a_day_must_lie_in_the_month(office: Office, book: Any, name: str) -> None:
    sheet = book[name]
    first, *_, last = rows_to_fill_in(sheet)
    assert last - first + 1 == LINES
    for row in (first, last):
        rule = rule_of(sheet, f"B{row}")
        assert (rule.type, rule.errorStyle or "stop") == ("date", "stop")
        assert day_of(rule.formula1).date() == office.asked.period
        assert day_of(rule.formula2).date() == add_months(office.asked.period, 1) - timedelta(days=1)
        assert office.asked.month in rule.error
    # 41E with the calendar 7 is Thai with Buddhist years, on show and as typed
    assert sheet[f"B{first}"].number_format == "[$-187041E]d mmmm yyyy;@"


def test_a_channel_drops_down_and_another_one_may_be_written(office: Office, book: Any) -> None:
    for name, heading in (("ประชาสัมพันธ์", "ช่องทาง"), ("กิจกรรม", "ช่องทางเผยแพร่")):
        sheet = book[name]
        rule = rule_of(sheet, sheet.cell(header_row(sheet) + 1, columns(sheet)[heading]).coordinate)
        assert tuple(choices_of(book, rule)) == office.asked.channels
        assert rule.errorStyle == "warning"


def test_a_figure_must_be_a_whole_number_of_zero_or_more(book: Any) -> None:
    cells = [("สรุป", summary_cell(book["สรุป"], label).coordinate) for label in ("ร้านค้าสมัครใหม่", "ดาวน์โหลดรวม", "กำนัน")]
    for name, heading in (("ดาวน์โหลดรายตำบล", "จำนวน"), ("กิจกรรม", "ผู้เข้าร่วม"), ("บันทึกข้อมูล", "จำนวนรายการ")):
        sheet = book[name]
        cells.append((name, sheet.cell(header_row(sheet) + 1, columns(sheet)[heading]).coordinate))
    for name, cell in cells:
        rule = rule_of(book[name], cell)
        assert (rule.type, rule.operator, rule.formula1, rule.errorStyle or "stop") == (
            "whole",
            "greaterThanOrEqual",
            "0",
            "stop",
        )


def test_what_must_be_filled_in_has_a_colour_of_its_own(book: Any) -> None:
    required = {
        summary_cell(book["สรุป"], "วันที่รายงาน").fill.fgColor.rgb,
        book["ดาวน์โหลดรายตำบล"]["C5"].fill.fgColor.rgb,
        book["ประชาสัมพันธ์"]["B5"].fill.fgColor.rgb,
        book["กิจกรรม"]["C5"].fill.fgColor.rgb,
        book["บันทึกข้อมูล"]["D5"].fill.fgColor.rgb,
    }
    assert len(required) == 1
    optional = summary_cell(book["สรุป"], "ผู้รายงาน").fill
    assert optional.fill_type is None
    [legend] = [row[0] for row in book["คำแนะนำ"].iter_rows() if "สีเหลือง" in str(row[0].value)]
    assert {legend.fill.fgColor.rgb} == required


def test_the_instructions_tell_the_deadline_and_the_targets_of_this_district(chiang_rai: Office) -> None:
    said = text_of(openpyxl.load_workbook(io.BytesIO(chiang_rai.form("เวียงชัย")), rich_text=True)["คำแนะนำ"])
    assert "๑๕ มีนาคม ๒๕๖๗" in said
    # 5 % of 74 operators is 3.7
    assert "อย่างน้อย ๔ ราย (ร้อยละ ๕ ของ ๗๔ ราย)" in said
    assert "ทุกตำบลต้องมีผู้ดาวน์โหลดอย่างน้อย ๑๐ ราย" in said
    assert "แฮชแท็กที่กำหนด" not in said


def test_the_instructions_tell_the_hashtags_where_some_are_ordered(connection: Any) -> None:
    office = Office(connection, "34", datetime(2025, 2, 1).date())
    said = text_of(openpyxl.load_workbook(io.BytesIO(office.form("เขื่องใน")), rich_text=True)["คำแนะนำ"])
    assert "#คลิกชุมชน #Clickชุมชน" in said
    assert "อย่างน้อยหนึ่งแฮชแท็ก" in said
    assert "อย่างน้อย ร้อยละ ๘๐" in said


def test_a_position_shows_its_headcount_where_one_is_known(connection: Any) -> None:
    office = Office(connection, "34", datetime(2025, 2, 1).date())
    labels = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(office.form("ศรีเมืองใหม่")))["สรุป"].iter_rows()]
    assert "ผู้ใหญ่บ้าน (ในบัญชีมี ๑๑๐ ราย)" in labels


def test_nothing_but_a_unit_stands_right_of_an_answer(book: Any) -> None:
    assert {row[2].value for row in book["สรุป"].iter_rows() if row[2].value} == {"ราย"}


def test_the_first_sheet_counts_what_is_still_missing(office: Office, book: Any) -> None:
    said = openpyxl.load_workbook(io.BytesIO(office.form(DISTRICT[office.asked.province_code])), data_only=True)[
        "คำแนะนำ"
    ]
    district = office.districts[DISTRICT[office.asked.province_code]]
    formulas = {row[0].value: row[1].value for row in book["คำแนะนำ"].iter_rows() if str(row[1].value).startswith("=")}
    assert list(formulas) == SHEETS[1:-1]
    shown = {row[0].value: row[1].value for row in said.iter_rows() if row[0].value in formulas}
    assert shown == {
        "สรุป": "ยังไม่ได้กรอกวันที่รายงาน",
        "ดาวน์โหลดรายตำบล": f"กรอกแล้ว 0 จาก {len(district.subdistricts)} แถว",
        "ประชาสัมพันธ์": "กรอกแล้ว 0 แถว",
        "กิจกรรม": "กรอกแล้ว 0 แถว",
        "บันทึกข้อมูล": f"ยังต้องเลือกคำตอบอีก {3 * len(office.asked.related)} ช่อง",
    }


def test_a_form_made_twice_is_the_same_to_the_byte_and_names_no_person(chiang_rai: Office) -> None:
    form = chiang_rai.form("เวียงชัย")
    assert form == chiang_rai.form("เวียงชัย")
    with zipfile.ZipFile(io.BytesIO(form)) as archive:
        properties = archive.read("docProps/core.xml").decode()
    assert re.search(r"<dc:creator>([^<]*)", properties)[1] == ""  # type: ignore[index]
    assert re.search(r"<cp:lastModifiedBy>([^<]*)", properties)[1] == ""  # type: ignore[index]


def test_making_forms_leaves_the_months_that_are_built_alone(chiang_rai: Office) -> None:
    assert chiang_rai.fetch("select count(*) as rows from candidate.target") == [{"rows": 0}]
