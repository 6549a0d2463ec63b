"""The health of the whole: every check is red, or yellow, when its cause is there, and calm when it is gone."""

import csv
import re
from pathlib import Path
from typing import Any

import psycopg2.errors
import pytest

from include import warehouse

PROJECT = Path(__file__).parents[2]
CHECKS = {row["check_code"]: row for row in csv.DictReader((PROJECT / "include/rulebook/health.csv").open())}

MONTH = """
    insert into ops.month (programme_code, province_code, period, status, inputs_sha256, rulebook_version, code_version, built_at,
        held_because)
    values ('click', '57', '2024-02-01', '{status}', '{digest}', 1, '', now() - interval '{ago}', {because});
"""
FILE = """
    insert into ops.source_file (uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status,
        rules_sha256, typed_with, reason)
    values ('file:///landing/a.csv', '1', 'submissions', '57', '2024-02-01', repeat('a', 64), 1, now(), now() - interval '{ago}',
        '{status}', 'rules', {typed}, {reason});
"""
DUE = """
    insert into ops.source_file (uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status,
        rules_sha256, typed_with)
    values ('file:///landing/a.csv', '1', 'submissions', '57', '2024-02-01', repeat('a', 64), 1, now(), now(), 'loaded', 'rules',
        (select rules_sha256 from rulebook.province_rules where province_code = '57'));
    update rulebook.deadline set due_at = now() + interval '{ahead}' where period = '2024-02-01' and deadline_code = '{code}';
"""
FROZEN = """
    insert into snapshot.publication (snapshot_id, programme_code, province_code, period, revision, kind, taken_at, taken_by, reason,
        rulebook_version, rulebook_sha256, code_version, content_sha256, previous_sha256, chain_sha256)
    values (1, 'click', '57', '2024-02-01', 1, 'final', now() - interval '{ago}', 'test', 'สิ้นกำหนด', 1, repeat('0', 64), '', repeat('0', 64),
        repeat('0', 64), repeat('1', 64));
"""
ALERT = """
    insert into ops.alert (alert_key, kind, severity, title_th, message_th, to_do_th, runbook, raised_by, opened_at, last_seen_at)
    values ('key', '{kind}', '{severity}', 'เลยกำหนด', 'ข้อความ', 'ทำ', 'heading', 'test', now() - interval '{ago}', now());
"""
BACKUP = """
    insert into ops.backup (started_at, ended_at, ok, problem_th, place, manifest_sha256)
    values (now() - interval '{ago}', now() - interval '{ago}', {ok}, {problem}, 'place', {digest});
"""
DRILL = """
    insert into ops.restore_drill (started_at, ended_at, ok, problems_th, backup_started_at, run_id)
    values (now() - interval '{ago}', now() - interval '{ago}', {ok}, {problems}, now(), 'run');
"""
REPLAY = """
    insert into ops.replay_result (run_id, snapshot_id, programme_code, province_code, period, revision, ran_at, outcome, reason_th,
        differences, code_version, snapshot_code_version, duration_seconds)
    values ('run', 1, 'click', '57', '2024-02-01', 1, now() - interval '{ago}', '{outcome}', 'เหตุ', '{differences}', '', '', 1);
"""
BEAT = "insert into ops.heartbeat (beat_code, seen_at) values ('{code}', now() - interval '{ago}');"
SIGN = """
    insert into ops.vital_sign (sign_code, subject, value, observed_by, since, observed_at)
    values ('{sign}', 'home', {value}, 'machine', now() - interval '{ago}', now() - interval '{ago}');
"""
FAILED = """
    insert into ops.expectation_result (run_id, ran_at, suite, expectation, severity, period, province_code, success,
        unexpected_count, notes)
    values ('run', now(), 'mart.measure', 'no count is negative', '{severity}', '2024-02-01', '57', false, 1, 'ห้ามติดลบ · Never');
"""
FINDING = """
    insert into ops.finding_episode (finding_key, programme_code, province_code, finding_code, severity, source, message_th, message_en,
        opened_at)
    values ('key', 'click', '57', 'file_rejected', 'warning', 'submissions', 'ไม่รับไฟล์', 'rejected', now());
"""

