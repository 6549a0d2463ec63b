"""A province's first three freezes, written to a publish location."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from include.publishing import bundle, verify
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables
from tests.sql.test_snapshot_hashes import FEBRUARY, MARCH, freeze, grade

PLACES = ("34/2025-02/0", "34/2025-02/1", "34/2025-03/1")


def publish(connection: Any, root: Any) -> None:
    """February as provisional and, with a late file, as final; then March."""
    given = Given(connection, FEBRUARY, columns_of_tables(connection))
    given.deliver(list(PLATFORM_SOURCES))
    given.add(
        {
            "warehouse.submission": [{"district_code": "3404", "reported_at": "2025-03-15 23:59:59+07"}],
            "warehouse.service_record": [{"district_code": "3404", "service_code": "capital"}],
            "warehouse.app_download": [{"subdistrict_code": "340401", "times": 3}],
        }
    )
    grade(connection, FEBRUARY)
    freeze(connection, FEBRUARY, 0, "2025-03-16 00:00:00+07")
    given.add({"ops.source_file": [{"file": "รายงาน ล่าช้า.xlsx", "received_at": "2025-03-17 09:00:00+07"}]})
    grade(connection, FEBRUARY)
    freeze(connection, FEBRUARY, 1, "2025-03-18 23:00:00+07")
    Given(connection, MARCH, given.columns).deliver(list(PLATFORM_SOURCES))
    grade(connection, MARCH)
    freeze(connection, MARCH, 1, "2025-04-18 23:00:00+07")
    bundle.write_missing(connection, root)


def alter(path: Path, column: str, number: int, value: str) -> str:
    """Put another value into the row `number` (from 0, without the header) of a CSV; returns what stood there."""
    was = ""

    def change(rows: list[list[str]]) -> None:
        nonlocal was
        place = rows[0].index(column)
        was, rows[number + 1][place] = rows[number + 1][place], value

    rewrite(path, change)
    return was


def rewrite(path: Path, change: Callable[[list[list[str]]], Any]) -> None:
    """Change the rows of a CSV in place, the header first."""
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    change(rows)
    path.write_bytes(verify.csv_bytes(rows))


def forge(folder: Path) -> None:
    """What somebody can do who knows everything here: every hash of one folder made anew."""
    tables = {path.stem: verify.csv_rows(path.read_bytes()) for path in folder.glob("*.csv")}
    header, row = tables["publication"]
    publication = dict(zip(header, row, strict=True))
    publication["content_sha256"] = verify.content_sha256(publication["rulebook_sha256"], tables)
    publication["chain_sha256"] = verify.chain_sha256(publication)
    publication["proof_code"] = verify.proof_code(publication["chain_sha256"])
    tables["publication"] = [header, list(publication.values())]
    (folder / "publication.csv").write_bytes(verify.csv_bytes(tables["publication"]))
    (folder / verify.ROWS).write_bytes(verify.rows_bytes(tables))
    contents = {
        path.name: path.read_bytes() for path in folder.iterdir() if path.name not in (verify.SUMS, verify.MANIFEST)
    }
    about = {name: {"bytes": len(content), "sha256": verify.sha256(content)} for name, content in contents.items()}
    (folder / verify.MANIFEST).write_bytes(verify.manifest_bytes(publication, about))
    hashes = {name: verify.sha256(content) for name, content in contents.items()}
    hashes[verify.MANIFEST] = verify.sha256((folder / verify.MANIFEST).read_bytes())
    (folder / verify.SUMS).write_bytes(verify.sums_bytes(hashes))
