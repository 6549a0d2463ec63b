"""The bytes of received files, kept as they came under their own SHA-256: `<root>/<first two digits>/<sha256>`.

What is being written lies in `<root>/incoming/` and is moved in place once it is whole. A file is kept once, whatever
it was called. Knows file systems, not Airflow and not the database.
"""

import errno
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol, Self
from uuid import uuid4

_INCOMING = "incoming"
_ABANDONED_SECONDS = 86_400  # what was being written longer ago than this never will be whole
_MODE = 0o400


class Incoming(Protocol):
    """The bytes of one file being written; a context that removes them where it ends before `keep`."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *failure: Any) -> None: ...

    def write(self, block: bytes) -> object:
        """Add the next bytes. Raises OSError."""

    def keep(self, sha256: str) -> None:
        """Move what was written to its place, lastingly. Raises OSError, and then nothing is kept."""


class Archive(Protocol):
    """Received files by their SHA-256. Everything raises OSError where the place cannot be used."""

    keeps: bool

    def holds(self, sha256: str, size: int) -> bool:
        """Whether so many bytes are kept under a digest."""

    def begin(self) -> Incoming:
        """Begin to write a file whose digest is not known yet."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes. Raises FileNotFoundError where they are not kept."""

    def erase(self, sha256: str) -> None:
        """Remove the bytes; what is not there is erased already."""

    def sweep(self) -> None:
        """Remove what was left half written by a job that died."""


def at(filesystem: Any, root: str, protocol: str) -> Archive:
    """The archive at a root of an fsspec file system. Raises ValueError for one that nobody can write to."""
    if protocol in ("", "file", "local"):
        return FolderArchive(Path(root))
    if protocol in ("http", "https"):
        raise ValueError("the archive of received files is a folder or an object store: nothing can be kept by HTTP")
    return StoreArchive(filesystem, root.rstrip("/"))


def _place(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


class FolderArchive:
    """An archive in a folder of this machine, or one that is mounted on it. Nobody but its owner may look inside."""

    keeps = True

    def __init__(self, root: Path) -> None:
        self._root = root

    def holds(self, sha256: str, size: int) -> bool:
        """Whether so many bytes are kept under a digest."""
        try:
            return (self._root / _place(sha256)).stat().st_size == size
        except FileNotFoundError:
            return False

    def begin(self) -> "_IncomingFile":
        """Begin to write a file whose digest is not known yet."""
        folder = self._root / _INCOMING
        self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        return _IncomingFile(self._root, folder / uuid4().hex)

    def open(self, sha256: str) -> BinaryIO:
        """The bytes. Raises FileNotFoundError where they are not kept."""
        return (self._root / _place(sha256)).open("rb")

    def erase(self, sha256: str) -> None:
        """Remove the bytes; what is not there is erased already."""
        place = self._root / _place(sha256)
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            _make_lasting(place.parent)

    def sweep(self) -> None:
        """Remove what was left half written by a job that died."""
        for left in (self._root / _INCOMING).glob("*"):
            if left.stat().st_mtime < time.time() - _ABANDONED_SECONDS:
                left.unlink(missing_ok=True)


class _IncomingFile:
    def __init__(self, root: Path, path: Path) -> None:
        self._root, self._path = root, path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        os.close(self._descriptor)
        self._path.unlink(missing_ok=True)

    def write(self, block: bytes) -> None:
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def keep(self, sha256: str) -> None:
        os.fchmod(self._descriptor, _MODE)
        os.fsync(self._descriptor)
        place = self._root / _place(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _make_lasting(self._root)
        self._path.replace(place)
        _make_lasting(place.parent)


def _make_lasting(folder: Path) -> None:
    """Have the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class StoreArchive:
    """An archive under a prefix of an object store's bucket, whatever store fsspec has a file system for."""

    keeps = True

    def __init__(self, store: Any, root: str) -> None:
        self._store, self._root = store, root

    def holds(self, sha256: str, size: int) -> bool:
        """Whether so many bytes are kept under a digest."""
        try:
            return bool(self._size(_place(sha256)) == size)
        except FileNotFoundError:
            return False

    def begin(self) -> "_IncomingObject":
        """Begin to write a file whose digest is not known yet."""
        return _IncomingObject(self, f"{_INCOMING}/{uuid4().hex}")

    def open(self, sha256: str) -> BinaryIO:
        """The bytes. Raises FileNotFoundError where they are not kept."""
        source: BinaryIO = _told(self._store.open, self._key(_place(sha256)), "rb")
        return source

    def erase(self, sha256: str) -> None:
        """Remove the bytes; what is not there is erased already."""
        self._remove(_place(sha256))

    def sweep(self) -> None:
        """Remove what was left half written by a job that died."""
        for key, details in _told(self._store.find, self._key(_INCOMING), detail=True).items():
            changed = details.get("LastModified") or details.get("created")
            if changed is not None and changed.timestamp() < time.time() - _ABANDONED_SECONDS:
                _told(self._store.rm_file, key)

    def _key(self, place: str) -> str:
        return f"{self._root}/{place}"

    def _size(self, place: str) -> int:
        self._store.invalidate_cache()
        return int(_told(self._store.info, self._key(place))["size"])

    def _remove(self, place: str) -> None:
        with suppress(FileNotFoundError):
            _told(self._store.rm_file, self._key(place))


class _IncomingObject:
    def __init__(self, archive: StoreArchive, place: str) -> None:
        self._archive, self._place, self._written = archive, place, 0
        self._object = _told(archive._store.open, archive._key(place), "wb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        if not self._object.closed:
            self._object.close()
        self._archive._remove(self._place)

    def write(self, block: bytes) -> None:
        _told(self._object.write, block)
        self._written += len(block)

    def keep(self, sha256: str) -> None:
        _told(self._object.close)
        arrived = self._archive._size(self._place)
        if arrived != self._written:
            raise OSError(errno.EIO, f"{arrived} bytes arrived instead of {self._written}")
        store, key = self._archive._store, self._archive._key
        _told(store.cp_file, key(self._place), key(_place(sha256)))


def _told(ask: Any, *given: Any, **named: Any) -> Any:
    """What a store answers; whatever its library raises comes as an OSError."""
    try:
        return ask(*given, **named)
    except OSError:
        raise
    except Exception as failure:
        raise OSError(errno.EIO, f"{type(failure).__name__}: {failure}") from failure
