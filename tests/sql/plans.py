"""How a text of SQL reads its tables, as the server planned and ran it: the statements within its functions too."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2

# Whatever an index can answer is answered by one, however small the tables of a test are.
SETTINGS = """
load 'auto_explain';
set auto_explain.log_min_duration = 0;
set auto_explain.log_analyze = on;
set auto_explain.log_timing = off;
set auto_explain.log_verbose = on;
set auto_explain.log_nested_statements = on;
set auto_explain.log_format = json;
set auto_explain.log_level = notice;
set client_min_messages = notice;
set enable_seqscan = off;
set enable_hashjoin = off;
set enable_mergejoin = off;
set role warehouse_etl;
"""


@dataclass(frozen=True)
class Scan:
    """A scan that read something: of which relation, and by which conditions its rows were found."""

    relation: str
    how: str
    found_by: str

    def __str__(self) -> str:
        return f"{self.how} of {self.relation} by {self.found_by or 'nothing'}"


class Plans:
    """What the server tells of the statements it carried out. No list: of one psycopg2 keeps the last fifty."""

    def __init__(self) -> None:
        self._told: list[str] = []

    def append(self, notice: str) -> None:
        """A notice of the server, which may be another one."""
        if "plan:" in notice:
            self._told.append(notice.split("plan:", 1)[1])

    def scans(self) -> set[Scan]:
        """Every scan of a table since this was asked last that read a row of it."""
        told, self._told = self._told, []
        return {scan for plan in told for scan in _scans(json.loads(plan)["Plan"])}


@contextmanager
def planning(admin_uri: str) -> Iterator[tuple[Any, Plans]]:
    """A connection whose plans are told, as the job; what it does is rolled back."""
    connection: Any = psycopg2.connect(admin_uri, options="-c timezone=Asia/Bangkok")
    try:
        with connection.cursor() as cursor:
            cursor.execute(SETTINGS)
        connection.commit()
        connection.notices = plans = Plans()
        yield connection, plans
    finally:
        connection.close()


def _scans(node: dict[str, Any], below: str = "", first: bool = False) -> Iterator[Scan]:
    """`below` are the conditions of the index that a bitmap comes from; `first`: who asks stops after some rows."""
    if not node["Actual Loops"]:
        return
    found = node["Actual Rows"] + sum(node[name] for name in node if name.startswith("Rows Removed by"))
    inner = node.get("Plans", [])
    if node["Node Type"].startswith("Bitmap"):
        below = " ".join(_conditions(node))
    if "Relation Name" in node and node["Node Type"].endswith("Scan") and found:
        found_by = node.get("Index Cond") or node.get("TID Cond") or below
        if not found_by and first and node["Actual Rows"] <= 1 and "Rows Removed by Filter" not in node:
            found_by = "its first row"
        yield Scan(f"{node['Schema']}.{node['Relation Name']}", node["Node Type"], found_by)
    for step in inner:
        yield from _scans(step, below, node["Node Type"] == "Limit")


def _conditions(node: dict[str, Any]) -> Iterator[str]:
    if "Index Cond" in node:
        yield node["Index Cond"]
    for step in node.get("Plans", []):
        yield from _conditions(step)
