"""The tables of a revision as the database knows them: columns with type, comment and unit, keys, rows.

A unit is said only where it is one for the whole column. Where it depends on the measure of the row, it is said where
to look it up.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from include.publishing import verify
from include.publishing.results.shapes import Month
from include.publishing.wording import SHARE
from include.warehouse import fetch

CATALOGUE, QUARTER = "measure_definition", "quarter_grade"
# Relations beside the frozen ones: relation, what tells rows apart, what they are chosen by.
_BESIDE = {
    CATALOGUE: ("mart.measure_definition", ("measure_code",), "true"),
    QUARTER: (
        "mart.published_quarter_grade",
        ("programme_code", "province_code", "fiscal_year_be", "quarter", "district_code"),
        "programme_code = %(programme_code)s and province_code = %(province_code)s"
        " and fiscal_year_be = %(fiscal_year_be)s and quarter = %(quarter)s",
    ),
}
_UNITS = {
    "points": "คะแนน",
    "max_points": "คะแนน",
    "percent": "ร้อยละ",
    "mean_percent": "ร้อยละ",
    "months": "เดือน",
    ("quality_dimension", "value"): SHARE,
}
_OF_ITS_MEASURE = f"{CATALOGUE}.unit_th, by measure_code"
_UNIT_STANDS_IN = {
    ("measure", "value"): _OF_ITS_MEASURE,
    ("target", "target_value"): _OF_ITS_MEASURE,
    ("next_step", "value"): _OF_ITS_MEASURE,
    ("next_step", "value_needed"): _OF_ITS_MEASURE,
    ("next_step", "lacking"): "unit_th",
}
# The types that are kept; any other is written as the text that the database prints.
TYPES = ("bigint", "integer", "numeric", "boolean", "date", "timestamp with time zone", "text", "text[]", "jsonb")
_LISTED = re.compile(r"CHECK \(\((\w+) = ANY \(ARRAY\[(.*)\]\)\)\)")

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """A column: its type in the database, its comment (Thai · English), and what is known of its values."""

    name: str
    type: str
    required: bool
    comment: str
    unit: str | None
    unit_stands_in: str | None
    choices: list[str]

    @property
    def title(self) -> str:
        """What it is, in Thai."""
        return self.comment.split(" · ")[0]


@dataclass(frozen=True)
class Described:
    """A table without its rows; `key` tells them apart, `unique` are single columns that do too."""

    name: str
    relation: str
    comment: str
    columns: list[Column]
    key: list[str]
    unique: list[str]
    empty: bool = False

    @property
    def key_is_whole(self) -> bool:
        """Whether no part of the key is ever missing."""
        return all(column.required for column in self.columns if column.name in self.key)


@dataclass(frozen=True)
class Table:
    """A table with its rows, in the order of their key."""

    described: Described
    rows: list[tuple[Any, ...]]


@dataclass
class _Known:
    """What the catalogue of the database says of relations."""

    columns: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    choices: dict[tuple[str, str], list[str]] = field(default_factory=dict)


def tables(connection: Any, month: Month) -> Iterator[Table]:
    """The tables of a revision, one at a time."""
    relations = {name: f"snapshot.{name}" for name in verify.TABLES}
    relations |= {name: relation for name, (relation, _, _) in _BESIDE.items()}
    known = _known(connection, list(relations.values()))
    grades = [grade for grade, _ in month.rules.bands]
    for name, relation in relations.items():
        described = _described(known, name, relation, grades)
        rows = _rows(connection, described, month)
        yield Table(_with_rows(described, rows), rows)


def _with_rows(described: Described, rows: list[tuple[Any, ...]]) -> Described:
    return Described(**{**vars(described), "empty": not rows})


def _known(connection: Any, relations: list[str]) -> _Known:
    known = _Known()
    for row in fetch(
        connection,
        """
        select
            attrelid::regclass::text as relation, attname as name, format_type(atttypid, atttypmod) as type,
            attnotnull as required, col_description(attrelid, attnum) as comment,
            obj_description(attrelid, 'pg_class') as relation_comment
        from pg_attribute
        where attrelid = any (%(relations)s::regclass[]) and attnum > 0 and not attisdropped
        order by attrelid, attnum
        """,
        {"relations": relations},
    ):
        known.columns[row["relation"]].append(row)
    for row in fetch(
        connection,
        """
        select
            conrelid::regclass::text as relation, contype, pg_get_constraintdef(oid) as rule,
            (
                select array_agg(attname::text order by place)
                from unnest(conkey) with ordinality as part (number, place)
                inner join pg_attribute on attrelid = conrelid and attnum = part.number
            ) as columns
        from pg_constraint
        where connamespace in ('snapshot'::regnamespace, 'mart'::regnamespace) and contype in ('p', 'u', 'c')
        order by contype, conname
        """,
    ):
        if row["contype"] != "c":
            known.keys[row["relation"]].append(row)
        elif listed := _LISTED.fullmatch(row["rule"]):
            known.choices[row["relation"], listed[1]] = re.findall(r"'([^']*)'::text", listed[2])
    return known


def _described(known: _Known, name: str, relation: str, grades: list[str]) -> Described:
    """A frozen table has the choices of the one in mart that it was taken from."""
    keys = [row["columns"] for row in known.keys[relation]]
    key = list(_BESIDE[name][1]) if name in _BESIDE else keys[0]
    unique = [columns[0] for columns in keys if len(columns) == 1]
    live = f"mart.{name}"
    columns = [
        Column(
            name=row["name"],
            type=row["type"] if row["type"] in TYPES else "text",
            required=row["required"] or (name in _BESIDE and row["name"] in key),
            comment=row["comment"],
            unit=_UNITS.get((name, row["name"])) or _UNITS.get(row["name"]),
            unit_stands_in=_UNIT_STANDS_IN.get((name, row["name"])),
            choices=known.choices.get((relation, row["name"]))
            or known.choices.get((live, row["name"]))
            or (grades if row["name"] == "grade" and name not in _BESIDE else []),
        )
        for row in known.columns[relation]
    ]
    return Described(name, relation, known.columns[relation][0]["relation_comment"], columns, key, unique)


def _rows(connection: Any, described: Described, month: Month) -> list[tuple[Any, ...]]:
    """Values of known types as they are; JSON and whatever else there is as the text that the database prints."""
    chosen_by = _BESIDE[described.name][2] if described.name in _BESIDE else "snapshot_id = %(snapshot_id)s"
    order = verify.TABLES[described.name][0].split() if described.name in verify.TABLES else described.key
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select {", ".join(f"{column.name}{_printed(column)}" for column in described.columns)}
            from {described.relation}
            where {chosen_by}
            order by {", ".join(f"{name} nulls first" for name in order)}
            """,
            month.edition.parameters | _quarter(month),
        )
        return list(cursor.fetchall())


def _printed(column: Column) -> str:
    return "::text" if column.type in ("text", "jsonb") else ""


def _quarter(month: Month) -> Row:
    quarter = month.quarter
    return {
        "fiscal_year_be": quarter.fiscal_year_be if quarter else None,
        "quarter": quarter.quarter if quarter else None,
    }
