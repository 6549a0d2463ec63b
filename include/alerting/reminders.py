"""Reminders to districts that have not reported, on the days of rulebook.reminder_day: one message a province and day.

Each district is reminded once for each of these days, by the key of ops.reminder. A day on which nothing ran is made up
for by the next, until the day of another reminder comes. A district that was allowed to be late is told until when.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from include import periods, warehouse
from include.alerting.alert import SENDER
from include.alerting.channels import Channels, write_down
from include.publishing import wording

AFTER_THE_LAST = 3  # days for which the last reminder is made up for

# A month's turn is that of the fewest days before its deadline which have been reached.
_MAKE = """
    insert into ops.reminder (
        programme_code, province_code, district_code, period, deadline_code, days_before, due_at, message_th, excused
    )
    select
        due_month.programme_code,
        due_month.province_code,
        missing.district_code,
        due_month.period,
        'report' as deadline_code,
        turn.days_before,
        due_month.report_due_at,
        case
            when standing_exception.district_code is not null
                then format(
                    'อำเภอ%%s ยังไม่ได้ส่งรายงาน Click ชุมชน เดือน%%s (กำหนด %%s) · %%s',
                    missing.name_th, thai.print_month(due_month.period), thai.print_moment(due_month.report_due_at),
                    standing_exception.told_th
                )
            when turn.days_left < 0
                then format(
                    'ขอความร่วมมืออำเภอ%%s ส่งรายงาน Click ชุมชน เดือน%%s ซึ่งครบกำหนดเมื่อ %%s โดยเร็ว '
                    || 'ขณะนี้ยังไม่ได้รับรายงาน',
                    missing.name_th, thai.print_month(due_month.period), thai.print_moment(due_month.report_due_at)
                )
            else format(
                'ขอความร่วมมืออำเภอ%%s ส่งรายงาน Click ชุมชน เดือน%%s ภายใน %%s (%%s) ขณะนี้ยังไม่ได้รับรายงาน',
                missing.name_th, thai.print_month(due_month.period), thai.print_moment(due_month.report_due_at),
                case turn.days_left when 0 then 'วันนี้' else 'อีก ' || turn.days_left || ' วัน' end
            )
        end as message_th,
        standing_exception.district_code is not null as excused
    from ops.due_month
    cross join lateral (
        select
            min(reminder_day.days_before) as days_before,
            min(day.days_left) as days_left
        from rulebook.reminder_day
        cross join lateral (
            select
                (due_month.report_due_at at time zone 'Asia/Bangkok')::date
                - (now() at time zone 'Asia/Bangkok')::date as days_left,
                (
                    select min(last_day.days_before)
                    from rulebook.reminder_day as last_day
                    where last_day.programme_code = due_month.programme_code
                ) as last_turn
        ) as day
        where
            reminder_day.programme_code = due_month.programme_code and reminder_day.days_before >= day.days_left
            and day.days_left >= day.last_turn - %(after_the_last)s
    ) as turn
    cross join lateral unnest(due_month.missing_district_codes, due_month.missing_district_names_th)
        as missing (district_code, name_th)
    left join ops.standing_exception
        on
            standing_exception.programme_code = due_month.programme_code
            and standing_exception.province_code = due_month.province_code
            and standing_exception.period = due_month.period
            and standing_exception.district_code = missing.district_code and standing_exception.expires_at > now()
    where
        due_month.report_due_at > now() - interval '40 days' and due_month.report_due_at < now() + interval '40 days'
        and turn.days_before is not null
    on conflict do nothing
"""
# Whoever reported meanwhile is not reminded; nor is anybody of a turn that is over.
_WAITING = """
    select
        reminder.*,
        due_month.province_name_th,
        due_month.districts
    from ops.reminder
    inner join ops.due_month using (programme_code, province_code, period)
    where
        reminder.sent_at is null and reminder.district_code = any (due_month.missing_district_codes)
        and reminder.made_at > now() - interval '3 days'
        and not exists (
            select from ops.reminder as later
            where
                later.programme_code = reminder.programme_code and later.province_code = reminder.province_code
                and later.period = reminder.period and later.days_before < reminder.days_before
        )
    order by reminder.province_code, reminder.period, reminder.excused, reminder.district_code
    for update of reminder
"""


def remind(connection: Any, ways: Channels, at: datetime) -> list[str]:
    """Makes the reminders whose day it is, and sends what waits, in the caller's transaction.

    Returns the provinces, as `57 2024-02`, whose message no channel took: it waits for the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MAKE, {"after_the_last": AFTER_THE_LAST})
    waiting = warehouse.fetch(connection, _WAITING)
    unsent = []
    for (province, period), group in groupby(waiting, lambda row: (row["province_code"], row["period"])):
        reminders = list(group)
        channel = _send(reminders, ways, at)
        if channel is None:
            unsent.append(f"{province} {period:%Y-%m}")
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "update ops.reminder set sent_at = clock_timestamp(), channel = %s"
                " where province_code = %s and period = %s and sent_at is null and district_code = any (%s)"
                " and days_before = %s",
                (channel, province, period, [row["district_code"] for row in reminders], reminders[0]["days_before"]),
            )
    return unsent


def _send(reminders: list[dict[str, Any]], ways: Channels, at: datetime) -> str | None:
    """The channel that took the message; None where none did."""
    title, body = _words(reminders)
    if ways.dry_run:
        write_down("reminders-dry-run", f"{title}\n{body}", at)
        return "file"
    for channel in ways.of(reminders[0]["province_code"]):
        if channel.send(title, body, "info") is None:
            return channel.name
    return None


def _words(reminders: list[dict[str, Any]]) -> tuple[str, str]:
    first = reminders[0]
    month = f"จังหวัด{first['province_name_th']} เดือน{wording.month(first['period'])}"
    due_on, today = (first[name].astimezone(periods.BANGKOK).date() for name in ("due_at", "made_at"))
    days = (due_on - today).days
    when = "เลยกำหนดแล้ว" if days < 0 else "ครบกำหนดวันนี้" if days == 0 else f"อีก {days} วันครบกำหนด"
    missing = f"ยังไม่ได้รับ {len(reminders)} จาก {first['districts']} อำเภอ"
    title = f"[{SENDER}] เตือนส่งรายงาน: {month} {missing} ({when})"
    lines = [f"{month} กำหนดส่งรายงาน {wording.clock(first['due_at'])} {missing}"]
    return title, "\n".join([*lines, *_texts(row for row in reminders if not row["excused"]), *_allowed(reminders)])


def _texts(reminders: Iterable[dict[str, Any]]) -> list[str]:
    return [f"- {row['message_th']}" for row in reminders]


def _allowed(reminders: list[dict[str, Any]]) -> list[str]:
    allowed = [row for row in reminders if row["excused"]]
    return ["ได้รับผ่อนผัน:", *_texts(allowed)] if allowed else []
