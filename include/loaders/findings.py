"""What a file shows that is worth telling, though it is loaded all the same: every sentence there is, in one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from include.loaders.folding import fold
from include.loaders.refusal import filled, of_sheet


@dataclass(frozen=True)
class Remark:
    """One kind of finding: how grave it is, and a sentence in Thai and in English with named fields.

    `row_number` is the finding's own; `example` fills the fields with values as they occur, in a sheet of a workbook.
    """

    severity: Literal["info", "warning"]
    sentence: str
    english: str
    example: dict[str, Any]


REMARKS = {
    "unknown_sheet": Remark(
        "info",
        "ไม่ใช่แผ่นงานของแบบฟอร์ม จึงไม่ได้อ่าน หากมีข้อมูลที่ต้องส่ง โปรดย้ายไปไว้ในแผ่นงานตามแบบฟอร์มแล้วส่งใหม่ หากไม่มี ไม่ต้องแก้ไข",
        "The sheet is not part of the form and was not read.",
        {"sheet": "ภาพถ่าย"},
    ),
    "missing_sheet": Remark(
        "warning",
        "ไม่มีแผ่นงานนี้หรือแผ่นงานว่าง จึงถือว่าไม่มีข้อมูลส่วนนี้ หากมีข้อมูล โปรดเพิ่มแล้วส่งใหม่",
        "The sheet is missing or empty: the report has nothing in this part.",
        {"sheet": "กิจกรรม"},
    ),
    "unknown_column": Remark(
        "info",
        "มีคอลัมน์นอกแบบฟอร์ม เก็บไว้แต่ไม่ได้นำมาใช้: {columns} หากเป็นข้อมูลที่ต้องส่ง โปรดแก้หัวตารางให้ตรงกับแบบฟอร์มแล้วส่งใหม่ "
        "หากไม่ใช่ ไม่ต้องแก้ไข",
        "Columns not in the form, kept but not used: {columns}",
        {"sheet": "กิจกรรม", "row_number": 3, "columns": "“ผู้บันทึก”"},
    ),
    "cells_outside_table": Remark(
        "warning",
        "มีข้อมูลในช่องที่ไม่มีหัวตาราง {rows} แถว แถวแรกคือแถวที่ {row_number} "
        "โปรดตรวจว่าข้อมูลเลื่อนช่องหรือไม่ หากเลื่อน โปรดแก้ไขแล้วส่งใหม่",
        "{rows} rows have values under no heading, row {row_number} first.",
        {"sheet": "ประชาสัมพันธ์", "row_number": 7, "rows": 2},
    ),
    "total_mismatch": Remark(
        "warning",
        "แถวรวม (แถวที่ {row_number}) คอลัมน์ “{heading}” ระบุ {printed:,f} แต่ผลรวมของแถวข้างบนได้ {total:,f} "
        "โปรดตรวจจำนวน หากแถวข้างบนผิด โปรดแก้ไขแล้วส่งใหม่",
        "The total in row {row_number} of “{heading}” says {printed:,f}, its rows add up to {total:,f}.",
        {
            "sheet": "ดาวน์โหลดรายตำบล",
            "row_number": 21,
            "heading": "จำนวน",
            "printed": Decimal(310),
            "total": Decimal(306),
        },
    ),
    "answer_elsewhere": Remark(
        "warning",
        "ช่อง “{label}” ({cell}) ว่าง แต่ทางขวามี {other} ซึ่งอาจเป็นเป้าหมายหรือยอดเดือนก่อน จึงไม่ได้อ่าน "
        "หากเป็นคำตอบ โปรดย้ายมาไว้ในช่อง {cell} แล้วส่งใหม่",
        "“{label}” ({cell}) is empty; {other} right of it may be another figure and was not read.",
        {"sheet": "สรุป", "row_number": 6, "label": "ดาวน์โหลดรวม", "cell": "B6", "other": "“300” (C6)"},
    ),
}


@dataclass(frozen=True)
class Finding:
    """One row of `ops.file_finding`. `row_number` is None where no single row is meant."""

    finding_code: str
    severity: str
    message_th: str
    message_en: str
    sheet: str = ""
    row_number: int | None = None


def found(code: str, sheet: str = "", row_number: int | None = None, **details: Any) -> Finding:
    """A finding of one of the kinds of REMARKS, in a sheet of a workbook or, without one, in a CSV or a Parquet."""
    remark, named = REMARKS[code], fold(sheet)
    details["row_number"] = row_number
    english = filled(remark.english, details)
    return Finding(
        code,
        remark.severity,
        of_sheet(named, filled(remark.sentence, details)),
        f"Sheet “{named}”: {english}" if named else english,
        sheet,
        row_number,
    )


def keep(connection: Any, file_id: int, province_code: str | None, findings: Iterable[Finding]) -> None:
    """Write a file's findings, numbered in the order they were met."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.file_finding"
            " (file_id, finding_no, province_code, finding_code, severity, sheet, row_number, message_th, message_en)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    file_id,
                    number,
                    province_code,
                    found.finding_code,
                    found.severity,
                    found.sheet,
                    found.row_number,
                    found.message_th,
                    found.message_en,
                )
                for number, found in enumerate(findings, 1)
            ],
        )
