"""Airflow on this machine: its components under a supervisor that restarts what dies and leaves nothing behind.

Its own four, what clears its old records away and, where more than one worker is asked for, the queue and the workers.
Command line: `python -m include.local.services up | down`, with schedules running.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import httpx
import psutil
import psycopg2

from include.local import airflow_settings, postgres, replica, workers
from include.local.home import LocalError, home, read_private, say, told, write_private
from include.local.postgres import Cluster

COMPONENTS = {
    "api-server": "api-server",
    "scheduler": "scheduler --skip-serve-logs",
    "dag-processor": "dag-processor",
    "triggerer": "triggerer --skip-serve-logs",
}

_PROGRAM = """\
[program:{name}]
command={command}
environment=CHUMCHON_WORKER="{worker}"
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=2
redirect_stderr=true
autorestart=true
startsecs=5
stopasgroup=true
killasgroup=true
stopwaitsecs=10
"""


def start(cluster: Cluster, schedules: bool, landing_uri: str | None = None, folder: Path | None = None) -> None:
    """Starts Airflow over a running Postgres and waits until every component answers.

    With `schedules` every DAG is unpaused; without it every DAG is paused until a run of it is asked for, and neither
    clock nor asset starts one. Services that still run for this home are stopped first. Raises LocalError with the end
    of the logs when a component does not come up.
    """
    folder = folder or home()
    if stop(folder):
        say("Airflow was still running for this warehouse; it is stopped and started anew.")
    airflow_settings.claim_port(folder)
    if workers.wanted():
        workers.prepare(folder)
    environment = airflow_settings.environment(folder, cluster, landing_uri, schedules)
    logs_folder(folder).mkdir(parents=True, exist_ok=True)
    _migrate(folder, cluster, environment)
    _pause_all(cluster, not schedules)
    configuration = folder / "airflow" / "supervisord.conf"
    configuration.write_text(_configuration(folder, schedules))
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "supervisor.supervisord", "--nodaemon", "--configuration", configuration],
        env=environment,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    created = psutil.Process(supervisor.pid).create_time()
    write_private(_session_file(folder), {"session": str(supervisor.pid), "created": str(created)})
    try:
        _wait_until_ready(folder)
        if workers.wanted():
            workers.wait_until_ready(folder, workers.wanted())
    except BaseException:
        stop(folder)
        raise


def stop(folder: Path | None = None) -> bool:
    """Stops the supervisor, the components and whatever they started; False when nothing ran."""
    folder = folder or home()
    ours = _ours(folder)
    _signal([process for process in ours if _leads(process)], signal.SIGTERM, seconds=20)
    # Without its supervisor (a kill -9) a component has to be asked itself.
    for ending in (signal.SIGTERM, signal.SIGKILL):
        _signal(_ours(folder), ending, seconds=5)
    _session_file(folder).unlink(missing_ok=True)
    return bool(ours)


def end_of_log(path: Path, lines: int = 15) -> str:
    """The last lines of a log, or a word that there is none."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:]) if path.exists() else "(no log)"


def _ours(folder: Path) -> list[psutil.Process]:
    """Every process of the session that the supervisor began: the components, the tasks, and what tasks started.

    A process may rename itself, wipe its environment and lose its parent, but stays in its session.
    """
    noted = read_private(_session_file(folder))
    if not noted:
        return []
    session, created = int(noted["session"]), float(noted["created"])
    ours = []
    for process in psutil.process_iter(["create_time", "status"]):
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(process.pid) == session and process.info["status"] != psutil.STATUS_ZOMBIE:
                ours.append(process)
    # After a restart of the machine the number may be another session's: then its leader is not the process noted.
    return [] if any(_leads(process) and process.create_time() != created for process in ours) else ours


def _leads(process: psutil.Process) -> bool:
    with suppress(ProcessLookupError):
        return bool(os.getsid(process.pid) == process.pid)
    return False


def _session_file(folder: Path) -> Path:
    return folder / "airflow" / "session.json"


def _signal(processes: list[psutil.Process], ending: signal.Signals, seconds: float) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(ending)
    psutil.wait_procs(processes, timeout=seconds)


def logs_folder(folder: Path) -> Path:
    """Where each component writes what it says, a file each."""
    return folder / "airflow" / "logs" / "components"


