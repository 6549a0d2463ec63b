"""Files that are none of the six sources', or cannot be read: every one must be refused with its reason."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import at, folder_name, month_after
from include.simulator.records import Delivery
from include.simulator.workbooks import Workbook

Parts = tuple[str, bytes]  # address below the landing zone, content


def _csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")


def _photo(random: Random, province: str, month: str) -> Parts:
    name = f"IMG_{random.randrange(10_000):04}.jpg"
    return f"photos/{province}/{month}/{name}", b"\xff\xd8\xff\xe0" + random.randbytes(200)


def _lock_file(random: Random, province: str, month: str) -> Parts:
    return f"submissions/{province}/{month}/~$แบบรายงาน.xlsx", b"\x0eofficer".ljust(165, b" ")


def _text(random: Random, province: str, month: str) -> Parts:
    return f"submissions/{province}/{month}/อ่านก่อน.txt", "ส่งแบบรายงานตามแนบ\n".encode()


def _unreadable(random: Random, province: str, month: str) -> Parts:
    return f"submissions/{province}/{month}/รายงานเสีย.xlsx", b"PK\x03\x04" + random.randbytes(500)


def _empty(random: Random, province: str, month: str) -> Parts:
    return f"content_records/{province}/{month}/content_empty.csv", b""


def _column_missing(random: Random, province: str, month: str) -> Parts:
    lines = ("รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร", f"SH{province}999999,OT{province}000001,{month}-05")
    return f"shop_registrations/{province}/{month}/shops_no_status.csv", _csv(*lines)


def _heading_twice(random: Random, province: str, month: str) -> Parts:
    lines = ("รหัสผู้ประกอบการ,รหัสผู้ประกอบการ,อำเภอ,ข้อมูล ณ วันที่", f"OT{province}000001,1,{province}01,{month}-05")
    return f"otop_operators/{province}/{month}/otop_twice.csv", _csv(*lines)


def _wrong_sheets(random: Random, province: str, month: str) -> Parts:
    workbook = Workbook(random)
    sheet = workbook.sheet("Sheet1")
    workbook.write(sheet, 0, 0, "กำหนดการประชุม")
    return f"submissions/{province}/{month}/กำหนดการ.xlsx", workbook.close()


def _buddhist_folder(random: Random, province: str, month: str) -> Parts:
    folder = f"{int(month[:4]) + 543}{month[4:]}"
    return f"leader_roster/{province}/{folder}/บัญชี.csv", _csv("อำเภอ,รวม")


def _unknown_province(random: Random, province: str, month: str) -> Parts:
    return f"app_downloads/00/{month}/from_{province}.csv", _csv("รหัสเหตุการณ์,เวลา")


def _loose(random: Random, province: str, month: str) -> Parts:
    return f"ส่งผิดที่_{province}_{month}.csv", _csv("ที่,รายการ", "1,ทดสอบ")


# Each with the reason for which it must be rejected.
KINDS: Mapping[Callable[[Random, str, str], Parts], str] = {
    _photo: "unknown_source",
    _lock_file: "temporary_file",
    _text: "unknown_kind",
    _unreadable: "broken_workbook",
    _empty: "empty_file",
    _column_missing: "missing_columns",
    _heading_twice: "repeated_columns",
    _wrong_sheets: "missing_sheet",
    _buddhist_folder: "unknown_month",
    _unknown_province: "province_without_rules",
    _loose: "wrong_place",
}


def deliver(random: Random, province_code: str, month: date) -> list[Delivery]:
    """Four of the kinds; source, province and month are given only where the address is a proper one."""
    deliveries = []
    for kind in random.sample(list(KINDS), 4):
        uri, content = kind(random, province_code, folder_name(month))
        proper = kind not in (_photo, _buddhist_folder, _unknown_province, _loose)
        deliveries.append(
            Delivery(
                uri,
                at(month_after(month) + timedelta(days=random.randrange(14)), 10, random.randrange(60)),
                content,
                uri.split("/")[0] if proper else None,
                province_code if proper else None,
                month if proper else None,
                "rejected",
                reason=KINDS[kind],
            )
        )
    return deliveries
