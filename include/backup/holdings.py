"""What a warehouse holds: rows by table, what was frozen and whether it still is, and the roles that it needs."""

from collections.abc import Iterable
from typing import Any

from psycopg2.sql import SQL, Identifier

from include import warehouse

Row = dict[str, Any]


def row_counts(connection: Any) -> dict[str, int]:
    """The number of rows of every table, by schema and name."""
    counts = {}
    for table in warehouse.fetch(connection, _TABLES):
        name = SQL("{}.{}").format(Identifier(table["schema"]), Identifier(table["name"]))
        [found] = warehouse.fetch(connection, SQL("select count(*) as rows from {}").format(name).as_string(connection))
        counts[f"{table['schema']}.{table['name']}"] = int(found["rows"])
    return counts


def snapshots(connection: Any) -> list[Row]:
    """Every freeze: what it is of, its hashes as they were kept, and the same computed anew from what stands now.

    A warehouse that was never migrated has none.
    """
    [there] = warehouse.fetch(connection, "select to_regclass('snapshot.canonical_line') is not null as made")
    return warehouse.fetch(connection, _SNAPSHOTS) if there["made"] else []


def altered(found: Iterable[Row]) -> list[str]:
    """A Thai sentence for every freeze whose content or chain is not what it was."""
    told = []
    for row in found:
        if row["content_now"] != row["content_sha256"]:
            told.append(f"{title(row)}: เนื้อหาไม่ตรงกับค่าแฮชที่ปิดรอบไว้")
        if (row["chain_now"], row["previous_now"]) != (row["chain_sha256"], row["previous_sha256"]):
            told.append(f"{title(row)}: ห่วงโซ่ขาด ไม่ต่อจากฉบับก่อนหน้า")
    return told


def title(row: Row) -> str:
    """A freeze in a word: programme, province, month and revision."""
    return f"{row['programme_code']} {row['province_code']} {row['period']} ฉบับที่ {row['revision']}"


def received_files(connection: Any) -> dict[str, int]:
    """The received files that are kept in the archive: their lengths by SHA-256."""
    [there] = warehouse.fetch(connection, "select to_regclass('ops.archived_file') is not null as made")
    kept = "select sha256, bytes from ops.archived_file where erased_at is null order by sha256"
    return {row["sha256"]: row["bytes"] for row in (warehouse.fetch(connection, kept) if there["made"] else [])}


def roles_sql(connection: Any) -> str:
    """SQL that makes the roles which anything in this database names, and who is a member of whom; no password.

    What is there already stays as it is, so that it can be run on a server that serves others too.
    """
    lines = [row["line"] for row in warehouse.fetch(connection, _ROLES)]
    return "\n".join(["-- Roles without their passwords. Run by a superuser; again changes nothing.", *lines, ""])


_TABLES = """
select
    pg_namespace.nspname as schema,
    pg_class.relname as name
from pg_class
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
where
    pg_class.relkind in ('r', 'p') and not pg_class.relispartition
    and pg_namespace.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and pg_namespace.nspname !~ '^pg_temp'
order by 1, 2
"""
_SNAPSHOTS = r"""
with

lines as (
    select
        snapshot_id,
        string_agg(line, E'\n' order by line collate "C") as text
    from snapshot.canonical_line
    group by snapshot_id
)

select
    publication.snapshot_id,
    publication.programme_code,
    publication.province_code,
    to_char(publication.period, 'YYYY-MM') as period,
    publication.revision,
    publication.content_sha256,
    publication.previous_sha256,
    publication.chain_sha256,
    encode(
        sha256(convert_to(concat(E'rulebook\t', publication.rulebook_sha256, E'\n' || lines.text), 'UTF8')), 'hex'
    ) as content_now,
    coalesce(lag(publication.chain_sha256) over (
        partition by publication.programme_code, publication.province_code order by publication.snapshot_id
    ), '') as previous_now,
    encode(sha256(convert_to(concat_ws(
        E'\n',
        publication.previous_sha256,
        publication.content_sha256,
        publication.programme_code,
        publication.province_code,
        to_char(publication.period, 'YYYY-MM'),
        publication.revision,
        publication.kind,
        to_char(publication.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        publication.code_version
    ), 'UTF8')), 'hex') as chain_now
from snapshot.publication
left join lines using (snapshot_id)
order by publication.snapshot_id
"""
# Whoever owns or was granted something here, whoever is a member of them, and whose members they are.
_ROLES = """
with recursive

named as (
    select pg_shdepend.refobjid as oid
    from pg_shdepend
    inner join pg_database on pg_database.datname = current_database()
    where
        pg_shdepend.refclassid = 'pg_authid'::regclass
        and (
            pg_shdepend.dbid = pg_database.oid
            or (pg_shdepend.classid = 'pg_database'::regclass and pg_shdepend.objid = pg_database.oid)
        )
    union
    select case when membership.roleid = named.oid then membership.member else membership.roleid end
    from named
    inner join pg_auth_members as membership on named.oid in (membership.roleid, membership.member)
    inner join pg_roles as through on through.oid = named.oid and not through.rolsuper
),

wanted as (
    select pg_roles.*
    from pg_roles
    inner join named using (oid)
    where not pg_roles.rolsuper and pg_roles.rolname !~ '^pg_'
)

select line
from (
    select
        1 as step,
        rolname as about,
        format(
            'do $$ begin if not exists (select from pg_roles where rolname = %L)'
            ' then create role %I %s; end if; end $$;',
            rolname,
            rolname,
            concat_ws(
                ' ',
                case when rolcanlogin then 'login' else 'nologin' end,
                case when rolcreatedb then 'createdb' end,
                case when rolcreaterole then 'createrole' end,
                case when not rolinherit then 'noinherit' end,
                case when rolreplication then 'replication' end,
                case when rolbypassrls then 'bypassrls' end,
                case when rolconnlimit >= 0 then format('connection limit %s', rolconnlimit) end,
                case when rolvaliduntil is not null then format('valid until %L', rolvaliduntil) end
            )
        ) as line
    from wanted
    union all
    select 2, rolname, format('comment on role %I is %L;', rolname, shobj_description(oid, 'pg_authid'))
    from wanted where shobj_description(oid, 'pg_authid') is not null
    union all
    select
        3, rolname,
        format(
            'alter role %I set %I to %L;',
            rolname, split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1)
        )
    from wanted
    cross join lateral unnest(rolconfig) as setting
    union all
    select
        4, role.rolname || ' ' || member.rolname,
        format(
            'do $$ begin if not exists'
            ' (select from pg_auth_members where roleid = %L::regrole and member = %L::regrole)'
            ' then grant %I to %I with admin %s, inherit %s, set %s; end if; end $$;',
            quote_ident(role.rolname), quote_ident(member.rolname), role.rolname, member.rolname,
            bool_or(membership.admin_option)::text, bool_or(membership.inherit_option)::text,
            bool_or(membership.set_option)::text
        )
    from pg_auth_members as membership
    inner join wanted as role on role.oid = membership.roleid
    inner join wanted as member on member.oid = membership.member
    group by role.rolname, member.rolname
) as statements
order by step, about
"""
