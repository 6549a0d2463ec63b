"""Tries a changed rulebook on every month that was published, and tells whose grade it would have changed.

Every month is graded anew from exactly the files that its standing snapshot had, in an empty warehouse beside the real
one: so rehearsing the rules in force gives history again, and nothing is written.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from include.archive import Archive
from include.replay import history
from include.replay.history import Version
from include.replay.replaying import Province, live_and_beside
from include.rulebook import DEFAULT_FOLDER, Rulebook, RulebookError, rulebooks

Row = dict[str, Any]


def changed_rulebooks(path: Path) -> list[Rulebook]:
    """The rulebooks of a folder, or the one of a file, which stands in for the file of its name beside today's others.

    Raises RulebookError with a line for everything that is wrong with it.
    """
    if path.is_dir():
        return rulebooks(path)
    if not path.is_file():
        raise RulebookError([f"{path.name}: there is no such file"])
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(shutil.copytree(DEFAULT_FOLDER, Path(folder) / "rulebook"))
        shutil.copy(path, tried)
        for annex in (path.parent / "annexes").glob("*.csv"):
            shutil.copy(annex, tried / "annexes")
        return [book for book in rulebooks(tried) if book.code == path.stem]


def rehearse(archive: Archive, changed: Sequence[Rulebook], provinces: Iterable[str] | None = None) -> list[Row]:
    """Grade the published months of the provinces anew by the changed rulebooks, where these are about them.

    Returns a row a month: programme_code, province_code, period, revision, `reason_th` where it could not be tried, and
    `districts`: for each whose points or grade would be others `district_code`, `was` and `is` (points and grade, where
    they differ) and `criteria`, the codes that it would newly meet (`+code`) or miss (`-code`). Raises what `replay`
    raises.
    """
    wanted = {book.province_code for book in changed} & set(provinces or {book.province_code for book in changed})
    with live_and_beside() as (live, beside):
        found = [
            row
            for province_code in sorted(wanted)
            for row in _Rehearsed(live, beside, archive, history.read(live, province_code), changed=changed).months()
        ]
    return sorted(found, key=lambda row: (row["province_code"], row["period"]))


@dataclass
class _Rehearsed(Province):
    """A province taken through its history under other rules."""

    changed: Sequence[Rulebook] = field(default=())

    def months(self) -> Iterator[Row]:
        """What would be otherwise in each month whose snapshot stands."""
        self.write_versions()
        standing = {
            (snapshot.publication["programme_code"], snapshot.publication["period"]): snapshot.snapshot_id
            for snapshot in self.history.snapshots
        }
        for batch in history.batches(self.history):
            ready = self.prepare(batch)
            for snapshot in batch:
                publication = snapshot.publication
                if standing[publication["programme_code"], publication["period"]] != snapshot.snapshot_id:
                    continue
                about = {name: publication[name] for name in ("programme_code", "province_code", "period", "revision")}
                if snapshot in ready:
                    yield about | {"reason_th": None, "districts": self._districts(self.built_otherwise(snapshot))}
                else:
                    reason = snapshot.not_replayable or "ไฟล์ต้นฉบับหรือเกณฑ์เดิมไม่ครบ ดู make replay"
                    yield about | {"reason_th": reason, "districts": []}

    def rulebooks(self, versions: frozenset[Version]) -> list[Rulebook]:
        """The changed rulebooks, and of those that were in force the ones whose months no changed one takes."""
        own = [book for book in self.changed if book.province_code == self.history.province_code]
        kept = [book for book in super().rulebooks(versions) if not any(_share_a_month(book, other) for other in own)]
        return [*kept, *own]

    def _districts(self, differences: list[Row]) -> list[Row]:
        found: dict[str, Row] = {}
        for cell in differences:
            district_code, _, criterion_code = cell["key"].partition(" ")
            if district_code == "-":
                continue
            of_district = found.setdefault(
                district_code, {"district_code": district_code, "was": {}, "is": {}, "criteria": []}
            )
            if cell["table"] == "district_grade" and cell["column"] in ("points", "grade", ""):
                of_district["was"][cell["column"]] = cell["was"]
                of_district["is"][cell["column"]] = cell["is"]
            if cell["table"] == "attainment" and cell["column"] in ("met", ""):
                of_district["criteria"].append(("+" if cell["is"] else "-") + criterion_code)
        return [row for _, row in sorted(found.items()) if row["was"] or row["is"]]


def _share_a_month(one: Rulebook, other: Rulebook) -> bool:
    return one.programme == other.programme and one.valid.from_ <= other.valid.to and other.valid.from_ <= one.valid.to
