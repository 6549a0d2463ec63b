"""The figures of one edition: grades, criteria, measures against targets, trend, quality, deadlines, quarter."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from include.publishing.results import beside
from include.publishing.results.shapes import (
    Condition,
    Criterion,
    District,
    Edition,
    Month,
    PastMonth,
    Reading,
    Result,
    Rules,
)
from include.warehouse import fetch

ADOPTED = "adopted"  # the rulebook's name of what no document says

Row = dict[str, Any]


def read(connection: Any, edition: Edition) -> Month:
    """Everything an edition says, in about ten queries however many districts there are."""
    rules = rules_of(connection, edition)
    results = _results(connection, edition, rules)
    state = _state(connection, edition)
    return Month(
        edition=edition,
        rules=rules,
        status=state["status"],
        districts=_districts(connection, edition, results),
        province=[results[None][criterion.code] for criterion in rules.of_province if criterion.code in results[None]],
        deadlines=beside.deadlines(connection, edition),
        quarter=beside.quarter(connection, edition),
        waits_for=_waits_for(connection, edition) if state["status"] == "waiting" else [],
        stale_because_th=state["stale_because_th"],
    )


def rules_of(connection: Any, edition: Edition) -> Rules:
    """The rulebook that the edition was graded by."""
    [held] = fetch(
        connection,
        """
        select document
        from mart.rulebook_version
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s
            and rulebook_version = %(rulebook_version)s
        """,
        edition.parameters,
    )
    document = held["document"]
    titles = {code: entry["title_th"] for code, entry in document["documents"].items()}
    return Rules(
        criteria=[
            Criterion(
                code=entry["code"],
                name_th=entry["name_th"],
                level=entry.get("level", "district"),
                points=Decimal(str(entry["points"])),
                document_th=titles[entry["document"]],
                clause=entry.get("clause") or "",
                adopted=entry["document"] == ADOPTED,
            )
            for entry in document["criteria"]
        ],
        bands=sorted(
            ((band["grade"], Decimal(str(band["from_percent"]))) for band in document["grade_bands"]["bands"]),
            key=lambda band: -band[1],
        ),
        readings=[
            Reading(
                code=code,
                value=entry["value"],
                note_th=entry["note_th"],
                document_th=titles[entry["document"]],
                clause=entry.get("clause") or "",
                adopted=entry["document"] == ADOPTED,
            )
            for code, entry in document["readings"].items()
        ],
        documents=titles,
    )


def _results(connection: Any, edition: Edition, rules: Rules) -> dict[str | None, dict[str, Result]]:
    """By district code (None is the province) and criterion code."""
    measured = {
        (row["district_code"], row["measure_code"]): row["value"]
        for row in fetch(
            connection, f"select district_code, measure_code, value {edition.rows_of('measure')}", edition.parameters
        )
    }
    catalogue = {
        row["measure_code"]: row
        for row in fetch(connection, "select measure_code, source, name_th, unit_th from mart.measure_definition")
    }
    conditions: dict[tuple[str | None, str], list[Condition]] = defaultdict(list)
    for row in fetch(connection, f"select * {edition.rows_of('target')} order by condition_no", edition.parameters):
        value = measured.get((row["district_code"], row["measure_code"]))
        conditions[row["district_code"], row["criterion_code"]].append(_condition(row, value, catalogue))
    known = {criterion.code: criterion for criterion in rules.criteria}
    results: dict[str | None, dict[str, Result]] = defaultdict(dict)
    for row in fetch(connection, f"select * {edition.rows_of('attainment')}", edition.parameters):
        place, code = row["district_code"], row["criterion_code"]
        results[place][code] = Result(
            criterion=known[code],
            met=row["met"],
            points=row["points"],
            max_points=row["max_points"],
            explanation_th=row["explanation_th"],
            conditions=conditions[place, code],
        )
    return results


def _condition(row: Row, value: Decimal | None, catalogue: dict[str, Row]) -> Condition:
    target, comparator = row["target_value"], row["comparator"]
    known = value is not None and target is not None
    about = catalogue[row["measure_code"]]
    return Condition(
        condition_no=row["condition_no"],
        measure_code=row["measure_code"],
        name_th=about["name_th"],
        unit_th=about["unit_th"],
        source=about["source"],
        comparator=comparator,
        value=value,
        target=target,
        base=row["base_value"],
        order_ref=row["order_ref"],
        holds=known and (value >= target if comparator == ">=" else value == target),
    )


def _districts(connection: Any, edition: Edition, results: dict[str | None, dict[str, Result]]) -> list[District]:
    rows = fetch(
        connection,
        f"""
        select rank() over (order by points / max_points desc) as rank, * {edition.rows_of("district_grade")}
        order by points / max_points desc, district_code
        """,
        edition.parameters,
    )
    quality = beside.quality(connection, edition)
    trends = beside.trends(connection, edition)
    steps: dict[str, list[Row]] = defaultdict(list)
    for row in fetch(
        connection,
        f"select * {edition.rows_of('next_step')} order by option_no, criterion_code, condition_no",
        edition.parameters,
    ):
        steps[row["district_code"]].append(row)
    districts = []
    for row in rows:
        code = row["district_code"]
        of_district = quality[code]
        known = [dimension.value for dimension in of_district if dimension.value is not None]
        this = PastMonth(edition.period, row["grade"], row["percent"], row["points"], row["max_points"], edition.kind)
        districts.append(
            District(
                code=code,
                name_th=row["district_name_th"],
                rank=row["rank"],
                status=row["status"],
                grade=row["grade"],
                points=row["points"],
                max_points=row["max_points"],
                percent=row["percent"],
                grade_basis=row["grade_basis"],
                reported_at=row["reported_at"],
                on_time=row["on_time"],
                results=results[code],
                quality=of_district,
                quality_score=sum(known, Decimal(0)) / len(known) if known else None,
                trend=[*trends[code], this],
                steps=steps[code],
            )
        )
    return districts


def _state(connection: Any, edition: Edition) -> Row:
    """The state of a live month; what was frozen was graded."""
    if edition.frozen:
        return {"status": "graded", "stale_because_th": None}
    found = fetch(
        connection,
        """
        select coalesce(shown_status, status) as status, case when stale then stale_because_th end as stale_because_th
        from mart.month_state
        where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
        """,
        edition.parameters,
    )
    return found[0] if found else {"status": "waiting", "stale_because_th": None}


def _waits_for(connection: Any, edition: Edition) -> list[str]:
    rows = fetch(
        connection,
        """
        select message_th
        from mart.finding
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
            and finding_code = 'source_missing' and state <> 'resolved'
        order by source
        """,
        edition.parameters,
    )
    return [row["message_th"] for row in rows]
