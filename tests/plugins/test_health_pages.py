"""The page of health inside Airflow, and what a monitor reads: for whom they open and that both say the same."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from include import warehouse

PROJECT = Path(__file__).parents[2]
HOSTILE = "<script>alert('ไม่ดี')</script>"


@pytest.fixture
def with_an_alert(database: str) -> str:
    """A warehouse in which something was told that is wrong, in hostile words."""
    with warehouse.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.alert (alert_key, kind, severity, title_th, message_th, to_do_th, runbook, raised_by)"
            " values ('key', 'month_not_frozen', 'critical', %s, 'ข้อความ', 'ทำ', 'heading', 'test')",
            (HOSTILE,),
        )
    return database


@pytest.mark.usefixtures("with_an_alert")
def test_nobody_who_is_not_logged_in_learns_how_the_system_is(anonymous: Any) -> None:
    for address in ("/health/", "/health/status.json"):
        answer = anonymous.get(address)
        assert answer.status_code == 401 and "check_code" not in answer.text and "สุขภาพ" not in answer.text
    for address in ("/health/docs", "/health/openapi.json", "/health/redoc"):
        assert anonymous.get(address).status_code == 404


@pytest.mark.usefixtures("with_an_alert")
def test_the_page_says_in_thai_what_is_wrong_first_and_what_to_do(viewer: Any) -> None:
    answer = viewer.get("/health/")
    assert answer.status_code == 200
    text = answer.text
    assert "✗ มีเรื่องที่ต้องแก้" in text
    assert text.index("เรื่องที่แจ้งเตือนและยังไม่ปิด") < text.index("การสำรองข้อมูลล่าสุด") < text.index("กำหนดเผยแพร่")
    assert "ทำตามข้อความในเรื่องที่แจ้ง" in text and "docs/runbook.md#the-health-page-is-red" in text
    assert "<script" not in text and "&lt;script&gt;" in text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_monitor_reads_the_same_and_its_answer_fails_while_something_is_red(viewer: Any, with_an_alert: str) -> None:
    answer = viewer.get("/health/status.json")
    told = answer.json()
    assert (answer.status_code, told["status"]) == (503, "critical")
    assert answer.headers["cache-control"] == "no-store"
    with warehouse.reading(with_an_alert) as connection:
        rows = warehouse.fetch(connection, "select check_code, status, message_th from ops.health order by position")
    assert [{name: check[name] for name in rows[0]} for check in told["checks"]] == rows
    with warehouse.connect(with_an_alert) as connection, connection.cursor() as cursor:
        cursor.execute("update ops.alert set closed_at = now()")
    answer = viewer.get("/health/status.json")
    assert (answer.status_code, answer.json()["status"]) == (200, "warning")


def test_without_a_warehouse_both_say_so(viewer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgresql://nobody@127.0.0.1:1/nowhere")
    answer = viewer.get("/health/")
    assert (answer.status_code, "ติดต่อคลังข้อมูลไม่ได้" in answer.text) == (503, True)
    answer = viewer.get("/health/status.json")
    assert (answer.status_code, answer.json()["checks"][0]["check_code"]) == (503, "warehouse")


def test_a_task_does_not_pay_for_the_web_server() -> None:
    plugin = "import sys, plugins.health_pages; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", plugin], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert not {"fastapi", "include.warehouse", "airflow.api_fastapi.core_api.security"} & set(ended.stdout.split())
