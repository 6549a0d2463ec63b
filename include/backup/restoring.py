"""Restores a backup: roles, then the database, then received files and publications; and proves that it is what it was.

The database is made under another name, proved there, and only then given its name: what stood under that name before
keeps standing beside it, under a name that tells when it was replaced.
"""

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit
from uuid import uuid4

import psycopg2
import psycopg2.errors
from psycopg2.sql import SQL, Identifier

from include import warehouse
from include.archive import FolderArchive
from include.backup import holdings, programs, proving
from include.backup.contents import DUMP, ROLES, Backup, blocks
from include.backup.programs import BackupError
from include.publishing import verify

_LAST = ("manifest.json", "papers.json")  # by which a folder counts as finished


@dataclass
class Restored:
    """What was restored, where, and how long each part took; `problems` in Thai, none when all is proved."""

    database: str
    before: str | None = None
    problems: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure a part of the work."""
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 1)


def restore(backup: Backup, admin_uri: str, job_uri: str, into: str, confirmed: str | None = None) -> Restored:
    """Restore the database of a backup under the name `into`, brought to today's form.

    `admin_uri` is a superuser's URI of the server, `job_uri` logs in as warehouse_etl. Where `into` holds anything that
    was received or frozen, `confirmed` must name it. Raises BackupError, and then nothing was changed but roles made.
    """
    done = Restored(into)
    with done.part("proving the backup's files"):
        if faults := backup.faults():
            raise BackupError("This backup is not what was written:\n  " + "\n  ".join(faults))
    living = _holds_something(with_database(admin_uri, into))
    if living and confirmed != into:
        raise BackupError(
            f"The database {into} holds a living warehouse. Nothing was changed. To put the backup in its place,"
            f" name it: CONFIRM={into}; what it holds now is kept under another name."
        )
    beside = f"{into[:30]}_restoring_{uuid4().hex[:8]}"
    with closing(psycopg2.connect(with_database(admin_uri, "postgres"))) as server, server.cursor() as cursor:
        server.autocommit = True
        with done.part("roles"):
            cursor.execute((backup.folder / ROLES).read_text())
        cursor.execute(SQL("create database {} template template0").format(Identifier(beside)))
        try:
            cursor.execute(SQL("revoke all on database {} from public").format(Identifier(beside)))
            _fill(done, backup, with_database(admin_uri, beside), _password(job_uri))
            before = _take_its_name(cursor, beside, into)
        except BaseException:
            cursor.execute(SQL("drop database if exists {} with (force)").format(Identifier(beside)))
            raise
        if before and living:
            done.before = before
        elif before:  # an empty one is no loss
            cursor.execute(SQL("drop database {} with (force)").format(Identifier(before)))
    with done.part("the job at work in it"):
        try:
            done.found |= proving.job_at_work(with_database(job_uri, into))
        except (psycopg2.Error, RuntimeError) as failure:
            done.problems.append(f"โปรแกรมทำงานในฐานข้อมูลที่กู้คืนไม่ได้: {failure}")
    return done


def restore_files(done: Restored, backup: Backup, archive: Path, publish: Path) -> None:
    """Put the received files and publications of a backup where they are not; what lies there stays as it is."""
    with done.part("received files"):
        kept = FolderArchive(archive)
        for digest, size in backup.manifest["archive"].items():
            if not kept.holds(digest, size):
                with backup.store.open(digest) as source, kept.begin() as incoming:
                    for block in blocks(source):
                        incoming.write(block)
                    incoming.keep(digest)
        done.found["received files"] = len(backup.manifest["archive"])
    with done.part("publications"):
        paths = backup.manifest["publish"]
        for name in sorted(paths, key=lambda name: (name.rsplit("/", 1)[-1] in _LAST, name)):
            target = publish / name
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                fresh = target.with_name(f".{target.name}.restoring")
                with backup.store.open(paths[name]["sha256"]) as source, fresh.open("wb") as copy:
                    for block in blocks(source):
                        copy.write(block)
                fresh.replace(target)
        bundles = verify.bundles_of(publish) if publish.is_dir() else []
        faults = [f"{bundle.folder}: {fault}" for bundle in bundles for fault in bundle.faults]
        done.problems += faults + [str(link) for link in verify.broken_links(bundles)]
        done.found["published revisions proved"] = len(bundles)


def load_dump(backup: Backup, uri: str, *more: str) -> None:
    """Run pg_restore on an empty database. Raises BackupError."""
    jobs = min(4, os.cpu_count() or 1)
    programs.run("pg_restore", uri, "--exit-on-error", f"--jobs={jobs}", *more, backup.folder / DUMP)


def with_database(uri: str, name: str) -> str:
    """The URI of another database of the same server, for the same login."""
    return urlunsplit(urlsplit(uri)._replace(path=f"/{name}"))


def _fill(done: Restored, backup: Backup, uri: str, job_password: str | None) -> None:
    with done.part("database"):
        load_dump(backup, uri)
    with done.part("proving rows and hashes"), closing(_connect(uri)) as connection:
        if told := proving.differences(connection, backup):
            raise BackupError("What was restored is not what was backed up:\n  " + "\n  ".join(told))
        done.found["tables"] = len(backup.manifest["row_counts"])
        done.found["rows"] = sum(backup.manifest["row_counts"].values())
        done.found["freezes"] = len(backup.manifest["snapshots"])
    with done.part("bringing it to today's form"):
        warehouse.migrate(uri, job_password)
        with closing(_connect(uri)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("analyze")
            if told := proving.frozen_differences(holdings.snapshots(connection), backup):
                raise BackupError("Today's form changes what was frozen:\n  " + "\n  ".join(told))


def _connect(uri: str) -> Any:
    return psycopg2.connect(uri, options="-c timezone=Asia/Bangkok")


def _holds_something(uri: str) -> bool:
    """Whether a database is there that received a file, froze a month or holds tables that are not ours."""
    try:
        connection = _connect(uri)
    except psycopg2.OperationalError as failure:
        if "does not exist" in str(failure):
            return False
        raise BackupError(f"The server does not answer: {str(failure).strip()}") from None
    with closing(connection):
        counts = holdings.row_counts(connection)
    ours = ("ops.source_file", "snapshot.publication")
    return any(counts.get(table, 0) for table in ours) or (bool(counts) and not counts.keys() >= set(ours))


def _take_its_name(cursor: Any, beside: str, into: str) -> str | None:
    """Give the restored database its name; returns the one that what stood there has now, if anything did."""
    before = f"{into[:40]}_before_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    try:
        _rename(cursor, into, before)
    except psycopg2.errors.InvalidCatalogName:
        _rename(cursor, beside, into)
        return None
    try:
        _rename(cursor, beside, into)
    except BaseException:
        _rename(cursor, before, into)
        raise
    return before


def _rename(cursor: Any, old: str, new: str) -> None:
    """Rename a database, whoever is in it. Raises BackupError where somebody comes back all the time."""
    for _ in range(50):
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = %s and backend_type = 'client backend'",
            (old,),
        )
        try:
            cursor.execute(SQL("alter database {} rename to {}").format(Identifier(old), Identifier(new)))
            return
        except psycopg2.errors.ObjectInUse:
            time.sleep(0.2)
    raise BackupError(f"The database {old} is in use and cannot be renamed: stop Airflow (make down).")


def _password(uri: str) -> str | None:
    given = urlsplit(uri)
    return unquote(given.password) if given.username == warehouse.ETL_ROLE and given.password else None
