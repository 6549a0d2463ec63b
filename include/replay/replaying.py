"""Takes a province through its history again: the files of its time, the rules of its time, month after month.

All work is done in an empty warehouse of its own (`include.scratch`); of the real one the snapshots, the rulebook
versions and the file list are read, and `ops.replay_result` is written.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from psycopg2.extras import Json, execute_values

from include import months, rulebook, scratch, warehouse
from include.archive import Archive
from include.loaders import landing
from include.loaders.landing import LandedFile
from include.replay import history
from include.replay.comparing import difference, differences
from include.replay.history import History, Snapshot, Version
from include.rulebook import Rulebook

Row = dict[str, Any]
log = logging.getLogger(__name__)
_PLACES = ("province", "district", "subdistrict")


class Busy(RuntimeError):
    """Another replay of this warehouse is under way."""


def replay(
    archive: Archive, run_id: str, provinces: Iterable[str] | None = None, until: datetime | None = None
) -> list[Row]:
    """Replay every snapshot of the provinces (default: all that published); returns the rows of `ops.replay_result`.

    The results of a province are committed as soon as it is done. After `until`, a moment with a time zone, no other
    province is begun: those that waited longest come first, so that the next replay goes on with the rest. Raises
    scratch.NoScratch where no empty warehouse can be made, Busy, and OSError where the archive cannot be reached.
    """
    results: list[Row] = []
    with live_and_beside() as (live, beside):
        waiting = list(provinces) if provinces is not None else history.provinces(live)
        for done, province_code in enumerate(waiting):
            if until is not None and datetime.now(UTC) >= until:
                log.info("%d of %d provinces are left to the next replay", len(waiting) - done, len(waiting))
                break
            own = list(Province(live, beside, archive, history.read(live, province_code)).results(run_id))
            _keep(own)
            results += own
    return results


@contextmanager
def live_and_beside() -> Iterator[tuple[Any, Any]]:
    """A connection to the warehouse that only reads, and one to an empty warehouse beside it with all places.

    Raises scratch.NoScratch where no empty warehouse can be made, and Busy.
    """
    with _alone(), warehouse.connect() as live:
        live.rollback()
        live.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with scratch.empty_warehouse(warehouse.uri(scratch.VARIABLE)) as uri, warehouse.connect(uri) as beside:
            warehouse.fetch(beside, "select set_config('synchronous_commit', 'off', false)")
            _take_over_places(live, beside)
            yield live, beside


def line_of(result: Row) -> str:
    """A result in one line, with what differs first."""
    line = f"{result['province_code']} {result['period']:%Y-%m} ฉบับที่ {result['revision']}: {result['reason_th']}"
    for found in result["differences"][:3]:
        line += f"\n    {found['table']} {found['key']} {found['column']}: {found['was']} → {found['is']}"
    return line


@dataclass
class Province:
    """A province while it is replayed: `landed` are its files in the scratch warehouse, `spoilt` what is wrong."""

    live: Any
    beside: Any
    archive: Archive
    history: History
    in_force: frozenset[Version] = frozenset()
    landed: set[int] = field(default_factory=set)
    spoilt: dict[int, Row] = field(default_factory=dict)

    def results(self, run_id: str) -> Iterator[Row]:
        """A row of `ops.replay_result` for each snapshot, in the order in which they were taken."""
        self.write_versions()
        for batch in history.batches(self.history):
            began = time.monotonic()
            self.prepare(batch)
            for snapshot in batch:
                found = self._obstacles(snapshot)
                if not snapshot.not_replayable and not found:
                    found = self.built_otherwise(snapshot)
                found += _content_changed(snapshot)
                yield _result(run_id, snapshot, found, time.monotonic() - began)
                began = time.monotonic()

    def prepare(self, batch: list[Snapshot]) -> list[Snapshot]:
        """Put the rules of a batch in force and land its files; returns those of it that can be built again."""
        ready = [snapshot for snapshot in batch if not snapshot.not_replayable and not self._obstacles(snapshot)]
        if ready:
            self._put_in_force(ready[0].in_force)
            self._land(ready)
        return [snapshot for snapshot in ready if not self._obstacles(snapshot)]

    def rulebooks(self, versions: frozenset[Version]) -> list[Rulebook]:
        """The rulebooks that are put in force for snapshots taken under these versions."""
        return [self.history.rulebooks[version] for version in versions]

    def write_versions(self) -> None:
        """Write every version of the province's rulebooks, under its number."""
        for programme_code in sorted({programme_code for programme_code, _ in self.history.rulebooks}):
            books = {number: book for (code, number), book in self.history.rulebooks.items() if code == programme_code}
            rulebook.write_versions(self.beside, books)
        with self.beside.cursor() as cursor:
            cursor.executemany(
                "update rulebook.version set loaded_at = %s"
                " where province_code = %s and programme_code = %s and rulebook_version = %s",
                [(at, self.history.province_code, *version) for version, at in self.history.loaded_at.items()],
            )
        self.beside.commit()

    def _obstacles(self, snapshot: Snapshot) -> list[Row]:
        """What keeps a snapshot from being built as it was, without a rule that lets it be gone."""
        found = []
        for version in sorted(snapshot.in_force | {snapshot.version}):
            book = self.history.rulebooks.get(version)
            now = book.content_sha256() if book else None
            was = snapshot.publication["rulebook_sha256"] if version == snapshot.version else now
            if book is None or now != was:
                found.append(difference("version", " ".join(map(str, version)), "document", was, now))
        gone = {file["sha256"] for file in snapshot.missing_files}
        for file in snapshot.files:
            if file["file_id"] in self.spoilt:
                found.append(self.spoilt[file["file_id"]])
            elif file["file_id"] is None and file["sha256"] not in gone:
                found.append(difference("source_file", file["uri"], "sha256", file["sha256"], None))
        return found

    def _put_in_force(self, versions: frozenset[Version]) -> None:
        if versions != self.in_force:
            rulebook.load_again(self.beside, self.rulebooks(versions))
            self.beside.commit()
            self.in_force = versions

    def _land(self, batch: list[Snapshot]) -> None:
        """Land the files of these snapshots that are not there yet, and type what waits to be typed."""
        waiting = {
            file["file_id"]: file
            for snapshot in batch
            for file in snapshot.files
            if file["file_id"] not in self.landed and file["file_id"] not in self.spoilt
        }
        files = sorted(waiting.values(), key=lambda file: (file["received_at"], file["modified_at"], file["uri"]))
        known = ((file["file_id"], self._landed_file(file), file["received_at"]) for file in files)
        for file, entered in zip(files, landing.land_again(self.beside, known), strict=True):
            if entered["status"] == "loaded" and entered["sha256"] == file["sha256"]:
                self.beside.commit()
                self.landed.add(file["file_id"])
            else:
                self.beside.rollback()
                self.spoilt[file["file_id"]] = self._what_is_wrong(file, entered)
        about = {"province_code": self.history.province_code}
        if warehouse.fetch(
            self.beside, "select from ops.pending_file where province_code = %(province_code)s limit 1", about
        ):
            for path in months.JUDGE:
                warehouse.run(self.beside, path, about)
        self.beside.commit()

    def _landed_file(self, file: Row) -> LandedFile:
        name = file["uri"].rsplit("/", 1)[1]
        return LandedFile(
            uri=file["uri"],
            path=(file["source"], self.history.province_code, f"{file['period']:%Y-%m}", name),
            bytes=file["bytes"],
            modified_at=file["modified_at"],
            fingerprint=file["fingerprint"],
            open=partial(self.archive.open, file["sha256"]),
        )

    def _what_is_wrong(self, file: Row, entered: Row) -> Row:
        """Raises OSError where the archive has the bytes and only cannot be read now."""
        if entered["sha256"] == file["sha256"]:
            return difference("source_file", file["uri"], "status", "loaded", entered["reason"])
        if not entered["sha256"] and self.archive.holds(file["sha256"], file["bytes"]):
            raise OSError(f"the archive cannot be read: {entered['reason']}")
        return difference("archive", file["uri"], "sha256", file["sha256"], entered["sha256"] or None)

    def built_otherwise(self, snapshot: Snapshot) -> list[Row]:
        """Build the month again; returns the cells that are others than the snapshot's."""
        for path in months.BUILD:
            warehouse.run(self.beside, path, snapshot.publication | {"code_version": warehouse.code_version()})
        self.beside.commit()
        return list(differences(self.live, self.beside, snapshot.publication))


