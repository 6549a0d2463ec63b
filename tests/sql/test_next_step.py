"""Whatever the rulebook and the figures are: the steps lead to the letter that they promise, and nothing less does."""

import datetime
import time
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from psycopg2.extras import execute_values

from include import warehouse
from tests.sql.givens import Given, columns_of_tables
from tests.sql.steps_by_hand import SHARES, Figures, Row, after, by_hand, effort, holds, needed

MONTH = {"programme_code": "click", "province_code": "57", "period": datetime.date(2024, 2, 1)}
DISTRICTS = ("5701", "5704", "5711")
COUNTS = ("new_shops", "new_shops_claimed", "activities", "publicity_occasions", "subdistricts_short", "downloads")
MEASURES = (*COUNTS, *SHARES, "reports_on_time")
MOST = 20

PERCENTS = (Decimal(20), Decimal("33.3333"), Decimal(50), Decimal(60), Decimal("66.67"), Decimal(80), Decimal(100))
ASKED = st.sampled_from([*map(Decimal, (0, 1, 1, 2, 2, 3, 3, 4)), Decimal("2.5")])
ASKED_SHARE = st.sampled_from([Decimal(part) for part in ("0", "0.5", "0.8", "0.8", "1", "1", "1.5")])
THERE = st.none() | st.integers(0, 2).map(Decimal)
THERE_SHARE = st.none() | st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)])


@st.composite
def conditions(draw: st.DrawFn) -> Row:
    measure = draw(st.sampled_from(MEASURES))
    target = draw(ASKED_SHARE if measure in SHARES else ASKED)
    return {
        "measure_code": measure,
        "comparator": draw(st.sampled_from((">=", ">=", ">=", ">=", "="))),
        "target_value": target,
    }


CRITERIA: st.SearchStrategy[list[Row]] = st.lists(
    st.fixed_dictionaries(
        {
            "points": st.sampled_from([Decimal(0), *map(Decimal, (1, 2, 2, 3, 5)), Decimal("0.5")]),
            "conditions": st.lists(conditions(), min_size=1, max_size=2),
        }
    ),
    min_size=3,
    max_size=7,
)
DISTRICT = st.fixed_dictionaries(
    {
        "reported": st.booleans(),
        "figures": st.fixed_dictionaries(
            {measure: THERE_SHARE if measure in SHARES else THERE for measure in MEASURES}
        ),
    }
)


def asks(measure: str, target: int, comparator: str = ">=") -> Row:
    return {"measure_code": measure, "comparator": comparator, "target_value": Decimal(target)}


def exactly(measure: str, target: int) -> Row:
    return asks(measure, target, "=")


def of(points: int, *asked: Row) -> Row:
    return {"points": Decimal(points), "conditions": list(asked)}


# what cannot be at once, and districts of which nothing is known
TWO_AT_ONCE = (exactly("new_shops_claimed", 0), exactly("new_shops_claimed", 1))
UNKNOWN: dict[str, Decimal | None] = dict.fromkeys(MEASURES)
NOTHING: list[Row] = [{"reported": False, "figures": UNKNOWN} for _ in range(3)]


@pytest.fixture(scope="module")
def months(cluster: Any) -> Iterator[Any]:
    """A connection to one copy of the migrated database, where the platform's sources have come; nothing commits."""
    name = "test_next_step"
    with closing(psycopg2.connect(f"{str(cluster.admin_uri).rsplit('/', 1)[0]}/postgres")) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f"create database {name} template warehouse strategy file_copy")
            with warehouse.connect(f"{cluster.warehouse_uri.rsplit('/', 1)[0]}/{name}") as connection:
                yield connection
                connection.rollback()
            cursor.execute(f"drop database {name} with (force)")


