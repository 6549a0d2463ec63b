"""What people look at, of each revision: written below its folder in `papers/`, a list of all of it last.

`<root>/<province_code>/<YYYY-MM>/<revision>/papers/`. They are made of what was frozen and of what lies behind it; the
proof is the folder above. A papers folder without a whole `papers.json` is not finished, and is written again.

    python -m include.publishing.papers FOLDER --province 57 --period 2024-02 [--revision 1]

makes a month's papers again, for instance in new looks. The warehouse is `AIRFLOW_CONN_WAREHOUSE`.
"""

import argparse
import logging
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from include import periods, warehouse
from include.publishing import (
    catalogue,
    data_package,
    letter,
    memo,
    publication_index,
    scorecards,
    verify,
    wording,
    workbook,
)
from include.publishing.results import editions, figures
from include.publishing.results.shapes import Edition, Month
from include.publishing.scoreboard import site

FORM = 1
FOLDER, LIST = catalogue.PAPERS, catalogue.PAPERS_LIST
SECONDS_BETWEEN_LINES = 2  # of the progress told

log = logging.getLogger(__name__)


class Maker(NamedTuple):
    """One kind of paper: what it is, who waits for it, and what makes its files; `one_a_district` counts them."""

    name: str
    title_th: str
    waited_for_by_th: str
    files: Callable[[Any, Month], Iterator[tuple[str, bytes]]]
    one_a_district: bool = False


MAKERS = (
    Maker("scoreboard", "ตารางผลคะแนนของจังหวัด", "ผู้ว่าราชการจังหวัด และนายอำเภอทุกอำเภอ", site.files),
    Maker("scorecards", "ใบรายงานผลรายอำเภอ", "นายอำเภอทุกอำเภอ", scorecards.files, one_a_district=True),
    Maker("memo", "บันทึกข้อความ", "ผู้ว่าราชการจังหวัด และสำนักงานพัฒนาชุมชนจังหวัด", memo.files),
    Maker("letter", "หนังสือแจ้งผล", "สำนักงานพัฒนาชุมชนจังหวัด และอำเภอทุกแห่ง", letter.files),
    Maker("workbook", "สมุดงานผลรายเดือน", "เจ้าหน้าที่และนักวิเคราะห์ของจังหวัด", workbook.files),
    Maker("data_package", "ชุดข้อมูลสำหรับโปรแกรม", "นักวิเคราะห์ และโปรแกรมที่ใช้ข้อมูล", data_package.files),
)
# What all of them start from, should it fail.
FIGURES = Maker("figures", "ตัวเลขของเดือนเพื่อทำเอกสาร", "ทุกคนที่รอเอกสารของเดือนนี้", lambda _, __: iter(()))


class Failure(NamedTuple):
    """A kind of paper that could not be made of a revision, and why."""

    edition: Edition
    maker: Maker
    because: str

    def __str__(self) -> str:
        edition, maker = self.edition, self.maker
        return (
            f"{named(edition)}: จัดทำ{maker.title_th} ({maker.name}) จังหวัด{edition.province_name_th}"
            f" เดือน{wording.month(edition.period)} {wording.edition(edition.kind, edition.revision)} ไม่สำเร็จ"
            f" ผู้ที่รอ: {maker.waited_for_by_th} สาเหตุ: {self.because}"
        )


@dataclass
class Outcome:
    """What became of a run: the revisions whose papers are finished, what failed, how many are left for the next."""

    written: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    left: int = 0


def write_missing(
    connection: Any,
    root: Any,
    makers: Sequence[Maker] | None = None,
    until: datetime | None = None,
    everything: bool = False,
) -> Outcome:
    """Write the papers of every revision that has its proof and none yet, the latest freeze first; then the indexes.

    `connection` is a publisher's (`warehouse.publishing`); `root` a path of the publish location (pathlib's methods). A
    kind of paper that fails holds no other: it is named in the outcome, and the revision is tried again by the next
    run. None is begun after `until`. With `everything` papers are looked for of each revision ever frozen.
    """
    outcome = Outcome()
    waiting = catalogue.waiting(connection, root, everything)
    for edition in waiting:
        if catalogue.papers_list(root, place(edition)):
            continue  # finished by a run that ended before it was listed
        if until and datetime.now(UTC) >= until:
            outcome.left += 1
            continue
        _tell(outcome, edition, write(connection, root, edition, MAKERS if makers is None else makers))
    publication_index.write(connection, root, waiting)
    return outcome


def remake(connection: Any, root: Any, wanted: Sequence[Edition], makers: Sequence[Maker] | None = None) -> Outcome:
    """Write the papers of these revisions again, finished or not; then the indexes."""
    outcome = Outcome()
    for edition in wanted:
        _tell(outcome, edition, write(connection, root, edition, MAKERS if makers is None else makers))
    publication_index.write(connection, root, wanted)
    return outcome


def _tell(outcome: Outcome, edition: Edition, failures: list[Failure]) -> None:
    outcome.failures += failures
    outcome.written += [] if failures else [place(edition)]


