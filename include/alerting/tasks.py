"""What the tasks of a schedule tell: that one failed, that one succeeded, and how the deadlines stand.

None of this may make a task fail, or wait for long: where the warehouse is gone, the alert is kept in the file.
"""

import logging
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2

from include import warehouse
from include.alerting import channels, failures, months, telling
from include.alerting.alert import Alert, duration
from include.alerting.failures import Failure
from include.alerting.ledger import Ledger
from include.alerting.warehouse_book import WarehouseBook
from include.publishing import wording

WATCHDOG_SILENT_AFTER = timedelta(minutes=30)
# KeyError: nobody said where the warehouse is
GONE = (psycopg2.Error, KeyError)

_BEAT = """
    insert into ops.heartbeat (beat_code, seen_at) values (%s, now())
    on conflict (beat_code) do update set seen_at = excluded.seen_at
"""

log = logging.getLogger(__name__)


def failed(failure: Failure) -> None:
    """Tells that a task failed and whom that hurts, once until it succeeds."""
    try:
        with warehouse.watching() as connection:
            book = WarehouseBook(connection)
            book.settle([failures.alert(connection, failure)], judged=())
            telling.tell(book, channels.configured(), datetime.now(UTC))
    except GONE:
        log.exception("the warehouse cannot be asked whom this hurts")
        tell_from_file([failures.blind_alert(failure)])


def succeeded(failure: Failure, whole_run_since: datetime | None) -> None:
    """Leaves the schedule's mark, and closes what this task told of before.

    `whole_run_since`: the task ends its run, which began then and chose no months: what any task of the schedule told
    of before that is over.
    """
    try:
        with warehouse.watching() as connection, connection.cursor() as cursor:
            cursor.execute(_BEAT, (failure.dag_id,))
            cursor.execute(
                """
                update ops.alert
                set closed_at = greatest(now(), opened_at)
                where
                    closed_at is null and kind = %(kind)s
                    and (
                        alert_key = %(key)s
                        or (starts_with(alert_key, %(schedule)s) and last_seen_at < %(since)s::timestamptz)
                    )
                """,
                {
                    "kind": failures.KIND,
                    "key": f"{failures.KIND}/{failure.subject}",
                    "schedule": f"{failures.KIND}/{failure.dag_id}/",
                    "since": whole_run_since,
                },
            )
            if cursor.rowcount:
                telling.tell(WarehouseBook(connection), channels.configured(), datetime.now(UTC))
    except GONE:
        log.exception("the mark of %s could not be left", failure.dag_id)


def look(schedule: str) -> bool:
    """Looks at the deadlines as the watchdog does, and at the watchdog; whether all that is due this month is out.

    Where the warehouse cannot be asked, it is told, and the answer is no.
    """
    try:
        with warehouse.watching() as connection:
            with connection.cursor() as cursor:
                cursor.execute(_BEAT, (schedule,))
            book = WarehouseBook(connection)
            found = [*months.alerts(connection, "airflow"), *_watchdog(connection)]
            book.settle(found, judged={*months.KINDS, "watchdog_silent"})
            telling.tell(book, channels.configured(), datetime.now(UTC))
            [left] = warehouse.fetch(connection, _LEFT)
    except GONE as error:
        said = str(error).strip().splitlines()[-1][:300]
        tell_from_file([Alert("postgres_gone", "", f"งานอัตโนมัติถามฐานข้อมูลไม่ได้ · {said}", raised_by="airflow")])
        return False
    log.info("%d months due this month are not out", left["months"])
    return not left["months"]


_LEFT = """
    select count(*) as months
    from ops.due_month
    where
        revision is null
        and publication_due_at < (
            date_trunc('month', now() at time zone 'Asia/Bangkok') + interval '1 month'
        ) at time zone 'Asia/Bangkok'
"""


def due_moment(deadline_code: str, last: bool = False) -> datetime | None:
    """The next moment at which something of the deadline is due, or the last one within a month; None without any.

    Where the warehouse cannot be asked: in a quarter of an hour, so that somebody looks then.
    """
    try:
        with warehouse.watching() as connection:
            due = warehouse.fetch(
                connection,
                """
                select min(due.due_at) as first_due_at, max(due.due_at) as last_due_at
                from ops.due_month
                cross join lateral (
                    select
                        case %(deadline_code)s
                            when 'report' then due_month.report_due_at else due_month.publication_due_at
                        end as due_at
                ) as due
                where
                    due_month.revision is null and due.due_at > now() and due.due_at < now() + interval '32 days'
                """,
                {"deadline_code": deadline_code},
            )[0]
    except GONE:
        log.exception("the warehouse cannot be asked what is due")
        return datetime.now(UTC) + timedelta(minutes=15)
    moment: datetime | None = due["last_due_at" if last else "first_due_at"]
    return moment


def tell_from_file(alerts: Iterable[Alert]) -> None:
    """Tells through the file that the watchdog keeps when Postgres is gone; it closes them when that is back."""
    ledger = Ledger(channels.home() / "alerts")
    try:
        for _ in range(20):
            if ledger.hold():
                break
            time.sleep(0.25)
        else:
            log.error("the file of alerts is held by another program")
            return
        ledger.settle(alerts, judged=())
        telling.tell(ledger, channels.configured(), datetime.now(UTC))
        ledger.save()
    except OSError:
        log.exception("the alert could not be kept")
    finally:
        ledger.release()


def _watchdog(connection: Any) -> list[Alert]:
    """Whether the watchdog still looks; one that never did is not missed."""
    [beat] = warehouse.fetch(
        connection,
        "select max(seen_at) as seen_at, now() - max(seen_at) as age from ops.heartbeat where beat_code = 'watchdog'",
    )
    if beat["age"] is None or beat["age"] < WATCHDOG_SILENT_AFTER:
        return []
    words = f"ตัวเฝ้าระวังไม่ได้ตรวจมา {duration(beat['age'])} ล่าสุด {wording.clock(beat['seen_at'])}"
    return [Alert("watchdog_silent", "", words, raised_by="airflow")]
