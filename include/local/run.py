"""The main job on one machine: `python -m include.local.run`, or `make run`.

Starts the warehouse and Airflow, lands files where none are given, runs the DAGs one after the other and shows the
scoreboard. Everything it starts is stopped again but the warehouse. Exits 0 when every DAG run succeeded.
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.markup import escape

from include import periods
from include.local import airflow_settings, postgres, services, truth
from include.local.airflow_api import AirflowApi
from include.local.home import LocalError, home
from include.local.telling import Telling

_DIFFERENCES = 20  # so many are shown


def arguments_of(command_line: list[str]) -> argparse.Namespace:
    """`landing`, `provinces` (codes), `from_` and `to` (YYYY-MM): None where not given, and where given empty."""
    parser = argparse.ArgumentParser(prog="python -m include.local.run")
    parser.add_argument("--landing", type=_uri)
    parser.add_argument("--provinces", type=_codes)
    parser.add_argument("--from", dest="from_", type=_month)
    parser.add_argument("--to", type=_month)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--truth", type=Path, help="what a simulation says the grades must be, a folder a province")
    arguments = parser.parse_args(command_line)
    if (arguments.from_ is None) != (arguments.to is None) or (arguments.from_ or "") > (arguments.to or ""):
        parser.error("FROM and TO are months such as 2024-01, given together, FROM not after TO")
    return arguments


def deliveries(arguments: argparse.Namespace, rulebooks: list[Any]) -> list[dict[str, str]]:
    """What to simulate: a province and its months, each; by default the first three months of every rulebook."""
    wanted = []
    for book in rulebooks:
        if arguments.provinces and book.province_code not in arguments.provinces:
            continue
        first = book.valid.from_
        last = date(first.year + (first.month + 1) // 12, (first.month + 1) % 12 + 1, 1)
        delivery = {
            "province_code": book.province_code,
            "from": arguments.from_ or f"{first:%Y-%m}",
            "to": arguments.to or f"{last:%Y-%m}",
        }
        if delivery not in wanted:
            wanted.append(delivery)
    unknown = set(arguments.provinces or []) - {delivery["province_code"] for delivery in wanted}
    if unknown:
        raise LocalError(f"No rulebook for province {', '.join(sorted(unknown))}: nothing can be simulated for it.")
    return wanted


def run(arguments: argparse.Namespace, console: Console) -> bool:
    """Runs the whole job; whether every DAG run succeeded."""
    from include import warehouse
    from include.local.scoreboard import show
    from include.rulebook import followed_by, rulebooks

    with _step(console, "Warehouse"):
        cluster = postgres.start()
        for line in postgres.migrate(cluster):
            console.print(f"  {escape(line)}")
        postgres.prepare_replay(cluster)
    months = {"provinces": arguments.provinces, "from": arguments.from_, "to": arguments.to}
    dags: list[tuple[str, dict[str, Any]]] = [
        ("ingest_landing", months),
        ("grade_months", months),
        ("publish_months", months),
    ]
    if arguments.landing is None:
        read = rulebooks(followed_by(home()))
        simulated = {"provinces": deliveries(arguments, read), "seed": arguments.seed}
        dags.insert(0, ("simulate_exports", simulated))
    try:
        with _step(console, "Airflow"):
            since = datetime.now(UTC)
            services.start(cluster, schedules=False, landing_uri=arguments.landing)
            passwords = airflow_settings.passwords(home())
            api = AirflowApi(airflow_settings.address(home()), "it", passwords["it"])
            api.wait_for_dags([dag_id for dag_id, _ in dags], since)
        # One that fails does not keep the next from what it can do: each asks the warehouse what there is to do.
        succeeded = all([_run_dag(api, dag_id, conf, console) for dag_id, conf in dags])
    finally:
        # A second Ctrl-C must not leave behind what the first one is stopping.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with _step(console, "Stopping Airflow"):
            services.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with warehouse.connect(cluster.warehouse_uri) as connection:
        first, last = (periods.month(text) if text else None for text in (arguments.from_, arguments.to))
        where = [*_pages(connection, arguments.provinces), *_where(cluster)]
        show(connection, arguments.provinces, first, last, where=where)
        as_told = arguments.truth is None or _as_told(connection, arguments.truth, console)
    return succeeded and as_told


def _as_told(connection: Any, folder: Path, console: Console) -> bool:
    """Compares every grade with a simulation's truth and says how many there are; whether each is the same."""
    compared = truth.compare(connection, folder)
    console.print(
        f"\n[bold]{compared.grades - len(compared.different):,} of {compared.grades:,} grades are as the"
        " simulation's truth says[/bold]"
    )
    for line in compared.different[:_DIFFERENCES]:
        console.print(f"  {line}", markup=False, soft_wrap=True)
    return compared.grades > 0 and not compared.different


