"""A late report that was allowed stays late, and shows where lateness does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2.errors
import pytest

from include import exceptions, warehouse
from include.periods import BANGKOK

DUE = (
    "update rulebook.deadline set due_at = now() + interval '1 day'"
    " where period = '2024-02-01' and province_code = '57' and deadline_code = 'report'"
)


@pytest.fixture
def form(connection: Any) -> dict[str, Any]:
    """A form that is filled in well; reports about February are due tomorrow."""
    with connection.cursor() as cursor:
        cursor.execute(DUE)
    return {
        "programme": "click",
        "province": "57",
        "period": "2024-02",
        "districts": "5704, 5709",
        "reason": "อินเทอร์เน็ตของอำเภอขัดข้อง",
        "approved_by": "พัฒนาการจังหวัดเชียงราย",
        "until": (datetime.now(UTC) + timedelta(days=4)).date().isoformat(),
    }


def test_an_exception_shows_beside_the_deadline_and_as_a_finding_and_changes_no_status(
    connection: Any, form: dict[str, Any]
) -> None:
    asked = (
        "select * from ops.deadline where province_code = '57' and period = '2024-02-01' and deadline_code = 'report'"
    )
    [before] = warehouse.fetch(connection, asked)
    assert exceptions.grant(connection, form, "it") == 2
    [after] = warehouse.fetch(connection, asked)
    assert after == before | {
        "excused_district_codes": ["5704", "5709"],
        "exceptions_th": after["exceptions_th"],
    }
    assert "แม่สาย: ผ่อนผันถึง" in after["exceptions_th"]
    assert "เพราะ อินเทอร์เน็ตของอำเภอขัดข้อง (ผู้อนุมัติ พัฒนาการจังหวัดเชียงราย)" in after["exceptions_th"]
    found = warehouse.fetch(
        connection, "select * from mart.finding where finding_code = 'late_exception' order by district_code"
    )
    assert [(row["district_code"], row["severity"], row["state"]) for row in found] == [
        ("5704", "info", "open"),
        ("5709", "info", "open"),
    ]
    assert "การนับว่าส่งทันกำหนดและการจัดระดับยังเป็นไปตามกำหนดเดิม" in found[0]["message_th"]


def test_the_latest_record_of_a_district_holds_and_none_is_changed(connection: Any, form: dict[str, Any]) -> None:
    exceptions.grant(connection, form, "it")
    later = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    exceptions.grant(connection, form | {"districts": "5704", "until": later, "reason": "ยังซ่อมไม่เสร็จ"}, "it")
    [standing] = warehouse.fetch(connection, "select * from ops.standing_exception where district_code = '5704'")
    assert standing["reason"] == "ยังซ่อมไม่เสร็จ"
    assert len(warehouse.fetch(connection, "select from ops.late_exception where district_code = '5704'")) == 2
    for statement in ("update ops.late_exception set reason = 'x'", "delete from ops.late_exception"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection.cursor() as cursor:
            cursor.execute("savepoint tried")
            try:
                cursor.execute(statement)
            finally:
                cursor.execute("rollback to savepoint tried")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"districts": "5704, 5799"}, "ไม่พบอำเภอรหัส 5799"),
        ({"districts": "3401"}, "ไม่พบอำเภอรหัส 3401 ในจังหวัด 57"),
        ({"districts": ""}, "โปรดระบุรหัสอำเภอ"),
        ({"reason": "  "}, "โปรดระบุเหตุผล"),
        ({"approved_by": " "}, "โปรดระบุผู้อนุมัติ"),
        ({"period": "2020-01"}, "ไม่มีกำหนดส่งรายงานของเดือนมกราคม 2563"),
        ({"province": "99"}, "จังหวัด 99 ไม่มีกำหนดส่งรายงาน"),
        ({"until": "2024-03-20"}, "ต้องเป็นวันในอนาคต"),
        ({"until": datetime.now(BANGKOK).date().isoformat()}, "ต้องหลังกำหนดส่งรายงาน"),
    ],
)
def test_what_is_wrong_with_the_form_is_said_in_thai_and_nothing_is_kept(
    connection: Any, form: dict[str, Any], wrong: dict[str, Any], told: str
) -> None:
    connection.commit()
    with pytest.raises(ValueError, match=told):
        exceptions.grant(connection, form | wrong, "it")
    connection.rollback()
    assert not warehouse.fetch(connection, "select from ops.late_exception")