CAUSES = [
    ("deadlines", "critical", DUE.format(ahead="-1 hour", code="publication"), "จังหวัดเชียงราย เดือนกุมภาพันธ์ 2567"),
    ("deadlines", "warning", DUE.format(ahead="23 hours", code="publication"), "กำหนด"),
    (
        "reports",
        "warning",
        DUE.format(ahead="3 days", code="publication") + DUE.format(ahead="40 hours", code="report").split(";")[1],
        "ขาด 18 อำเภอ",
    ),
    ("files_waiting", "critical", FILE.format(ago="7 hours", status="loaded", typed="null", reason="null"), "1 ไฟล์"),
    ("files_waiting", "warning", SIGN.format(sign="file_unseen", value=1, ago="2 hours"), "1 ไฟล์รอเข้าระบบ"),
    ("files_refused", "warning", FINDING, "1 ไฟล์"),
    (
        "months_held",
        "critical",
        MONTH.format(status="held", digest="", ago="1 hour", because="'ค่าติดลบ'"),
        "จังหวัดเชียงราย",
    ),
    (
        "months_stale",
        "critical",
        DUE.format(ahead="9 days", code="report").replace("now(), now(),", "now(), now() - interval '7 hours',")
        + "update rulebook.version set loaded_at = now() - interval '8 hours';",
        "เดือนกุมภาพันธ์ 2567",
    ),
    ("expectations", "critical", FAILED.format(severity="critical"), "mart.measure"),
    ("expectations", "warning", FAILED.format(severity="warning"), "mart.measure"),
    ("alerts", "critical", ALERT.format(kind="month_not_frozen", severity="critical", ago="1 hour"), "เลยกำหนด"),
    ("alerts", "warning", ALERT.format(kind="files_waiting", severity="warning", ago="1 hour"), "เลยกำหนด"),
    ("schedules", "critical", BEAT.format(code="ingest_landing", ago="3 hours"), "ingest_landing"),
    ("watchdog", "critical", BEAT.format(code="watchdog", ago="3 hours"), "ทำงานล่าสุด"),
    (
        "backup",
        "critical",
        BACKUP.format(ago="4 days", ok="true", problem="null", digest="repeat('0', 64)"),
        "สำเร็จล่าสุด",
    ),
    (
        "backup",
        "critical",
        BACKUP.format(ago="1 hour", ok="false", problem="'ดิสก์เต็ม'", digest="null"),
        "ครั้งล่าสุดไม่สำเร็จ",
    ),
    ("backup", "critical", FROZEN.format(ago="4 days"), "ยังไม่เคยสำรอง"),
    ("restore_drill", "critical", DRILL.format(ago="80 days", ok="true", problems="'{}'"), "สำเร็จล่าสุด"),
    ("restore_drill", "critical", DRILL.format(ago="1 day", ok="false", problems="'{ไม่ตรงกัน}'"), "ไม่ตรงกัน"),
    ("alert_drill", "critical", FROZEN.format(ago="80 days"), "ยังไม่เคยซ้อม"),
    (
        "replay",
        "critical",
        REPLAY.format(ago="1 hour", outcome="differs", differences='[{"table": "measure"}]'),
        "1 เดือนสร้างซ้ำไม่ตรงกัน",
    ),
    (
        "replay",
        "warning",
        FROZEN.format(ago="5 days") + REPLAY.format(ago="3 days", outcome="same", differences="[]"),
        "ครั้งล่าสุด",
    ),
    ("disk", "critical", SIGN.format(sign="disk_used", value=96, ago="1 minute"), "home ใช้ไปร้อยละ 96"),
    ("disk", "warning", SIGN.format(sign="disk_used", value=20, ago="3 hours"), "วัดเมื่อ"),
    ("clock", "critical", SIGN.format(sign="clock_skew", value=-61, ago="1 minute"), "ต่างไป -61.0 วินาที"),
]
CALM = "".join(
    [
        BEAT.format(code="watchdog", ago="5 minutes"),
        BEAT.format(code="ingest_landing", ago="5 minutes"),
        BACKUP.format(ago="5 hours", ok="true", problem="null", digest="repeat('0', 64)"),
        DRILL.format(ago="5 days", ok="true", problems="'{}'"),
        ALERT.format(kind="drill", severity="info", ago="5 days"),
        "insert into ops.alert_delivery (alert_id, event, channel, outcome) select alert_id, 'opened', '1 mailto', 'sent' from ops.alert;",
        SIGN.format(sign="disk_used", value=40, ago="5 minutes"),
        SIGN.format(sign="clock_skew", value=0.01, ago="5 minutes"),
    ]
)


def told(connection: Any) -> dict[str, dict[str, Any]]:
    """Every check by its code."""
    return {row["check_code"]: row for row in warehouse.fetch(connection, "select * from ops.health")}


def execute(connection: Any, statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


def test_nothing_is_wrong_where_all_is_done_in_time(connection: Any) -> None:
    execute(connection, CALM)
    checks = told(connection)
    assert {code: row["message_th"] for code, row in checks.items() if row["status"] != "ok"} == {}
    assert checks.keys() == CHECKS.keys()


@pytest.mark.parametrize(("check_code", "status", "cause", "said"), CAUSES)
def test_a_check_tells_when_its_cause_is_there(
    connection: Any, check_code: str, status: str, cause: str, said: str
) -> None:
    execute(connection, cause)
    check = told(connection)[check_code]
    assert check["status"] == status, check
    assert said in check["message_th"]
    assert check["to_do_th"] == CHECKS[check_code]["to_do_th"]


def test_every_check_has_a_cause_that_is_tried_but_the_replica_s_which_has_a_test_of_its_own() -> None:
    assert CHECKS.keys() - {check_code for check_code, *_ in CAUSES} == {"replica"}


def test_an_alert_that_was_closed_and_a_drill_are_nothing_to_act_upon(connection: Any) -> None:
    execute(connection, ALERT.format(kind="month_not_frozen", severity="critical", ago="1 hour"))
    execute(connection, "update ops.alert set closed_at = now(); insert into ops.heartbeat values ('drill', now())")
    execute(connection, ALERT.format(kind="drill", severity="info", ago="1 hour").replace("'key'", "'other'"))
    assert told(connection)["alerts"]["status"] == "ok"


def test_a_province_s_analysts_see_nothing_of_other_provinces(connection: Any) -> None:
    execute(
        connection,
        MONTH.format(status="held", digest="", ago="1 hour", because="'ค่าติดลบ'") + "set local role analyst_34",
    )
    checks = told(connection)
    assert checks["months_held"]["status"] == "ok"
    assert checks.keys() == CHECKS.keys()


def test_readers_change_neither_signs_nor_limits(connection: Any) -> None:
    for statement in ("delete from ops.vital_sign", "update rulebook.health_check set critical_from = null"):
        execute(connection, "savepoint before; set local role analyst")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            execute(connection, statement)
        execute(connection, "rollback to before")


@pytest.mark.parametrize("check_code", sorted(CHECKS))
def test_the_runbook_says_what_to_do(check_code: str) -> None:
    headings = re.findall(r"^#+ (.+)$", (PROJECT / "docs/runbook.md").read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w\s-]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    assert CHECKS[check_code]["runbook"] in anchors
