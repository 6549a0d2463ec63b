"""What is known of a province's snapshots: their files, and the rules of their time. Changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from include import rulebook, warehouse
from include.rulebook import Rulebook, RulebookError

Row = dict[str, Any]
LASTING = ("otop_operators", "shop_registrations", "leader_roster")  # sources that every later month is measured from
Version = tuple[str, int]  # programme and number


@dataclass(frozen=True)
class Snapshot:
    """One freeze: its row of `snapshot.publication`, its files, and the versions in force when it was taken.

    A file has `file_id` None where the file list knows it no more. `content_sha256` is that of the rows that stand now.
    """

    publication: Row
    files: list[Row]
    in_force: frozenset[Version]
    missing_files: list[Row]
    not_replayable: str | None
    content_sha256: str

    @property
    def snapshot_id(self) -> int:
        """Its number."""
        return int(self.publication["snapshot_id"])

    @property
    def version(self) -> Version:
        """The version it was graded by."""
        return self.publication["programme_code"], self.publication["rulebook_version"]

    @property
    def lasting_files(self) -> frozenset[int]:
        """Its files of no month of their own."""
        return frozenset(file["file_id"] for file in self.files if file["source"] in LASTING)


@dataclass
class History:
    """A province's snapshots in the order in which they were taken, and every version of its rulebooks.

    `rulebooks` are the versions whose documents are what they were when they were loaded; `loaded_at` has all of them.
    """

    province_code: str
    snapshots: list[Snapshot]
    rulebooks: dict[Version, Rulebook] = field(default_factory=dict)
    loaded_at: dict[Version, Any] = field(default_factory=dict)


def provinces(connection: Any) -> list[str]:
    """The provinces that have published: those that are stopped, then those whose last replay lies furthest back."""
    return [row["province_code"] for row in warehouse.fetch(connection, _PROVINCES)]


def read(connection: Any, province_code: str) -> History:
    """A province's history."""
    about = {"province_code": province_code}
    history = History(province_code, [])
    for row in warehouse.fetch(
        connection,
        "select programme_code, rulebook_version, content_sha256, document, loaded_at from rulebook.version"
        " where province_code = %(province_code)s order by programme_code, rulebook_version",
        about,
    ):
        key = (row["programme_code"], row["rulebook_version"])
        history.loaded_at[key] = row["loaded_at"]
        if (book := _rulebook(row)) is not None:
            history.rulebooks[key] = book
    files = _grouped(connection, _FILES, about)
    in_force = _grouped(connection, _IN_FORCE, about)
    for row in warehouse.fetch(connection, _SNAPSHOTS, about):
        snapshot_id = row["snapshot_id"]
        told = {name: row.pop(name) for name in ("missing_files", "reason_th", "content_now")}
        versions = frozenset(
            (each["programme_code"], each["rulebook_version"]) for each in in_force.get(snapshot_id, [])
        )
        history.snapshots.append(
            Snapshot(
                row,
                files.get(snapshot_id, []),
                versions or frozenset({(row["programme_code"], row["rulebook_version"])}),
                told["missing_files"],
                told["reason_th"],
                told["content_now"],
            )
        )
    return history


def batches(history: History) -> Iterator[list[Snapshot]]:
    """Neighbours that were taken from the same lasting files under the same rules, no month twice.

    The files of a batch are landed and typed at once, as they were where several months waited to be published.
    """
    batch: list[Snapshot] = []
    for snapshot in history.snapshots:
        same = batch and (
            snapshot.lasting_files == batch[0].lasting_files
            and snapshot.in_force == batch[0].in_force
            and all(snapshot.publication["period"] != other.publication["period"] for other in batch)
        )
        if batch and not same:
            yield batch
            batch = []
        batch.append(snapshot)
    if batch:
        yield batch


def _rulebook(version: Row) -> Rulebook | None:
    """The rulebook of a version; None where its document is not the one whose digest was kept."""
    try:
        book = rulebook.rulebook_of(version["document"])
    except RulebookError:
        return None
    return book if book.content_sha256() == version["content_sha256"] else None


def _grouped(connection: Any, sql: str, about: Row) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in warehouse.fetch(connection, sql, about):
        grouped.setdefault(row["snapshot_id"], []).append(row)
    return grouped


_PROVINCES = """
select province.province_code
from rulebook.province
left join lateral (
    select max(replay_result.ran_at) as at
    from ops.replay_result
    where replay_result.province_code = province.province_code
) as last_replay on true
where exists (select from snapshot.publication where publication.province_code = province.province_code)
order by
    exists (select from ops.replay_stop where replay_stop.province_code = province.province_code) desc,
    last_replay.at nulls first,
    province.province_code
"""
_SNAPSHOTS = r"""
with

lines as (
    select
        canonical_line.snapshot_id,
        string_agg(canonical_line.line, E'\n' order by canonical_line.line collate "C") as text
    from snapshot.canonical_line
    inner join snapshot.publication using (snapshot_id)
    where publication.province_code = %(province_code)s
    group by canonical_line.snapshot_id
)

select
    publication.*,
    replayable_snapshot.missing_files,
    replayable_snapshot.reason_th,
    encode(
        sha256(convert_to(concat(E'rulebook\t', publication.rulebook_sha256, E'\n', lines.text), 'UTF8')), 'hex'
    ) as content_now
from snapshot.publication
inner join ops.replayable_snapshot using (snapshot_id)
left join lines using (snapshot_id)
where publication.province_code = %(province_code)s
order by publication.snapshot_id
"""
_FILES = """
select
    source_file.snapshot_id,
    source_file.source,
    source_file.uri,
    source_file.sha256,
    source_file.received_at,
    entry.file_id,
    entry.period,
    entry.bytes,
    entry.fingerprint,
    entry.modified_at
from snapshot.source_file
left join ops.source_file as entry
    on entry.uri = source_file.uri and entry.sha256 = source_file.sha256 and entry.status = 'loaded'
where source_file.province_code = %(province_code)s
order by source_file.snapshot_id, source_file.received_at, entry.file_id
"""
# The rules of a snapshot taken before they were kept: its own version, and beside it what holds for other months today.
_IN_FORCE = """
select snapshot_id, programme_code, rulebook_version
from snapshot.rule_in_force
where province_code = %(province_code)s

union

select publication.snapshot_id, publication.programme_code, publication.rulebook_version
from snapshot.publication
where
    publication.province_code = %(province_code)s
    and not exists (select from snapshot.rule_in_force where rule_in_force.snapshot_id = publication.snapshot_id)

union

select publication.snapshot_id, in_force.programme_code, in_force.rulebook_version
from snapshot.publication
inner join rulebook.in_force using (province_code)
where
    publication.province_code = %(province_code)s
    and not (in_force.programme_code = publication.programme_code and in_force.valid_during @> publication.period)
    and not exists (select from snapshot.rule_in_force where rule_in_force.snapshot_id = publication.snapshot_id)
"""
