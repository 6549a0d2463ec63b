"""What was refused of a district's report goes back to the district: its own workbook, marked, and a list.

`<root>/<province_code>/<YYYY-MM>/districts/<district_code>/ส่งคืน <file_id> <name>.xlsx`, `unknown` where the district
could not be read. A sender of CSV gets the list alone. What is written follows `quarantine`: written again when that
changes, and taken away when nothing is refused any longer.
"""

import hashlib
import json
import logging
import re
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

import psycopg2
from openpyxl.workbook import Workbook

from include import warehouse
from include.publishing import marked_workbook, refusal_sheet
from include.publishing.marked_workbook import CannotCopy
from include.publishing.refusal_sheet import Refusal

UNKNOWN = "unknown"  # stands for the district where none could be read
_TOLD_EVERY = 100  # files: some seconds
_LONGEST_NAME = 50  # characters: Thai ones take three bytes each, of the 255 that a file's name may have

Row = dict[str, Any]
Originals = Callable[[str], BinaryIO]  # what opens a received file, by the SHA-256 of its bytes

log = logging.getLogger(__name__)


def waiting(connection: Any) -> list[int]:
    """The files of which something has to be handed back, or withdrawn."""
    found = warehouse.fetch(connection, "select file_id from ops.source_file where hand_back_waits order by file_id")
    return [row["file_id"] for row in found]


def write(connection: Any, root: Any, file_ids: Sequence[int], originals: Originals) -> list[str]:
    """Hand back what was refused of these files; returns where each workbook was written. Commits after every file.

    `root` is a path of the publish location (pathlib's methods). A file whose original cannot be opened any more, or is
    not the one that was received, is handed back as the list alone. Raises RuntimeError, when all others are done, for
    files that could not be handed back at all.
    """
    written, failed = [], []
    for number, file_id in enumerate(file_ids, 1):
        try:
            written += _hand_back(connection, root, file_id, originals)
            connection.commit()
        except psycopg2.Error:
            raise
        except Exception:
            log.exception("file %d could not be handed back", file_id)
            connection.rollback()
            failed.append(file_id)
        if number % _TOLD_EVERY == 0:
            log.info("%d of %d files", number, len(file_ids))
    if failed:
        raise RuntimeError(f"files that could not be handed back: {failed}")
    return written


def file_name(report: Row) -> str:
    """What the workbook of a `quarantine.refused_report` is called: a name that every file system takes.

    It tells two files of one name apart.
    """
    stem = re.sub(r"(?i)\.(xlsx?|csv(\.gz)?|[^.]{1,8})$", "", refusal_sheet.clean(_name(report), 200))
    safe = re.sub(r'[\\/:*?"<>|%#�]', "_", stem)[:_LONGEST_NAME].strip(" .")
    return f"ส่งคืน {report['file_id']} {safe}".strip() + ".xlsx"


def _hand_back(connection: Any, root: Any, file_id: int, originals: Originals) -> list[str]:
    """One file, one transaction. Locked: rows typed meanwhile make it wait anew, when this is done."""
    asked = {"file_id": file_id}
    locked = "select from ops.source_file where file_id = %(file_id)s and hand_back_waits for update skip locked"
    if not warehouse.fetch(connection, locked, asked):
        return []
    reports = warehouse.fetch(connection, "select * from quarantine.refused_report where file_id = %(file_id)s", asked)
    cells = warehouse.fetch(
        connection,
        "select refused_cell.*, quarantine.shown_value(value) as value_shown from quarantine.refused_cell"
        " where file_id = %(file_id)s order by sheet, row_number, problem_no",
        asked,
    )
    before = {
        row["district_code"]: row
        for row in warehouse.fetch(connection, "select * from ops.handed_back where file_id = %(file_id)s", asked)
    }
    written = []
    for report in reports:
        district_code = report["district_code"]
        # a workbook is one report; a CSV's rows are of several
        own = [cell for cell in cells if not report["section"] or cell["district_code"] == district_code]
        handed_back = {
            "file_id": file_id,
            "district_code": district_code or UNKNOWN,
            "province_code": report["province_code"],
            "period": report["period"],
            "typed_with": report["typed_with"],
            "refusals": len(own),
            "content_sha256": _digest(report, own),
        }
        earlier = before.pop(handed_back["district_code"], None)
        if earlier is not None and earlier["content_sha256"] == handed_back["content_sha256"]:
            continue
        place = _folder(root, handed_back) / file_name(report)
        place.parent.mkdir(parents=True, exist_ok=True)
        content = _workbook(report, own, originals)
        with place.open("wb") as file:
            file.write(content)
        _keep(connection, handed_back | {"uri": str(place)})
        written.append(str(place))
    for earlier in before.values():
        withdraw(connection, earlier, root)
    with connection.cursor() as cursor:
        cursor.execute("update ops.source_file set hand_back_waits = false where file_id = %(file_id)s", asked)
    return written


def _workbook(report: Row, cells: Sequence[Row], originals: Originals) -> bytes:
    """The sender's workbook, marked, with the list in front; the list alone where there is none to mark."""
    refusals = [_refusal(cell) for cell in cells]
    book, why_alone = Workbook(), ""
    book.remove(book.active)
    links: dict[Refusal, str] = {}
    if report["reason"] is not None:
        refusals = [Refusal("", None, None, "ทั้งไฟล์", "", report["reason"])]
    elif not report["section"]:
        try:
            book = marked_workbook.copy_of(_content(report, originals))
            order = {name: place for place, name in enumerate(book.sheetnames)}
            refusals.sort(key=lambda refusal: (order.get(refusal.sheet, len(order)), refusal.row_number or 0))
            links = marked_workbook.mark(book, refusals)
        except CannotCopy as failure:
            why_alone = str(failure)
    sheet = marked_workbook.add_first_sheet(book)
    refusal_sheet.fill(sheet, "รายการที่ต้องแก้ไขก่อนส่งใหม่", _heading(report, len(cells), why_alone), refusals, links)
    return marked_workbook.as_bytes(book, report["received_at"])


