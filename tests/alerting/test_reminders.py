"""Districts that have not reported are reminded on their days, once; one that was allowed to be late is told so."""

from datetime import UTC, datetime
from typing import Any

import pytest

from include import warehouse
from include.alerting import channels, reminders
from include.alerting.channels import Channels
from tests.alerting.conftest import Receiver
from tests.sql.givens import Given, columns_of_tables

DAY = "(date_trunc('day', now() at time zone 'Asia/Bangkok') + interval '23:59:59') at time zone 'Asia/Bangkok'"


@pytest.fixture
def ways(receiver: Receiver) -> Channels:
    return channels.configured({"CHUMCHON_ALERT_URLS": receiver.url})


def due_in(connection: Any, days: int) -> None:
    """Chiang Rai's reports about February are due at the end of the day in so many days."""
    with connection.cursor() as cursor:
        cursor.execute("update rulebook.version set loaded_at = now() - interval '300 days'")
        cursor.execute(
            "update rulebook.deadline set due_at = " + DAY + " + make_interval(days => %s + offset_days.days)"
            " from (values ('report', 0), ('publication', 3)) as offset_days (code, days)"
            " where province_code = '57' and period = '2024-02-01' and deadline_code = offset_days.code",
            (days,),
        )


def remind(connection: Any, ways: Channels) -> list[str]:
    return reminders.remind(connection, ways, datetime.now(UTC))


def report(connection: Any, *districts: str) -> None:
    month = {"province_code": "57", "period": datetime(2024, 2, 1).date()}
    given = Given(connection, month, columns_of_tables(connection))
    given.add({"warehouse.submission": [{"district_code": code} for code in districts]})


@pytest.mark.parametrize(
    ("days_left", "days_before", "words"),
    [
        (5, 5, "อีก 5 วันครบกำหนด"),
        (4, 5, "อีก 4 วันครบกำหนด"),  # nothing ran the day before
        (2, 2, "อีก 2 วันครบกำหนด"),
        (0, 0, "ครบกำหนดวันนี้"),
        (-1, -1, "เลยกำหนดแล้ว"),
        (-4, -1, "เลยกำหนดแล้ว"),
    ],
)
def test_a_district_is_reminded_once_on_its_day(
    connection: Any, ways: Channels, receiver: Receiver, days_left: int, days_before: int, words: str
) -> None:
    due_in(connection, days_left)
    report(connection, "5701", "5702")
    for _ in range(3):
        assert remind(connection, ways) == []
    [message] = receiver.take()
    assert words in message["title"] and "ยังไม่ได้รับ 16 จาก 18 อำเภอ" in message["title"]
    assert "ขอความร่วมมืออำเภอแม่สาย" in message["message"]
    assert "เมืองเชียงราย" not in message["message"]
    kept = warehouse.fetch(
        connection, "select distinct days_before, channel, sent_at is null as unsent from ops.reminder"
    )
    assert [tuple(row.values()) for row in kept] == [(days_before, "1 json", False)]


@pytest.mark.parametrize("days_left", [6, 30, -5, -40])
def test_nobody_is_reminded_on_other_days(connection: Any, ways: Channels, receiver: Receiver, days_left: int) -> None:
    due_in(connection, days_left)
    remind(connection, ways)
    assert receiver.take() == []


def test_the_next_day_of_the_list_reminds_again_and_whoever_reported_is_left_alone(
    connection: Any, ways: Channels, receiver: Receiver
) -> None:
    due_in(connection, 5)
    remind(connection, ways)
    due_in(connection, 2)
    report(connection, "5709")
    remind(connection, ways)
    first, second = receiver.take()
    assert "แม่สาย" in first["message"] and "แม่สาย" not in second["message"]


def test_a_message_that_no_channel_took_waits_and_is_sent_once_later(
    connection: Any, ways: Channels, receiver: Receiver
) -> None:
    due_in(connection, 0)
    receiver.status = 500
    assert remind(connection, ways) == ["57 2024-02"]
    receiver.take()
    receiver.status = 200
    assert [remind(connection, ways) for _ in range(2)] == [[], []]
    assert len(receiver.take()) == 1


def test_a_district_that_was_allowed_to_be_late_is_told_until_when_and_not_blamed(
    connection: Any, ways: Channels, receiver: Receiver
) -> None:
    due_in(connection, -1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select ops.grant_exception('click', '57', array['5709'], '2024-02-01', 'น้ำท่วม', 'พัฒนาการจังหวัด', 'it',"
            " now() + interval '4 days')"
        )
    remind(connection, ways)
    [message] = receiver.take()
    reminded, allowed = message["message"].split("ได้รับผ่อนผัน:")
    assert "แม่สาย" in allowed and "เพราะ น้ำท่วม (ผู้อนุมัติ พัฒนาการจังหวัด)" in allowed
    assert "แม่สาย" not in reminded and "เทิง" in reminded


def test_without_a_channel_reminders_are_written_to_a_file(
    connection: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path))
    due_in(connection, 0)
    for _ in range(2):
        assert remind(connection, channels.configured({})) == []
    [written] = (tmp_path / "alerts").glob("reminders-dry-run-*.txt")
    assert written.read_text().count("เตือนส่งรายงาน") == 1
