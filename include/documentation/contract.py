"""The published contract: what analysts and programs may rely on, and whether the warehouse keeps it.

Command line: `python -m include.documentation.contract` compares the warehouse that AIRFLOW_CONN_WAREHOUSE names with
`contract.yaml`, prints every break and ends with 1 where there is one.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from include import warehouse

FILE = Path(__file__).parent / "contract.yaml"
READERS = ("analyst", "province_analyst")  # where the contract names no others
BOTH_LANGUAGES = re.compile(r"[ก-๙].* · .")

_CATALOG = """
select
    pg_namespace.nspname || '.' || pg_class.relname as relation,
    pg_attribute.attname as name,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod) as type,
    coalesce(col_description(pg_class.oid, pg_attribute.attnum), '') as meaning,
    coalesce(obj_description(pg_class.oid, 'pg_class'), '') as relation_meaning,
    coalesce(pg_class.reloptions && '{security_invoker=true,security_invoker=on}', false) as hides,
    array(
        select role from unnest(%(roles)s) as reader (role)
        where
            has_schema_privilege(role, pg_namespace.oid, 'usage')
            and has_table_privilege(role, pg_class.oid, 'select')
    ) as readers
from pg_class
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
inner join pg_attribute on pg_attribute.attrelid = pg_class.oid
where
    pg_namespace.nspname || '.' || pg_class.relname = any (%(relations)s)
    and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
order by relation, pg_attribute.attnum
"""


@dataclass(frozen=True)
class Deprecated:
    """A relation, or a column of one, that will go: since when it is deprecated, and what to read instead."""

    name: str
    since: date
    instead: str

    @property
    def mark(self) -> str:
        """What its comment has to say, after what it means in both languages."""
        return f"เลิกใช้ตั้งแต่ {self.since} ใช้ {self.instead} แทน · deprecated since {self.since}, read {self.instead}"


@dataclass(frozen=True)
class Relation:
    """A relation of the contract: what a row is, its columns with their types in order, who may read it."""

    name: str
    row: str
    columns: dict[str, str]
    read_by: tuple[str, ...] = READERS

    @property
    def view(self) -> str:
        """Its view in the schema of the contract, without the schema."""
        return self.name.replace(".", "_")


@dataclass(frozen=True)
class Contract:
    """A version of what may be relied on."""

    version: int
    since: date
    relations: list[Relation]
    deprecated: list[Deprecated] = field(default_factory=list)

    @property
    def schema(self) -> str:
        """Where its views are."""
        return f"published_v{self.version}"


@cache
def read() -> Contract:
    """The contract that is kept beside this file."""
    return parse(FILE.read_text(encoding="utf-8"))


def parse(text: str) -> Contract:
    """A contract from its YAML."""
    given = yaml.safe_load(text)
    return Contract(
        version=given["version"],
        since=given["since"],
        relations=[
            Relation(name, about["row"], about["columns"], tuple(about.get("read_by", READERS)))
            for name, about in given["relations"].items()
        ],
        deprecated=[Deprecated(**about) for about in given["deprecated"]],
    )


def breaks(connection: Any, contract: Contract, changelog: str) -> list[str]:
    """What the warehouse does not keep of the contract, a sentence each; none where it keeps all of it."""
    shown = {f"{contract.schema}.{relation.view}": relation for relation in contract.relations}
    there: dict[str, list[dict[str, Any]]] = {}
    for row in warehouse.fetch(
        connection,
        _CATALOG,
        {
            "relations": [*shown, *(relation.name for relation in contract.relations)],
            "roles": sorted({role for relation in contract.relations for role in relation.read_by}),
        },
    ):
        there.setdefault(row["relation"], []).append(row)
    found: list[str] = []
    for view, relation in shown.items():
        found += _of_relation(relation, there.get(relation.name, []))
        found += _of_view(view, relation, there.get(view, []))
    views = warehouse.fetch(
        connection,
        "select nspname || '.' || relname as name from pg_class"
        " inner join pg_namespace on pg_namespace.oid = relnamespace"
        " where nspname = %s and relkind in ('r', 'p', 'v', 'm') order by 1",
        [contract.schema],
    )
    found += [f"{row['name']} is not in the contract" for row in views if row["name"] not in shown]
    return found + list(_of_deprecated(contract, there, changelog))


def _of_relation(relation: Relation, columns: list[dict[str, Any]]) -> Iterator[str]:
    """The relation itself keeps its columns; more may stand beside them."""
    types = {column["name"]: column["type"] for column in columns}
    if not columns:
        yield f"{relation.name} is not there"
        return
    for name, wanted in relation.columns.items():
        if name not in types:
            yield f"{relation.name}.{name} is not there"
        elif types[name] != wanted:
            yield f"{relation.name}.{name} is {types[name]}, not {wanted}"
    yield from _silent(relation.name, [column for column in columns if column["name"] in relation.columns])
    yield from _unread(relation.name, relation, columns)


def _of_view(view: str, relation: Relation, columns: list[dict[str, Any]]) -> Iterator[str]:
    """Its view has these columns, in this order, and no other; it hides what the relation hides."""
    if not columns:
        yield f"{view} is not there"
        return
    is_now = [(column["name"], column["type"]) for column in columns]
    if is_now != list(relation.columns.items()):
        differing = sorted(set(is_now) ^ set(relation.columns.items())) or "their order"
        yield f"{view} has other columns than the contract: {differing}"
    if not columns[0]["hides"]:
        yield f"{view} does not ask for its reader's own rights"
    yield from _silent(view, columns)
    yield from _unread(view, relation, columns)


def _silent(name: str, columns: list[dict[str, Any]]) -> Iterator[str]:
    if not BOTH_LANGUAGES.search(columns[0]["relation_meaning"] if columns else ""):
        yield f"{name} does not say in both languages what it means"
    for column in columns:
        if not BOTH_LANGUAGES.search(column["meaning"]):
            yield f"{name}.{column['name']} does not say in both languages what it means"


def _unread(name: str, relation: Relation, columns: list[dict[str, Any]]) -> Iterator[str]:
    for role in relation.read_by:
        if role not in columns[0]["readers"]:
            yield f"{name} is not read by {role}"


def _of_deprecated(contract: Contract, there: dict[str, list[dict[str, Any]]], changelog: str) -> Iterator[str]:
    """What will go says so, with the day, in its comment and in the changelog."""
    for gone in contract.deprecated:
        said = {
            text
            for columns in there.values()
            for column in columns
            for name, text in (
                (column["relation"], column["relation_meaning"]),
                (f"{column['relation']}.{column['name']}", column["meaning"]),
            )
            if name == gone.name
        }
        if not said:
            yield f"{gone.name} is deprecated, and not in the contract"
        elif not all(gone.mark in text for text in said):
            yield f"{gone.name} does not say that it is deprecated: “{gone.mark}”"
        if f"`{gone.name}`" not in changelog or str(gone.since) not in changelog:
            yield f"{gone.name} is deprecated, and CHANGELOG.md does not say since when"


def main() -> int:
    """0 where the contract is kept, 1 where it is broken."""
    changelog = (warehouse.INCLUDE_FOLDER.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    with warehouse.connect() as connection:
        found = breaks(connection, read(), changelog)
    print("\n".join(found) or f"The published contract, version {read().version}, is kept.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