def write(connection: Any, root: Any, edition: Edition, makers: Sequence[Maker]) -> list[Failure]:
    """Write every kind of paper of a revision, and their list when none failed; returns those that did.

    Raises OSError where the publish location takes nothing, psycopg2's errors where the warehouse went away.
    """
    folder = root / place(edition) / FOLDER
    before = catalogue.papers_list(root, place(edition)).get("files", {})
    if (folder / LIST).exists():
        (folder / LIST).unlink()
    began = datetime.now(UTC)
    try:
        month = figures.read(connection, edition)
    except Exception as error:
        return [_failure(connection, edition, FIGURES, error)]
    files: dict[str, dict[str, Any]] = {}
    failures = []
    for maker in makers:
        try:
            for name, content in _made(connection, month, maker, files):
                catalogue.write_file(folder / name, content)
                files[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest(), "made_by": maker.name}
        except _MakerFailed as failed:
            failures.append(_failure(connection, edition, maker, failed.__cause__ or failed))
        connection.rollback()  # nothing is written there
    if not failures:
        for name in sorted(before.keys() - files.keys()):
            if may_be_written(name) and (folder / name).exists():
                (folder / name).unlink()
        catalogue.write_file(folder / LIST, catalogue.json_bytes(_list(month, files, began)))
    return failures


def _failure(connection: Any, edition: Edition, maker: Maker, error: BaseException) -> Failure:
    """What failed, told to the log; raised where it is the warehouse that went away."""
    if connection.closed:
        raise error
    connection.rollback()
    failure = Failure(edition, maker, f"{type(error).__name__}: {error}")
    log.error("%s", failure, exc_info=error)
    return failure


def _list(month: Month, files: dict[str, dict[str, Any]], made_at: datetime) -> dict[str, Any]:
    return {
        "form": FORM,
        "edition": catalogue.about(month.edition),
        "districts": {
            district.code: district.name_th for district in sorted(month.districts, key=lambda row: row.code)
        },
        "made_at": made_at.astimezone(periods.BANGKOK).isoformat(timespec="seconds"),
        "code_version": code_version(),
        "files": {name: files[name] for name in sorted(files)},
    }


class _MakerFailed(Exception):
    """What came out of a maker; its cause is what it raised."""


def _made(connection: Any, month: Month, maker: Maker, others: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """The files of a maker, one at a time, each with a name that may be written; progress is told."""
    began = told = time.monotonic()
    files, size = 0, 0
    try:
        for name, content in maker.files(connection, month):
            if not may_be_written(name) or name in others:
                raise ValueError(f"no name for a file of papers, or one that is there already: {name!r}")
            yield name, content
            files, size = files + 1, size + len(content)
            unfinished = maker.one_a_district and files < len(month.districts)
            if unfinished and time.monotonic() - told >= SECONDS_BETWEEN_LINES:
                told = time.monotonic()
                log.info("%s: %s %d of %d", named(month.edition), maker.name, files, len(month.districts))
    except Exception as error:
        raise _MakerFailed from error
    of = f" of {len(month.districts)}" if maker.one_a_district else ""
    log.info(
        "%s: %s %d%s, %d kB in %.1f s",
        *(named(month.edition), maker.name, files, of, size // 1000, time.monotonic() - began),
    )


def may_be_written(name: str) -> bool:
    """Whether a file may have this name below `papers/`: it stays there, and the verifier takes nothing for a proof."""
    parts = name.split("/")
    return (
        all(re.fullmatch(r"[\w-][\w.-]*", part) and not re.fullmatch(r"\d{4}-\d\d", part) for part in parts)
        and parts[-1] != verify.MANIFEST
        and name != LIST
    )


def place(edition: Edition) -> str:
    """Where its folder lies, below the root."""
    return f"{edition.province_code}/{catalogue.folder_of(edition.period, edition.revision)}"


def named(edition: Edition) -> str:
    """As the log names it: "57 2024-03 revision 1"."""
    return f"{edition.province_code} {edition.period:%Y-%m} revision {edition.revision}"


def code_version() -> str:
    """The project's version and a digest of what decides how papers look."""
    digest = sha256()
    for path in sorted(Path(__file__).parent.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(
                f"{path.relative_to(Path(__file__).parent).as_posix()}\0".encode() + path.read_bytes() + b"\0"
            )
    return f"{warehouse.code_version().partition('+')[0]}+{digest.hexdigest()[:12]}"


@contextmanager
def session() -> Iterator[Any]:
    """A publisher's connection, for one that writes papers at a time: two would write the same lists."""
    with warehouse.connect() as turn, warehouse.publishing() as connection:
        turn.autocommit = True  # no transaction stays open for as long as papers take
        warehouse.fetch(turn, "select pg_advisory_lock(hashtext('papers'))")
        yield connection


def main(command_line: list[str]) -> int:
    """0 when all papers asked for were made, 1 when some failed, 2 when nothing of that month is published."""
    parser = argparse.ArgumentParser(prog="python -m include.publishing.papers")
    parser.add_argument("folder", type=Path, help="the publish location")
    parser.add_argument("--province", required=True)
    parser.add_argument("--period", required=True, type=periods.month, help="such as 2024-02")
    parser.add_argument("--revision", type=int, help="default: every one of the month")
    given = parser.parse_args(command_line)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    with session() as connection:
        wanted = [
            edition
            for edition in editions.revisions(connection, given.province)
            if edition.period == given.period
            and given.revision in (None, edition.revision)
            and (given.folder / place(edition) / verify.MANIFEST).exists()
        ]
        if not wanted:
            print("ไม่มีฉบับที่เผยแพร่ของเดือนนั้น · nothing of that month is published there", file=sys.stderr)
            return 2
        outcome = remake(connection, given.folder, wanted)
    print("\n".join([f"{written}/{FOLDER}: จัดทำใหม่แล้ว · made again" for written in outcome.written]))
    return 1 if outcome.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
