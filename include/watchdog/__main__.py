"""One look: what is wrong is told, what is gone is told too.

    python -m include.watchdog [--drill]

Ends with 0 when nothing is wrong or all that is was told, 1 when something could not be told through any channel (it
lies in `alerts/` at home), 2 when it could not look at all. With --drill it fails on purpose, to prove that an alert
arrives.
"""

import argparse
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import psycopg2

from include import warehouse
from include.alerting import channels, drill, months, telling
from include.alerting.alert import Alert
from include.alerting.book import Book
from include.alerting.channels import Channels
from include.alerting.ledger import Ledger
from include.alerting.warehouse_book import WarehouseBook
from include.watchdog import airflow, local, machine, published
from include.watchdog.looks import Places, Seen

BEAT = "watchdog"


def look(ways: Channels, ledger: Ledger, now: datetime) -> tuple[list[str], bool]:
    """One look at everything; returns what is wrong now, a line each, and whether all of it was told."""
    places = Places.read(ledger.folder.parent, local.airflow_uri(ledger.folder.parent))
    with ExitStack() as open_until_told:
        connection, seen = None, Seen()
        try:
            connection = open_until_told.enter_context(warehouse.watching(local.warehouse_uri(ledger.folder.parent)))
            seen.add({"postgres_gone"}, [])
        except (psycopg2.OperationalError, local.NoWarehouse) as error:
            said = str(error).strip().splitlines()[-1][:300]
            seen.add({"postgres_gone"}, [Alert("postgres_gone", "", f"ถามไม่ได้ว่าเดือนใดปิดรอบแล้ว · {said}")])
        _look_around(places, ledger, now, connection, ways, seen)
        book: Book = ledger
        if connection is not None:
            try:
                _probe(connection)
                book = _take_over(WarehouseBook(connection), ledger)
                book.settle(seen.alerts, seen.judged | {"warehouse_full", "watchdog_fault"})
            except psycopg2.Error as error:
                said = str(error).strip().splitlines()[0][:300]
                seen.add(set(), [Alert("warehouse_full", "", f"เขียนลงฐานข้อมูลของคลังไม่ได้ · {said}")])
                book = ledger
        if book is ledger:
            ledger.settle(seen.alerts, seen.judged | {"watchdog_fault"})
        ledger_saved = _save(ledger)
        untold = telling.tell(book, ways, now)
        if isinstance(book, WarehouseBook):
            ledger.known = book.open_keys()
        _save(ledger)
    lines = [f"{alert.key}: {alert.message_th}" for alert in seen.alerts]
    return lines, not untold and (ledger_saved or book is not ledger)


def _look_around(
    places: Places, ledger: Ledger, now: datetime, connection: Any | None, ways: Channels, seen: Seen
) -> None:
    seen.attempt({"disk_full"}, lambda: machine.room(places))
    seen.attempt({"publish_unwritable"}, lambda: machine.publish_location(places))
    seen.attempt({"clock_skewed"}, lambda: machine.clock(ledger.memory, now, connection))
    if places.airflow_uri:
        kinds, alerts = airflow.records(places.airflow_uri, now)
        seen.add(kinds, alerts)
    if connection is None:
        return
    seen.attempt(set(months.KINDS), lambda: months.alerts(connection, "watchdog"))
    seen.attempt(published.KINDS, lambda: published.publications(places, ledger.memory, now, connection))
    seen.attempt({"airflow_silent"}, lambda: airflow.marks(connection))
    seen.attempt({"files_waiting"}, lambda: machine.waiting_files(places, now, connection))
    seen.attempt({"drill_overdue"}, lambda: drill.overdue(connection, ways))


def _probe(connection: Any) -> None:
    """Leaves the watchdog's mark, and asks for some room. Raises psycopg2.Error where there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into ops.heartbeat (beat_code, seen_at) values (%s, now())"
            " on conflict (beat_code) do update set seen_at = excluded.seen_at",
            (BEAT,),
        )
        cursor.execute(
            "create temporary table probe as select repeat(md5(number::text), 200) as filler"
            " from generate_series(1, 400) as number"
        )
        cursor.execute("drop table probe")


def _take_over(book: WarehouseBook, ledger: Ledger) -> WarehouseBook:
    """What was kept in the file while Postgres was gone goes into Postgres, with what was told of it."""
    for key, kept in list(ledger.alerts.items()):
        book.take_over(kept["row"], kept["deliveries"])
        if kept["row"]["closed_at"]:
            book.close([key])
        del ledger.alerts[key]
    return book


def _save(ledger: Ledger) -> bool:
    try:
        ledger.save()
    except OSError as error:
        print(f"{ledger.path}: {error.strerror}", file=sys.stderr)
        return False
    return True


def main(command_line: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m include.watchdog")
    parser.add_argument("--drill", action="store_true", help="fail on purpose, and prove that the alert arrives")
    given = parser.parse_args(command_line)
    now = datetime.now(UTC)
    home = channels.home()
    try:
        ways = channels.configured()
    except OSError as error:
        print(f"{channels.VARIABLE}_FILE: {error.strerror}", file=sys.stderr)
        return 2
    if given.drill:
        return drill.run(ways, now, local.warehouse_uri_or_none(home))
    ledger = Ledger(home / "alerts")
    try:
        if not ledger.hold():
            print("Another look is under way.", file=sys.stderr)
            return 0
    except OSError as error:
        print(
            f"{ledger.folder}: {error.strerror}", file=sys.stderr
        )  # a disk without even room for a name: look all the same
    lines, told = look(ways, ledger, now)
    print("\n".join(lines) or "ไม่พบสิ่งผิดปกติ · nothing is wrong")
    return 0 if told else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