def _content(report: Row, originals: Originals) -> bytes:
    """The file as it was received. Raises CannotCopy when it is not there, or another by now."""
    try:
        with originals(report["sha256"]) as file:
            content = file.read(marked_workbook.LARGEST_BYTES + 1)
    except OSError:
        raise CannotCopy("ไฟล์ต้นฉบับไม่อยู่ในคลังเก็บ หรือเปิดไม่ได้") from None
    if len(content) <= marked_workbook.LARGEST_BYTES and hashlib.sha256(content).hexdigest() != report["sha256"]:
        raise CannotCopy("ไฟล์ต้นฉบับถูกแก้ไขหลังจากที่ระบบรับไว้")
    return content


def _heading(report: Row, problems: int, why_alone: str) -> dict[str, str]:
    """What stands above the list, by label."""
    district = f"อำเภอ{report['district_name_th']}" if report["district_name_th"] else "ไม่ทราบอำเภอ"
    province = f" จังหวัด{report['province_name_th']}" if report["province_name_th"] else ""
    folder = f"submissions/{report['province_code']}/{report['period']:%Y-%m}"
    if report["reason"] is not None:
        found = "ระบบรับไฟล์นี้ไม่ได้ทั้งไฟล์"
        how = f"แก้ไขไฟล์ตามรายการ แล้วส่งใหม่ทางเดิม (โฟลเดอร์ {folder})"
    elif report["section"]:
        found = f"{problems:,} จุด"
        how = f"แก้ไขในแบบฟอร์มหรือไฟล์ CSV ของท่านตามรายการ แล้วส่งออกและส่งใหม่ทางเดิม (โฟลเดอร์ {folder}) ด้วยชื่อเดิม"
    elif why_alone:
        found = f"{problems:,} จุด ส่งคืนเฉพาะรายการ เพราะ{why_alone}"
        how = f"แก้ไขในไฟล์ของท่านตามรายการ แล้วส่งทั้งไฟล์ใหม่ทางเดิม (โฟลเดอร์ {folder})"
    else:
        found = f"{problems:,} จุด ระบายสีแดงไว้ในแผ่นงานถัดไป วางเมาส์บนช่องเพื่ออ่านคำแนะนำ หรือกดที่เลขช่องในตารางเพื่อไปยังช่องนั้น"
        how = f"แก้ไขในไฟล์นี้ บันทึก แล้วส่งทั้งไฟล์กลับทางเดิม (โฟลเดอร์ {folder}) ไม่ต้องลบแผ่นนี้และสีที่ระบายไว้"
    return {
        "หน่วยงาน": district + province,
        "รายงานประจำเดือน": report["month_th"],
        "ไฟล์ที่ได้รับ": refusal_sheet.clean(f"{_name(report)} เมื่อวันที่ {report['received_th']}", 300),
        "พบสิ่งที่ต้องแก้ไข": found,
        "วิธีส่งใหม่": how,
        "กำหนดส่งรายงาน": f"ภายในวันที่ {report['due_th']}" if report["due_th"] else "ไม่มีกำหนดในระบบ",
    }


def _refusal(cell: Row) -> Refusal:
    return Refusal(
        cell["sheet"],
        cell["row_number"],
        cell["cell_address"],
        cell["heading"],
        cell["value_shown"] or "",
        cell["message_th"],
    )


def _digest(report: Row, cells: Sequence[Row]) -> str:
    """Of everything that the workbook says; `uri` and `received_at` never change."""
    told = [report[key] for key in ("reason", "district_name_th", "province_name_th", "due_th")]
    said = [
        told,
        *([cell[key] for key in ("sheet", "row_number", "cell_address", "value", "message_th")] for cell in cells),
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _keep(connection: Any, handed_back: Row) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into ops.handed_back (
                file_id, district_code, province_code, period, uri, refusals, content_sha256, typed_with
            )
            values (
                %(file_id)s, %(district_code)s, %(province_code)s, %(period)s, %(uri)s, %(refusals)s,
                %(content_sha256)s, %(typed_with)s
            )
            on conflict (file_id, district_code) do update set
                uri = excluded.uri, refusals = excluded.refusals, content_sha256 = excluded.content_sha256,
                typed_with = excluded.typed_with, written_at = excluded.written_at
            """,
            handed_back,
        )


def withdraw(connection: Any, earlier: Row, root: Any) -> None:
    """Take back what was handed back: a row of `ops.handed_back`, and its workbook."""
    place = _folder(root, earlier) / earlier["uri"].rsplit("/", 1)[-1]
    if place.exists():
        place.unlink()
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from ops.handed_back where file_id = %(file_id)s and district_code = %(district_code)s", earlier
        )


def _folder(root: Any, handed_back: Row) -> Any:
    month = f"{handed_back['period']:%Y-%m}"
    return root / handed_back["province_code"] / month / "districts" / handed_back["district_code"]


def _name(report: Row) -> str:
    return str(report["uri"]).rsplit("/", 1)[-1]
