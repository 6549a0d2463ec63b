"""The health of the whole: every check is red, or yellow, when its cause is there, and calm when it is gone."""

import csv
import re
from pathlib import Path
from typing import Any

import psycopg2.errors
import pytest
import yaml

from include import warehouse

PROJECT = Path(__file__).parents[2]
CHECKS = {row["check_code"]: row for row in csv.DictReader((PROJECT / "include/rulebook/health.csv").open())}

WRITTEN = yaml.safe_load((Path(__file__).parent / "health_causes.yaml").read_text())
CAUSES = [tuple(cause[name] for name in ("check", "status", "cause", "said")) for cause in WRITTEN["causes"]]
CALM = WRITTEN["calm"]
ALERT = next(cause for check, _, cause, _ in CAUSES if check == "alerts")
HELD = next(cause for check, _, cause, _ in CAUSES if check == "months_held")


def told(connection: Any) -> dict[str, dict[str, Any]]:
    """Every check by its code."""
    return {row["check_code"]: row for row in warehouse.fetch(connection, "select * from ops.health")}


def execute(connection: Any, statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statements)


def test_nothing_is_wrong_where_all_is_done_in_time(connection: Any) -> None:
    execute(connection, CALM)
    checks = told(connection)
    assert {code: row["message_th"] for code, row in checks.items() if row["status"] != "ok"} == {}
    assert checks.keys() == CHECKS.keys()


@pytest.mark.parametrize(("check_code", "status", "cause", "said"), CAUSES)
def test_a_check_tells_when_its_cause_is_there(
    connection: Any, check_code: str, status: str, cause: str, said: str
) -> None:
    execute(connection, cause)
    check = told(connection)[check_code]
    assert check["status"] == status, check
    assert said in check["message_th"]
    assert check["to_do_th"] == CHECKS[check_code]["to_do_th"]


def test_every_check_has_a_cause_that_is_tried_but_the_replica_s_which_has_a_test_of_its_own() -> None:
    assert CHECKS.keys() - {check_code for check_code, *_ in CAUSES} == {"replica"}


def test_an_alert_that_was_closed_and_a_drill_are_nothing_to_act_upon(connection: Any) -> None:
    execute(connection, ALERT)
    execute(connection, "update ops.alert set closed_at = now(); insert into ops.heartbeat values ('drill', now())")
    execute(connection, ALERT.replace("'key', 'month_not_frozen'", "'other', 'drill'"))
    assert told(connection)["alerts"]["status"] == "ok"


def test_a_province_s_analysts_see_nothing_of_other_provinces(connection: Any) -> None:
    execute(
        connection,
        HELD + "set local role analyst_34",
    )
    checks = told(connection)
    assert checks["months_held"]["status"] == "ok"
    assert checks.keys() == CHECKS.keys()


def test_readers_change_neither_signs_nor_limits(connection: Any) -> None:
    for statement in ("delete from ops.vital_sign", "update rulebook.health_check set critical_from = null"):
        execute(connection, "savepoint before; set local role analyst")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            execute(connection, statement)
        execute(connection, "rollback to before")


@pytest.mark.parametrize("check_code", sorted(CHECKS))
def test_the_runbook_says_what_to_do(check_code: str) -> None:
    headings = re.findall(r"^#+ (.+)$", (PROJECT / "docs/runbook.md").read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w\s-]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    assert CHECKS[check_code]["runbook"] in anchors
