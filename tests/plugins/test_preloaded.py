"""What the scheduler reads ahead for the tasks that are forked from it, and nobody else."""

import subprocess
import sys

import pytest

BEGIN = """
import sys
from airflow.listeners.listener import get_listener_manager
from airflow.plugins_manager import integrate_listener_plugins
{begins}
listeners = get_listener_manager()
integrate_listener_plugins(listeners)
listeners.hook.on_starting(component=component)
print(*sorted(sys.modules))
"""
SCHEDULER = "from airflow.jobs.job import Job; component = Job(job_type='SchedulerJob')"
OTHERS = (
    "from airflow.jobs.job import Job; component = Job(job_type='TriggererJob')",
    "from airflow.sdk.execution_time.task_runner import TaskRunnerMarker; component = TaskRunnerMarker()",
)


def read_when(begins: str) -> set[str]:
    """The modules of a process in which a component of Airflow has begun."""
    ended = subprocess.run(
        [sys.executable, "-c", BEGIN.replace("{begins}", begins)], check=True, stdout=subprocess.PIPE, text=True
    )
    return set(ended.stdout.splitlines()[-1].split())


def test_a_scheduler_reads_the_libraries_of_its_tasks_ahead_and_none_of_our_own_code() -> None:
    from plugins.preloaded import NEEDED

    read = read_when(SCHEDULER)
    assert read >= set(NEEDED)
    assert not {name for name in read if name.split(".")[0] in ("include", "expectations", "dags")}


@pytest.mark.parametrize("begins", OTHERS)
def test_no_other_process_waits_for_them(begins: str) -> None:
    assert "great_expectations" not in read_when(begins)
