"""Asking the warehouse how it reads cells, many in one query."""

import datetime
from collections.abc import Sequence
from typing import Any

from psycopg2.extensions import connection as Connection

PERIOD = datetime.date(2024, 2, 1)

# What is asked of a reader about a cell and the folder's period. Moments are compared as Bangkok wall-clock text.
READINGS = {
    "count": "select value::text, rule from thai.read_count(cell.raw)",
    "date": "select to_char(value, 'YYYY-MM-DD'), rule from thai.read_date(cell.raw, cell.period)",
    "moment": """
        select
            to_char(value at time zone 'Asia/Bangkok', 'YYYY-MM-DD HH24:MI:SS')
                || rtrim(to_char(value at time zone 'Asia/Bangkok', '.US'), '.0'),
            rule,
            has_time
        from thai.read_moment(cell.raw, cell.period)
    """,
    "month": "select to_char(value, 'YYYY-MM-DD'), rule from thai.read_month(cell.raw, cell.period)",
    "boolean": "select value::text, rule from thai.read_boolean(cell.raw)",
}


def read(
    connection: Connection,
    kind: str,
    cells: Sequence[str | None],
    periods: Sequence[datetime.date | None] | None = None,
) -> list[tuple[Any, ...]]:
    """(value as text, rule, and for a moment has_time) of every cell, in order, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select reading.*
            from unnest(%s::text[], %s::date[]) with ordinality as cell (raw, period, position)
            cross join lateral ({READINGS[kind]}) as reading
            order by cell.position
            """,
            (list(cells), list(periods) if periods is not None else [PERIOD] * len(cells)),
        )
        return cursor.fetchall()


def ask(connection: Connection, function: str, texts: Sequence[str | None], argument_type: str = "text") -> list[Any]:
    """What a function of one argument answers for every text, in order, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            select {function}(cell.raw::{argument_type})
            from unnest(%s::text[]) with ordinality as cell (raw, position)
            order by cell.position
            """,
            (list(texts),),
        )
        return [answer for (answer,) in cursor.fetchall()]
