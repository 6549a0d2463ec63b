"""What lies in the publish location is what the database has frozen, and all of it."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from include.publishing import against, verify
from tests.publishing.published import PLACES, alter, forge, publish

PROVISIONAL, FINAL, NEXT = PLACES


@pytest.fixture
def root(connection: Any, tmp_path: Path) -> Path:
    publish(connection, tmp_path)
    connection.commit()
    return tmp_path


def test_what_was_just_published_is_the_same(connection: Any, root: Path) -> None:
    assert against.differences(connection, root) == []


def test_a_deleted_last_revision_is_missed_and_written_again(
    root: Path, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    shutil.rmtree(root / NEXT)
    assert against.main([str(root)]) == 1
    assert capsys.readouterr().out.startswith(f"{NEXT}: ไม่มีในที่เผยแพร่")
    assert against.main([str(root), "--write"]) == 0
    assert against.main([str(root)]) == 0


def test_a_chain_made_anew_as_a_whole_agrees_with_itself_and_not_with_the_database(connection: Any, root: Path) -> None:
    alter(root / NEXT / "district_grade.csv", "grade", 0, "A")
    forge(root / NEXT)
    found = verify.bundles_of(root)
    assert [bundle.faults for bundle in found] == [[], [], []] and not list(verify.broken_links(found))
    told = against.differences(connection, root)
    assert {line.split(": ")[1] for line in told} == {"district_grade.csv", "publication.csv", "rows.txt"}


def test_a_revision_that_nobody_froze_is_told(connection: Any, root: Path) -> None:
    shutil.copytree(root / NEXT, root / "34/2025-04/1")
    assert against.differences(connection, root) == ["34/2025-04/1: ไม่มีในฐานข้อมูล · never frozen in this warehouse"]
