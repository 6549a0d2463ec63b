"""The steps are done in the facts themselves, and the month is built again: each district has the letter promised."""

from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from tests.expectations import months

DONE = (Path(__file__).parent / "done_in_data.sql").read_text(encoding="utf-8")
# Each makes a month in which the districts lack other things: what is taken from the facts before it is built.
POORER = {
    "a month as it came": "select 1",
    "few shops": "delete from warehouse.shop where row_number %% 8 > 2",
    "little publicity": "delete from warehouse.publicity_post where row_number > 3",
    "no publicity": "delete from warehouse.publicity_post",
    "no activities": "delete from warehouse.activity",
    "few downloads and no activities": "delete from warehouse.activity; delete from warehouse.app_download"
    " where row_number %% 3 = 0 and district_code like '%%1'",
    "services that are not listed": "delete from warehouse.service_record where service_code = 'capital'",
    "no report at all": "delete from warehouse.submission",
}


@pytest.mark.parametrize("month", [months.GIVEN, months.ELSEWHERE], ids=["57", "34"])
@pytest.mark.parametrize("poorer", POORER)
def test_what_was_asked_is_done_and_what_was_promised_is_there(connection: Any, month: Any, poorer: str) -> None:
    months.land(connection, month)
    with connection.cursor() as cursor:
        cursor.execute(POORER[poorer], {})
        months.build(connection, month)
        found = warehouse.fetch(
            connection, "select distinct district_code, option_no, grade, points from candidate.next_step"
        )
        assert found
        for number in sorted({row["option_no"] for row in found})[:4]:
            cursor.execute("savepoint before")
            cursor.execute(DONE, month | {"option_no": number})
            months.build(connection, month)
            grades = warehouse.fetch(connection, "select district_code, grade, points from candidate.district_grade")
            there = {row["district_code"]: (row["grade"], row["points"]) for row in grades}
            promised = {
                row["district_code"]: (row["grade"], row["points"]) for row in found if row["option_no"] == number
            }
            assert {code: there[code] for code in promised} == promised
            cursor.execute("rollback to savepoint before")
