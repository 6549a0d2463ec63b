"""What Airflow tells of itself when it is asked to, from a real run of province-months; otherwise it is quiet."""

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from include.local import airflow_settings, postgres, services, telemetry
from include.local.airflow_api import AirflowApi
from include.local.home import LocalError

MONTHS = {("57", "2024-02"), ("34", "2025-01")}
DAG = """
from airflow.sdk import dag, task
from include import months, orchestration

@dag(schedule=None, **orchestration.DAG_SETTINGS)
def build_months():
    @task
    def find():
        return [
            {"programme_code": "click", "province_code": "57", "period": "2024-02-01", "code_version": "tests"},
            {"programme_code": "click", "province_code": "34", "period": "2025-01-01", "code_version": "tests"},
        ]

    orchestration.sql_task("build", months.BUILD, "{{ task.parameters['province_code'] }}").expand(parameters=find())

build_months()
"""


@pytest.fixture
def packets() -> Iterator[tuple[int, set[str]]]:
    """A program that takes StatsD packets: its port, and the names of the metrics that came."""
    names: set[str] = set()
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))

    def listen() -> None:
        with suppress(OSError):
            while packet := listening.recv(65536):
                names.update(line.partition(":")[0] for line in packet.decode().splitlines())

    threading.Thread(target=listen, daemon=True).start()
    yield listening.getsockname()[1], names
    listening.close()


SPEAKS = """
from airflow._shared.observability import traces
from airflow._shared.observability.metrics import stats
from airflow.configuration import conf
from airflow.observability.metrics import stats_utils
from opentelemetry import trace

stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=True)
stats.incr("scheduler_heartbeat")
traces.configure_otel(conf)
trace.get_tracer("airflow").start_span("a run").end()
"""


@pytest.fixture
def collector() -> Iterator[tuple[int, dict[str, bytes]]]:
    """A program that takes metrics and traces by HTTP: its port, and what it was told last at each address."""
    told: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *values: Any) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, told
    server.shutdown()
    server.server_close()


