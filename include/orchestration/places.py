"""Where files come from and go to, as the environment names it: landing zone, archive, publish location."""

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from airflow.sdk import Connection, ObjectStoragePath
from airflow.sdk.io import attach

from include import archive, landing_zone
from include.landing_zone.web_folder import WebFolder, client
from include.loaders import landing

PROJECT = Path(__file__).parents[2]


def landing_root() -> ObjectStoragePath:
    """The landing zone named by `CHUMCHON_LANDING_URI`, else `landing` in the home folder.

    A URI names an Airflow connection where a password would stand: `s3://CONNECTION@bucket/prefix`.
    Raises ValueError when a password stands there.
    """
    return named_place("CHUMCHON_LANDING_URI", "landing")


def publish_root() -> ObjectStoragePath:
    return ObjectStoragePath(os.environ.get("CHUMCHON_PUBLISH_URI") or f"file://{home() / 'publish'}")


def received_files() -> archive.Archive:
    """The archive named by `CHUMCHON_ARCHIVE_URI`, else `archive` in the home folder.

    Raises ValueError for one to which nothing can be written, or when a password stands in the URI.
    """
    root = named_place("CHUMCHON_ARCHIVE_URI", "archive")
    return archive.at(root.fs, root.path, root.protocol)


def landed_files(root: ObjectStoragePath) -> Iterator[landing.LandedFile]:
    """Every file under the root; nothing is opened yet. Raises OSError when the landing zone cannot be listed."""
    return landing_zone.files(root.fs, root.path, root.protocol)


def data_docs_folder() -> Path:
    """Where the results of the last audit can be read as pages: `CHUMCHON_DATA_DOCS`, else `data_docs` at home."""
    return Path(os.environ.get("CHUMCHON_DATA_DOCS") or home() / "data_docs")


def volumes() -> dict[str, Path]:
    """The folders of this machine that fill up, by name; not what lies in an object store."""
    folders = {"home": home()}
    for name in ("landing", "archive", "publish"):
        given = os.environ.get(f"CHUMCHON_{name.upper()}_URI") or f"file://{home() / name}"
        if given.startswith("file://"):
            folders[name] = Path(given.removeprefix("file://"))
    return folders


def backups_folder() -> Path:
    """Where backups lie: `CHUMCHON_BACKUPS`, else `backups` at home."""
    return Path(os.environ.get("CHUMCHON_BACKUPS") or home() / "backups")


def named_place(variable: str, folder: str) -> ObjectStoragePath:
    """The place that an environment variable names, else a folder at home."""
    given = os.environ.get(variable) or f"file://{home() / folder}"
    scheme, _, place = given.partition("://")
    if scheme != "file" and re.match(r"[^@]*:[^@]*@", place):
        raise ValueError(f"{variable} holds a password (`:` before `@`): keep it in an Airflow connection")
    connection_id = place.partition("/")[0].rpartition("@")[0]
    if scheme in WebFolder.protocol:
        attach(scheme, connection_id or None, fs=_web_folder(connection_id))
    return ObjectStoragePath(given)


def _web_folder(connection_id: str) -> WebFolder:
    """Airflow has no file system for HTTP: one with a connection's login, password and, in its extra, `headers`."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # else a line for every file of every scan
    if not connection_id:
        return WebFolder(client(None, None, {}))
    connection = Connection.get(connection_id)
    return WebFolder(client(connection.login, connection.password, connection.extra_dejson.get("headers") or {}))


def home() -> Path:
    return Path(os.environ.get("CHUMCHON_HOME") or PROJECT / "var").resolve()
