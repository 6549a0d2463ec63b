"""A publish location, as a folder or an object store: whether a file is there, and a revision's files to be proved.

An object store is asked with the Airflow connection that its URI names (`s3://CONNECTION@bucket/prefix`), as the
environment has it: `AIRFLOW_CONN_<CONNECTION>`, a URI or JSON, with `endpoint_url` and `region_name` in its extra. Its
listing is trusted for what is there; a revision that is proved is fetched as a whole.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit


class Place(Protocol):
    """Where publications lie."""

    def has(self, name: str) -> bool:
        """Whether a file is there, by its path below the root."""

    def revision(self, name: str) -> Any:
        """A context that gives the folder of a revision, with the files that lie directly in it."""

    def probe(self, name: str) -> None:
        """Writes a small file and takes it away. Raises OSError where that cannot be done."""


class Folder:
    """A folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, name: str) -> bool:
        return (self.root / name).is_file()

    @contextmanager
    def revision(self, name: str) -> Iterator[Path]:
        yield self.root / name

    def probe(self, name: str) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        path = self.root / name
        try:
            path.write_bytes(b"watchdog\n")
        finally:
            path.unlink(missing_ok=True)


class Store:
    """A prefix of an object store."""

    def __init__(self, uri: str) -> None:
        import fsspec

        scheme, _, rest = uri.partition("://")
        connection_id, at, place = rest.rpartition("@")
        self._files = fsspec.filesystem(scheme, **(_options(connection_id) if at else {}))
        self._root = place.rstrip("/")
        self._listed: set[str] | None = None

    def has(self, name: str) -> bool:
        if self._listed is None:
            self._listed = set(self._files.find(self._root))
        return f"{self._root}/{name}" in self._listed

    @contextmanager
    def revision(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="watchdog-") as below:
            folder = Path(below, *name.split("/"))
            folder.mkdir(parents=True)
            start = f"{self._root}/{name}/"
            for key in sorted(self._listed or ()):
                inside = key.removeprefix(start)
                if key.startswith(start) and "/" not in inside:
                    (folder / inside).write_bytes(self._files.cat_file(key))
            yield folder

    def probe(self, name: str) -> None:
        path = f"{self._root}/{name}"
        try:
            self._files.pipe_file(path, b"watchdog\n")
            self._files.rm_file(path)
        except OSError:
            raise
        except Exception as error:  # the client's own kinds of failure
            raise OSError(0, type(error).__name__) from error


def at(uri: str) -> Place:
    """The place that a URI names. Raises KeyError where its connection is not in the environment."""
    if uri.startswith("file://") or "://" not in uri:
        return Folder(Path(uri.removeprefix("file://")))
    return Store(uri)


def _options(connection_id: str) -> dict[str, Any]:
    """What s3fs has to be told of an Airflow connection."""
    given = os.environ[f"AIRFLOW_CONN_{connection_id.upper()}"]
    if given.lstrip().startswith("{"):
        parts = json.loads(given)
        extra = parts.get("extra") or {}
        extra = json.loads(extra) if isinstance(extra, str) else extra
        key, secret = parts.get("login"), parts.get("password")
    else:
        split = urlsplit(given)
        query = dict(parse_qsl(split.query))
        extra = json.loads(query["__extra__"]) if "__extra__" in query else query
        key, secret = (unquote(part) if part else None for part in (split.username, split.password))
    client = {name: extra[name] for name in ("endpoint_url", "region_name") if extra.get(name)}
    return {"key": key, "secret": secret, "client_kwargs": client, "use_listings_cache": False}
