"""A failed task says whom it hurts, in Thai, once, and is told of again when it succeeds."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from include import warehouse
from include.alerting import failures, tasks
from include.alerting.failures import Failure
from include.orchestration import alarms
from tests.alerting.conftest import Receiver, make_due


@pytest.fixture
def warehouse_at_work(database: str, receiver: Receiver, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a task finds in its environment; two months are due, of two provinces."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path))
    monkeypatch.setenv("CHUMCHON_ALERT_URLS", receiver.url)
    make_due(database, "57", "2024-02-01", report="2 days", publication="5 days")
    make_due(database, "34", "2025-03-01", report="-1 day", publication="2 days")
    return database


def context(parameters: dict[str, Any] | None = None, error: str = "", downstream: bool = True, **params: Any) -> Any:
    """As much of Airflow's context as a callback looks at."""
    return {
        "ti": SimpleNamespace(dag_id="grade_months", task_id="build"),
        "task": SimpleNamespace(parameters=parameters, downstream_task_ids={"audit"} if downstream else set()),
        "params": params,
        "dag_run": SimpleNamespace(start_date=datetime.now(UTC)),
        "exception": error and ValueError(error),
    }


def test_a_task_about_one_month_hurts_that_month_alone(warehouse_at_work: str, receiver: Receiver) -> None:
    month = {"programme_code": "click", "province_code": "57", "period": "2024-02-01"}
    for _ in range(2):
        alarms.task_failed(context(month, "ค่าเป็นไปไม่ได้"))
    [message] = receiver.take()
    for words in (
        "ด่วน: งานอัตโนมัติล้มเหลว (เชียงราย กุมภาพันธ์ 2567)",
        "งาน build (57 2024-02-01) ของ grade_months ล้มเหลว · ค่าเป็นไปไม่ได้",
        "จังหวัดเชียงราย เดือนกุมภาพันธ์ 2567 · ทั้ง 18 อำเภอ · กำหนดอำเภอส่งรายงาน",
        "เหลือ 1 วัน 23 ชั่วโมง",
        "ต้องทำ: อ่านบันทึกของงานที่ล้มเหลว",
        "docs/runbook.md#a-task-failed",
    ):
        assert words in message["message"], words
    assert "อุบลราชธานี" not in message["message"]
    alarms.task_succeeded(context(month))
    alarms.task_succeeded(context(month))
    [message] = receiver.take()
    assert "เรียบร้อยแล้ว: งานอัตโนมัติล้มเหลว (เชียงราย กุมภาพันธ์ 2567)" in message["title"]


def test_a_task_about_everything_hurts_every_month_that_is_not_out(warehouse_at_work: str, receiver: Receiver) -> None:
    alarms.task_failed(context(error="ไม่พบโฟลเดอร์"))
    [message] = receiver.take()
    assert "จังหวัดอุบลราชธานี เดือนมีนาคม 2568 · ทั้ง 25 อำเภอ · กำหนดจังหวัดเผยแพร่ผล" in message["message"]
    assert "จังหวัดเชียงราย เดือนกุมภาพันธ์ 2567" in message["message"]


def test_an_error_that_names_months_hurts_these(warehouse_at_work: str, receiver: Receiver) -> None:
    named = "months held by a failed critical expectation:\n34 2025-03 mart.district_grade: one grade a district"
    alarms.task_failed(context(error=named))
    [message] = receiver.take()
    assert "(อุบลราชธานี มีนาคม 2568)" in message["title"]


def test_a_held_month_names_the_districts_that_its_audit_touched(warehouse_at_work: str, receiver: Receiver) -> None:
    with warehouse.connect(warehouse_at_work) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.month (programme_code, province_code, period, rulebook_version, inputs_sha256, status,"
            " built_at, held_because, code_version)"
            " values ('click', '57', '2024-02-01', 1, 'x', 'held', now(), 'grade', 'x')"
        )
        cursor.execute(
            "insert into ops.expectation_result (run_id, suite, expectation, severity, period, province_code, success,"
            " unexpected_count, district_codes, notes, ran_at)"
            " values ('r', 'mart.district_grade', 'one grade', 'critical', '2024-02-01', '57', false, 2,"
            " array['5705', '5709'], '', now())"
        )
    alarms.task_failed(context(error="57 2024-02 mart.district_grade: one grade"))
    [message] = receiver.take()
    assert "2 อำเภอ: พาน แม่สาย" in message["message"]


