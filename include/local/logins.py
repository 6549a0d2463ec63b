"""Logins of people in the warehouse, each with the rights of one role and no others.

    python -m include.local.logins add NAME ROLE [--until YYYY-MM-DD]
    python -m include.local.logins remove NAME
    python -m include.local.logins list

ROLE is analyst, analyst_<province code>, publisher or auditor. `add` prints the password once; added again, a login
has a new password and the role named last. On a Postgres that others run, CHUMCHON_ADMIN_URI is its superuser.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any

import psycopg2
from psycopg2.sql import SQL, Identifier, Literal

from include import warehouse
from include.local import postgres
from include.local.home import LocalError, random_secret, say, told

ROLES = re.compile(r"analyst|analyst_[0-9]{2}|publisher|auditor")
NAMES = re.compile(r"[a-z][a-z0-9_]{2,40}")
# What a person may use of the server, and for how long one question may run.
SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "10min",
    "lock_timeout": "5s",
    "temp_file_limit": "2GB",
    # one core a question, and little memory: the months that are being closed go first
    "max_parallel_workers_per_gather": "0",
    "work_mem": "32MB",
}
CONNECTIONS = 5
# Every login that stands for a person, with the one role it has.
_LOGINS = """
select member.rolname as name, role.rolname as role, member.rolvaliduntil as until
from pg_auth_members as membership
inner join pg_roles as member on member.oid = membership.member
inner join pg_roles as role on role.oid = membership.roleid
where member.rolcanlogin and starts_with(shobj_description(member.oid, 'pg_authid'), 'login of a person')
order by 1
"""


def add(admin_uri: str, name: str, role: str, until: date | None = None) -> str:
    """Make a login, or give it a new password and role; returns the password. Raises LocalError for what cannot be."""
    if not NAMES.fullmatch(name):
        raise LocalError("A login's name has 3 to 41 of a-z, 0-9 and _, and begins with a letter.")
    if not ROLES.fullmatch(role):
        raise LocalError("A person may have the role analyst, analyst_<province code>, publisher or auditor.")
    password = random_secret()
    with _admin(admin_uri) as cursor:
        known = _known(cursor)
        if name in {row["name"] for row in known}:
            cursor.execute(SQL("revoke {} from {}").format(_of(known, name), Identifier(name)))
        elif _exists(cursor, name):
            raise LocalError(f"{name} is a role of the warehouse itself, and no person's.")
        else:
            cursor.execute(SQL("create role {} login").format(Identifier(name)))
            cursor.execute(SQL("comment on role {} is 'login of a person'").format(Identifier(name)))
        if not _exists(cursor, role):
            raise LocalError(f"There is no role {role}: a province's is made when its rulebook is loaded.")
        cursor.execute(
            SQL(
                "alter role {} password {} valid until {} connection limit {}"
                " nosuperuser nocreatedb nocreaterole noreplication nobypassrls inherit"
            ).format(
                Identifier(name),
                Literal(password),
                Literal(until.isoformat() if until else "infinity"),
                Literal(CONNECTIONS),
            )
        )
        for setting, value in SETTINGS.items():
            cursor.execute(
                SQL("alter role {} set {} = {}").format(Identifier(name), Identifier(setting), Literal(value))
            )
        # an auditor's questions about a person are written down, which takes a transaction that may write
        if role == "auditor":
            cursor.execute(SQL("alter role {} reset default_transaction_read_only").format(Identifier(name)))
        cursor.execute(SQL("grant {} to {} with inherit true, set false").format(Identifier(role), Identifier(name)))
    return password


def remove(admin_uri: str, name: str) -> None:
    """Take a login away, and end its sessions. Raises LocalError where it is no person's."""
    with _admin(admin_uri) as cursor:
        if name not in {row["name"] for row in _known(cursor)}:
            raise LocalError(f"There is no login {name} of a person.")
        cursor.execute(SQL("alter role {} nologin").format(Identifier(name)))
        cursor.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", (name,))
        cursor.execute(SQL("drop role {}").format(Identifier(name)))


def listed(admin_uri: str) -> list[dict[str, Any]]:
    """Every login of a person: name, role, until."""
    with _admin(admin_uri) as cursor:
        return _known(cursor)


@contextmanager
def _admin(admin_uri: str) -> Iterator[Any]:
    with closing(psycopg2.connect(admin_uri)) as connection, connection, connection.cursor() as cursor:
        yield cursor


def _known(cursor: Any) -> list[dict[str, Any]]:
    return warehouse.fetch(cursor.connection, _LOGINS)


def _of(known: list[dict[str, Any]], name: str) -> Any:
    return SQL(", ").join(Identifier(row["role"]) for row in known if row["name"] == name)


def _exists(cursor: Any, role: str) -> bool:
    cursor.execute("select exists (select from pg_roles where rolname = %s)", (role,))
    return bool(cursor.fetchone() == (True,))


@told
def main(command_line: list[str]) -> int:
    """Make, remove or list, and print; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m include.local.logins")
    commands = parser.add_subparsers(dest="command", required=True)
    adding = commands.add_parser("add")
    adding.add_argument("name")
    adding.add_argument("role")
    adding.add_argument("--until", type=date.fromisoformat, help="the day from which it opens no more")
    commands.add_parser("remove").add_argument("name")
    commands.add_parser("list")
    given = parser.parse_args(command_line)
    admin_uri = os.environ.get("CHUMCHON_ADMIN_URI") or postgres.start().admin_uri
    if admin_uri is None:
        raise LocalError("Logins are made by the superuser of the warehouse: set CHUMCHON_ADMIN_URI.")
    if given.command == "add":
        print(add(admin_uri, given.name, given.role, given.until))
        say(f"The password of {given.name}, a login of {given.role}; it is not shown again.")
    elif given.command == "remove":
        remove(admin_uri, given.name)
    else:
        for row in listed(admin_uri):
            print(row["name"], row["role"], row["until"] or "", sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
