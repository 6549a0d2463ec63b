"""Cases in YAML: what was given, which models run, and which rows must then be there.

A file `<schema>/<relation>.yaml` is a list of cases, each a sentence an officer would say:

    says      the sentence
    month     province_code and period (default: Chiang Rai's February of BE 2567)
    rulebook  changes of rulebook rows, where a case needs another reading: a list of {table, set, where}, {table, add}
              or {table, remove}, of the month's province
    given     table -> rows; `defaults.yaml` fills what a row leaves out, `file` names the file it stands in (default:
              one a source), `times` repeats it. `ops.source_file` rows say more of a file than its name
    delivered platform sources with a file that only holds its header (default, where a month is built: all four)
    run       `type`, `build`, `move`, `freeze`, or files of include/sql (default: what the relation comes from)
    audit     expectations that failed between build and move (default: none; null: not audited)
    freeze    parameters of a freeze
    expect    relation -> rows that are there, by the columns that matter; no rows: the relation is empty
    absent    relation -> rows that are not there
    then      further steps, of the same keys

Expected: numbers are compared exactly, a share may be written `12/13`, `{contains: text}` looks inside a text, times
are Asia/Bangkok.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

FOLDER = Path(__file__).parent
SCHEMAS = ("staging", "warehouse", "candidate", "mart", "snapshot", "ops")
MONTH = {"province_code": "57", "period": datetime.date(2024, 2, 1)}
STEP_KEYS = {"rulebook", "given", "delivered", "run", "audit", "freeze", "expect", "absent"}
BANGKOK = ZoneInfo("Asia/Bangkok")

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`relation` is the file's place, as `mart/measure`; every step has keys of `STEP_KEYS` only."""

    relation: str
    says: str
    month: Row
    steps: list[Row]


def read_cases() -> Iterator[Case]:
    """The cases of every file, in order. Raises ValueError for a key that means nothing."""
    for path in sorted(path for schema in SCHEMAS for path in (FOLDER / schema).glob("*.yaml")):
        relation = f"{path.parent.name}/{path.name.split('.')[0]}"
        for written in yaml.safe_load(path.read_text(encoding="utf-8")):
            first = {key: value for key, value in written.items() if key not in {"says", "month", "then"}}
            steps = [first, *written.get("then", [])]
            unknown = {key for step in steps for key in step} - STEP_KEYS
            if unknown:
                raise ValueError(f"{path.name}: {written['says']}: unknown keys {unknown}")
            yield Case(relation, written["says"], MONTH | written.get("month", {}), steps)


def unmatched(found: list[Row], wanted: list[Row]) -> list[Row]:
    """The wanted rows for which no row was found; one found row answers one wanted row."""
    left = list(found)
    missing = []
    for row in wanted:
        match = next((candidate for candidate in left if matches(candidate, row)), None)
        if match is None:
            missing.append(row)
        else:
            left.remove(match)
    return missing


def matches(found: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether a row has what is wanted in the columns named. Raises KeyError for a column it does not have."""
    return all(_same(found[column], value) for column, value in wanted.items())


def shown(found: list[Row], wanted: list[Row]) -> str:
    """The found rows nearest to the wanted ones, by the columns these name."""
    columns = {column: None for row in wanted for column in row}
    seen = [{column: plain(row[column]) for column in columns} for row in found]
    wanted_values = [{column: plain(value) for column, value in row.items()} for row in wanted]
    seen.sort(key=lambda row: -max(sum(row.get(c) == v for c, v in want.items()) for want in wanted_values))
    return "\n".join(str(row) for row in seen[:12]) or "(no rows)"


def plain(value: Any) -> Any:
    """A value as YAML would write it: exact numbers, times as Bangkok's clock, a set of names in order."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    if isinstance(value, datetime.datetime):
        return str((value.astimezone(BANGKOK) if value.tzinfo else value).replace(tzinfo=None))
    if isinstance(value, datetime.date):
        return str(value)
    if isinstance(value, list):
        return sorted((plain(part) for part in value), key=str)
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict) and set(wanted) == {"contains"}:
        return isinstance(found, str) and wanted["contains"] in found
    if isinstance(found, Decimal) and isinstance(wanted, str) and "/" in wanted:
        return abs(Fraction(found) - Fraction(wanted)) < Fraction(1, 10**15)
    return bool(plain(found) == plain(wanted))
