"""What is listed of one file: its name made fit to be kept and shown, and why a file of such a name is never opened."""

import errno
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import BinaryIO, NoReturn

from include.loaders.receiving import LandedFile, problem_of
from include.loaders.refusal import FileRefused

UNKNOWN_TIME = datetime.fromtimestamp(0, UTC)

# An object store allows no longer key; an index of the database takes no longer text than 2,700 bytes.
_LONGEST_PATH_BYTES = 1_024
_LONGEST_URI_BYTES = 2_000
_FILE_ENDINGS = (".csv", ".csv.gz", ".xlsx", ".xls", ".parquet")
# Letters after these are shown in another order than they stand: “exe.xlsx” may be “xslx.exe”.
_REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def entry(
    root_uri: str,
    path: Sequence[str],
    size: int,
    modified_at: datetime,
    fingerprint: str,
    open_it: Callable[[], BinaryIO],
    never_opened: FileRefused | None = None,
) -> LandedFile:
    """A file `path` below the root, refused for its name unless there is another reason never to open it."""
    return LandedFile(
        uri=_shortened(_shown(f"{root_uri}/{'/'.join(path)}")),
        path=tuple(path),
        bytes=size,
        modified_at=modified_at,
        fingerprint=fingerprint,
        open=open_it,
        never_opened=never_opened or name_refused(path),
    )


def refused(root_uri: str, path: Sequence[str], why: FileRefused) -> LandedFile:
    """What is not a file, and has its row for the sender to read why."""
    return entry(root_uri, path, 0, UNKNOWN_TIME, why.code, partial(_cannot, OSError(errno.EINVAL, why.code)), why)


def unreadable(root_uri: str, path: Sequence[str], failure: OSError) -> LandedFile:
    """A folder or file about which nothing could be learned; it is asked about again by the next scan, not before."""
    told = OSError(errno.EIO, problem_of(failure))
    return entry(root_uri, path, 0, UNKNOWN_TIME, "", partial(_cannot, told))


def named_as_file(name: str) -> bool:
    """Whether a folder has the name of a file, which its sender will have meant to send."""
    return name.lower().endswith(_FILE_ENDINGS)


def name_refused(path: Sequence[str]) -> FileRefused | None:
    """Why a file of this path is never opened; None when its name is harmless."""
    if any(part in ("", ".", "..") or "/" in part for part in path):
        return FileRefused("name_leads_elsewhere")
    try:
        encoded = "/".join(path).encode()
    except UnicodeEncodeError:
        return FileRefused("name_not_text")
    if len(encoded) > _LONGEST_PATH_BYTES:
        return FileRefused("name_too_long", limit=_LONGEST_PATH_BYTES)
    if not all(map(_is_seen, "/".join(path))):
        return FileRefused("name_with_control_characters")
    return None


def _is_seen(character: str) -> bool:
    """Whether a character stands where it is; zero-width characters, common in Thai, do no harm."""
    return unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp") and character not in _REORDERING


def _shown(uri: str) -> str:
    return "".join(c if _is_seen(c) else c.encode("unicode_escape").decode() for c in uri)


def _shortened(uri: str) -> str:
    encoded = uri.encode()
    if len(encoded) <= _LONGEST_URI_BYTES:
        return uri
    beginning = encoded[: _LONGEST_URI_BYTES - 100].decode(errors="ignore")
    return f"{beginning}… {sha256(encoded).hexdigest()}"


def _cannot(failure: OSError) -> NoReturn:
    raise failure
