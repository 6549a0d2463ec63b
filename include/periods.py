"""Months, Thai fiscal years and deadlines. A month is its first day; a deadline ends with its day in Asia/Bangkok.

The Thai fiscal year N of the Buddhist Era runs from 1 October N-1 to 30 September N; its first quarter is October to
December. Nothing here reads a clock, a file or a database.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")
BUDDHIST_ERA_OFFSET = 543  # Buddhist year = common year + 543


def month(text: str) -> date:
    """The first day of a month written `2024-02`, in the common era. Raises ValueError on any other form."""
    if not re.fullmatch(r"[12][0-9]{3}-[0-9]{2}", text, re.ASCII):
        raise ValueError(f"not a month of the form 2024-02: {text!r}")
    year, number = text.split("-")
    if int(year) >= 2400:
        raise ValueError(f"a month is written in the common era, not the Buddhist Era: {text!r}")
    if not 1 <= int(number) <= 12:
        raise ValueError(f"no such month: {text!r}")
    return date(int(year), int(number), 1)


def add_months(period: date, count: int) -> date:
    """The first day of the month `count` months after (before, when negative) the month of `period`."""
    years, months_on = divmod(period.month - 1 + count, 12)
    return date(period.year + years, months_on + 1, 1)


def months(first: date, last: date) -> list[date]:
    """Every month from that of `first` to that of `last`, both included; empty when `last` is earlier."""
    span = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(first, count) for count in range(span + 1)]


def fiscal_year_be(period: date) -> int:
    """The Thai fiscal year of a day, in the Buddhist Era: October 2024 is in 2568."""
    return period.year + BUDDHIST_ERA_OFFSET + (period.month >= 10)


def fiscal_quarter(period: date) -> int:
    """The fiscal quarter of a day, 1 to 4: October to December is 1."""
    return (period.month + 2) // 3 % 4 + 1


def fiscal_quarter_months(year_be: int, quarter: int) -> list[date]:
    """The three months of a fiscal quarter, in order. Raises ValueError for a quarter other than 1 to 4."""
    if quarter not in range(1, 5):
        raise ValueError(f"no such quarter: {quarter}")
    first = add_months(date(year_be - BUDDHIST_ERA_OFFSET - 1, 10, 1), 3 * (quarter - 1))
    return months(first, add_months(first, 2))


def deadline(
    period: date, day: int, month_offset: int, next_working_day: bool = False, holidays: Collection[date] = ()
) -> datetime:
    """The last second of the day on which something about the month of `period` is due, in Asia/Bangkok.

    It is due on the `day` of the month `month_offset` months later; with `next_working_day`, on the first day from
    then on that is neither a Saturday or Sunday nor in `holidays`. Raises ValueError where that month has no such day.
    """
    due = add_months(period, month_offset).replace(day=day)
    while next_working_day and (due.weekday() >= 5 or due in holidays):
        due += timedelta(days=1)
    return datetime.combine(due, time(23, 59, 59), BANGKOK)
