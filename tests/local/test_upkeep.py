"""What Airflow recorded is cleared away after its time, in a real database of Airflow's records, and nothing before."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg2
import pytest

from include.local import airflow_settings, postgres, upkeep
from include.local.home import LocalError
from include.local.telemetry import lineage_file
from include.periods import BANGKOK

NOW = datetime(2026, 11, 28, 12, tzinfo=BANGKOK)
OLD, JUST_KEPT, NEW = (
    datetime(2025, 9, 30, 23, 30, tzinfo=BANGKOK),
    datetime(2025, 10, 1, 0, 30, tzinfo=BANGKOK),
    datetime(2026, 11, 18, 23, 10, tzinfo=BANGKOK),
)
RUN = """
insert into dag_run (dag_id, run_id, run_type, run_after, start_date, state)
values ('watch_deadlines', %(run_id)s, 'scheduled', %(at)s, %(at)s, 'success');
insert into task_instance (id, task_id, dag_id, run_id, try_number, pool, pool_slots, start_date, dag_version_id)
select gen_random_uuid(), 'watch', 'watch_deadlines', %(run_id)s, 1, 'default_pool', 1, %(at)s, id from dag_version;
insert into xcom (dag_run_id, task_id, key, dag_id, run_id, timestamp)
select id, 'watch', 'return_value', dag_id, run_id, %(at)s from dag_run where run_id = %(run_id)s;
with asked as (
    insert into callback (id, type, fetch_method, data, priority_weight, created_at, state)
    values (gen_random_uuid(), 'triggerer', 'import_path', '{}', 1, %(at)s, 'scheduled')
    returning id
)
insert into deadline (id, created_at, last_updated_at, deadline_time, missed, callback_id, dagrun_id)
select gen_random_uuid(), %(at)s, %(at)s, %(at)s, false, asked.id, dag_run.id
from asked cross join dag_run where run_id = %(run_id)s;
insert into log (dttm, event, dag_id) values (%(at)s, 'success', 'watch_deadlines');
insert into job (job_type, latest_heartbeat, state) values ('SchedulerJob', %(at)s, 'success');
insert into trigger (classpath, kwargs, created_date) values ('landing', '{}', %(at)s);
"""
DAG = """
insert into dag_bundle (name) values ('dags-folder');
insert into dag (dag_id, is_paused, is_stale, bundle_name, timetable_type, partition_mapper_info, max_active_tasks,
    max_consecutive_failed_dag_runs, has_task_concurrency_limits, last_parsed_time)
