"""What Airflow has recorded is cleared away by itself: runs, tasks and logs past their time.

    python -m include.local.upkeep          again and again, as one of the services
    python -m include.local.upkeep once     now; ends with 1 where something could not be cleared

A task of a DAG cannot do it: Airflow lets no task into its records. It is therefore a component beside the scheduler,
with the same environment. `CHUMCHON_KEPT_MONTHS` months are kept: a fiscal year with its last quarter's deadlines.
"""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from include import periods
from include.local.home import LocalError, read_private, say, told, write_private
from include.local.telemetry import lineage_file

VARIABLE, KEPT_MONTHS = "CHUMCHON_KEPT_MONTHS", 13
EVERY = timedelta(days=7)
LOOK_SECONDS = 600.0
# All that grows with time. Not `dag` (a DAG that is there) and `trigger` (what waits, however long it has).
TABLES = (
    "asset_event",
    "callback",
    "celery_taskmeta",
    "celery_tasksetmeta",
    "dag_run",
    "dag_version",
    "deadline",
    "import_error",
    "job",
    "log",
    "task_instance",
    "task_instance_history",
    "task_reschedule",
    "xcom",
)


def kept_months() -> int:
    """For how many months records are kept. Raises LocalError for what is no number from 4 to 120.

    Less than a quarter and the month in which it is published would lose what its deadlines were judged by.
    """
    given = os.environ.get(VARIABLE) or str(KEPT_MONTHS)
    if not given.isascii() or not given.isdigit() or not 4 <= int(given) <= 120:
        raise LocalError(f"{VARIABLE} is a number of months from 4 to 120, not {given}.")
    return int(given)


def oldest_kept(now: datetime) -> datetime:
    """The first moment of the earliest month that is kept."""
    local = now.astimezone(periods.BANGKOK)
    month = periods.add_months(local.date().replace(day=1), -kept_months())
    return datetime(month.year, month.month, 1, tzinfo=periods.BANGKOK)


def clear(airflow_home: Path, now: datetime) -> bool:
    """Clear records and logs from before what is kept; False where Airflow said no, which it has told."""
    before = oldest_kept(now)
    gone = _clear_logs(airflow_home / "logs", before) + _turn_lineage(lineage_file(airflow_home), now, before)
    say(f"Before {before:%Y-%m-%d}: {gone} logs are removed.")
    command = [sys.executable, "-m", "airflow", "db", "clean", "--yes", "--skip-archive", "--error-on-cleanup-failure"]
    command += ["--batch-size", "10000", "--clean-before-timestamp", before.isoformat(), "--tables", ",".join(TABLES)]
    cleaned = subprocess.run(command, capture_output=True, text=True, check=False)
    if cleaned.returncode:
        say(f"Airflow's records could not be cleared:\n{cleaned.stdout[-2000:]}{cleaned.stderr[-2000:]}")
        return False
    found = sum(int(line.split()[1]) for line in cleaned.stdout.splitlines() if line.startswith("Found "))
    say(f"Before {before:%Y-%m-%d}: {found} of Airflow's records are removed.")
    return True


def keep_clearing(airflow_home: Path) -> None:
    """Clears once a week, without end; when it was last done is remembered beyond a restart.

    Not at once: everything else starts at that moment. Its mark is touched at every look, so that others see it live.
    """
    mark = airflow_home / "upkeep.json"
    while True:
        time.sleep(LOOK_SECONDS)
        now, last = datetime.now(UTC), read_private(mark).get("cleared_at")
        if (last is None or now - datetime.fromisoformat(last) >= EVERY) and clear(airflow_home, now):
            write_private(mark, {"cleared_at": now.isoformat()})
        if mark.exists():
            mark.touch()


def _clear_logs(logs: Path, before: datetime) -> int:
    """Remove what tasks and the reading of DAGs said; returns how many files that were."""
    runs = [run for dag in (*logs.glob("dag_id=*"), logs / "dag_processor") if dag.is_dir() for run in dag.iterdir()]
    return sum(_clear(run, before) for run in runs)


def _clear(path: Path, before: datetime) -> int:
    """Remove a file that is old, or those of a folder, and the folder where that empties it."""
    if path.is_symlink() or not path.is_dir():
        old = path.lstat().st_mtime < before.timestamp()
        if old:
            path.unlink()
        return int(old)
    gone = sum(_clear(inside, before) for inside in list(path.iterdir()))
    if gone and not any(path.iterdir()):
        path.rmdir()
    return gone


def _turn_lineage(current: Path, now: datetime, before: datetime) -> int:
    """Begin a new file of lineage (each event opens it anew), and remove those past their time."""
    if current.exists():
        current.rename(current.with_stem(f"{current.stem}-{now:%Y-%m-%dT%H%M%SZ}"))
    old = [path for path in current.parent.glob("lineage-*.jsonl") if path.stat().st_mtime < before.timestamp()]
    for path in old:
        path.unlink()
    return len(old)


@told
def main(arguments: list[str]) -> int:
    """`once`, or nothing: for as long as it runs."""
    airflow_home = Path(os.environ["AIRFLOW_HOME"])
    match arguments:
        case []:
            kept_months()
            keep_clearing(airflow_home)
        case ["once"]:
            return 0 if clear(airflow_home, datetime.now(UTC)) else 1
        case _:
            say("usage: python -m include.local.upkeep [once]")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
