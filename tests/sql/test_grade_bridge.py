"""The parts of a change of points add up to it, whatever the two states are; a cause that acts alone is found."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extras import execute_values

from include import warehouse

PHAN = "5705"
JANUARY, FEBRUARY = date(2024, 1, 1), date(2024, 2, 1)
MEASURES = ("new_shops", "activities", "publicity_occasions", "subdistricts_short", "leaders_downloaded_share")
CAUSES = {
    "rule",
    "target",
    "roster_or_boundary",
    "new_data",
    "late_or_corrected_data",
    "quality_exclusion",
}

State = dict[str, Any]

VALUES = (
    st.none() | st.integers(0, 4).map(Decimal) | st.sampled_from([Decimal("0.8"), Decimal("79.99"), Decimal(2) / 3])
)
CONDITIONS = st.lists(
    st.fixed_dictionaries(
        {
            "measure_code": st.sampled_from(MEASURES),
            "comparator": st.sampled_from((">=", "=")),
            "target_value": st.integers(0, 4).map(Decimal) | st.just(Decimal("0.8")),
            "base_value": st.none() | st.integers(0, 9).map(Decimal),
        }
    ),
    min_size=1,
    max_size=3,
)
STATES = st.fixed_dictionaries(
    {
        "values": st.dictionaries(st.sampled_from(MEASURES), VALUES),
        "criteria": st.dictionaries(
            st.sampled_from(("shops", "activities", "downloads", "leaders", "new")),
            st.fixed_dictionaries({"points": st.integers(0, 5).map(Decimal), "conditions": CONDITIONS}),
            max_size=4,
        ),
        # points that the conditions do not give, as if another program had computed them
        "recorded_otherwise": st.booleans(),
        "rulebook_version": st.integers(1, 2),
        "code_version": st.sampled_from(("one", "two")),
        "files": st.sets(st.sampled_from(("submissions", "app_downloads", "shop_registrations"))),
    }
)


@pytest.fixture(scope="module")
def bridges(cluster: Any) -> Iterator[Any]:
    """A connection to one copy of the migrated database; no example commits."""
    name = "test_grade_bridge"
    with closing(psycopg2.connect(f"{str(cluster.admin_uri).rsplit('/', 1)[0]}/postgres")) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f"create database {name} template warehouse strategy file_copy")
            with warehouse.connect(f"{cluster.warehouse_uri.rsplit('/', 1)[0]}/{name}") as connection:
                yield connection
                connection.rollback()
            cursor.execute(f"drop database {name} with (force)")


@given(was=STATES, now_is=STATES, same_month=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_parts_add_up_to_the_change(bridges: Any, was: State, now_is: State, same_month: bool) -> None:
    parts = bridge(bridges, was, now_is, same_month)
    before, after = earned(was), earned(now_is)
    if was["values"] or was["criteria"]:
        for code in before.keys() | after.keys():
            change = sum(part["change"] for part in parts if part["criterion_code"] == code)
            assert change == compared(was, now_is, code), (code, parts)
    assert all(part["change"] != 0 and part["explanation_th"] for part in parts)
    assert {part["cause"] for part in parts} <= CAUSES - {"new_data" if same_month else "late_or_corrected_data"}


@given(state=STATES, same_month=st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_where_nothing_changed_there_is_nothing_to_explain(bridges: Any, state: State, same_month: bool) -> None:
    assert bridge(bridges, state, state, same_month) == []


ACTIVITIES = {"measure_code": "activities", "comparator": ">=", "target_value": Decimal(2), "base_value": None}
STATE = {
    "values": {"activities": Decimal(2), "publicity_occasions": Decimal(0)},
    "criteria": {"activities": {"points": Decimal(2), "conditions": [ACTIVITIES]}},
    "recorded_otherwise": False,
    "rulebook_version": 1,
    "code_version": "one",
    "files": {"submissions"},
}


@pytest.mark.parametrize(
    ("changed", "same_month", "cause"),
    [
        ({"values": {"activities": Decimal(1)}}, False, "new_data"),
        ({"values": {"activities": Decimal(1)}, "files": {"submissions", "late"}}, True, "late_or_corrected_data"),
        # without another file the figure can only have moved by the rule or the program
        ({"values": {"activities": Decimal(1)}, "rulebook_version": 2}, True, "rule"),
        ({"criteria": {}}, False, "rule"),
        ({"criteria": {"activities": {"points": Decimal(1), "conditions": [ACTIVITIES]}}}, False, "rule"),
        (
            {
                "criteria": {
                    "activities": {
                        "points": Decimal(2),
                        "conditions": [ACTIVITIES, ACTIVITIES | {"measure_code": "publicity_occasions"}],
                    }
                }
            },
            True,
            "rule",
        ),
        (
            {
                "criteria": {
                    "activities": {"points": Decimal(2), "conditions": [ACTIVITIES | {"target_value": Decimal(3)}]}
                }
            },
            True,
            "target",
        ),
    ],
)
def test_a_cause_that_acts_alone_is_found_alone(bridges: Any, changed: State, same_month: bool, cause: str) -> None:
    parts = bridge(bridges, STATE, STATE | changed, same_month)
    assert [part["cause"] for part in parts] == [cause]


def test_causes_that_work_against_each_other_are_both_told(bridges: Any) -> None:
    harder = {"activities": {"points": Decimal(2), "conditions": [ACTIVITIES | {"target_value": Decimal(3)}]}}
    parts = bridge(bridges, STATE, STATE | {"criteria": harder, "values": {"activities": Decimal(3)}}, False)
    assert [(part["cause"], part["change"]) for part in parts] == [("target", -2), ("new_data", 2)]


def test_an_analyst_of_another_province_sees_nothing(bridges: Any) -> None:
    changed = STATE | {"values": {"activities": Decimal(1)}}
    assert len(bridge(bridges, STATE, changed, False, "analyst")) == 1
    assert len(bridge(bridges, STATE, changed, False, "analyst_57")) == 1
    assert bridge(bridges, STATE, changed, False, "analyst_34") == []


def compared(was: State, now_is: State, code: str) -> Decimal:
    """The change of a criterion's points; nothing can be compared with a side without any figure."""
    if not (now_is["values"] or now_is["criteria"]):
        return Decimal(0)
    return earned(now_is).get(code, Decimal(0)) - earned(was).get(code, Decimal(0))


