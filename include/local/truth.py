"""The grades that stand beside those that a simulation says there must be."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

COLUMNS = ("status", "points", "max_points", "percent", "grade", "grade_basis", "on_time")
NUMBERS = frozenset(("points", "max_points", "percent"))


class Compared(NamedTuple):
    """How many grades the truth has, and a line for each that stands otherwise, or on one side alone."""

    grades: int
    different: list[str]


def compare(connection: Any, truth: Path) -> Compared:
    """Every grade below a folder of truth with `mart.district_grade`, for the provinces that the folder knows."""
    told = dict(_told(truth))
    provinces = sorted({province_code for province_code, _, _ in told})
    with connection.cursor() as cursor:
        cursor.execute(
            f"select province_code, to_char(period, 'YYYY-MM-DD'), district_code, {', '.join(COLUMNS)}"
            " from mart.district_grade where province_code = any(%s)",
            (provinces,),
        )
        found = {row[:3]: _comparable(dict(zip(COLUMNS, row[3:], strict=True))) for row in cursor.fetchall()}
    different = [
        f"{' '.join(key)}: the truth says {told.get(key, 'nothing')}, the warehouse {found.get(key, 'nothing')}"
        for key in sorted(told.keys() | found.keys())
        if told.get(key) != found.get(key)
    ]
    return Compared(len(told), different)


def _told(truth: Path) -> Iterator[tuple[tuple[str, str, str], dict[str, object]]]:
    for path in sorted(truth.glob("*/grades.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield (record["province_code"], record["period"], record["district_code"]), _comparable(record)


def _comparable(record: dict[str, Any]) -> dict[str, object]:
    return {name: Decimal(str(record[name])) if name in NUMBERS else record[name] for name in COLUMNS}
