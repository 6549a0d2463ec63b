"""A landing zone that is an HTML index of a web server, with the indexes below it."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import mktime_tz, parsedate_tz
from functools import partial
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from include.landing_zone.entries import (
    UNKNOWN_TIME,
    entry,
    name_refused,
    named_as_file,
    refused,
    unreadable,
)
from include.landing_zone.web_folder import normal
from include.loaders.receiving import LandedFile
from include.loaders.refusal import FileRefused
from include.patience import patiently

_ASKED_AT_ONCE = 8
_MOST_LEVELS = 6  # of folders: three are used, and an index that leads in circles has no last one
# Two versions of one second have the same Last-Modified: believed once it lies further back than this.
_SAME_SECOND = timedelta(seconds=2)


def files(server: Any, root: str) -> Iterator[LandedFile]:
    """Every file the indexes lead to. Raises OSError when the first index cannot be had."""
    root = normal(f"{root.rstrip('/')}/")
    root_uri = unquote(root).rstrip("/")
    server.invalidate_cache()
    pending, seen = deque([root]), {root}
    with ThreadPoolExecutor(_ASKED_AT_ONCE) as pool:
        while pending:
            folder = pending.popleft()
            try:
                links = patiently(partial(server.ls, folder))
            except OSError as failure:
                if folder == root:
                    raise
                yield unreadable(root_uri, _path(folder, root), failure)
                continue
            fresh = [link["name"] for link in links if link["name"] not in seen]
            seen.update(fresh)
            harmless = []
            for url in fresh:
                if why := name_refused(_path(url, root)):
                    yield refused(root_uri, _path(url, root), why)
                else:
                    harmless.append(url)
            for url, details in zip(harmless, pool.map(partial(_details, server), harmless), strict=True):
                path = _path(url, root)
                if isinstance(details, OSError):
                    yield unreadable(root_uri, path, details)
                elif details["type"] == "directory":
                    if named_as_file(path[-1]):
                        yield refused(root_uri, path, FileRefused("folder_named_as_file"))
                    if len(path) > _MOST_LEVELS:
                        yield refused(root_uri, path, FileRefused("folders_too_deep", limit=_MOST_LEVELS))
                    elif details["name"] not in seen or details["name"] == url:
                        seen.add(details["name"])
                        pending.append(details["name"])
                else:
                    yield _file(server, root_uri, path, url, details)


def _path(url: str, root: str) -> tuple[str, ...]:
    """The parts of a URL below the root, decoded; bytes that are not UTF-8 as surrogates."""
    below = url.removeprefix(root).removesuffix("/")
    return tuple(unquote(part, errors="surrogateescape") for part in below.split("/"))


def _details(server: Any, url: str) -> dict[str, Any] | OSError:
    """What the server tells of a link; of a folder its index will tell."""
    if url.endswith("/"):
        return {"name": url, "type": "directory"}
    try:
        details: dict[str, Any] = patiently(partial(server.info, url))
    except OSError as failure:
        return failure
    return details


def _file(server: Any, root_uri: str, path: tuple[str, ...], url: str, details: dict[str, Any]) -> LandedFile:
    opener = partial(server.open, url, "rb")
    modified_at = _time(details["Last-Modified"]) or UNKNOWN_TIME
    return entry(root_uri, path, details["size"] or 0, modified_at, _fingerprint(details), opener)


def _fingerprint(details: dict[str, Any]) -> str:
    """What changes when the file does; another one each time when the server tells nothing that does."""
    tag, told_at = details["ETag"], _time(details["Date"])
    modified_at = _time(details["Last-Modified"])
    if tag and not tag.startswith("W/"):
        return f"{tag} {details['size']}"
    if modified_at and told_at and told_at - modified_at > _SAME_SECOND:
        return f"{tag} {modified_at.isoformat()} {details['size']}"
    return uuid4().hex


def _time(header: str | None) -> datetime | None:
    parts = parsedate_tz(header or "")
    try:
        return datetime.fromtimestamp(mktime_tz(parts), UTC) if parts else None
    except (ValueError, OverflowError):
        return None
