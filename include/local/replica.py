"""A replica of this machine's warehouse for analysts' questions: a second server that follows the first, read only.

<home>/replica/postgres/       its data, settings and log, as of the server that it follows (server_files.py)
<home>/replica/secrets/        its port, and the password with which it follows

It holds what the warehouse's server holds, the logins of people with it, some moments later. Analysts, auditors and
publishers log in by the passwords they have; nobody else does, and nobody replicates from it.
Command line: `python -m include.local.replica` and one of `start`, `stop`, `remove`, `uri [LOGIN]`.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.sql import SQL, Identifier, Literal

from include.local import postgres, server
from include.local.home import LocalError, free_port, home, keep_private, random_secret, say, told
from include.local.server_files import SUPERUSER, data_folder, locked, log_file, program, secrets_file
from include.local.server_user import ServerUser

ROLE = "warehouse_replica"
SLOT = "analysts"  # what the health page calls it

# A question of an analyst holds back what the warehouse may clear away; it may last five minutes (logins.py).
_SETTINGS = f"""\
cluster_name = '{SLOT}'
primary_conninfo = 'host=127.0.0.1 port={{port}} user={ROLE} passfile=../password'
primary_slot_name = '{SLOT}'
hot_standby_feedback = on
shared_buffers = '{{shared_buffers}}'
"""
_WHO_MAY_ASK = f"""\
local all {SUPERUSER} scram-sha-256
host all {SUPERUSER} 127.0.0.1/32 scram-sha-256
host warehouse +analyst,+province_analyst 127.0.0.1/32 scram-sha-256
"""
_FOLLOWS = """
select exists (
    select from pg_replication_slots as slots
    inner join pg_stat_replication as senders on senders.pid = slots.active_pid
    where slots.slot_name = %s and senders.state = 'streaming'
)
"""
_MAY_FOLLOW = "select exists (select from pg_replication_slots where slot_name = %s and wal_status <> 'lost')"


def folder_of(folder: Path) -> Path:
    """The replica's own home within a home."""
    return folder / "replica"


def was_made(folder: Path | None = None) -> bool:
    """Whether the home has a replica, running or not."""
    return data_folder(folder_of(folder or home())).exists()


def start(folder: Path | None = None, durable: bool = True) -> None:
    """Until the replica of a home follows its server, both started; copied where there is none, or it cannot follow.

    Raises LocalError, with what to do, where it cannot be.
    """
    folder = folder or home()
    with _ask(_followed(folder, durable)) as cursor:
        if server.is_running(folder_of(folder)) and _is(cursor, _FOLLOWS):
            return
        server.stop(folder_of(folder))
        if was_made(folder) and not _is(cursor, _MAY_FOLLOW):
            say("The replica was left behind: the warehouse no longer has what it lacks. It is copied anew.")
            shutil.rmtree(data_folder(folder_of(folder)))
        _launch(folder, cursor, durable)
        _wait_until_it_follows(folder, cursor)


def stop(folder: Path | None = None) -> bool:
    """Stops the replica of a home; False when none ran. What it lacks by then is kept for it, within bounds."""
    return server.stop(folder_of(folder or home()))


def remove(folder: Path | None = None) -> bool:
    """Takes the replica away, and all that was kept for it; False where there was none."""
    folder = folder or home()
    if not folder_of(folder).exists():
        return False
    stop(folder)
    with _ask(_followed(folder)) as cursor:
        _drop_slot(cursor)
        cursor.execute(SQL("drop role if exists {}").format(Identifier(ROLE)))
    shutil.rmtree(folder_of(folder))
    return True


def uri(login: str = "", folder: Path | None = None) -> str:
    """Where the replica is asked, with the name of a person's login, if any, and never with a password."""
    port = _secrets(folder_of(folder or home()))["port"]
    return f"postgresql://{login and login + '@'}127.0.0.1:{port}/warehouse"


def _followed(folder: Path, durable: bool = True) -> str:
    """The superuser's URI of the server that is followed, which is started."""
    source = postgres.start(folder, durable)
    if not source.embedded or source.admin_uri is None:
        raise LocalError("The warehouse is a Postgres that others run: its replica is made there.")
    return source.admin_uri


