"""What a DAG run does, told line by line: every step of a task, or of one that is many only what has ended."""

from rich.markup import escape

from include.local.airflow_api import TaskState

COLOURS = {"success": "green", "failed": "red", "upstream_failed": "red", "up_for_retry": "yellow"}
UNTOLD = {"waiting", "scheduled", "queued", "deferred"}
MANY = 12  # elements of a mapped task, above which their beginnings are not told
ENDED = {"success", "failed", "upstream_failed", "skipped"}


class Telling:
    """The tasks of one run as they are seen; knows how many elements of each there are, and how many have ended."""

    def __init__(self) -> None:
        self._states: dict[str, dict[int, str]] = {}

    def line(self, task: TaskState) -> str | None:
        """What is to be told of a task's new state, as rich's markup; None where that is nothing new to anybody."""
        states = self._states.setdefault(task.task_id, {})
        states[task.map_index] = task.state
        if task.map_index >= 0:
            states.pop(-1, None)  # the task before it was known how many it is
        many = len(states) > MANY
        if task.state in UNTOLD or (many and task.state == "running"):
            return None
        name = f"{task.task_id} {task.label}".strip()
        colour = COLOURS.get(task.state, "default")
        spent = f"{task.seconds:6.1f} s" if task.seconds is not None and task.state != "running" else ""
        ended = sum(state in ENDED for state in states.values())
        progress = f"  {ended}/{len(states)}" if many else ""
        return f"{escape(name):<48} [{colour}]{task.state:<15}[/{colour}]{spent}{progress}"
