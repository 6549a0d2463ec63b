"""Where there are many provinces or months, a task works off several; each is still a transaction of its own."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from psycopg2 import OperationalError
from psycopg2.errors import DivisionByZero

from include import warehouse
from include.orchestration import as_parameters, from_parameters
from include.orchestration.settings import BATCHES, MANY
from include.orchestration.sql_files import SqlFiles

# What is built of province 22 fails after a row was written; that of province 39 loses its connection there.
BUILD = """
-- builds; 100 %% of it
insert into candidate.month (
    programme_code, province_code, period, inputs_sha256, rulebook_version, code_version, built_at
)
values ('click', %(province_code)s, %(period)s, 'none', 1, 'none', now());
select 1 / (%(province_code)s <> '22')::integer;
select case when %(province_code)s = '39' then pg_terminate_backend(pg_backend_pid()) end;
"""
Built = Callable[[], list[str]]


@pytest.fixture
def built(database: str, connection: Any, monkeypatch: pytest.MonkeyPatch) -> Built:
    """The provinces of which a month stands built."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)

    def provinces() -> list[str]:
        found = warehouse.fetch(connection, "select province_code from candidate.month order by province_code")
        return [row["province_code"] for row in found]

    return provinces


def task(parameters: Any) -> SqlFiles:
    return SqlFiles(
        task_id="build",
        conn_id="warehouse",
        sql=BUILD,
        split_statements=True,
        autocommit=False,
        do_xcom_push=False,
        parameters=parameters,
    )


def months(count: int) -> list[dict[str, Any]]:
    return [{"province_code": f"{number:02}", "period": date(2025, 1, 1)} for number in range(count)]


def test_few_months_are_a_task_each_and_many_are_worked_off_in_few_tasks_in_their_order() -> None:
    few, many = as_parameters(months(MANY)), as_parameters(months(76))
    assert few == [month | {"period": "2025-01-01"} for month in months(MANY)]
    assert len(many) == BATCHES
    assert {len(batch) for batch in many} == {9, 10}
    assert from_parameters(few) == months(MANY)
    assert from_parameters(many) == months(76)


def test_every_month_of_a_batch_is_run_by_itself(built: Built) -> None:
    build = task([{"province_code": code, "period": "2025-01-01"} for code in ("11", "12", "13")])
    build.execute({})
    assert built() == ["11", "12", "13"]
    assert build.together == "11 2025-01 … 13 2025-01 (3)"


def test_a_month_that_fails_leaves_the_others_done_and_the_task_failed_in_its_name(built: Built) -> None:
    build = task([{"province_code": code, "period": "2025-01-01"} for code in ("21", "22", "23")])
    with pytest.raises(DivisionByZero):
        build.execute({})
    assert built() == ["21", "23"]
    assert build.parameters == {"province_code": "22", "period": "2025-01-01"}


def test_when_the_connection_breaks_the_months_that_were_built_stay_and_the_task_fails_as_one_to_be_tried_again(
    built: Built,
) -> None:
    build = task([{"province_code": code, "period": "2025-01-01"} for code in ("31", "39", "33")])
    with pytest.raises(OperationalError):
        build.execute({})
    assert built() == ["31"]
    assert build.parameters == {"province_code": "39", "period": "2025-01-01"}


def test_a_month_alone_is_run_as_the_operator_always_does(built: Built) -> None:
    task({"province_code": "11", "period": "2025-01-01"}).execute({})
    assert built() == ["11"]
