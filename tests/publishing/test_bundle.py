"""The folders of what was published: written once, whole or not at all, in the order of the freezes."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from include.publishing import against, bundle, verify
from tests.publishing.published import PLACES, publish

PROVISIONAL, FINAL, NEXT = PLACES
NEW = ("deadline", "district", "rulebook")


@pytest.fixture
def root(connection: Any, tmp_path: Path) -> Path:
    publish(connection, tmp_path)
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def freeze_without(monkeypatch: pytest.MonkeyPatch, tables: Iterable[str]) -> None:
    """Freezes as they were before some of the tables were kept."""
    freeze = warehouse.SQL_FOLDER / "snapshot/publication.sql"
    parts = freeze.read_text().split(";\n")
    former = ";\n".join(part for part in parts if not any(f"snapshot.{new} (" in part for new in tables))
    run = warehouse.run

    def run_as_before(connection: Any, path: str, parameters: Any) -> None:
        if path != "snapshot/publication.sql":
            return run(connection, path, parameters)
        with connection.cursor() as cursor:
            cursor.execute(former, parameters)

    monkeypatch.setattr(warehouse, "run", run_as_before)


def test_what_was_published_is_not_written_again_and_would_be_the_same(connection: Any, root: Path) -> None:
    before = contents(root)
    assert bundle.write_missing(connection, root) == []
    shutil.rmtree(root / "34")
    assert bundle.write_missing(connection, root) == list(PLACES)
    assert contents(root) == before


@pytest.mark.parametrize("left", [None, 0, 400])
def test_a_folder_without_a_whole_manifest_is_written_again(connection: Any, root: Path, left: int | None) -> None:
    before, manifest = contents(root), root / NEXT / verify.MANIFEST
    manifest.unlink() if left is None else manifest.write_bytes(manifest.read_bytes()[:left])
    assert bundle.write_missing(connection, root) == [NEXT]
    assert contents(root) == before


def test_a_disk_that_fills_up_leaves_no_manifest_and_the_next_run_goes_on(
    connection: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(root)
    shutil.rmtree(root / "34")

    class Full(type(root)):  # type: ignore[misc]
        def open(self, *arguments: Any, **settings: Any) -> Any:
            if self.name == verify.SUMS and self.parent.name == "1":
                raise OSError("no space left on device")
            return super().open(*arguments, **settings)

    with pytest.raises(OSError, match="no space"):
        bundle.write_missing(connection, Full(root))
    assert (root / PROVISIONAL / verify.MANIFEST).exists()
    assert not (root / FINAL / verify.MANIFEST).exists() and not (root / NEXT).exists()
    assert bundle.write_missing(connection, root) == [FINAL, NEXT]
    assert contents(root) == before


def test_an_altered_manifest_is_evidence_and_stays(connection: Any, root: Path) -> None:
    path = root / NEXT / verify.MANIFEST
    for altered in (path.read_bytes().replace(b'"34"', b'"57"'), path.read_bytes().replace(b'"form"', b"form")):
        path.write_bytes(altered)
        assert bundle.write_missing(connection, root) == []
        assert path.read_bytes() == altered


def test_the_location_is_asked_once_a_province_however_much_was_published(
    connection: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    exists = Path.exists

    def ask(path: Path, **settings: Any) -> bool:
        asked.append(path)
        return exists(path, **settings)

    monkeypatch.setattr(Path, "exists", ask)
    assert bundle.write_missing(connection, root) == []
    assert asked == [root / NEXT / verify.MANIFEST]


def test_a_folder_that_was_lost_is_written_again_when_every_one_is_looked_for(connection: Any, root: Path) -> None:
    before = contents(root)
    shutil.rmtree(root / PROVISIONAL)
    assert bundle.write_missing(connection, root) == []
    assert bundle.write_missing(connection, root, everything=True) == [PROVISIONAL]
    assert contents(root) == before


def test_excel_opens_every_table_as_thai_text(root: Path) -> None:
    for path in (root / FINAL).glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name
    assert "เขื่องใน" in (root / FINAL / "district.csv").read_text("utf-8-sig")
    cells = [cell for row in verify.csv_rows((root / FINAL / "measure.csv").read_bytes()) for cell in row]
    assert not any(cell.startswith("0E") for cell in cells)


def test_the_database_s_hashes_and_code_are_those_of_the_verifier(connection: Any, root: Path) -> None:
    for publication, place in zip(
        warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id"), PLACES, strict=True
    ):
        found = verify.Bundle(root / place)
        assert (found.chain, found.code) == (publication["chain_sha256"], publication["proof_code"])


def test_every_table_of_the_snapshot_is_published(connection: Any) -> None:
    there = warehouse.fetch(connection, "select tablename from pg_tables where schemaname = 'snapshot'")
    assert {row["tablename"] for row in there} == {*verify.TABLES, "rulebook"}


def test_a_month_frozen_before_rules_and_roster_were_kept_is_published_without_them(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze_without(monkeypatch, NEW)
    publish(connection, tmp_path)
    assert not (tmp_path / FINAL / verify.RULEBOOK).exists()
    found = verify.bundles_of(tmp_path)
    assert [bundle.faults for bundle in found] == [[], [], []]
    assert list(verify.broken_links(found)) == []


def test_the_steps_to_the_next_letter_are_published_and_a_month_frozen_before_them_stands_without(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(connection, tmp_path / "now")
    header, *rows = verify.csv_rows((tmp_path / "now" / FINAL / "next_step.csv").read_bytes())
    assert {row[header.index("district_code")] for row in rows} >= {"3404", "3405"}
    assert "ส่งรายงานภายในวันที่ 15 มีนาคม 2568" in {row[header.index("step_th")] for row in rows}
    connection.rollback()

    freeze_without(monkeypatch, ["next_step"])
    publish(connection, tmp_path / "before")
    assert not list((tmp_path / "before").rglob("next_step.csv"))
    found = verify.bundles_of(tmp_path / "before")
    assert [bundle.faults for bundle in found] == [[], [], []]
    assert "next_step" not in verify.rows_tables((tmp_path / "before" / FINAL / verify.ROWS).read_bytes())
    assert against.differences(connection, tmp_path / "before") == []
    now = {bundle.publication["content_sha256"] for bundle in verify.bundles_of(tmp_path / "now")}
    assert now == {bundle.publication["content_sha256"] for bundle in found}


def test_a_restated_revision_says_that_it_is_one_and_why() -> None:
    restated = {"kind": "restated", "revision": 2, "reason": "อำเภอส่งรายงานแก้ไข\nพร้อมหลักฐาน"}
    title = bundle._title(restated).decode()
    assert title == "**ฉบับแก้ไข ครั้งที่ 1 · restated, no. 1** · อำเภอส่งรายงานแก้ไข พร้อมหลักฐาน\n\n"