def _launch(folder: Path, cursor: Any, durable: bool) -> None:
    place = folder_of(folder)
    with locked(place) as user:
        values = _secrets(place)
        _let_in(cursor, values["password"])
        cursor.execute("show port")
        [port] = cursor.fetchone()
        password_file = place / "postgres" / "password"
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(f"127.0.0.1:*:*:{ROLE}:{values['password']}\n")
        user.take(password_file)
        if not data_folder(place).exists():
            _copy(place, user, cursor, f"port={port} passfile={_quoted(password_file)}", durable)
        settings = _SETTINGS.format(port=port, shared_buffers="256MB" if durable else "64MB")
        server.launch(place, user, values, durable, settings)


def _let_in(cursor: Any, password: str) -> None:
    """The role that follows: it may copy the whole server, and read no table."""
    cursor.execute("select exists (select from pg_roles where rolname = %s)", (ROLE,))
    if cursor.fetchone() == (False,):
        cursor.execute(SQL("create role {}").format(Identifier(ROLE)))
        cursor.execute(SQL("comment on role {} is 'follows, for the replica'").format(Identifier(ROLE)))
    statement = SQL("alter role {} with login replication connection limit 4 password {}")
    cursor.execute(statement.format(Identifier(ROLE), Literal(password)))


def _copy(place: Path, user: ServerUser, cursor: Any, source: str, durable: bool) -> None:
    """A copy of the whole server, under another name until it is complete, and the slot that keeps what follows."""
    data = data_folder(place)
    partial = data.with_name("data.partial")
    shutil.rmtree(partial, ignore_errors=True)
    _drop_slot(cursor)
    cursor.execute("select pg_create_physical_replication_slot(%s, true)", (SLOT,))
    say("Copying the warehouse's server for the replica ...")
    copied = user.run(
        program(place, user, "pg_basebackup"),
        f"--dbname=host=127.0.0.1 user={ROLE} {source}",
        f"--pgdata={partial}",
        f"--slot={SLOT}",
        "--wal-method=stream",
        "--checkpoint=fast",
        *([] if durable else ["--no-sync"]),
    )
    if copied.returncode:
        raise LocalError(f"The warehouse's server could not be copied: {copied.stderr.strip()}")
    (partial / "pg_hba.conf").write_text(_WHO_MAY_ASK)
    (partial / "standby.signal").touch()
    user.take(partial / "standby.signal")
    partial.rename(data)


def _wait_until_it_follows(folder: Path, cursor: Any, seconds: float = 60) -> None:
    give_up = time.monotonic() + seconds
    while not _is(cursor, _FOLLOWS):
        if time.monotonic() > give_up:
            log = log_file(folder_of(folder))
            end = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
            raise LocalError(f"The replica does not follow. The end of its log, {log}:\n{end}")
        time.sleep(0.1)


def _drop_slot(cursor: Any) -> None:
    """What was kept for a replica is given up; whoever still follows by it is cut off."""
    cursor.execute(
        "select pg_terminate_backend(active_pid, 10000) from pg_replication_slots where slot_name = %s", (SLOT,)
    )
    cursor.execute("select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = %s", (SLOT,))


def _is(cursor: Any, question: str) -> bool:
    cursor.execute(question, (SLOT,))
    return bool(cursor.fetchone() == (True,))


@contextmanager
def _ask(admin_uri: str) -> Iterator[Any]:
    with closing(psycopg2.connect(admin_uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        yield cursor


def _secrets(place: Path) -> dict[str, str]:
    return keep_private(secrets_file(place), {"password": random_secret, "port": free_port})


def _quoted(path: Path) -> str:
    """A value within a connection string."""
    escaped = str(path).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


@told
def main(arguments: list[str]) -> int:
    """`start`, `stop`, `remove`, or `uri` with the name of a login; returns the exit code."""
    match arguments:
        case ["start"]:
            start()
            print("The replica follows. Analysts ask it by their own logins: make replica-uri LOGIN=name")
        case ["stop"]:
            say("The replica is stopped." if stop() else "The replica did not run.")
        case ["remove"]:
            say("The replica is removed." if remove() else "There was no replica.")
        case ["uri", *login] if len(login) <= 1:
            start()
            print(uri(login[0] if login else ""))
        case _:
            say("usage: python -m include.local.replica start | stop | remove | uri [LOGIN]")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
