"""A restore that is tried: the last backup into an empty database beside the warehouse, compared, and dropped again.

It takes no superuser: `warehouse_replay` owns that database, so owners and privileges are left out of it; that the
dump has them is read from its table of contents.
"""

import re
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extras import Json

from include import scratch, warehouse
from include.backup import contents, programs, proving
from include.backup.contents import Backup
from include.backup.programs import BackupError
from include.backup.restoring import load_dump

Row = dict[str, Any]
_OWNER = re.compile(r"^\d+; \d+ \d+ TABLE snapshot \S+ (\S+)$", re.MULTILINE)


def drill(place: Path, run_id: str) -> Row:
    """Try the last good backup of a place; returns the row of `ops.restore_drill` that it wrote.

    Raises nothing for what is wrong with a backup: that is the result. KeyError where nobody named warehouse_replay.
    """
    server_uri = warehouse.uri(scratch.VARIABLE)
    result: Row = {"started_at": datetime.now(UTC), "run_id": run_id, "problems_th": []}
    try:
        backup = contents.latest(place)
        result |= {"place": str(backup.folder), "backup_started_at": backup.started_at}
        result |= _tried(backup, server_uri)
    except (BackupError, scratch.NoScratch, OSError, psycopg2.Error) as failure:
        result["problems_th"] = [f"ซ้อมกู้คืนไม่สำเร็จ: {str(failure).strip()}"]
    result |= {"ended_at": datetime.now(UTC), "ok": not result["problems_th"]}
    with warehouse.connect() as connection:
        record(connection, "restore_drill", result)
    return result


def line_of(result: Row) -> str:
    """A result in Thai, a line for each problem."""
    said = [*result["problems_th"]] or [
        f"กู้คืนได้ครบ {sum(result['row_counts'].values()):,} แถว ค่าแฮชตรงกันทั้ง {result['snapshots']:,} ฉบับ"
        f" ใช้เวลากู้คืน {result['restore_seconds']:.1f} วินาที"
    ]
    return "\n    ".join([f"ซ้อมกู้คืน {result.get('place') or ''}", *said])


def record(connection: Any, table: str, row: Row) -> None:
    """Add a row to `ops.backup` or `ops.restore_drill`."""
    values = [Json(value) if isinstance(value, dict) else value for value in row.values()]
    with connection.cursor() as cursor:
        cursor.execute(f"insert into ops.{table} ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})", values)


def _tried(backup: Backup, server_uri: str) -> Row:
    problems = [*backup.manifest["problems"], *backup.faults()]
    if problems:
        return {"problems_th": problems}
    listed = programs.listed(backup.dump)
    owners = set(_OWNER.findall(listed))
    if backup.manifest["snapshots"] and owners != {"snapshot_owner"}:
        problems.append(f"เจ้าของตารางที่เผยแพร่ในไฟล์สำรองคือ {', '.join(sorted(owners)) or 'ไม่มี'} ไม่ใช่ snapshot_owner")
    with scratch.bare_database(server_uri) as uri:
        began = time.monotonic()
        load_dump(backup, uri, "--no-owner", "--no-privileges")
        seconds = round(time.monotonic() - began, 1)
        with closing(psycopg2.connect(uri, options="-c timezone=Asia/Bangkok")) as beside:
            problems += proving.differences(beside, backup)
    with warehouse.connect() as living:
        living.rollback()
        living.set_session(isolation_level="REPEATABLE READ", readonly=True)
        problems += proving.against_living(living, backup)
    return {
        "problems_th": problems,
        "restore_seconds": seconds,
        "row_counts": backup.manifest["row_counts"],
        "snapshots": len(backup.manifest["snapshots"]),
    }
