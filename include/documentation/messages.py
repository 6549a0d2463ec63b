"""Every message that the sender of a file can get, with an example of each, as a page of docs/.

Command line: `python -m include.documentation.messages` writes `docs/messages.md`, asking the warehouse that
AIRFLOW_CONN_WAREHOUSE names.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from include import warehouse
from include.loaders import findings, refusal

PAGE = warehouse.INCLUDE_FOLDER.parent / "docs" / "messages.md"

_REFUSED_CELLS = Path(__file__).parent / "refused_cells.sql"
_SEVERITIES = {"warning": "ควรตรวจสอบ · warning", "info": "เพื่อทราบ · info"}

_HEAD = """\
# ข้อความแจ้งผู้ส่ง · What a sender is told

This page is generated from the messages themselves (`python -m include.documentation.messages`); do not edit it by
hand. It shows one example of every message that the sender of a file can get: names, values, rows and limits are filled
in as they occur.
"""

_FILES = """\
## ไฟล์ที่ไม่รับ · A file that is not taken

The reason stands beside the file in `ops.source_file.reason`. One that is about a sheet of a workbook names it first:
แผ่นงาน “กิจกรรม”: … The sentences are kept in `include/loaders/refusal.py`.
"""

_ROWS = """\
## แถวที่ไม่ผ่านการตรวจสอบ · A row that is refused

The other rows of the file are taken. File, sheet, row and cell stand beside the sentence, in `quarantine.refused_cell`
and wherever it is shown; in `quarantine.rejected_row` a row with several problems has all their sentences, with ` · `
between them. The sentences are kept in `include/sql/functions/51_refusals.sql`; those below are made by the functions
that judge the cells of files.
"""

_REMARKS = """\
## ไฟล์ที่รับพร้อมข้อสังเกต · A file that is taken with a remark

The remarks stand in `ops.file_finding` and `mart.finding`. The sentences are kept in `include/loaders/findings.py`.
"""


def of_files() -> list[tuple[str, str]]:
    """Code and example of every reason why a whole file is not taken."""
    return [(code, refusal.sentence(code, **message.example)) for code, message in refusal.MESSAGES.items()]


def of_rows(connection: Any) -> list[tuple[str, str]]:
    """Rule and example of every reason why a row is refused, with names of the rulebooks that are loaded."""
    return [(row["rule"], row["message_th"]) for row in warehouse.fetch(connection, _REFUSED_CELLS.read_text())]


def of_remarks() -> list[tuple[str, str, str]]:
    """Code, severity and example of every remark about a file that is taken."""
    return [
        (code, remark.severity, findings.found(code, **remark.example).message_th)
        for code, remark in findings.REMARKS.items()
    ]


def page(connection: Any) -> str:
    """The whole page, in Markdown."""
    remarks = ((code, _SEVERITIES[severity], told) for code, severity, told in of_remarks())
    return "\n".join(
        [
            _HEAD,
            _FILES,
            *_table(("code", "example"), of_files()),
            _ROWS,
            *_table(("rule", "example"), of_rows(connection)),
            _REMARKS,
            *_table(("code", "severity", "example"), remarks),
        ]
    )


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    shown = ([f"`{code}`", *map(_in_a_cell, rest)] for code, *rest in rows)
    return [*(f"| {' | '.join(row)} |" for row in (heading, ["---"] * len(heading), *shown)), ""]


def _in_a_cell(text: str) -> str:
    return escape(text, quote=False).replace("|", "&#124;")


def main() -> None:
    """Writes the page."""
    with warehouse.connect() as connection:
        PAGE.write_text(page(connection))
    print(f"{PAGE.relative_to(PAGE.parent.parent)} is written.")


if __name__ == "__main__":
    main()
