"""A landing zone that is a prefix of an object store's bucket, whatever store fsspec has a file system for."""

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, BinaryIO

from include.landing_zone.entries import UNKNOWN_TIME, entry, named_as_file, refused
from include.loaders.receiving import LandedFile
from include.loaders.refusal import FileRefused

_BLOCK_BYTES = 8 << 20  # read ahead and kept in memory, of one file
_NUMBERS = {FileNotFoundError: errno.ENOENT, PermissionError: errno.EACCES, TimeoutError: errno.ETIMEDOUT}


def files(store: Any, root: str, protocol: str) -> Iterator[LandedFile]:
    """Every object whose key begins with the prefix and a slash, in one listing without a stale page of it.

    Raises OSError when the store, the bucket or the right to list it is missing.
    """
    root = root.rstrip("/")
    with _told(root):
        store.invalidate_cache()
        found = store.find(root, detail=True)
    for key, details in sorted(found.items()):
        path = tuple(key.removeprefix(f"{root}/").split("/"))
        size = int(details.get("size") or 0)
        if key.endswith("/") and size == 0:  # how consoles make an empty folder
            if len(path) > 1 and named_as_file(path[-2]):
                yield refused(f"{protocol}://{root}", path[:-1], FileRefused("folder_named_as_file"))
            continue
        opener = partial(_open, store, key, size)
        yield entry(f"{protocol}://{root}", path, size, _modified_at(details), _fingerprint(details), opener)


def _fingerprint(details: dict[str, Any]) -> str:
    """What changes when the object does: the store's own tag, else all it tells."""
    if details.get("ETag"):
        return f"{details['ETag']} {details.get('size')}"
    return repr(sorted((key, str(value)) for key, value in details.items()))


def _modified_at(details: dict[str, Any]) -> datetime:
    given = details.get("LastModified") or details.get("last_modified") or details.get("mtime")
    if isinstance(given, datetime):
        return given
    return datetime.fromtimestamp(given, UTC) if isinstance(given, int | float) else UNKNOWN_TIME


def _open(store: Any, key: str, size: int) -> BinaryIO:
    with _told(key):
        return io.BufferedReader(_Whole(store.open(key, "rb", block_size=_BLOCK_BYTES), key, size))


class _Whole(io.RawIOBase):
    """An object that ends where the listing said: one that breaks off before does not pass for a whole one."""

    def __init__(self, source: Any, key: str, size: int) -> None:
        self._source, self._key, self._left = source, key, size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _told(self._key):
            block = self._source.read(len(buffer))
        self._left -= len(block)
        if not block and self._left:
            raise ConnectionError(errno.ECONNRESET, "the download broke off", self._key)
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._source.close()
        super().close()


@contextmanager
def _told(key: str) -> Iterator[None]:
    """Whatever the store's library raises as an OSError with a number; it has asked again itself where that helps."""
    try:
        yield
    except OSError as failure:
        if failure.errno is not None:
            raise
        raise OSError(_NUMBERS.get(type(failure), errno.EIO), str(failure), key) from failure
    except Exception as failure:
        raise OSError(errno.EIO, f"{type(failure).__name__}: {failure}", key) from failure
