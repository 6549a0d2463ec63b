"""The anchor: typed rows copied into typed tables, then the statements that fill the tables of results.

What somebody would write who has typed rows already, wants grades and nothing else: all provinces at once, in one
transaction. It has no file list, no texts as they came, no refusing with reasons, no row that knows where it came from,
no findings, steps or comparisons, no checks, no hashes, and is told which version of a report counts.
"""

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions

from benchmarks import country
from benchmarks.spent import Meter, Spent

_FOLDER = Path(__file__).parent
# Their columns are those of bare_tables.sql; in this order keys that point to another are there before.
FACTS = (
    "delivered_source",
    "due_freeze",
    "submission",
    "claimed_download",
    "publicity_post",
    "activity",
    "service_record",
    "otop_operator",
    "shop",
    "app_download",
    "content_record",
    "leader_roster",
)
_ELSEWHERE = {"delivered_source": "ops.delivered_source", "due_freeze": "snapshot.publication"}
RESULTS = ("target", "subdistrict_measure", "measure", "attainment", "district_grade")
FROZEN = ("target", "measure", "attainment", "district_grade")


def make_tables(uri: str) -> None:
    """The empty tables, where the rulebooks are loaded."""
    _run(uri, ["bare_tables.sql"], {"period": country.PERIOD})


def write_facts(closed_uri: str, tables_uri: str, folder: Path) -> None:
    """What a warehouse has as facts, a file of typed rows each, in the columns of the empty tables."""
    with closing(psycopg2.connect(tables_uri)) as empty, closing(psycopg2.connect(closed_uri)) as warehouse:
        for table in FACTS:
            with empty.cursor() as cursor:
                cursor.execute(f"select * from bare.{table} limit 0")
                names = ", ".join(column.name for column in cursor.description or ())
            place = _ELSEWHERE.get(table, f"warehouse.{table}")
            with (folder / table).open("wb") as out, warehouse.cursor() as cursor:
                cursor.copy_expert(f"copy (select {names} from {place}) to stdout", out)


def closed(uri: str, folder: Path) -> list[Spent]:
    """Copies the facts of a folder into the empty tables and fills those of results; what each step took."""
    meter = Meter(uri)
    parameters = {"period": country.PERIOD}
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        with meter.step("copy"):
            for table in FACTS:
                with (folder / table).open("rb") as rows:
                    cursor.copy_expert(f"copy bare.{table} from stdin", rows)
            cursor.execute("analyze " + ", ".join(f"bare.{table}" for table in FACTS))
        with meter.step("measure"):
            for name in ("bare_targets.sql", "bare_measures.sql"):
                cursor.execute((_FOLDER / name).read_text(), parameters)
        with meter.step("grade and freeze"):
            cursor.execute((_FOLDER / "bare_results.sql").read_text(), parameters)
            connection.commit()
    return meter.steps


def differences(bare_uri: str, closed_uri: str) -> list[str]:
    """The tables of results in which the two do not hold the same rows."""
    found = []
    for ours, theirs in [(f"mart.{name}", f"bare.{name}") for name in RESULTS] + [
        (f"snapshot.{name}", f"bare.frozen_{name}") for name in FROZEN
    ]:
        of_both = columns(closed_uri, ours)
        if _content(closed_uri, ours, of_both) != _content(bare_uri, theirs, of_both):
            found.append(ours)
    return found


def columns(uri: str, table: str) -> list[str]:
    """The columns that both have: all but the number of a snapshot."""
    return [name for name, _ in _described(uri, table) if name != "snapshot_id"]


def _content(uri: str, table: str, names: list[str]) -> Any:
    """How many rows, and a digest of them in any order; numbers without trailing zeros, as 1.0 is 1."""
    numeric = {name for name, code in _described(uri, table) if code in psycopg2.extensions.DECIMAL.values}
    told = ", ".join(f"trim_scale({name}::numeric)" if name in numeric else name for name in names)
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*), md5(string_agg(line, chr(10) order by line))"
            f" from (select row({told})::text as line from {table})"
        )
        return cursor.fetchone()


def _described(uri: str, table: str) -> list[tuple[str, int]]:
    """The columns of a table, each with the code of its type."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(f"select * from {table} limit 0")
        return [(column.name, column.type_code) for column in cursor.description or ()]


def _run(uri: str, names: list[str], parameters: dict[str, Any]) -> None:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        for name in names:
            cursor.execute((_FOLDER / name).read_text(), parameters)
        connection.commit()
