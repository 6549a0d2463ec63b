"""What analysts and programs may rely on: relations, columns, what each says of itself, and who may do what."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from include import warehouse

GRADE = (
    "programme_code period province_code district_code district_name_th status points max_points percent grade"
    " grade_basis reported_at on_time rulebook_version"
)
# Beyond the published contract, whose own test is tests/documentation/test_contract.py.
PUBLISHED = {
    "mart.district_grade_history": f"{GRADE} known_during",
    "mart.grade_bridge_step": (
        "programme_code province_code period step from_period from_revision to_revision district_code criterion_code"
        " cause points_was points_is change explanation_th"
    ),
    "mart.submission_version": (
        "programme_code period province_code district_code version version_key file_id uri received_at first_valid_at"
        " accepted_at reported_at valid first_valid counts on_time superseded_by"
    ),
    "mart.submission_diff": (
        "programme_code period province_code district_code version previous_version section column_name was is_now"
    ),
    "snapshot.deadline": "snapshot_id province_code deadline_code due_at",
    "snapshot.district": "snapshot_id province_code district_code district_name_th subdistrict_codes",
    "snapshot.rulebook": "snapshot_id province_code document",
}
READ_BY_ANALYSTS = ("warehouse", "mart", "snapshot", "rulebook", "ops")
CLOSED_TO_ANALYSTS = ("raw", "staging", "quarantine", "candidate", "months")

TWO_PROVINCES = """
insert into ops.source_file (
    uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, rules_sha256,
    typed_with
)
select
    'file:///landing/otop_operators/' || province_code, '1', 'otop_operators', province_code, '2025-01-01',
    repeat(province_code, 32), 1, now(), now(), 'loaded', 'rules', 'rules'
from unnest(array['34', '57']) as province (province_code);

insert into ops.file_finding (file_id, finding_no, province_code, finding_code, severity, message_th, message_en)
select file_id, 1, province_code, 'unknown_columns', 'info', 'พบ', 'found' from ops.source_file;

insert into warehouse.otop_operator (
    province_code, period, as_of_date, operator_id, district_code, file_id, sheet, row_number
)
select province_code, '2025-01-01', '2025-01-09', 'A1', province_code || '01', file_id, '', 2 from ops.source_file;

insert into mart.month_finding (period, province_code, finding_code, severity, source, message_th, message_en)
select period, province_code, 'operator_unknown', 'warning', 'shop_registrations', 'พบ', 'found' from ops.source_file;

insert into mart.district_grade
select
    'click', period, province_code, province_code || '01', 'เมือง', 'graded', 10, 10, 100, 'A', 'adopted', now(), true, 1
from ops.source_file;

insert into snapshot.district_grade
select
    file_id, 'click', period, province_code, province_code || '01', 'เมือง', 'graded', 8, 10, 80, 'B', 'adopted', now(),
    true, 1
from ops.source_file;

insert into snapshot.deadline select file_id, province_code, 'report', now() from ops.source_file;

insert into snapshot.district select file_id, province_code, province_code || '01', 'เมือง', '{}' from ops.source_file;

insert into snapshot.rulebook select file_id, province_code, '{}' from ops.source_file;

insert into snapshot.publication
select
    file_id, 'click', province_code, period, 1, 'final', now(), 'test', 'test', 1, 'rules', 'code',
    repeat('a', 64), '', repeat(province_code, 32)
from ops.source_file;
"""
RELATIONS_WITH_BOTH_PROVINCES = (
    "ops.source_file",
    "ops.file_finding",
    "ops.deadline",
    "warehouse.otop_operator",
    "mart.month_finding",
    "mart.finding",
    "mart.restatement",
    "mart.district_grade",
    "snapshot.publication",
    "snapshot.standing",
    "snapshot.district_grade",
    "snapshot.deadline",
    "snapshot.district",
    "snapshot.rulebook",
    "rulebook.version",
    "rulebook.reading",
    "rulebook.province_rules",
)


def column(connection: Any, sql: str, *parameters: Any) -> list[Any]:
    """The first column of what a query returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [row[0] for row in cursor.fetchall()]


