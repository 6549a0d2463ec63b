"""Asks the suites of `expectations/` about built months and freezes, and keeps the results in `ops.expectation_result`.

A suite asks about one relation in one province and month. In its queries `{batch}` stands for the relation's rows of
that month (those of `candidate` for a suite of `mart`, which checks what is about to be moved), `{files}` for the files
they were typed from, and `{month}` for the row that says which month it is: so a rule about what is missing knows whose
month it is where no row is left. A suite of `snapshot` asks the same of one freeze.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from include import large_tables, warehouse
from include.quality import asking, results
from include.quality.asking import Answer, suites
from include.quality.data_docs import write_data_docs
from include.quality.scope import Month, Snapshot, month_of

__all__ = ["Month", "Snapshot", "audit", "audit_snapshots", "suites", "write_data_docs"]


def audit(
    months: list[dict[str, Any]], run_id: str, warehouse_uri: str | None = None, data_docs: Path | None = None
) -> list[dict[str, Any]]:
    """Check months that stand built and committed in `candidate`; returns the results that failed, as kept in ops.

    `months` are dicts of programme_code, province_code and period (its first day). Every result becomes a row of
    `ops.expectation_result`, and `candidate.month.failed_expectations` the critical ones that failed, `{}` where none
    did. An expectation that could not be evaluated has failed. A month that is not built, or whose inputs changed since
    or meanwhile, is left undecided and without results: it is stale, and built anew. Where `data_docs` is given, the
    run's results are written there as pages. Raises ValueError for a month of another form, and what keeps the database
    from answering: then nothing is decided.
    """
    asked = [month_of(month) for month in months]
    if not asked:
        return []
    uri = warehouse_uri or warehouse.uri()
    with warehouse.connect(uri) as connection:
        built_at = {month: at for month in asked if (at := _built_at(connection, month))}
        large_tables.renew_statistics(connection)
    answers: dict[Month, list[Answer]] = {month: [] for month in built_at}
    for answer in asking.ask(
        uri, list(built_at), [suite for suite in suites() if not suite.name.startswith("snapshot.")]
    ):
        answers[answer.month].append(answer)
    with warehouse.connect(uri) as connection:
        decided = [month for month in built_at if _built_at(connection, month) == built_at[month]]
        kept = {month: results.keep(connection, run_id, answers[month]) for month in decided}
        for month, rows in kept.items():
            _decide(connection, month, rows)
    found = [row for rows in kept.values() for row in rows]
    if data_docs:
        write_data_docs(data_docs, run_id, found, uri)
    return [row for row in found if not row["success"]]


def audit_snapshots(snapshot_ids: Iterable[int], run_id: str, warehouse_uri: str | None = None) -> list[dict[str, Any]]:
    """Check freezes before they are published; returns the results that failed, as kept in ops, with snapshot_id.

    Every result becomes a row of `ops.expectation_result`. A number that no freeze has is left out.
    """
    wanted = list(snapshot_ids)
    if not wanted:
        return []
    uri = warehouse_uri or warehouse.uri()
    with warehouse.connect(uri) as connection:
        found = warehouse.fetch(
            connection,
            "select programme_code, province_code, period, snapshot_id, revision from snapshot.publication"
            " where snapshot_id = any (%s) order by snapshot_id",
            (wanted,),
        )
    snapshots = [Snapshot(**publication) for publication in found]
    frozen_suites = [suite for suite in suites() if suite.name.startswith("snapshot.")]
    answers: dict[Month, list[Answer]] = {snapshot: [] for snapshot in snapshots}
    for answer in asking.ask(uri, snapshots, frozen_suites):
        answers[answer.month].append(answer)
    with warehouse.connect(uri) as connection:
        return [
            row | {"snapshot_id": snapshot.snapshot_id, "revision": snapshot.revision}
            for snapshot in snapshots
            for row in results.keep(connection, run_id, answers[snapshot])
            if not row["success"]
        ]


def _built_at(connection: Any, month: Month) -> datetime | None:
    """When the month in candidate was built; None where it is not, or not from today's inputs."""
    built = warehouse.fetch(
        connection,
        f"select month.built_at from ({month.row}) as month"
        " inner join ops.month_input using (programme_code, province_code, period, inputs_sha256)",
    )
    return built[0]["built_at"] if built else None


def _decide(connection: Any, month: Month, rows: list[dict[str, Any]]) -> None:
    """Keep in candidate the critical expectations that failed."""
    failed = [
        f"{row['suite']}: {row['expectation']}" for row in rows if not row["success"] and row["severity"] == "critical"
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "update candidate.month set failed_expectations = %s"
            " where programme_code = %s and province_code = %s and period = %s",
            (failed, month.programme_code, month.province_code, month.period),
        )
