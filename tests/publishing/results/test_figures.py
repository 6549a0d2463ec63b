"""What is shown of a month is what was frozen of it, or what stands live, and nothing else."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from include.local.postgres import Cluster
from include.publishing.results import details, editions, figures
from include.publishing.results.shapes import Edition, Month
from tests.conftest import copied_database
from tests.publishing.published import publish

FEBRUARY, MARCH = date(2025, 2, 1), date(2025, 3, 1)


@pytest.fixture(scope="module")
def readable(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A reader's connection to a warehouse with February, provisional and final, and March published."""
    with copied_database(cluster) as uri:
        with warehouse.connect(uri) as connection:
            publish(connection, tmp_path_factory.mktemp("published"))
        with warehouse.reading(uri) as connection:
            yield connection


@pytest.fixture(scope="module")
def frozen(readable: Any) -> list[Edition]:
    """Every revision of the province."""
    return editions.revisions(readable, "34")


def month(readable: Any, edition: Edition) -> Month:
    return figures.read(readable, edition)


def test_every_revision_is_an_edition_and_the_latest_of_each_month_stands(readable: Any, frozen: list[Edition]) -> None:
    assert [(edition.period, edition.revision, edition.kind) for edition in frozen] == [
        (FEBRUARY, 0, "provisional"),
        (FEBRUARY, 1, "final"),
        (MARCH, 1, "final"),
    ]
    assert editions.standing(readable, "34") == frozen[1:]
    assert editions.standing(readable, "57") == []


def test_of_a_month_the_live_edition_comes_first_then_the_latest_revision(readable: Any) -> None:
    assert [edition.kind for edition in editions.of_month(readable, "34", FEBRUARY)] == ["live", "final", "provisional"]


def test_a_snapshot_that_is_not_there_cannot_be_shown(readable: Any) -> None:
    with pytest.raises(LookupError):
        editions.published(readable, 99)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_grade_shown_is_the_one_that_was_frozen(readable: Any, frozen: list[Edition], number: int) -> None:
    shown = month(readable, frozen[number])
    kept = warehouse.fetch(
        readable,
        "select * from snapshot.district_grade where snapshot_id = %s order by district_code",
        [frozen[number].snapshot_id],
    )
    assert len(kept) == 25
    assert [
        (row.code, row.name_th, row.grade, row.points, row.max_points, row.percent, row.reported_at, row.on_time)
        for row in sorted(shown.districts, key=lambda row: row.code)
    ] == [
        (
            row["district_code"],
            row["district_name_th"],
            row["grade"],
            row["points"],
            row["max_points"],
            row["percent"],
            row["reported_at"],
            row["on_time"],
        )
        for row in kept
    ]


def test_every_criterion_shown_is_the_one_that_was_frozen(readable: Any, frozen: list[Edition]) -> None:
    shown = month(readable, frozen[1])
    kept = warehouse.fetch(
        readable, "select * from snapshot.attainment where snapshot_id = %s", [frozen[1].snapshot_id]
    )
    of_districts: dict[tuple[str | None, str], Any] = {
        (row.code, code): result for row in shown.districts for code, result in row.results.items()
    }
    of_province: dict[tuple[str | None, str], Any] = {(None, row.criterion.code): row for row in shown.province}
    assert {
        place: (result.met, result.points, result.max_points, result.explanation_th)
        for place, result in {**of_districts, **of_province}.items()
    } == {
        (row["district_code"], row["criterion_code"]): (
            row["met"],
            row["points"],
            row["max_points"],
            row["explanation_th"],
        )
        for row in kept
    }


def test_a_condition_shows_the_measure_and_the_target_that_were_frozen(readable: Any, frozen: list[Edition]) -> None:
    shown = month(readable, frozen[1])
    targets = warehouse.fetch(
        readable,
        """
        select target.*, measure.value
        from snapshot.target
        left join snapshot.measure
            on
                measure.snapshot_id = target.snapshot_id
                and measure.district_code is not distinct from target.district_code
                and measure.measure_code = target.measure_code
        where target.snapshot_id = %s and target.district_code is not null
        """,
        [frozen[1].snapshot_id],
    )
    conditions = {
        (row.code, code, condition.condition_no): condition
        for row in shown.districts
        for code, result in row.results.items()
        for condition in result.conditions
    }
    assert len(conditions) == len(targets) > 25 * 5
    for row in targets:
        condition = conditions[row["district_code"], row["criterion_code"], row["condition_no"]]
        assert (condition.value, condition.target, condition.base) == (
            row["value"],
            row["target_value"],
            row["base_value"],
        )
        assert condition.order_ref == row["order_ref"]


