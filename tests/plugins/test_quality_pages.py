"""The pages about the quality of data: for whom they open, what they show, and what they never show."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include import findings, warehouse

PROJECT = Path(__file__).parents[2]
HOSTILE = "<script>alert('ไม่ดี')</script>"


@pytest.fixture
def warehouse_with_findings(database: str) -> str:
    """Two provinces' findings; one is acknowledged, one hostile."""
    rows = [
        ("57", date(2024, 2, 1), "5704", "hashtags_missing", "warning", "โพสต์ไม่มีแฮชแท็ก"),
        ("57", date(2024, 2, 1), "5705", "source_missing", "critical", f"รอไฟล์ {HOSTILE}"),
        ("34", date(2025, 1, 1), "3404", "figure_unusual", "info", "ตัวเลขสูงกว่าปกติ"),
    ]
    with warehouse.connect(database) as connection, connection.cursor() as cursor:
        cursor.executemany(
            "insert into mart.month_finding (province_code, period, district_code, finding_code, severity, message_th,"
            " source, message_en) values (%s, %s, %s, %s, %s, %s, 'submissions', 'found')",
            rows,
        )
        cursor.execute(
            "insert into ops.month (programme_code, province_code, period, status, inputs_sha256, rulebook_version,"
            " code_version, built_at, held_because) values"
            " ('click', '57', '2024-02-01', 'held', '', 1, '', now(), 'mart.measure: ค่าติดลบ'),"
            " ('click', '34', '2025-01-01', 'graded', '', 1, '', now(), null)"
        )
        cursor.execute(
            "insert into ops.expectation_result (run_id, ran_at, suite, expectation, severity, period, province_code,"
            " success, unexpected_count, observed, notes, district_codes) values ('run', now(), 'mart.measure',"
            " 'no count is negative', 'critical', '2024-02-01', '57', false, 2, %s, 'ติดลบไม่ได้ · Never', '{5705}')",
            (HOSTILE,),
        )
        for province_code, period, *_ in rows[1:]:
            cursor.execute("select ops.note_findings('click', %s, %s)", (province_code, period))
        [found] = warehouse.fetch(connection, "select finding_id from mart.finding where district_code = '5704'")
        form = {"finding_ids": str(found["finding_id"]), "decision": "acknowledged", "until": None}
        findings.decide(connection, form | {"reason": f"ติดต่ออำเภอแล้ว {HOSTILE}"}, "สมชาย")
    return database


def test_nobody_sees_a_page_who_is_not_logged_in(anonymous: Any, tmp_path: Path) -> None:
    (tmp_path / "data_docs").mkdir()
    (tmp_path / "data_docs" / "index.html").write_text("results")
    for address in ("/quality/", "/data-docs/", "/data-docs/index.html", "/data-docs/nothing"):
        assert anonymous.get(address).status_code == 401
    for address in ("/quality/docs", "/quality/openapi.json", "/quality/redoc"):
        assert anonymous.get(address).status_code == 404


@pytest.mark.usefixtures("warehouse_with_findings")
def test_a_viewer_sees_what_is_wrong_who_acts_what_to_do_and_which_month_is_stale(viewer: Any) -> None:
    answer = viewer.get("/quality/?province=57")
    assert answer.status_code == 200
    text = answer.text
    assert "จังหวัดเชียงราย เดือนกุมภาพันธ์ 2567" in text
    assert "mart.measure: no count is negative (2 แถว)" in text and "อำเภอที่เกี่ยวข้อง: พาน" in text
    assert "<b>อำเภอปฏิบัติ:</b> เพิ่มแฮชแท็กในโพสต์" in text
    assert "จังหวัดเชียงราย อำเภอเทิง · เดือนกุมภาพันธ์ 2567" in text
    assert "รับทราบแล้ว" in text and "(สมชาย)" in text
    assert "0 จาก" not in text


