"""Where there are many provinces or months, a task works off several; each is still a transaction of its own."""

from datetime import date
from typing import Any

import pytest
from airflow.providers.common.sql.hooks.sql import DbApiHook

from include.orchestration import as_parameters, from_parameters
from include.orchestration.settings import BATCHES, MANY
from include.orchestration.sql_files import SqlFiles

Asked = list[tuple[Any, dict[str, Any]]]


class Refused(Exception):
    """What the database says of one month."""


class Hook:
    """Takes note of what is run, and fails for one province."""

    split_sql_string = staticmethod(DbApiHook.split_sql_string)

    def __init__(self) -> None:
        self.asked: Asked = []

    def run(self, sql: Any, parameters: dict[str, Any], autocommit: bool, **_: object) -> None:
        assert not autocommit
        self.asked.append((sql, parameters))
        if parameters["province_code"] == "22":
            raise Refused("22")


def task(parameters: Any, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> SqlFiles:
    monkeypatch.setattr(SqlFiles, "get_db_hook", lambda self: hook)
    return SqlFiles(
        task_id="build",
        conn_id="warehouse",
        sql="-- makes; nothing\nselect 1;\nselect 2;",
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


def test_every_month_of_a_batch_is_run_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    hook, batch = Hook(), [{"province_code": code, "period": "2025-01-01"} for code in ("11", "12", "13")]
    build = task(batch, hook, monkeypatch)
    build.execute({})
    assert [parameters for _, parameters in hook.asked] == batch
    assert {tuple(sql) for sql, _ in hook.asked} == {("select 1;", "select 2;")}
    assert build.sql == "-- makes; nothing\nselect 1;\nselect 2;"
    assert build.together == "11 2025-01 … 13 2025-01 (3)"


def test_a_month_that_fails_leaves_the_others_done_and_the_task_failed_in_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hook, batch = Hook(), [{"province_code": code} for code in ("21", "22", "23")]
    build = task(batch, hook, monkeypatch)
    with pytest.raises(Refused):
        build.execute({})
    assert [parameters for _, parameters in hook.asked] == batch
    assert build.parameters == {"province_code": "22"}


def test_a_month_alone_is_run_as_the_operator_always_does(monkeypatch: pytest.MonkeyPatch) -> None:
    hook = Hook()
    task({"province_code": "11"}, hook, monkeypatch).execute({})
    assert hook.asked == [("-- makes; nothing\nselect 1;\nselect 2;", {"province_code": "11"})]
