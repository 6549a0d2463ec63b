"""Checking before sending says what the intake then does, and leaves no trace."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from rich.cells import cell_len

from include import months, warehouse
from include.checking import Answer, Busy, CannotCheck, Question, check, trial
from include.checking.questions import files_of
from include.checking.received import SHOWN_OF_A_KIND
from include.checking.showing import as_text
from include.loaders import landing
from include.local.postgres import Cluster
from tests.pipeline import driver, written_month

LANDED_AT = datetime(2024, 3, 25, 9, tzinfo=UTC)
CHECKED_AT = datetime(2024, 3, 26, 9, tzinfo=UTC)
HELD_BACK = ("เวียงป่าเป้า (แก้ไข).xlsx", "5717 แก้ไข.xlsx")
STANDING = "standing_before_checks"
MONTH = {"programme_code": "click", "province_code": "57", "period": datetime(2024, 2, 1).date()}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the golden month's districts and platform sent, as a landing zone."""
    zone = tmp_path_factory.mktemp("sent")
    written_month.land(written_month.read(Path(__file__).parent / "pipeline" / "golden" / "57_2024-02.yaml"), zone)
    return zone


@pytest.fixture(scope="module")
def reports(sent: Path) -> Path:
    """The folder of the month's reports."""
    return sent / "submissions" / "57" / "2024-02"


@pytest.fixture(scope="module")
def standing(cluster: Cluster, sent: Path) -> Iterator[str]:
    """The URI of a warehouse in which the month stands, but for two corrections. Every test may use it: it stays so."""
    assert cluster.admin_uri
    uri = f"{cluster.warehouse_uri.rsplit('/', 1)[0]}/{STANDING}"
    with (
        closing(psycopg2.connect(f"{cluster.admin_uri.rsplit('/', 1)[0]}/postgres")) as admin,
        admin.cursor() as cursor,
    ):
        admin.autocommit = True
        cursor.execute(f"create database {STANDING} template warehouse strategy file_copy")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
            _land(file for file in driver.landed_files(sent) if file.path[-1] not in HELD_BACK)
            with warehouse.connect() as connection, connection.cursor() as audited:
                audited.execute("update candidate.month set failed_expectations = '{}'")
            months.run(months.MOVE, MONTH)
        before = _picture(cluster)
        yield uri
        assert _picture(cluster) == before
        cursor.execute(f"drop database {STANDING} with (force)")


