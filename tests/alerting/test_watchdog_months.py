"""What the watchdog says of months: due and not out, nearly due, reports missing, files gone or altered."""

from pathlib import Path

import pytest

from include import warehouse
from tests.alerting.conftest import SECRET, Receiver, Watchdog, make_due
from tests.publishing.published import PLACES, publish

FEBRUARY = ("57", "2024-02-01")


@pytest.fixture
def published(watchdog: Watchdog, database: str) -> Path:
    """Three freezes, written to the publish location an hour ago."""
    root = watchdog.home / "publish"
    with warehouse.connect(database) as connection:
        publish(connection, root)
    return root


def test_with_nothing_due_the_watchdog_finds_nothing_and_tells_nobody(watchdog: Watchdog, receiver: Receiver) -> None:
    looked = watchdog.look()
    assert (looked.code, receiver.messages) == (0, [])
    assert "ไม่พบสิ่งผิดปกติ" in looked.said


def test_a_look_takes_less_than_two_seconds(watchdog: Watchdog, published: Path) -> None:
    assert min(watchdog.look().seconds for _ in range(3)) < 2


def test_a_due_month_that_is_not_frozen_is_told_once_with_whom_it_hurts_and_again_when_it_is_out(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="-1 hour")
    assert watchdog.look().code == 0
    [message] = receiver.take()
    for words in (
        "ด่วน: เลยกำหนดเผยแพร่แล้ว ยังไม่ปิดรอบ (เชียงราย กุมภาพันธ์ 2567)",
        "จังหวัดเชียงราย เดือนกุมภาพันธ์ 2567",
        "ทั้ง 18 อำเภอ",
        "กำหนดจังหวัดเผยแพร่ผล",
        "เลยมาแล้ว 1 ชั่วโมง",
        "ยังไม่ได้รับข้อมูล: ข้อมูลดาวน์โหลด",
        "docs/runbook.md#a-deadline-was-missed",
    ):
        assert words in message["message"], words
    assert "ด่วน" in message["title"]
    watchdog.look()
    watchdog.look()
    assert receiver.take() == []
    # out: here by a deadline that was put off
    make_due(database, *FEBRUARY, report="20 days", publication="30 days")
    watchdog.look()
    [message] = receiver.take()
    assert message["title"].startswith("[คลังข้อมูล Click ชุมชน] เรียบร้อยแล้ว: เลยกำหนดเผยแพร่แล้ว")
    watchdog.look()
    assert receiver.take() == []
    with warehouse.connect(database) as connection:
        [kept] = warehouse.fetch(connection, "select * from ops.alert")
        told = warehouse.fetch(connection, "select event, channel, outcome from ops.alert_delivery order by 1")
        rows = str(warehouse.fetch(connection, "select * from ops.alert_delivery")) + str(kept)
    assert (kept["kind"], kept["province_code"], kept["deadline_code"], kept["closed_at"] is None) == (
        "month_not_frozen",
        "57",
        "publication",
        False,
    )
    assert [tuple(row.values()) for row in told] == [("closed", "1 json", "sent"), ("opened", "1 json", "sent")]
    assert SECRET not in rows


def test_what_comes_back_is_told_again(watchdog: Watchdog, receiver: Receiver, database: str) -> None:
    for publication in ("-1 hour", "30 days", "-1 hour"):
        make_due(database, *FEBRUARY, report="-3 days", publication=publication)
        watchdog.look()
    assert [message["title"].split("] ")[1].split(":")[0] for message in receiver.take()] == [
        "ด่วน",
        "เรียบร้อยแล้ว",
        "ด่วน",
    ]


def test_a_day_before_the_publication_it_is_told_what_is_still_in_the_way(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="-3 days", publication="23 hours")
    watchdog.look()
    [message] = receiver.take()
    assert message["title"].startswith("[คลังข้อมูล Click ชุมชน] โปรดตรวจสอบ: ใกล้กำหนดเผยแพร่")
    assert "ยังปิดรอบไม่ได้ · ยังไม่ได้รับข้อมูล" in message["message"]
    assert "ยังไม่ได้รับรายงาน 18 จาก 18 อำเภอ" in message["message"]
    make_due(database, *FEBRUARY, report="-3 days", publication="25 hours")
    watchdog.look()
    assert "เรียบร้อยแล้ว" in receiver.take()[0]["title"]


def test_two_days_before_reports_are_due_the_districts_that_are_missing_are_named(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    make_due(database, *FEBRUARY, report="47 hours", publication="5 days")
    with warehouse.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select ops.grant_exception('click', '57', array['5709'], '2024-02-01', 'น้ำท่วมที่ว่าการอำเภอ',"
            " 'พัฒนาการจังหวัด', 'it', now() + interval '4 days')"
        )
    watchdog.look()
    [message] = receiver.take()
    assert "18 อำเภอ: เมืองเชียงราย เวียงชัย" in message["message"]
    assert "ในจำนวนนี้ แม่สาย ผ่อนผันถึง" in message["message"]
    assert "น้ำท่วมที่ว่าการอำเภอ" in message["message"]


def test_published_months_that_are_there_and_prove_are_no_alert(
    watchdog: Watchdog, receiver: Receiver, published: Path
) -> None:
    looked = watchdog.look()
    assert (looked.code, receiver.messages) == (0, [])


def test_an_altered_publication_is_told_by_file_and_row_until_it_is_as_it_was(
    watchdog: Watchdog, receiver: Receiver, published: Path
) -> None:
    watchdog.look()
    table = published / PLACES[1] / "district_grade.csv"
    as_published = table.read_bytes()
    table.write_bytes(as_published.replace(b"graded", b"graced", 1))
    watchdog.look()
    [message] = receiver.take()
    assert "สิ่งที่เผยแพร่พิสูจน์ไม่ได้ (อุบลราชธานี กุมภาพันธ์ 2568)" in message["title"]
    assert "district_grade.csv" in message["message"]
    table.write_bytes(as_published)
    watchdog.look()
    assert "เรียบร้อยแล้ว" in receiver.take()[0]["title"]


def test_a_publication_whose_files_are_gone_is_told(
    watchdog: Watchdog, receiver: Receiver, published: Path, admin_uri: str
) -> None:
    (published / PLACES[2] / "manifest.json").unlink()
    watchdog.look()
    [message] = receiver.take()
    assert "ไฟล์ที่ต้องเผยแพร่ไม่อยู่ที่เผยแพร่" in message["title"]
    assert "34/2025-03/1" in message["message"]
