"""What the warehouse found, in the same words as the labels of what was planted."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from include import warehouse
from include.loaders import refusal

# What answers a defect of each kind; where it is exact, an answer without a label is a false alarm of the class.
KINDS = ("row", "file", "finding", "expectation", "outlier")
EXACT = ("row", "file", "finding", "expectation")

QUERIES = {
    "row": """
        select rule as found_as, uri, sheet, row_number, column_name
        from quarantine.rejected_row
        inner join ops.source_file using (file_id)
    """,
    "file": "select status, reason, uri from ops.source_file where status <> 'loaded'",
    "finding": """
        select
            finding_code as found_as, province_code, period, district_code, source, file as uri, null as sheet,
            row_number, nullif(subject, '') as measure_code
        from mart.month_finding
        union all
        select
            finding_code as found_as, province_code, period, district_code, source, file as uri, null as sheet,
            row_number, null as measure_code
        from mart.present_finding
        where finding_code = 'file_rejected'
        union all
        select
            finding_code as found_as, source_file.province_code, source_file.period, null as district_code, source, uri,
            sheet, row_number, null as measure_code
        from ops.file_finding
        inner join ops.source_file using (file_id)
    """,
    "expectation": """
        select distinct suite || ': ' || expectation as found_as, province_code, period
        from ops.expectation_result
        where not success
    """,
    "outlier": """
        select distinct measure_code as found_as, province_code, period, district_code, measure_code
        from mart.outlier
    """,
}
# By what two records of a kind are the same; findings by their code.
KEYS = {
    "row": ("uri", "sheet", "row_number", "column_name"),
    "file": ("uri",),
    "outlier": ("province_code", "period", "district_code"),
    "expectation": ("province_code", "period"),
    "silent": ("province_code", "period", "district_code", "measure_code"),
}
OF_FILES = ("uri", "sheet", "row_number")
OF_DISTRICTS = ("province_code", "period", "district_code")
FINDING_KEYS: Mapping[str, tuple[str, ...]] = {
    "source_missing": ("province_code", "period", "source"),
    "operator_unknown": ("province_code", "period", "uri", "row_number"),
    "hashtags_missing": ("province_code", "period", "district_code", "uri", "row_number"),
    "registry_differs": OF_DISTRICTS,
    "leaders_above_headcount": OF_DISTRICTS,
    "report_back_dated": OF_DISTRICTS,
    "report_rows_refused": (*OF_DISTRICTS, "uri"),
    "export_rows_refused": ("uri",),
    "file_rejected": ("uri",),
    "claims_above_record": (*OF_DISTRICTS, "measure_code"),
    "claims_repeatedly_above": (*OF_DISTRICTS, "measure_code"),
}


def found(connection: Any, kind: str, zone: Path) -> list[dict[str, Any]]:
    """Everything of one kind that the warehouse found."""
    records = warehouse.fetch(connection, QUERIES[kind])
    for record in records:
        record["kind"] = kind
        if kind == "file":
            record["found_as"] = _code(record["status"], record["reason"])
        if record.get("uri"):
            record["uri"] = record["uri"].removeprefix(f"file://{zone}/")
        if record.get("period"):
            record["period"] = record["period"].isoformat()
    return records


def key(record: Mapping[str, Any]) -> tuple[object, ...]:
    """What found it, or must, and where."""
    names = KEYS.get(record["kind"]) or FINDING_KEYS.get(record["found_as"], OF_FILES)
    return (record["found_as"], *(_value(record, name) for name in names))


def place(record: Mapping[str, Any]) -> tuple[object, ...]:
    """The district and month that a record is about."""
    return tuple(record[name] for name in OF_DISTRICTS)


def _value(record: Mapping[str, Any], name: str) -> object:
    """A value of a record; a refused summary is its file's, whichever label of it is meant."""
    if name == "column_name" and record["found_as"] == "summary_refused":
        return "summary"
    return record[name]


def _code(status: str, reason: str) -> str:
    """The code of the sentence with which a file came back."""
    if status == "duplicate":
        return status
    told = re.sub("^แผ่นงาน “[^”]*”: ", "", reason)
    for code, message in refusal.MESSAGES.items():
        pattern = "".join(
            ".*" if part.startswith("{") else re.escape(part) for part in re.split(r"({[^}]*})", message.sentence)
        )
        if re.fullmatch(pattern, told, re.DOTALL):
            return code
    return reason
