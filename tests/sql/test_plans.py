"""No model or check reads a history: of every large table it reads the month, province or files that it is about."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from benchmarks import interactive
from include import months, quality, warehouse
from include.loaders import landing
from include.local.postgres import Cluster
from include.quality import found_rows
from include.quality.together import Together
from include.simulator import simulate
from tests.conftest import copied_database, with_database
from tests.pipeline import driver
from tests.sql.plans import Plans, Scan, planning

MONTHS = (date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1))
ABOUT = MONTHS[1]
PARTITION, OWN = re.compile(r"months\."), re.compile(f"_{ABOUT:%Y_%m}$")
AT = datetime(2024, 5, 30, tzinfo=UTC)
# The planner takes tables of rows for large ones, so that it goes by an index wherever there is one.
LARGE = """
set local role none;
update pg_class set relpages = 1, reltuples = 100000
where
    relkind = 'r'
    and relnamespace = any ('{raw, staging, quarantine, warehouse, months, candidate, mart, snapshot}'::regnamespace[]);
set local role warehouse_etl
"""
FILES = [(life, path) for life in ("TYPE", "BUILD", "COMPARE", "MOVE", "FREEZE") for path in getattr(months, life)]
ROSTER = {"staging/leader_roster.sql"}  # printed in this province's order, and not sent
# candidate.month is a list of months itself, as ops.source_file is one of files
GROWING = re.compile(
    r"(?!candidate\.month$)(raw|staging|warehouse|months|candidate|mart|snapshot)\.|quarantine\.rejected_row"
)
# Of these tables a model names its month itself, in a value that is known before anything is read. A month that another
# table tells of may be found by reading all months: the planner chooses, by what it takes the tables for.
NAMED = re.compile(r"\bperiod = ('|ANY \(\(InitPlan)|\bas_of_date = |\bfile_id\b")
NAMED_MONTHS = [
    ("BUILD", "mart/attainment.sql", {"candidate.measure", "candidate.target", "candidate.subdistrict_measure"}),
    ("TYPE", "warehouse/submission.sql", {"staging.submission_download", "staging.submission_publicity"}),
    ("TYPE", "warehouse/claimed_download.sql", {"staging.submission_download"}),
    ("TYPE", "warehouse/publicity_post.sql", {"staging.submission_publicity"}),
    ("TYPE", "warehouse/activity.sql", {"staging.submission_activity"}),
    ("TYPE", "warehouse/service_record.sql", {"staging.submission_service"}),
    ("TYPE", "warehouse/content_record.sql", {"staging.content_record"}),
]
# What is found by the month, province, file, registry's date or freeze that it is of, or was found so before.
RESTRICTED = re.compile(r"\b(period|province_code|file_id|as_of_date|snapshot_id|ctid)\b|^its first row$")


@pytest.fixture(scope="module")
def office(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Plans, dict[str, Any]]]:
    """Three published months of a province, a connection whose plans are told, and the month in their midst."""
    zone = tmp_path_factory.mktemp("plans") / "landing"
    simulate(zone, zone.parent / "truth", "57", MONTHS, seed=2, events=300)
    with copied_database(cluster) as uri, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        with warehouse.connect() as connection:
            landing.register(connection, driver.landed_files(zone), AT)
        months.run_each(months.TYPE, months.pending_provinces())
        built = months.stale()
        months.run_each(months.BUILD, built)
        driver.pass_all(built, "plans")
        months.run_each(months.MOVE, built)
        months.run_each(months.FREEZE, months.due(AT))
        [month] = [month for month in built if month["period"] == ABOUT]
        frozen = {"taken_at": AT, "reason": "again", "revision": 2, "kind": "restated"}
        with planning(with_database(str(cluster.admin_uri), uri.rsplit("/", 1)[1])) as (connection, plans):
            yield connection, plans, month | frozen


@pytest.fixture(scope="module")
def scans(office: tuple[Any, Plans, dict[str, Any]]) -> dict[tuple[str, str], set[Scan]]:
    """By file, how it read its tables when the month was typed, built and frozen anew."""
    connection, plans, month = office
    prepare(connection, plans, LARGE)
    prepare(connection, plans, "update ops.source_file set typed_with = null where period = '2024-02-01'")
    return dict(read(connection, plans, month))


def read(connection: Any, plans: Plans, month: dict[str, Any]) -> Iterator[tuple[tuple[str, str], set[Scan]]]:
    for life, path in FILES:
        if (life, path) == ("MOVE", months.MOVE[0]):
            prepare(connection, plans, "update candidate.month set failed_expectations = '{}'")
        warehouse.run(connection, path, month)
        yield (life, path), plans.scans()


def prepare(connection: Any, plans: Plans, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    plans.scans()


@pytest.mark.parametrize("file", FILES, ids=" ".join)
def test_a_model_reads_of_a_large_table_its_own_month_alone(
    scans: dict[tuple[str, str], set[Scan]], file: tuple[str, str]
) -> None:
    assert not [str(scan) for scan in unbounded(scans[file])], f"{file[1]} reads all there is"


@pytest.mark.parametrize(("life", "path", "relations"), NAMED_MONTHS, ids=[path for _, path, _ in NAMED_MONTHS])
def test_a_month_is_named_before_anything_is_read(
    scans: dict[tuple[str, str], set[Scan]], life: str, path: str, relations: set[str]
) -> None:
    found = [scan for scan in scans[life, path] if scan.relation in relations]
    assert {scan.relation for scan in found} == relations
    assert not [str(scan) for scan in found if not NAMED.search(scan.found_by)]


@pytest.mark.parametrize("question", interactive.questions())
def test_a_question_reads_the_months_alone_that_it_asks_about(
    office: tuple[Any, Plans, dict[str, Any]], question: str
) -> None:
    connection, plans, month = office
    prepare(connection, plans, LARGE)
    place = month | {"district_code": "5701"}
    assert warehouse.fetch(connection, interactive.questions()[question], place) is not None
    assert not [str(scan) for scan in unbounded(plans.scans())]


@pytest.fixture(scope="module")
def suites() -> dict[str, Any]:
    return {suite.name: suite for suite in quality.suites()}


@pytest.mark.parametrize("schema", ["staging", "warehouse", "mart", "snapshot"])
def test_a_check_of_several_months_reads_of_a_large_table_those_months_alone(
    office: tuple[Any, Plans, dict[str, Any]], suites: dict[str, Any], schema: str
) -> None:
    connection, plans, month = office
    prepare(connection, plans, LARGE)
    of = (month["programme_code"], month["province_code"], month["period"])
    with connection.cursor() as cursor:
        cursor.execute("select snapshot_id, revision from snapshot.publication where period = %s limit 1", (ABOUT,))
        freeze = quality.Snapshot(*of, *cursor.fetchone())
        # two of them, so that neither is written into the statement
        asked = {"snapshot": Together((freeze, replace(freeze, snapshot_id=0)))}.get(
            schema, Together((quality.Month(*of), quality.Month(of[0], "00", ABOUT)))
        )
        told: set[str] = set()
        for suite in (suite for name, suite in suites.items() if name.startswith(f"{schema}.")):
            for statement in statements(suite, asked):
                cursor.execute(statement, {"rows_shown": 20})
                told |= {f"{suite.name}: {scan}" for scan in unbounded(plans.scans())}
    assert not told


def statements(suite: Any, asked: Together) -> Iterator[str]:
    """What an audit asks of a suite: each rule of ours, and every row by itself."""
    month = asked.whichever
    yield f"select count(*) from ({asked.all_rows(suite.name)}) as rows where rows is null"
    for expectation in suite.expectations:
        query = getattr(expectation, "unexpected_rows_query", "")
        for place, rows in (("{month}", month.row), ("{batch}", month.batch(suite.name))):
            query = query.replace(place, f"({rows})")
        if "{files}" in query:
            query = query.replace("{files}", f"({month.files(suite.name)})")
        if query:
            yield found_rows.FOUND_OF_EACH.replace("{each}", asked.each).replace("{query}", query.replace("%", "%%"))


def test_what_is_read_is_told(scans: dict[tuple[str, str], set[Scan]]) -> None:
    """Else nothing would be found unbounded."""
    typed = {scan.relation for scan in scans["TYPE", "warehouse/app_download.sql"]}
    assert {"raw.app_downloads", "months.app_download_2024_02", "ops.source_file"} <= typed
    measured = {scan.relation for scan in scans["BUILD", "mart/subdistrict_measure.sql"]}
    assert {"months.app_download_2024_02", "warehouse.submission"} <= measured
    silent = {path for life, path in FILES if not scans[life, path]}
    assert silent == {"staging/lock.sql", *ROSTER}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("select event_id from raw.app_downloads", {"raw.app_downloads"}),
        ("select value from mart.measure where value > 3", {"mart.measure"}),
        ("select event_id from warehouse.app_download where period < '2024-02-29'", {"months.app_download_2024_01"}),
        ("select event_id from warehouse.app_download where period = '2024-02-01'", set()),
    ],
)
def test_a_statement_that_reads_all_there_is_would_be_found(
    office: tuple[Any, Plans, dict[str, Any]], statement: str, told: set[str]
) -> None:
    connection, plans, _ = office
    prepare(connection, plans, LARGE)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert {scan.relation for scan in unbounded(plans.scans())} == told


def unbounded(scans: set[Scan]) -> list[Scan]:
    """The scans of growing tables that are not restricted, or are of another month's partition."""
    return [
        scan
        for scan in scans
        if GROWING.match(scan.relation)
        and not (RESTRICTED.search(scan.found_by) and (OWN.search(scan.relation) or not PARTITION.match(scan.relation)))
    ]
