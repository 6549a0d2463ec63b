"""Where the warehouse and Airflow's database are asked: as the environment says, else as this machine's home remembers.

Nothing is started: a warehouse that does not run is what the watchdog is there to tell.
"""

import json
import os
from pathlib import Path

from include import warehouse


class NoWarehouse(RuntimeError):
    """Nobody said where the warehouse is."""


def warehouse_uri(home: Path) -> str:
    """The libpq URI of the warehouse. Raises NoWarehouse where neither the environment nor the home knows one."""
    if "AIRFLOW_CONN_WAREHOUSE" in os.environ:
        return warehouse.uri()
    found = _at_home(home, "warehouse_etl", "warehouse")
    if found is None:
        raise NoWarehouse("ไม่ทราบที่อยู่ของฐานข้อมูล (AIRFLOW_CONN_WAREHOUSE)")
    return found


def warehouse_uri_or_none(home: Path) -> str | None:
    """The same; None where nobody knows."""
    try:
        return warehouse_uri(home)
    except NoWarehouse:
        return None


def airflow_uri(home: Path) -> str | None:
    """The URI of Airflow's own database, where it is known: it is asked, and never needed."""
    return os.environ.get("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN") or _at_home(home, "airflow", "airflow")


def _at_home(home: Path, role: str, database: str) -> str | None:
    try:
        values = json.loads((home / "secrets" / "postgres.json").read_text())
        return f"postgresql://{role}:{values[role]}@127.0.0.1:{values['port']}/{database}"
    except (OSError, ValueError, KeyError):
        return None
