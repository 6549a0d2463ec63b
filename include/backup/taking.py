"""Takes a backup: the database, its roles, the received files, the publications; whole, or not at all.

Publications are copied before the database is dumped, received files after: so what the database names is in the
backup, and a publication in it is one that the database has frozen.
"""

import hashlib
import json
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import psycopg2

from include import warehouse
from include.archive import Archive, FolderArchive
from include.backup import contents, holdings, programs
from include.backup.contents import DUMP, FORM, MANIFEST, NAME, PARTIAL, ROLES, SUMS, Backup
from include.backup.programs import BackupError

# Keys and passwords are kept apart: who finds a backup must not find with it what protects it.
SECRETS = ("personal.secret",)
_NAMED = 5


@dataclass
class Sources:
    """What is backed up. `archive` and `publish` are None where they are no folders of this machine."""

    admin_uri: str
    archive: Archive | None = None
    publish: Path | None = None


@dataclass
class Taken:
    """A backup as it was taken; `new_bytes` of it were not in the place before."""

    backup: Backup
    ended_at: datetime
    bytes: int
    new_bytes: int

    @property
    def problems(self) -> list[str]:
        """What it lacks, a Thai sentence each; none when it is good."""
        return list(self.backup.manifest["problems"])


@dataclass
class _Store:
    """The files of a place, and how many bytes of them were not there before."""

    kept: FolderArchive
    new_bytes: int = 0
    problems: list[str] = field(default_factory=list)

    def put(self, source: BinaryIO, size: int, known: str | None = None) -> str | None:
        """Keep a file's bytes; returns their SHA-256, or None, and keeps nothing, where it is not the known one."""
        digest = known or _digest(source)
        if self.kept.holds(digest, size):
            return digest
        source.seek(0)
        hashed, length = hashlib.sha256(), 0
        with self.kept.begin() as incoming:
            for block in contents.blocks(source):
                hashed.update(block)
                incoming.write(block)
                length += len(block)
            found = hashed.hexdigest()
            if known and found != known:
                return None
            incoming.keep(found)
        self.new_bytes += length
        return found


def take(place: Path, sources: Sources, at: datetime | None = None) -> Taken:
    """Write a backup into a folder of its own below `place`.

    Raises BackupError or OSError, and then nothing is left of it but files of the store that the next one will use.
    """
    at = (at or datetime.now(UTC)).astimezone(UTC)
    with contents.alone(place):
        whole = place / at.strftime(NAME)
        if whole.exists():
            raise BackupError(f"{whole} is there already")
        partial = whole.with_name(whole.name + PARTIAL)
        partial.mkdir(mode=0o700)
        try:
            store = _Store(FolderArchive(place / contents.FILES))
            manifest = _write(partial, store, sources, at)
            partial.rename(whole)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        contents.make_lasting(place)
    backup = Backup(whole, manifest)
    own = sum(path.stat().st_size for path in whole.iterdir())
    return Taken(backup, datetime.now(UTC), own + sum(backup.stored.values()), own + store.new_bytes)


def _write(folder: Path, store: _Store, sources: Sources, at: datetime) -> dict[str, Any]:
    published = _publications(store, sources.publish)
    held = _database(folder, sources.admin_uri)
    store.problems += holdings.altered(held["snapshots"])  # kept as it stands, and never the last good one
    received = held.pop("received")
    archived = _received(store, sources.archive, received)
    files = {
        name: {"bytes": (folder / name).stat().st_size, "sha256": contents.digest_of(folder / name)}
        for name in (DUMP, ROLES)
    }
    left_out = [] if sources.archive else ["the archive, which is no folder of this machine"]
    left_out += [] if sources.publish else ["the publish location, which is no folder of this machine"]
    manifest = {
        "form": FORM,
        "started_at": at.isoformat(),
        "code_version": warehouse.code_version(),
        **held,
        "problems": store.problems,
        "left_out": [*left_out, "passwords and keys: var/secrets/, and the data of " + ", ".join(SECRETS)],
        "files": files,
        "archive": archived,
        "publish": published,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    sums = {name: about["sha256"] for name, about in files.items()} | {MANIFEST: contents.digest_of(folder / MANIFEST)}
    digests = sorted({*archived, *(about["sha256"] for about in published.values())})
    sums |= {f"../{contents.FILES}/{digest[:2]}/{digest}": digest for digest in digests}
    (folder / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in sums.items()))
    for path in (*sorted(folder.iterdir()), folder):
        contents.make_lasting(path)
    return manifest


def _database(folder: Path, admin_uri: str) -> dict[str, Any]:
    """Dump the database and its roles; returns what the same moment of it holds."""
    with closing(psycopg2.connect(admin_uri, options="-c timezone=Asia/Bangkok")) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        [moment] = warehouse.fetch(
            connection,
            "select pg_export_snapshot() as snapshot, current_database() as database,"
            " current_setting('server_version') as server_version,"
            " shobj_description(oid, 'pg_database') as schema"
            " from pg_database where datname = current_database()",
        )
        programs.run(
            "pg_dump",
            admin_uri,
            "--format=custom",
            f"--snapshot={moment.pop('snapshot')}",
            "--lock-wait-timeout=600000",
            *(f"--exclude-table-data={table}" for table in SECRETS),
            f"--file={folder / DUMP}",
        )
        counts = holdings.row_counts(connection)
        frozen = holdings.snapshots(connection)
        (folder / ROLES).write_text(holdings.roles_sql(connection))
        received = holdings.received_files(connection)
    counts |= dict.fromkeys((table for table in SECRETS if table in counts), 0)
    return moment | {"row_counts": counts, "snapshots": frozen, "received": received}


def _received(store: _Store, archive: Archive | None, wanted: dict[str, int]) -> dict[str, int]:
    """Keep the received files that the store has not yet; returns the lengths of all, by SHA-256."""
    kept: dict[str, int] = {}
    lost: list[str] = []
    if archive is None:
        return kept
    for digest, size in wanted.items():
        if not store.kept.holds(digest, size):
            try:
                with archive.open(digest) as source:
                    stored = store.put(source, size, digest)
            except FileNotFoundError:
                stored = None
            if stored is None:
                lost.append(digest)
                continue
        kept[digest] = size
    if lost:
        named = ", ".join(lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
        store.problems.append(f"คลังเก็บไม่มีต้นฉบับ {len(lost):,} ไฟล์ หรือเนื้อไฟล์ถูกแก้ และไม่เคยสำรองไว้: {named}")
    return kept


def _publications(store: _Store, root: Path | None) -> dict[str, dict[str, Any]]:
    """Keep every file below the publish location; returns length and SHA-256 by path."""
    found = {}
    for path in sorted(root.rglob("*")) if root else []:
        try:
            if path.is_symlink() or not path.is_file():
                continue
            with path.open("rb") as source:
                size = path.stat().st_size
                digest = store.put(source, size)
        except FileNotFoundError:
            continue  # handed back to a district, and no longer
        if digest and store.kept.holds(digest, size):  # one that is being written is not finished, and is made again
            found[path.relative_to(root or path).as_posix()] = {"bytes": size, "sha256": digest}
    return found


def _digest(source: BinaryIO) -> str:
    hashed = hashlib.sha256()
    for block in contents.blocks(source):
        hashed.update(block)
    return hashed.hexdigest()
