"""Why a whole file is not loaded: every sentence there is, in one table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

_LONGEST_DETAIL = 400  # of a file name or heading quoted in a sentence


@dataclass(frozen=True)
class Message:
    """One reason: a Thai sentence that says what is wrong and what the sender can do, with named fields.

    `example` fills the fields with values as they occur.
    """

    sentence: str
    example: dict[str, Any] = field(default_factory=dict)


MESSAGES = {
    # Where the file lies and what it is called.
    "temporary_file": Message("เป็นไฟล์ชั่วคราวที่โปรแกรมสร้างขณะเปิดไฟล์อื่นอยู่ ไม่ใช่ข้อมูล โปรดปิดโปรแกรมและลบไฟล์นี้"),
    "hidden_file": Message(
        "เป็นไฟล์หรือโฟลเดอร์ซ่อน (ชื่อขึ้นต้นด้วยจุด) จึงไม่อ่าน หากเป็นข้อมูล โปรดเปลี่ยนชื่อแล้วส่งใหม่ หากไม่ใช่ โปรดลบออก"
    ),
    "leads_out": Message("เป็นลิงก์ที่ชี้ออกนอกพื้นที่รับไฟล์ จึงไม่เปิด โปรดวางไฟล์จริงแทน"),
    "link_to_folder": Message("เป็นลิงก์ไปยังโฟลเดอร์ จึงไม่เปิด โปรดลบลิงก์แล้ววางไฟล์จริงไว้ในโฟลเดอร์ที่ถูกต้อง"),
    "folder_named_as_file": Message("เป็นโฟลเดอร์ที่ตั้งชื่อเหมือนไฟล์ข้อมูล โปรดวางไฟล์จริงแทน หรือเปลี่ยนชื่อโฟลเดอร์"),
    "not_a_file": Message("เป็นไฟล์พิเศษของระบบปฏิบัติการ (ไปป์ ซ็อกเก็ต หรืออุปกรณ์) ไม่ใช่ข้อมูล จึงไม่เปิด โปรดลบออกแล้ววางไฟล์จริงแทน"),
    "name_leads_elsewhere": Message(
        "ชื่อไฟล์หรือโฟลเดอร์ว่างเปล่า เป็นจุดล้วน (. หรือ ..) หรือมีเครื่องหมาย / อยู่ในชื่อ จึงไม่เปิด โปรดเปลี่ยนชื่อแล้วส่งใหม่"
    ),
    "name_not_text": Message("อ่านชื่อไฟล์หรือโฟลเดอร์ไม่ได้ เพราะตัวอักษรในชื่อไม่ใช่รหัส UTF-8 จึงไม่เปิด โปรดเปลี่ยนชื่อแล้วส่งใหม่"),
    "name_with_control_characters": Message(
        "ชื่อไฟล์หรือโฟลเดอร์มีอักขระที่มองไม่เห็น (ขึ้นบรรทัดใหม่ ควบคุมเครื่อง หรือกลับทิศตัวอักษร) จึงไม่เปิด โปรดเปลี่ยนชื่อแล้วส่งใหม่"
    ),
    "name_too_long": Message(
        "ชื่อไฟล์รวมโฟลเดอร์ยาวเกิน {limit:,} ไบต์ (อักษรไทยตัวละ 3 ไบต์) จึงไม่เปิด โปรดตั้งชื่อให้สั้นลงแล้วส่งใหม่", {"limit": 1024}
    ),
    "folders_too_deep": Message(
        "โฟลเดอร์ซ้อนกันลึกเกิน {limit} ชั้น จึงไม่ค้นต่อ โปรดย้ายไฟล์ไปไว้ที่ แหล่งข้อมูล/รหัสจังหวัด/ปี-เดือน", {"limit": 6}
    ),
    "wrong_place": Message(
        "วางไฟล์ผิดที่ โปรดย้ายไปไว้ในโฟลเดอร์ แหล่งข้อมูล/รหัสจังหวัด/ปี-เดือน เช่น submissions/10/2024-02",
    ),
    "unknown_source": Message(
        "ไม่รู้จักแหล่งข้อมูล “{folder}” ใช้ได้เฉพาะ {sources} โปรดย้ายไฟล์ไปยังโฟลเดอร์ที่ถูกต้อง",
        {
            "folder": "submission",
            "sources": "submissions, otop_operators, shop_registrations, app_downloads, content_records, leader_roster",
        },
    ),
    "unknown_province": Message(
        "โฟลเดอร์จังหวัด “{folder}” ไม่ใช่รหัสจังหวัดสองหลักของกรมการปกครอง โปรดย้ายไฟล์ไปไว้ในโฟลเดอร์ตามรหัสจังหวัด",
        {"folder": "เชียงราย"},
    ),
    "province_without_rules": Message(
        "จังหวัดรหัส {province_code} ยังไม่มีเกณฑ์ในระบบ โปรดตรวจรหัสจังหวัด หรือแจ้งผู้ดูแลระบบให้เพิ่มเกณฑ์ของจังหวัด",
        {"province_code": "99"},
    ),
    "unknown_month": Message(
        "โฟลเดอร์เดือน “{folder}” ต้องเป็นปี ค.ศ. และเดือน เช่น 2024-02 (ไม่ใช่ปี พ.ศ.) โปรดเปลี่ยนชื่อโฟลเดอร์", {"folder": "2567-02"}
    ),
    "unknown_kind": Message(
        "ไม่รับไฟล์ชนิดนี้ (“{name}”) โปรดบันทึกเป็น .csv, .csv.gz, .xlsx, .xls หรือ .parquet แล้วส่งใหม่", {"name": "รายงาน.pdf"}
    ),
    "unknown_section": Message(
        "ไฟล์ CSV ของแบบรายงานต้องชื่อ summary, downloads, publicity, activities หรือ services ตามส่วนของแบบรายงาน "
        "โปรดเปลี่ยนชื่อไฟล์แล้วส่งใหม่"
    ),
    "parquet_report": Message(
        "แบบรายงานรับเป็น Excel (.xlsx, .xls) หรือ CSV เท่านั้น ไม่รับ Parquet โปรดบันทึกเป็น Excel แล้วส่งใหม่"
    ),
    # Whether it can be taken at all.
    "cannot_be_opened": Message(
        "เปิดไฟล์ไม่ได้ ({problem}) ระบบจะลองใหม่ในรอบถัดไป หากยังเปิดไม่ได้ โปรดแจ้งผู้ดูแลระบบ", {"problem": "Permission denied"}
    ),
    "cannot_be_archived": Message(
        "ระบบเก็บต้นฉบับของไฟล์นี้ไม่ได้ ({problem}) จึงยังไม่นำเข้า ระบบจะลองใหม่ในรอบถัดไป ไม่ต้องส่งใหม่ หากยังไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ",
        {"problem": "No space left on device"},
    ),
    "empty_file": Message("ไฟล์ว่าง (0 ไบต์) อาจส่งไม่สำเร็จ โปรดตรวจไฟล์แล้วส่งใหม่"),
    "file_too_large": Message("ไฟล์ใหญ่เกิน {gigabytes:g} GB โปรดแบ่งไฟล์แล้วส่งใหม่", {"gigabytes": 8.0}),
    "duplicate": Message(
        "เนื้อหาตรงกับไฟล์ที่นำเข้าแล้ว ({uri}) จึงไม่นำเข้าซ้ำ ไม่ต้องส่งอีก หากต้องการแก้ไขข้อมูล โปรดส่งไฟล์ที่แก้ไขแล้ว",
        {"uri": "file:///landing/submissions/57/2024-02/แม่สาย.xlsx"},
    ),
    # Text files.
    "not_csv": Message("ไฟล์นี้ไม่ใช่ CSV แต่เป็นไฟล์ Excel หรือไฟล์บีบอัดที่ตั้งชื่อเป็น .csv โปรดบันทึกเป็น CSV แล้วส่งใหม่"),
    "other_kind_as_csv": Message(
        "ไฟล์นี้เป็น{kind} ไม่ใช่ CSV แม้ชื่อจะลงท้ายด้วย .csv โปรดส่งออกหรือบันทึกเป็น CSV แล้วส่งใหม่", {"kind": "หน้าเว็บ (HTML)"}
    ),
    "unknown_encoding": Message(
        "อ่านตัวอักษรในไฟล์ไม่ได้ ไม่ใช่ UTF-8, UTF-16 หรือ TIS-620/CP874 โปรดบันทึกเป็น CSV UTF-8 ใหม่แล้วส่งอีกครั้ง"
    ),
    "null_in_text": Message("ไฟล์มีอักขระ NUL (รหัส 0) ซึ่งไม่ใช่ข้อความ โปรดบันทึกเป็น CSV UTF-8 ใหม่แล้วส่งอีกครั้ง"),
    "line_too_long": Message(
        "มีบรรทัดยาวเกิน {limit:,} ตัวอักษร ไม่ใช่ตาราง CSV โปรดส่งออกจากระบบใหม่แล้วส่งอีกครั้ง", {"limit": 1_048_576}
    ),
    "cell_too_long": Message(
        "ข้อความในแถวที่ {row_number} ยาวเกิน {limit:,} ตัวอักษร อาจลืมปิดเครื่องหมายคำพูด โปรดแก้ไขแล้วส่งใหม่",
        {"row_number": 12, "limit": 131_072},
    ),
    "open_quote": Message('เครื่องหมายคำพูด (") ในแถวที่ {row_number} ไม่มีตัวปิด โปรดแก้ไขแล้วส่งใหม่', {"row_number": 12}),
    "broken_gzip": Message("ไฟล์บีบอัดเสียหรือส่งมาไม่ครบ โปรดส่งใหม่"),
    "gzip_unfolds": Message("ไฟล์บีบอัดขยายใหญ่ผิดปกติ จึงไม่เปิด โปรดส่งออกจากระบบใหม่แล้วส่งอีกครั้ง"),
    # Workbooks.
    "other_kind_as_workbook": Message(
        "ไฟล์นี้เป็น{kind} ไม่ใช่ไฟล์ Excel แม้ชื่อจะลงท้ายด้วย .xlsx หรือ .xls โปรดเปิดแล้วบันทึกเป็น Excel (.xlsx) แล้วส่งใหม่",
        {"kind": "หน้าเว็บ (HTML)"},
    ),
    "not_a_workbook": Message(
        "ไฟล์นี้ไม่ใช่ไฟล์ Excel แม้ชื่อจะลงท้ายด้วย .xlsx หรือ .xls โปรดเปิดแล้วบันทึกเป็น Excel (.xlsx) ใหม่ แล้วส่งอีกครั้ง"
    ),
    "workbook_too_large": Message(
        "ไฟล์ Excel ใหญ่เกิน {megabytes} MB โปรดลบรูปภาพและรูปแบบที่ไม่ใช้ หรือส่งเป็น CSV", {"megabytes": 64}
    ),
    "workbook_unfolds": Message(
        "ไฟล์ Excel ขยายใหญ่ผิดปกติ เกิน {megabytes} MB จึงไม่เปิด โปรดลบรูปภาพและรูปแบบที่ไม่ใช้ หรือส่งเป็น CSV", {"megabytes": 512}
    ),
    "strange_workbook": Message(
        "ไฟล์ Excel มีโครงสร้างผิดปกติ ({problem}) จึงไม่อ่าน โปรดเปิดด้วย Excel บันทึกเป็นไฟล์ใหม่ แล้วส่งอีกครั้ง",
        {"problem": "ส่วนประกอบซ้ำ xl/workbook.xml"},
    ),
    "macros": Message("ไฟล์ Excel มีแมโคร จึงไม่เปิด โปรดบันทึกเป็น Excel (.xlsx) ที่ไม่มีแมโคร แล้วส่งใหม่"),
    "external_links": Message(
        "ไฟล์ Excel มีลิงก์เชื่อมข้อมูลจากไฟล์อื่น จึงไม่อ่าน โปรดตัดการเชื่อมโยง (เมนู ข้อมูล > แก้ไขการเชื่อมโยง) แล้วส่งใหม่"
    ),
    "password": Message("ไฟล์ Excel ตั้งรหัสผ่านไว้ โปรดยกเลิกรหัสผ่านแล้วส่งใหม่"),
    "broken_workbook": Message("เปิดไฟล์ Excel ไม่ได้ ไฟล์เสียหรือส่งมาไม่ครบ โปรดเปิดตรวจ บันทึกใหม่ แล้วส่งอีกครั้ง"),
    "sheet_too_large": Message(
        "แผ่นงานในไฟล์ .xls มีข้อมูลเกิน {limit:,} ช่อง โปรดบันทึกเป็น Excel (.xlsx) หรือแบ่งไฟล์ แล้วส่งใหม่", {"limit": 2_000_000}
    ),
    "too_many_columns": Message(
        "แถวที่ {row_number} มีข้อมูลเกิน {limit:,} คอลัมน์ ไม่ใช่ตารางตามแบบฟอร์ม โปรดลบคอลัมน์ที่ไม่ใช้แล้วส่งใหม่",
        {"row_number": 3, "limit": 1_000},
    ),
    "too_many_empty_rows": Message(
        "มีแถวที่ไม่มีข้อมูลเกิน {limit:,} แถว โปรดลบแถวที่ไม่ใช้ หรือคัดลอกเฉพาะตารางลงในไฟล์ใหม่ แล้วส่งอีกครั้ง", {"limit": 100_000}
    ),
    "row_too_long": Message(
        "ข้อมูลในแถวที่ {row_number} ยาวเกิน {limit:,} ตัวอักษร โปรดตรวจและแก้ไขแล้วส่งใหม่",
        {"row_number": 12, "limit": 1_048_576},
    ),
    "text_too_long": Message("มีช่องที่มีข้อความยาวเกิน {limit:,} ตัวอักษร โปรดแก้ไขแล้วส่งใหม่", {"limit": 131_072}),
    "null_in_cell": Message("มีอักขระ NUL (รหัส 0) ในช่องข้อความ โปรดบันทึกไฟล์ Excel ใหม่แล้วส่งอีกครั้ง"),
    "repeated_sheet": Message("มีแผ่นงาน “{sheet}” ซ้ำกัน โปรดเหลือไว้แผ่นเดียวแล้วส่งใหม่", {"sheet": "กิจกรรม"}),
    "missing_sheet": Message("ไม่มีแผ่นงาน “{sheet}” โปรดใช้แบบฟอร์มตามที่กำหนดแล้วส่งใหม่", {"sheet": "สรุป"}),
    # Parquet.
    "not_a_parquet": Message(
        "ไฟล์นี้ไม่ใช่ Parquet แม้ชื่อจะลงท้ายด้วย .parquet โปรดส่งออกจากระบบเป็น Parquet หรือ CSV ใหม่ แล้วส่งอีกครั้ง"
    ),
    "encrypted_parquet": Message("ไฟล์ Parquet เข้ารหัสไว้ โปรดส่งออกจากระบบใหม่โดยไม่เข้ารหัส แล้วส่งอีกครั้ง"),
    "broken_parquet": Message("เปิดไฟล์ Parquet ไม่ได้ ไฟล์เสียหรือส่งมาไม่ครบ โปรดส่งออกจากระบบใหม่แล้วส่งอีกครั้ง"),
    "parquet_unfolds": Message("ไฟล์ Parquet ขยายใหญ่ผิดปกติ จึงไม่เปิด โปรดส่งออกจากระบบใหม่แล้วส่งอีกครั้ง"),
    "parquet_rows": Message(
        "ไฟล์ Parquet ระบุว่ามี {rows:,} แถว ซึ่งมากเกินกว่าไฟล์ขนาดนี้จะมีได้ จึงไม่เปิด โปรดส่งออกจากระบบใหม่แล้วส่งอีกครั้ง",
        {"rows": 1_000_000_000},
    ),
    "parquet_missing_columns": Message("ไฟล์ Parquet ขาดคอลัมน์ {columns} โปรดเพิ่มคอลัมน์แล้วส่งใหม่", {"columns": "“เวลา”"}),
    "parquet_repeated_columns": Message(
        "ไฟล์ Parquet มีคอลัมน์ {columns} ซ้ำกัน โปรดเหลือไว้คอลัมน์เดียวแล้วส่งใหม่", {"columns": "“เวลา”"}
    ),
    "parquet_column_type": Message(
        "คอลัมน์ “{column}” ของไฟล์ Parquet เป็นข้อมูลชนิด {type} ซึ่งอ่านเป็นค่าเดียวในช่องไม่ได้ โปรดส่งออกคอลัมน์นี้เป็นข้อความแล้วส่งใหม่",
        {"column": "เวลา", "type": "list<item: string>"},
    ),
    "parquet_time_without_zone": Message(
        "คอลัมน์ “{column}” ของไฟล์ Parquet เก็บเวลาแบบ INT96 ซึ่งไม่บอกว่าเป็นเวลาประเทศไทยหรือเวลาสากล "
        "โปรดส่งออกเป็น TIMESTAMP หรือข้อความแล้วส่งใหม่",
        {"column": "เวลา"},
    ),
    "parquet_text": Message(
        "คอลัมน์ “{column}” ของไฟล์ Parquet มีข้อความที่ไม่ใช่ UTF-8 โปรดส่งออกคอลัมน์นี้เป็นข้อความ UTF-8 แล้วส่งใหม่", {"column": "เวลา"}
    ),
    "parquet_cell_too_long": Message(
        "คอลัมน์ “{column}” ของไฟล์ Parquet มีข้อความยาวเกิน {limit:,} ตัวอักษร โปรดแก้ไขแล้วส่งใหม่",
        {"column": "ชื่อร้านค้า", "limit": 131_072},
    ),
    "null_in_parquet": Message("ไฟล์ Parquet มีอักขระ NUL (รหัส 0) ซึ่งไม่ใช่ข้อความ โปรดส่งออกจากระบบใหม่แล้วส่งอีกครั้ง"),
    # What the table must show.
    "no_header": Message(
        "หาหัวตารางไม่พบใน {rows} แถวแรก หัวตารางต้องมีคอลัมน์ {columns} โปรดใช้แบบฟอร์มตามที่กำหนดแล้วส่งใหม่",
        {"rows": 10, "columns": "“ตำบล” “จำนวน”"},
    ),
    "missing_columns": Message(
        "หัวตาราง (แถวที่ {row_number}) ขาดคอลัมน์ {columns} โปรดเพิ่มคอลัมน์แล้วส่งใหม่", {"row_number": 3, "columns": "“จำนวน”"}
    ),
    "repeated_columns": Message(
        "หัวตาราง (แถวที่ {row_number}) มีคอลัมน์ {columns} ซ้ำกัน โปรดเหลือไว้คอลัมน์เดียวแล้วส่งใหม่",
        {"row_number": 3, "columns": "“จำนวน”"},
    ),
    "missing_labels": Message(
        "แผ่นงานสรุปขาดช่อง {labels} โปรดใช้แบบฟอร์มตามที่กำหนดแล้วส่งใหม่", {"labels": "“อำเภอ” “ประจำเดือน”"}
    ),
    "repeated_labels": Message("แผ่นงานสรุปมีช่อง {labels} ซ้ำกัน โปรดเหลือไว้ช่องเดียวแล้วส่งใหม่", {"labels": "“อำเภอ”"}),
    # What nobody foresaw.
    "database_refuses": Message(
        "ฐานข้อมูลไม่รับข้อความในไฟล์ ({sqlstate}) โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง หากยังไม่รับ โปรดแจ้งผู้ดูแลระบบ", {"sqlstate": "22021"}
    ),
    "unexpected": Message(
        "อ่านไฟล์ไม่สำเร็จ ({error}) โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง หากยังไม่สำเร็จ โปรดแจ้งผู้ดูแลระบบ", {"error": "ValueError"}
    ),
}


def sentence(code: str, **details: Any) -> str:
    """One of the messages with its fields filled in."""
    return filled(MESSAGES[code].sentence, details)


def filled(text: str, details: Mapping[str, Any]) -> str:
    """A sentence with its fields filled in; what cannot be shown of them is shown as �."""
    return text.format(**{name: _shown(value) for name, value in details.items()})


def of_sheet(sheet: str, text: str) -> str:
    """A sentence that names the sheet of the workbook it is about, '' where there is none."""
    return f"แผ่นงาน “{_shown(sheet)}”: {text}" if sheet else text


def quoted(names: Iterable[str]) -> str:
    """Names as sentences show them: “ตำบล” “จำนวน”."""
    return " ".join(f"“{name}”" for name in names)


class FileRefused(Exception):
    """A file that cannot be loaded, by one of the codes of MESSAGES and what its sentence names."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(sentence(code, **details))
        self.code = code
        self.sheet = ""

    def of_sheet(self, sheet: str) -> Self:
        """The same refusal, which then names the sheet of the workbook it is about."""
        self.sheet = sheet
        return self

    @property
    def reason(self) -> str:
        """The sentence kept with the file."""
        return of_sheet(self.sheet, str(self))


class Undecided(FileRefused):
    """A file about which only a closer look can tell, when all of it has arrived. Its text is never kept."""

    def __init__(self, why: str) -> None:
        Exception.__init__(self, why)


def _shown(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    printable = "".join(character if character.isprintable() else "�" for character in value)
    return printable if len(printable) <= _LONGEST_DETAIL else f"{printable[:_LONGEST_DETAIL]}…"
