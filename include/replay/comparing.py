"""What differs between a snapshot and the same month built again, cell by cell."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from include import warehouse

Row = dict[str, Any]
# The tables that content_sha256 is about, each with its key within a snapshot.
TABLES = {
    "district_grade": ("district_code",),
    "attainment": ("district_code", "criterion_code"),
    "target": ("district_code", "criterion_code", "condition_no"),
    "measure": ("district_code", "measure_code"),
}
_SAME_FOR_ALL = {"snapshot_id", "programme_code", "province_code", "period"}


def difference(table: str, key: str, column: str, was: Any, now: Any) -> Row:
    """One cell that differs; `was` is what was published, `is` what it is when built again."""
    return {"table": table, "key": key, "column": column, "was": _text(was), "is": _text(now)}


def differences(live: Any, rebuilt: Any, publication: Row) -> Iterator[Row]:
    """The cells of a snapshot that are others in `candidate` of the database where its month was built again."""
    for table, key in TABLES.items():
        was = warehouse.fetch(live, f"select * from snapshot.{table} where snapshot_id = %(snapshot_id)s", publication)
        now = warehouse.fetch(
            rebuilt,
            f"select * from candidate.{table} where programme_code = %(programme_code)s"
            " and province_code = %(province_code)s and period = %(period)s",
            publication,
        )
        yield from _of_table(table, key, _by_key(was, key), _by_key(now, key))


def _of_table(table: str, key: tuple[str, ...], was: dict[str, Row], now: dict[str, Row]) -> Iterator[Row]:
    for name in sorted(was.keys() | now.keys()):
        if name not in now or name not in was:
            yield difference(table, name, "", "มี" if name in was else None, "มี" if name in now else None)
            continue
        for column, value in was[name].items():
            if column not in _SAME_FOR_ALL and column not in key and value != now[name][column]:
                yield difference(table, name, column, value, now[name][column])


def _by_key(rows: Iterable[Row], key: tuple[str, ...]) -> dict[str, Row]:
    return {" ".join("-" if row[column] is None else str(row[column]) for column in key): row for row in rows}


def _text(value: Any) -> str | bool | int | None:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date | datetime) else value
