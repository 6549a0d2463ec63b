"""The data dictionary: what every published relation and column says of itself, as a page of docs/.

Command line: `python -m include.local.dictionary` writes `docs/data-dictionary.md` from the running warehouse.
"""

import sys
from itertools import groupby
from typing import Any

from include import warehouse
from include.local import postgres
from include.local.home import PROJECT, LocalError, say

PAGE = PROJECT / "docs" / "data-dictionary.md"

# The rooms in the order in which an analyst meets them.
SCHEMAS = {
    "mart": "คำตอบปัจจุบัน · live answers",
    "snapshot": "ข้อมูล ณ วันปิดรอบ แก้ไขไม่ได้ · what was published, frozen",
    "warehouse": "ข้อเท็จจริงรายเดือน ไม่มีข้อมูลส่วนบุคคล · facts, without personal data",
    "rulebook": "เกณฑ์ของจังหวัด · what the provinces ordered, as rows",
    "ops": "ไฟล์ที่ได้รับ การทำงาน และกำหนดเวลา · files, runs and deadlines",
    "quarantine": "รายการที่ไม่ผ่านการตรวจสอบ เปิดเฉพาะผู้ดูแลระบบ · refused rows, closed to analysts",
}

_COLUMNS = """
select
    pg_namespace.nspname as schema,
    pg_namespace.nspname || '.' || pg_class.relname as relation,
    obj_description(pg_class.oid, 'pg_class') as relation_meaning,
    pg_attribute.attname as name,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod) as type,
    pg_class.relkind = 'v' as is_view,
    pg_attribute.attnotnull as filled,
    coalesce(pg_attribute.attnum = any (identifying.columns), false) as identifies,
    col_description(pg_class.oid, pg_attribute.attnum) as meaning
from pg_class
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
inner join pg_attribute on pg_attribute.attrelid = pg_class.oid
left join lateral (
    select string_to_array(pg_index.indkey::text, ' ')::smallint[] as columns
    from pg_index
    where pg_index.indrelid = pg_class.oid and pg_index.indisunique and pg_index.indpred is null
    order by pg_index.indisprimary desc, pg_index.indexrelid
    limit 1
) as identifying on true
where
    pg_namespace.nspname = any (%(schemas)s) and pg_class.relkind in ('r', 'v')
    and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
order by array_position(%(schemas)s, pg_namespace.nspname::text), pg_class.relname, pg_attribute.attnum
"""

_HEAD = """\
# พจนานุกรมข้อมูล · Data dictionary

This page is generated from the comments of the database itself (`python -m include.local.dictionary`); do not edit it
by hand. The comments are written in `include/sql/migrations/comments.sql`, the definitions of measures in
[methodology](methodology.md).

**Key** marks the columns that together tell one row from another; **filled** those that are never empty. Codes
are text. Every fact has `period`, the first day of its month.
"""


def page(connection: Any) -> str:
    """The whole page, in Markdown, as the connected database describes itself."""
    columns = warehouse.fetch(connection, _COLUMNS, {"schemas": list(SCHEMAS)})
    lines = [_HEAD]
    for schema, of_schema in groupby(columns, key=lambda column: column["schema"]):
        lines.append(f"## {schema}: {SCHEMAS[schema]}\n")
        for relation, of_relation in groupby(of_schema, key=lambda column: column["relation"]):
            lines += _relation(relation, list(of_relation))
    return "\n".join(lines)


def _relation(relation: str, columns: list[dict[str, Any]]) -> list[str]:
    kind = " (view)" if columns[0]["is_view"] else ""
    return [
        f"### `{relation}`{kind}\n",
        f"{columns[0]['relation_meaning']}\n",
        "| column | type | key | filled | meaning |",
        "|---|---|---|---|---|",
        *(
            f"| `{column['name']}` | {column['type']} | {_mark(column['identifies'])} | {_mark(column['filled'])}"
            f" | {str(column['meaning']).replace('|', '&#124;')} |"
            for column in columns
        ),
        "",
    ]


def _mark(holds: bool) -> str:
    return "✓" if holds else ""


def main() -> int:
    """Brings the warehouse's tables up to date and writes the page."""
    try:
        cluster = postgres.start()
        postgres.migrate(cluster)
    except LocalError as error:
        say(str(error))
        return 1
    with warehouse.connect(cluster.warehouse_uri) as connection:
        PAGE.write_text(page(connection))
    say(f"{PAGE.relative_to(PROJECT)} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
