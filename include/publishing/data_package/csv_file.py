"""A table as CSV: UTF-8 without a byte order mark, a header, a missing value empty, every other value exact."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from include.periods import BANGKOK
from include.publishing.data_package.described import Table


def content(table: Table, _: dict[str, str]) -> bytes:
    """The bytes of the file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in table.described.columns)
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return text.getvalue().encode()


def cell(value: Any) -> str:
    """Moments on Bangkok's clock with their offset, numbers never in powers of ten, lists as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(BANGKOK).isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
