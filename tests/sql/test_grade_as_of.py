"""What the warehouse knew at a moment: grades as they stood in mart, kept only where something changed."""

import datetime
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from include import months, warehouse
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables

MONTH = {"province_code": "57", "period": datetime.date(2024, 2, 1)}
PHAN = "5705"

Row = dict[str, Any]


class Told:
    """A month that is built and moved again and again, each time in a transaction of its own."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.given = Given(connection, MONTH, columns_of_tables(connection))

    def move(self, audit: str = "{}") -> datetime.datetime:
        """Builds and moves the month; a moment after which its grades are known."""
        self._run(months.BUILD)
        self._execute("update candidate.month set failed_expectations = %s", audit)
        self._run(months.MOVE)
        self.connection.commit()
        return self.now()

    def freeze(self, revision: int, taken_at: datetime.datetime) -> None:
        kind = "final" if revision == 1 else "restated"
        self._run(months.FREEZE, {"revision": revision, "kind": kind, "reason": "เหตุผล", "taken_at": taken_at})
        self.connection.commit()

    def now(self) -> datetime.datetime:
        found: datetime.datetime = warehouse.fetch(self.connection, "select clock_timestamp() as now")[0]["now"]
        self.connection.commit()
        return found

    def as_of(self, at: datetime.datetime, district_code: str = PHAN) -> list[Row]:
        return warehouse.fetch(
            self.connection, "select * from mart.grade_as_of(%s) where district_code = %s", (at, district_code)
        )

    def history(self) -> list[Row]:
        return warehouse.fetch(self.connection, "select * from mart.district_grade_history order by known_during")

    def execute(self, statement: str, *values: Any) -> None:
        self._execute(statement, *values)
        self.connection.commit()

    def _execute(self, statement: str, *values: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def _run(self, files: tuple[str, ...], more: Row | None = None) -> None:
        for path in files:
            warehouse.run(
                self.connection, path, MONTH | {"programme_code": "click", "code_version": "case"} | (more or {})
            )


@pytest.fixture
def told(database: str) -> Iterator[Told]:
    with closing(psycopg2.connect(database, options="-c role=warehouse_etl -c timezone=Asia/Bangkok")) as connection:
        told = Told(connection)
        told.given.deliver(list(PLATFORM_SOURCES))
        yield told


def report(told: Told) -> None:
    """The report of Phan arrives, with an activity."""
    told.given.add(
        {
            "warehouse.submission": [{"district_code": PHAN, "file": "late.xlsx"}],
            "warehouse.activity": [{"district_code": PHAN, "file": "late.xlsx"}],
        }
    )
    told.connection.commit()


def test_before_anything_was_graded_nothing_was_known(told: Told) -> None:
    before = told.now()
    told.move()
    assert told.as_of(before) == []
    assert warehouse.fetch(told.connection, "select * from mart.grade_as_of(%s)", (before,)) == []


def test_a_late_report_changes_what_is_known_from_then_on_and_not_before(told: Told) -> None:
    first = told.move()
    report(told)
    between = told.now()
    second = told.move()
    assert [(row["status"], row["points"]) for row in told.as_of(first)] == [("not_reported", 0)]
    assert [(row["status"], row["points"]) for row in told.as_of(between)] == [("not_reported", 0)]
    assert [(row["status"], row["points"]) for row in told.as_of(second)] == [("graded", 2)]
    [known] = told.as_of(first)
    assert known["known_until"] == told.as_of(second)[0]["known_from"]


def test_many_moves_with_a_change_each_are_told_apart(told: Told) -> None:
    report(told)
    moments = []
    for number in range(12):
        told.execute("update rulebook.criterion set points = %s where province_code = '57'", number + 1)
        moments.append(told.move())
        told.move()
    known = [[row["points"] for row in told.as_of(at)] for at in moments]
    assert known == [[number + 1] for number in range(12)]
    assert len(told.history()) == 12 * 18


def test_what_is_known_begins_when_the_month_was_moved(told: Told) -> None:
    at = told.move()
    [month] = warehouse.fetch(told.connection, "select moved_at from ops.month")
    assert [row["known_from"] for row in told.as_of(at)] == [month["moved_at"]]
    assert len(told.as_of(month["moved_at"])) == 1


def test_a_month_that_waits_again_is_unknown_from_then_on(told: Told) -> None:
    graded = told.move()
    told.execute("update ops.source_file set status = 'rejected', reason = 'ผิดไฟล์' where source = 'app_downloads'")
    waiting = told.move()
    assert len(told.as_of(graded)) == 1
    assert told.as_of(waiting) == []
    told.execute("update ops.source_file set status = 'loaded', reason = null where source = 'app_downloads'")
    again = told.move()
    assert told.as_of(waiting) == []
    assert len(told.as_of(again)) == 1


def test_a_move_that_changes_nothing_writes_nothing(told: Told) -> None:
    told.move()
    once = told.history()
    for _ in range(3):
        told.move()
    assert told.history() == once
    assert len(once) == 18


def test_only_the_district_whose_grade_changed_gets_a_row(told: Told) -> None:
    told.move()
    report(told)
    told.move()
    assert len(told.history()) == 19


def test_a_month_that_is_held_leaves_what_was_known(told: Told) -> None:
    told.move()
    once = told.history()
    report(told)
    told.move(audit="{points add up}")
    assert told.history() == once


def test_the_revision_that_was_published_by_then_is_told(told: Told) -> None:
    first = told.move()
    told.freeze(1, first)
    report(told)
    second = told.move()
    told.freeze(2, second + datetime.timedelta(hours=1))
    [known] = told.as_of(first)
    assert (known["published_revision"], known["published_kind"], known["points"]) == (1, "final", 0)
    [known] = told.as_of(second)
    assert (known["published_revision"], known["published_points"], known["points"]) == (1, 0, 2)
    [known] = told.as_of(second + datetime.timedelta(hours=1))
    assert (known["published_revision"], known["published_points"], known["points"]) == (2, 2, 2)


def test_two_moves_that_began_in_another_order_than_they_ended_follow_each_other(told: Told) -> None:
    told.move()
    told.execute(
        "update mart.district_grade_history set known_during = tstzrange(lower(known_during) + interval '1 hour', null)"
    )
    report(told)
    told.move()
    ranges = [row["known_during"] for row in told.history() if row["district_code"] == PHAN]
    assert [row["points"] for row in told.history() if row["district_code"] == PHAN] == [2]
    assert [at.upper for at in ranges] == [None]


def test_the_analyst_of_a_province_sees_its_own_history_alone(told: Told) -> None:
    at = told.move()
    for role, districts in (("analyst", 18), ("analyst_57", 18), ("analyst_34", 0)):
        told._execute(f"set local role {role}")
        assert len(warehouse.fetch(told.connection, "select * from mart.grade_as_of(%s)", (at,))) == districts
        told.connection.rollback()
