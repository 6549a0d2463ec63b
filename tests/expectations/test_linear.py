"""A month that statistics do not know yet is asked about at a cost that grows with its rows, not with their square."""

from contextlib import closing
from datetime import date
from typing import Any

import psycopg2
import pytest

from expectations import lineage
from include.quality.found_rows import FOUND_OF_EACH
from include.quality.scope import Month
from include.quality.together import Together

ROWS = 3_000
# The province that is new, and one that has not sent anything.
ASKED = Together(tuple(Month("click", code, date(2025, 1, 1)) for code in ("12", "13")))
RULES = {
    "warehouse.app_download": lineage.rows_stand_in_raw("app_downloads", "file_id, row_number"),
    "staging.otop_operator": lineage.files_are_of_the_province("otop_operator"),
}
# One file of each source of a province, every row of it typed.
PROVINCE = """
insert into ops.source_file (
    file_id, uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status,
    rows_read, rows_loaded, typed_with
)
overriding system value
select
    file_id, source || %(code)s, source, source, %(code)s, date '2025-01-01', repeat('0', 64), 1, now(), now(),
    'loaded', %(rows)s, %(rows)s, 'rules'
from (values (%(file)s, 'app_downloads'), (%(file)s + 1, 'otop_operators')) as landed (file_id, source);
insert into raw.app_downloads (file_id, row_number) select %(file)s, generate_series(1, %(rows)s);
select warehouse.make_months(array[date '2025-01-01']);
insert into warehouse.app_download (
    file_id, row_number, province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system
)
select
    %(file)s, number, %(code)s, date '2025-01-01', number, timestamptz '2025-01-15 12:00+07', %(code)s || '01',
    %(code)s || '0101', 'iOS'
from generate_series(1, %(rows)s) as event (number);
insert into staging.otop_operator (file_id, sheet, row_number, province_code, operator_id, district_code, as_of_date)
select %(file)s + 1, '', number, %(code)s, number, %(code)s || '01', date '2025-01-01'
from generate_series(1, %(rows)s) as operator (number);
insert into warehouse.otop_operator (
    file_id, sheet, row_number, province_code, period, operator_id, district_code, as_of_date
)
select file_id, sheet, row_number, province_code, date '2025-01-01', operator_id, district_code, as_of_date
from staging.otop_operator
where province_code = %(code)s;
"""


@pytest.fixture
def cursor(admin_uri: str) -> Any:
    """A warehouse in which the planner knows of one province, and another has just been typed."""
    with closing(psycopg2.connect(f"{admin_uri}?options=-csession_replication_role%3Dreplica")) as connection:
        cursor = connection.cursor()
        cursor.execute(PROVINCE, {"code": "11", "file": 1, "rows": ROWS})
        connection.commit()
        connection.autocommit = True
        cursor.execute("analyze")
        cursor.execute(PROVINCE, {"code": "12", "file": 3, "rows": ROWS})
        yield cursor


@pytest.mark.parametrize("relation", RULES)
def test_a_new_month_costs_what_its_rows_cost(cursor: Any, relation: str) -> None:
    query, month = RULES[relation].unexpected_rows_query, ASKED.whichever
    for place, rows in (("{month}", month.row), ("{files}", month.files(relation)), ("{batch}", month.batch(relation))):
        query = query.replace(place, f"({rows})")
    statement = FOUND_OF_EACH.replace("{each}", ASKED.each).replace("{query}", query)
    cursor.execute(f"explain (analyze, format json) {statement}", {"rows_shown": 20})
    [[[explained]]] = cursor.fetchall()
    assert work(explained["Plan"]) < 30 * ROWS


def test_registries_of_earlier_months_are_not_read(cursor: Any) -> None:
    cursor.execute(
        """
        insert into warehouse.otop_operator (
            file_id, sheet, row_number, province_code, period, operator_id, district_code, as_of_date
        )
        select file_id, 'earlier', row_number, province_code, month, operator_id, district_code, month
        from warehouse.otop_operator
        cross join generate_series(timestamp '2024-01-01', timestamp '2024-12-01', interval '1 month') as month
        where province_code = '12'
        """
    )
    month = Month("click", "12", date(2025, 1, 1))
    cursor.execute(f"explain (analyze, format json) {month.batch('warehouse.otop_operator')}")
    [[[explained]]] = cursor.fetchall()
    assert explained["Plan"]["Actual Rows"] == ROWS
    assert work(explained["Plan"]) < 2 * ROWS


def work(node: dict[str, Any]) -> float:
    """How many rows a step of a plan, and those below it, handed on or threw away."""
    rows = node["Actual Rows"] + sum(node[name] for name in node if name.startswith("Rows Removed by"))
    return float(node["Actual Loops"] * rows + sum(map(work, node.get("Plans", []))))
