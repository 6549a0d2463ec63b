"""What a file shows that is worth telling, though it is loaded all the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One row of `ops.file_finding`. `row_number` is None where no single row is meant."""

    finding_code: str
    severity: str
    message_th: str
    message_en: str
    sheet: str = ""
    row_number: int | None = None


def keep(connection: Any, file_id: int, province_code: str | None, findings: Iterable[Finding]) -> None:
    """Write a file's findings, numbered in the order they were met."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into ops.file_finding"
            " (file_id, finding_no, province_code, finding_code, severity, sheet, row_number, message_th, message_en)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    file_id,
                    number,
                    province_code,
                    found.finding_code,
                    found.severity,
                    found.sheet,
                    found.row_number,
                    found.message_th,
                    found.message_en,
                )
                for number, found in enumerate(findings, 1)
            ],
        )