def relations_of(connection: Any, schema: str) -> list[str]:
    """The tables and views of a schema, by qualified name; at least one."""
    relations = column(
        connection,
        "select format('%%I.%%I', nspname, relname) from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
        " where nspname = %s and relkind in ('r', 'p', 'v')",
        schema,
    )
    assert relations
    return relations


@contextmanager
def acting_as(connection: Any, role: str) -> Iterator[None]:
    """What a reader sees, in the job's own transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {role}")
        yield
        cursor.execute("set local role warehouse_etl")


@contextmanager
def refused(connection: Any) -> Iterator[None]:
    """The statement within is one that nobody lets this role do; the transaction goes on."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint attempt")
        with pytest.raises(InsufficientPrivilege):
            yield
        cursor.execute("rollback to savepoint attempt")


def test_every_relation_and_column_that_is_relied_on_besides_the_contract_is_there(connection):
    there: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select attrelid::regclass::text, attname from pg_attribute where attrelid in (select oid from pg_class"
            " where relkind in ('r', 'p', 'v')) and attnum > 0 and not attisdropped"
        )
        for relation, name in cursor.fetchall():
            there.setdefault(relation, set()).add(name)
    missing = {relation: set(columns.split()) - there.get(relation, set()) for relation, columns in PUBLISHED.items()}
    assert {relation: names for relation, names in missing.items() if names} == {}


@pytest.mark.parametrize("schema", [*READ_BY_ANALYSTS, "quarantine"])
def test_every_relation_and_column_says_what_it_means_in_thai_and_english(connection, schema):
    silent = column(
        connection,
        """
        select pg_class.oid::regclass || coalesce('.' || pg_attribute.attname, '')
        from pg_class
        left join lateral (
            select 0 as attnum, null as attname
            union all
            select attnum, attname from pg_attribute where attrelid = pg_class.oid and attnum > 0 and not attisdropped
        ) as pg_attribute on true
        where
            relnamespace = %s::regnamespace and relkind in ('r', 'p', 'v')
            and coalesce(col_description(pg_class.oid, attnum), '') !~ '[ก-๙].* · .'
        """,
        schema,
    )
    assert silent == []


def test_the_glossary_describes_nothing_that_is_not_there(admin_uri):
    glossary, _ = (warehouse.SQL_FOLDER / "migrations" / "comments.sql").read_text().split("do $$", 1)
    with closing(psycopg2.connect(admin_uri)) as admin:
        column(admin, "set local client_min_messages = warning; select 1")
        with admin.cursor() as cursor:
            cursor.execute(glossary)
        left_over = column(
            admin,
            """
            select concat_ws(' ', relation, column_name)
            from glossary
            where not exists (
                select from pg_class
                inner join pg_namespace on pg_namespace.oid = relnamespace
                inner join pg_attribute on attrelid = pg_class.oid
                where
                    relkind in ('r', 'p', 'v')
                    and nspname in ('warehouse', 'mart', 'snapshot', 'rulebook', 'ops', 'quarantine')
                    and relation in ('*', '*.' || relname, nspname || '.' || relname)
                    and attname = coalesce(column_name, attname)
            )
            """,
        )
    assert left_over == []


@pytest.mark.parametrize("role", ["analyst", "analyst_57", "analyst_34"])
def test_analysts_read_what_is_published_and_write_nothing(connection, role):
    with acting_as(connection, role):
        for schema in READ_BY_ANALYSTS:
            for relation in relations_of(connection, schema):
                column(connection, f"select count(*) from {relation}")
                rights = "insert, update, delete, truncate, references, trigger"
                assert column(connection, "select has_table_privilege(%s, %s)", relation, rights) == [False], relation


@pytest.mark.parametrize("role", ["analyst", "analyst_57"])
@pytest.mark.parametrize("schema", CLOSED_TO_ANALYSTS)
def test_analysts_see_nothing_of_the_rooms_where_personal_data_may_be(connection, role, schema):
    column(connection, "select warehouse.make_months('{2024-02-01}')")
    relations = relations_of(connection, schema)
    with acting_as(connection, role):
        for relation in relations:
            with refused(connection):
                column(connection, f"select count(*) from {relation}")


