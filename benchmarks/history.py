"""History for benchmarks: a national month closed by the real code, copied to the months before it inside Postgres.

`fill` closes the month; `copy_back` copies its rows, table by table as the catalog names them, with all dates earlier
and all numbers apart; `settle` brings the digests of the copies to what they come from and renews statistics. Copies
are no proof of anything, and no audit passes them.

So that 96 national months fit into some gigabytes, three things are left out of the copies: the text of raw (asked for
by file alone), what was built of months that no month is compared with (candidate), and most of the single downloads.
"""

import logging
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.sql import SQL, Composable, Identifier, Literal

from include import months, rulebook, warehouse
from include.landing_zone import local_folder
from include.loaders import landing
from include.simulator import RULEBOOK_FOLDER, simulate
from include.simulator.calendar_months import fiscal_year_be, month_after
from include.simulator.national import country, write_rulebooks

RUN_ID = "history"
SCHEMAS = ("staging", "quarantine", "warehouse", "candidate", "mart", "snapshot", "ops")
# A table with one of these holds rows of months; all others are of no month.
OF_A_MONTH = {"period", "file_id", "snapshot_id"}
PERSONS_AND_SHOPS = {"shop_id", "operator_id"}  # known across months: those of a copy are others
KNOWN_BY_DIGEST = {"finding_key", "chain_sha256", "previous_sha256"}
NAMES_WITH_A_MONTH = {"uri", "file", "path", "place"}
DOWNLOADS = "app_download"
ONE_IN = 5  # of a copy's downloads one in so many is kept
COUNTS = ("ops", "file_change")  # counts of changes: to a copy nothing has happened yet
BUILT_MONTHS = 24  # of so many of the last months what was built is kept

# Columns that number by themselves, with where their next number is kept.
NUMBERED = """
select
    pg_namespace.nspname as schema, pg_class.relname as relation, attname as name,
    pg_get_serial_sequence(format('%I.%I', nspname, relname), attname) as sequence
from pg_attribute
inner join pg_class on pg_class.oid = attrelid and relkind in ('r', 'p') and not relispartition
inner join pg_namespace on pg_namespace.oid = relnamespace
where attidentity <> ''
order by 1, 2
"""

log = logging.getLogger(__name__)


def write_country(home: Path, provinces: Iterable[str], of: Iterable[date], events: int, operators: int) -> None:
    """Writes rulebooks, landing zone and truth of some provinces and months below a folder."""
    wanted, whole = sorted(of), country(1, operators, events)
    years = {fiscal_year_be(month) for month in wanted}
    codes = list(provinces)
    write_rulebooks(home / "rulebook", RULEBOOK_FOLDER, codes, years, whole.operators, 1)
    for code in codes:
        simulate(
            home / "landing", home / "truth", code, wanted, 1,
            rulebook_folder=home / "rulebook", events=whole.events[code],
        )  # fmt: skip


def landed(home: Path, month: date, provinces: Iterable[str] | None = None) -> list[landing.LandedFile]:
    """The files of a month, of some provinces or all."""
    wanted = None if provinces is None else set(provinces)
    return [
        file
        for file in local_folder.files(home / "landing")
        if len(file.path) == 4 and file.path[2] == f"{month:%Y-%m}" and (wanted is None or file.path[1] in wanted)
    ]


def received_at(month: date) -> datetime:
    """When the files of a month are seen: after both deadlines, so that it is frozen once."""
    following = month_after(month, 2)
    return datetime(following.year, following.month, 1, 3, tzinfo=UTC)


def fill(home: Path, month: date) -> None:
    """Closes one month of the empty warehouse that AIRFLOW_CONN_WAREHOUSE names, by the real code."""
    with warehouse.connect() as connection:
        rulebook.load_all(connection, home / "rulebook")
    with warehouse.connect() as connection:
        landing.register(connection, landed(home, month), received_at(month))
    months.run_each(months.TYPE, months.pending_provinces())
    months.close(months.stale(), RUN_ID)
    months.freeze_due(received_at(month), RUN_ID)


