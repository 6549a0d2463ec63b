"""The life of a finding: opened, resolved, found again; acknowledged, muted, and back when the mute has ended."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from include import findings, rulebook, warehouse

MONTH = date(2024, 2, 1)
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def _find(connection: Any, message: str = "ไม่มีแฮชแท็ก", row_number: int = 3, period: date = MONTH) -> None:
    _run(
        connection,
        "insert into mart.month_finding"
        " (period, province_code, district_code, finding_code, severity, source, row_number, message_th, message_en)"
        " values (%s, '57', '5704', 'hashtags_missing', 'warning', 'submissions', %s, %s, 'none')",
        (period, row_number, message),
    )


def _note(connection: Any, period: date | None = MONTH, province_code: str | None = "57") -> None:
    _run(connection, "select ops.note_findings('click', %s, %s)", (province_code, period))
    connection.commit()


def _episodes(connection: Any) -> list[dict[str, Any]]:
    rows = "select * from mart.finding where finding_code = 'hashtags_missing' order by finding_id"
    return warehouse.fetch(connection, rows)


def _run(connection: Any, sql: str, values: Any = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _form(found: dict[str, Any], decision: str = "acknowledged", until: str | None = None, **other: Any) -> Any:
    return {"finding_ids": str(found["finding_id"]), "decision": decision, "reason": "รู้แล้ว", "until": until} | other


@pytest.fixture
def found(connection: Any) -> dict[str, Any]:
    _find(connection)
    _note(connection)
    [found] = _episodes(connection)
    return found


def test_what_stands_stays_one_finding_and_only_its_words_change(connection: Any, found: dict[str, Any]) -> None:
    _run(connection, "update mart.month_finding set message_th = 'ไม่มี 2 แฮชแท็ก', severity = 'info'")
    _note(connection)
    [now] = _episodes(connection)
    assert (now["finding_id"], now["message_th"], now["severity"]) == (found["finding_id"], "ไม่มี 2 แฮชแท็ก", "info")
    assert (now["state"], now["opened_at"]) == ("open", found["opened_at"])


def test_what_is_gone_is_resolved_and_what_comes_back_is_another(connection: Any, found: dict[str, Any]) -> None:
    _run(connection, "delete from mart.month_finding")
    _note(connection)
    _find(connection)
    _note(connection)
    first, second = _episodes(connection)
    assert (first["state"], second["state"]) == ("resolved", "open")
    assert first["resolved_at"] < second["opened_at"]


@pytest.mark.usefixtures("found")
def test_another_month_and_another_province_are_left_alone(connection: Any) -> None:
    _run(connection, "delete from mart.month_finding")
    _find(connection, period=date(2024, 3, 1))
    _note(connection, date(2024, 3, 1))
    _note(connection, province_code="34")
    assert [(row["period"], row["state"]) for row in _episodes(connection)] == [
        (MONTH, "open"),
        (date(2024, 3, 1), "open"),
    ]


@pytest.mark.usefixtures("found")
def test_a_transaction_that_began_before_the_finding_was_there_may_resolve_it(connection: Any) -> None:
    _run(connection, "update ops.finding_episode set opened_at = clock_timestamp() + interval '1 second'")
    _run(connection, "delete from mart.month_finding")
    _note(connection)
    assert [row["state"] for row in _episodes(connection)] == ["resolved"]


def test_a_slip_of_an_order_is_there_as_soon_as_the_order_is_loaded_and_loading_again_changes_nothing(
    connection: Any,
) -> None:
    asked = "select finding_id, state from mart.finding where period is null order by finding_id"
    before = warehouse.fetch(connection, asked)
    assert len(before) == len(warehouse.fetch(connection, "select from mart.present_finding where period is null"))
    assert {row["state"] for row in before} == {"open"}
    rulebook.load_all(connection)
    assert warehouse.fetch(connection, asked) == before


def test_a_file_of_no_known_month_is_told_without_waiting(connection: Any) -> None:
    [file] = warehouse.fetch(
        connection,
        "insert into ops.source_file (uri, fingerprint, sha256, bytes, modified_at, received_at, status, reason)"
        " values ('file:///landing/lost.xlsx', '1', 'lost', 1, now(), now(), 'rejected', 'โฟลเดอร์ไม่ถูกต้อง')"
        " returning file_id",
    )
    findings.note_files(connection, [file["file_id"]])
    rejected = "select province_code, period, state, acts, message_th from mart.finding where file like '%lost.xlsx'"
    assert warehouse.fetch(connection, rejected) == [
        {
            "province_code": None,
            "period": None,
            "state": "open",
            "acts": "province",
            "message_th": "โฟลเดอร์ไม่ถูกต้อง",
        }
    ]


def test_a_finding_is_acknowledged_with_a_reason_and_a_name(connection: Any, found: dict[str, Any]) -> None:
    assert findings.decide(connection, _form(found), "สมชาย") == 1
    [now] = _episodes(connection)
    assert (now["state"], now["decision_reason"], now["decided_by"]) == ("acknowledged", "รู้แล้ว", "สมชาย")
    assert findings.decide(connection, _form(found, "reopened", reason="ยังไม่จบ"), "สมหญิง") == 1
    [now] = _episodes(connection)
    assert (now["state"], now["decision_reason"]) == ("open", "ยังไม่จบ")


def test_a_mute_ends_with_its_last_day_and_the_finding_is_back_by_itself(
    connection: Any, found: dict[str, Any]
) -> None:
    findings.decide(connection, _form(found, "muted", TOMORROW), "สมชาย")
    [now] = _episodes(connection)
    assert now["state"] == "muted"
    assert now["muted_until"].isoformat() == f"{TOMORROW}T23:59:59+07:00"
    _run(connection, "update ops.finding_decision set decided_at = now() - interval '2 days', expires_at = now()")
    [now] = _episodes(connection)
    assert (now["state"], now["muted_until"], now["decision_reason"]) == ("open", None, "รู้แล้ว")


def test_a_muted_finding_whose_cause_is_gone_is_resolved(connection: Any, found: dict[str, Any]) -> None:
    findings.decide(connection, _form(found, "muted", TOMORROW), "สมชาย")
    _run(connection, "delete from mart.month_finding")
    _note(connection)
    [now] = _episodes(connection)
    assert (now["state"], now["muted_until"]) == ("resolved", None)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"finding_ids": "999999999"}, "ไม่พบข้อสังเกตเลขที่ 999999999"),
        ({"reason": " \n"}, "โปรดระบุเหตุผล"),
        ({"decision": "forgotten"}, "ไม่รู้จักการตัดสิน “forgotten”"),
        ({"decision": "muted"}, "โปรดระบุวันสิ้นสุด"),
        ({"decision": "muted", "until": "2024-01-01"}, "ผ่านมาแล้ว"),
        ({"decision": "muted", "until": "2999-01-01"}, "พักไว้ได้ไม่เกินวันที่"),
        ({"until": TOMORROW}, "ใช้กับการพักไว้เท่านั้น"),
        ({"finding_ids": ","}, "อย่างน้อยหนึ่งรายการ"),
    ],
)
def test_a_decision_that_cannot_be_kept_says_why_in_thai(
    connection: Any, found: dict[str, Any], form: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        findings.decide(connection, _form(found) | form, "สมชาย")


def test_of_several_numbers_all_are_decided_or_none(connection: Any, found: dict[str, Any]) -> None:
    _find(connection, row_number=4)
    _note(connection)
    first, second = _episodes(connection)
    numbers = f"{first['finding_id']}, {second['finding_id']}"
    with pytest.raises(ValueError, match="ไม่พบข้อสังเกตเลขที่ 999999999"):
        findings.decide(connection, _form(found, finding_ids=f"{numbers} 999999999"), "สมชาย")
    connection.rollback()
    assert {row["state"] for row in _episodes(connection)} == {"open"}
    assert findings.decide(connection, _form(found, finding_ids=numbers), "สมชาย") == 2
    assert {row["state"] for row in _episodes(connection)} == {"acknowledged"}


def test_nobody_decides_about_what_is_resolved_nor_without_a_name(connection: Any, found: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="ไม่ทราบชื่อผู้ตัดสิน"):
        findings.decide(connection, _form(found), "")
    connection.rollback()
    _run(connection, "delete from mart.month_finding")
    _note(connection)
    with pytest.raises(ValueError, match="หมดไปแล้ว"):
        findings.decide(connection, _form(found), "สมชาย")


def test_noting_a_month_reads_that_month_alone(connection: Any) -> None:
    """Plans over a warehouse of many months use the indexes, however many there are."""
    for statement in (
        "insert into ops.finding_episode (finding_key, programme_code, finding_code, severity, period, province_code,"
        " source, message_th, message_en, resolved_at)"
        " select number::text, 'click', 'hashtags_missing', 'info',"
        " date '2000-01-01' + (number % 300) * interval '1 month', '57', 's', 'm', 'm', now()"
        " from generate_series(1, 30000) as number",
        "insert into ops.source_file (uri, fingerprint, source, province_code, period, sha256, bytes, modified_at,"
        " received_at, status, reason)"
        " select 'file:///' || number, '1', 'submissions', '57',"
        " date '2000-01-01' + (number % 300) * interval '1 month', number::text, 1, now(), now(),"
        " case when number % 2 = 0 then 'loaded' else 'rejected' end, case when number % 2 = 1 then 'ไม่ได้' end"
        " from generate_series(1, 30000) as number",
        "insert into ops.file_finding (file_id, finding_no, province_code, finding_code, severity, message_th,"
        " message_en) select file_id, 1, '57', 'unknown_column', 'info', 'm', 'm' from ops.source_file"
        " where status = 'loaded'",
        "insert into ops.expectation_result (run_id, ran_at, suite, expectation, severity, period, province_code,"
        " success, unexpected_count, notes)"
        " select 'r', now(), 's', number::text, 'critical', date '2000-01-01' + (number % 300) * interval '1 month',"
        " '57', true, 0, 'n' from generate_series(1, 30000) as number",
        "insert into mart.month_finding (period, province_code, finding_code, severity, source, row_number, message_th,"
        " message_en) select date '2000-01-01' + (number % 300) * interval '1 month', '57', 'hashtags_missing', 'info',"
        " 's', number, 'm', 'm' from generate_series(1, 30000) as number",
        "analyze ops.finding_episode, ops.source_file, ops.file_finding, ops.expectation_result, mart.month_finding",
    ):
        _run(connection, statement)
    plan = warehouse.fetch(
        connection,
        "explain (format json) select * from mart.present_finding"
        " where programme_code = 'click' and province_code = '57' and period = '2010-02-01'",
    )
    scanned = set(_scanned(plan[0]["QUERY PLAN"][0]["Plan"]))
    assert not scanned & {"source_file", "file_finding", "expectation_result", "month_finding"}


def _scanned(node: dict[str, Any]) -> Any:
    """The relations a plan reads from end to end."""
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for part in node.get("Plans", []):
        yield from _scanned(part)
