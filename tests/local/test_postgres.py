"""The embedded server: how it starts, comes back after every kind of end, and keeps strangers out."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg2
import pytest

from include.local import postgres
from include.local.home import LocalError, read_private, write_private
from include.local.postgres import Cluster

Start = Callable[[], Cluster]


@pytest.fixture(scope="module")
def initialised(reachable_folder: Path) -> Path:
    """A home whose server ran once and was stopped; only ever copied."""
    folder = reachable_folder / "initialised"
    postgres.start(folder, durable=False)
    postgres.stop(folder)
    return folder


@pytest.fixture
def folder(reachable_folder: Path, initialised: Path) -> Iterator[Path]:
    """A home of the test's own; its server is stopped when the test ends."""
    folder = reachable_folder / uuid4().hex
    subprocess.run(["cp", "-a", initialised, folder], check=True)
    yield folder
    postgres.stop(folder)


@pytest.fixture
def start(folder: Path) -> Start:
    return lambda: postgres.start(folder, durable=False)


def ask(uri: str | None, question: str) -> Any:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        (row,) = cursor.fetchall()
        return row[0]


def postmaster(folder: Path) -> int:
    return int((folder / "postgres" / "data" / "postmaster.pid").read_text().split("\n", 1)[0])


def kill(folder: Path) -> None:
    process = psutil.Process(postmaster(folder))
    process.send_signal(signal.SIGKILL)
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)


def test_starting_twice_is_starting_once(folder: Path, start: Start) -> None:
    first = start()
    number = postmaster(folder)
    assert start() == first
    assert postmaster(folder) == number