def _content_changed(snapshot: Snapshot) -> list[Row]:
    was = snapshot.publication["content_sha256"]
    if was == snapshot.content_sha256:
        return []
    return [difference("publication", str(snapshot.snapshot_id), "content_sha256", was, snapshot.content_sha256)]


def _result(run_id: str, snapshot: Snapshot, found: list[Row], seconds: float) -> Row:
    publication, now = snapshot.publication, warehouse.code_version()
    of_snapshot = {name: publication[name] for name in ("programme_code", "province_code", "period", "revision")}
    if found:
        outcome, reason = "differs", f"สร้างซ้ำแล้วไม่ตรงกับที่เผยแพร่ {len(found):,} จุด"
        if publication["code_version"] != now:
            reason += f" โปรแกรมรุ่น {now} ต่างจากรุ่น {publication['code_version']} ที่ใช้เมื่อปิดรอบ"
    elif snapshot.not_replayable:
        outcome, reason = "not_replayable", f"สร้างซ้ำไม่ได้: {snapshot.not_replayable}"
    else:
        outcome, reason = "same", "สร้างซ้ำจากต้นฉบับแล้วตรงกับที่เผยแพร่ทุกช่อง"
    return of_snapshot | {
        "run_id": run_id,
        "snapshot_id": snapshot.snapshot_id,
        "outcome": outcome,
        "reason_th": reason,
        "differences": found,
        "missing_files": snapshot.missing_files,
        "duration_seconds": round(seconds, 3),
        "snapshot_code_version": publication["code_version"],
        "code_version": now,
    }


def _keep(results: list[Row]) -> None:
    if results:
        rows = [[Json(value) if isinstance(value, list) else value for value in result.values()] for result in results]
        with warehouse.connect() as connection, connection.cursor() as cursor:
            execute_values(cursor, f"insert into ops.replay_result ({', '.join(results[0])}) values %s", rows)


def _take_over_places(live: Any, beside: Any) -> None:
    """Every place there ever was, with the months in which it was."""
    with beside.cursor() as cursor:
        for table in _PLACES:
            rows = warehouse.fetch(live, f"select * from rulebook.{table}")
            values = [list(row.values()) for row in rows]
            execute_values(
                cursor, f"insert into rulebook.{table} ({', '.join(rows[0])}) values %s", values, page_size=1000
            )
    beside.commit()


@contextmanager
def _alone() -> Iterator[None]:
    """One replay of a warehouse at a time. Raises Busy."""
    with warehouse.connect() as connection:
        [lock] = warehouse.fetch(connection, "select pg_try_advisory_lock(hashtext('replay')) as taken")
        if not lock["taken"]:
            raise Busy("another replay of this warehouse is under way")
        yield