def _pages(connection: Any, provinces: list[str] | None) -> list[str]:
    """Where the pages are that list what was published, a line a province."""
    from include.local.scoreboard.results import published_provinces

    place = _published()
    pages = {
        row["name_th"]: f"{place}/{row['province_code']}/index.html"
        for row in published_provinces(connection, provinces)
    }
    return [f"ผลที่เผยแพร่ จังหวัด{name}: {page}" for name, page in pages.items() if "://" in page or Path(page).exists()]


def _published() -> str:
    """Where publications go: a folder of this machine by its path, another place by its URI."""
    given = os.environ.get("CHUMCHON_PUBLISH_URI") or f"file://{home()}/publish"
    return given.removeprefix("file://").rstrip("/")


def _where(cluster: postgres.Cluster) -> list[str]:
    """Where the database, the published files, the logs and Airflow's pages are."""
    folder = home()
    return [
        f"ฐานข้อมูล: make warehouse-uri ({'ในเครื่องนี้' if cluster.embedded else 'ตาม AIRFLOW_CONN_WAREHOUSE'})",
        f"ไฟล์ที่เผยแพร่: {_published()}",
        f"หน้าเว็บ Airflow: make up แล้วเปิด {airflow_settings.address(folder)}",
        f"บันทึกการทำงาน: {services.logs_folder(folder)}",
    ]


def _run_dag(api: AirflowApi, dag_id: str, conf: dict[str, Any], console: Console) -> bool:
    """Runs one DAG to its end, telling what its tasks do; whether it succeeded."""
    with _step(console, dag_id):
        run_id = api.trigger(dag_id, conf)
        telling = Telling()
        for task in api.watch(dag_id, run_id):
            if told := telling.line(task):
                console.print(f"  {_clock()}  {told}", soft_wrap=True)
            if task.state == "failed":
                for line in api.log(dag_id, run_id, task)[-30:]:
                    console.print(f"      {line}", markup=False, soft_wrap=True)
        state = api.run_state(dag_id, run_id)
        if state != "success":
            console.print(f"  [red]{dag_id} ended as {state}[/red]")
    return state == "success"


@contextmanager
def _step(console: Console, name: str) -> Iterator[None]:
    """A step of the job: its name as it begins, its time as it ends."""
    began = time.monotonic()
    console.print(f"[bold]{_clock()}  {name}[/bold]")
    yield
    console.print(f"  [dim]{_clock()}  {name}: {time.monotonic() - began:.1f} s[/dim]")


def _clock() -> str:
    return f"{datetime.now(airflow_settings.TIMEZONE):%H:%M:%S}"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One job at a time in a home. Raises LocalError when another is at work."""
    with (folder / ".run.lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise LocalError(f"Another `make run` is at work in {folder}; wait for its end.") from None
        yield


def _uri(text: str) -> str | None:
    """A URI as it is; a folder of this machine as a URI, its name not encoded; nothing for an empty text."""
    if not text:
        return None
    return text if "://" in text else f"file://{Path(text).expanduser().resolve()}"


def _codes(text: str) -> list[str] | None:
    codes = [code.strip() for code in text.split(",") if code.strip()]
    if any(len(code) != 2 or not code.isdigit() for code in codes):
        raise argparse.ArgumentTypeError("provinces are two-digit codes, such as 57,34")
    return codes or None


def _month(text: str) -> str | None:
    if not text:
        return None
    try:
        return f"{datetime.strptime(text, '%Y-%m'):%Y-%m}"
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a month such as 2024-01") from None


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main(command_line: list[str]) -> int:
    """0 when every DAG run succeeded, 1 when one failed or the machine was in the way, 130 when interrupted."""
    arguments = arguments_of(command_line)
    console = Console(highlight=False)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        with _alone(home()):
            began = time.monotonic()
            succeeded = run(arguments, console)
            console.print(f"\n[bold]{'Done' if succeeded else 'Failed'}[/bold] in {time.monotonic() - began:.0f} s")
    except LocalError as error:
        Console(stderr=True, highlight=False).print(str(error), markup=False, soft_wrap=True)
        return 1
    except httpx.HTTPError as error:
        logs = services.logs_folder(home())
        Console(stderr=True, highlight=False).print(f"Airflow did not answer as expected: {error}. Its logs: {logs}")
        return 1
    except KeyboardInterrupt:
        Console(stderr=True).print("Interrupted; the warehouse is left running, everything else is stopped.")
        return 130
    return 0 if succeeded else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
