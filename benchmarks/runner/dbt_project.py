"""The same texts as a project of dbt-core: a model each, executed in order, in an environment made for it.

dbt needs packages that do not go together with Airflow's, so it is installed with uv below a folder of its own. Where
it cannot be installed, the result says so.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import yaml

from benchmarks.landing import spread
from include import warehouse

PACKAGES = ("dbt-core", "dbt-postgres")
# What a model says is executed as it stands; it fills tables that are there.
_STATEMENTS = """\
{% materialization statements, default %}
  {% call statement('main') %}
    {{ sql }}
  {% endcall %}
  {{ adapter.commit() }}
  {{ return({'relations': []}) }}
{% endmaterialization %}
"""


def measure(
    uri: str, texts: Sequence[tuple[str, str]], month: dict[str, Any], times: int, folder: Path
) -> dict[str, Any]:
    """Seconds of whole runs, and of the models alone; or why it is not installed."""
    try:
        program = _installed(folder / "dbt")
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        return {"installed": False, "because": said[-1] if said else type(error).__name__}
    project = folder / "dbt_project"
    _write(project, uri, texts, month)
    whole, models = [], []
    for _ in range(times + 1):
        began = time.perf_counter()
        _run(program, project)
        whole.append(time.perf_counter() - began)
        models.append(float(json.loads((project / "target" / "run_results.json").read_text())["elapsed_time"]))
    return {
        "installed": True,
        "version": json.loads((project / "target" / "run_results.json").read_text())["metadata"]["dbt_version"],
        "times": times,
        "whole_seconds": spread(whole[1:]),  # the first one reads the project, and keeps what it read
        "models_seconds": spread(models[1:]),
    }


def _installed(environment: Path) -> Path:
    """The program, in an environment made if need be; built packages alone, so that nothing is compiled."""
    program = environment / "bin" / "dbt"
    if not program.exists():
        uv = Path(sys.executable).with_name("uv")
        python = environment / "bin" / "python"
        commands: tuple[list[str | Path], ...] = (
            [uv, "venv", "--quiet", "--python", sys.executable, environment],
            [uv, "pip", "install", "--quiet", "--python", python, "--only-binary", ":all:", *PACKAGES],
        )
        for command in commands:
            subprocess.run(command, check=True, capture_output=True, text=True)
    return program


def _write(project: Path, uri: str, texts: Sequence[tuple[str, str]], month: dict[str, Any]) -> None:
    (project / "models").mkdir(parents=True, exist_ok=True)
    (project / "macros").mkdir(exist_ok=True)
    (project / "macros" / "statements.sql").write_text(_STATEMENTS)
    settings = {"name": "closing", "profile": "warehouse", "models": {"+materialized": "statements"}}
    (project / "dbt_project.yml").write_text(yaml.safe_dump(settings))
    parts = urlsplit(uri)
    server = {
        "type": "postgres",
        "host": parts.hostname,
        "port": parts.port,
        "user": parts.username,
        "password": parts.password,
        "dbname": parts.path.strip("/"),
        "schema": "public",
        "role": warehouse.ETL_ROLE,
        "threads": 1,
    }
    (project / "profiles.yml").write_text(yaml.safe_dump({"warehouse": {"target": "it", "outputs": {"it": server}}}))
    before = None
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        for number, (path, text) in enumerate(texts, 1):
            name = f"m{number:02}_" + path.removesuffix(".sql").replace("/", "_").replace(".", "_")
            bound = cursor.mogrify(text, month).decode()
            after = f"-- depends_on: {{{{ ref('{before}') }}}}\n" if before else ""
            (project / "models" / f"{name}.sql").write_text(f"{after}{{% raw %}}{bound}{{% endraw %}}")
            before = name


def _run(program: Path, project: Path) -> None:
    environment = os.environ | {"PGTZ": "Asia/Bangkok", "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
    ended = subprocess.run(
        [program, "run", "--project-dir", project, "--profiles-dir", project],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise RuntimeError(ended.stdout + ended.stderr)
