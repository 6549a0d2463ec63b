"""Four small months: their facts, the models that build them, and the freeze of two."""

import datetime
from pathlib import Path
from typing import Any

from include import months as life
from include import warehouse

FREEZE = {
    "revision": 1,
    "kind": "final",
    "reason": "สิ้นกำหนดเผยแพร่ของจังหวัด",
    "taken_at": "2025-03-18 23:00:00+07",
    "code_version": "test",
}
MODELS = (
    "candidate/month.sql",
    "mart/target.sql",
    "mart/subdistrict_measure.sql",
    "mart/measure.sql",
    "mart/watched_measure.sql",
    "mart/attainment.sql",
    "mart/district_grade.sql",
    "mart/next_step.sql",
    "mart/province_summary.sql",
    "mart/reconciliation.sql",
    "mart/submission_version.sql",
    "mart/submission_diff.sql",
    "mart/month_finding.sql",
    "mart/month_finding.reports.sql",
    "mart/month_finding.refusals.sql",
    "mart/quality_dimension.sql",
    "mart/outlier.sql",
    "mart/month_finding.claims.sql",
)


def month(province_code: str, period: datetime.date) -> dict[str, Any]:
    """A month as the audit is asked about it."""
    return {"programme_code": "click", "province_code": province_code, "period": period}


# The spoilt month; one of another province; one of the same province; one that waits for its downloads.
GIVEN = month("57", datetime.date(2024, 2, 1))
ELSEWHERE = month("34", datetime.date(2025, 1, 1))
EARLIER = month("57", datetime.date(2024, 1, 1))
WAITING = month("34", datetime.date(2025, 2, 1))


def land(connection: Any, given: dict[str, Any], missing_sources: tuple[str, ...] = ()) -> None:
    """Put a month's facts into the warehouse, and the rows they come from, but those of sources that have not come."""
    with connection.cursor() as cursor:
        for name in ("month.sql", "typed.sql"):
            statement = (Path(__file__).parent / name).read_text()
            cursor.execute(statement, given | {"missing_sources": list(missing_sources)})


def build(connection: Any, given: dict[str, Any]) -> None:
    """Build a month in candidate, by the models and in their order."""
    for model in MODELS:
        warehouse.run(connection, model, given | {"code_version": "test"})


def freeze(connection: Any, given: dict[str, Any]) -> None:
    """Let a built month pass, move it into mart and freeze it; it then waits for its audit again."""
    decide = "update candidate.month set failed_expectations = %s where province_code = %s and period = %s"
    with connection.cursor() as cursor:
        cursor.execute(decide, ([], given["province_code"], given["period"]))
        warehouse.run(connection, "mart/move.sql", given)
        for model in life.FREEZE:
            warehouse.run(connection, model, given | FREEZE)
        cursor.execute(decide, (None, given["province_code"], given["period"]))
