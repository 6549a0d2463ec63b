"""What a benchmark measures against comes to the same answers: a small month, closed in every way there is."""

from collections.abc import Iterator
from contextlib import closing as closed
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from benchmarks import closing, country, engines, growth, runner
from benchmarks.closing import bare
from benchmarks.scratch import copied_database, scratch_database
from include.local.postgres import Cluster


class Measured:
    """The month closed by the pipeline, and what measuring it said."""

    def __init__(self, uri: str, result: dict[str, Any]) -> None:
        self.uri, self.result = uri, result


@pytest.fixture(scope="module")
def month(cluster: Cluster, reachable_folder: Path) -> Iterator[Measured]:
    folder = reachable_folder / "measured"
    folder.mkdir()
    whole = country.written(folder, events=20_000, provinces="82,91", operators=6_000)
    assert cluster.admin_uri
    with scratch_database(cluster.admin_uri, whole.rulebooks) as template, copied_database(template) as uri:
        yield Measured(uri, closing.measure(template, uri, whole, 1, folder))


def test_bare_sql_fills_the_same_tables_of_results(month: Measured) -> None:
    """`closing.measure` fails where it does not; here it has compared what is no empty month."""
    with closed(psycopg2.connect(month.uri)) as connection, connection.cursor() as cursor:
        cursor.execute("select count(*) from mart.attainment")
        [(rows,)] = cursor.fetchall()
    assert rows > 100
    assert month.result["months"] == 2 and month.result["freezes"] >= 2
    assert month.result["ratio"]["median"] > 1


def test_every_step_and_file_of_the_month_is_in_its_profile(month: Measured) -> None:
    assert [step["step"] for step in month.result["steps"]] == ["land", "type", "build", "check", "move", "freeze"]
    assert all(step["seconds"] > 0 for step in month.result["steps"])
    assert all(step["written_megabytes"] > 0 for step in month.result["steps"][:3])
    files = {entry["file"] for entry in month.result["files"]}
    assert {"warehouse/app_download.sql", "mart/measure.sql", "snapshot/publication.sql"} <= files


def test_a_result_that_differs_is_found(month: Measured) -> None:
    with copied_database(month.uri) as uri:
        bare.make_tables(uri)
        with closed(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
            for name in bare.RESULTS:
                columns = ", ".join(bare.columns(uri, f"bare.{name}"))
                cursor.execute(f"insert into bare.{name} ({columns}) select {columns} from mart.{name}")
            connection.commit()
            of_results = [f"mart.{name}" for name in bare.RESULTS]
            assert [name for name in bare.differences(uri, uri) if name in of_results] == []
            cursor.execute(
                "update bare.district_grade set grade = grade || '?' where district_code in"
                " (select min(district_code) from bare.district_grade)"
            )
            connection.commit()
        assert "mart.district_grade" in bare.differences(uri, uri)


def test_pandas_and_duckdb_come_to_our_attainment_grades_and_freeze(month: Measured) -> None:
    """`engines.measure` fails where one of them does not, sentences included."""
    with copied_database(month.uri) as uri:
        result = engines.measure(uri, 1)
    assert result["provinces"] == 2
    for name in ("ours", "pandas", "duckdb"):
        assert result[f"{name}_seconds"]["median"] > 0


def test_the_runner_and_psycopg2_build_the_same_month_in_turn(month: Measured) -> None:
    with copied_database(month.uri) as uri:
        before = _grades(uri)
        result = runner.measure(uri, 1, folder=None)
        assert _grades(uri) == before != []
    assert result["provinces"] == 2 and result["ratio"]["median"] > 0


def test_what_an_event_costs_is_told_by_step_and_size(cluster: Cluster) -> None:
    assert cluster.admin_uri
    result = growth.measure(cluster.admin_uri, 1, (300, 600))
    assert result["microseconds"].keys() == {"300", "600"}
    for taken in result["microseconds"].values():
        assert taken["all"] >= taken["land"] + taken["type"] > 0


def _grades(uri: str) -> list[Any]:
    with closed(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute("select * from candidate.district_grade order by district_code")
        return list(cursor.fetchall())
