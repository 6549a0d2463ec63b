"""The questions whose speed is measured are questions that an analyst may ask, and are answered."""

from typing import Any

import pytest

from benchmarks import interactive
from include import warehouse
from tests.expectations import months

GIVEN = months.GIVEN


@pytest.fixture
def asked(connection: Any) -> Any:
    """A month that stands in mart, asked by an analyst in the same transaction."""
    months.land(connection, GIVEN)
    months.build(connection, GIVEN)
    with connection.cursor() as cursor:
        cursor.execute("update candidate.month set failed_expectations = '{}'")
        warehouse.run(connection, "mart/move.sql", GIVEN)
        cursor.execute("set local role analyst")
    return connection


def test_there_are_twenty_each_with_what_it_asks() -> None:
    found = interactive.questions()
    assert len(found) == 20
    assert all(sql.startswith("-- asks    ") for sql in found.values())


def test_an_analyst_is_answered_each_of_them(asked: Any) -> None:
    [place] = warehouse.fetch(
        asked,
        "select programme_code, province_code, district_code, period from mart.district_grade order by 3 limit 1",
    )
    answered = {name: warehouse.fetch(asked, sql, place) for name, sql in interactive.questions().items()}
    empty = {name for name, rows in answered.items() if not rows}
    # nothing is wrong with this month, and it was never published: nothing changed since and nothing was revised
    assert empty <= {
        "05-who-did-not-report",
        "10-open-findings",
        "12-refusals-by-reason",
        "14-restatements",
        "20-published-revisions",
    }
