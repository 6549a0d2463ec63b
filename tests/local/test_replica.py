"""Analysts on a replica: two real servers, one of which follows the other."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2 import errors

from include.local import logins, postgres, replica, server, services
from include.local.home import LocalError, read_private
from include.local.postgres import Cluster
from include.local.server_files import data_folder, secrets_file
from include.simulator import simulate
from tests.pipeline.driver import process

pytestmark = pytest.mark.slow
_ROWS = 50  # of an export: what is frozen matters here, not how much


@pytest.fixture(scope="module")
def folder(reachable_folder: Path) -> Iterator[Path]:
    """A home with a server and a replica of it; neither runs when the tests end."""
    folder = reachable_folder / "followed"
    yield folder
    replica.stop(folder)
    postgres.stop(folder)


@pytest.fixture(scope="module")
def source(folder: Path) -> Cluster:
    """The server that is followed, with the warehouse's tables and rules."""
    cluster = postgres.start(folder, durable=False)
    postgres.migrate(cluster)
    replica.start(folder, durable=False)
    return cluster


@pytest.fixture
def following(folder: Path, source: Cluster) -> Cluster:
    """The same, when the replica follows, whatever a test before did to it."""
    replica.start(folder, durable=False)
    return source


@pytest.fixture
def somsri(folder: Path, following: Cluster) -> Iterator[str]:
    """The URI by which an analyst of one province asks the replica."""
    password = logins.add(str(following.admin_uri), "somsri", "analyst_57")
    caught_up(following)
    yield replica.uri("somsri", folder).replace("@", f":{password}@")
    with suppress(LocalError):
        logins.remove(str(following.admin_uri), "somsri")


def ask(uri: str | None, question: str) -> list[Any]:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(question)
        return cursor.fetchall() if cursor.description else []


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up, "it does not come about"
        time.sleep(0.05)


def caught_up(source: Cluster) -> None:
    """Until the replica holds what its server holds by now."""
    [(now,)] = ask(source.admin_uri, "select pg_current_wal_insert_lsn()")
    behind = f"select count(*) from pg_stat_replication where replay_lsn >= '{now}'"
    until(lambda: ask(source.admin_uri, behind) == [(1,)])


def health(source: Cluster) -> tuple[str, str]:
    """What the health page says of the replica: status and words."""
    [told] = ask(source.warehouse_uri, "select status, message_th from ops.health where check_code = 'replica'")
    return str(told[0]), str(told[1])


def test_a_month_frozen_in_the_warehouse_is_read_on_the_replica(
    following: Cluster, folder: Path, somsri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulate(tmp_path / "landing", tmp_path / "truth", "57", [date(2024, 1, 1)], seed=4)
    for path in (tmp_path / "landing").rglob("*.csv"):
        if "submissions" not in path.parts:
            path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:_ROWS]))
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", following.warehouse_uri)
    process(tmp_path / "landing")
    caught_up(following)
    frozen = "select period, revision, chain_sha256 from snapshot.publication"
    grades = "select district_code, grade, points from snapshot.district_grade order by district_code"
    for question in (frozen, grades):
        assert ask(somsri, question) == ask(following.warehouse_uri, question) != []


def test_nobody_writes_on_the_replica_not_even_who_owns_the_machine(
    following: Cluster, folder: Path, somsri: str
) -> None:
    place = replica.uri("", folder).removeprefix("postgresql://")
    job, superuser = (
        str(uri).rsplit("@", 1)[0] + "@" + place for uri in (following.warehouse_uri, following.admin_uri)
    )
    for uri in (somsri, job, superuser):
        for statement in ("create table noted (what text)", "update mart.district_grade set grade = 'A'"):
            with pytest.raises((errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)):
                ask(uri, f"set default_transaction_read_only = off; {statement}")


def test_an_analyst_has_on_the_replica_the_rights_and_limits_of_the_warehouse(somsri: str) -> None:
    assert ask(somsri, "select current_user, current_setting('statement_timeout')") == [("somsri", "5min")]
    assert {province for (province,) in ask(somsri, "select distinct province_code from rulebook.district")} == {"57"}
    with pytest.raises(errors.InsufficientPrivilege):
        ask(somsri, "select count(*) from raw.submission")
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(somsri.replace(":", ":no", 2).replace("no//", "//"), "select 1")


def test_who_is_no_reader_does_not_enter_the_replica(following: Cluster, folder: Path) -> None:
    place = replica.uri("", folder).removeprefix("postgresql://").partition("/")[0]
    for uri in (following.airflow_uri, str(following.replay_uri)):
        login, database = uri.rsplit("@", 1)[0], uri.rsplit("/", 1)[1]
        with pytest.raises(psycopg2.OperationalError, match="no pg_hba"):
            ask(f"{login}@{place}/{database}", "select 1")


def test_a_login_that_was_taken_away_asks_nothing_more_not_even_in_an_open_session(
    following: Cluster, somsri: str
) -> None:
    with closing(psycopg2.connect(somsri)) as opened, opened.cursor() as cursor:
        opened.autocommit = True
        cursor.execute("select count(*) from mart.district_grade")
        logins.remove(str(following.admin_uri), "somsri")
        caught_up(following)
        with pytest.raises(psycopg2.Error):
            cursor.execute("select count(*) from mart.district_grade")
    with pytest.raises(psycopg2.OperationalError, match="no pg_hba"):
        ask(somsri, "select 1")


