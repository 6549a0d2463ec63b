"""A backup as a folder: what is in it, how it is found to be whole, and which ones are kept.

<place>/files/<two digits>/<sha256>   received files and publications, each once whatever backups hold it
<place>/<time>/warehouse.dump         the database, as pg_dump's custom format has it
<place>/<time>/roles.sql              its roles, without passwords
<place>/<time>/manifest.json          what the backup consists of, every file with its length and SHA-256, rows, hashes
<place>/<time>/SHA256SUMS             the same hashes, for `sha256sum --check SHA256SUMS`

A folder has its name only once it is whole: before that it ends in `.partial`.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from include.archive import FolderArchive
from include.backup.programs import BackupError

DUMP, ROLES, MANIFEST, SUMS = "warehouse.dump", "roles.sql", "manifest.json", "SHA256SUMS"
FILES = "files"
PARTIAL = ".partial"
NAME = "%Y-%m-%dT%H%M%SZ"
FORM = 1
DAILY, MONTHLY = 14, 13
_BLOCK = 1 << 20
_BANGKOK = ZoneInfo("Asia/Bangkok")


@dataclass(frozen=True)
class Backup:
    """A whole backup and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def started_at(self) -> datetime:
        """The moment that it is of."""
        return datetime.fromisoformat(self.manifest["started_at"])

    @property
    def store(self) -> FolderArchive:
        """The received files and publications, by SHA-256."""
        return FolderArchive(self.folder.parent / FILES)

    @property
    def dump(self) -> Path:
        """The database."""
        return self.folder / DUMP

    @property
    def stored(self) -> dict[str, int]:
        """Everything of it that lies in the store: lengths by SHA-256."""
        published = {about["sha256"]: about["bytes"] for about in self.manifest["publish"].values()}
        received: dict[str, int] = self.manifest["archive"]
        return published | received

    @property
    def good(self) -> bool:
        """Whether it lacks nothing that was to be in it, as far as names and lengths tell."""
        return (
            not self.manifest["problems"]
            and all(
                (self.folder / name).is_file() and (self.folder / name).stat().st_size == about["bytes"]
                for name, about in self.manifest["files"].items()
            )
            and all(self.store.holds(digest, size) for digest, size in self.stored.items())
        )

    def faults(self) -> list[str]:
        """A Thai sentence for every file of it that is not there as it was: each is read and hashed."""
        told = []
        for name, about in self.manifest["files"].items():
            told += _fault(name, self.folder / name, about["sha256"])
        for digest in sorted(self.stored):
            told += _fault(f"{FILES}/{digest}", self.folder.parent / FILES / digest[:2] / digest, digest)
        return told


def read(folder: Path) -> Backup:
    """The backup in a folder. Raises BackupError where there is none that is whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        said = (folder / SUMS).read_text()
    except (OSError, ValueError) as failure:
        raise BackupError(f"{folder} is no whole backup: {failure}") from None
    if f"{digest_of(folder / MANIFEST)}  {MANIFEST}\n" not in said:
        raise BackupError(f"{folder / MANIFEST} is not the one that was written: its SHA-256 is not that of {SUMS}")
    if folder.name.endswith(PARTIAL) or manifest.get("form") != FORM:
        raise BackupError(f"{folder} is no whole backup, or of a form that this version does not read")
    return Backup(folder, manifest)


def every(place: Path) -> list[Backup]:
    """The whole backups of a place, the oldest first. Raises BackupError for one that cannot be read."""
    folders = (path for path in place.glob("[0-9]*Z") if path.is_dir())
    return sorted((read(folder) for folder in folders), key=lambda backup: backup.started_at)


def latest(place: Path) -> Backup:
    """The last good one of a place. Raises BackupError where there is none."""
    for folder in sorted((path for path in place.glob("[0-9]*Z") if path.is_dir()), reverse=True):
        try:
            backup = read(folder)
        except BackupError:
            continue
        if backup.good:
            return backup
    raise BackupError(f"{place} holds no good backup: take one with `make backup`")


def kept(taken: Mapping[str, datetime]) -> set[str]:
    """Of good backups those that stay: the last of each of the last 14 days and 13 months, and all within a day."""
    newest = max(taken.values(), default=None)
    stay = {name for name, at in taken.items() if newest and newest - at < timedelta(days=1)}
    for length, span in ((DAILY, "%Y-%m-%d"), (MONTHLY, "%Y-%m")):
        last = {}
        for name, at in sorted(taken.items(), key=lambda item: item[1]):
            last[at.astimezone(_BANGKOK).strftime(span)] = name
        stay |= {last[each] for each in sorted(last)[-length:]}
    return stay


def thin(place: Path) -> list[str]:
    """Remove old backups by rule, and stored files that none of the others has; returns the names of the removed.

    The last good backup always stays, and so does whatever was taken since. Nothing goes while one cannot be read.
    """
    backups = every(place)
    good = {backup.folder.name: backup.started_at for backup in backups if backup.good}
    if not good:
        return []
    stay = kept(good) | {backup.folder.name for backup in backups if backup.started_at >= max(good.values())}
    removed = [backup for backup in backups if backup.folder.name not in stay]
    for backup in removed:
        gone = backup.folder.with_name(backup.folder.name + PARTIAL)
        backup.folder.rename(gone)  # not for a moment half of it under the name of a whole one
        shutil.rmtree(gone)
    wanted = {digest for backup in backups if backup not in removed for digest in backup.stored}
    for path in (place / FILES).glob("[0-9a-f][0-9a-f]/*"):
        if path.name not in wanted:
            path.unlink()
    return [backup.folder.name for backup in removed]


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """One at a time writes to a place; what a killed one left half written is removed. Raises BackupError."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (place / ".lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup is being written to {place}; wait for its end.") from None
        for left in place.glob(f"*{PARTIAL}"):
            shutil.rmtree(left)
        for left in (place / FILES / "incoming").glob("*"):
            left.unlink()
        yield


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blocks(source: BinaryIO) -> Iterator[bytes]:
    """A file's bytes, a piece at a time."""
    while block := source.read(_BLOCK):
        yield block


def make_lasting(path: Path) -> None:
    """Have a file, or the names in a folder, outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fault(name: str, path: Path, digest: str) -> list[str]:
    try:
        return [] if digest_of(path) == digest else [f"{name}: เนื้อไฟล์ไม่ตรงกับค่าแฮชที่บันทึกไว้เมื่อสำรอง"]
    except OSError as failure:
        return [f"{name}: อ่านไม่ได้ {failure.strerror}"]
