"""What a memorandum begins and ends with: what was ordered, and what is proposed."""

from include.publishing.official.facts import TOLD_ELSEWHERE
from include.publishing.official.parts import (
    Behind,
    Numbered,
    Part,
    adopted,
    due,
    listed,
    met_by_criterion,
    name_of,
    ordered_by,
    part,
)
from include.publishing.results.shapes import Month


def order(month: Month, behind: Behind) -> list[Part]:
    """Section 1: by which order, and what it asks for."""
    rules = month.rules
    letter = ordered_by(month)
    unsure = [
        row["message_th"] for row in behind.documents if row["kind"] != "printed" and row["document_th"] == letter
    ]
    others = dict.fromkeys(row.document_th for row in rules.criteria if not row.adopted and row.document_th != letter)
    names = " ".join(f"({number}) {row.name_th}" for number, row in enumerate(rules.of_districts, 1))
    day = next((reading for reading in rules.readings if reading.code == "report_deadline_day"), None)
    by = f" และรายงานผลให้จังหวัดทราบภายในวันที่ {day.value} ของทุกเดือน" if day else ""
    return [
        part(
            f"ตาม{letter} ให้อำเภอขับเคลื่อนการใช้ประโยชน์ {month.edition.programme_name_th}{by}"
            + (f" โดยมีรายละเอียดตาม{' '.join(others)}" if others else ""),
            [f"สำเนาที่ใช้อาจอ่านคลาดเคลื่อน: {' '.join(unsure)}"] if unsure else [],
        ),
        part(
            f"เกณฑ์ของอำเภอมี {len(rules.of_districts)} ข้อ ได้แก่ {names}",
            adopted(month, lambda code: code not in TOLD_ELSEWHERE),
        ),
    ]


def proposals(month: Month, behind: Behind) -> list[Part]:
    """Section 3: what is to be done, by whom and by when."""
    asked = Numbered(3)
    missing = [district for district in month.districts if not district.reported]
    if month.status != "graded" or not month.districts:
        asked.add("", "ส่งออกข้อมูลจากระบบให้ครบ แล้วจัดระดับตามขั้นตอนต่อไป")
        return asked.parts
    if missing:
        asked.add(
            "",
            f"แจ้งอำเภอที่ยังไม่ได้รับรายงาน {len(missing)} อำเภอ ได้แก่ {listed(map(name_of, missing))} จัดส่งรายงาน{by_when(month)}",
        )
    refused = {row["district_code"] for row in behind.findings if row["finding_code"] == "report_rows_refused"}
    concerned = [district for district in month.districts if district.code in refused]
    if concerned:
        asked.add("", f"แจ้งอำเภอที่มีรายการไม่ผ่านการตรวจสอบ {len(concerned)} อำเภอ แก้ไขตามไฟล์ที่ส่งคืน แล้วส่งรายงานใหม่ทั้งฉบับ")
    least = hardest(month)
    if least:
        asked.add("", f"สนับสนุนอำเภอในเกณฑ์ที่ผ่านน้อยที่สุด ได้แก่ {listed(least)} ตามใบรายงานผลรายอำเภอ")
    if behind.documents:
        asked.add("", "ตรวจสอบข้อสังเกตเกี่ยวกับหนังสือสั่งการกับต้นฉบับ และแจ้งผู้ออกหนังสือหากจำเป็น")
    return asked.parts


def hardest(month: Month) -> list[str]:
    """The criteria that the fewest districts met, unless all met them."""
    counted = met_by_criterion(month)
    least = min(count for _, _, count in counted)
    return [name for _, name, count in counted if count == least < len(month.districts)]


def by_when(month: Month) -> str:
    """By when a report that has not come is asked for."""
    if month.edition.kind == "provisional":
        return due(month, "publication")
    return " ภายในกำหนดส่งรายงานของเดือนถัดไป"
