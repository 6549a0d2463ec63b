"""The pages of the latest audit."""

import re
from pathlib import Path
from typing import Any

import pytest

from include import quality, warehouse
from tests.expectations.months import ELSEWHERE, GIVEN


@pytest.fixture
def few_suites(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [suite for suite in quality.suites() if suite.name in ("mart.district_grade", "staging.shop_registration")]
    monkeypatch.setattr(quality, "suites", lambda: asked)


def spoil(uri: str, statement: str) -> None:
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("few_suites")
def test_an_officer_reads_in_thai_what_failed_and_where(months: str, tmp_path: Path) -> None:
    spoil(
        months, "update candidate.district_grade set grade = 'A' where district_code = '5703' and province_code = '57'"
    )

    quality.audit([GIVEN, ELSEWHERE], "grade_months manual", months, data_docs=tmp_path / "data_docs")

    folder = tmp_path / "data_docs"
    assert sorted(path.name for path in folder.iterdir()) == ["34-2025-01.html", "57-2024-02.html", "index.html"]
    index, held = (folder / name for name in ("index.html", "57-2024-02.html"))
    text = held.read_text()
    assert "เชียงราย กุมภาพันธ์ ๒๕๖๗" in text and "ยังไม่เผยแพร่" in text
    assert "ระดับต้องเป็นช่วงคะแนนที่ร้อยละจริงตกอยู่" in text and "district_code 5703" in text
    assert "ข้ามเมื่อว่างช่องใดช่องหนึ่ง" in text and "grade_months manual" in text
    assert "57-2024-02.html" in index.read_text() and "อุบลราชธานี" in index.read_text()
    assert "✔ ผ่านทุกข้อ" in (folder / "34-2025-01.html").read_text()


@pytest.mark.usefixtures("few_suites")
def test_the_pages_need_nothing_from_outside_and_hold_no_script(months: str, tmp_path: Path) -> None:
    spoil(
        months,
        "update candidate.district_grade set district_name_th = '<script>x</script>' where district_code = '5703'",
    )
    quality.audit([GIVEN], "run", months, data_docs=tmp_path / "data_docs")

    for page in (tmp_path / "data_docs").iterdir():
        text = page.read_text()
        assert not re.search(r"https?:|src=|@import|url\(", text)
        assert "<script" not in text


@pytest.mark.usefixtures("few_suites")
def test_the_next_run_replaces_the_pages_of_the_last_whole(months: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data_docs"
    quality.audit([GIVEN, ELSEWHERE], "first", months, data_docs=folder)
    quality.audit([GIVEN], "second", months, data_docs=folder)

    assert sorted(path.name for path in folder.iterdir()) == ["57-2024-02.html", "index.html"]
    assert len(list(folder.parent.iterdir())) == 2  # the link and what it leads to
    assert "second" in (folder / "index.html").read_text()


@pytest.mark.usefixtures("few_suites")
def test_a_folder_that_cannot_be_written_is_told_and_fails_no_audit(
    months: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    taken = tmp_path / "data_docs"
    taken.mkdir()
    (taken / "somebody's.txt").write_text("kept")

    assert quality.audit([GIVEN], "run", months, data_docs=taken) == []
    assert quality.audit([GIVEN], "run", months, data_docs=tmp_path / "data_docs" / "somebody's.txt" / "docs") == []

    assert (taken / "somebody's.txt").read_text() == "kept"
    assert sum("were not written" in message for message in caplog.messages) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["data_docs"]


def test_nothing_audited_writes_no_page(tmp_path: Path) -> None:
    results: list[dict[str, Any]] = []
    assert not quality.write_data_docs(tmp_path / "data_docs", "run", results)
    assert list(tmp_path.iterdir()) == []
