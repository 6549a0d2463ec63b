"""What the warehouse found, beside the truth that the simulator wrote."""

import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.pipeline import driver

# By file of truth: the query that answers it, the columns of the key, and the columns to compare.
COMPARED: dict[str, tuple[str, str, str]] = {
    "files": (
        "select *, to_char(period, 'YYYY-MM') as month from ops.source_file",
        "uri",
        "status rows_read rows_loaded rows_known rows_rejected",
    ),
    "rejected_rows": (
        "select * from quarantine.rejected_row inner join ops.source_file using (file_id)",
        "uri sheet row_number",
        "column_name rule",
    ),
    "measures": (
        "select measure.* from mart.measure inner join rulebook.measure as catalogue using (measure_code)"
        " where not catalogue.watched or measure_code = 'web_users'",
        "period province_code district_code measure_code",
        "value",
    ),
    "subdistrict_measures": (
        "select * from mart.subdistrict_measure",
        "period province_code district_code subdistrict_code measure_code",
        "value",
    ),
    "targets": (
        "select * from mart.target",
        "period province_code district_code criterion_code condition_no",
        "measure_code comparator base_value target_value",
    ),
    "attainment": (
        "select * from mart.attainment",
        "period province_code district_code criterion_code",
        "met points max_points",
    ),
    "grades": (
        "select * from mart.district_grade",
        "period province_code district_code",
        "status points max_points percent grade grade_basis on_time",
    ),
    "provinces": (
        "select * from mart.province_summary",
        "period province_code",
        "status districts reported on_time grade_counts mean_percent province_criteria",
    ),
    "quarters": (
        "select * from mart.quarter_grade",
        "fiscal_year_be quarter province_code district_code",
        "months mean_percent grade grade_basis status",
    ),
}
NUMBERS = {"value", "base_value", "target_value", "points", "max_points", "percent", "mean_percent"}


def differences(zone: Path, truth: Path, provinces: Iterable[str]) -> list[str]:
    """A line for everything that the truth of these provinces says otherwise than the warehouse, or alone."""
    different: list[str] = []
    for name, (query, key, columns) in COMPARED.items():
        told = [record for code in provinces for record in _records(truth / code / f"{name}.jsonl")]
        found = driver.rows(query)
        different += _differences(name, _by_key(told, key, columns, zone), _by_key(found, key, columns, zone))
    return different


def _records(path: Path) -> Iterable[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record.get("rule") == "summary_refused":
            record["column_name"] = "summary"
        if "grade_counts" in record:  # a grade that no district has may be left out
            record["grade_counts"] = {grade: count for grade, count in record["grade_counts"].items() if count}
        yield record


def _by_key(
    records: Iterable[dict[str, Any]], key: str, columns: str, zone: Path
) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Records in one form, whether they come from JSON or from the database, which cuts what has no last decimal."""
    found = {}
    for record in records:
        named = tuple(_comparable(name, record[name], zone) for name in key.split())
        found[named] = tuple(_comparable(name, record[name], zone) for name in columns.split())
    return found


def _comparable(name: str, value: Any, zone: Path) -> object:
    if name in NUMBERS and value is not None:
        return round(Fraction(value), 12)
    if name == "uri":
        return value.removeprefix(f"file://{zone}/")
    if name == "grade_counts":
        return {grade: count for grade, count in value.items() if count}
    return value.isoformat() if isinstance(value, date) else value


def _differences(
    name: str, told: dict[tuple[object, ...], tuple[object, ...]], found: dict[tuple[object, ...], tuple[object, ...]]
) -> list[str]:
    return [
        f"{name} {key}: the truth says {told.get(key, 'nothing')}, the warehouse {found.get(key, 'nothing')}"
        for key in sorted(told.keys() | found.keys(), key=str)
        if told.get(key) != found.get(key)
    ]
