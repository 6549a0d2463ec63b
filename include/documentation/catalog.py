"""What the warehouse knows of itself: every schema, relation and column that is published, and what each is made from.

Names, types, keys, meanings and rights are the database's own; grain and rule stand at the head of the file of
`include/sql` that makes a relation; who answers for it and what renews it in `rooms.yaml`, units in `units.csv`.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from include import warehouse
from include.documentation import contract

FOLDER = Path(__file__).parent
READERS = ("analyst", "province_analyst", "publisher", "auditor")
# The schemas in the order in which an analyst meets them.
SCHEMAS = ("published_v1", "mart", "snapshot", "warehouse", "rulebook", "ops", "quarantine")
_NUMBERS = ("integer", "bigint", "smallint", "numeric", "double precision")
_BY_TYPE = {
    "date": ("วัน ค.ศ.", "day, common era"),
    "timestamp with time zone": ("เวลา", "moment, shown in Asia/Bangkok"),
    "boolean": ("ใช่หรือไม่", "yes or no"),
    "interval": ("ช่วงเวลา", "span of time"),
}
_COMMENT = re.compile(r"(?:^--.*\n)+", re.MULTILINE)  # lines of it that follow each other
_NAMES = re.compile(
    r"\b(?:from|join|using)\s+((?:raw|staging|quarantine|rulebook|warehouse|candidate|mart|snapshot|ops)\.[a-z_]+)"
)


@dataclass(frozen=True)
class Column:
    """A column: `key` where it helps to tell rows apart, `personal` the kind of personal data that may be in it."""

    name: str
    type: str
    key: bool
    filled: bool
    meaning_th: str
    meaning_en: str
    unit_th: str
    unit_en: str
    personal: str

    @property
    def counted(self) -> bool:
        """Whether it holds numbers, which mean nothing without a unit."""
        return self.type.startswith(_NUMBERS)


@dataclass(frozen=True)
class Relation:
    """A table or view with all that is known of it; texts in two languages are pairs (Thai, English)."""

    schema: str
    name: str
    is_view: bool
    meaning: tuple[str, str]
    grain: str
    rule: str
    made_from: tuple[str, ...]
    source: tuple[str, str]
    refreshed: tuple[tuple[str, str, str], ...]
    owner: tuple[str, str]
    owning_role: str
    readers: tuple[str, ...]
    by_province: bool
    columns: tuple[Column, ...]

    @property
    def full_name(self) -> str:
        """Schema and name."""
        return f"{self.schema}.{self.name}"

    @property
    def keys(self) -> list[str]:
        """The columns that together tell one row from another."""
        return [column.name for column in self.columns if column.key]

    @property
    def personal(self) -> list[Column]:
        """The columns in which something of a person is, or may be."""
        return [column for column in self.columns if column.personal]


@dataclass(frozen=True)
class Schema:
    """A schema with its relations, by name."""

    name: str
    meaning: tuple[str, str]
    relations: tuple[Relation, ...]


def read(connection: Any) -> list[Schema]:
    """The published schemas, as the connected database describes itself."""
    rows = warehouse.fetch(
        connection,
        (FOLDER / "catalog.sql").read_text(encoding="utf-8"),
        {"schemas": list(SCHEMAS), "roles": list(READERS), "languages": " · "},
    )
    there = {
        row["name"]
        for row in warehouse.fetch(
            connection,
            "select nspname || '.' || relname as name from pg_class"
            " inner join pg_namespace on pg_namespace.oid = relnamespace where relkind in ('r', 'p', 'v')",
        )
    }
    found = {
        f"{schema}.{name}": _relation(list(of_relation), there)
        for (schema, name), of_relation in groupby(rows, lambda row: (str(row["schema"]), str(row["relation"])))
    }
    meanings = {row["schema"]: both(row["schema_meaning"]) for row in rows}
    return [
        Schema(
            name=schema,
            meaning=meanings[schema],
            relations=tuple(_of_contract(relation, found) for relation in found.values() if relation.schema == schema),
        )
        for schema in SCHEMAS
    ]


def _of_contract(relation: Relation, found: dict[str, Relation]) -> Relation:
    """A view of the published contract has the keys of the relation that it shows, and no other reader."""
    kept = contract.read()
    if relation.schema != kept.schema:
        return relation
    [promised] = [promised for promised in kept.relations if promised.view == relation.name]
    shown = found[promised.name]
    return replace(
        relation,
        grain=promised.row,
        rule="",
        readers=shown.readers,
        columns=tuple(replace(column, key=column.name in shown.keys) for column in relation.columns),
    )


def relations(schemas: Iterable[Schema]) -> list[Relation]:
    """All relations, schema by schema."""
    return [relation for schema in schemas for relation in schema.relations]


def both(text: str | None) -> tuple[str, str]:
    """What is said in Thai and in English; one of them alone counts as English."""
    thai, _, english = (text or "").partition(" · ")
    return (thai, english) if english else ("", thai)


def _relation(rows: list[dict[str, Any]], there: set[str]) -> Relation:
    first = rows[0]
    schema, name = str(first["schema"]), str(first["relation"])
    full_name = f"{schema}.{name}"
    kept = rooms()
    room = kept["schemas"][schema] | kept["relations"].get(full_name, {})
    refreshed = room["refreshed"]
    if first["is_view"]:
        refreshed = ["when_read"]
    head = header(full_name)
    keys = [row["name"] for row in rows if row["identifies"]]
    return Relation(
        schema=schema,
        name=name,
        is_view=first["is_view"],
        meaning=both(first["relation_meaning"]),
        grain=head.get("grain") or (f"one row per {', '.join(keys)}" if keys else "as its source"),
        rule=head.get("rule", ""),
        made_from=tuple(sorted(there & (set(first["reads"]) | named_in(full_name)))),
        source=both(room["source"]),
        refreshed=tuple((name, *both(kept["renewed_by"][name])) for name in refreshed),
        owner=both(room["owner"]),
        owning_role=first["owning_role"],
        readers=tuple(first["readers"]),
        by_province=first["by_province"],
        columns=tuple(_column(full_name, row) for row in rows),
    )


def _column(relation: str, row: dict[str, Any]) -> Column:
    thai, english = both(row["meaning"])
    shown = (
        relation.removeprefix("published_v1.").replace("_", ".", 1) if relation.startswith("published") else relation
    )
    unit = units(shown, row["name"]) if str(row["type"]).startswith(_NUMBERS) else _BY_TYPE.get(row["type"], ("", ""))
    return Column(
        name=row["name"],
        type=row["type"],
        key=row["identifies"],
        filled=row["filled"],
        meaning_th=thai,
        meaning_en=english,
        unit_th=unit[0],
        unit_en=unit[1],
        personal=row["personal"] or "",
    )


@cache
def rooms() -> dict[str, Any]:
    """What the database cannot know: who answers for a room, what it comes from, what renews it."""
    return dict(yaml.safe_load((FOLDER / "rooms.yaml").read_text(encoding="utf-8")))


@cache
def kept_units() -> dict[tuple[str, str], tuple[str, str]]:
    """By relation (`*` for any) and column, what its numbers are counted in."""
    with (FOLDER / "units.csv").open(encoding="utf-8", newline="") as file:
        return {(row["relation"], row["column_name"]): (row["unit_th"], row["unit_en"]) for row in csv.DictReader(file)}


def units(relation: str, column: str) -> tuple[str, str]:
    """What a number is counted in: as its own relation says, else as it does everywhere; nothing where nobody says."""
    return kept_units().get((relation, column)) or kept_units().get(("*", column), ("", ""))


def header(relation: str) -> dict[str, str]:
    """What the file that makes a relation says above it: `makes`, `grain` and `rule`; nothing where none does."""
    comments = (part for path in _files(relation) for part in _COMMENT.findall(path.read_text(encoding="utf-8")))
    for comment in comments:
        said: dict[str, str] = {}
        last = ""
        for line in comment.splitlines():
            first = re.match(r"-- (makes|grain|rule)\s+(.+)", line)
            if first:
                last = first[1]
                said[last] = first[2]
            elif last:
                said[last] += " " + line.removeprefix("--").strip()
        if "grain" in said:
            return said
    return {}


def named_in(relation: str) -> set[str]:
    """The relations that the files which make a table read, besides itself."""
    named: set[str] = set()
    for path in _files(relation):
        text = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        named |= {name.replace("candidate.", "mart.") for name in _NAMES.findall(text)}  # a month in the making
    return named - {relation}


def _files(relation: str) -> list[Path]:
    schema, name = relation.split(".")
    models = sorted(warehouse.SQL_FOLDER.glob(f"{schema}/{name}.*"))
    return models + sorted(warehouse.SQL_FOLDER.glob(f"views/[0-9][0-9]_{relation}.sql"))
