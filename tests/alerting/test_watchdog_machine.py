"""Eight ways to break the path of a deadline, seen from the watchdog, and that none of them keeps it from telling."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest

from include import warehouse
from include.alerting.ledger import Ledger
from include.watchdog import machine
from include.watchdog.looks import Places
from tests.alerting.conftest import Receiver, Watchdog, make_due

FEBRUARY = ("57", "2024-02-01")


def beat(database: str, name: str, age: str) -> None:
    with warehouse.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.heartbeat (beat_code, seen_at) values (%s, now() - %s::interval)"
            " on conflict (beat_code) do update set seen_at = excluded.seen_at",
            (name, age),
        )


def kinds(receiver: Receiver) -> list[str]:
    """The titles of what came, without the sender."""
    return [message["title"].split("] ", 1)[1] for message in receiver.take()]


def test_a_warehouse_that_does_not_answer_is_told_from_a_file_and_once(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    watchdog.look()
    assert len(kinds(receiver)) == 1
    there = watchdog.environment["AIRFLOW_CONN_WAREHOUSE"]
    watchdog.environment["AIRFLOW_CONN_WAREHOUSE"] = "postgresql://nobody:secret-word@127.0.0.1:1/nowhere"
    for _ in range(3):
        looked = watchdog.look()
        assert looked.code == 0
        assert "secret-word" not in looked.said
    # the month that was told of before is not told of again from the file
    assert kinds(receiver) == ["ด่วน: ติดต่อฐานข้อมูลของคลังไม่ได้"]
    watchdog.environment["AIRFLOW_CONN_WAREHOUSE"] = there
    watchdog.look()
    watchdog.look()
    assert kinds(receiver) == ["เรียบร้อยแล้ว: ติดต่อฐานข้อมูลของคลังไม่ได้"]
    with warehouse.connect(database) as connection:
        [kept] = warehouse.fetch(connection, "select * from ops.alert where kind = 'postgres_gone'")
    assert kept["closed_at"]


def test_a_warehouse_that_takes_nothing_is_told_together_with_what_is_due(
    watchdog: Watchdog, receiver: Receiver, database: str, admin_uri: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    with closing(psycopg2.connect(admin_uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(
            "create function public.refuse_all() returns trigger language plpgsql as $$ begin"
            " raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$"
        )
        cursor.execute(
            "create trigger takes_nothing before insert on ops.heartbeat execute function public.refuse_all()"
        )
        for _ in range(2):
            assert watchdog.look().code == 0
        [message] = receiver.take()
        assert "เขียนลงฐานข้อมูลของคลังไม่ได้ · could not extend file: No space left on device" in message["message"]
        assert "เลยกำหนดเผยแพร่แล้ว ยังไม่ปิดรอบ" in message["message"]
        cursor.execute("drop trigger takes_nothing on ops.heartbeat")
    watchdog.look()
    assert kinds(receiver) == ["เรียบร้อยแล้ว: ฐานข้อมูลของคลังเขียนไม่ได้"]


def test_a_schedule_that_leaves_no_mark_is_told_without_asking_airflow(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    beat(database, "ingest_landing", "10 minutes")
    beat(database, "publish_months", "3 hours")
    watchdog.look()
    [message] = receiver.take()
    assert "งานอัตโนมัติหยุดทำงาน" in message["title"]
    assert "publish_months" in message["message"]
    assert "ingest_landing" not in message["message"].split("\n")[1]
    beat(database, "publish_months", "1 minute")
    watchdog.look()
    assert kinds(receiver) == ["เรียบร้อยแล้ว: งานอัตโนมัติหยุดทำงาน"]


def test_airflow_that_never_ran_is_not_missed(watchdog: Watchdog, receiver: Receiver) -> None:
    watchdog.look()
    assert receiver.messages == []


@pytest.fixture
def airflow_tables(watchdog: Watchdog, database: str, admin_uri: str) -> Iterator[str]:
    """The little of Airflow's records that the watchdog asks for; here it lies in the warehouse's own database."""
    watchdog.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = database.replace("://", "+psycopg2://")
    with closing(psycopg2.connect(admin_uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute("create table public.job (job_type text, latest_heartbeat timestamptz)")
        cursor.execute("create table public.dag (dag_id text, is_paused boolean, is_stale boolean)")
        cursor.execute("grant select, insert, update, delete on public.job, public.dag to warehouse_etl")
        cursor.execute(
            "insert into public.job values ('SchedulerJob', now()), ('TriggererJob', now()), ('DagProcessorJob', now())"
        )
        cursor.execute(
            "insert into public.dag values ('publish_months', false, false), ('simulate_exports', true, false)"
        )
        yield admin_uri


@pytest.mark.parametrize(
    ("breaking", "mending", "told"),
    [
        (
            "update job set latest_heartbeat = now() - interval '4 minutes' where job_type = 'SchedulerJob'",
            "update job set latest_heartbeat = now()",
            "ตัวจัดตารางของ Airflow (scheduler) ไม่ทำงาน",
        ),
        (
            "update job set latest_heartbeat = now() - interval '4 minutes' where job_type = 'TriggererJob'",
            "update job set latest_heartbeat = now()",
            "ตัวรอเหตุการณ์ของ Airflow (triggerer) ไม่ทำงาน",
        ),
        (
            "update dag set is_paused = true",
            "update dag set is_paused = false",
            "DAG ที่ต้องทำงานตามกำหนดถูกพัก",
        ),
    ],
)
def test_what_airflow_says_of_its_components_is_told_where_it_can_be_asked(
    watchdog: Watchdog, receiver: Receiver, airflow_tables: str, breaking: str, mending: str, told: str
) -> None:
    watchdog.look()
    assert kinds(receiver) == []
    for statement, wanted in ((breaking, [f"ด่วน: {told}"]), (mending, [f"เรียบร้อยแล้ว: {told}"])):
        with closing(psycopg2.connect(airflow_tables)) as admin, admin, admin.cursor() as cursor:
            cursor.execute(statement)
        watchdog.look()
        assert kinds(receiver) == wanted


def test_airflows_database_that_is_gone_is_told_and_needed_for_nothing_else(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    watchdog.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] = "postgresql+psycopg2://airflow:x@127.0.0.1:1/airflow"
    watchdog.look()
    [message] = receiver.take()
    assert "ติดต่อฐานข้อมูลของ Airflow ไม่ได้" in message["message"]
    assert "เลยกำหนดเผยแพร่แล้ว ยังไม่ปิดรอบ" in message["message"]


def test_a_publish_location_that_takes_no_file_is_told(watchdog: Watchdog, receiver: Receiver) -> None:
    (watchdog.home / "publish").write_text("a file where a folder should be")
    watchdog.look()
    assert kinds(receiver) == ["ด่วน: เขียนที่เผยแพร่ไม่ได้"]
    (watchdog.home / "publish").unlink()
    watchdog.look()
    assert kinds(receiver) == ["เรียบร้อยแล้ว: เขียนที่เผยแพร่ไม่ได้"]
    assert not list((watchdog.home / "publish").iterdir())


@pytest.mark.parametrize(
    ("by", "way"), [(timedelta(hours=3), "ไปข้างหน้า 3 ชั่วโมง"), (-timedelta(hours=3, seconds=40), "ถอยหลัง 3 ชั่วโมง")]
)
def test_a_clock_that_was_moved_is_told(watchdog: Watchdog, receiver: Receiver, by: timedelta, way: str) -> None:
    watchdog.look()
    ledger = Ledger(watchdog.home / "alerts")
    then = datetime.fromisoformat(ledger.memory["clock"]["at"])
    ledger.memory["clock"]["at"] = (then - by).isoformat()
    ledger.save()
    watchdog.look()
    [message] = receiver.take()
    assert "นาฬิกาของเครื่องไม่ตรง" in message["title"]
    assert f"นาฬิกาของเครื่องถูกเลื่อน{way}" in message["message"]
    watchdog.look()
    assert receiver.take() == []


def test_a_host_whose_clock_differs_from_the_databases_is_told(connection, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ahead(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + timedelta(minutes=10)

    monkeypatch.setattr(machine, "datetime", Ahead)
    [alert] = machine.clock({}, datetime.now(UTC), connection)
    assert (alert.key, "เร็วกว่านาฬิกาของฐานข้อมูล" in alert.message_th) == ("clock_skewed/postgres", True)


def test_files_that_lie_for_an_hour_and_were_never_taken_in_are_told_by_name(
    watchdog: Watchdog, receiver: Receiver
) -> None:
    report = watchdog.home / "landing" / "submissions" / "57" / "2024-02" / "รายงาน.xlsx"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"report")
    watchdog.look()
    assert receiver.take() == []
    os.utime(report, (time.time() - 4000, time.time() - 4000))
    watchdog.look()
    [message] = receiver.take()
    assert "มี 1 ไฟล์ในพื้นที่รับไฟล์" in message["message"] and "รายงาน.xlsx" in message["message"]


def test_without_a_channel_alerts_are_written_to_a_file_once_and_sent_when_there_is_one(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    url = watchdog.environment.pop("CHUMCHON_ALERT_URLS")
    for _ in range(3):
        assert watchdog.look().code == 0
    assert watchdog.dry_run().count("ด่วน: เลยกำหนดเผยแพร่แล้ว") == 1
    watchdog.environment["CHUMCHON_ALERT_URLS"] = url
    watchdog.look()
    assert len(receiver.take()) == 1


def test_a_channel_that_fails_gives_way_to_the_next_and_is_itself_told(
    watchdog: Watchdog, receiver: Receiver, second_receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    receiver.status = 503
    watchdog.environment["CHUMCHON_ALERT_URLS"] = f"{receiver.url}\n{second_receiver.url}"
    assert watchdog.look().code == 0
    assert kinds(second_receiver) == [
        "ด่วน: เลยกำหนดเผยแพร่แล้ว ยังไม่ปิดรอบ (เชียงราย กุมภาพันธ์ 2567)",
        "โปรดตรวจสอบ: ช่องทางแจ้งเตือนส่งไม่ได้",
    ]
    receiver.status = 200
    receiver.take()
    make_due(database, *FEBRUARY, report="20 days", publication="30 days")
    watchdog.look()
    watchdog.look()
    assert kinds(receiver) == [
        "เรียบร้อยแล้ว: เลยกำหนดเผยแพร่แล้ว ยังไม่ปิดรอบ (เชียงราย กุมภาพันธ์ 2567)",
        "เรียบร้อยแล้ว: ช่องทางแจ้งเตือนส่งไม่ได้",
    ]
    with warehouse.connect(database) as connection:
        failed = warehouse.fetch(connection, "select channel, error from ops.alert_delivery where outcome = 'failed'")
    assert {tuple(row.values()) for row in failed} == {("1 json", "ปลายทางไม่รับ (HTTP 503)")}


def test_where_no_channel_takes_it_the_alert_lies_in_a_file_and_the_program_says_that_it_failed(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    receiver.status = 500
    assert [watchdog.look().code for _ in range(2)] == [1, 1]
    [untold] = (watchdog.home / "alerts").glob("untold-*.txt")
    assert untold.read_text().count("ด่วน: เลยกำหนดเผยแพร่แล้ว") == 1
    assert untold.stat().st_mode & 0o777 == 0o600
    receiver.status, receiver.messages = 200, []
    assert watchdog.look().code == 0
    assert any("เลยกำหนดเผยแพร่แล้ว" in message["message"] for message in receiver.take())


def test_a_provinces_own_channel_comes_first_for_what_concerns_it_alone(
    watchdog: Watchdog, receiver: Receiver, second_receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    watchdog.environment["CHUMCHON_ALERT_URLS_57"] = second_receiver.url
    beat(database, "publish_months", "3 hours")
    watchdog.look()
    assert kinds(receiver) == ["ด่วน: งานอัตโนมัติหยุดทำงาน"]
    assert len(kinds(second_receiver)) == 1


def test_a_disk_with_little_room_left_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = SimpleNamespace(total=100 * 1024**3, used=0, free=100 * 1024**2)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    places = Places(tmp_path, f"file://{tmp_path}/publish", f"file://{tmp_path}/landing", "s3://bucket/archive", None)
    [alert] = machine.room(places)
    assert "เหลือพื้นที่ 100 MB (0.1 ใน 100 ส่วน)" in alert.message_th
    usage.free = 90 * 1024**3
    assert machine.room(places) == []


def test_on_a_full_disk_the_file_is_written_in_the_room_that_was_kept_for_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.save()
    assert (tmp_path / "room").stat().st_size == 256 * 1024
    ledger.memory["seen"] = "yes"
    (tmp_path / "state.new").symlink_to("/dev/full")
    ledger.save()
    assert not (tmp_path / "room").exists()
    assert Ledger(tmp_path).memory == {"seen": "yes"}


def test_two_looks_at_once_do_not_get_in_each_others_way(watchdog: Watchdog, receiver: Receiver, database: str) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    command = ["-m", "include.watchdog"]
    started = [
        subprocess.Popen(
            [sys.executable, *command],
            env=watchdog.environment,
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
        )
        for _ in range(3)
    ]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert len(receiver.take()) == 1


def test_the_watchdog_imports_no_airflow() -> None:
    code = "import sys, include.watchdog.__main__; print([name for name in sys.modules if name.startswith('airflow')])"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )
    assert ended.stdout.strip() == "[]"
