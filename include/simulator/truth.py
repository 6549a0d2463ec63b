"""The truth beside the landing zone, as JSON lines: what every file holds, what is refused, and what comes of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from include.simulator.calendar_months import folder_name
from include.simulator.grading import Month, Record, fraction_text, quarters
from include.simulator.measuring import Evidence, Measured, measure
from include.simulator.orders import Rulebook
from include.simulator.planting.labels import Label, classes
from include.simulator.records import Delivery


def _file(delivery: Delivery) -> Record:
    rejected = sum(placed.row.refusal is not None for placed in delivery.rows)
    return {
        "uri": delivery.uri,
        "source": delivery.source,
        "province_code": delivery.province_code,
        "period": folder_name(delivery.period) if delivery.period else None,
        "status": delivery.status,
        "rows_read": delivery.rows_read,
        "rows_loaded": delivery.rows_read - delivery.rows_known - rejected,
        "rows_known": delivery.rows_known,
        "rows_rejected": rejected,
    }


def _rejected_rows(delivery: Delivery) -> list[Record]:
    return [
        {
            "uri": delivery.uri,
            "sheet": placed.sheet,
            "row_number": placed.row_number,
            "column_name": placed.row.refusal.column_name,
            "rule": placed.row.refusal.rule,
        }
        for placed in delivery.rows
        if placed.row.refusal
    ]


def _measures(rulebook: Rulebook, measured: Measured, month: date) -> list[Record]:
    key = {"period": month.isoformat(), "province_code": rulebook.province_code}
    return [
        {**key, "district_code": district, "measure_code": code, "value": fraction_text(value)}
        for (district, code), value in measured.values.items()
    ]


def _subdistrict_measures(rulebook: Rulebook, measured: Measured, month: date) -> list[Record]:
    key = {"period": month.isoformat(), "province_code": rulebook.province_code}
    return [
        {
            **key,
            "district_code": code[:4],
            "subdistrict_code": code,
            "measure_code": measure_code,
            "value": fraction_text(value),
        }
        for (code, measure_code), value in measured.subdistrict_values.items()
    ]


def _write(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    path.write_text("".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records), encoding="utf-8")


def _write_files(folder: Path, deliveries: Iterable[Delivery]) -> None:
    ordered = sorted(deliveries, key=lambda delivery: delivery.uri)
    _write(folder / "files.jsonl", map(_file, ordered))
    _write(folder / "rejected_rows.jsonl", (row for delivery in ordered for row in _rejected_rows(delivery)))


def write_labels(folder: Path, deliveries: Iterable[Delivery], labels: Iterable[Label]) -> None:
    """Writes what every file of a province with planted defects holds, and the labels of the defects."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = classes()
    _write_files(folder, deliveries)
    _write(folder / "planted.jsonl", (label.record(catalogue) for label in labels))


def write_truth(folder: Path, evidence_by_month: Mapping[date, Evidence]) -> None:
    """Writes a province's truth into `folder`; months of different rulebooks are each measured by their own."""
    folder.mkdir(parents=True, exist_ok=True)
    measured = {month: measure(evidence, month) for month, evidence in evidence_by_month.items()}
    months = {month: Month(evidence, measured[month], month) for month, evidence in evidence_by_month.items()}
    some = next(iter(evidence_by_month.values()))
    books = {month: evidence.rulebook for month, evidence in evidence_by_month.items()}
    _write_files(folder, some.deliveries)
    _write(
        folder / "measures.jsonl", (row for month in months for row in _measures(books[month], measured[month], month))
    )
    _write(
        folder / "subdistrict_measures.jsonl",
        (row for month in months for row in _subdistrict_measures(books[month], measured[month], month)),
    )
    _write(folder / "targets.jsonl", (row for month in months.values() for row in month.targets))
    _write(folder / "attainment.jsonl", (row for month in months.values() for row in month.attainment))
    _write(folder / "grades.jsonl", (row for month in months.values() for row in month.grades))
    _write(folder / "provinces.jsonl", (month.province() for month in months.values()))
    last_book = books[max(books)]
    _write(folder / "quarters.jsonl", quarters(last_book, some.districts, months))
