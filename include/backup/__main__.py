"""`python -m include.backup take [--to FOLDER] | restore --from FOLDER [--into NAME] [--confirm NAME] | drill`.

CHUMCHON_ADMIN_URI is a superuser's URI of the warehouse, AIRFLOW_CONN_WAREHOUSE the job's. Backups lie in
CHUMCHON_BACKUPS, else in `backups` at home. Ends with 0 when all is well, 1 when something is not, 2 when it cannot be
done.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from include import scratch, warehouse
from include.archive import FolderArchive
from include.backup import contents, drilling, restoring, taking
from include.backup.programs import BackupError

HOME = Path(os.environ.get("CHUMCHON_HOME") or Path(__file__).parents[2] / "var").resolve()


def take(given: argparse.Namespace) -> int:
    """Take a backup, record it, remove old ones by rule."""
    admin_uri, place = os.environ["CHUMCHON_ADMIN_URI"], (given.to or _place()).resolve()
    archive, publish = _folder("CHUMCHON_ARCHIVE_URI", "archive"), _folder("CHUMCHON_PUBLISH_URI", "publish")
    sources = taking.Sources(admin_uri, FolderArchive(archive) if archive else None, publish)
    began, at = time.monotonic(), datetime.now(UTC)
    try:
        taken = taking.take(place, sources, at)
    except (BackupError, OSError, psycopg2.Error) as failure:
        problem = f"สำรองข้อมูลไม่สำเร็จ: {str(failure).strip()}"
        _record(
            admin_uri,
            {"started_at": at, "ended_at": datetime.now(UTC), "ok": False, "problem_th": problem, "place": str(place)},
        )
        print(f"No backup was taken: {failure}", file=sys.stderr)
        return 2
    manifest = taken.backup.manifest
    _record(
        admin_uri,
        {
            "started_at": at,
            "ended_at": taken.ended_at,
            "ok": not taken.problems,
            "problem_th": "\n".join(taken.problems) or None,
            "place": str(taken.backup.folder),
            "bytes": taken.bytes,
            "new_bytes": taken.new_bytes,
            "row_counts": manifest["row_counts"],
            "snapshots": len(manifest["snapshots"]),
            "manifest_sha256": contents.digest_of(taken.backup.folder / contents.MANIFEST),
        },
    )
    print(f"Backup      {taken.backup.folder}")
    print(
        f"  {sum(manifest['row_counts'].values()):,} rows, {len(manifest['snapshots']):,} freezes,"
        f" {len(manifest['archive']):,} received files, {len(manifest['publish']):,} published files;"
        f" {taken.bytes / 1e6:,.1f} MB, {taken.new_bytes / 1e6:,.1f} MB of them new; {time.monotonic() - began:.1f} s"
    )
    for left_out in manifest["left_out"]:
        print(f"  not in it: {left_out}")
    for problem in taken.problems:
        print(f"  {problem}", file=sys.stderr)
    try:
        for removed in contents.thin(place):
            print(f"  removed by rule: {removed}")
    except (BackupError, OSError) as failure:
        print(f"No old backup was removed: {failure}", file=sys.stderr)
        return 1
    return 1 if taken.problems else 0


def restore(given: argparse.Namespace) -> int:
    """Restore a backup, prove it, and say how long it took."""
    admin_uri, job_uri = os.environ["CHUMCHON_ADMIN_URI"], warehouse.uri()
    living = urlsplit(admin_uri).path.strip("/")
    into = given.into or f"{living[:30]}_restored_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    archive, publish = _folder("CHUMCHON_ARCHIVE_URI", "archive"), _folder("CHUMCHON_PUBLISH_URI", "publish")
    if into != living:
        archive, publish = HOME / "restored" / into / "archive", HOME / "restored" / into / "publish"
    began = time.monotonic()
    backup = contents.read(given.from_.resolve())
    done = restoring.restore(backup, admin_uri, job_uri, into, given.confirm or None)
    if archive and publish:
        restoring.restore_files(done, backup, archive, publish)
    print(f"Restored    {backup.folder.name} into the database {into}, in {time.monotonic() - began:.1f} s")
    for part, seconds in done.seconds.items():
        print(f"  {seconds:6.1f} s  {part}")
    print("  " + ", ".join(f"{number:,} {what}" for what, number in done.found.items()))
    print(f"  received files in {archive}, publications in {publish}")
    if done.before:
        print(f"  What stood there before is now the database {done.before}; drop it when it is no longer wanted.")
    for problem in [*backup.manifest["problems"], *done.problems]:
        print(f"  {problem}", file=sys.stderr)
    print("Not proved" if done.problems else "Every row, hash and chain is what was backed up.")
    if into == living:
        print(
            "Now: make up, in production python -m include.local.postgres prepare: it puts passwords and keys in use."
        )
    return 1 if done.problems else 0


def drill(_: argparse.Namespace) -> int:
    """Try the last backup."""
    result = drilling.drill(_place(), f"make drill-restore {datetime.now(UTC):%FT%TZ}")
    print(drilling.line_of(result), file=sys.stdout if result["ok"] else sys.stderr)
    return 0 if result["ok"] else 1


def _record(admin_uri: str, row: dict[str, object]) -> None:
    """In the warehouse itself; where it takes no row, the backup is none the worse for it."""
    try:
        with warehouse.connect(admin_uri) as connection:
            drilling.record(connection, "backup", row)
    except psycopg2.Error as failure:
        print(f"The record of this backup could not be written to ops.backup: {failure}", file=sys.stderr)


def _place() -> Path:
    return Path(os.environ.get("CHUMCHON_BACKUPS") or HOME / "backups")


def _folder(variable: str, name: str) -> Path | None:
    """The folder that a variable names, else the one at home; None where it names something else."""
    scheme, _, path = (os.environ.get(variable) or f"file://{HOME / name}").partition("://")
    return Path(path) if scheme == "file" else None


def main(command_line: list[str]) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m include.backup")
    commands = parser.add_subparsers(required=True)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {"take": take, "restore": restore, "drill": drill}
    of = {name: commands.add_parser(name) for name in actions}
    for name, action in actions.items():
        of[name].set_defaults(action=action)
    of["take"].add_argument("--to", type=_path, help="another folder than usual")
    of["restore"].add_argument("--from", dest="from_", type=Path, required=True, help="the folder of a backup")
    of["restore"].add_argument("--into", default="", help="name of the database; a new one when empty")
    of["restore"].add_argument("--confirm", default="", help="name of the living warehouse that is to be replaced")
    given = parser.parse_args(command_line)
    try:
        code: int = given.action(given)
        return code
    except (BackupError, scratch.NoScratch, OSError, psycopg2.Error) as failure:
        print(failure, file=sys.stderr)
        return 2
    except KeyError as missing:
        print(f"{missing} is not set: `make backup` and `make restore` set it for this machine", file=sys.stderr)
        return 2


def _path(text: str) -> Path | None:
    return Path(text) if text else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
