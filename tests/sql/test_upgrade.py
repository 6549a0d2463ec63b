"""A warehouse with months frozen before rules and roster were kept holds every proof when it is brought up to date."""

from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest

from include import warehouse
from include.local.postgres import Cluster
from tests.sql.test_snapshot_hashes import chain_sha256

MIGRATIONS = warehouse.SQL_FOLDER / "migrations"
FORMER = [path for path in sorted(MIGRATIONS.glob("0*.sql")) if path.name < "0012"]
HELD = """
set local role warehouse_owner;
insert into rulebook.programme values ('click', 'Click');
insert into rulebook.version (
    programme_code, province_code, rulebook_version, rulebook_code, fiscal_year_be, valid_during, content_sha256,
    document, clock, leader_base, subdistrict_minimum, download_platforms, downloads_graded_from, channels_over,
    hashtags_rule, quarter_rule
)
select
    'click', '99', 1, 'former', 2567, '[2024-01-01,2024-04-01)', encode(sha256(convert_to(text, 'UTF8')), 'hex'),
    text::jsonb, 'reported', 'parts', 10, '{}', 'platform', 'month', 'any', 'mean_percent'
from (values (%(text)s)) as document (text);
reset role;
insert into snapshot.measure values (1, 'click', '2024-01-01', '99', '9901', 'new_shops', 3, 'shops');
insert into snapshot.publication
select
    1, 'click', '99', '2024-01-01', 1, 'final', '2024-02-18 23:00:00+07', 'job', 'final', 1, version.content_sha256,
    'code', content.sha256, '', encode(sha256(convert_to(concat_ws(
        E'\\n', '', content.sha256, 'click', '99', '2024-01', 1, 'final', '2024-02-18T16:00:00Z', 'code'
    ), 'UTF8')), 'hex')
from rulebook.version
cross join lateral (
    select encode(sha256(convert_to(
        concat(E'rulebook\\t', version.content_sha256, E'\\nmeasure\\t9901\\tnew_shops\\t3\\tshops'), 'UTF8'
    )), 'hex') as sha256
) as content
"""
DOCUMENT = '{"aliases":{"district":{"เมือง":"9901"}},"percent":"0.80","points":[10,2],"titleเกณฑ์":"ก"}'


@pytest.fixture
def former(cluster: Cluster) -> Iterator[str]:
    """A superuser's URI of a warehouse as it was, with one rulebook and one month frozen under it."""
    server = str(cluster.admin_uri).rsplit("/", 1)[0]
    with closing(psycopg2.connect(f"{server}/postgres")) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute("create database former")
        with warehouse.admin_connection(f"{server}/former") as connection:
            for path in (MIGRATIONS / "bootstrap.sql", *FORMER):
                warehouse.execute_file(connection, path)
            with connection.cursor() as inner:
                inner.execute("create table ops.migration (version_num varchar(32) primary key)")
                inner.execute("insert into ops.migration values ('0011')")
                inner.execute(HELD, {"text": DOCUMENT})
        yield f"{server}/former"
        cursor.execute("drop database former with (force)")


def test_what_was_frozen_before_keeps_its_hashes_and_gets_its_code(former: str) -> None:
    with warehouse.admin_connection(former) as connection:
        [before] = warehouse.fetch(connection, "select * from snapshot.publication")
    warehouse.migrate(former)
    with warehouse.admin_connection(former) as connection:
        [after] = warehouse.fetch(connection, "select * from snapshot.publication")
        [lines] = warehouse.fetch(connection, "select string_agg(line, '|') as text from snapshot.canonical_line")
        [version] = warehouse.fetch(connection, "select document_text from rulebook.version")
    assert after == before | {"proof_code": after["proof_code"]}
    assert len(after["proof_code"]) == 19
    assert after["chain_sha256"] == chain_sha256(after)
    assert lines["text"] == "measure\t9901\tnew_shops\t3\tshops"
    assert version["document_text"] == DOCUMENT
