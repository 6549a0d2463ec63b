"""Erases what its source's rule, or a person's request, does not let us keep any longer, and keeps a record of it.

Three places hold a received file's personal data: the archive (the bytes), `raw` (the cells), and the publish location
(workbooks handed back to their sender). `ops.erasure` has a row for each file and place that was erased.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from include import warehouse
from include.archive import Archive

Row = dict[str, Any]

_EXPIRED = """
select expired.sha256, null::bigint as request_id,
    ops.erased_because(expired.retention_months, expired.source, expired.last_received_at) as because
from ops.expired_file(%(at)s) as expired
union all
select ordered_erasure.sha256, ordered_erasure.request_id,
    format('ลบตามคำขอของเจ้าของข้อมูล คำขอที่ %%s', ordered_erasure.request_id) as because
from personal.ordered_erasure
inner join ops.archived_file using (sha256)
where archived_file.erased_at is null
"""
# What was handed back of a file whose bytes are gone; `because` is that of the bytes.
_LEFT_BEHIND = """
select handed_back.*, source_file.sha256, source_file.source, archived_file.erased_because as because,
    ordered_erasure.request_id
from ops.handed_back
inner join ops.source_file using (file_id)
inner join ops.archived_file using (sha256)
left join personal.ordered_erasure using (sha256)
where archived_file.erased_at is not null
order by handed_back.file_id, handed_back.district_code
"""
_RECORD = """
insert into ops.erasure (
    erased_at, place, file_id, sha256, source, province_code, period, rows_erased, because, request_id
)
values (
    %(at)s, %(place)s, %(file_id)s, %(sha256)s, %(source)s, %(province_code)s, %(period)s, 0, %(because)s,
    %(request_id)s
)
returning *
"""


def erase_expired(archive: Archive, at: datetime) -> list[Row]:
    """Erase the archived files past their time at a moment; returns the rows of `ops.archived_file` of what was erased.

    The bytes go first and the record follows: after a crash in between they are erased again, and then recorded.
    Raises OSError where the archive cannot be used; what was erased by then is recorded.
    """
    archive.sweep()
    erased = []
    with warehouse.connect() as connection:
        for file in warehouse.fetch(connection, _EXPIRED, {"at": at}):
            archive.erase(file["sha256"])
            kept = warehouse.fetch(
                connection,
                "update ops.archived_file set erased_at = %(at)s, erased_because = %(because)s"
                " where sha256 = %(sha256)s and erased_at is null returning *",
                file | {"at": at},
            )
            for came in warehouse.fetch(
                connection,
                "select file_id, source, province_code, period from ops.source_file where sha256 = %(sha256)s",
                file,
            ):
                warehouse.fetch(connection, _RECORD, file | came | {"at": at, "place": "archive"})
            erased += kept
            connection.commit()
    return erased


def withdraw_handed_back(withdraw: Callable[[Any, Row], None], at: datetime) -> list[Row]:
    """Take back the workbooks made of files whose bytes are erased; returns what is recorded in `ops.erasure`.

    `withdraw` is given the connection and the row of `ops.handed_back`, and removes both the workbook and the row.
    """
    erased = []
    with warehouse.connect() as connection:
        for left in warehouse.fetch(connection, _LEFT_BEHIND):
            withdraw(connection, left)
            erased += warehouse.fetch(connection, _RECORD, left | {"at": at, "place": "handed_back"})
            connection.commit()
    return erased


def erase_expired_rows(at: datetime) -> list[Row]:
    """Empty the personal cells of `raw` that are past their time; returns what is recorded in `ops.erasure`."""
    with warehouse.connect() as connection:
        return warehouse.fetch(connection, "select * from ops.erase_expired_rows(%(at)s)", {"at": at})