@pytest.fixture(autouse=True)
def _warehouse(standing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", standing)


def test_a_correction_says_which_version_it_replaces_and_what_it_is_worth(reports: Path) -> None:
    answer = _check(reports / "เวียงป่าเป้า (แก้ไข).xlsx")
    [district] = answer.months[0]["districts"]
    assert answer.all_accepted
    assert (district["district_code"], district["version"], district["earlier_version"]) == ("5711", 2, 1)
    assert district["earlier_name"] == "เวียงป่าเป้า.xlsx"
    assert (district["points_before"], district["grade_before"]) == (8, "B")
    assert (district["points"], district["grade"], district["on_time"]) == (10, "A", True)
    told = as_text(answer)
    assert "ยังขาด" not in told
    assert "นับเป็นฉบับที่ 2 ของอำเภอ แทนฉบับที่ 1" in told
    assert "คะแนน 10 จาก 10 (ร้อยละ 100) · ระดับ A" in told
    assert "ก่อนมีไฟล์นี้ คะแนน 8 ระดับ B" in told
    assert "สรุป: ทุกแถวผ่านการตรวจสอบ ส่งไฟล์ได้" in told


def test_a_refused_summary_is_shown_at_its_cell_with_what_to_do(reports: Path) -> None:
    answer = _check(reports / "5717 แก้ไข.xlsx")
    [file] = answer.files
    [wrong] = [refusal for refusal in file["refusals"] if refusal["sheet"] == "สรุป"]
    assert not answer.all_accepted
    assert (file["status"], file["rows_read"], file["rows_rejected"]) == ("loaded", 2, 2)
    assert (wrong["cell_address"], wrong["heading"], wrong["value"]) == ("B3", "อำเภอ", "เวียงเชียงรุง")
    assert answer.months[0]["districts"] == []
    told = as_text(answer)
    assert "✗ สรุป B3 · อำเภอ · พบ “เวียงเชียงรุง”" in told
    assert "✗ กิจกรรม 1 แถว: ส่วนสรุปของรายงานนี้ไม่ผ่านการตรวจสอบ" in told
    assert "สรุป: ไม่ผ่าน 2 แถว" in told


def test_what_is_said_of_all_reports_is_what_the_intake_then_does(
    database: str, monkeypatch: pytest.MonkeyPatch, sent: Path, reports: Path
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    _land(file for file in driver.landed_files(sent) if file.path[0] != "submissions")

    said = _what_came_of_it(_check(reports, at=LANDED_AT))
    _land(file for file in driver.landed_files(sent) if file.path[0] == "submissions")

    assert said == _what_came_of_it(_check(reports, at=LANDED_AT))  # now of what stands: every file is a duplicate
    with warehouse.connect() as connection:
        graded = warehouse.fetch(
            connection,
            "select district_code, points, grade, on_time from candidate.district_grade"
            " where district_code in (select district_code from candidate.submission_version)",
        )
        received = warehouse.fetch(
            connection,
            "select regexp_replace(uri, '^.*/', '') as name, rows_read, rows_loaded, rows_rejected"
            " from ops.source_file where source = 'submissions'",
        )
    assert {tuple(row.values()) for row in graded} == {(code, *grade) for code, grade in said["grades"].items()}
    assert {tuple(row.values()) for row in received} == {(name, *rows) for name, rows in said["rows"].items()}


def test_a_file_that_was_sent_is_told_so_with_what_stands(reports: Path) -> None:
    answer = _check(reports / "รายงาน แม่สาย.xlsx")
    [file], [district] = answer.files, answer.months[0]["districts"]
    assert (file["status"], file["rows_read"], file["rows_rejected"]) == ("duplicate", 17, 0)
    assert (district["version"], district["grade"], district["earlier_version"]) == (1, "A", None)
    assert "เคยส่งแล้ว" in as_text(answer)


def test_the_sections_of_the_form_tool_are_checked_together(reports: Path, tmp_path: Path) -> None:
    for name in ("summary", "publicity", "activities", "services"):
        text = (reports / f"{name}.csv").read_text("utf-8").replace("R02", "R02-2")
        (tmp_path / f"{name}.csv").write_text(
            "\n".join(line for line in text.splitlines() if "R02-2" in line or line.startswith("รหัสรายงาน")) + "\n"
        )
    answer = _check(tmp_path)
    [district] = answer.months[0]["districts"]
    assert sorted(file["name"] for file in answer.files) == [
        "activities.csv",
        "publicity.csv",
        "services.csv",
        "summary.csv",
    ]
    assert (district["district_code"], district["version"], district["points"]) == ("5702", 2, 8)
    assert answer.all_accepted
    assert "ยังขาดเพื่อให้ได้ระดับ A: สมัครร้านค้าเพิ่มอีก 1 ราย" in as_text(answer)


def test_a_section_without_its_summary_is_refused(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "activities.csv").write_text("รหัสรายงาน,อำเภอ,ประจำเดือน,วันที่,ชื่อกิจกรรม\nX-9,พาน,ก.พ. 67,5/2/2567,อบรม\n")
    answer = _check(tmp_path / "activities.csv")
    assert [refusal["rule"] for refusal in answer.files[0]["refusals"]] == ["report_unknown"]


def test_a_month_that_waits_has_figures_and_targets_but_no_grade(tmp_path: Path) -> None:
    written = {
        "province_code": "57",
        "period": "2024-03",
        "exported_at": datetime(2024, 4, 5),
        "reports": [
            {
                "workbook": "พาน.xlsx",
                "sent_at": datetime(2024, 4, 5),
                "summary": {"อำเภอ": "พาน", "ประจำเดือน": "มีนาคม 2567", "วันที่รายงาน": "5/4/2567"},
                "activities": [["5/3/2567", "อบรม"]],
            }
        ],
    }
    written_month.land(written, tmp_path)
    answer = check(
        files_of([str(tmp_path / "submissions/57/2024-03")]), Question.read("submissions", "57", "2024-03"), CHECKED_AT
    )
    [month] = answer.months
    [district] = month["districts"]
    assert district["grade"] is None
    assert {criterion["criterion_code"]: criterion["reached"] for criterion in district["criteria"]} == {
        "shops": None,
        "services": False,
        "publicity": False,
        "activities": True,
        "downloads": None,
    }
    told = as_text(answer)
    assert "ถึงเป้าหมายแล้ว 1 จาก 5 ข้อ · คะแนนและระดับรอข้อมูลจากระบบ" in told
    assert "กิจกรรมขับเคลื่อน 1 กิจกรรม (เป้าหมายอย่างน้อย 1 กิจกรรม)" in told
    assert all(f"ยังไม่ได้รับไฟล์ {source}" in told for source in ("app_downloads", "shop_registrations"))
    assert "ภายในวันที่ 15 เมษายน 2567 (เหลืออีก 20 วัน)" in told


def test_an_export_is_checked_for_all_districts(tmp_path: Path) -> None:
    (tmp_path / "ดาวน์โหลด.csv").write_text(
        "รหัสเหตุการณ์,รหัสตำบล,เวลา,ระบบปฏิบัติการ\n"
        + "".join(f"N-{number},571203,2024-02-15 10:00:00,Android\n" for number in range(3))
        + "E-1,571203,2024-02-15 10:00:00,Android\nN-9,999999,2024-02-15 10:00:00,Symbian\n"
    )
    answer = check(files_of([str(tmp_path)]), Question.read("app_downloads", "57", "2024-02"), CHECKED_AT)
    [file], districts = answer.files, answer.months[0]["districts"]
    counted = (file["rows_read"], file["rows_loaded"], file["rows_known"], file["rows_rejected"])
    assert counted == (5, 3, 1, 1)
    assert len(districts) == 18
    [short] = [district for district in districts if district["district_code"] == "5712"]
    assert (short["points_before"], short["points"]) == (6, 8)  # a tenth person in its last subdistrict
    assert {step["grade"] for step in short["steps"]} == {"A"}
    assert "ผลเบื้องต้น 18 อำเภอ" in as_text(answer)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("รายงาน.pdf", b"%PDF", "ไม่รับไฟล์ชนิดนี้"),
        ("รายงาน.xlsx", b"PK\x03\x04 broken", "โปรด"),
        ("summary.csv", b"", "ไฟล์ว่าง"),
    ],
)
def test_a_file_that_would_be_rejected_is_told_why(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    answer = _check(tmp_path / name)
    assert [file["status"] for file in answer.files] == ["rejected"]
    assert reason in answer.files[0]["reason"]
    assert not answer.all_accepted
    assert "สรุป: ไม่รับ 1 ไฟล์" in as_text(answer)


def test_many_refusals_of_one_kind_are_counted_after_the_first_few(tmp_path: Path) -> None:
    rows = "".join(f"N-{number},571203,2024-02-15 10:00:00,Symbian\n" for number in range(SHOWN_OF_A_KIND + 7))
    (tmp_path / "x.csv").write_text("รหัสเหตุการณ์,รหัสตำบล,เวลา,ระบบปฏิบัติการ\n" + rows)
    answer = check(files_of([str(tmp_path)]), Question.read("app_downloads", "57", "2024-02"), CHECKED_AT)
    assert len(answer.files[0]["refusals"]) == SHOWN_OF_A_KIND
    assert "และอีก 7 แห่งแบบเดียวกัน" in as_text(answer)


def test_what_is_printed_fits_a_hundred_columns_and_obeys_no_control_character(reports: Path, tmp_path: Path) -> None:
    content = (reports / "5717 แก้ไข.xlsx").read_bytes()
    (tmp_path / "red \x1b[31m.xlsx").write_bytes(content)
    told = as_text(_check(tmp_path / "red \x1b[31m.xlsx")) + as_text(_check(reports))
    assert max(map(cell_len, told.splitlines())) <= 100
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("source", "province", "period", "told"),
    [
        ("submissions", "57", "2567-02", "พ.ศ. 2567 คือ 2024-02"),
        ("submissions", "57", "กุมภาพันธ์", "ต้องเขียนเป็นปี ค.ศ. และเดือน"),
        ("submissions", "57", "2024-13", "ต้องเขียนเป็นปี ค.ศ. และเดือน"),
        ("submissions", "57", "2023-02", "เกณฑ์ในระบบเป็นของเดือนมกราคม 2567 ถึงเดือนกันยายน 2567"),
        ("submissions", "99", "2024-02", "จังหวัดรหัส 99 ยังไม่มีเกณฑ์ในระบบ"),
        ("submissions", "เชียงราย", "2024-02", "ต้องเป็นเลขสองหลัก"),
        ("submission", "57", "2024-02", "ไม่รู้จักแหล่งข้อมูล “submission”"),
    ],
)
def test_a_question_that_cannot_be_meant_is_told_why(
    reports: Path, source: str, province: str, period: str, told: str
) -> None:
    with pytest.raises(CannotCheck, match=told):
        check(files_of([str(reports / "summary.csv")]), Question.read(source, province, period), CHECKED_AT)


