"""Who may lead a grade back to the cells: each logs in, and sees the provinces that are theirs, without a name."""

import datetime
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from include import months, warehouse
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables

MONTHS: tuple[dict[str, Any], ...] = (
    {"province_code": "57", "period": datetime.date(2024, 2, 1)},
    {"province_code": "34", "period": datetime.date(2025, 2, 1)},
)
DISTRICTS = {"57": "5705", "34": "3411"}
NAMES = {"57": "พาน", "34": "ตระการพืชผล"}
READERS = {"reads_all": "analyst", "reads_57": "analyst_57", "reads_34": "analyst_34", "reads_nothing": None}
CALLS = {
    "working": "select * from mart.grade_working(%(province_code)s, %(period)s, %(district_code)s)",
    "reported": "select * from mart.reported_row(%(province_code)s, %(period)s, %(district_code)s)",
    "refused": "select * from mart.refused_export_row(%(province_code)s, %(period)s, %(district_code)s)",
    "excluded": (
        "select * from mart.excluded_figure('click', %(province_code)s, %(period)s,"
        " array(select generate_series(1, 99)))"
    ),
    "cells": (
        "select * from mart.platform_cells(array['otop_operators', 'otop_operators'], array[%(registry)s]::bigint[],"
        " array['', ''], array[2, 3])"
    ),
}


@pytest.fixture
def asked(database: str, admin_uri: str) -> Iterator[dict[str, dict[str, Any]]]:
    """A month of each province with accepted and refused rows, graded; by province what the calls are asked about."""
    places = {}
    with closing(psycopg2.connect(database, options="-c role=warehouse_etl -c timezone=Asia/Bangkok")) as connection:
        for month in MONTHS:
            given = Given(connection, month, columns_of_tables(connection))
            given.deliver([source for source in PLATFORM_SOURCES if source != "otop_operators"])
            code = month["province_code"]
            given.add(rows_of(code))
            parameters = month | {"programme_code": "click", "code_version": "case"}
            for path in (*months.TYPE, *months.BUILD):
                warehouse.run(connection, path, parameters)
            with connection.cursor() as cursor:
                cursor.execute("update candidate.month set failed_expectations = '{}'")
            for path in months.MOVE:
                warehouse.run(connection, path, parameters)
            registry = next(file_id for file_id, name in given.file_names.items() if name == "otop_operators")
            places[code] = month | {"district_code": DISTRICTS[code], "registry": [registry, registry]}
        connection.commit()
    with readers(admin_uri):
        yield places


def rows_of(province_code: str) -> dict[str, list[dict[str, Any]]]:
    name = NAMES[province_code]
    return {
        "raw.otop_operators": [
            {"operator_id": "A1", "operator_name": "สมชาย ใจดี", "national_id": "1234567890123", "district": name},
            {"operator_id": "A2", "operator_name": "สมหญิง ใจงาม", "district": name, "kind": "=1+1"},
        ],
        "raw.shop_registrations": [{"operator_id": "A1"}, {"operator_id": "A1", "status": "ไม่ทราบ"}],
        "raw.submissions_summary": [
            {"district": name, "reporter": "สมศักดิ์ ขยัน", "phone": "0812345678", "new_shops": "1"}
        ],
        "raw.submissions_activities": [{"activity": "อบรม"}, {"activity": "ผิดเดือน", "held_on": "2023-01-01"}],
    }


@contextmanager
def readers(admin_uri: str) -> Iterator[None]:
    with closing(psycopg2.connect(admin_uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        for reader, role in READERS.items():
            cursor.execute(f"drop role if exists {reader}")
            cursor.execute(f"create role {reader} login password 'reader'")
            if role:
                cursor.execute(f"grant {role} to {reader}")
        yield
        for reader in READERS:
            cursor.execute(f"drop role {reader}")


def asking(admin_uri: str, reader: str, call: str, place: dict[str, Any]) -> list[dict[str, Any]]:
    parts = urlsplit(admin_uri)
    uri = f"postgresql://{reader}:reader@{parts.hostname}:{parts.port}{parts.path}"
    with closing(psycopg2.connect(uri, options="-c timezone=Asia/Bangkok")) as connection:
        return warehouse.fetch(connection, CALLS[call], place)


@pytest.mark.parametrize("call", CALLS)
def test_each_analyst_sees_the_provinces_that_are_theirs_alone(
    asked: dict[str, dict[str, Any]], admin_uri: str, call: str
) -> None:
    for province_code, place in asked.items():
        other = "34" if province_code == "57" else "57"
        everything = asking(admin_uri, "reads_all", call, place)
        assert everything
        assert asking(admin_uri, f"reads_{province_code}", call, place) == everything
        assert asking(admin_uri, f"reads_{other}", call, place) == []
        with pytest.raises(InsufficientPrivilege):
            asking(admin_uri, "reads_nothing", call, place)


@pytest.mark.parametrize("call", CALLS)
def test_nobody_is_shown_a_name_a_phone_or_a_national_id(
    asked: dict[str, dict[str, Any]], admin_uri: str, call: str
) -> None:
    for place in asked.values():
        shown = str(asking(admin_uri, "reads_all", call, place))
        for personal in ("สมชาย", "สมหญิง", "สมศักดิ์", "0812345678", "1234567890123"):
            assert personal not in shown


def test_the_working_says_what_counted_and_what_was_refused(asked: dict[str, dict[str, Any]], admin_uri: str) -> None:
    working = asking(admin_uri, "reads_57", "working", asked["57"])
    outcomes = {(row["criterion_code"], row["outcome"]) for row in working}
    assert outcomes >= {
        ("shops", "counted"),
        ("shops", "base"),
        ("shops", "refused"),
        ("activities", "counted"),
        ("activities", "refused"),
    }


def test_the_job_sees_as_the_reader_whose_role_it_takes_on(asked: dict[str, dict[str, Any]], database: str) -> None:
    with closing(psycopg2.connect(database, options="-c role=analyst_34")) as connection:
        assert warehouse.fetch(connection, CALLS["reported"], asked["57"]) == []
        assert warehouse.fetch(connection, CALLS["reported"], asked["34"])


def test_what_acts_as_its_owner_is_closed_to_the_public_and_finds_names_nowhere_else(connection: Any) -> None:
    open_doors = warehouse.fetch(
        connection,
        """
        select oid::regprocedure::text as name
        from pg_proc
        where
            prosecdef and pronamespace = any (array['mart', 'ops', 'rulebook', 'staging']::regnamespace[])
            and (
                proowner <> 'warehouse_owner'::regrole
                or not coalesce(proconfig::text ~ 'search_path=', false)
                or has_function_privilege('public', oid, 'execute')
            )
        """,
    )
    assert open_doors == []
