"""What Airflow tells other programs about itself, switched on by one setting: `CHUMCHON_TELEMETRY`.

Any of these, separated by white space; without it nothing is told to anybody:

    json-logs           every component writes its log as JSON, a line an event
    statsd://HOST:PORT  metrics, as StatsD packets
    otlp://HOST:PORT    metrics and traces, to an OpenTelemetry collector by HTTP
    lineage             which task read and wrote which tables: OpenLineage events in airflow/lineage/lineage.jsonl

Command line: `python -m include.local.telemetry` prints the settings as a shell's exports, for containers.
"""

import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from include.local.home import LocalError, home, told

VARIABLE = "CHUMCHON_TELEMETRY"
SERVICE = "chumchon"


def lineage_file(airflow_home: Path) -> Path:
    """Where lineage is written; `include.local.upkeep` begins a new one from time to time."""
    return airflow_home / "lineage" / "lineage.jsonl"


def settings(airflow_home: Path) -> dict[str, str]:
    """The environment that makes Airflow tell what is asked for. Raises LocalError for what is not understood."""
    told: dict[str, str] = {}
    for wanted in (os.environ.get(VARIABLE) or "").split():
        told |= dict(_of(wanted, airflow_home))
    return told


def _of(wanted: str, airflow_home: Path) -> Iterator[tuple[str, str]]:
    kind, separator, _ = wanted.partition("://")
    if wanted == "json-logs":
        yield "AIRFLOW__LOGGING__JSON_LOGS", "True"
    elif wanted == "lineage":
        file = lineage_file(airflow_home)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield "CHUMCHON_LINEAGE_FILE", str(file)
    elif kind == "statsd" and separator:
        host, port = _host_and_port(wanted)
        yield "AIRFLOW__METRICS__STATSD_ON", "True"
        yield "AIRFLOW__METRICS__STATSD_HOST", host
        yield "AIRFLOW__METRICS__STATSD_PORT", str(port)
    elif kind == "otlp" and separator:
        host, port = _host_and_port(wanted)
        yield "AIRFLOW__METRICS__OTEL_ON", "True"
        yield "AIRFLOW__TRACES__OTEL_ON", "True"
        yield "OTEL_EXPORTER_OTLP_ENDPOINT", f"http://{host}:{port}"
        yield "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"
        yield "OTEL_TRACES_EXPORTER", "otlp_proto_http"  # Airflow's default speaks gRPC, whatever the protocol says
        yield "OTEL_SERVICE_NAME", SERVICE
    else:
        raise LocalError(f"{VARIABLE} knows json-logs, lineage, statsd://HOST:PORT and otlp://HOST:PORT, not {wanted}.")


def _host_and_port(wanted: str) -> tuple[str, int]:
    try:
        given = urlsplit(wanted)
        host, port = given.hostname, given.port
    except ValueError:
        host = port = None
    if not host or not port or given.netloc.rpartition("@")[0] or given.path.strip("/"):
        raise LocalError(f"{VARIABLE} asks for a host and a port, nothing else: {wanted}")
    return host, port


@told
def main() -> int:
    """Exports for a shell, a line each."""
    airflow_home = Path(os.environ.get("AIRFLOW_HOME") or home() / "airflow")
    print("\n".join(f"export {name}={shlex.quote(value)}" for name, value in settings(airflow_home).items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