def test_a_file_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "ว่าง").mkdir()
    for names, told in (
        ([str(tmp_path / "ไม่มี.xlsx")], "ไม่พบไฟล์"),
        ([str(tmp_path / "ว่าง")], "ไม่มีไฟล์ในโฟลเดอร์"),
        (["ftpx://host/a.csv"], "เปิด .* ไม่ได้"),
        ([""], "ไม่ได้ระบุไฟล์"),
    ):
        with pytest.raises(CannotCheck, match=told):
            files_of(names)


def test_a_file_is_named_by_its_uri_too(reports: Path) -> None:
    [file] = files_of([f"file://{reports / 'เวียงป่าเป้า (แก้ไข).xlsx'}"])
    assert file.path == ("เวียงป่าเป้า (แก้ไข).xlsx",)
    assert file.open().read() == (reports / "เวียงป่าเป้า (แก้ไข).xlsx").read_bytes()


def test_an_intake_at_work_on_the_province_is_not_waited_for_long(
    standing: str, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial, "_PATIENCE_SECONDS", 1)
    with warehouse.connect(standing) as intake:
        warehouse.fetch(intake, "select pg_advisory_xact_lock(hashtext('province 57'))")
        with pytest.raises(Busy, match="โปรดลองตรวจใหม่"):
            _check(reports / "เวียงป่าเป้า (แก้ไข).xlsx")


