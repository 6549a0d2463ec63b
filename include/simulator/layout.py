"""The columns of every form and export, with the headings that are accepted for them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A column: its English name, its headings, whether it must be there, the unit sometimes put in brackets."""

    name: str
    headings: tuple[str, ...]
    required: bool = False
    unit: str = ""


def _column(name: str, *headings: str, required: bool = False, unit: str = "") -> Column:
    return Column(name, headings, required, unit)


POSITION_COLUMNS = (
    _column("district_chief", "นายอำเภอ", "นอ."),
    _column("district_development_officer", "พัฒนาการอำเภอ", "พอ."),
    _column("land_office_head", "เจ้าพนักงานที่ดิน", "ที่ดิน"),
    _column("local_administration_head", "ท้องถิ่นอำเภอ", "ท้องถิ่น"),
    _column("subdistrict_heads", "กำนัน"),
    _column("village_heads", "ผู้ใหญ่บ้าน"),
)

# What every section of the form tool's export begins with.
SUBMITTED_AT = _column("submitted_at", "ประทับเวลา")
FORM_COLUMNS = (
    _column("report_id", "รหัสรายงาน", required=True),
    _column("district", "อำเภอ", required=True),
    _column("period", "ประจำเดือน", required=True),
)

SUMMARY_ONLY = (
    _column("reported_on", "วันที่รายงาน", required=True),
    _column("reporter", "ผู้รายงาน"),
    _column("phone", "โทรศัพท์", "เบอร์โทร", "โทร."),
    _column("new_shops", "ร้านค้าสมัครใหม่", "จำนวนผู้ประกอบการ OTOP ที่สมัครร้านค้าใน Shop ชุมชน", unit="ราย"),
    _column("downloads_total", "ดาวน์โหลดรวม", "จำนวนผู้ดาวน์โหลด", unit="ราย"),
    *POSITION_COLUMNS,
)
SUMMARY = (*FORM_COLUMNS[1:], *SUMMARY_ONLY)

SECTIONS: dict[str, tuple[Column, ...]] = {
    "downloads": (
        _column("subdistrict", "ตำบล", required=True),
        _column("downloads", "จำนวน", required=True, unit="ราย"),
    ),
    "publicity": (
        _column("posted_on", "วันที่", required=True),
        _column("channel", "ช่องทาง", required=True),
        _column("title", "หัวข้อ"),
        _column("link", "ลิงก์", "ลิงค์", "URL"),
        _column("hashtags", "แฮชแท็ก", "แฮชแท็ค", "#"),
    ),
    "activities": (
        _column("held_on", "วันที่", required=True),
        _column("activity", "ชื่อกิจกรรม", required=True),
        _column("kind", "ประเภท"),
        _column("participants", "ผู้เข้าร่วม", "จำนวนผู้เข้าร่วม", unit="คน"),
        _column("link", "ลิงก์"),
        _column("channel", "ช่องทางเผยแพร่"),
        _column("hashtags", "แฮชแท็ก"),
    ),
    "services": (
        _column("service", "บริการ", required=True),
        _column("related", "เกี่ยวข้อง"),
        _column("correct", "ถูกต้อง", required=True),
        _column("complete", "ครบถ้วน", required=True),
        _column("current", "เป็นปัจจุบัน", required=True),
        _column("records", "จำนวนรายการ", unit="รายการ"),
        _column("updated_on", "ปรับปรุงล่าสุด"),
        _column("system", "ระบบที่บันทึก"),
    ),
}
SHEETS = {
    "summary": "สรุป",
    "downloads": "ดาวน์โหลดรายตำบล",
    "publicity": "ประชาสัมพันธ์",
    "activities": "กิจกรรม",
    "services": "บันทึกข้อมูล",
}

OTOP_OPERATORS = (
    _column("operator_id", "รหัสผู้ประกอบการ", required=True),
    _column("operator_name", "ชื่อผู้ประกอบการ"),
    _column("national_id", "เลขประจำตัวประชาชน"),
    _column("kind", "ประเภท"),
    _column("district_code", "รหัสอำเภอ", required=True),
    _column("district", "อำเภอ", required=True),
    _column("subdistrict", "ตำบล"),
    _column("status", "สถานะ"),
    _column("as_of_date", "ข้อมูล ณ วันที่", required=True),
)
SHOP_REGISTRATIONS = (
    _column("shop_id", "รหัสร้านค้า", required=True),
    _column("operator_id", "รหัสผู้ประกอบการ", required=True),
    _column("shop_name", "ชื่อร้านค้า"),
    _column("registered_on", "วันที่สมัคร", required=True),
    _column("status", "สถานะ", required=True),
    _column("approved_on", "วันที่อนุมัติ"),
    _column("products", "จำนวนสินค้า", unit="รายการ"),
)
APP_DOWNLOADS = (
    _column("event_id", "รหัสเหตุการณ์", "รหัสการดาวน์โหลด", required=True),
    _column("occurred_at", "เวลา", "วันเวลาที่ดาวน์โหลด", required=True),
    _column("subdistrict_code", "รหัสตำบล", required=True),
    _column("operating_system", "ระบบปฏิบัติการ", required=True),
    _column("user_group", "กลุ่มผู้ใช้"),
    _column("user_id", "รหัสผู้ใช้"),
)
CONTENT_RECORDS = (
    _column("record_id", "รหัสรายการ", required=True),
    _column("service", "บริการ", required=True),
    _column("district_code", "รหัสอำเภอ", required=True),
    _column("district", "อำเภอ", required=True),
    _column("updated_on", "ปรับปรุงล่าสุด", required=True),
    _column("status", "สถานะ"),
    _column("attraction_kind", "ประเภทแหล่งท่องเที่ยว"),
)
LEADER_ROSTER = (
    _column("district", "อำเภอ", required=True),
    *POSITION_COLUMNS,
    _column("printed_total", "รวม", "จำนวนเป้าหมาย", required=True),
    _column("as_of_date", "ข้อมูล ณ วันที่", required=True),
)


def with_places(columns: tuple[Column, ...], kept: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of an export that names districts by code, by name or by both, as `kept` says."""
    return tuple(
        column for column in columns if column.name not in ("district_code", "district") or column.name in kept
    )
