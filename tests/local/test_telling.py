"""What is told of a DAG run while it is under way: everything of a few tasks, and of many how far they are."""

from include.local.airflow_api import TaskState
from include.local.telling import MANY, Telling


def task(state: str, number: int = -1) -> TaskState:
    return TaskState("type_rows", number, f"province {number}" if number >= 0 else "", state, 1, 2.5)


def test_a_task_is_told_as_it_begins_and_as_it_ends_with_its_time() -> None:
    telling = Telling()
    assert telling.line(task("queued")) is None
    begun, ended = telling.line(task("running")), telling.line(task("success"))
    assert begun is not None and "running" in begun and "2.5 s" not in begun
    assert ended is not None and "success" in ended and "2.5 s" in ended and "/" not in ended.replace("[/", "")


def test_of_many_provinces_each_is_told_as_it_ends_with_how_many_have() -> None:
    telling = Telling()
    for number in range(MANY + 1):
        assert telling.line(task("scheduled", number)) is None
    assert telling.line(task("running", 0)) is None
    told = [telling.line(task(state, number)) for number, state in enumerate(["success", "failed"])]
    assert [line is not None and line.endswith(f"{ended}/{MANY + 1}") for ended, line in enumerate(told, 1)] == [
        True
    ] * 2
    assert "failed" in str(told[1])