def earned(state: State) -> dict[str, Decimal]:
    """Each criterion's points: those of its conditions, or, recorded otherwise, the reverse."""
    points = {}
    for code, criterion in state["criteria"].items():
        met = all(holds(state["values"].get(each["measure_code"]), each) for each in criterion["conditions"])
        points[code] = criterion["points"] if met != state["recorded_otherwise"] else Decimal(0)
    return points


def holds(value: Decimal | None, condition: State) -> bool:
    if value is None:
        return False
    target: Decimal = condition["target_value"]
    return value >= target if condition["comparator"] == ">=" else value == target


def bridge(connection: Any, was: State, now_is: State, same_month: bool, role: str = "warehouse_etl") -> list[State]:
    """The parts between two frozen states of Phan, in a transaction that is rolled back."""
    try:
        write(connection, 1, JANUARY, 1, was)
        write(connection, 2, JANUARY if same_month else FEBRUARY, 2 if same_month else 1, now_is)
        with connection.cursor() as cursor:
            cursor.execute(f"set local role {role}")
        return warehouse.fetch(
            connection,
            "select * from mart.grade_bridge('57', %s, %s, 1, %s, %s)",
            (PHAN, JANUARY, JANUARY if same_month else FEBRUARY, 2 if same_month else 1),
        )
    finally:
        connection.rollback()


def write(connection: Any, snapshot_id: int, period: date, revision: int, state: State) -> None:
    """A state as a freeze would have written it."""
    points = earned(state)
    kind = "final" if revision == 1 else "restated"
    chain = [f"{number:064x}" for number in range(3)]
    of = (snapshot_id, "click", period, "57", PHAN)
    tables: dict[str, list[tuple[Any, ...]]] = {
        "measure": [(*of, code, value, "submissions") for code, value in state["values"].items()],
        "attainment": [
            (*of, code, points[code] > 0, points[code], criterion["points"], "คำอธิบาย")
            for code, criterion in state["criteria"].items()
        ],
        "target": [
            (
                *of,
                code,
                number,
                condition["measure_code"],
                condition["comparator"],
                condition["base_value"],
                condition["target_value"],
                state["rulebook_version"],
                "หนังสือ",
            )
            for code, criterion in state["criteria"].items()
            for number, condition in enumerate(criterion["conditions"], start=1)
        ],
        "source_file": [
            (snapshot_id, "57", source if source != "late" else "submissions", f"file:///{source}", source, period)
            for source in sorted(state["files"])
        ],
        "publication": [
            (
                snapshot_id,
                "click",
                "57",
                period,
                revision,
                kind,
                period,
                "case",
                "เหตุผล",
                state["rulebook_version"],
                "rules",
                state["code_version"],
                chain[snapshot_id],
                chain[snapshot_id - 1] if snapshot_id > 1 else "",
                chain[snapshot_id],
            )
        ],
    }
    with connection.cursor() as cursor:
        for table, rows in tables.items():
            if rows:
                execute_values(cursor, f"insert into snapshot.{table} values %s", rows)