def test_a_stopped_server_comes_back_at_the_same_address_with_its_data(folder: Path, start: Start) -> None:
    first = start()
    with closing(psycopg2.connect(first.admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("create table kept as select 1 as one")
    assert postgres.stop(folder)
    assert not postgres.is_running(folder)
    assert not postgres.stop(folder)
    assert start() == first
    assert ask(first.admin_uri, "select one from kept") == 1


def test_the_server_is_set_up_for_thai_text_and_bangkok(cluster: Cluster) -> None:
    setting = "select current_setting('{}')"
    assert ask(cluster.admin_uri, setting.format("server_encoding")) == "UTF8"
    assert ask(cluster.admin_uri, setting.format("timezone")) == "Asia/Bangkok"
    assert ask(cluster.admin_uri, setting.format("data_checksums")) == "on"
    provider = "select format('%s %s', datlocprovider, datlocale) from pg_database where datname = current_database()"
    assert ask(cluster.admin_uri, provider) == "b C.UTF-8"


def test_nobody_comes_in_without_the_password(cluster: Cluster) -> None:
    assert cluster.admin_uri
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(f"postgresql://postgres:wrong@{cluster.admin_uri.split('@')[1]}")
    rules = "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'"
    assert ask(cluster.admin_uri, rules) == 0


def test_it_listens_on_loopback_only_and_keeps_its_files_to_itself(folder: Path, start: Start) -> None:
    start()
    listening = {c.laddr.ip for c in psutil.Process(postmaster(folder)).net_connections("tcp") if c.status == "LISTEN"}
    assert listening == {"127.0.0.1"}
    assert (folder / "postgres" / "data").stat().st_mode & 0o777 == 0o700
    assert (folder / "secrets" / "postgres.json").stat().st_mode & 0o777 == 0o600


def test_the_modes_of_the_folders_above_stay_as_they_are(reachable_folder: Path) -> None:
    folder = reachable_folder / "above" / "home"
    folder.mkdir(mode=0o711, parents=True)
    before = [path.stat().st_mode for path in (folder, *folder.parents)]
    try:
        postgres.start(folder, durable=False)
        assert [path.stat().st_mode for path in (folder, *folder.parents)] == before
    finally:
        postgres.stop(folder)


def test_airflows_records_are_closed_to_the_warehouses_roles(cluster: Cluster) -> None:
    assert ask(cluster.airflow_uri, "select current_user || ' in ' || current_database()") == "airflow in airflow"
    elsewhere = cluster.warehouse_uri.removesuffix("warehouse") + "airflow"
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(elsewhere)


def test_after_a_kill_it_starts_again_and_says_so(
    folder: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    first = start()
    kill(folder)
    assert start() == first
    assert "repairs its data" in capsys.readouterr().err
    assert ask(first.admin_uri, "select 1") == 1


def test_a_pid_file_whose_number_is_now_another_programs_is_not_believed(folder: Path, start: Start) -> None:
    first = start()
    kill(folder)
    pid_file = folder / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert not postgres.is_running(folder)
    assert start() == first


def test_a_taken_port_is_given_up_for_another_one_that_is_remembered(
    folder: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    port = int(read_private(folder / "secrets" / "postgres.json")["port"])
    with socket.create_server(("127.0.0.1", port)):
        second = start()
    assert f":{port}/" not in second.warehouse_uri
    assert "Another program took Postgres's port" in capsys.readouterr().err
    assert start() == second


def test_a_half_made_data_folder_is_made_again(folder: Path, start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "postgres" / "data").rename(folder / "postgres" / "data.partial")
    assert ask(start().admin_uri, "select 1") == 1
    assert "did not finish" in capsys.readouterr().err


def test_lost_passwords_are_told_apart_from_a_broken_server(folder: Path, start: Start) -> None:
    secrets = folder / "secrets" / "postgres.json"
    write_private(secrets, read_private(secrets) | {"postgres": "another"})
    with pytest.raises(LocalError, match="Put the folder secrets/ back"):
        start()


def test_a_path_too_long_for_a_socket_does_without_one(reachable_folder: Path) -> None:
    folder = reachable_folder / ("long" * 20) / "home"
    try:
        cluster = postgres.start(folder, durable=False)
        assert ask(cluster.admin_uri, "select current_setting('unix_socket_directories')") == ""
    finally:
        postgres.stop(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a system user run the server")
def test_root_may_keep_its_home_where_no_other_user_may_enter(reachable_folder: Path) -> None:
    closed = reachable_folder / "closed"
    closed.mkdir(mode=0o700)
    try:
        try:
            cluster = postgres.start(closed / "home", durable=False)
        except LocalError as error:
            assert "Set CHUMCHON_HOME" in str(error)
            return
        assert ask(cluster.admin_uri, "select 1") == 1
        assert closed.stat().st_mode & 0o777 == 0o700
        status = Path(f"/proc/{postmaster(closed / 'home')}/status").read_text()
        assert "CapEff:\t0000000000000000" in status
    finally:
        postgres.stop(closed / "home")


def test_another_postgres_takes_the_warehouses_place_when_the_environment_names_one(
    start: Start, database: str, admin_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = start()
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    key = os.environ[postgres.PERSONAL_KEY]
    assert start() == Cluster(None, database, own.airflow_uri, embedded=False, personal_key=key)
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", admin_uri.replace("postgresql://", "postgres://"))
    assert start() == Cluster(admin_uri, admin_uri, own.airflow_uri, embedded=False, personal_key=key)
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setenv("CHUMCHON_ADMIN_URI", admin_uri)
    assert start() == Cluster(admin_uri, database, own.airflow_uri, embedded=False, personal_key=key)
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", own.warehouse_uri)
    assert start() == own


def test_uri_prints_the_address_of_a_migrated_warehouse_and_nothing_else(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHUMCHON_HOME", str(folder))
    assert postgres.main(["uri"]) == 0
    printed = capfd.readouterr().out
    assert printed.startswith("postgresql://warehouse_etl:")
    assert printed.count("\n") == 1
    assert ask(printed.strip(), "select count(*) from ops.source_file") == 0


def test_prepare_makes_a_warehouse_on_a_postgres_that_others_run(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    own = start()
    assert own.admin_uri
    with closing(psycopg2.connect(own.admin_uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("drop database airflow")
    monkeypatch.setenv("CHUMCHON_ADMIN_URI", own.admin_uri)
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", own.warehouse_uri)
    monkeypatch.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", own.airflow_uri.replace("://", "+psycopg2://"))
    assert postgres.main(["prepare"]) == 0
    assert ask(own.warehouse_uri, "select count(*) from ops.source_file") == 0
    assert ask(own.airflow_uri, "select current_user") == "airflow"
