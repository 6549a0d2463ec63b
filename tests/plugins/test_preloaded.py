"""What the scheduler reads ahead for the tasks that are forked from it, and nobody else."""

import subprocess
import sys

import pytest

BEGIN = """
import sys
from airflow.jobs.job import Job
sys.argv = ["airflow", *{command}]
Job()
print(*sorted(sys.modules))
"""


def read_by(*command: str) -> set[str]:
    """The modules of a process of Airflow in which a job has begun."""
    ended = subprocess.run(
        [sys.executable, "-c", BEGIN.format(command=command)], check=True, stdout=subprocess.PIPE, text=True
    )
    return set(ended.stdout.splitlines()[-1].split())


def test_a_scheduler_reads_the_libraries_of_its_tasks_ahead_and_none_of_our_own_code() -> None:
    from plugins.preloaded import NEEDED

    read = read_by("scheduler", "--skip-serve-logs")
    assert read >= set(NEEDED)
    assert not {name for name in read if name.split(".")[0] in ("include", "expectations", "dags")}


@pytest.mark.parametrize("command", ["triggerer", "dag-processor", "standalone"])
def test_no_other_process_waits_for_them(command: str) -> None:
    assert "great_expectations" not in read_by(command)
