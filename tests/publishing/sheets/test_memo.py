"""The memorandum and the letter say of a month what was frozen of it, in the form of official papers."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from include import warehouse
from include.publishing import letter, memo, wording
from include.publishing.official import facts
from include.publishing.official.parts import Behind
from include.publishing.results import changes, details
from include.publishing.results.shapes import Month, Quarter
from include.publishing.typesetting import Press
from tests.publishing.sheets.reading import ARABIC, bare, fonts, inked, pages, text

HOSTILE = '<script>alert(1)</script> =HYPERLINK("http://a.b") 😀🏽 #set page(width: 1pt) $x$ @ref [*b*] \\ ' + "ก" * 400


@pytest.fixture(scope="module")
def made(readable: Any, months: dict[str, Month]) -> dict[str, bytes]:
    """The memorandum of each kind of edition."""
    return {kind: dict(memo.files(readable, month))["memo.pdf"] for kind, month in months.items()}


def set_again(month: Month, behind: Behind | None = None) -> bytes:
    """The memorandum of a month that no database holds."""
    return Press("memo.typ").pdf(memo.paper(month, behind or Behind()), month.edition.taken_at)


def test_the_fields_stand_in_the_order_of_a_memorandum(made: dict[str, bytes]) -> None:
    printed = text(made["final"])
    order = [
        "ร่าง", "บันทึกข้อความ", "ส่วนราชการ", "กลุ่มงานสารสนเทศการพัฒนาชุมชน", "โทร.", "ที่..", "วันที่ ๑๘ มีนาคม ๒๕๖๘",
        "เรื่อง", "เรียน", "พัฒนาการจังหวัดอุบลราชธานี", "๑. เรื่องเดิม", "๒. ข้อเท็จจริง", "๓. ข้อพิจารณา",
        "จึงเรียนมาเพื่อโปรดทราบ", "ลงชื่อ", "ตำแหน่ง",
    ]  # fmt: skip
    places: list[int] = []
    for words in order:
        places.append(printed.index(bare(words), places[-1] if places else 0))
    assert places == sorted(places)
    assert "ขอแสดงความนับถือ" not in printed


def test_number_signer_and_telephone_are_left_blank(made: dict[str, bytes]) -> None:
    [first, *_] = pages(made["final"])
    assert re.search(r"โทร\. \.{10,}", first) and re.search(r"ที่ \.{10,}", first)
    assert re.search(r"\(ลงชื่อ\) \.{10,}", "".join(pages(made["final"])))


def test_every_page_is_marked_a_draft_and_carries_the_proof_code(
    made: dict[str, bytes], months: dict[str, Month]
) -> None:
    for kind, content in made.items():
        for page in pages(content):
            assert "ร่าง" in page and str(months[kind].edition.proof_code) in page


def test_digits_are_thai_but_in_addresses_names_of_files_hashes_and_codes(made: dict[str, bytes]) -> None:
    for content in made.values():
        printed = "\n".join(pages(content))
        latin = [word for word in printed.split() if re.search("[0-9]", word)]
        assert all(re.search("[A-Za-z]", word) or word.startswith("34/2025-") for word in latin), latin


def test_the_table_of_districts_is_what_was_frozen(
    readable: Any, made: dict[str, bytes], months: dict[str, Month]
) -> None:
    month = months["final"]
    printed = text(made["final"])
    marks = warehouse.fetch(
        readable,
        "select district_code, criterion_code, points from snapshot.attainment where snapshot_id = %s",
        [month.edition.snapshot_id],
    )
    points = {(row["district_code"], row["criterion_code"]): wording.number(row["points"]) for row in marks}
    rows = warehouse.fetch(
        readable,
        """
        select *, row_number() over (order by points / max_points desc, district_code) as number
        from snapshot.district_grade where snapshot_id = %s
        """,
        [month.edition.snapshot_id],
    )
    assert len(rows) == 25
    for row in rows:
        earned = "".join(points[row["district_code"], criterion.code] for criterion in month.rules.of_districts)
        percent = str(row["percent"])[:-2]
        line = f"{row['number']}{row['district_name_th']}{wording.number(row['points'])}{percent}{row['grade']}{earned}"
        assert bare(wording.thai_digits(line)) in printed, line


def test_the_summary_counts_what_was_frozen(readable: Any, made: dict[str, bytes], months: dict[str, Month]) -> None:
    [kept] = warehouse.fetch(
        readable,
        """
        select
            count(*) as districts, count(*) filter (where status <> 'not_reported') as reported,
            count(*) filter (where on_time) as on_time, round(avg(100 * points / max_points), 4) as mean
        from snapshot.district_grade where snapshot_id = %s
        """,
        [months["final"].edition.snapshot_id],
    )
    printed = text(made["final"])
    for words in (
        f"ได้รับรายงานแล้ว {kept['reported']} จาก {kept['districts']} อำเภอ",
        f"(วันที่ 15 มีนาคม 2568) {kept['on_time']} อำเภอ",
        f"คะแนนเฉลี่ยของจังหวัดร้อยละ {wording.number(kept['mean'], 2)}",
        "ยังไม่ได้รับรายงาน 24 อำเภอ",
        *(f"ระดับ {grade} {count} อำเภอ" for grade, count in months["final"].grade_counts.items()),
    ):
        assert bare(wording.thai_digits(words)) in printed, words


def test_the_order_and_the_criteria_are_called_by_their_names(made: dict[str, bytes], months: dict[str, Month]) -> None:
    printed = text(made["final"]).translate(ARABIC)
    rules = months["final"].rules
    assert bare(rules.documents["order"]).translate(ARABIC) in printed
    for criterion in rules.criteria:
        assert bare(criterion.name_th).translate(ARABIC) in printed
    assert bare("ผลรวมเป้าหมายร้านค้าที่พิมพ์ในเอกสารแนบ") in printed  # a slip of the order's own


def test_adopted_readings_are_footnotes(made: dict[str, bytes], months: dict[str, Month]) -> None:
    printed = text(made["final"]).translate(ARABIC)
    for reading in months["final"].rules.readings:
        if reading.adopted and reading.code not in facts.ABOUT_QUARTERS:
            assert bare(reading.note_th).translate(ARABIC) in printed, reading.code
    assert printed.count(bare(wording.BASES["adopted"])) > 3


def test_each_kind_of_edition_reads_as_what_it_is(made: dict[str, bytes]) -> None:
    printed = {kind: text(content) for kind, content in made.items()}
    assert bare("มีนาคม ๒๕๖๘ (ฉบับ") not in printed["final"]
    assert bare("กุมภาพันธ์ ๒๕๖๘ (ฉบับเบื้องต้น)") in printed["provisional"]
    assert bare("ผลอาจเปลี่ยนแปลงเมื่อเผยแพร่ฉบับสมบูรณ์ ภายในวันที่ ๑๘ มีนาคม ๒๕๖๘") in printed["provisional"]
    assert bare("กุมภาพันธ์ ๒๕๖๘ (ฉบับแก้ไข ครั้งที่ ๑)") in printed["restated"]


def test_a_restated_memorandum_says_what_changed_and_why(
    readable: Any, made: dict[str, bytes], months: dict[str, Month]
) -> None:
    [change] = changes.since_revision_before(readable, months["restated"].edition)
    assert change.points_was is not None
    assert change.district_code == "3404" and change.points_is - change.points_was == 2
    printed = text(made["restated"])
    was, now = (wording.thai_digits(wording.number(points)) for points in (change.points_was, change.points_is))
    assert bare("เหตุที่แก้ไข: เหตุผล") in printed
    assert bare(f"อำเภอเขื่องใน เดิม {was} คะแนน ระดับ {change.grade_was} เป็น {now} คะแนน") in printed
    assert bare("รายงาน เพิ่มเติม.xlsx") in printed and "file:" not in printed


def test_a_restatement_that_moved_no_grade_says_so(months: dict[str, Month]) -> None:
    assert bare("คะแนนและระดับของทุกอำเภอเท่าเดิม") in text(set_again(months["restated"]))


def test_a_month_that_waits_says_for_what_and_grades_nothing(march: Month) -> None:
    waiting = replace(
        march,
        status="waiting",
        districts=[],
        province=[],
        quarter=None,
        waits_for=["ยังไม่ได้รับข้อมูลดาวน์โหลด"],
        edition=replace(march.edition, kind="live", snapshot_id=None, revision=None, taken_at=None, proof_code=None),
    )
    printed = text(set_again(waiting))
    assert bare("รอข้อมูลจากระบบ") in printed and bare("ยังไม่ได้รับข้อมูลดาวน์โหลด") in printed
    assert "ตารางที่" not in printed and bare("จึงไม่มีรหัสพิสูจน์") in printed


def test_the_quarter_is_told_in_its_last_month_alone(readable: Any, march: Month, months: dict[str, Month]) -> None:
    rows = {
        district.code: {
            "status": "graded", "grade": "D", "mean_percent": district.percent,
            "month_grades": [{"period": f"2025-0{number}-01", "grade": "D"} for number in (1, 2, 3)],
        }
        for district in march.districts
    }  # fmt: skip
    graded = replace(march, quarter=Quarter(2568, 2, rows))
    printed = text(set_again(graded))
    assert bare("ตารางที่ ๒ ผลไตรมาสที่ ๒ ปีงบประมาณ พ.ศ. ๒๕๖๘") in printed
    assert bare("ม.ค. ๖๘ก.พ. ๖๘มี.ค. ๖๘") in printed
    assert bare("ข้อมูลยังไม่ครบสามเดือน ๒๕ อำเภอ") in text(dict(memo.files(readable, march))["memo.pdf"])
    assert not facts.shows_quarter(months["final"])
    assert "ผลของไตรมาส" not in text(set_again(months["final"]))


def test_a_table_over_several_pages_repeats_its_head(march: Month) -> None:
    many = replace(
        march,
        quarter=None,
        districts=[replace(row, name_th=f"{row.name_th} {number}") for number in range(4) for row in march.districts],
    )
    with_table = [
        page for page in pages(set_again(many)) if "D" in page and "การส่งรายงาน" in page and "๒.๑" not in page
    ]
    assert len(with_table) >= 3


def test_hostile_names_stay_text(march: Month) -> None:
    named = [replace(row, name_th=HOSTILE) for row in march.districts]
    edition = replace(march.edition, province_name_th=HOSTILE, kind="restated", revision=2, reason=HOSTILE)
    content = set_again(replace(march, districts=named, edition=edition))
    printed = text(content)
    assert bare("<script>alert(1)</script>") in printed and bare("#set page(width: 1pt)") in printed
    assert all("Sarabun" in name for name in fonts(content))


def test_findings_that_matter_are_counted_and_those_of_the_machine_left_out(march: Month) -> None:
    told = {"severity": "warning", "title_th": "โพสต์ไม่มีแฮชแท็กตามที่กำหนด", "to_do_th": "", "district_code": "3404"}
    machine = {"severity": "warning", "title_th": "ไม่ผ่านข้อตรวจคุณภาพข้อมูล", "to_do_th": "", "district_code": None}
    refused = {"severity": "warning", "title_th": "รายงานมีรายการ", "to_do_th": "", "district_code": "3404"}
    behind = Behind(
        findings=[
            told | {"finding_code": "hashtags_missing"},
            machine | {"finding_code": "expectation_failed"},
            refused | {"finding_code": "report_rows_refused"},
        ]
    )
    printed = text(set_again(march, behind))
    assert bare("โพสต์ไม่มีแฮชแท็กตามที่กำหนด ๑ เรื่อง") in printed and bare("ไม่ผ่านข้อตรวจ") not in printed
    assert bare("อำเภอที่มีรายการไม่ผ่านการตรวจสอบ ได้แก่ เขื่องใน แก้ไขตามไฟล์ที่ส่งคืน") in printed


def test_a_file_that_lay_where_no_source_is_put_is_counted_among_the_files(march: Month) -> None:
    taken = details.Intake("otop_operators", "a.xlsx", None, "loaded", 10, 10, 0, 0, None)
    astray = replace(taken, source=None, file="b.xlsx", status="rejected", rows_read=0, rows_loaded=0)
    printed = text(set_again(march, Behind(intake=[taken, astray])))
    assert bare("ได้รับไฟล์ ๒ ไฟล์ รับไม่ได้ทั้งไฟล์ ๑ ไฟล์ ทุกรายการผ่านการตรวจสอบ") in printed


def test_the_letter_goes_to_every_district_and_names_what_is_enclosed(readable: Any, months: dict[str, Month]) -> None:
    [(name, content)] = letter.files(readable, months["provisional"])
    printed = text(content)
    assert name == "letter.pdf"
    order = [
        "ศาลากลางจังหวัดอุบลราชธานี", "เรื่อง", "นายอำเภอทุกอำเภอ", "อ้างถึง", "หนังสือจังหวัดอุบลราชธานี", "สิ่งที่ส่งมาด้วย",
        "จัดส่งรายงาน ภายในวันที่ ๑๘ มีนาคม ๒๕๖๘", "จึงเรียนมาเพื่อโปรดทราบ", "ขอแสดงความนับถือ", "ตารางที่ ๑ ผลรายอำเภอ",
    ]  # fmt: skip
    places: list[int] = []
    for words in order:
        places.append(printed.index(bare(words), places[-1] if places else 0))
    assert places == sorted(places)
    waiting = replace(months["final"], status="waiting", districts=[])
    assert list(letter.files(readable, waiting)) == []


def test_papers_are_set_in_sarabun_embedded_and_not_blank(made: dict[str, bytes]) -> None:
    content = made["final"]
    assert all("Sarabun" in name and embedded for name, embedded in fonts(content).items())
    assert all(share > 0.01 for share in inked(content))


def test_equal_figures_make_equal_bytes(readable: Any, made: dict[str, bytes], months: dict[str, Month]) -> None:
    for kind, month in months.items():
        assert dict(memo.files(readable, month))["memo.pdf"] == made[kind]


def test_slips_of_the_orders_documents_are_those_of_the_province(readable: Any, months: dict[str, Month]) -> None:
    found = details.document_findings(readable, months["final"].edition)
    assert {row["kind"] for row in found} == {"printed", "ocr_suspected"}
    assert {row["province_code"] for row in found} == {"34"} and all(row["document_th"] for row in found)


def test_a_first_revision_changed_nothing(readable: Any, months: dict[str, Month], march: Month) -> None:
    assert march.edition.period == date(2025, 3, 1)
    assert changes.since_revision_before(readable, march.edition) == []
    assert changes.since_revision_before(readable, months["provisional"].edition) == []
