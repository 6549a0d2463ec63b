"""A published month is restated only by a person's approval of exactly what they were shown; every answer is kept."""

import datetime
from typing import Any

import psycopg2
import pytest

from include import months, restating, warehouse
from include.restating import CannotRestate, Decision
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables

FEBRUARY = {"province_code": "34", "period": datetime.date(2025, 2, 1)}
ASKED = ("click", "34", datetime.date(2025, 2, 1), "officer")
NOW = datetime.datetime(2025, 3, 25, 9, tzinfo=datetime.UTC)
YES = Decision(approved=True, reason="อำเภอส่งรายงานแก้ไข", by="head of office", at=NOW)
NO = Decision(approved=False, reason="ไม่มีหลักฐานเพียงพอ", by="head of office", at=NOW)

Row = dict[str, Any]


@pytest.fixture
def given(database: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """February with its final summary frozen, and after it a late report of one district graded into mart."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    with warehouse.connect() as connection:
        month = Given(connection, FEBRUARY, columns_of_tables(connection))
        month.deliver(list(PLATFORM_SOURCES))
        month.add({"warehouse.submission": [{"district_code": "3404", "reported_at": "2025-03-10 09:00:00+07"}]})
        grade(connection)
        freeze(connection, 1, "final")
    arrive("late.xlsx", "3404")
    return month


def arrive(file: str, district_code: str) -> None:
    """A report of one activity more than asked for, received after everything before it, and the month graded anew."""
    with warehouse.connect() as connection:
        month = Given(connection, FEBRUARY, columns_of_tables(connection))
        with connection.cursor() as cursor:
            cursor.execute("update warehouse.submission set counts = false where district_code = %s", (district_code,))
        of_report = {"file": file, "district_code": district_code, "version_key": file}
        report = of_report | {"first_valid": False, "reported_at": "2025-03-20 09:00:00+07"}
        month.add(
            {
                "ops.source_file": [{"file": file, "received_at": "2025-03-20 09:00:00+07"}],
                "warehouse.submission": [report],
                "warehouse.activity": [of_report | {"activity": name} for name in ("อบรม", "ประชุม")],
            }
        )
        grade(connection)


def grade(connection: Any) -> None:
    for path in months.BUILD:
        warehouse.run(connection, path, parameters())
    with connection.cursor() as cursor:
        cursor.execute("update candidate.month set failed_expectations = '{}'")
    for path in months.MOVE:
        warehouse.run(connection, path, parameters())


def freeze(connection: Any, revision: int, kind: str) -> None:
    freezing = {"revision": revision, "kind": kind, "reason": "สิ้นกำหนดเผยแพร่", "taken_at": "2025-03-18 23:00:00+07"}
    for path in months.FREEZE:
        warehouse.run(connection, path, parameters() | freezing)


def parameters() -> Row:
    return {"programme_code": "click", "code_version": warehouse.code_version(), **FEBRUARY}


def fetch(sql: str) -> list[Row]:
    with warehouse.connect() as connection:
        return warehouse.fetch(connection, sql)


def revisions() -> list[tuple[int, str, str]]:
    found = fetch("select revision, kind, reason from snapshot.publication order by revision")
    return [(row["revision"], row["kind"], row["reason"]) for row in found]


def activities_met(revision: int) -> bool:
    [row] = fetch(
        "select attainment.met from snapshot.attainment inner join snapshot.publication using (snapshot_id)"
        f" where revision = {revision} and attainment.district_code = '3404' and criterion_code = 'activities'"
    )
    return bool(row["met"])


@pytest.mark.usefixtures("given")
def test_an_approved_restatement_becomes_the_next_revision_and_the_one_before_stays() -> None:
    proposal = restating.propose(*ASKED)
    assert (proposal["status"], proposal["standing_revision"]) == ("proposed", 1)
    met = {"relation": "attainment", "item_code": "activities", "was": "false", "is_now": "true"}
    assert any(met.items() <= change.items() for change in proposal["changes"])

    settled = restating.settle(proposal["proposal_id"], YES)

    assert (settled["status"], settled["revision"]) == ("approved", 2)
    assert (settled["decided_by"], settled["reason"], settled["decided_at"]) == (YES.by, YES.reason, NOW)
    assert revisions() == [(1, "final", "สิ้นกำหนดเผยแพร่"), (2, "restated", YES.reason)]
    assert (activities_met(1), activities_met(2)) == (False, True)
    assert fetch("select from mart.restatement") == []


@pytest.mark.usefixtures("given")
def test_a_rejected_restatement_changes_nothing_and_is_kept_with_its_reason() -> None:
    proposal = restating.propose(*ASKED)
    restating.settle(proposal["proposal_id"], NO)
    assert [revision for revision, *_ in revisions()] == [1]
    [kept] = fetch("select status, decided_by, reason, changes, revision from ops.restatement_proposal")
    assert (kept["status"], kept["decided_by"], kept["reason"], kept["revision"]) == (
        "rejected",
        NO.by,
        NO.reason,
        None,
    )
    assert kept["changes"] == proposal["changes"]


@pytest.mark.usefixtures("given")
def test_what_changed_after_it_was_shown_is_not_frozen() -> None:
    proposal = restating.propose(*ASKED)
    arrive("later still.xlsx", "3405")
    with pytest.raises(CannotRestate, match="ตัวเลขเปลี่ยนไปหลังจากเสนอ"):
        restating.settle(proposal["proposal_id"], YES)
    assert [revision for revision, *_ in revisions()] == [1]
    assert [row["status"] for row in fetch("select status from ops.restatement_proposal")] == ["lapsed"]


@pytest.mark.usefixtures("given")
def test_a_decision_is_taken_once_and_stands() -> None:
    proposal = restating.propose(*ASKED)
    restating.settle(proposal["proposal_id"], NO)
    with pytest.raises(CannotRestate, match="ตัดสินไปแล้ว"):
        restating.settle(proposal["proposal_id"], YES)
    for statement in ("update ops.restatement_proposal set reason = 'x'", "delete from ops.restatement_proposal"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege), warehouse.connect() as connection:
            connection.cursor().execute(statement)


@pytest.mark.usefixtures("given")
def test_a_new_proposal_takes_the_place_of_one_that_waits() -> None:
    first, second = restating.propose(*ASKED), restating.propose(*ASKED)
    with pytest.raises(CannotRestate, match="หมดอายุแล้ว"):
        restating.settle(first["proposal_id"], YES)
    assert restating.settle(second["proposal_id"], YES)["revision"] == 2


@pytest.mark.usefixtures("given")
def test_nobody_decides_without_a_reason_or_about_nothing() -> None:
    proposal = restating.propose(*ASKED)
    with pytest.raises(CannotRestate, match="โปรดระบุเหตุผล"):
        restating.settle(proposal["proposal_id"], Decision(True, "  ", "officer", NOW))
    with pytest.raises(CannotRestate, match="ไม่พบข้อเสนอ"):
        restating.settle(proposal["proposal_id"] + 1, YES)
    restating.settle(proposal["proposal_id"], YES)
    with pytest.raises(CannotRestate, match="ตรงกับฉบับที่เผยแพร่แล้วทุกค่า"):
        restating.propose(*ASKED)
    with pytest.raises(CannotRestate, match="ยังไม่มีฉบับสมบูรณ์"):
        restating.propose("click", "34", datetime.date(2025, 3, 1), "officer")


@pytest.mark.usefixtures("given")
def test_who_decides_reads_what_changes_from_what_to_what_and_why() -> None:
    text = restating.as_markdown(restating.propose(*ASKED))
    assert text.startswith("เดือนกุมภาพันธ์ 2568 · ฉบับที่เผยแพร่อยู่ ครั้งที่ 1 · เปลี่ยน ")
    assert text.splitlines()[4:] == [
        "| เขื่องใน | ร้อยละ | 16.6667 | 33.3333 | late.xlsx · รายงานฉบับที่ 2 |",
        "| เขื่องใน | คะแนน | 2 | 4 | late.xlsx · รายงานฉบับที่ 2 |",
        "| เขื่องใน | จัดกิจกรรมขับเคลื่อนการใช้ประโยชน์ Click ชุมชน | ไม่ใช่ | ใช่ | late.xlsx · รายงานฉบับที่ 2 |",
        "| เขื่องใน | กิจกรรมขับเคลื่อน | 0 | 2 | late.xlsx · รายงานฉบับที่ 2 |",
    ]
