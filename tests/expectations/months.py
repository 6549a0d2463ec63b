"""Four small months: their facts, and the models that build them."""

import datetime
from pathlib import Path
from typing import Any

from include import warehouse

MODELS = (
    "candidate/month.sql",
    "mart/target.sql",
    "mart/subdistrict_measure.sql",
    "mart/measure.sql",
    "mart/watched_measure.sql",
    "mart/attainment.sql",
    "mart/district_grade.sql",
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
    """Put a month's facts into the warehouse, but those of the sources that have not come."""
    with connection.cursor() as cursor:
        statement = (Path(__file__).parent / "month.sql").read_text()
        cursor.execute(statement, given | {"missing_sources": list(missing_sources)})


def build(connection: Any, given: dict[str, Any]) -> None:
    """Build a month in candidate, by the models and in their order."""
    for model in MODELS:
        warehouse.run(connection, model, given | {"code_version": "test"})
