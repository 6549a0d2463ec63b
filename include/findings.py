"""The life of findings, beside what the checks do: files that were rejected, and what a person decides.

What is found is opened and resolved by `ops.note_findings`, within the transactions that type files and move months.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import psycopg2.errors

from include import periods, warehouse

DECISIONS = {"acknowledged": "รับทราบ", "muted": "พักไว้", "reopened": "เปิดใหม่"}


def note_files(connection: Any, file_ids: Sequence[int]) -> None:
    """Tell at once what is wrong with files that were rejected: their months may have nothing to type or build."""
    warehouse.fetch(
        connection,
        """
        select ops.note_findings('click', rejected.province_code, rejected.period)
        from (
            select distinct province_code, period
            from ops.source_file
            where file_id = any(%s) and status = 'rejected'
        ) as rejected
        """,
        (list(file_ids),),
    )


def decide(connection: Any, form: Mapping[str, Any], decided_by: str) -> int:
    """Keep what a filled-in form decides about findings, all of them or none; returns how many.

    The form has `finding_ids` (numbers with anything between them), `decision`, `reason`, and `until`: the last day of
    a mute in Asia/Bangkok (YYYY-MM-DD), else null. Raises ValueError, in Thai, where something is wrong with it.
    """
    until = datetime.combine(date.fromisoformat(form["until"]), time.max, periods.BANGKOK) if form["until"] else None
    finding_ids = [int(number) for number in re.findall(r"\d+", form["finding_ids"])]
    try:
        [decided] = warehouse.fetch(
            connection,
            "select ops.decide_finding(%s, %s, %s, %s, %s) as findings",
            (finding_ids, form["decision"], form["reason"], decided_by, until and until.replace(microsecond=0)),
        )
    except psycopg2.errors.InvalidParameterValue as error:
        raise ValueError(error.diag.message_primary) from None
    return int(decided["findings"])