def test_a_form_that_was_filled_in_wrongly_alerts_nobody(warehouse_at_work: str, receiver: Receiver) -> None:
    of_a_form = context(error="ไม่พบข้อสังเกต") | {"dag": SimpleNamespace(schedule=None)}
    alarms.task_failed(of_a_form)
    alarms.task_succeeded(of_a_form)
    assert receiver.take() == []


def test_the_last_task_of_a_whole_run_ends_what_failed_in_the_runs_before(
    warehouse_at_work: str, receiver: Receiver
) -> None:
    alarms.task_failed(context({"province_code": "57", "period": date(2024, 2, 1)}))
    receiver.take()
    alarms.task_succeeded(context(downstream=False, provinces=["34"]))
    assert receiver.take() == []  # a run for some provinces says nothing of the others
    alarms.task_succeeded(context(downstream=False))
    assert len(receiver.take()) == 1
    with warehouse.connect(warehouse_at_work) as connection:
        [beat] = warehouse.fetch(connection, "select * from ops.heartbeat")
    assert beat["beat_code"] == "grade_months"


def test_without_a_warehouse_a_failure_is_told_from_the_file_and_says_that_nobody_knows_whom_it_hurts(
    warehouse_at_work: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgresql://nobody:secret-word@127.0.0.1:1/nowhere")
    for _ in range(2):
        alarms.task_failed(context(error="connection to postgresql://nobody:secret-word@127.0.0.1:1/nowhere failed"))
    [message] = receiver.take()
    assert "ไม่ทราบว่ากระทบเดือนใด เพราะติดต่อฐานข้อมูลของคลังไม่ได้" in message["message"]
    assert "secret-word" not in str(message)


def test_what_a_row_held_is_not_repeated_from_a_databases_error() -> None:
    error = 'duplicate key value violates unique constraint "x"\nDETAIL:  Key (name)=(นายทดสอบ) already exists.'
    told = failures.blind_alert(Failure("grade_months", "build", error=error))
    assert "duplicate key" in told.message_th and "นายทดสอบ" not in told.message_th


def test_a_look_of_airflow_finds_what_the_watchdog_finds_and_neither_tells_it_twice(
    warehouse_at_work: str, receiver: Receiver
) -> None:
    make_due(warehouse_at_work, "57", "2024-02-01", report="-3 days", publication="-1 hour")
    assert tasks.look("watch_deadlines") is False
    assert tasks.look("watch_deadlines") is False
    assert [message["title"] for message in receiver.take()] == [
        "[คลังข้อมูล Click ชุมชน] ด่วน: เลยกำหนดเผยแพร่แล้ว ยังไม่ปิดรอบ (เชียงราย กุมภาพันธ์ 2567)"
    ]


def test_a_watchdog_that_fell_silent_is_told_by_airflow(warehouse_at_work: str, receiver: Receiver) -> None:
    with warehouse.connect(warehouse_at_work) as connection, connection.cursor() as cursor:
        cursor.execute("insert into ops.heartbeat values ('watchdog', now() - interval '31 minutes')")
    tasks.look("watch_deadlines")
    [message] = receiver.take()
    assert "ตัวเฝ้าระวังนอก Airflow ไม่ทำงาน" in message["message"]


def test_a_look_at_a_warehouse_that_is_gone_tells_that_and_fails_nothing(
    warehouse_at_work: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgresql://nobody@127.0.0.1:1/nowhere")
    assert tasks.look("watch_deadlines") is False
    assert "ติดต่อฐานข้อมูลของคลังไม่ได้" in receiver.take()[0]["title"]


def test_a_deadline_of_airflow_is_that_of_the_rulebook(warehouse_at_work: str) -> None:
    with warehouse.connect(warehouse_at_work) as connection:
        due = warehouse.fetch(
            connection,
            "select min(publication_due_at) as first, max(publication_due_at) as last, min(report_due_at)"
            " filter (where report_due_at > now()) as report from ops.due_month"
            " where publication_due_at < now() + interval '32 days' and revision is null",
        )[0]
    assert (
        tasks.due_moment("publication"),
        tasks.due_moment("publication", last=True),
        tasks.due_moment("report"),
    ) == (due["first"], due["last"], due["report"])