def extend_rulebooks(admin_uri: str, first: date) -> None:
    """Lets every rulebook hold from a month on, with the deadlines of its year in every year before."""
    with closing(psycopg2.connect(admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for table in ("version", "in_force", "grade_basis"):
            cursor.execute(
                SQL(
                    "update rulebook.{} set valid_during = daterange(%s, upper(valid_during))"
                    " where lower(valid_during) > %s"
                ).format(Identifier(table)),
                (first, first),
            )
        cursor.execute(
            """
            insert into rulebook.deadline (
                programme_code, province_code, rulebook_version, period, deadline_code, due_at
            )
            select
                programme_code, province_code, rulebook_version, (period - make_interval(years => earlier))::date,
                deadline_code, due_at - make_interval(years => earlier)
            from rulebook.deadline
            cross join generate_series(1, 20) as earlier
            where period - make_interval(years => earlier) >= %s
            on conflict do nothing
            """,
            (first,),
        )


def copy_back(admin_uri: str, month: date, earlier: Iterable[int]) -> float:
    """Copies a month's rows to so many months before it, each number a copy; returns the seconds it took."""
    began = time.monotonic()
    with closing(psycopg2.connect(admin_uri)) as connection:
        tables = _tables(connection)
        strides = _strides(connection, tables)
        connection.commit()
        for back in earlier:
            with connection, connection.cursor() as cursor:
                cursor.execute("set local session_replication_role = replica")
                cursor.execute("set local synchronous_commit = off")
                _make_parts(connection, month_after(month, -back))
                for name, columns in tables.items():
                    if name[0] == "candidate" and back >= BUILT_MONTHS:
                        continue
                    cursor.execute(_copy(name, columns, strides, month, back))
            log.info("%d months back", back)
    return time.monotonic() - began


def _make_parts(connection: Any, month: date) -> None:
    """Where a table is parted by month: the month's part, beside and named like those that are there."""
    for row in warehouse.fetch(
        connection,
        """
        select distinct on (parent.oid)
            parent.oid::regclass::text as parent, parent.relname as relation, part_schema.nspname as schema
        from pg_inherits
        inner join pg_class as parent on parent.oid = inhparent and parent.relkind = 'p'
        inner join pg_class as part on part.oid = inhrelid and part.relkind = 'r'
        inner join pg_namespace as part_schema on part_schema.oid = part.relnamespace
        """,
    ):
        with connection.cursor() as cursor:
            cursor.execute(
                SQL("create table if not exists {}.{} partition of {} for values from ({}) to ({})").format(
                    Identifier(row["schema"]),
                    Identifier(f"{row['relation']}_{month:%Y_%m}"),
                    SQL(row["parent"]),
                    Literal(month),
                    Literal(month_after(month)),
                )
            )


def settle(admin_uri: str) -> None:
    """Lets the copies stand as built from what they come from, by today's code, and the planner know of them."""
    with closing(psycopg2.connect(admin_uri)) as connection:
        with connection, connection.cursor() as cursor:
            for table in ("ops.month", "candidate.month"):
                cursor.execute(
                    f"""
                    update {table} as month
                    set
                        inputs_sha256 = month_input.inputs_sha256, rulebook_version = month_input.rulebook_version,
                        change_count = month_input.change_count, rules_sha256 = month_input.rules_sha256,
                        code_version = %s
                    from ops.month_input
                    where
                        month_input.programme_code = month.programme_code
                        and month_input.province_code = month.province_code and month_input.period = month.period
                    """,
                    (warehouse.code_version(),),
                )
        with connection, connection.cursor() as cursor:
            # of months long past everybody was told, and what waited for a decision has been decided
            cursor.execute(
                "update warehouse.shop set status = 'อนุมัติแล้ว', approved_on = registered_on + 30"
                " where status = 'รออนุมัติ' and registered_on"
                " < (select max(registered_on) from warehouse.shop) - interval '4 months'"
            )
            cursor.execute("update ops.source_file set receipt_waits = false, hand_back_waits = false")
            for row in warehouse.fetch(connection, NUMBERED):
                name = SQL("{}.{}").format(*map(Identifier, (row["schema"], row["relation"])))
                cursor.execute(
                    SQL("select setval({}, coalesce(max({}), 0) + 1) from {}").format(
                        Literal(row["sequence"]), Identifier(row["name"]), name
                    )
                )
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("vacuum (analyze)")


def _tables(connection: Any) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """The tables with rows of months, each with its columns that can be written."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in warehouse.fetch(
        connection,
        """
        select
            pg_namespace.nspname as schema, pg_class.relname as relation, attname as name,
            format_type(atttypid, atttypmod) as type
        from pg_class
        inner join pg_namespace on pg_namespace.oid = relnamespace
        inner join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
        where relkind in ('r', 'p') and not relispartition and nspname = any (%s)
        order by nspname, relname, attnum
        """,
        [list(SCHEMAS)],
    ):
        found.setdefault((row["schema"], row["relation"]), []).append(row)
    return {
        name: columns
        for name, columns in found.items()
        if name != COUNTS and OF_A_MONTH & {column["name"] for column in columns}
    }


def _strides(connection: Any, tables: dict[tuple[str, str], list[dict[str, Any]]]) -> dict[str, int]:
    """By name of a number that stands for a thing: how far the numbers of one copy lie from those of the next."""
    strides: dict[str, int] = {}
    for (schema, relation), columns in tables.items():
        for column in columns:
            if column["name"].endswith("_id") and column["type"] in ("bigint", "integer"):
                # names of the catalog, and no others
                statement = f'select coalesce(max("{column["name"]}"), 0) + 1 as stride from "{schema}"."{relation}"'
                [found] = warehouse.fetch(connection, statement)
                strides[column["name"]] = max(strides.get(column["name"], 0), found["stride"])
    return strides


def _copy(
    name: tuple[str, str], columns: list[dict[str, Any]], strides: dict[str, int], month: date, back: int
) -> Composable:
    """The statement that copies the month's rows of a table to an earlier month."""
    source = _rows_of_the_month(name, columns, strides, month)
    return SQL("insert into {}.{} ({}) overriding system value select {} from {}.{} where {}").format(
        Identifier(name[0]),
        Identifier(name[1]),
        SQL(", ").join(Identifier(column["name"]) for column in columns),
        SQL(", ").join(_earlier(column, strides, month, back) for column in columns),
        Identifier(name[0]),
        Identifier(name[1]),
        source,
    )


def _rows_of_the_month(
    name: tuple[str, str], columns: list[dict[str, Any]], strides: dict[str, int], month: date
) -> Composable:
    """What tells the original's rows from those of its copies: its numbers are the low ones, its month the last."""
    names = {column["name"] for column in columns}
    for number in ("file_id", "snapshot_id"):
        if number in names:
            low = SQL("< {}").format(Literal(strides[number])) if number == "file_id" else SQL("> 0")
            some = SQL("and hashtext(event_id) % {} = 0").format(Literal(ONE_IN)) if name[1] == DOWNLOADS else SQL("")
            return SQL("{} {} {}").format(Identifier(number), low, some)
    return SQL("period = {}").format(Literal(month))


def _earlier(column: dict[str, Any], strides: dict[str, int], month: date, back: int) -> Composable:
    name, kind = column["name"], column["type"]
    value, shift = Identifier(name), SQL("make_interval(months => {})").format(Literal(back))
    if name in strides:
        # freezes are told apart by their order: those of earlier months have lower numbers
        sign = SQL("-") if name == "snapshot_id" else SQL("+")
        return SQL("{} {} {}").format(value, sign, Literal(back * strides[name]))
    if kind == "date":
        return SQL("({} - {})::date").format(value, shift)
    if kind == "timestamp with time zone":
        return SQL("{} - {}").format(value, shift)
    if kind == "tstzrange":
        return SQL("tstzrange(lower({0}) - {1}, upper({0}) - {1})").format(value, shift)
    if kind == "datemultirange":
        return SQL(
            "(select range_agg(daterange((lower(part) - {1})::date, (upper(part) - {1})::date))"
            " from unnest({0}) as part)"
        ).format(value, shift)
    if kind == "text" and name in PERSONS_AND_SHOPS:
        return SQL("{} || {}").format(value, Literal(f"-{back}"))
    if kind == "text" and name in NAMES_WITH_A_MONTH:
        return SQL("replace({}, {}, {})").format(
            value, Literal(f"{month:%Y-%m}"), Literal(f"{month_after(month, -back):%Y-%m}")
        )
    if name in KNOWN_BY_DIGEST:
        return SQL("encode(sha256(convert_to({} || {}, 'UTF8')), 'hex')").format(value, Literal(f" {back}"))
    return value
