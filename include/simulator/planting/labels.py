"""What was planted, where, and what must find it: one label a defect."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from include.simulator.records import Delivery

CLASSES = Path(__file__).parent / "classes.csv"


@dataclass(frozen=True)
class DefectClass:
    """A class of defect.

    `kind` is how it is found: `row` refused by the rule `found_as`, `file` rejected for that reason, `finding` of that
    code, `expectation` of that description, `outlier` of that measure, or `silent` where nothing can tell.
    """

    class_code: str
    kind: str
    found_as: str
    label_th: str
    label_en: str


def classes() -> dict[str, DefectClass]:
    """The catalogue, by class."""
    with CLASSES.open(encoding="utf-8", newline="") as file:
        return {row["class_code"]: DefectClass(**row) for row in csv.DictReader(file)}


@dataclass(frozen=True)
class Label:
    """One planted defect; what does not apply is empty."""

    class_code: str
    province_code: str
    period: date | None = None
    district_code: str | None = None
    measure_code: str | None = None
    source: str | None = None
    uri: str | None = None
    sheet: str | None = None
    row_number: int | None = None
    column_name: str | None = None

    def record(self, catalogue: dict[str, DefectClass]) -> dict[str, Any]:
        """The label as the truth has it, with what must find it."""
        known = catalogue[self.class_code]
        period = None if self.period is None else self.period.isoformat()
        return {"kind": known.kind, "found_as": known.found_as, **vars(self), "period": period}


def of_files(province_code: str, deliveries: Iterable[Delivery]) -> list[Label]:
    """A label for every file that must be rejected or told of, and for every row that must be refused."""
    labels = []
    for file in deliveries:
        if file.status != "loaded":
            reason = "duplicate" if file.status == "duplicate" else file.reason
            labels.append(Label(f"file_{reason}", province_code, file.period, source=file.source, uri=file.uri))
        for remark in file.remarks:
            labels.append(
                Label(
                    remark.finding_code,
                    province_code,
                    file.period,
                    source=file.source,
                    uri=file.uri,
                    sheet=remark.sheet,
                    row_number=remark.row_number,
                )
            )
        for sheet, row_number, row in file.rows:
            if row.refusal:
                labels.append(
                    Label(
                        f"row_{row.refusal.rule}",
                        province_code,
                        file.period,
                        source=file.source,
                        uri=file.uri,
                        sheet=sheet,
                        row_number=row_number,
                        column_name=row.refusal.column_name,
                    )
                )
    return labels
