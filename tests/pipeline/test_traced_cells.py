"""A grade is led back to the cells it comes from: they stand in the landed files, and they add up to the measure."""

import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from include import quality, warehouse
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.conftest import copied_database
from tests.pipeline import driver, landed_row
from tests.pipeline.recomputed import recomputed
from tests.pipeline.test_simulated_quarter import QUARTERS

Row = dict[str, Any]
CELLS_TO_TRACE = 200
MASKED = "(ปกปิด)"
TRACED = "select * from mart.measure_working(%s, %s, %s, null, null)"
GRADED = (
    "select measure.* from mart.measure inner join rulebook.measure as catalogue using (measure_code)"
    " where not catalogue.watched and province_code = %s and period = %s and district_code is not distinct from %s"
)


@pytest.fixture(scope="module")
def quarter(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A simulated quarter of each province, all the way to its grades, in a database of its own."""
    folder = tmp_path_factory.mktemp("quarter")
    with copied_database(cluster) as uri, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        patch.setattr(quality, "audit", driver.pass_all)
        for province_code, months in QUARTERS.items():
            simulate(folder / "landing", folder / "truth", province_code, months, 5)
        driver.process(folder / "landing")
        yield


@pytest.mark.usefixtures("quarter")
def test_every_measure_is_what_the_rows_traced_for_it_say() -> None:
    different, compared = [], 0
    for place in places():
        traced = rows(TRACED, place)
        for measure in rows(GRADED, place):
            said = recomputed(measure["measure_code"], traced)
            compared += 1
            # without a report, or without a roster, there is nothing to lead a figure of a report back to
            if said is None and measure["value"] in (None, 0):
                continue
            if measure["value"] is None or not same(measure["value"], said):
                different.append((*place, measure["measure_code"], measure["value"], said))
    assert compared > 1000
    assert not different, different[:20]


@pytest.mark.usefixtures("quarter")
def test_two_hundred_cells_are_found_in_the_landed_files_at_their_sheet_and_row() -> None:
    criteria = driver.rows(
        "select province_code, period, district_code, criterion_code from mart.attainment order by 1, 2, 3, 4"
    )
    outcomes: Counter[str] = Counter()
    wrong = []
    for cell in random.Random(7).sample(criteria, CELLS_TO_TRACE):
        place = (cell["province_code"], cell["period"], cell["district_code"])
        working = rows("select * from mart.grade_working(%s, %s, %s, null)", place)
        traced = [row for row in working if row["criterion_code"] == cell["criterion_code"]]
        assert traced and all(row["order_ref"] and row["reason_th"] for row in traced)
        for row in traced:
            outcomes[row["outcome"]] += 1
            if row["file"] is None:
                assert row["outcome"] in ("base", "nothing", "not_counted", "counted"), row
                continue
            there = landed_row.texts(row["file"], row["sheet"], row["row_number"])
            sent = {plain(text) for text in row["cells"].values() if text != MASKED}
            if not row["cells"] or not sent - {""} <= {plain(text) for text in there}:
                wrong.append((row["file"], row["sheet"], row["row_number"], sent, there))
        for measure_code, value in {(row["measure_code"], row["value"]) for row in traced}:
            of_measures = [row | {"measure_code": row["row_measure_code"]} for row in traced]
            said = recomputed(measure_code, of_measures)
            assert value in (None, 0) if said is None else same(value, said), (cell, measure_code, value, said)
    assert not wrong, "\n".join(str(row) for row in wrong[:10])
    assert set(outcomes) >= {"counted", "not_counted", "refused", "base", "set_aside"}, outcomes


@pytest.mark.usefixtures("quarter")
def test_no_name_phone_or_national_id_is_shown() -> None:
    shown: Counter[str] = Counter()
    for place in places():
        for row in rows("select * from mart.measure_working(%s, %s, %s)", place):
            for column in {"reporter", "phone", "operator_name", "national_id"} & set(row["cells"] or ()):
                assert row["cells"][column] == MASKED
                shown[column] += 1
    assert shown["operator_name"] > 0


def rows(sql: str, place: tuple[Any, ...]) -> list[Row]:
    """What a query says of a province, month and district."""
    with warehouse.connect() as connection:
        return warehouse.fetch(connection, sql, place)


def places() -> list[tuple[Any, ...]]:
    """Every province and month with each of its districts, and without one."""
    found = driver.rows("select distinct province_code, period, district_code from mart.measure order by 1, 2, 3")
    return [tuple(row.values()) for row in found]


def plain(text: str) -> str:
    """A cell's text as calamine also has it: no byte order mark, of a formula or an error nothing."""
    return "" if text.startswith(("=", "#", "+", "@")) else text.replace("\ufeff", "")


def same(value: Any, said: Fraction | None) -> bool:
    return said is not None and abs(Fraction(value) - said) < Fraction(1, 10**15)
