"""What a restatement changed in the grades of a month, and why."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from include.publishing.results.shapes import Edition
from include.warehouse import fetch


@dataclass(frozen=True)
class Change:
    """A district whose points or grade are others than in the revision before; `because_th` a sentence a cause."""

    district_code: str
    name_th: str
    grade_was: str | None
    grade_is: str
    points_was: Decimal | None
    points_is: Decimal
    because_th: list[str]


def since_revision_before(connection: Any, edition: Edition) -> list[Change]:
    """The districts that an edition grades otherwise than the month's revision before it; [] where there is none."""
    if edition.revision is None:
        return []
    rows = fetch(
        connection,
        """
        select
            now_is.district_code, now_is.district_name_th as name_th, was.grade as grade_was, now_is.grade as grade_is,
            was.points as points_was, now_is.points as points_is
        from (
            select snapshot_id
            from snapshot.publication
            where
                programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
                and revision < %(revision)s
            order by revision desc
            limit 1
        ) as before
        cross join snapshot.district_grade as now_is
        left join snapshot.district_grade as was
            on was.snapshot_id = before.snapshot_id and was.district_code = now_is.district_code
        where
            now_is.snapshot_id = %(snapshot_id)s
            and (was.grade, was.points) is distinct from (now_is.grade, now_is.points)
        order by now_is.district_code
        """,
        edition.parameters | {"revision": edition.revision},
    )
    if not rows:
        return []
    because: dict[str, list[str]] = {row["district_code"]: [] for row in rows}
    for part in fetch(
        connection,
        """
        select district_code, explanation_th
        from mart.grade_bridge(
            %(province_code)s, null, %(period)s, %(before)s, %(period)s, %(revision)s, %(programme_code)s
        )
        order by district_code, criterion_code, cause
        """,
        edition.parameters | {"before": edition.revision - 1, "revision": edition.revision},
    ):
        because.setdefault(part["district_code"], []).append(part["explanation_th"])
    return [Change(**row, because_th=because[row["district_code"]]) for row in rows]
