"""The published contract: the live catalog keeps every word of it, and whatever breaks it is found and named."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from include import warehouse
from include.documentation import contract
from include.documentation.contract import Contract, Deprecated
from tests.sql.test_published import TWO_PROVINCES, acting_as, column, refused

CHANGELOG = (warehouse.INCLUDE_FOLDER.parent / "CHANGELOG.md").read_text(encoding="utf-8")
KEPT = contract.read()
DEPRECATED = Deprecated("mart.measure.source", date(2027, 1, 15), "mart.measure_definition.source")


def altered(admin_uri: str, statement: str, kept: Contract = KEPT, changelog: str = CHANGELOG) -> list[str]:
    """What is found where a superuser changed the warehouse."""
    with warehouse.admin_connection(admin_uri) as admin:
        with admin.cursor() as cursor:
            cursor.execute(statement)
        found = contract.breaks(admin, kept, changelog)
        admin.rollback()
    return found


def test_the_warehouse_keeps_the_published_contract(connection: Any) -> None:
    assert contract.breaks(connection, KEPT, CHANGELOG) == []
    assert len(KEPT.relations) == 19


@pytest.mark.parametrize(
    ("statement", "break_"),
    [
        ("drop view published_v1.mart_finding", "published_v1.mart_finding is not there"),
        ("drop schema published_v1 cascade; drop view mart.finding cascade", "mart.finding is not there"),
        (
            "drop view published_v1.snapshot_measure; alter table snapshot.measure rename column source to origin",
            "snapshot.measure.source is not there",
        ),
        (
            "drop view published_v1.ops_expectation_result;"
            " create view published_v1.ops_expectation_result with (security_invoker) as"
            " select suite, expectation, period, province_code, success, unexpected_count::numeric, run_id, ran_at"
            " from ops.expectation_result",
            "published_v1.ops_expectation_result has other columns than the contract:"
            " [('unexpected_count', 'bigint'), ('unexpected_count', 'numeric')]",
        ),
        (
            "create view published_v1.mart_peer as select 1 as one",
            "published_v1.mart_peer is not in the contract",
        ),
        (
            "alter view published_v1.mart_target reset (security_invoker)",
            "published_v1.mart_target does not ask for its reader's own rights",
        ),
        (
            "revoke select on published_v1.mart_measure from analyst",
            "published_v1.mart_measure is not read by analyst",
        ),
        ("revoke select on mart.measure from province_analyst", "mart.measure is not read by province_analyst"),
        (
            "comment on column published_v1.mart_measure.value is 'value observed'",
            "published_v1.mart_measure.value does not say in both languages what it means",
        ),
        (
            "comment on view mart.finding is 'ข้อสังเกต'",
            "mart.finding does not say in both languages what it means",
        ),
    ],
)
def test_a_break_of_the_contract_is_found_and_named(admin_uri: str, statement: str, break_: str) -> None:
    assert break_ in altered(admin_uri, statement)


def test_a_column_that_changes_its_type_breaks_the_contract(connection: Any) -> None:
    [measure, *others] = KEPT.relations
    other = replace(KEPT, relations=[replace(measure, columns=measure.columns | {"value": "integer"}), *others])
    assert "mart.measure.value is numeric, not integer" in contract.breaks(connection, other, CHANGELOG)


def test_what_is_deprecated_says_so_with_the_day_in_its_comment_and_in_the_changelog(admin_uri: str) -> None:
    going = replace(KEPT, deprecated=[DEPRECATED])
    assert altered(admin_uri, "select 1", going) == [
        f"mart.measure.source does not say that it is deprecated: “{DEPRECATED.mark}”",
        "mart.measure.source is deprecated, and CHANGELOG.md does not say since when",
    ]
    said = f"comment on column mart.measure.source is 'แหล่งข้อมูล · source. {DEPRECATED.mark}'"
    assert altered(admin_uri, said, going, "`mart.measure.source` is deprecated since 2027-01-15") == []
    nothing = replace(KEPT, deprecated=[replace(DEPRECATED, name="mart.measure.colour")])
    assert "mart.measure.colour is deprecated, and not in the contract" in altered(admin_uri, "select 1", nothing)


def test_a_view_of_the_contract_shows_each_reader_what_its_relation_does(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TWO_PROVINCES)
    seen = 0
    for relation in KEPT.relations:
        view = f"{KEPT.schema}.{relation.view}"
        if "analyst" not in relation.read_by:
            continue
        for role in ("analyst", "analyst_57", "analyst_34"):
            with acting_as(connection, role):
                assert column(connection, f"select count(*) from {view}") == column(
                    connection, f"select count(*) from {relation.name}"
                ), (role, view)
                if "province_code" in relation.columns:
                    provinces = set(column(connection, f"select distinct province_code from {view}"))
                    assert provinces <= {"57", "34"} if role == "analyst" else provinces <= {role[-2:]}, (role, view)
                    seen += len(provinces)
    assert seen > 20


@pytest.mark.parametrize("role", ["analyst", "analyst_57"])
def test_what_is_closed_to_analysts_stays_closed_behind_its_view(connection: Any, role: str) -> None:
    with acting_as(connection, role), refused(connection):
        column(connection, "select * from published_v1.quarantine_rejected_row")
