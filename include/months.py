"""The life of a province-month: typed, built, audited, moved into mart, frozen. What is due is asked of Postgres.

The tuples are the order of work, as files of `include/sql`: Airflow's tasks and `close` run the same ones.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from psycopg2 import DataError, IntegrityError, InternalError, ProgrammingError

from include import large_tables, quality, warehouse
from include.prepared import Prepared

TYPE = (
    "staging/lock.sql",
    "quarantine/rejected_row.sql",
    "staging/submission.sql",
    "staging/submission_download.sql",
    "staging/submission_publicity.sql",
    "staging/submission_activity.sql",
    "staging/submission_service.sql",
    "staging/otop_operator.sql",
    "staging/shop_registration.sql",
    "staging/content_record.sql",
    "staging/leader_roster.sql",
    "warehouse/submission.sql",
    "warehouse/claimed_download.sql",
    "warehouse/publicity_post.sql",
    "warehouse/activity.sql",
    "warehouse/service_record.sql",
    "warehouse/otop_operator.sql",
    "warehouse/shop.sql",
    "warehouse/app_download.sql",
    "warehouse/content_record.sql",
    "warehouse/leader_roster.sql",
    "ops/finding_episode.sql",
    "ops/source_file.sql",
    "ops/personal_key.sql",
)
# What becomes of the rows alone, of which nothing is told to anybody but who asked.
JUDGE = tuple(path for path in TYPE if path != "ops/finding_episode.sql")
BUILD = (
    "candidate/month.sql",
    "mart/target.sql",
    "mart/subdistrict_measure.sql",
    "mart/measure.sql",
    "mart/watched_measure.sql",
    "mart/reconciliation.sql",
    "mart/attainment.sql",
    "mart/district_grade.sql",
    "mart/next_step.sql",
    "mart/province_summary.sql",
    "mart/submission_version.sql",
    "mart/submission_diff.sql",
    "mart/month_finding.sql",
    "mart/month_finding.reports.sql",
    "mart/month_finding.refusals.sql",
    "mart/quality_dimension.sql",
)
# What rests on other months too: made when all months of a run are built, whatever the order of their building.
COMPARE = (
    "staging/lock.sql",
    "mart/outlier.sql",
    "mart/month_finding.claims.sql",
)
MOVE = ("mart/move.sql", "mart/district_grade_history.sql")
FREEZE = ("snapshot/publication.sql", "snapshot/rule_in_force.sql")

Month = dict[
    str, Any
]  # programme_code, province_code, period (date), code_version; of a freeze also revision, kind, reason, taken_at


def pending_provinces() -> list[Month]:
    """The provinces with files whose rows wait to be typed, as parameters of `TYPE`; room is made for their months.

    In a transaction of its own, so that provinces that are typed side by side do not wait for each other's.
    """
    large_tables.make_room_for_pending()
    with warehouse.connect() as connection:
        return warehouse.fetch(connection, "select distinct province_code from ops.pending_file order by province_code")


def stale(provinces: Iterable[str] | None = None, first: date | None = None, last: date | None = None) -> list[Month]:
    """The open months whose figures are older than what they come from, as parameters of `BUILD` and `MOVE`.

    `provinces`, `first` and `last` (first days of months, inclusive) narrow the choice; None leaves it wide.
    """
    with warehouse.connect() as connection:
        found = warehouse.fetch(
            connection,
            """
            select programme_code, province_code, period
            from ops.stale_month
            union
            select programme_code, province_code, period
            from ops.month
            where code_version <> %(code_version)s
            order by programme_code, province_code, period
            """,
            {"code_version": warehouse.code_version()},
        )
        # of a month that is not stale though its files changed, the next look need not read them again
        warehouse.run(connection, "ops/month.sql")
        if found:
            # a plan made for the first month is kept for all of them
            large_tables.renew_statistics(connection)
    return [month | {"code_version": warehouse.code_version()} for month in _chosen(found, provinces, first, last)]


def forget_wrongly_kept() -> list[Month]:
    """Have every month whose kept digest is not what its files give computed anew; returns them: there is none.

    Reads every file of every month.
    """
    with warehouse.connect() as connection:
        return warehouse.fetch(
            connection,
            """
            update ops.month
            set change_count = null
            from ops.wrong_month_input as wrong
            where
                month.programme_code = wrong.programme_code and month.province_code = wrong.province_code
                and month.period = wrong.period
            returning month.programme_code, month.province_code, month.period
            """,
        )


def due(
    at: datetime, provinces: Iterable[str] | None = None, first: date | None = None, last: date | None = None
) -> list[Month]:
    """The freezes due at a moment, as parameters of `FREEZE`, in the order in which they are to be taken."""
    with warehouse.connect() as connection:
        found = warehouse.fetch(connection, "select * from ops.due_publication(%(at)s)", {"at": at})
    return [
        month | {"code_version": warehouse.code_version(), "taken_at": at}
        for month in _chosen(found, provinces, first, last)
    ]


def stopped(
    at: datetime, provinces: Iterable[str] | None = None, first: date | None = None, last: date | None = None
) -> list[Month]:
    """The freezes due at a moment that are not taken, each with `stopped_because`, in Thai."""
    with warehouse.connect() as connection:
        found = warehouse.fetch(connection, "select * from ops.stopped_publication(%(at)s)", {"at": at})
    return _chosen(found, provinces, first, last)


def run(files: Iterable[str], parameters: Mapping[str, Any]) -> None:
    """The files, in order, as one transaction."""
    with warehouse.connect() as connection:
        for path in files:
            warehouse.run(connection, path, parameters)


def run_each(files: Iterable[str], many: Iterable[Mapping[str, Any]]) -> None:
    """The files, in order, for each of many parameters: a transaction each, one after the other."""
    with warehouse.connect() as connection:
        prepared = Prepared.files(connection, files)
        for parameters in many:
            prepared.run(parameters)


def audit(months: list[Month], run_id: str, data_docs: Path | None = None) -> list[dict[str, Any]]:
    """Compare the built months with those around them and check them; returns the critical expectations that failed.

    Their months are held. One that cannot be compared is told likewise and left undecided: what stood stays.
    `data_docs` is the folder in which the run's results are to be read as pages, if they are.
    """
    incomparable = _compare(months)
    comparable = [month for month in months if (month["province_code"], month["period"]) not in incomparable]
    failures = quality.audit(comparable, run_id, data_docs=data_docs) if comparable else []
    return [*incomparable.values(), *(failure for failure in failures if failure["severity"] == "critical")]


def audit_snapshots(snapshot_ids: Iterable[int], run_id: str) -> list[dict[str, Any]]:
    """Check freezes that wait to be published; returns the critical expectations that failed, each with snapshot_id."""
    failures = quality.audit_snapshots(snapshot_ids, run_id)
    return [failure for failure in failures if failure["severity"] == "critical"]


def close(months: list[Month], run_id: str) -> list[dict[str, Any]]:
    """Build, audit and move the months; returns the critical expectations that failed, whose months are held."""
    run_each(BUILD, months)
    failures = audit(months, run_id)
    run_each(MOVE, months)
    return failures


def bring_up_to_date(waiting: list[Month], run_id: str) -> None:
    """Close those of the months waiting to be frozen whose figures are stale: the freeze itself refuses stale ones.

    Rows of their provinces that wait to be typed are typed first: a month is frozen with every file that was loaded,
    read under the rules in force.
    """
    provinces = {month["province_code"] for month in waiting}
    pending = pending_provinces() if waiting else []
    run_each(TYPE, [province for province in pending if province["province_code"] in provinces])
    affected = {(month["province_code"], month["period"]) for month in waiting}
    close([month for month in stale() if (month["province_code"], month["period"]) in affected], run_id)


def freeze_due(
    at: datetime,
    run_id: str,
    provinces: Iterable[str] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> list[Month]:
    """Freeze what is due, bringing its figures up to date first; returns what was due.

    Called before other files are loaded, so that a provisional summary holds exactly what had come by its deadline.
    """
    waiting = due(at, provinces, first, last)
    bring_up_to_date(waiting, run_id)
    run_each(FREEZE, waiting)
    return waiting


def _compare(months: list[Month]) -> dict[tuple[str, date], dict[str, Any]]:
    """The months that could not be compared, by province and period, each in the form of a failed expectation."""
    incomparable = {}
    with warehouse.connect() as connection:
        prepared = Prepared.files(connection, COMPARE)
        for month in months:
            try:
                prepared.run(month)
            except (DataError, IntegrityError, InternalError, ProgrammingError) as error:
                incomparable[month["province_code"], month["period"]] = month | {
                    "suite": "mart.outlier",
                    "expectation": "a month can be compared with those before it",
                    "severity": "critical",
                    "success": False,
                    "observed": str(error),
                }
    return incomparable


def _chosen(found: list[Month], provinces: Iterable[str] | None, first: date | None, last: date | None) -> list[Month]:
    wanted = None if provinces is None else set(provinces)
    return [
        month
        for month in found
        if (wanted is None or month["province_code"] in wanted)
        and (first is None or month["period"] >= first)
        and (last is None or month["period"] <= last)
    ]
