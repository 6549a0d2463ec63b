"""Months, fiscal years and deadlines, counted here once more so that the truth owes nothing to the rules it checks."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone

BANGKOK = timezone(timedelta(hours=7))


def month_after(month: date, count: int = 1) -> date:
    """The first day of the month `count` months later (earlier when negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def month_end(month: date) -> date:
    """The last day of a month."""
    return date(month.year, month.month, monthrange(month.year, month.month)[1])


def months_between(first: date, last: date) -> list[date]:
    """Every month from the first to the last, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_after(first, step) for step in range(count)]


def parse_month(text: str) -> date:
    """`2024-02` as the first of that month; raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m").date()


def folder_name(month: date) -> str:
    """The name of a month's folder, `2024-02`."""
    return f"{month.year:04}-{month.month:02}"


def fiscal_year_be(day: date) -> int:
    """The Thai fiscal year (Buddhist Era) of a day: it begins on 1 October of the year before."""
    return day.year + 543 + (1 if day.month >= 10 else 0)


def fiscal_quarter(day: date) -> int:
    """The fiscal quarter, 1 (October to December) to 4."""
    return (day.month + 2) % 12 // 3 + 1


def deadline_day(month: date, day: int, offset: int, when_holiday: str, holidays: frozenset[date]) -> date:
    """The day by whose end the report of `month` is due."""
    due = month_after(month, offset).replace(day=day)
    while when_holiday == "next_working_day" and (due.weekday() >= 5 or due in holidays):
        due += timedelta(days=1)
    return due


def at(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of a day in Asia/Bangkok."""
    return datetime.combine(day, time(hour, minute, second), BANGKOK)


def end_of(day: date) -> datetime:
    """The first moment after a day."""
    return at(day + timedelta(days=1))
