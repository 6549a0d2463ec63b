"""What if, asked wrongly: whoever names what the month does not know is told so in Thai, and nothing is written."""

import datetime
import json
from typing import Any

import pytest
from psycopg2 import errors

from include import warehouse
from tests.sql.givens import Given, columns_of_tables

MONTH = {"province_code": "57", "period": datetime.date(2024, 2, 1)}
GIVEN = {
    "mart.target": [
        {
            "district_code": "5704",
            "criterion_code": "shops",
            "condition_no": 1,
            "measure_code": "new_shops",
            "comparator": ">=",
            "base_value": 140,
            "target_value": 7,
            "rulebook_version": 1,
            "order_ref": "ข้อ 1",
        }
    ],
    "mart.measure": [{"district_code": "5704", "measure_code": "new_shops", "value": 6}],
    "mart.attainment": [
        {
            "district_code": "5704",
            "criterion_code": "shops",
            "met": False,
            "points": 0,
            "max_points": 2,
            "explanation_th": "ไม่ผ่าน",
        }
    ],
    "mart.district_grade": [
        {
            "district_code": "5704",
            "district_name_th": "เทิง",
            "status": "graded",
            "points": 0,
            "max_points": 2,
            "percent": 0,
            "grade": "D",
            "grade_basis": "ordered",
            "on_time": True,
            "rulebook_version": 1,
        }
    ],
}
MISTAKES: dict[str, tuple[Any, str]] = {
    "a key that is none": ({"target": {"shops": 4}}, "key target"),
    "a criterion of another province": ({"targets": {"leaders": 0.5}}, "criterion leaders"),
    "a criterion without its letters": ({"points": {"": 3}}, "criterion "),
    "a condition the criterion has not": ({"targets": {"shops": {"2": 4}}}, "condition shops 2"),
    "a letter out of the scale": ({"bands": {"E": 10}}, "grade E"),
    "a measure that is none": ({"measures": {"new_shops": "shops_hoped_for"}}, "measure shops_hoped_for"),
    "a district of another province": ({"values": {"3401": {"new_shops": 9}}}, "district 3401"),
    "two at once": ({"points": {"shopz": 3}, "bands": {"Ａ": 90}}, "criterion shopz, grade Ａ"),
}


@pytest.fixture
def month(connection: Any) -> Any:
    """A connection to a month with one district, which lacks one shop."""
    Given(connection, MONTH, columns_of_tables(connection)).add(GIVEN)
    return connection


def asked(connection: Any, changes: Any) -> list[dict[str, Any]]:
    """The month under the changes, as an analyst asks."""
    with connection.cursor() as cursor:
        cursor.execute("set local role analyst")
    return warehouse.fetch(
        connection, "select * from mart.grade_as_if('click', '57', '2024-02-01', %s)", (json.dumps(changes),)
    )


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_the_month_does_not_know_is_named_in_thai(mistake: str, month: Any) -> None:
    changes, named = MISTAKES[mistake]
    with pytest.raises(errors.InvalidParameterValue) as told:
        asked(month, changes)
    sentence = str(told.value.diag.message_primary)
    assert sentence == f"ไม่รู้จัก: {named} (จังหวัด 57 เดือน 2024-02)"


@pytest.mark.parametrize("changes", [[], "shops", 4, None, [{"targets": {"shops": 4}}]])
def test_changes_that_are_no_object_are_told_what_they_should_look_like(changes: Any, month: Any) -> None:
    with pytest.raises(errors.InvalidParameterValue, match="ต้องเป็นออบเจกต์ JSON"):
        asked(month, changes)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"targets": {"shops": "สี่"}}, "targets shops"),
        ({"targets": {"shops": {"1": [4]}}}, "targets shops"),
        ({"targets": 4}, "targets"),
        ({"points": {"shops": "2; drop table mart.measure"}}, "points shops"),
        ({"bands": {"A": None}}, "bands A"),
        ({"values": {"5704": 7}}, "values 5704"),
        ({"values": {"5704": {"new_shops": "7"}}}, "values 5704"),
        ({"measures": {"new_shops": 1}}, "measures new_shops"),
        ({"subdistrict_minimum": "ten"}, "subdistrict_minimum"),
    ],
)
def test_what_is_no_number_where_one_is_asked_is_named_in_thai(changes: Any, named: str, month: Any) -> None:
    with pytest.raises(errors.InvalidParameterValue) as told:
        asked(month, changes)
    assert str(told.value.diag.message_primary) == f"ไม่ใช่ค่าที่ใช้ได้: {named} (จังหวัด 57 เดือน 2024-02)"


def test_a_month_that_was_never_graded_has_no_other_grades_either(month: Any) -> None:
    changes = json.dumps({"points": {"shops": 3}})
    found = warehouse.fetch(month, "select * from mart.grade_as_if('click', '57', '2024-05-01', %s)", (changes,))
    assert found == []


def test_asking_writes_nothing(month: Any) -> None:
    def rows_written() -> list[dict[str, Any]]:
        return warehouse.fetch(
            month,
            "select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_xact_user_tables"
            " where schemaname <> 'pg_catalog' order by schemaname, relname",
        )

    before = rows_written()
    [judged] = asked(month, {"targets": {"shops": 4}, "bands": {"A": 90}, "values": {"5704": {"new_shops": 9}}})
    assert (judged["grade"], judged["standing_grade"], judged["gained"]) == ("A", "D", ["shops"])
    assert rows_written() == before
    [standing] = warehouse.fetch(month, "select grade, points from mart.district_grade")
    assert standing == {"grade": "D", "points": 0}
