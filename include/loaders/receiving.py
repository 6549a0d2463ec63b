"""A landed file's bytes, read once from wherever they are, with their SHA-256, and kept as they came."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import IO, BinaryIO

from include.loaders import limits
from include.loaders.keeping import NOTHING, Keeper, Keeping
from include.loaders.refusal import FileRefused, Undecided, sentence
from include.patience import patiently

NEVER_READ = ""  # stands for the SHA-256 of a file whose bytes were not read
KEPT_IN_MEMORY = 8 << 20
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class LandedFile:
    """A file as the landing zone lists it.

    `uri` is plain text, unencoded; `path` is relative to the landing root; `modified_at` has a time zone;
    `fingerprint` changes whenever the file seems to have changed; `never_opened` says why a file is not even opened,
    such as a link out of the zone. `open()` and reading may raise OSError; what is a ConnectionError or TimeoutError
    may well succeed a moment later.
    """

    uri: str
    path: tuple[str, ...]
    bytes: int
    modified_at: datetime
    fingerprint: str
    open: Callable[[], BinaryIO]
    never_opened: FileRefused | None = None


@dataclass(frozen=True)
class Received:
    """What arrived: digest and size of the bytes, a copy of them where they are to be loaded, and why they are not.

    `kept`: the archive holds the bytes.
    """

    sha256: str
    size: int
    content: IO[bytes] | None
    reason: str | None
    kept: bool = False


def receive(file: LandedFile, reason: str | None, archive: Keeper = NOTHING) -> Received:
    """Read a file and keep a copy, which is what the digest says even when the file changes meanwhile.

    With a `reason` not to load it, its digest is taken and the archive keeps it, unless it is larger than any file may
    be; what is never opened is not opened for that either. What the archive cannot keep is not loaded, and counts as
    never read: the next scan tries again.
    """
    if file.never_opened:
        return Received(NEVER_READ, file.bytes, None, reason)
    try:
        return patiently(partial(_read, file, reason, archive))
    except OSError as failure:
        return Received(NEVER_READ, file.bytes, None, sentence("cannot_be_opened", problem=problem_of(failure)))
    except FileRefused as refused:
        return Received(NEVER_READ, file.bytes, None, refused.reason)


def problem_of(failure: OSError) -> str:
    """What the system or the server said, without the file's name."""
    return failure.strerror or str(failure) or type(failure).__name__


def _read(file: LandedFile, reason: str | None, archive: Keeper) -> Received:
    digest, size = hashlib.sha256(), 0
    copied = reason is None or (archive.keeps and file.bytes <= limits.FILE_BYTES)
    with ExitStack() as stack:
        content = stack.enter_context(tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY))
        with file.open() as source:
            while block := source.read(_BLOCK_BYTES):
                digest.update(block)
                size += len(block)
                if size > max(limits.FILE_BYTES, file.bytes):  # the server did not tell, and may never end
                    raise FileRefused("file_too_large", gigabytes=limits.FILE_BYTES / (1 << 30))
                if copied:
                    content.write(block)
        if size == 0:
            reason = reason or sentence("empty_file")
        kept = archive.keeps and copied and size > 0
        if kept:
            _keep(archive, digest.hexdigest(), size, content)
        if reason is not None:
            return Received(digest.hexdigest(), size, None, reason, kept)
        stack.pop_all()
        return Received(digest.hexdigest(), size, content, None, kept)


def _keep(archive: Keeper, sha256: str, size: int, content: IO[bytes]) -> None:
    """Raises FileRefused when the archive cannot take the bytes."""
    with _archive_failure_refuses():
        if archive.holds(sha256, size):
            return
        content.seek(0)
        with archive.begin() as kept:
            while block := content.read(_BLOCK_BYTES):
                kept.write(block)
            kept.keep(sha256)


@contextmanager
def _archive_failure_refuses() -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise FileRefused("cannot_be_archived", problem=problem_of(failure)) from failure


class Arriving:
    """A large file while it is read for the first and only time, on its way into the archive too.

    Its digest is known when all of it was read.
    """

    def __init__(self, source: BinaryIO, expected: int, kept: Keeping) -> None:
        self._source = source
        self._expected = expected
        self._kept = kept
        self._size = 0
        self._digest = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """Up to `size` next bytes. Raises Undecided when the file breaks off, or ends at another size than listed.

        Raises FileRefused when the archive does not take them.
        """
        try:
            block = self._source.read(size)
        except OSError as failure:
            raise Undecided(str(failure)) from failure
        self._digest.update(block)
        self._size += len(block)
        with _archive_failure_refuses():
            self._kept.write(block)
        if not block and self._size != self._expected:
            raise Undecided(f"{self._size} bytes instead of {self._expected}")
        return block

    def keep(self) -> None:
        """Have the archive keep all of it. Raises FileRefused when it cannot."""
        with _archive_failure_refuses():
            self._kept.keep(self.sha256)

    @property
    def sha256(self) -> str:
        """The digest of what was read so far."""
        return self._digest.hexdigest()
