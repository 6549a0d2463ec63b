"""A folder a revision, with all that is needed to prove it: tables as CSV, the rulebook, hashes, and the verifier.

`<root>/<province_code>/<YYYY-MM>/<revision>/`, its `manifest.json` written last: a folder without a whole manifest is
not finished, and is written again. `bundle.md` says what each file is; `verify.py` proves them with nothing but itself.
"""

import json
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from psycopg2.extras import NamedTupleCursor

from include import warehouse
from include.publishing import verify, wording

FOLDER = Path(__file__).parent
README = "README.md"
AS_THEY_ARE = {README: "bundle.md", "verify.py": "verify.py"}
IN_ENGLISH = {"provisional": "provisional", "final": "final", "restated": "restated, no. {}"}

Publication = dict[str, Any]

# Asked by the index of failed critical expectations alone: what was withheld may lie behind what was published since.
ONCE_WITHHELD = """
select publication.*
from snapshot.publication
where
    (publication.province_code, publication.period) in (
        select failed.province_code, failed.period
        from ops.expectation_result as failed
        where not failed.success and failed.severity = 'critical' and starts_with(failed.suite, 'snapshot.')
    )
"""


def missing(connection: Any, root: Any, everything: bool = False) -> list[Publication]:
    """The revisions whose folder is not there or not finished, those of a province in the order of its freezes.

    `root` is a path of the publish location (pathlib's methods: `/`, `exists`, `mkdir`, `open`). A province's folders
    are written in the order of its freezes, so its latest one that is there ends the search, but for months of which a
    freeze was ever withheld; with `everything` each one ever frozen is looked for.
    """
    found = []
    for of_province in provinces(connection):
        for publication in latest_first(connection, of_province):
            if not finished(root / place(publication) / verify.MANIFEST):
                found.append(publication)
            elif not everything:
                break
    again = [
        publication
        for publication in once_withheld(connection)
        if publication not in found and not finished(root / place(publication) / verify.MANIFEST)
    ]
    return sorted(found + again, key=lambda publication: (publication["province_code"], publication["snapshot_id"]))


def write_missing(connection: Any, root: Any, everything: bool = False, withheld: Container[int] = ()) -> list[str]:
    """Write the folder of every revision that has none yet; returns their paths below the root.

    `root` and `everything` as for `missing`; `withheld` are the snapshot_ids of those that are not to be written.
    """
    written = []
    for publication in missing(connection, root, everything):
        if publication["snapshot_id"] not in withheld:
            _write(root / place(publication), files(connection, publication))
            written.append(place(publication))
    return sorted(written)


def files(connection: Any, publication: Publication) -> dict[str, bytes]:
    """Every file of a revision, by name, the manifest last: the same bytes whenever they are made."""
    tables = {table: _rows(connection, table, publication) for table in verify.TABLES}
    if len(tables["next_step"]) == 1:  # nothing to say, or frozen before anything was said: then there is no file
        del tables["next_step"]
    made = {f"{table}.csv": verify.csv_bytes(rows) for table, rows in tables.items()}
    made[verify.ROWS] = verify.rows_bytes(tables)
    made |= {name: (FOLDER / source).read_bytes() for name, source in AS_THEY_ARE.items()}
    made[README] = _title(publication) + made[README]
    for held in warehouse.fetch(
        connection, "select document from snapshot.rulebook where snapshot_id = %(snapshot_id)s", publication
    ):
        made[verify.RULEBOOK] = held["document"].encode()
    header, row = tables["publication"]
    about = {name: {"bytes": len(content), "sha256": verify.sha256(content)} for name, content in made.items()}
    manifest = verify.manifest_bytes(dict(zip(header, row, strict=True)), about)
    hashes = {name: verify.sha256(content) for name, content in made.items()}
    made[verify.SUMS] = verify.sums_bytes(hashes | {verify.MANIFEST: verify.sha256(manifest)})
    return made | {verify.MANIFEST: manifest}


def _title(publication: Publication) -> bytes:
    """What the folder is: of a restated revision also that it is one, and why."""
    kind, revision = publication["kind"], publication["revision"]
    names = f"{wording.edition(kind, revision)} · {IN_ENGLISH[kind].format(revision - 1)}"
    return f"**{names}** · {' '.join(publication['reason'].split())}\n\n".encode()


def provinces(connection: Any) -> list[Publication]:
    """Whose months were ever frozen: programme_code and province_code."""
    return warehouse.fetch(
        connection, "select distinct programme_code, province_code from snapshot.publication order by province_code"
    )


def once_withheld(connection: Any) -> list[Publication]:
    """The revisions of months of which a freeze ever failed its audit."""
    return warehouse.fetch(connection, ONCE_WITHHELD)


def latest_first(connection: Any, of_province: Publication) -> Iterator[Publication]:
    """The revisions of a province, asked for only as far as they are wanted."""
    before = None
    while found := warehouse.fetch(
        connection,
        """
        select * from snapshot.publication
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s
            and (%(before)s::bigint is null or snapshot_id < %(before)s)
        order by snapshot_id desc
        limit 10
        """,
        of_province | {"before": before},
    ):
        yield from found
        before = found[-1]["snapshot_id"]


def place(publication: Publication) -> str:
    """Where its folder lies, below the root."""
    return f"{publication['province_code']}/{publication['period']:%Y-%m}/{publication['revision']}"


def finished(manifest: Any) -> bool:
    """Whether it is there to its end: a disk that was full, or a machine that stopped, leaves a part of it."""
    if not manifest.exists():
        return False
    with manifest.open("rb") as file:
        content: bytes = file.read()
    try:
        json.loads(content)
    except ValueError:
        return content.rstrip().endswith(b"}")  # altered, not cut short: evidence, which stays
    return True


def _write(folder: Any, made: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        with (folder / name).open("wb") as file:
            file.write(content)


def _rows(connection: Any, table: str, publication: Publication) -> list[list[str]]:
    """The header and the rows, as texts, in the order of their key."""
    key, _ = verify.TABLES[table]
    order = ", ".join(f"{column} nulls first" for column in key.split())
    with connection.cursor(cursor_factory=NamedTupleCursor) as cursor:
        cursor.execute(
            f"select * from snapshot.{table} where snapshot_id = %(snapshot_id)s order by {order}", publication
        )
        header = [column.name for column in cursor.description]
        return [header, *([_text(value) for value in row] for row in cursor.fetchall())]


def _text(value: Any) -> str:
    """A cell: times in ISO form, numbers never in powers of ten, codes side by side, a missing value empty."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