values ('watch_deadlines', false, false, 'dags-folder', 'cron', '{}', 16, 0, false, %(at)s);
insert into dag_version (id, version_number, dag_id, created_at, last_updated)
values (gen_random_uuid(), 1, 'watch_deadlines', %(at)s, %(at)s);
"""


@pytest.fixture
def home(reachable_folder: Path) -> Iterator[Path]:
    """The home of a machine whose Airflow is not running."""
    folder = reachable_folder / "upkeep"
    yield folder
    postgres.stop(folder)


def test_runs_and_logs_of_thirteen_months_are_kept_with_their_deadlines_and_older_ones_go(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    cluster = postgres.start(home, durable=False)
    environment = airflow_settings.environment(home, cluster, None, schedules=True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    subprocess.run([sys.executable, "-m", "airflow", "db", "migrate"], capture_output=True, check=True)
    airflow = Path(environment["AIRFLOW_HOME"])
    with closing(psycopg2.connect(cluster.airflow_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(DAG, {"at": OLD})
        for at in (OLD, JUST_KEPT, NEW):
            cursor.execute(RUN, {"at": at, "run_id": f"scheduled {at:%Y-%m-%d}"})
            log_of(airflow, at)

    assert upkeep.clear(airflow, NOW), capfd.readouterr().err

    with closing(psycopg2.connect(cluster.airflow_uri)) as connection, connection.cursor() as cursor:

        def moments(table: str, column: str) -> list[datetime]:
            ours = "dag_id is not null" if table == "log" else "true"  # commands of Airflow leave a record too
            cursor.execute(f"select {column} from {table} where {ours} order by 1")
            return [at for (at,) in cursor.fetchall()]

        kept = [JUST_KEPT, NEW]
        assert moments("dag_run", "run_after") == kept
        assert moments("task_instance", "start_date") == kept
        assert moments("deadline", "deadline_time") == kept
        assert moments("callback", "created_at") == kept
        assert moments("xcom", "timestamp") == kept
        assert moments("log", "dttm") == kept
        assert moments("job", "latest_heartbeat") == kept
        # what waits goes on waiting, and a DAG that is there stays, however old they are
        assert moments("trigger", "created_date") == [OLD, *kept]
        assert moments("dag", "last_parsed_time") == [OLD] and moments("dag_version", "created_at") == [OLD]
        cursor.execute("select count(*) from pg_class where relname like '\\_airflow\\_deleted\\_\\_%'")
        assert cursor.fetchone() == (0,)
    assert sorted(path.name for path in (airflow / "logs" / "dag_id=watch_deadlines").iterdir()) == [
        "run_id=scheduled 2025-10-01",
        "run_id=scheduled 2026-11-18",
    ]


def log_of(airflow: Path, at: datetime) -> Path:
    """What a task said, as Airflow keeps it."""
    run = airflow / "logs" / "dag_id=watch_deadlines" / f"run_id=scheduled {at:%Y-%m-%d}"
    path = run / "task_id=watch" / "attempt=1.log"
    path.parent.mkdir(parents=True)
    path.write_text("looked")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def test_where_airflow_does_not_answer_it_says_so_and_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    monkeypatch.setenv(
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", "postgresql+psycopg2://airflow:secret@127.0.0.1:1/airflow"
    )
    assert upkeep.main(["once"]) == 1
    said = capfd.readouterr().err
    assert "could not be cleared" in said and "secret" not in said


@pytest.mark.parametrize(("given", "oldest"), [(None, "2025-10-01"), ("13", "2025-10-01"), ("24", "2024-11-01")])
def test_one_setting_says_how_many_months_are_kept(
    monkeypatch: pytest.MonkeyPatch, given: str | None, oldest: str
) -> None:
    monkeypatch.delenv(upkeep.VARIABLE, raising=False)
    if given:
        monkeypatch.setenv(upkeep.VARIABLE, given)
    assert f"{upkeep.oldest_kept(NOW):%Y-%m-%d}" == oldest


@pytest.mark.parametrize("given", ["0", "3", "121", "-13", "thirteen", "๑๓", "13.5"])
def test_a_number_that_would_lose_a_quarter_or_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: str
) -> None:
    monkeypatch.setenv(upkeep.VARIABLE, given)
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    with pytest.raises(LocalError, match="from 4 to 120"):
        upkeep.oldest_kept(NOW)
    assert upkeep.main([]) == 1


def test_it_is_done_once_a_week_even_when_the_machine_is_started_anew_every_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[datetime] = []
    day, looks = [0], [0]

    def clear(airflow_home: Path, now: datetime) -> bool:
        done.append(now)
        return True

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=day[0])

    def started_anew(seconds: float) -> None:
        looks[0] += 1
        if looks[0] % 2 == 0:
            day[0] += 1
            raise InterruptedError

    monkeypatch.setattr(upkeep, "clear", clear)
    monkeypatch.setattr(upkeep, "datetime", Clock)
    monkeypatch.setattr(time, "sleep", started_anew)
    for _ in range(15):
        with pytest.raises(InterruptedError):
            upkeep.keep_clearing(tmp_path)
    assert [at.day for at in done] == [1, 8, 15]
    assert json.loads((tmp_path / "upkeep.json").read_text())["cleared_at"].startswith("2026-11-15")


def test_lineage_begins_a_new_file_each_time_and_old_ones_go(tmp_path: Path) -> None:
    file = lineage_file(tmp_path)
    file.parent.mkdir()
    old = file.with_name("lineage-2025-09-01T000000Z.jsonl")
    old.write_text("{}\n")
    os.utime(old, (OLD.timestamp(), OLD.timestamp()))
    file.write_text("{}\n")
    assert upkeep._turn_lineage(file, NOW, upkeep.oldest_kept(NOW)) == 1
    assert [path.name for path in file.parent.iterdir()] == ["lineage-2026-11-28T120000Z.jsonl"]


def test_a_log_that_is_written_meanwhile_is_left_alone(tmp_path: Path) -> None:
    old, new = log_of(tmp_path, OLD), log_of(tmp_path, NEW)
    begun = new.parent.parent / "task_id=next"
    begun.mkdir()
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            new.open("a").write("looked\n")

    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert upkeep._clear_logs(tmp_path / "logs", upkeep.oldest_kept(NOW)) == 1
    finally:
        stop.set()
        writing.join()
    assert not old.parent.parent.exists() and new.exists()
    assert begun.exists()  # a task has made its folder, and is about to write