def test_the_analyst_of_a_province_sees_that_province_alone_also_through_views(connection):
    with connection.cursor() as cursor:
        cursor.execute(TWO_PROVINCES)
    for relation in RELATIONS_WITH_BOTH_PROVINCES:
        query = f"select distinct province_code from {relation} order by 1"
        with acting_as(connection, "analyst"):
            assert column(connection, query) == ["34", "57"], relation
        with acting_as(connection, "analyst_57"):
            assert column(connection, query) == ["57"], relation
        with acting_as(connection, "analyst_34"):
            assert column(connection, query) == ["34"], relation
    with acting_as(connection, "analyst_57"):
        assert column(
            connection, "select split_part(line, E'\\t', 2) from snapshot.canonical_line where line like 'district%%'"
        ) == ["5701", "5701"]


def test_no_relation_forgets_the_rows_it_must_hide(connection):
    unprotected = column(
        connection,
        """
        select pg_class.oid::regclass::text
        from pg_class
        where
            relnamespace::regnamespace::text = any (%s)
            and case
                when relkind = 'v' then not coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false)
                when relkind in ('r', 'p') then
                    exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'province_code')
                    and not (
                        relrowsecurity
                        and exists (select from pg_policy where polrelid = pg_class.oid and polname = 'own_province')
                    )
                when relkind = 'm' then true
            end
        """,
        list(READ_BY_ANALYSTS),
    )
    assert unprotected == []


@pytest.mark.parametrize(
    "attempt",
    [
        "update snapshot.publication set reason = 'another'",
        "update snapshot.district_grade set grade = 'A'",
        "delete from snapshot.measure",
        "delete from snapshot.publication",
        "truncate snapshot.target",
        "alter table snapshot.attainment add column note text",
        "alter table snapshot.district_grade disable trigger all",
        "alter table snapshot.district_grade disable row level security",
        "drop trigger rows_stand on snapshot.district_grade",
        "create or replace function snapshot.refuse() returns trigger language plpgsql as 'begin return new; end'",
        "drop table snapshot.source_file",
        "drop schema snapshot cascade",
        "alter schema snapshot rename to elsewhere",
        "create table snapshot.another (note text)",
        "alter table snapshot.publication owner to warehouse_etl",
        "grant snapshot_owner to warehouse_etl",
        "set role snapshot_owner",
        "set role warehouse_owner",
        "set session_replication_role = replica",
        "alter role warehouse_etl superuser",
    ],
)
def test_the_job_cannot_touch_what_was_frozen_nor_become_who_could(connection, attempt):
    with refused(connection), connection.cursor() as cursor:
        cursor.execute(attempt)


@pytest.mark.parametrize(
    "statement", ["update snapshot.publication set reason = ''", "delete from snapshot.publication"]
)
def test_not_even_a_superuser_changes_a_frozen_row_by_an_ordinary_statement(connection, admin_uri, statement):
    with connection.cursor() as cursor:
        cursor.execute(TWO_PROVINCES)
    connection.commit()
    with (
        closing(psycopg2.connect(admin_uri)) as admin,
        admin.cursor() as cursor,
        pytest.raises(InsufficientPrivilege, match="append-only"),
    ):
        cursor.execute(statement)


def test_snapshot_belongs_to_a_role_without_login_or_members(connection):
    assert column(
        connection,
        "select rolname from pg_roles where oid in (select nspowner from pg_namespace where nspname = 'snapshot')"
        " and not rolcanlogin and not exists (select from pg_auth_members where roleid = pg_roles.oid)",
    ) == ["snapshot_owner"]
    owners = column(
        connection,
        "select distinct relowner::regrole::text from pg_class"
        " where relnamespace = 'snapshot'::regnamespace and relkind in ('r', 'p', 'v')",
    )
    assert owners == ["snapshot_owner"]


def test_the_job_adds_to_snapshot_and_has_no_other_right(connection):
    for relation in relations_of(connection, "snapshot"):
        rights = column(
            connection,
            "select privilege_type from information_schema.table_privileges"
            " where grantee = 'warehouse_etl' and table_schema || '.' || table_name = %s order by 1",
            relation,
        )
        assert rights == ["INSERT", "SELECT"], relation


def test_the_job_may_act_as_its_readers(connection):
    for role in ("analyst", "analyst_57", "analyst_34"):
        with acting_as(connection, role):
            assert column(connection, "select current_user::text") == [role]
