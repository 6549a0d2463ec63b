"""A landing zone that is a folder of this machine, or one that is mounted on it."""

import errno
import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from include.landing_zone.entries import UNKNOWN_TIME, entry, named_as_file, refused, unreadable
from include.loaders.receiving import LandedFile
from include.loaders.refusal import FileRefused

_FOLDER = os.O_RDONLY | os.O_DIRECTORY


def files(root: Path) -> Iterator[LandedFile]:
    """Every file below a folder, none when it is not there. Raises OSError when the folder itself cannot be listed."""
    if not root.exists():
        return
    root_uri, zone = f"file://{root}", root.resolve()
    pending: list[tuple[str, ...]] = [()]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(root.joinpath(*folder)) as listing:
                found = sorted(listing, key=lambda item: item.name)
        except OSError as failure:
            if not folder:
                raise
            yield unreadable(root_uri, folder, failure)
            continue
        for item in found:
            path = (*folder, item.name)
            if not item.is_dir(follow_symlinks=False):
                if found_file := _file(root_uri, path, zone):
                    yield found_file
                continue
            pending.append(path)
            if named_as_file(item.name):
                yield refused(root_uri, path, FileRefused("folder_named_as_file"))


def _file(root_uri: str, path: tuple[str, ...], zone: Path) -> LandedFile | None:
    """Anything but a folder; None when it is gone. A link is judged by what it leads to, when that is in the zone."""
    place = zone.joinpath(*path)
    try:
        found = place.lstat()
    except FileNotFoundError:
        return None
    fingerprint = _fingerprint(found)
    if stat.S_ISLNK(found.st_mode):
        place = Path(os.path.realpath(place))
        if not place.is_relative_to(zone):
            return refused(root_uri, path, FileRefused("leads_out"))
        try:
            found = place.stat()
        except OSError as failure:
            return unreadable(root_uri, path, failure)
        fingerprint += f" {_fingerprint(found)}"
    if stat.S_ISDIR(found.st_mode):
        return refused(root_uri, path, FileRefused("link_to_folder"))
    if not stat.S_ISREG(found.st_mode):
        return refused(root_uri, path, FileRefused("not_a_file"))
    opener = partial(_open, zone, place.relative_to(zone).parts)
    return entry(root_uri, path, found.st_size, _time(found.st_mtime), fingerprint, opener)


def _fingerprint(found: os.stat_result) -> str:
    return f"{found.st_ino} {found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def _time(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError):
        return UNKNOWN_TIME


def _open(zone: Path, path: tuple[str, ...]) -> BinaryIO:
    """Open a file by no link, whatever became one since it was listed, and without waiting for a pipe's writer."""
    folder = os.open(zone, _FOLDER)
    try:
        for part in path[:-1]:
            above, folder = folder, os.open(part, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
            os.close(above)
        descriptor = os.open(path[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    finally:
        os.close(folder)
    source = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        source.close()
        raise OSError(errno.ESTALE, "is a file no more", "/".join(path))
    return source
