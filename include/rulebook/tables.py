"""Rows into the tables of schema `rulebook`."""

from typing import Any

from psycopg2.extras import execute_values
from psycopg2.sql import SQL, Composed, Identifier

from include.rulebook.rows import Row


def merge(cursor: Any, table: str, key: list[str], rows: list[Row]) -> int:
    """Writes the rows that are not there yet or differ, and removes none; returns how many it wrote."""
    if not rows:
        return 0
    columns = tuple(rows[0])
    cursor.execute(SQL("select {} from rulebook.{}").format(listed(columns), Identifier(table)))
    held = {
        tuple(row[column] for column in key): row
        for row in (dict(zip(columns, found, strict=True)) for found in cursor)
    }
    new = [row for row in rows if tuple(row[column] for column in key) not in held]
    differing = [row for row in rows if held.get(tuple(row[column] for column in key), row) != row]
    for row in differing:
        cursor.execute(
            SQL("update rulebook.{} set ({}) = row ({}) where ({}) = ({})").format(
                Identifier(table),
                listed(columns),
                SQL(", ").join(SQL("%s") for _ in columns),
                listed(tuple(key)),
                SQL(", ").join(SQL("%s") for _ in key),
            ),
            [*row.values(), *(row[column] for column in key)],
        )
    insert(cursor, table, new)
    return len(new) + len(differing)


def insert(cursor: Any, table: str, rows: list[Row]) -> None:
    """Writes rows that are not there."""
    if rows:
        statement = SQL("insert into rulebook.{} ({}) values %s").format(Identifier(table), listed(tuple(rows[0])))
        execute_values(cursor, statement, [list(row.values()) for row in rows], page_size=1000)


def listed(columns: tuple[str, ...]) -> Composed:
    """Names of columns, as a statement lists them."""
    return SQL(", ").join(Identifier(column) for column in columns)
