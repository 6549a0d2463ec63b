"""Every setting of the Airflow on this machine, as environment variables; its records are in our own Postgres."""

import base64
import os
import secrets
from pathlib import Path
from zoneinfo import ZoneInfo

from include.local import telemetry, workers
from include.local.home import PROJECT, free_port, is_free, keep_private, random_secret, say, write_private
from include.local.postgres import PERSONAL_KEY, Cluster

TIMEZONE = ZoneInfo("Asia/Bangkok")
USERS = {"it": "admin", "operator": "op", "analyst": "viewer"}
FOR_MIGRATIONS_ALONE = ("CHUMCHON_ADMIN_URI", PERSONAL_KEY)  # secrets that no task has any use for


def address(folder: Path) -> str:
    """Where Airflow's pages and API are served, without a slash at the end."""
    return f"http://127.0.0.1:{_secrets(folder)['port']}"


def passwords(folder: Path) -> dict[str, str]:
    """The password of every user of Airflow's pages."""
    return keep_private(_passwords_file(folder), dict.fromkeys(USERS, random_secret))


def claim_port(folder: Path) -> None:
    """Chooses another port for Airflow's pages when somebody else listens on the remembered one."""
    values = _secrets(folder)
    if not is_free(int(values["port"])):
        values["port"] = free_port()
        write_private(folder / "secrets" / "airflow.json", values)
        say(f"Another program took the port of Airflow's pages; they are now on {address(folder)}.")


def environment(folder: Path, cluster: Cluster, landing_uri: str | None, schedules: bool) -> dict[str, str]:
    """The environment of Airflow's processes and of the tasks they run.

    Settings of another Airflow in our own environment are left out, but for its connections and variables.
    `AIRFLOW__CORE__DAGS_FOLDER`, when set, takes the place of the project's DAGs.
    """
    values = _secrets(folder)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW__")}
    for name in ("PYTHONDONTWRITEBYTECODE", *FOR_MIGRATIONS_ALONE):
        inherited.pop(name, None)
    passwords(folder)
    settings: dict[str, dict[str, object]] = {
        "core": {
            "dags_folder": os.environ.get("AIRFLOW__CORE__DAGS_FOLDER", PROJECT / "dags"),
            "plugins_folder": PROJECT / "plugins",
            "dags_are_paused_at_creation": not schedules,
            "dagbag_import_timeout": 120,  # a busy machine takes its time
            "default_timezone": TIMEZONE,
            "executor": "LocalExecutor",
            "execution_api_server_url": f"{address(folder)}/execution/",
            "fernet_key": values["fernet_key"],
            "load_examples": False,
            "max_map_length": 20_000,  # province-months that are built again at once: 76 provinces, years of months
            "parallelism": 4,
            "simple_auth_manager_users": ",".join(f"{user}:{role}" for user, role in USERS.items()),
            "simple_auth_manager_passwords_file": _passwords_file(folder),
        },
        "api": {
            "base_url": address(folder),
            "host": "127.0.0.1",
            "port": values["port"],
            "secret_key": values["api_secret"],
            "workers": 1,
        },
        "api_auth": {"jwt_secret": values["jwt_secret"]},
        "database": {
            "sql_alchemy_conn": cluster.airflow_uri.replace("postgresql://", "postgresql+psycopg2://"),
            "sql_alchemy_conn_async": cluster.airflow_uri.replace("postgresql://", "postgresql+asyncpg://"),
        },
        "dag_processor": {
            "dag_file_processor_timeout": 180,
            "print_stats_interval": 0,
            "refresh_interval": 60,
            "parsing_processes": 2,
        },
        "scheduler": {"scheduler_idle_sleep_time": 0.5, "use_job_schedule": schedules},
        "usage_data_collection": {"enabled": False},
        "workers": {"execution_api_timeout": 30},
    }
    if count := workers.wanted():
        for section, named in workers.settings(folder, cluster.airflow_uri, count).items():
            settings[section] = settings.get(section, {}) | named
    return inherited | {
        "AIRFLOW_CONN_WAREHOUSE": cluster.warehouse_uri,
        **({"AIRFLOW_CONN_WAREHOUSE_REPLAY": cluster.replay_uri} if cluster.replay_uri else {}),
        "AIRFLOW_HOME": str(folder / "airflow"),
        "CHUMCHON_HOME": str(folder),
        "CHUMCHON_LANDING_URI": landing_uri or os.environ.get("CHUMCHON_LANDING_URI") or f"file://{folder}/landing",
        "CHUMCHON_PUBLISH_URI": os.environ.get("CHUMCHON_PUBLISH_URI") or f"file://{folder}/publish",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        "PYTHONPATH": str(PROJECT),
        "SCARF_ANALYTICS": "false",
        "TZ": str(TIMEZONE),
        **{
            f"AIRFLOW__{section.upper()}__{name.upper()}": str(value)
            for section, named in settings.items()
            for name, value in named.items()
        },
        **telemetry.settings(folder / "airflow"),
    }


def _passwords_file(folder: Path) -> Path:
    return folder / "secrets" / "airflow_passwords.json"


def _secrets(folder: Path) -> dict[str, str]:
    return keep_private(
        folder / "secrets" / "airflow.json",
        {
            "fernet_key": lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
            "jwt_secret": lambda: secrets.token_hex(64),
            "api_secret": lambda: secrets.token_hex(32),
            "port": free_port,
        },
    )
