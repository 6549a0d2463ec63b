"""Whether a restored warehouse is the one that was backed up: rows, hashes, chains, and the job at work in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from include import months, warehouse
from include.backup import holdings
from include.backup.contents import Backup

_HASHES = ("content_sha256", "previous_sha256", "chain_sha256")


def differences(connection: Any, backup: Backup) -> list[str]:
    """A Thai sentence for every table and freeze of a restored database that is not what the manifest says."""
    return _rows(holdings.row_counts(connection), backup.manifest["row_counts"]) + frozen_differences(
        holdings.snapshots(connection), backup
    )


def frozen_differences(found: list[dict[str, Any]], backup: Backup) -> list[str]:
    """The same of the freezes alone: a later form of the tables leaves every one of them as it was."""
    was = {row["snapshot_id"]: row for row in backup.manifest["snapshots"]}
    now = {row["snapshot_id"]: row for row in found}
    told = [
        f"{holdings.title((was | now)[number])}: ไม่ตรงกับที่สำรองไว้"
        for number in sorted(was.keys() | now.keys())
        if [was.get(number, {}).get(name) for name in _HASHES] != [now.get(number, {}).get(name) for name in _HASHES]
    ]
    return told + [sentence for sentence in holdings.altered(found) if sentence not in backup.manifest["problems"]]


def against_living(living: Any, backup: Backup) -> list[str]:
    """A Thai sentence for every freeze of the backup that the living warehouse has otherwise, or no more."""
    standing = {row["snapshot_id"]: row for row in holdings.snapshots(living)}
    return [
        f"{holdings.title(was)}: ในคลังข้อมูลปัจจุบันไม่ตรงกับที่สำรองไว้"
        for was in backup.manifest["snapshots"]
        if {name: standing.get(was["snapshot_id"], {}).get(name) for name in (*_HASHES, "content_now", "chain_now")}
        != {name: was[name] for name in (*_HASHES, "content_now", "chain_now")}
    ]


def job_at_work(uri: str) -> dict[str, int]:
    """Log in as the job and ask what there is to do; returns how many of each. Raises what goes wrong."""
    with _as_warehouse(uri):
        return {
            "provinces with files to be typed": len(months.pending_provinces()),
            "months to be built": len(months.stale()),
            "freezes due": len(months.due(datetime.now(UTC))),
        }


def _rows(now: dict[str, int], was: dict[str, int]) -> list[str]:
    return [
        f"{table}: สำรองไว้ {was.get(table, 0):,} แถว กู้คืนได้ {now.get(table, 0):,} แถว"
        for table in sorted(was.keys() | now.keys())
        if was.get(table) != now.get(table)
    ]


@contextmanager
def _as_warehouse(uri: str) -> Iterator[None]:
    before = os.environ.get("AIRFLOW_CONN_WAREHOUSE")
    os.environ["AIRFLOW_CONN_WAREHOUSE"] = uri
    try:
        with warehouse.connect(uri):
            yield
    finally:
        os.environ.pop("AIRFLOW_CONN_WAREHOUSE")
        if before is not None:
            os.environ["AIRFLOW_CONN_WAREHOUSE"] = before