def _configuration(folder: Path, schedules: bool) -> str:
    def escaped(text: object) -> str:
        return str(text).replace("%", "%%")

    supervisor = f"[supervisord]\nlogfile={folder}/airflow/supervisord.log\npidfile={folder}/airflow/supervisord.pid\n"
    airflow = f"{shlex.quote(sys.executable)} -m airflow"
    commands = {name: f"{airflow} {arguments}" for name, arguments in COMPONENTS.items()}
    if schedules:  # where it runs for long
        commands["upkeep"] = f"{shlex.quote(sys.executable)} -m include.local.upkeep"
    spread = workers.names(workers.wanted())
    if spread:
        commands |= workers.programs(folder, len(spread))
    programs = [
        _PROGRAM.format(name=name, command=command, worker=name if name in spread else "", logs=logs_folder(folder))
        for name, command in commands.items()
    ]
    # One group, so that all are told to stop at once.
    return escaped("\n".join([supervisor, *programs, f"[group:airflow]\nprograms={','.join(commands)}\n"]))


def _migrate(folder: Path, cluster: Cluster, environment: dict[str, str]) -> None:
    """Brings Airflow's tables up to date, unless they were left so by this very version."""
    stamp = folder / "airflow" / "tables.json"
    with closing(psycopg2.connect(cluster.airflow_uri)) as connection, connection.cursor() as cursor:
        cursor.execute("select to_regclass('alembic_version')::text")
        revision = None
        if cursor.fetchone() != (None,):
            cursor.execute("select version_num from alembic_version")
            revision = str(cursor.fetchone())
    if revision is not None and read_private(stamp) == {"airflow": version("apache-airflow"), "revision": revision}:
        return
    migrated = subprocess.run(
        [sys.executable, "-m", "airflow", "db", "migrate"],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if migrated.returncode:
        raise LocalError(f"Airflow's tables could not be made:\n{migrated.stdout[-2000:]}{migrated.stderr[-2000:]}")
    with closing(psycopg2.connect(cluster.airflow_uri)) as connection, connection.cursor() as cursor:
        cursor.execute("select version_num from alembic_version")
        write_private(stamp, {"airflow": version("apache-airflow"), "revision": str(cursor.fetchone())})


def _pause_all(cluster: Cluster, paused: bool) -> None:
    """Before the scheduler is there to act on it: no schedule of an earlier `make up` wakes up in between."""
    with closing(psycopg2.connect(cluster.airflow_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("update dag set is_paused = %s", (paused,))


def _wait_until_ready(folder: Path, seconds: float = 300) -> None:
    """Until every component has reported since now; its report from before does not count."""
    began = datetime.now(UTC)
    url = f"{airflow_settings.address(folder)}/api/v2/monitor/health"
    components = ("scheduler", "dag_processor", "triggerer")
    while (datetime.now(UTC) - began).total_seconds() < seconds:
        with suppress(httpx.TransportError):
            health = httpx.get(url, timeout=10).json()
            beats = [health[component].get(f"latest_{component}_heartbeat") for component in components]
            if all(beat and datetime.fromisoformat(beat) > began for beat in beats):
                return
        time.sleep(0.3)
    logs = "\n".join(f"--- {log}\n{end_of_log(log)}" for log in sorted(logs_folder(folder).glob("*.log")))
    raise LocalError(f"Airflow did not come up within {seconds:.0f} seconds.\n{logs}")


def up() -> None:
    """The warehouse with Airflow's web pages and schedules running; prints where, and for whom."""
    folder = home()
    cluster = postgres.start()
    for line in postgres.migrate(cluster):
        say(line)
    postgres.prepare_replay(cluster)
    if replica.was_made(folder):
        replica.start(folder)
    start(cluster, schedules=True)
    print(f"Airflow    {airflow_settings.address(folder)}")
    for user, password in airflow_settings.passwords(folder).items():
        print(f"  user {user}, password {password} ({airflow_settings.USERS[user]})")
    print("Warehouse  make warehouse-uri")
    if replica.was_made(folder):
        print("Replica    make replica-uri LOGIN=name")
    print("Stop all   make down")


def down() -> None:
    """Stops the services, the replica, and Postgres."""
    print("Airflow is stopped." if stop() else "Airflow did not run.")
    if replica.was_made():
        print("The replica is stopped." if replica.stop() else "The replica did not run.")
    print("Postgres is stopped." if postgres.stop() else "Postgres did not run.")


@told
def main(arguments: list[str]) -> int:
    """`up` or `down`."""
    try:
        match arguments:
            case ["up"]:
                up()
            case ["down"]:
                down()
            case _:
                say("usage: python -m include.local.services up | down")
                return 2
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
