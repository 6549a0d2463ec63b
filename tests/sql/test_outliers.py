"""What must hold of unusual figures whatever the figures are."""

import datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extras import execute_values

from include import warehouse

MONTH = {"programme_code": "click", "province_code": "57", "period": datetime.date(2024, 2, 1)}
DISTRICTS = [f"57{number:02}" for number in range(1, 19)]
HISTORY = [datetime.date(2023, number, 1) for number in range(6, 13)] + [datetime.date(2024, 1, 1)]
COUNTS = st.integers(min_value=0, max_value=5000)
FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

Figures = dict[str, int]


def unusual(connection: Any, months: list[Figures], now: Figures) -> list[tuple[str, str]]:
    """District and comparison of each unusual figure among downloads, given the months before and the present one."""
    with connection.cursor() as cursor:
        cursor.execute("delete from candidate.measure; delete from mart.measure")
        for table, period, figures in [
            *(("mart", period, figures) for period, figures in zip(HISTORY[-len(months) :], months, strict=True)),
            ("candidate", MONTH["period"], now),
        ]:
            execute_values(
                cursor,
                f"insert into {table}.measure (period, province_code, district_code, measure_code, value, source)"
                " values %s",
                [(period, "57", district, "downloads", value, "app_downloads") for district, value in figures.items()],
            )
    warehouse.run(connection, "mart/outlier.sql", MONTH)
    found = warehouse.fetch(connection, "select district_code, compared_with from candidate.outlier")
    return [(row["district_code"], row["compared_with"]) for row in found]


@FEW
@given(figures=st.lists(COUNTS, min_size=18, max_size=18), months=st.integers(min_value=1, max_value=8))
def test_figures_that_stay_as_they_were_are_never_unusual_by_their_history(
    connection: Any, figures: list[int], months: int
) -> None:
    steady = dict(zip(DISTRICTS, figures, strict=True))
    found = unusual(connection, [steady] * months, steady)
    assert [place for place in found if place[1] == "history"] == []
    if months >= 4:
        assert found == []


@FEW
@given(
    figures=st.lists(st.integers(min_value=1, max_value=5000), min_size=18, max_size=18),
    factor=st.integers(min_value=0, max_value=20),
)
def test_districts_that_all_moved_alike_are_never_unusual_by_their_history(
    connection: Any, figures: list[int], factor: int
) -> None:
    before = dict(zip(DISTRICTS, figures, strict=True))
    found = unusual(connection, [before] * 6, {district: factor * value for district, value in before.items()})
    assert [place for place in found if place[1] == "history"] == []


@FEW
@given(
    months=st.lists(
        st.lists(st.integers(min_value=80, max_value=120), min_size=18, max_size=18), min_size=4, max_size=8
    ),
    place=st.sampled_from(DISTRICTS),
    factor=st.sampled_from([0, 5, 10]),
)
def test_one_district_that_moved_far_alone_is_always_found(
    connection: Any, months: list[list[int]], place: str, factor: int
) -> None:
    before = [dict(zip(DISTRICTS, figures, strict=True)) for figures in months]
    found = unusual(connection, before, dict.fromkeys(DISTRICTS, 100) | {place: factor * 100})
    assert (place, "history") in found
    assert {district for district, compared_with in found if compared_with == "history"} == {place}