def test_a_collector_gets_metrics_and_traces_as_airflow_itself_sets_them_up(
    tmp_path: Path, collector: tuple[int, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, told = collector
    monkeypatch.setenv(telemetry.VARIABLE, f"otlp://127.0.0.1:{port}")
    environment = os.environ | telemetry.settings(tmp_path) | {"AIRFLOW_HOME": str(tmp_path)}
    spoke = subprocess.run([sys.executable, "-c", SPEAKS], env=environment, capture_output=True, text=True, check=False)
    assert spoke.returncode == 0, spoke.stderr[-2000:]
    assert set(told) == {"/v1/metrics", "/v1/traces"}
    assert all(telemetry.SERVICE.encode() in content for content in told.values())
    assert b"scheduler_heartbeat" in told["/v1/metrics"] and b"a run" in told["/v1/traces"]


def test_a_container_is_given_the_same_as_exports_of_its_shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path / "it's here"))
    monkeypatch.setenv(telemetry.VARIABLE, "json-logs lineage")
    assert telemetry.main() == 0
    told = subprocess.run(
        ["bash", "-c", f'{capsys.readouterr().out}\necho "$CHUMCHON_LINEAGE_FILE $AIRFLOW__LOGGING__JSON_LOGS"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == f"{tmp_path}/it's here/lineage/lineage.jsonl True\n"


@pytest.mark.slow
def test_a_run_is_told_as_metrics_lineage_and_lines_that_name_province_and_month(
    reachable_folder: Path, tmp_path: Path, packets: tuple[int, set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reachable_folder / "telling"
    (tmp_path / "dags.py").write_text(DAG)
    monkeypatch.setenv("AIRFLOW__CORE__DAGS_FOLDER", str(tmp_path))
    monkeypatch.setenv(telemetry.VARIABLE, f"json-logs lineage statsd://127.0.0.1:{packets[0]}")
    cluster = postgres.start(folder, durable=False)
    try:
        postgres.migrate(cluster)
        before = datetime.now(UTC)
        services.start(cluster, schedules=False, folder=folder)
        api = AirflowApi(airflow_settings.address(folder), "it", airflow_settings.passwords(folder)["it"])
        api.wait_for_dags(["build_months"], before)
        run_id = api.trigger("build_months", {})
        states = {(task.task_id, task.map_index): task.state for task in api.watch("build_months", run_id)}
        assert [key for key, state in sorted(states.items()) if state == "success"] == [
            ("build", 0),
            ("build", 1),
            ("find", -1),
        ]
    finally:
        services.stop(folder)
        postgres.stop(folder)

    of_tasks = sorted((folder / "airflow" / "logs" / "dag_id=build_months").rglob("task_id=build/*/attempt=1.log"))
    assert {about(lines_of(log)) for log in of_tasks} == {frozenset({month}) for month in MONTHS}
    for component in services.COMPONENTS:
        said = lines_of(services.logs_folder(folder) / f"{component}.log", whole=component != "scheduler")
        assert len(said) > 3 and all("event" in line and "level" in line for line in said), component

    told = lines_of(telemetry.lineage_file(folder / "airflow"))
    [build, other] = [event for event in told if event["job"]["name"] == "build_months.build" and ended(event)]
    assert build["run"]["runId"] != other["run"]["runId"]
    written = {dataset["name"] for dataset in build["outputs"]}
    read = {dataset["name"] for dataset in build["inputs"]}
    assert {"candidate.target", "candidate.measure", "candidate.attainment", "candidate.district_grade"} <= written
    assert {"warehouse.submission", "rulebook.criterion", "ops.month_input"} <= read
    facets = [event["run"]["facets"]["chumchon_month"] for event in (build, other)]
    assert {(facet["province_code"], facet["period"]) for facet in facets} == MONTHS
    assert [event["job"]["name"] for event in told if ended(event)].count("build_months.find") == 1
    begun = {event["run"]["runId"] for event in told if event["eventType"] == "START"}
    assert {event["run"]["runId"] for event in told if ended(event)} <= begun

    assert any("build_months.build" in name for name in packets[1]), sorted(packets[1])
    assert any("scheduler" in name for name in packets[1])


def ended(event: dict[str, Any]) -> bool:
    """Whether an event of lineage is a run's last."""
    return bool(event["eventType"] == "COMPLETE")


def lines_of(log: Path, whole: bool = True) -> list[dict[str, Any]]:
    """A log of JSON, a dict a line; whatever is not JSON fails.

    Not `whole`: the scheduler repeats what tasks say, and two may write at once a line longer than a pipe takes.
    """
    lines = log.read_text().splitlines()
    return [json.loads(line) for line in lines if whole or (line.startswith("{") and len(line) < 60000)]


def about(lines: list[dict[str, Any]]) -> frozenset[tuple[str, str]]:
    """The province-months that a log names from when the task's own work begins; a line without one fails."""
    begins = next(number for number, line in enumerate(lines) if "province_code" in line)
    assert begins < len(lines) - 2
    return frozenset((line["province_code"], line["period"]) for line in lines[begins:])


def test_unless_it_is_asked_to_airflow_tells_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("", " "):
        monkeypatch.setenv(telemetry.VARIABLE, given)
        assert telemetry.settings(tmp_path) == {}
    monkeypatch.delenv(telemetry.VARIABLE)
    assert telemetry.settings(tmp_path) == {} and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "wrong",
    [
        "yes",
        "lineage,json-logs",
        "statsd://",
        "statsd://host",
        "statsd://host:port",
        "otlp://a:b@host:4318",
        "http://host:1",
        "otlp://host:4318/v1",
    ],
)
def test_what_is_not_understood_is_named_and_nothing_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setenv(telemetry.VARIABLE, f"json-logs {wrong}")
    with pytest.raises(LocalError, match=telemetry.VARIABLE):
        telemetry.settings(tmp_path)
