"""What was published, for programs: every table of a revision as CSV and Parquet, with a Frictionless Data Package.

`data/<table>.csv`, `data/<table>.parquet` and, last, `data/datapackage.json`. Of `snapshot` all that is proved
(`verify.TABLES`), and beside it what makes it readable: the catalogue of measures and the quarter, as they stand.
What a table and its columns are is asked of the database: types, keys, comments.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from include.publishing.data_package import csv_file, descriptor, parquet_file
from include.publishing.data_package.described import tables
from include.publishing.data_package.descriptor import Written
from include.publishing.results.shapes import Month

FOLDER = "data"
_WRITERS = {"csv": csv_file.content, "parquet": parquet_file.content}


def files(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """Every file of a published revision, by its name below `papers/`: table by table, what describes them last."""
    if not month.edition.frozen:
        raise ValueError("only what was frozen is published")
    written = []
    for table in tables(connection, month):
        for form, content in _WRITERS.items():
            made = content(table, descriptor.about(month.edition))
            written.append(Written(table.described, form, len(made), hashlib.sha256(made).hexdigest()))
            yield f"{FOLDER}/{written[-1].path}", made
    yield f"{FOLDER}/{descriptor.NAME}", descriptor.content(month, written)
