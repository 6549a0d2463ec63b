"""Erases from the archive what its source's rule does not let us keep any longer, and keeps a record of it."""

from datetime import datetime
from typing import Any

from include import warehouse
from include.archive import Archive

_BECAUSE = "ลบตามกำหนดเก็บรักษา {months} เดือนของแหล่งข้อมูล {source} ได้รับครั้งหลังสุดเมื่อวันที่ {received}"


def erase_expired(archive: Archive, at: datetime) -> list[dict[str, Any]]:
    """Erase what is past its time at a moment; returns the rows of `ops.archived_file` of what was erased.

    The bytes go first and the record follows: after a crash in between they are erased again, and then recorded.
    Raises OSError where the archive cannot be used; what was erased by then is recorded.
    """
    archive.sweep()
    erased = []
    with warehouse.connect() as connection:
        for file in warehouse.fetch(connection, "select * from ops.expired_file(%(at)s)", {"at": at}):
            archive.erase(file["sha256"])
            because = _BECAUSE.format(
                months=file["retention_months"],
                source=file["source"],
                received=f"{file['last_received_at']:%d/%m}/{file['last_received_at'].year + 543}",
            )
            erased += warehouse.fetch(
                connection,
                "update ops.archived_file set erased_at = %(at)s, erased_because = %(because)s"
                " where sha256 = %(sha256)s returning *",
                file | {"at": at, "because": because},
            )
            connection.commit()
    return erased