def test_a_replica_that_stops_is_red_on_the_health_page_until_it_follows_again(
    following: Cluster, folder: Path, somsri: str
) -> None:
    assert health(following)[0] == "ok"
    assert health(following)[1].startswith("analysts ตามหลัง 0.")
    assert ask(somsri, "select status from ops.health where check_code = 'replica'") == [("ok",)]
    assert replica.stop(folder)
    until(lambda: health(following)[0] == "critical")
    assert health(following)[1].startswith("analysts หยุดตาม ค้างอยู่")
    assert not replica.stop(folder)
    ask(following.admin_uri, "create table written_meanwhile as select 1 as one")
    replica.start(folder, durable=False)
    assert health(following)[0] == "ok"
    caught_up(following)
    superuser = str(following.admin_uri).rsplit("@", 1)[0] + "@" + replica.uri("", folder).removeprefix("postgresql://")
    assert ask(superuser, "select one from written_meanwhile") == [(1,)]


def test_a_replica_that_stopped_too_long_does_not_fill_the_disk_and_is_copied_anew(
    following: Cluster, folder: Path
) -> None:
    admin = str(following.admin_uri)
    assert ask(admin, "show max_slot_wal_keep_size") == [("4GB",)]
    ask(admin, "alter system set max_slot_wal_keep_size = '32MB'")
    ask(admin, "select pg_reload_conf()")
    replica.stop(folder)
    for _ in range(8):
        ask(admin, "select pg_logical_emit_message(false, 'filler', repeat('x', 100)), pg_switch_wal()")
    ask(admin, "checkpoint")
    ask(admin, "alter system reset max_slot_wal_keep_size")
    assert health(following) == ("critical", "analysts หยุดนานเกินไป ต้องทำใหม่")
    ask(admin, "create table written_since as select 2 as two")
    replica.start(folder, durable=False)
    assert health(following)[0] == "ok"
    caught_up(following)
    superuser = admin.rsplit("@", 1)[0] + "@" + replica.uri("", folder).removeprefix("postgresql://")
    assert ask(superuser, "select two from written_since") == [(2,)]


def test_the_replica_follows_when_both_servers_come_back_at_other_ports(
    following: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = (data_folder(replica.folder_of(folder)) / "postmaster.pid").read_text()
    replica.start(folder, durable=False)
    assert (data_folder(replica.folder_of(folder)) / "postmaster.pid").read_text() == number
    replica.stop(folder)
    postgres.stop(folder)
    before = replica.uri("", folder)
    with monkeypatch.context() as patch:
        free = iter([False, False])  # each server's port is somebody else's by now
        patch.setattr(server, "is_free", lambda port: next(free, True))
        replica.start(folder, durable=False)
    assert replica.uri("", folder) != before
    again = postgres.start(folder, durable=False)
    assert again.admin_uri != following.admin_uri
    assert health(again)[0] == "ok"


def test_all_is_stopped_by_one_command_and_the_replica_comes_back_with_the_rest(
    source: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CHUMCHON_HOME", str(folder))
    monkeypatch.setattr(services, "start", lambda cluster, schedules: None)  # Airflow has tests of its own
    replica.start(folder, durable=False)
    services.down()
    assert "The replica is stopped." in capsys.readouterr().out
    assert not server.is_running(folder) and not server.is_running(replica.folder_of(folder))
    services.up()
    assert "make replica-uri" in capsys.readouterr().out
    assert health(postgres.start(folder))[0] == "ok"


def test_a_copy_that_broke_off_and_a_replica_whose_server_is_another_are_made_anew(
    source: Cluster, folder: Path
) -> None:
    here = postgres.start(folder, durable=False)
    partial = data_folder(replica.folder_of(folder)).with_name("data.partial")
    partial.mkdir(exist_ok=True)
    (partial / "half").touch()
    replica.stop(folder)
    ask(here.admin_uri, "select pg_drop_replication_slot('analysts')")
    replica.start(folder, durable=False)
    assert not partial.exists()
    assert health(here)[0] == "ok"


def test_a_replica_that_is_removed_leaves_nothing_kept_for_it(source: Cluster, folder: Path) -> None:
    here = postgres.start(folder, durable=False)
    replica.start(folder, durable=False)
    assert replica.remove(folder)
    assert not replica.folder_of(folder).exists()
    assert ask(here.admin_uri, "select count(*) from pg_replication_slots") == [(0,)]
    assert ask(here.admin_uri, "select count(*) from pg_roles where rolreplication and rolname <> 'postgres'") == [(0,)]
    assert health(here) == ("ok", "ไม่ได้ตั้งสำเนาไว้")
    assert not replica.remove(folder)


def test_a_warehouse_that_others_run_has_its_replica_there(
    source: Cluster, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", postgres.start(folder, durable=False).airflow_uri)
    with pytest.raises(LocalError, match="others run"):
        replica.start(folder, durable=False)


def test_the_password_with_which_it_follows_lies_in_files_of_ours_alone(source: Cluster, folder: Path) -> None:
    replica.start(folder, durable=False)
    password = read_private(secrets_file(replica.folder_of(folder)))["password"]
    holding = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.stat().st_size < 1_000_000 and password.encode() in path.read_bytes()
    ]
    assert {path.name for path in holding} == {"password", "postgres.json"}
    assert {path.stat().st_mode & 0o777 for path in holding} == {0o600}
