"""The rows of `ops.source_file`: what is known of a file, and what became of it."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from include import warehouse
from include.loaders import limits
from include.loaders.receiving import NEVER_READ, LandedFile


def rules_in_force(connection: Any) -> dict[str, str]:
    """By province code, the digest of what its files are read by: its rules, and the readers with their limits.

    Provinces without a rulebook are not in it; under "" stands what holds for every file.
    """
    rules = warehouse.fetch(connection, "select province_code, rules_sha256 from rulebook.province_rules")
    by_province = {row["province_code"]: row["rules_sha256"] for row in rules} | {"": ""}
    readers = _readers()
    return {code: hashlib.sha256(f"{rule} {readers}".encode()).hexdigest() for code, rule in by_province.items()}


def judged_under(rules: Mapping[str, str], province_code: str | None) -> str:
    """The digest of what a file of a province is judged by: a rejected one is tried again once it is another."""
    return rules.get(province_code or "", rules[""])


def _readers() -> str:
    """A digest of the readers, the column maps among them, and of the limits that hold."""
    in_force = sorted((name, value) for name, value in vars(limits).items() if name.isupper())
    digest = hashlib.sha256(repr(in_force).encode())
    for path in sorted(Path(__file__).parent.rglob("*.*")):
        if path.suffix in {".py", ".csv"}:
            digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def settled(
    connection: Any, files: Sequence[LandedFile], rules: Mapping[str, str], archived: bool
) -> set[tuple[str, str]]:
    """URI and fingerprint of the files that need not be looked at again; what is never opened is one look only.

    With `archived`, a file that was taken before anything was archived is looked at again.
    """
    known = warehouse.fetch(
        connection,
        "select uri, fingerprint, status, province_code, rules_sha256, sha256,"
        " status <> 'rejected' and not exists ("
        "     select from ops.archived_file where archived_file.sha256 = source_file.sha256"
        " ) as never_archived"
        " from ops.source_file where uri = any (%(uris)s)",
        {"uris": [file.uri for file in files]},
    )
    never_opened = {file.uri for file in files if file.never_opened}
    done = [
        row
        for row in known
        if row["uri"] in never_opened or not (is_tried_again(row, rules) or (archived and row["never_archived"]))
    ]
    return {(row["uri"], row["fingerprint"]) for row in done}


def next_numbers(connection: Any, files: int) -> list[int]:
    """So many numbers for files, in order; those that turn out to be known leave theirs unused."""
    found = warehouse.fetch(
        connection,
        "select nextval(pg_get_serial_sequence('ops.source_file', 'file_id')) as number from generate_series(1, %s)",
        [files],
    )
    return [row["number"] for row in found]


def lock(connection: Any, province_code: str | None) -> None:
    """Until the end of the transaction, be the only one who enters files of a province, or of no province."""
    warehouse.fetch(
        connection,
        "select pg_advisory_xact_lock(hashtext('ops.source_file'), hashtext(%s))",
        [province_code or ""],
    )


def is_tried_again(row: Mapping[str, Any], rules: Mapping[str, str]) -> bool:
    """Whether a known file is opened again: it was rejected under other rules, or could not be read at all."""
    if row["status"] != "rejected":
        return False
    never_read: bool = row["sha256"] == NEVER_READ
    other_rules: bool = row["rules_sha256"] != judged_under(rules, row["province_code"])
    return never_read or other_rules


def find(connection: Any, entry: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row of these bytes under this URI, else the row the URI got while it could not be read."""
    known = warehouse.fetch(
        connection,
        "select file_id, status, province_code, rules_sha256, sha256 from ops.source_file"
        " where uri = %(uri)s and sha256 in (%(sha256)s, %(never_read)s) order by sha256 = %(never_read)s",
        {**entry, "never_read": NEVER_READ},
    )
    return known[0] if known else None


def may_be_known(connection: Any, entry: Mapping[str, Any]) -> bool:
    """Whether a file of this size could be one that is known already, by its URI or by its identity."""
    known = warehouse.fetch(
        connection,
        "select from ops.source_file where (uri = %(uri)s and (bytes = %(bytes)s or sha256 = %(never_read)s))"
        " or (source = %(source)s and province_code = %(province_code)s and period = %(period)s and bytes = %(bytes)s)"
        " limit 1",
        {**entry, "never_read": NEVER_READ},
    )
    return bool(known)


def loaded_before(connection: Any, entry: Mapping[str, Any]) -> str | None:
    """The URI under which the same bytes were loaded for the same source, province and month."""
    loaded = warehouse.fetch(
        connection,
        "select uri from ops.source_file where status = 'loaded' and source = %(source)s"
        " and province_code = %(province_code)s and period = %(period)s and sha256 = %(sha256)s",
        entry,
    )
    return loaded[0]["uri"] if loaded else None


def write(connection: Any, entry: Mapping[str, Any], status: str, reason: str | None = None) -> int:
    """Write a file's row: a new one, or in place of the one it had, which keeps the time it was first seen."""
    if entry["file_id"] is None:
        statement = (
            "insert into ops.source_file (file_id, uri, fingerprint, source, section, province_code, period, sha256,"
            " bytes, modified_at, received_at, status, reason, rules_sha256) overriding system value"
            " values (%(number)s, %(uri)s, %(fingerprint)s, %(source)s, %(section)s, %(province_code)s, %(period)s,"
            " %(sha256)s, %(bytes)s, %(modified_at)s, %(received_at)s, %(status)s, %(reason)s, %(rules_sha256)s)"
            " returning file_id"
        )
    else:
        statement = (
            "update ops.source_file set fingerprint = %(fingerprint)s, source = %(source)s, section = %(section)s,"
            " province_code = %(province_code)s, period = %(period)s, sha256 = %(sha256)s, bytes = %(bytes)s,"
            " modified_at = %(modified_at)s, status = %(status)s, reason = %(reason)s, rules_sha256 = %(rules_sha256)s"
            " where file_id = %(file_id)s returning file_id"
        )
    written = warehouse.fetch(connection, statement, {**entry, "status": status, "reason": reason})
    return int(written[0]["file_id"])


def list_archived(connection: Any, sha256: str, size: int) -> None:
    """List bytes that the archive has kept; listed before, they keep their time, unless they had been erased."""
    warehouse.fetch(
        connection,
        "insert into ops.archived_file (sha256, bytes) values (%(sha256)s, %(bytes)s)"
        " on conflict (sha256) do update"
        " set archived_at = excluded.archived_at, erased_at = null, erased_because = null"
        " where archived_file.erased_at is not null"
        " returning sha256",
        {"sha256": sha256, "bytes": size},
    )


def amend(connection: Any, file_id: int, column: str, value: Any) -> None:
    """Set one column of a file's row."""
    with connection.cursor() as cursor:
        cursor.execute(f"update ops.source_file set {column} = %s where file_id = %s", (value, file_id))
