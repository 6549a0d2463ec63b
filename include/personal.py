"""What is held of a person, and its erasure on their request: `python -m include.personal find | erase`.

    find   --reason R [--name N] [--phone P] [--national-id I] [--account A] [--by WHO]
    erase  --reason R [--name N] [--phone P] [--national-id I] [--by WHO] [--files 3,14] [--confirm]

Reads and writes as the job does (AIRFLOW_CONN_WAREHOUSE). Every question is kept in `personal.subject_request`, without
what was asked for. `erase` shows what it would erase, and erases with `--confirm` alone.
"""

import argparse
import getpass
import sys
from typing import Any

import psycopg2
from rich.console import Console
from rich.table import Table

from include import warehouse

Row = dict[str, Any]

_BY = ("name", "phone", "national_id", "account")  # by what a person is looked for

_FIND = """
select * from ops.subject_rows(
    %(reason)s, %(name)s, %(phone)s, %(national_id)s, %(account)s, %(asked_by)s
)
"""
_ERASE = """
select * from ops.erase_subject(
    %(reason)s, %(name)s, %(phone)s, %(national_id)s, %(asked_by)s, %(only_files)s::bigint[]
)
"""
# The published months that can no longer be built again once the files are gone; their hashes stand.
_MONTHS = """
select distinct publication.province_code, publication.period, publication.revision
from snapshot.source_file
inner join snapshot.publication using (snapshot_id)
inner join ops.source_file as received using (sha256)
where received.file_id = any (%(file_ids)s)
order by 1, 2, 3
"""


def find(connection: Any, asked: Row) -> list[Row]:
    """Every place in which the person is; `asked` has reason, name, phone, national_id, account and asked_by."""
    return warehouse.fetch(connection, _FIND, asked)


def erase(connection: Any, asked: Row) -> list[Row]:
    """Erase the person; returns the rows of `ops.erasure`. `asked` as for `find`, and only_files (None: all)."""
    return warehouse.fetch(connection, _ERASE, asked)


def months_lost(connection: Any, file_ids: list[int]) -> list[Row]:
    """The published revisions made of these files: they verify without them, but cannot be built again."""
    return warehouse.fetch(connection, _MONTHS, {"file_ids": file_ids})


def main(command_line: list[str]) -> int:
    """Answer and print; returns 0, or 2 where the question cannot be answered."""
    given = _arguments(command_line)
    asked = {key: getattr(given, key, None) for key in ("reason", "asked_by", *_BY)}
    if not any(asked[key] for key in _BY):
        print(
            "ระบุชื่อ โทรศัพท์ เลขประจำตัวประชาชน หรือรหัสผู้ใช้ · say of whom: name, phone, national id, account", file=sys.stderr
        )
        return 2
    files = [int(number) for number in getattr(given, "files", "").split(",") if number.strip()] or None
    try:
        with warehouse.connect() as connection:
            found = find(connection, asked)
            _show(found)
            if given.command == "erase":
                chosen = sorted({row["file_id"] for row in found if row["place"] == "raw" and row["erased_by_rule"]})
                chosen = [file_id for file_id in chosen if files is None or file_id in files]
                _show_loss(months_lost(connection, chosen), chosen)
                if given.confirm:
                    _show_erased(erase(connection, asked | {"only_files": chosen}))
    except psycopg2.errors.RaiseException as refused:
        print(refused.diag.message_primary, file=sys.stderr)
        return 2
    return 0


def _arguments(command_line: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m include.personal")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in ("find", "erase"):
        asking = commands.add_parser(command)
        asking.add_argument("--reason", required=True, help="why, such as the number of the person's letter; no name")
        asking.add_argument(
            "--by", dest="asked_by", default=getpass.getuser(), help="who asks; default: the system user"
        )
        for option in ("--name", "--phone", "--national-id"):
            asking.add_argument(option, default=None)
        if command == "find":
            asking.add_argument("--account", default=None, help="รหัสผู้ใช้ as the platform sent it")
        else:
            asking.add_argument("--files", default="", help="only in these of the files that find names: 3,14")
            asking.add_argument("--confirm", action="store_true", help="erase; without it only show")
    return parser.parse_args(command_line)


def _show(found: list[Row]) -> None:
    table = Table("ที่", "แถว", "คอลัมน์", "ไฟล์", "ค่า", "ลบเมื่อ", title=f"พบ {len(found)} แห่ง")
    for row in found:
        value, until = row["value"] or row["uri"] or "", row["kept_until"]
        table.add_row(
            row["relation"] or row["place"],
            " ".join(str(part) for part in (row["sheet"], row["row_number"]) if part),
            row["column_name"] or "",
            f"{row['file_id'] or ''} {row['province_code'] or ''} {row['period'] or ''}",
            value,
            f"{until:%d/%m}/{until.year + 543}" if until else "",
        )
    Console().print(table)


def _show_loss(months: list[Row], file_ids: list[int]) -> None:
    print(f"จะลบจากไฟล์ · files: {', '.join(map(str, file_ids)) or '-'}")
    for month in months:
        print(
            f"สร้างซ้ำจากต้นฉบับไม่ได้อีก ค่าพิสูจน์ยังใช้ได้ · can no longer be built again, still proved: "
            f"{month['province_code']} {month['period']:%Y-%m} ฉบับที่ {month['revision']}"
        )


def _show_erased(erased: list[Row]) -> None:
    for row in erased:
        print(f"ลบแล้ว · erased: ไฟล์ {row['file_id']} {', '.join(row['relations'])} {row['rows_erased']} แถว")
    print(
        "ต้นฉบับและไฟล์ที่ส่งคืนจะลบเมื่อ erase_expired ทำงาน · originals and workbooks handed back go at the next erase_expired"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