def test_a_criterion_is_met_exactly_where_all_its_conditions_hold(readable: Any, frozen: list[Edition]) -> None:
    shown = month(readable, frozen[1])
    for district in shown.districts:
        for result in district.results.values():
            assert result.met == all(condition.holds for condition in result.conditions)
            assert all((condition.gap is None) or condition.gap > 0 for condition in result.conditions)


def test_the_summary_of_a_month_is_that_of_the_mart(readable: Any) -> None:
    for edition in editions.live(readable, "34"):
        [summary] = warehouse.fetch(
            readable,
            "select * from mart.province_summary where province_code = '34' and period = %s",
            [edition.period],
        )
        shown = month(readable, edition)
        assert (shown.reported, shown.on_time, shown.mean_percent) == (
            summary["reported"],
            summary["on_time"],
            summary["mean_percent"],
        )
        assert {grade: count for grade, count in shown.grade_counts.items() if count} == {
            grade: count for grade, count in summary["grade_counts"].items() if count
        }


def test_districts_of_equal_points_share_a_rank(readable: Any, frozen: list[Edition]) -> None:
    shown = month(readable, frozen[1])
    for district in shown.districts:
        assert district.rank == 1 + sum(other.points > district.points for other in shown.districts)


def test_a_trend_ends_with_its_own_month_and_knows_nothing_later(readable: Any, frozen: list[Edition]) -> None:
    [february, *_] = month(readable, frozen[1]).districts
    assert [past.period for past in february.trend] == [FEBRUARY]
    of_march = month(readable, frozen[2])
    assert {tuple(past.period for past in row.trend) for row in of_march.districts} == {(FEBRUARY, MARCH)}
    [before] = {past.kind for row in of_march.districts for past in row.trend[:1]}
    assert before == "final"  # the provisional one no longer stood when March was frozen


def test_a_quarter_without_a_month_is_shown_as_incomplete(readable: Any, frozen: list[Edition]) -> None:
    quarter = month(readable, frozen[2]).quarter
    assert quarter is not None and (quarter.fiscal_year_be, quarter.quarter) == (2568, 2)
    assert {row["status"] for row in quarter.districts.values()} == {"incomplete"}


def test_the_rules_shown_are_those_of_the_freeze_adopted_ones_marked(readable: Any, frozen: list[Edition]) -> None:
    rules = month(readable, frozen[1]).rules
    assert [grade for grade, _ in rules.bands] == ["A", "B", "C", "D"]
    assert rules.bands[0][1] == Decimal(100)
    assert {criterion.code for criterion in rules.of_province} == {"tourism"}
    readings = {reading.code: reading for reading in rules.readings}
    assert readings["percent_rounding"].adopted and not readings["report_deadline_day"].adopted


def test_the_working_shown_explains_the_frozen_figure_or_says_that_it_moved(
    readable: Any, frozen: list[Edition]
) -> None:
    final = month(readable, frozen[1])
    working = details.working(readable, final, "3404")
    assert working.moved == frozenset()
    assert {row["file"] is not None for row in working.rows["services"]}
    altered = next(row for row in final.districts if row.code == "3404").results["activities"].conditions[0]
    object.__setattr__(altered, "value", Decimal(99))
    working = details.working(readable, final, "3404")
    assert working.moved == {"activities"} and "activities" not in working.rows


def test_what_came_after_the_freeze_is_not_told_with_it(readable: Any, frozen: list[Edition], tmp_path: Path) -> None:
    early, late = (details.intake(readable, edition) for edition in frozen[:2])
    assert "รายงาน ล่าช้า.xlsx" not in {file.file for file in early}
    assert "รายงาน ล่าช้า.xlsx" in {file.file for file in late}
