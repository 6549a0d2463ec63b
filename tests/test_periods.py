"""Months, fiscal years and deadlines."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from include import periods

MONTHS = st.dates(date(2001, 1, 1), date(2199, 12, 31)).map(lambda day: day.replace(day=1))


@pytest.mark.parametrize("text", ["2024-2", "2567-02", "2024-13", "2024-00", "02/2567", "๒๐๒๔-๐๒", "2024-02-01", ""])
def test_a_month_written_any_other_way_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        periods.month(text)


@given(MONTHS)
def test_a_month_written_is_the_month_read(period: date) -> None:
    assert periods.month(f"{period:%Y-%m}") == period


@given(MONTHS, st.integers(-500, 500))
def test_months_added_and_taken_away_again_give_the_same_month(period: date, count: int) -> None:
    assert periods.add_months(periods.add_months(period, count), -count) == period


def test_months_run_over_the_new_year() -> None:
    assert periods.months(date(2024, 11, 1), date(2025, 1, 31)) == [
        date(2024, 11, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
    ]
    assert periods.months(date(2025, 1, 1), date(2024, 12, 1)) == []


@pytest.mark.parametrize(
    ("day", "year_be", "quarter"),
    [
        (date(2023, 9, 30), 2566, 4),
        (date(2023, 10, 1), 2567, 1),
        (date(2024, 1, 1), 2567, 2),
        (date(2024, 3, 31), 2567, 2),
        (date(2024, 4, 1), 2567, 3),
        (date(2025, 1, 1), 2568, 2),
    ],
)
def test_the_fiscal_year_begins_in_october(day: date, year_be: int, quarter: int) -> None:
    assert (periods.fiscal_year_be(day), periods.fiscal_quarter(day)) == (year_be, quarter)


@given(MONTHS)
def test_a_month_is_one_of_its_quarters_three(period: date) -> None:
    quarter = periods.fiscal_quarter_months(periods.fiscal_year_be(period), periods.fiscal_quarter(period))
    assert period in quarter
    assert len(quarter) == 3


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="no such quarter"):
        periods.fiscal_quarter_months(2567, 5)


SONGKRAN = [date(2025, 4, 14), date(2025, 4, 15), date(2025, 4, 16)]


@pytest.mark.parametrize(
    ("says", "period", "offset", "next_working_day", "due"),
    [
        ("January's report is due on 15 February", date(2024, 1, 1), 1, False, date(2024, 2, 15)),
        ("December's report is due in the next year", date(2024, 12, 1), 1, False, date(2025, 1, 15)),
        ("a report of the month itself", date(2024, 1, 1), 0, False, date(2024, 1, 15)),
        ("15 February BE 2568 is a Saturday and stands as written", date(2025, 1, 1), 1, False, date(2025, 2, 15)),
        ("15 February BE 2568 moves to Monday the 17th", date(2025, 1, 1), 1, True, date(2025, 2, 17)),
        ("15 March BE 2568 moves to Monday the 17th", date(2025, 2, 1), 1, True, date(2025, 3, 17)),
        ("Songkran moves the 15th to the 17th", date(2025, 3, 1), 1, True, date(2025, 4, 17)),
        ("a working day does not move", date(2025, 4, 1), 1, True, date(2025, 5, 15)),
    ],
)
def test_a_deadline_ends_with_its_day_in_bangkok(
    says: str, period: date, offset: int, next_working_day: bool, due: date
) -> None:
    found = periods.deadline(period, 15, offset, next_working_day, SONGKRAN)
    assert found.replace(tzinfo=None) == datetime(due.year, due.month, due.day, 23, 59, 59), says
    assert found.utcoffset() == timedelta(hours=7)


def test_a_month_without_that_day_has_no_such_deadline() -> None:
    with pytest.raises(ValueError):
        periods.deadline(date(2025, 1, 1), 30, 1)
