"""What machines tell of themselves and no table knows: room on disks, clocks, files that nobody has looked at yet.

The latest of each is kept in `ops.vital_sign`; `ops.health` says what it means.
"""

import hashlib
import shutil
import socket
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from psycopg2.extras import execute_values

from include import warehouse
from include.loaders.receiving import LandedFile

_JUST_NOW = timedelta(seconds=1)  # a stored time may be a little less exact than the file's own

Sign = tuple[str, str, float]  # code, of what, value


def note(connection: Any, volumes: Mapping[str, Path], landed: Iterable[LandedFile]) -> None:
    """Keep how full the volumes are (by name; those on one disk as one), the clock here, and the files not yet seen."""
    with connection.cursor() as cursor:
        _keep(cursor, "disk_used", [("disk_used", name, used) for name, used in _disks(volumes)])
        _keep(cursor, "clock_skew", [("clock_skew", socket.gethostname(), _skew(connection))], others=True)
        _keep(cursor, "file_unseen", [("file_unseen", name, 1) for name in _unseen(connection, landed)])


def _disks(volumes: Mapping[str, Path]) -> Iterable[tuple[str, float]]:
    """Percent used, as who fills it meets it: what is kept for the system's own user is not there to be had."""
    seen = set()
    for name, path in volumes.items():
        there = next(folder for folder in (path, *path.parents) if folder.exists())
        device = there.stat().st_dev
        if device not in seen:
            seen.add(device)
            usage = shutil.disk_usage(there)
            yield name, round(100 * usage.used / max(usage.used + usage.free, 1), 2)


def _skew(connection: Any) -> float:
    """Seconds by which this machine's clock is ahead of the database's."""
    before = datetime.now(UTC)
    [told] = warehouse.fetch(connection, "select clock_timestamp() as at")
    there: datetime = told["at"]
    return round((before + (datetime.now(UTC) - before) / 2 - there).total_seconds(), 3)


def _unseen(connection: Any, landed: Iterable[LandedFile]) -> list[str]:
    """The files of which `ops.source_file` does not know, or knows only what they were before; their names hashed."""
    files = {file.uri: file.modified_at for file in landed}
    known = warehouse.fetch(
        connection,
        "select uri, max(modified_at) as modified_at from ops.source_file where uri = any (%(uris)s) group by uri",
        {"uris": list(files)},
    )
    for row in known:
        changed, before = files[row["uri"]], row["modified_at"]
        if changed is None or before is None or changed <= before + _JUST_NOW:
            del files[row["uri"]]
    return [hashlib.sha256(uri.encode()).hexdigest() for uri in files]


def _keep(cursor: Any, code: str, signs: list[Sign], others: bool = False) -> None:
    """Exactly these are there of a sign, and of `others` what they noted lately. What stays keeps its `since`."""
    cursor.execute(
        "delete from ops.vital_sign where sign_code = %s and subject <> all (%s)"
        " and (not %s or observed_at < now() - interval '1 hour')",
        (code, [subject for _, subject, _ in signs], others),
    )
    execute_values(
        cursor,
        "insert into ops.vital_sign (sign_code, subject, value, since, observed_by) values %s"
        " on conflict (sign_code, subject) do update set value = excluded.value, observed_by = excluded.observed_by,"
        " observed_at = clock_timestamp()",
        [(*sign, socket.gethostname()) for sign in signs],
        template="(%s, %s, %s, clock_timestamp(), %s)",
    )
