"""A folder a revision: its tables as CSV and a manifest that says what they are, byte for byte.

`<root>/<province_code>/<YYYY-MM>/<revision>/`: the tables of the snapshot, then `manifest.json`, written last: a folder
without a manifest is not finished, and is written again.
"""

import csv
import hashlib
import io
import json
from typing import Any

from include import warehouse

TABLES = {
    "district_grade": "district_code",
    "attainment": "district_code nulls first, criterion_code",
    "target": "district_code nulls first, criterion_code, condition_no",
    "measure": "district_code nulls first, measure_code",
    "quality_dimension": "district_code nulls first, dimension",
    "source_file": "source, uri",
}


def write_missing(connection: Any, root: Any) -> list[str]:
    """Write the folder of every revision that has none yet; returns their paths below the root.

    `root` is a path of the publish location (pathlib's methods: `/`, `exists`, `mkdir`, `open`).
    """
    written = []
    for publication in warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id"):
        place = f"{publication['province_code']}/{publication['period']:%Y-%m}/{publication['revision']}"
        folder = root / publication["province_code"] / f"{publication['period']:%Y-%m}" / str(publication["revision"])
        if not (folder / "manifest.json").exists():
            _write(connection, publication, folder)
            written.append(place)
    return written


def _write(connection: Any, publication: dict[str, Any], folder: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for table, order in TABLES.items():
        content = _as_csv(
            warehouse.fetch(
                connection,
                f"select * from snapshot.{table} where snapshot_id = %(snapshot_id)s order by {order}",
                publication,
            )
        )
        with (folder / f"{table}.csv").open("wb") as file:
            file.write(content)
        files[f"{table}.csv"] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    manifest = {key: _text(value) for key, value in publication.items()} | {"files": files}
    with (folder / "manifest.json").open("wb") as file:
        file.write(json.dumps(manifest, ensure_ascii=False, indent=2).encode())


def _as_csv(rows: list[dict[str, Any]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, as Excel opens Thai text; a missing value is an empty cell."""
    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows({key: "" if value is None else _text(value) for key, value in row.items()} for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value if isinstance(value, int | str) else str(value)
