"""A late report that was allowed: a record with its reason, who approved it and until when. It changes no clock."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import psycopg2.errors

from include import periods, warehouse


def grant(connection: Any, form: Mapping[str, Any], entered_by: str) -> int:
    """Keep what a filled-in form allows, for all its districts or none; returns how many.

    The form has `programme`, `province`, `period` (YYYY-MM), `districts` (codes with anything between them), `reason`,
    `approved_by`, and `until`: the last day on which the report may come (YYYY-MM-DD). Raises ValueError, in Thai,
    where something is wrong with it.
    """
    until = datetime.combine(date.fromisoformat(form["until"]), time(23, 59, 59), periods.BANGKOK)
    try:
        [granted] = warehouse.fetch(
            connection,
            "select ops.grant_exception(%s, %s, %s, %s, %s, %s, %s, %s) as districts",
            (
                form["programme"],
                form["province"],
                re.findall(r"\d+", form["districts"]),
                periods.month(form["period"]),
                form["reason"],
                form["approved_by"],
                entered_by,
                until,
            ),
        )
    except psycopg2.errors.InvalidParameterValue as error:
        raise ValueError(error.diag.message_primary) from None
    return int(granted["districts"])
