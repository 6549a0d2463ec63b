"""The hashes of a snapshot, computed anew from its rows by the form that snapshot.canonical_line and chain describe."""

import datetime
import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from include import months, warehouse
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables

FEBRUARY = {"province_code": "34", "period": datetime.date(2025, 2, 1)}
MARCH = {"province_code": "34", "period": datetime.date(2025, 3, 1)}

Row = dict[str, Any]


@pytest.fixture
def february(connection: Any) -> Given:
    """A month in which one district did something."""
    given = Given(connection, FEBRUARY, columns_of_tables(connection))
    given.deliver(list(PLATFORM_SOURCES))
    given.add(
        {
            "warehouse.submission": [{"district_code": "3404", "reported_at": "2025-03-15 23:59:59+07"}],
            "warehouse.service_record": [{"district_code": "3404", "service_code": "capital"}],
            "warehouse.app_download": [{"subdistrict_code": "340401", "times": 3}],
        }
    )
    return given


def grade(connection: Any, month: Row) -> None:
    for path in months.BUILD:
        warehouse.run(connection, path, _parameters(month))
    with connection.cursor() as cursor:
        cursor.execute("update candidate.month set failed_expectations = '{}'")
    for path in months.MOVE:
        warehouse.run(connection, path, _parameters(month))


def freeze(connection: Any, month: Row, revision: int, taken_at: str, code_version: str = "case") -> Row:
    """The row of snapshot.publication that the freeze wrote."""
    kind = ("provisional", "final", "restated")[revision]
    freezing = {"revision": revision, "kind": kind, "reason": "เหตุผล", "taken_at": taken_at}
    for path in months.FREEZE:
        warehouse.run(connection, path, _parameters(month) | freezing | {"code_version": code_version})
    return warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id desc limit 1")[0]


def content_sha256(connection: Any, publication: Row) -> str:
    lines = sorted(line.encode() for line in set(_lines(connection, publication["snapshot_id"])))
    return hashlib.sha256(b"\n".join([f"rulebook\t{publication['rulebook_sha256']}".encode(), *lines])).hexdigest()


def chain_sha256(publication: Row) -> str:
    parts = [
        publication["previous_sha256"],
        publication["content_sha256"],
        publication["programme_code"],
        publication["province_code"],
        f"{publication['period']:%Y-%m}",
        str(publication["revision"]),
        publication["kind"],
        _written(publication["taken_at"]),
        publication["code_version"],
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def test_every_freeze_has_the_hash_of_its_content_and_the_chain_of_all_before_it(connection, february):
    grade(connection, FEBRUARY)
    provisional = freeze(connection, FEBRUARY, 0, "2025-03-16 00:00:00+07")
    february.add({"ops.source_file": [{"file": "late.xlsx", "received_at": "2025-03-17 09:00:00+07"}]})
    grade(connection, FEBRUARY)
    final = freeze(connection, FEBRUARY, 1, "2025-03-18 23:00:00+07")
    march = Given(connection, MARCH, february.columns)
    march.deliver(list(PLATFORM_SOURCES))
    grade(connection, MARCH)
    next_month = freeze(connection, MARCH, 1, "2025-04-18 23:00:00+07")

    chain = ""
    for publication in (provisional, final, next_month):
        assert publication["content_sha256"] == content_sha256(connection, publication)
        assert publication["previous_sha256"] == chain
        chain = publication["chain_sha256"]
        assert chain == chain_sha256(publication)
    assert len({row["content_sha256"] for row in (provisional, final, next_month)}) == 3


def test_equal_inputs_have_an_equal_hash_and_a_chain_of_their_own(connection, february):
    grade(connection, FEBRUARY)
    provisional = freeze(connection, FEBRUARY, 0, "2025-03-16 00:00:00+07")
    final = freeze(connection, FEBRUARY, 1, "2025-03-18 23:00:00+07", code_version="another")
    assert final["content_sha256"] == provisional["content_sha256"]
    assert final["previous_sha256"] == provisional["chain_sha256"]
    assert final["chain_sha256"] == chain_sha256(final) != provisional["chain_sha256"]


def test_a_file_that_changes_no_figure_changes_the_hash(connection, february):
    grade(connection, FEBRUARY)
    provisional = freeze(connection, FEBRUARY, 0, "2025-03-16 00:00:00+07")
    february.add({"ops.source_file": [{"file": "empty.xlsx", "received_at": "2025-03-17 09:00:00+07"}]})
    grade(connection, FEBRUARY)
    final = freeze(connection, FEBRUARY, 1, "2025-03-18 23:00:00+07")
    grades = warehouse.fetch(
        connection, "select district_code, points from snapshot.district_grade where snapshot_id = 1"
    )
    assert len(grades) == 25 and final["content_sha256"] != provisional["content_sha256"]


def _parameters(month: Row) -> Row:
    return {"programme_code": "click", "code_version": "case", **month}


def _lines(connection: Any, snapshot_id: int) -> Iterator[str]:
    columns = {
        "target": "district_code criterion_code condition_no measure_code comparator base_value target_value"
        " rulebook_version order_ref",
        "measure": "district_code measure_code value source",
        "attainment": "district_code criterion_code met points max_points explanation_th",
        "district_grade": "district_code district_name_th status points max_points percent grade grade_basis"
        " reported_at on_time rulebook_version",
        "source_file": "source sha256",
        "deadline": "deadline_code due_at",
        "district": "district_code district_name_th subdistrict_codes",
    }
    for relation, names in columns.items():
        rows = warehouse.fetch(
            connection,
            f"select * from snapshot.{relation} where snapshot_id = %(snapshot_id)s",
            {"snapshot_id": snapshot_id},
        )
        assert rows
        for row in rows:
            yield "\t".join([relation, *(_written(row[name]) for name in names.split())])


def _written(value: Any) -> str:
    """Numbers without trailing zeros, times in UTC, codes side by side, a missing value as \\N."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime.datetime):
        return f"{value.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}"
    return " ".join(value) if isinstance(value, list) else str(value)