@given(
    criteria=CRITERIA,
    bounds=st.sets(st.sampled_from(PERCENTS), min_size=1, max_size=4),
    districts=st.lists(DISTRICT, min_size=len(DISTRICTS), max_size=len(DISTRICTS)),
)
@example(
    criteria=[of(0, asks("new_shops", 0)), of(0, asks("new_shops", 0)), of(1, *TWO_AT_ONCE)],
    bounds={Decimal(20)},
    districts=NOTHING,
)
@example(
    criteria=[
        of(0, asks("new_shops", 0)),
        of(0, asks("new_shops", 0), exactly("subdistricts_short", 1)),
        of(1, asks("subdistricts_short", 2)),
        of(2, asks("new_shops", 0)),
    ],
    bounds={Decimal(50)},
    districts=[*NOTHING[:2], {"reported": False, "figures": UNKNOWN | {"subdistricts_short": Decimal(1)}}],
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_steps_lead_to_the_letter_they_promise_and_no_fewer_do(
    months: Any, criteria: list[Row], bounds: set[Decimal], districts: list[Row]
) -> None:
    assume(any(criterion["points"] for criterion in criteria))
    places = dict(zip(DISTRICTS, districts, strict=True))
    rules = {f"c{number}": criterion for number, criterion in enumerate(criteria)}
    bands = [Decimal(0), *sorted(bounds)]
    try:
        order(months, rules, bands)
        observe(months, places)
        found = steps(months)
        for code, place in places.items():
            options = of_options([row for row in found if row["district_code"] == code])
            as_by_hand(options, by_hand(rules, bands, place), rules, bands, place)
        for number in range(1, MOST + 1):
            promised = [row for row in found if row["option_no"] == number]
            if promised:
                assert_kept(months, rules, bands, places, promised)
    finally:
        months.rollback()


@pytest.mark.parametrize("tiers", [1, 3, 9])
def test_a_rulebook_of_many_criteria_is_worked_through_at_once(months: Any, tiers: int) -> None:
    """Eighteen criteria, `tiers` of each measure, which ask one more each."""
    codes = [f"m{number:02}" for number in range(18 // tiers)]
    rules = {
        f"{measure}t{tier}": {
            "points": Decimal(1),
            "conditions": [{"measure_code": measure, "comparator": ">=", "target_value": Decimal(10 + tier)}],
        }
        for measure in codes
        for tier in range(tiers)
    }
    place = {"reported": True, "figures": {measure: Decimal(number // 2) for number, measure in enumerate(codes)}}
    bands = [Decimal(0), Decimal(50)]
    try:
        with months.cursor() as cursor:
            execute_values(
                cursor,
                "insert into rulebook.measure (measure_code, level, source, name_th, unit_th, watched, definition_th,"
                " definition_en) values %s",
                [(code, "district", "app_downloads", "สิ่งที่วัด", "ชิ้น", False, "-", "-") for code in codes],
            )
        order(months, rules, bands)
        observe(months, dict.fromkeys(DISTRICTS, place))
        began = time.monotonic()
        found = steps(months)
        assert time.monotonic() - began < 2
        options = of_options([row for row in found if row["district_code"] == DISTRICTS[0]])
        assert len(options) == {1: MOST, 3: MOST, 9: 10}[tiers]
        first = options[1]
        assert {row["points"] for row in first} == {9}
        assert len({row["criterion_code"] for row in first}) == 9 // tiers
        assert {row["step_th"] for row in first} <= {f"เพิ่มสิ่งที่วัด อีก {row['lacking']:f} ชิ้น" for row in first}
    finally:
        months.rollback()


def order(connection: Any, rules: dict[str, Row], bands: list[Decimal]) -> None:
    """The province's rulebook, as its rows."""
    key = ("click", "57", 1)
    ends = [*bands[1:], None]
    Given(connection, MONTH, columns_of_tables(connection)).deliver(
        ["otop_operators", "shop_registrations", "app_downloads"]
    )
    tables: dict[str, list[Any]] = {
        "criterion": [
            (*key, code, number, code, "district", rule["points"], "หนังสือ", None)
            for number, (code, rule) in enumerate(rules.items())
        ],
        "condition": [
            (*key, code, number, asked["measure_code"], asked["comparator"], "fixed", asked["target_value"], None)
            for code, rule in rules.items()
            for number, asked in enumerate(rule["conditions"], 1)
        ],
        "grade_band": [
            (*key, chr(ord("A") + len(bands) - number), bound, f"[{bound},{'' if end is None else end})")
            for number, (bound, end) in enumerate(zip(bands, ends, strict=True), 1)
        ],
    }
    with connection.cursor() as cursor:
        for table in ("condition", "criterion", "grade_band"):
            cursor.execute(f"delete from rulebook.{table} where province_code = '57'")
        for table, rows in tables.items():
            execute_values(cursor, f"insert into rulebook.{table} values %s", rows)
        warehouse.run(connection, "mart/target.sql", MONTH)
        cursor.execute("delete from candidate.target where district_code <> all (%s)", (list(DISTRICTS),))


def observe(connection: Any, places: dict[str, Row]) -> None:
    """What was measured in the districts, and which of them reported."""
    given = Given(connection, MONTH, columns_of_tables(connection))
    given.add({"warehouse.submission": [{"district_code": code} for code in places if places[code]["reported"]]})
    measure(connection, {code: place["figures"] for code, place in places.items()})


def measure(connection: Any, figures: dict[str, Figures]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from candidate.measure")
        execute_values(
            cursor,
            "insert into candidate.measure (period, province_code, district_code, measure_code, value, source)"
            " values %s",
            [
                (MONTH["period"], "57", district, code, value, "case")
                for district, of_district in figures.items()
                for code, value in of_district.items()
            ],
        )
    for model in ("mart/attainment.sql", "mart/district_grade.sql"):
        warehouse.run(connection, model, MONTH)


def steps(connection: Any) -> list[Row]:
    warehouse.run(connection, "mart/next_step.sql", MONTH)
    return warehouse.fetch(connection, "select * from candidate.next_step order by district_code, option_no")


def of_options(rows: list[Row]) -> dict[int, list[Row]]:
    options: dict[int, list[Row]] = {}
    for row in rows:
        options.setdefault(row["option_no"], []).append(row)
    assert list(options) == list(range(1, len(options) + 1)) and len(options) <= MOST
    return options


def assert_kept(
    connection: Any, rules: dict[str, Row], bands: list[Decimal], places: dict[str, Row], promised: list[Row]
) -> None:
    """Done, one option a district leads to its letter and points; without one of its criteria, to no better letter."""
    before = grades(connection)
    codes = {
        place: sorted({row["criterion_code"] for row in promised if row["district_code"] == place}) for place in places
    }
    measure(connection, {place: after(rules, places[place], chosen) for place, chosen in codes.items()})
    for place, (grade, points) in grades(connection).items():
        expected = {(row["grade"], row["points"]) for row in promised if row["district_code"] == place}
        assert {(grade, points)} == (expected or {before[place]})
        assert not expected or grade < before[place][0]  # A before B
    for left_out in range(max(map(len, codes.values()))):
        fewer = {place: [*chosen[:left_out], *chosen[left_out + 1 :]] for place, chosen in codes.items()}
        measure(connection, {place: after(rules, places[place], chosen) for place, chosen in fewer.items()})
        for place, (grade, _) in grades(connection).items():
            assert grade >= before[place][0] or len(fewer[place]) == len(codes[place])
    measure(connection, {place: places[place]["figures"] for place in places})


def grades(connection: Any) -> dict[str, tuple[str, Decimal]]:
    found = warehouse.fetch(connection, "select district_code, grade, points from candidate.district_grade")
    return {row["district_code"]: (row["grade"], row["points"]) for row in found}


def as_by_hand(
    options: dict[int, list[Row]],
    smallest: dict[tuple[str, ...], Decimal],
    rules: dict[str, Row],
    bands: list[Decimal],
    place: Row,
) -> None:
    """The options are those found by hand, smallest first, each with every condition that it lacks."""
    told = [tuple(sorted({row["criterion_code"] for row in rows})) for rows in options.values()]
    assert len(told) == min(len(smallest), MOST)
    assert told == sorted(smallest, key=lambda chosen: (len(chosen), effort(rules, place, chosen), chosen))[: len(told)]
    for chosen, rows in zip(told, options.values(), strict=True):
        assert {row["points"] for row in rows} == {smallest[chosen]}
        lacking = {
            (code, number, asked["measure_code"], place["figures"][asked["measure_code"]], needed(asked))
            for code in chosen
            for number, asked in enumerate(rules[code]["conditions"], 1)
            if not holds(place["figures"], asked)
        }
        columns = ("criterion_code", "condition_no", "measure_code", "value", "value_needed")
        assert {tuple(row[column] for column in columns) for row in rows} == lacking
        assert all(row["step_th"] and "{" not in row["step_th"] for row in rows)