@pytest.mark.usefixtures("warehouse_with_findings")
def test_what_people_wrote_is_shown_and_never_run(viewer: Any) -> None:
    answer = viewer.get("/quality/", params={"search": HOSTILE, "state": "all"})
    assert "<script" not in answer.text
    assert (
        answer.text.count("&lt;script&gt;alert") >= 3
    )  # the message, the expectation's rows and the box of the search
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.usefixtures("warehouse_with_findings")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"province": "57", "period": "2024-02"}, {"hashtags", "source", "failed"}),
        ({"period": "2024-02", "state": "open"}, {"source", "failed"}),
        ({"period": "2024-02", "state": "acknowledged"}, {"hashtags"}),
        ({"period": "2025-01"}, {"unusual"}),
        ({"severity": "critical"}, {"source", "failed"}),
        ({"period": "2024-02", "acts": "district"}, {"hashtags"}),
        ({"search": "แฮชแท็ก"}, {"hashtags"}),
        ({"search": "%"}, set()),
        ({"search": "'; drop table ops.finding_episode; --"}, set()),
        ({"period": "2024-02", "state": "resolved"}, set()),
        ({"period": "2024-02", "page": "2"}, set()),
        ({"period": "x", "state": "x", "severity": "x", "acts": "x", "page": "-1"}, {"hashtags", "source", "unusual"}),
    ],
)
def test_the_list_shows_what_was_asked_for(viewer: Any, asked: dict[str, str], shown: set[str]) -> None:
    text = viewer.get("/quality/", params=asked).text
    titles = {
        "hashtags": "<strong>โพสต์ไม่มีแฮชแท็กตามที่กำหนด",
        "source": "<strong>ยังไม่ได้รับข้อมูลจากระบบ",
        "unusual": "<strong>ตัวเลขผิดจากปกติ",
        "failed": "<strong>ไม่ผ่านข้อตรวจคุณภาพข้อมูล",
    }
    found = {name for name, title in titles.items() if title in text}
    assert shown <= found
    assert found == shown or set(asked) >= {"page", "acts"}


def test_a_page_reads_as_an_analyst_and_can_write_nothing(database: str) -> None:
    import psycopg2.errors

    with warehouse.reading(database) as connection:
        assert warehouse.fetch(connection, "select current_user as name") == [{"name": "analyst"}]
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            warehouse.fetch(connection, "select * from raw.submissions_summary")
        connection.rollback()
        with pytest.raises((psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ReadOnlySqlTransaction)):
            warehouse.fetch(connection, "select ops.note_findings('click', '57', null)")


def test_without_a_warehouse_the_page_says_so_in_thai(viewer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgresql://nobody@127.0.0.1:1/nowhere")
    answer = viewer.get("/quality/")
    assert (answer.status_code, "ติดต่อคลังข้อมูลไม่ได้" in answer.text) == (503, True)


def test_before_the_first_audit_its_page_says_that_there_is_nothing_yet(viewer: Any) -> None:
    answer = viewer.get("/data-docs/")
    assert (answer.status_code, "ยังไม่มีผลให้แสดง" in answer.text) == (200, True)
    assert viewer.get("/data-docs/index.html").status_code == 404


def test_a_file_of_the_results_is_served_and_none_from_elsewhere(viewer: Any, tmp_path: Path) -> None:
    folder = tmp_path / "data_docs"
    (folder / "static").mkdir(parents=True)
    (folder / "index.html").write_text("<p>ผลการตรวจ</p>")
    (folder / "static" / "style.css").write_text("p {}")
    (tmp_path / "data_docs_secret").write_text("secret")
    (tmp_path / "secret.html").write_text("secret")
    (folder / "linked.html").symlink_to(tmp_path / "secret.html")
    assert "ผลการตรวจ" in viewer.get("/data-docs/").text
    assert viewer.get("/data-docs/static/style.css").headers["content-type"].startswith("text/css")
    for escape in (
        "../secret.html",
        "..%2fsecret.html",
        "%2e%2e/secret.html",
        "static/../../secret.html",
        "..%5csecret.html",
        "../data_docs_secret",
        f"{tmp_path}/secret.html",
        f"/{tmp_path}/secret.html",
        "linked.html",
        "static",
        "%00",
        "a" * 5000,
    ):
        answer = viewer.get(f"/data-docs/{escape}")
        assert answer.status_code == 404, escape
        assert "secret" not in answer.text


def test_a_task_does_not_pay_for_the_web_server() -> None:
    plugin = "import sys, plugins.quality_pages; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", plugin], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert not {"fastapi", "include.warehouse", "airflow.api_fastapi.core_api.security"} & set(ended.stdout.split())


def test_airflow_leads_to_the_pages_in_thai() -> None:
    from plugins.quality_pages import QualityPages

    assert [(link["name"], link["href"]) for link in QualityPages.external_views] == [
        ("ข้อสังเกต", "/quality/"),
        ("ผลตรวจ", "/data-docs/"),
    ]
    assert "CHUMCHON_DATA_DOCS" not in os.environ
