"""The fire drill: it fails on purpose, and an alert that does not arrive everywhere is a drill that failed."""

from pathlib import Path

from include import warehouse
from include.alerting.alert import kinds
from tests.alerting.conftest import PROJECT, SECRET, Receiver, Watchdog


def test_a_drill_arrives_through_every_channel_and_is_kept(
    watchdog: Watchdog, receiver: Receiver, second_receiver: Receiver, database: str
) -> None:
    watchdog.environment["CHUMCHON_ALERT_URLS"] = f"{receiver.url} {second_receiver.url}"
    looked = watchdog.look("--drill")
    assert looked.code == 0, looked.said
    for channel in (receiver, second_receiver):
        [message] = channel.take()
        assert "นี่คือการซ้อม" in message["message"] and "ซ้อมแจ้งเตือน" in message["title"]
    with warehouse.connect(database) as connection:
        [kept] = warehouse.fetch(connection, "select * from ops.alert where kind = 'drill'")
        told = warehouse.fetch(connection, "select channel, outcome from ops.alert_delivery order by channel")
    assert kept["closed_at"]
    assert [tuple(row.values()) for row in told] == [("1 json", "sent"), ("2 json", "sent")]
    assert SECRET not in looked.said


def test_a_drill_that_one_channel_did_not_take_has_failed_and_says_which(
    watchdog: Watchdog, receiver: Receiver, second_receiver: Receiver
) -> None:
    second_receiver.status = 401
    watchdog.environment["CHUMCHON_ALERT_URLS"] = f"{receiver.url} {second_receiver.url}"
    looked = watchdog.look("--drill")
    assert looked.code == 1
    assert "2 json: ปลายทางไม่รับ (HTTP 401)" in looked.said and "1 json: รับแล้ว" in looked.said


def test_without_a_channel_the_drill_proves_the_way_on_loopback_and_says_that_nobody_was_told(
    watchdog: Watchdog,
) -> None:
    del watchdog.environment["CHUMCHON_ALERT_URLS"]
    looked = watchdog.look("--drill")
    assert looked.code == 0
    assert "0 loopback: รับแล้ว" in looked.said and "ยังไม่ได้พิสูจน์ว่าถึงใคร" in looked.said


def test_channels_that_were_not_proved_for_five_weeks_are_told_until_a_drill_arrives(
    watchdog: Watchdog, receiver: Receiver, database: str
) -> None:
    watchdog.look("--drill")
    receiver.take()
    watchdog.look()
    assert receiver.take() == []
    with warehouse.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "update ops.alert set opened_at = now() - interval '36 days', last_seen_at = now() - interval '36 days'"
        )
    watchdog.look()
    assert "ไม่ได้ซ้อมแจ้งเตือนนานเกินไป" in receiver.take()[0]["title"]
    watchdog.look("--drill")
    receiver.take()
    watchdog.look()
    assert "เรียบร้อยแล้ว: ไม่ได้ซ้อมแจ้งเตือนนานเกินไป" in receiver.take()[0]["title"]


def test_every_kind_of_alert_has_its_heading_in_the_runbook() -> None:
    headings = {
        line.lstrip("# ").strip().lower().replace(" ", "-").replace("'", "").replace(",", "")
        for line in (PROJECT / "docs" / "runbook.md").read_text().splitlines()
        if line.startswith("#")
    }
    assert {kind.runbook for kind in kinds().values()} <= headings


def test_what_a_timer_starts_is_there() -> None:
    for unit in (PROJECT / "systemd").glob("*.service"):
        [command] = [line for line in unit.read_text().splitlines() if line.startswith("ExecStart=")]
        module = command.split(" -m ")[1].split()[0]
        assert (PROJECT / Path(*module.split(".")) / "__main__.py").exists()
        assert unit.with_suffix(".timer").exists()
