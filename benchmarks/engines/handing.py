"""What is handed over to another engine and taken back: the same typed inputs for all of them, by COPY as CSV."""

from contextlib import closing
from io import BytesIO
from typing import Any

import psycopg2
import psycopg2.extensions

SCHEMA = "elsewhere"
GRADED = "select province_code from ops.month where period = %(period)s and status = 'graded'"
# What attainment and grades are made of, by name; a district that is null is that of a province's own condition.
INPUTS = {
    "target": f"""
        select
            programme_code, period, province_code, coalesce(district_code, '') as district_code, criterion_code,
            condition_no, measure_code, comparator, base_value, target_value, rulebook_version, order_ref
        from mart.target
        where period = %(period)s and province_code in ({GRADED})
    """,
    "measure": f"""
        select
            programme_code, period, province_code, coalesce(district_code, '') as district_code, measure_code, value,
            source
        from mart.measure
        where period = %(period)s and province_code in ({GRADED})
    """,
    "catalogue": "select measure_code, name_th, unit_th from rulebook.measure",
    "criterion": """
        select criterion.province_code, criterion.rulebook_version, criterion.criterion_code, criterion.points
        from rulebook.criterion
    """,
    "band": "select province_code, rulebook_version, grade, lower_percent from rulebook.grade_band",
    "basis": """
        select province_code, rulebook_version, basis from rulebook.grade_basis where valid_during @> %(period)s::date
    """,
    "district": """
        select district_code, name_th from rulebook.district where valid_during @> %(period)s::date
    """,
    "report": """
        select district_code, counts, first_valid, reported_at
        from warehouse.submission
        where period = %(period)s and (counts or first_valid)
    """,
    "short": """
        select
            subdistrict_measure.district_code, subdistrict_measure.subdistrict_code, subdistrict.name_th,
            subdistrict_measure.value, version.subdistrict_minimum
        from mart.subdistrict_measure
        inner join rulebook.subdistrict using (subdistrict_code)
        inner join rulebook.in_force
            on in_force.province_code = subdistrict_measure.province_code and in_force.valid_during @> %(period)s::date
        inner join rulebook.version
            on version.province_code = in_force.province_code and version.rulebook_version = in_force.rulebook_version
        where
            subdistrict_measure.period = %(period)s and subdistrict.valid_during @> %(period)s::date
            and subdistrict_measure.measure_code
            = case version.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    """,
    "service": """
        select
            submission.district_code, service.service_code, service.name_th, service_record.accepted,
            service_record.related, service_record.ready
        from warehouse.submission
        inner join rulebook.in_force
            on in_force.province_code = submission.province_code and in_force.valid_during @> submission.period
        inner join rulebook.related_service
            on
                related_service.programme_code = in_force.programme_code
                and related_service.province_code = in_force.province_code
                and related_service.rulebook_version = in_force.rulebook_version
        inner join rulebook.service
            on
                service.programme_code = related_service.programme_code
                and service.service_code = related_service.service_code
        left join warehouse.service_record
            on
                service_record.province_code = submission.province_code and service_record.period = submission.period
                and service_record.version_key = submission.version_key
                and service_record.service_code = related_service.service_code
        where submission.period = %(period)s and submission.counts
    """,
}
# What comes back, and what it must be equal to.
RESULTS = {
    "attainment": "mart.attainment",
    "district_grade": "mart.district_grade",
    "frozen_target": "snapshot.target",
    "frozen_measure": "snapshot.measure",
    "frozen_attainment": "snapshot.attainment",
    "frozen_district_grade": "snapshot.district_grade",
}


def make_tables(uri: str) -> None:
    """The empty tables into which other engines write: with the columns and keys of those that our SQL writes."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(f"create schema {SCHEMA}")
        for table, model in RESULTS.items():
            cursor.execute(f"create table {SCHEMA}.{table} (like {model} including all)")
        connection.commit()


def empty(cursor: Any) -> None:
    """Takes away what an engine wrote before."""
    cursor.execute("truncate " + ", ".join(f"{SCHEMA}.{table}" for table in RESULTS))


def read(cursor: Any, period: Any) -> dict[str, bytes]:
    """Every input as CSV with a heading."""
    found = {}
    for name, query in INPUTS.items():
        out = BytesIO()
        cursor.copy_expert(
            f"copy ({cursor.mogrify(query, {'period': period}).decode()}) to stdout (format csv, header)", out
        )
        found[name] = out.getvalue()
    return found


def write(cursor: Any, table: str, content: Any) -> None:
    """A result, CSV with a heading, into its table; a file or bytes to be read."""
    heading = content.readline().decode().strip()
    cursor.copy_expert(f"copy {SCHEMA}.{table} ({heading}) from stdin (format csv)", content)


def differences(uri: str, revision: int) -> list[str]:
    """The results that are not, row for row, what our SQL made."""
    found = []
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        for table, model in RESULTS.items():
            cursor.execute(f"select * from {SCHEMA}.{table} limit 0")
            columns = ", ".join(
                f"trim_scale({column.name})" if column.type_code in psycopg2.extensions.DECIMAL.values else column.name
                for column in cursor.description or ()
                if column.name != "snapshot_id"
            )
            of_revision = "where snapshot_id in (select snapshot_id from snapshot.publication where revision = %s)"
            ours = f"select {columns} from {model} {of_revision if table.startswith('frozen') else ''}"
            theirs = f"select {columns} from {SCHEMA}.{table}"
            cursor.execute(
                f"select count(*) from (({ours} except all {theirs})"
                f" union all ({theirs} except all {ours})) as differing",
                (revision, revision) if table.startswith("frozen") else None,
            )
            [(different,)] = cursor.fetchall()
            if different:
                found.append(f"{table}: {different}")
    return found
