"""Files that cannot be taken, one of every reason that an office or a system gives: each has the reason it must get."""

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from random import Random

import xlwt
from xlwt.CompoundDoc import XlsDoc

from include.simulator.calendar_months import at, folder_name, month_after
from include.simulator.records import Delivery
from include.simulator.workbooks import Workbook

Maker = Callable[[Random], bytes]
SHOPS = "รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ"
SHOP = "SH999999,OT999999,2024-02-05,อนุมัติแล้ว"


def _text(*lines: str) -> bytes:
    return "\r\n".join(lines).encode("utf-8-sig")


def _workbook(random: Random, *rows: Sequence[str], sheet: str = "สรุป") -> bytes:
    workbook = Workbook(random)
    made = workbook.sheet(sheet)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            workbook.write(made, number, place, cell)
    return workbook.close()


def _with_member(random: Random, name: str) -> bytes:
    packed = io.BytesIO(_workbook(random, ["อำเภอ", "-"]))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), b"\0" * 64)
    return packed.getvalue()


def _protected(random: Random) -> bytes:
    """An old workbook under a password: its records are preceded by the one that says so."""
    book = xlwt.Workbook()
    book.add_sheet("สรุป")
    stream = book.get_biff_data()
    first = 4 + int.from_bytes(stream[2:4], "little")
    protection = b"\x2f\x00\x06\x00\x00\x00" + random.randbytes(4)
    content = io.BytesIO()
    XlsDoc().save(content, stream[:first] + protection + stream[first:])
    return content.getvalue()


def _with_null(_random: Random) -> bytes:
    return f"{SHOPS}\r\nSH1\0,OT1,2024-02-05,อนุมัติแล้ว\r\n".encode()


def _odd_letters(_random: Random) -> bytes:
    return f"{SHOPS}\r\n{SHOP}\r\n".encode() + b"\xff\xfc\xdb\xde,\xff,\xfe,\xfc\r\n"


def _web_page(_random: Random) -> bytes:
    return "<html><body><table><tr><td>รายงาน</td></tr></table></body></html>".encode()


# By reason: the source's folder, the file's name, and what makes its content.
KINDS: Mapping[str, tuple[str, str, Maker]] = {
    "password": ("submissions", "รายงาน_ตั้งรหัสผ่าน.xls", _protected),
    "macros": ("submissions", "รายงาน_แมโคร.xlsx", lambda random: _with_member(random, "xl/vbaProject.bin")),
    "external_links": (
        "submissions",
        "รายงาน_ลิงก์.xlsx",
        lambda random: _with_member(random, "xl/externalLinks/externalLink1.xml"),
    ),
    "other_kind_as_workbook": ("submissions", "รายงาน_หน้าเว็บ.xls", _web_page),
    "not_a_workbook": ("submissions", "รายงาน_ไม่ใช่.xlsx", lambda random: b"\x00\x01\x02" + random.randbytes(300)),
    "missing_labels": ("submissions", "รายงาน_ขาดช่อง.xlsx", lambda random: _workbook(random, ["อำเภอ", "เมือง"])),
    "unknown_section": ("submissions", "สรุป.csv", lambda _random: _text("อำเภอ,ประจำเดือน", "เมือง,2024-02")),
    "parquet_report": ("submissions", "รายงาน.parquet", lambda random: b"PAR1" + random.randbytes(40) + b"PAR1"),
    "not_csv": ("shop_registrations", "shops_excel.csv", lambda random: _workbook(random, SHOPS.split(","))),
    "other_kind_as_csv": ("shop_registrations", "shops_page.csv", _web_page),
    "open_quote": ("shop_registrations", "shops_quote.csv", lambda _random: _text(SHOPS, f'"{SHOP}')),
    "null_in_text": ("shop_registrations", "shops_null.csv", _with_null),
    "unknown_encoding": ("shop_registrations", "shops_letters.csv", _odd_letters),
    "no_header": ("otop_operators", "otop_no_header.csv", lambda _random: _text("OT1,นาง,5701", "OT2,นาย,5702")),
    "broken_gzip": (
        "app_downloads",
        "downloads_cut.csv.gz",
        lambda random: gzip.compress(random.randbytes(400), mtime=0)[:200],
    ),
    "not_a_parquet": ("app_downloads", "downloads_text.parquet", lambda _random: _text("รหัสเหตุการณ์,เวลา", "1,2")),
    "broken_parquet": (
        "app_downloads",
        "downloads_cut.parquet",
        lambda random: b"PAR1" + random.randbytes(300) + b"\x40\x00\x00\x00PAR1",
    ),
    "hidden_file": ("content_records", ".content.csv", lambda _random: _text("รหัสรายการ,บริการ")),
    "unknown_province": ("content_records", "content.csv", lambda _random: _text("รหัสรายการ,บริการ")),
}


def deliver(random: Random, province_code: str, months: Sequence[date]) -> list[Delivery]:
    """Every kind twice, spread over the months."""
    deliveries = []
    for number, (reason, (source, name, make)) in enumerate([*KINDS.items()] * 2):
        # one more for the second time, so that no kind comes twice in a month
        month = months[(number + number // len(KINDS)) % len(months)]
        proper = reason != "unknown_province"
        folder, named = (province_code, name) if proper else ("เชียงใหม่", f"{province_code}_{name}")
        sent_at = at(month_after(month) + timedelta(days=random.randrange(14)), 11, random.randrange(60))
        deliveries.append(
            Delivery(
                f"{source}/{folder}/{folder_name(month)}/{named}",
                sent_at,
                make(random),
                source,
                province_code if proper else None,
                month,
                "rejected",
                reason=reason,
            )
        )
    return deliveries
