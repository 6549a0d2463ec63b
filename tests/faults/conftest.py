"""A landing zone with something of every kind, databases to take it in, and what each then holds."""

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest

from include import warehouse
from include.archive import FolderArchive
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.faults import intake

Picture = dict[str, str]
_ROWS = 400  # of an export: a step takes as long as it must, not longer
_ROOMS = ("raw", "staging", "quarantine", "warehouse", "ops")
_APART = (
    "file_id",
    "first_file_id",
    "finding_id",
    "accepted_at",
    "archived_at",
    "forgotten_at",
    "made_at",
    "opened_at",
    "resolved_at",
    "since",
)


@pytest.fixture(scope="session")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports as workbooks and as a form tool's sections, exports, one file twice, a broken one, one out of place."""
    made = tmp_path_factory.mktemp("faults")
    simulate(made / "all", made / "truth", "57", [date(2024, 2, 1)], seed=3)
    zone = made / "landing"
    reports = sorted((made / "all" / "submissions/57/2024-02").iterdir())
    workbooks = [path for path in reports if path.suffix == ".xlsx" and path.name.startswith("Click_")][:2]
    others = [path for path in reports if path.suffix == ".csv" or path.name == "รายงานเสีย.xlsx"]
    exports = [path for path in (made / "all").rglob("*.csv") if "submissions" not in path.parts]
    for path in [*workbooks, *others, *exports]:
        place = zone / path.relative_to(made / "all")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(
            b"".join(path.read_bytes().splitlines(keepends=True)[:_ROWS]) if path in exports else path.read_bytes()
        )
    shutil.copy(workbooks[0], zone / "submissions/57/2024-02" / "again.xlsx")
    return zone


@pytest.fixture(scope="session")
def fresh(cluster: Cluster) -> Callable[[], str]:
    """Makes an empty migrated database each time; returns its URI as warehouse_etl."""
    assert cluster.admin_uri
    server = cluster.admin_uri.rsplit("/", 1)[0]
    made: list[str] = []

    def make() -> str:
        name = f"fault_{len(made)}"
        with closing(psycopg2.connect(f"{server}/postgres")) as admin, admin.cursor() as cursor:
            admin.autocommit = True
            for ended in made[-1:]:
                cursor.execute(f"drop database {ended} with (force)")
            cursor.execute(f"create database {name} template warehouse strategy file_copy")
        made.append(name)
        return f"{cluster.warehouse_uri.rsplit('/', 1)[0]}/{name}"

    return make


@pytest.fixture(scope="session")
def undisturbed(fresh: Callable[[], str], zone: Path) -> Picture:
    """What the warehouse holds when nothing goes wrong."""
    uri = fresh()
    assert intake.end_of(intake.start(uri, zone)) == 0
    return picture(uri)


def picture(uri: str, rooms: Sequence[str] = _ROOMS, apart: Sequence[str] = _APART) -> Picture:
    """By table, a digest of its rows, but for what tells when or in which order: files are known by their names."""
    with warehouse.connect(uri) as connection:
        tables = warehouse.fetch(
            connection,
            "select format('%%I.%%I', table_schema, table_name) as name,"
            " bool_or(column_name = 'file_id') as of_a_file"
            " from information_schema.columns inner join information_schema.tables using (table_schema, table_name)"
            " where table_type = 'BASE TABLE' and table_schema = any (%(rooms)s)"
            " group by table_schema, table_name order by 1",
            {"rooms": list(rooms)},
        )
        return {table["name"]: _digest(connection, apart, **table) for table in tables}


def _digest(connection: object, apart: Sequence[str], name: str, of_a_file: bool) -> str:
    named = "inner join ops.source_file as known using (file_id)" if of_a_file else ""
    told = "known.uri ||" if of_a_file else ""
    # that a file was rejected for a while, for want of room, stays told as a finding that was resolved
    standing = "where rows.resolved_at is null" if name == "ops.finding_episode" else ""
    [row] = warehouse.fetch(
        connection,
        f"""
        select count(*) || ' rows ' || coalesce(md5(string_agg(line, E'\\n' order by line)), '') as content
        from (
            select
                {told} (to_jsonb(rows) - %(apart)s)::text as line
            from {name} as rows {named}
            {standing}
        ) as lines
        """,
        {"apart": list(apart)},
    )
    return str(row["content"])


def not_archived(uri: str, zone: Path) -> list[str]:
    """Files of the list whose bytes are not in the archive as the list says."""
    archive = FolderArchive(intake.archive_of(uri, zone))
    with warehouse.connect(uri) as connection:
        rows = warehouse.fetch(
            connection,
            "select source_file.uri, source_file.sha256, source_file.bytes, archived_file.sha256 as listed"
            " from ops.source_file left join ops.archived_file using (sha256)"
            " where source_file.sha256 <> '' and source_file.bytes > 0",
        )
    return [row["uri"] for row in rows if not row["listed"] or not archive.holds(row["sha256"], row["bytes"])]