def test_an_intake_that_registers_files_holds_no_check_up(standing: str, reports: Path) -> None:
    with warehouse.connect(standing) as intake:
        warehouse.fetch(intake, "select pg_advisory_xact_lock(hashtext('ops.source_file'))")
        assert _check(reports / "เวียงป่าเป้า (แก้ไข).xlsx").all_accepted


def test_nothing_is_left_behind_and_no_number_is_used_up(cluster: Cluster, reports: Path, tmp_path: Path) -> None:
    before = _picture(cluster)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04")
    _check(reports)
    _check(tmp_path)
    with pytest.raises(CannotCheck):
        check(files_of([str(reports)]), Question.read("submissions", "57", "2030-01"), CHECKED_AT)
    assert _picture(cluster) == before


@pytest.mark.parametrize(
    ("name", "period", "code"),
    [("เวียงป่าเป้า (แก้ไข).xlsx", "2024-02", 0), ("5717 แก้ไข.xlsx", "2024-02", 1), ("5717 แก้ไข.xlsx", "2567-02", 2)],
)
def test_a_script_can_tell_by_the_exit_code(reports: Path, name: str, period: str, code: int) -> None:
    command = [sys.executable, "-m", "include.checking", "--province", "57", "--period", period]
    ended = subprocess.run([*command, "--file", str(reports / name)], env=os.environ, capture_output=True, text=True)
    assert ended.returncode == code
    assert ("สรุป:" in ended.stdout) == (code < 2)
    assert ("โปรดแก้ PERIOD" in ended.stderr) == (code == 2)


def _check(path: Path, at: datetime = CHECKED_AT) -> Answer:
    return check(files_of([str(path)]), Question.read("submissions", "57", "2024-02"), at)


def _land(files: Any) -> None:
    """The intake as it is: files entered, rows typed, the month built."""
    with warehouse.connect() as connection:
        landing.register(connection, files, LANDED_AT)
    months.run(months.TYPE, {"province_code": "57"})
    months.run(months.BUILD, MONTH | {"code_version": warehouse.code_version()})


def _what_came_of_it(answer: Answer) -> dict[str, Any]:
    """Rows, refused cells and findings by file, and grades by district."""
    cells = ("sheet", "row_number", "problem_no", "column_name", "heading", "cell_address", "value", "message_th")
    return {
        "rows": {
            file["name"]: (file["rows_read"], file["rows_loaded"], file["rows_rejected"]) for file in answer.files
        },
        "refusals": {
            file["name"]: [[cell[key] for key in cells] for cell in file["refusals"]] for file in answer.files
        },
        "findings": {file["name"]: [found["message_th"] for found in file["findings"]] for file in answer.files},
        "grades": {
            district["district_code"]: (district["points"], district["grade"], bool(district["on_time"]))
            for district in answer.months[0]["districts"]
        },
    }


def _picture(cluster: Cluster) -> dict[str, Any]:
    """By table a digest of its rows, by sequence where it stands: what a dump would tell apart."""
    assert cluster.admin_uri
    with closing(psycopg2.connect(f"{cluster.admin_uri.rsplit('/', 1)[0]}/{STANDING}")) as connection:
        tables = warehouse.fetch(
            connection,
            "select format('%I.%I', schemaname, tablename) as name from pg_tables"
            " where schemaname not in ('pg_catalog', 'information_schema')",
        )
        rows = {
            table["name"]: warehouse.fetch(
                connection,
                f"select count(*), md5(string_agg(item::text, ' ' order by item::text)) from {table['name']} as item",
            )
            for table in tables
        }
        return rows | {
            "sequences": warehouse.fetch(connection, "select schemaname, sequencename, last_value from pg_sequences")
        }
