"""Answers as rows of `ops.expectation_result`."""

from datetime import UTC, datetime
from typing import Any

from psycopg2.extras import Json, execute_values

from include.quality.asking import Answer

ROWS_TOLD = 3


def keep(connection: Any, run_id: str, answers: list[Answer]) -> list[dict[str, Any]]:
    """Write the answers; returns them as rows."""
    rows = [as_row(run_id, answer) for answer in answers]
    if rows:
        with connection.cursor() as cursor:
            execute_values(
                cursor,
                f"insert into ops.expectation_result ({', '.join(rows[0])}) values %s",
                [list((row | {"examples": Json(row["examples"])}).values()) for row in rows],
            )
    return rows


def as_row(run_id: str, answer: Answer) -> dict[str, Any]:
    """The row of an answer; `observed` tells the first rows found, or why none could be looked for."""
    expectation, found = answer.expectation, answer.found
    examples = found.get("examples", [])
    told = [", ".join(f"{column} {value}" for column, value in example.items()) for example in examples[:ROWS_TOLD]]
    return {
        "run_id": run_id,
        "ran_at": datetime.now(UTC),
        "suite": answer.suite,
        "expectation": expectation.description,
        "severity": expectation.severity.value,
        "period": answer.month.period,
        "province_code": answer.month.province_code,
        "success": answer.success,
        "unexpected_count": found.get("unexpected_count", 0),
        "observed": "; ".join(told) or answer.unanswered,
        "examples": examples,
        "district_codes": found.get("district_codes", []),
        "duration_seconds": round(found["duration_seconds"], 6) if "duration_seconds" in found else None,
        "missing_values": (expectation.meta or {}).get("missing_values"),
        "notes": expectation.notes,
    }
