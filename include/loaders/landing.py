"""Files of the landing zone, each entered once into `ops.source_file` and, when it is good, into `raw`.

A file is one transaction: after a crash it is there whole or not at all, and a bad one leaves the others alone. Those
of one province are entered in order, one at a time, whoever enters them; provinces do not wait for each other.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

import psycopg2

from include import warehouse
from include.loaders import limits, placing, reading, source_files, streams
from include.loaders.keeping import NOTHING, Keeper
from include.loaders.placing import Place
from include.loaders.receiving import KEPT_IN_MEMORY, NEVER_READ, Arriving, LandedFile, receive
from include.loaders.refusal import FileRefused, sentence

__all__ = ["LandedFile", "land_again", "register", "try_out"]

log = logging.getLogger(__name__)


def register(
    connection: Any,
    files: Iterable[LandedFile],
    received_at: datetime,
    archive: Keeper = NOTHING,
    beside: Sequence[streams.Opening] = (),
) -> list[int]:
    """Enter the files of one scan; returns the file_id of each that is new or was tried again, whatever became of it.

    The archive keeps the bytes of a file before the file's row is committed; a file that it cannot keep is `rejected`,
    and tried again at the next scan. A file known by URI and fingerprint is not opened again, unless it was rejected
    under other rules than today's, or the archive never had it. Commits after every file. Raises only what the database
    raises; a file that cannot be read is `rejected`.

    With connections to be opened `beside` the caller's, several provinces are entered at a time. Files are numbered as
    they arrived all the same.
    """
    rules = source_files.rules_in_force(connection)
    scan = sorted(files, key=lambda file: (file.modified_at, file.uri))
    settled = source_files.settled(connection, scan, rules, archive.keeps)
    fresh = [file for file in scan if (file.uri, file.fingerprint) not in settled]
    places = [placing.place_of(file.path) for file in fresh]
    numbered = list(zip(source_files.next_numbers(connection, len(fresh)), fresh, places, strict=True))
    connection.commit()
    entered: dict[int, int] = {}
    progress = streams.Progress(len(fresh))

    def enter(own: Any, numbered_file: tuple[int, LandedFile, Place]) -> None:
        number, file, place = numbered_file
        # Two scans at a time would both find the same bytes new. A URI is of one province; so are files that are alike.
        source_files.lock(own, place.province_code)
        file_id = _enter(own, file, received_at, rules, archive, number)
        own.commit()
        if file_id is not None:
            entered[number] = file_id
        progress.another()

    # What bounds the memory that a Parquet unfolds to bounds that of the whole process.
    alone = [each for each in numbered if each[2].reader == "parquet"]
    together = [each for each in numbered if each[2].reader != "parquet"]
    by_province = streams.lists_of(together, lambda each: each[2].province_code, lambda each: each[1].bytes)
    streams.work_off(by_province, enter, connection, beside)
    streams.work_off([alone], enter, connection)
    return [entered[number] for number in sorted(entered)]


def try_out(connection: Any, files: Iterable[LandedFile], received_at: datetime) -> list[int]:
    """Enter files as `register` would, but for a caller that rolls back; returns their file_ids, as they arrived.

    Nothing is committed, other scans are not held up, and the files are numbered -1, -2, ... so that not even a number
    of the file list is used up. No file may have a URI that the list knows.
    """
    rules = source_files.rules_in_force(connection)
    scan = sorted(files, key=lambda file: (file.modified_at, file.uri))
    entered = [_enter(connection, file, received_at, rules, NOTHING, -number) for number, file in enumerate(scan, 1)]
    return [file_id for file_id in entered if file_id is not None]


def land_again(connection: Any, known: Iterable[tuple[int, LandedFile, datetime]]) -> Iterator[dict[str, Any]]:
    """Enter files into a copy of the warehouse as they were entered once, each under its own number and time.

    Yields the row of each as it is entered; the caller commits it or rolls it back.
    """
    rules = source_files.rules_in_force(connection)
    for file_id, file, received_at in known:
        _enter(connection, file, received_at, rules, NOTHING, file_id)
        [row] = warehouse.fetch(connection, "select * from ops.source_file where file_id = %s", [file_id])
        yield row


def _enter(
    connection: Any,
    file: LandedFile,
    received_at: datetime,
    rules: Mapping[str, str],
    archive: Keeper,
    number: int,
) -> int | None:
    """One file, whole or not at all; None when these bytes of this URI are known and settled.

    A new file gets the `number` as its file_id.
    """
    place = placing.place_of(file.path)
    reason = _why_not_taken(file, place, rules)
    entry = {
        "file_id": None,
        "number": number,
        "uri": file.uri,
        "fingerprint": file.fingerprint,
        "source": place.source,
        "section": place.section,
        "province_code": place.province_code,
        "period": place.period,
        "sha256": NEVER_READ,
        "bytes": file.bytes,
        "modified_at": file.modified_at,
        "received_at": received_at,
        "rules_sha256": source_files.judged_under(rules, place.province_code),
    }
    file_id: int | None = None
    if reason is None and place.reader == "delimited" and file.bytes > KEPT_IN_MEMORY:
        file_id = _load_as_it_arrives(connection, entry, place, file, archive)
    if file_id is None:
        file_id = _load_once_received(connection, entry, place, file, reason, rules, archive)
    return file_id


def _load_as_it_arrives(
    connection: Any, entry: dict[str, Any], place: Place, file: LandedFile, archive: Keeper
) -> int | None:
    """Load a large new CSV in UTF-8 while it is read for the first time.

    None, with nothing kept, when only a closer look can tell what to do with it.
    """
    if source_files.may_be_known(connection, entry):
        return None
    try:
        with file.open() as source, archive.begin() as kept:
            arriving = Arriving(source, file.bytes, kept)
            file_id = _load(connection, entry, place, arriving)
    except (OSError, FileRefused):
        return None
    source_files.amend(connection, file_id, "sha256", arriving.sha256)
    if archive.keeps:
        source_files.list_archived(connection, arriving.sha256, file.bytes)
    return file_id


def _load_once_received(
    connection: Any,
    entry: dict[str, Any],
    place: Place,
    file: LandedFile,
    reason: str | None,
    rules: Mapping[str, str],
    archive: Keeper,
) -> int | None:
    """Read a file, see whether it is known, and load it or write down why not; None when it is known and settled."""
    received = receive(file, reason, archive)
    entry |= {"sha256": received.sha256, "bytes": received.size}
    if received.kept:
        source_files.list_archived(connection, received.sha256, received.size)
    known = source_files.find(connection, entry)
    if known:
        if not source_files.is_tried_again(known, rules):
            # Touched and not changed: next time it need not be opened.
            source_files.amend(connection, known["file_id"], "fingerprint", file.fingerprint)
            return None
        entry["file_id"] = known["file_id"]
    if received.content is None:
        return source_files.write(connection, entry, "rejected", received.reason)
    with received.content:
        first = source_files.loaded_before(connection, entry)
        if first is not None:
            return source_files.write(connection, entry, "duplicate", sentence("duplicate", uri=first))
        try:
            return _load(connection, entry, place, received.content)
        except FileRefused as refused:
            return source_files.write(connection, entry, "rejected", refused.reason)


def _load(connection: Any, entry: dict[str, Any], place: Place, content: IO[bytes] | Arriving) -> int:
    """Load a file. Raises FileRefused, having undone all of it, when it cannot be loaded."""
    with connection.cursor() as cursor:
        cursor.execute("savepoint before_file")
        try:
            file_id = source_files.write(connection, entry, "loaded")
            source_files.amend(connection, file_id, "rows_read", reading.load(connection, file_id, place, content))
            if isinstance(content, Arriving):
                content.keep()
            return file_id
        except FileRefused as failure:
            refused = failure
        except psycopg2.DataError as failure:
            refused = FileRefused("database_refuses", sqlstate=failure.pgcode)
        except psycopg2.Error:
            raise
        except Exception as failure:
            log.exception("%s could not be read", entry["uri"])
            refused = FileRefused("unexpected", error=type(failure).__name__)
        cursor.execute("rollback to savepoint before_file")
    raise refused


def _why_not_taken(file: LandedFile, place: Place, rules: Mapping[str, str]) -> str | None:
    if file.never_opened:
        return file.never_opened.reason
    reason = placing.why_not_ours(file.path, place, rules)
    if reason is None and file.bytes > limits.FILE_BYTES:
        reason = sentence("file_too_large", gigabytes=limits.FILE_BYTES / (1 << 30))
    return reason
