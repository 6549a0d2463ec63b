"""Alerts kept in Postgres: ops.alert and ops.alert_delivery. Each statement stands for itself."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2.extras import Json

from include import warehouse
from include.alerting.alert import Alert
from include.alerting.book import Notice

_TOLD_FOR = 30  # days: of what was gone longer ago nobody is told any more
_OPEN = """
    insert into ops.alert (
        alert_key, kind, severity, province_code, period, district_codes, deadline_code, due_at, affects, title_th,
        message_th, to_do_th, runbook, raised_by
    )
    values (
        %(alert_key)s, %(kind)s, %(severity)s, %(province_code)s, %(period)s, %(district_codes)s, %(deadline_code)s,
        %(due_at)s, %(affects)s, %(title_th)s, %(message_th)s, %(to_do_th)s, %(runbook)s, %(raised_by)s
    )
    on conflict (alert_key) where closed_at is null do update set
        last_seen_at = greatest(now(), ops.alert.last_seen_at),
        severity = excluded.severity,
        district_codes = excluded.district_codes,
        deadline_code = excluded.deadline_code,
        due_at = excluded.due_at,
        affects = excluded.affects,
        title_th = excluded.title_th,
        message_th = excluded.message_th,
        to_do_th = excluded.to_do_th
    returning alert_id
"""
_WAITING = """
    select alert.*, waiting.event
    from ops.alert
    cross join lateral (
        select 'opened' as event
        where
            alert.closed_at is null
            and not exists (
                select from ops.alert_delivery as told
                where told.alert_id = alert.alert_id and told.event = 'opened' and told.outcome = any (%(told)s)
            )
        union all
        select 'closed' as event
        where
            alert.closed_at > now() - make_interval(days => %(days)s)
            and exists (
                select from ops.alert_delivery as told
                where
                    told.alert_id = alert.alert_id and told.event = 'opened'
                    and (told.outcome = any (%(told)s) or told.outcome = 'failed')
            )
            and not exists (
                select from ops.alert_delivery as told
                where told.alert_id = alert.alert_id and told.event = 'closed' and told.outcome = any (%(told)s)
            )
    ) as waiting
    where
        alert.kind <> 'drill'
        and (alert.closed_at is null or alert.closed_at > now() - make_interval(days => %(days)s))
    order by alert.alert_id
"""


class WarehouseBook:
    """The book in Postgres, over a connection that commits each statement."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def settle(self, present: Iterable[Alert], judged: Collection[str]) -> None:
        rows = [alert.row() for alert in present]
        for row in rows:
            warehouse.fetch(self.connection, _OPEN, row | {"affects": Json(row["affects"])})
        self._execute(
            "update ops.alert set closed_at = greatest(now(), opened_at)"
            " where closed_at is null and kind = any (%s) and alert_key <> all (%s)",
            (list(judged), [row["alert_key"] for row in rows]),
        )

    def open(self, alert: Alert) -> int:
        """Opens one alert, or says that it is still there; returns its number."""
        row = alert.row()
        [opened] = warehouse.fetch(self.connection, _OPEN, row | {"affects": Json(row["affects"])})
        return int(opened["alert_id"])

    def close(self, keys: Collection[str]) -> None:
        self._execute(
            "update ops.alert set closed_at = greatest(now(), opened_at)"
            " where closed_at is null and alert_key = any (%s)",
            (list(keys),),
        )

    def open_keys(self) -> list[str]:
        """The keys of all that is wrong now."""
        found = warehouse.fetch(self.connection, "select alert_key from ops.alert where closed_at is null order by 1")
        return [row["alert_key"] for row in found]

    def waiting(self, dry_run: bool) -> list[Notice]:
        told = ["sent", "dry_run"] if dry_run else ["sent"]
        rows = warehouse.fetch(self.connection, _WAITING, {"told": told, "days": _TOLD_FOR})
        return [Notice(row, row.pop("event")) for row in rows]

    def note(self, notice: Notice, channel: str, outcome: str, error: str | None = None) -> bool:
        return bool(
            warehouse.fetch(
                self.connection,
                "insert into ops.alert_delivery (alert_id, province_code, event, channel, outcome, error)"
                " values (%s, %s, %s, %s, %s, %s) on conflict do nothing returning delivery_id",
                (notice.row["alert_id"], notice.row["province_code"], notice.event, channel, outcome, error),
            )
        )

    def take_over(self, row: dict[str, Any], deliveries: Iterable[dict[str, Any]]) -> None:
        """Enters an alert that was kept in a file while Postgres was gone, with what was told of it."""
        self._execute(
            "insert into ops.alert (alert_key, kind, severity, affects, title_th, message_th, to_do_th, runbook,"
            " raised_by, opened_at, last_seen_at) values (%(alert_key)s, %(kind)s, %(severity)s, %(affects)s,"
            " %(title_th)s, %(message_th)s, %(to_do_th)s, %(runbook)s, %(raised_by)s, %(opened_at)s, now())"
            " on conflict do nothing",
            row | {"affects": Json(row["affects"])},
        )
        [kept] = warehouse.fetch(
            self.connection,
            "select * from ops.alert where alert_key = %(alert_key)s and closed_at is null",
            row,
        )
        for delivery in deliveries:
            self.note(Notice(kept, delivery["event"]), delivery["channel"], delivery["outcome"], delivery["error"])

    @contextmanager
    def alone(self) -> Iterator[bool]:
        [found] = warehouse.fetch(
            self.connection, "select pg_try_advisory_lock(hashtext('chumchon tell alerts')) as alone"
        )
        try:
            yield bool(found["alone"])
        finally:
            if found["alone"]:
                self._execute("select pg_advisory_unlock(hashtext('chumchon tell alerts'))", ())

    def _execute(self, statement: str, values: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
