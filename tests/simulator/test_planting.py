"""Planted defects: every class is labelled, where it stands and as what it must be found; the same every time."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include.simulator import simulate
from include.simulator.planting.labels import classes
from tests.simulator import reading

PROVINCES = {"57": 2024, "34": 2025}
MONTHS = range(1, 8)
KINDS = {"row", "file", "finding", "expectation", "outlier", "silent"}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven months of both provinces with defects of every class: the folder of the landing zone and its truth."""
    folder = tmp_path_factory.mktemp("planted")
    for province_code in PROVINCES:
        _plant(folder, province_code, MONTHS)
    return folder


def _plant(folder: Path, province_code: str, months: range) -> None:
    of_year = [date(PROVINCES[province_code], month, 1) for month in months]
    simulate(folder / "landing", folder / "truth", province_code, of_year, 1, planted=True)


def _labels(folder: Path) -> list[dict[str, Any]]:
    return [label for code in PROVINCES for label in reading.truth(folder / "truth", code, "planted")]


def test_every_class_is_planted_and_no_other(planted: Path) -> None:
    assert {label["class_code"] for label in _labels(planted)} == set(classes())


def test_a_class_says_in_both_languages_what_it_is_and_what_must_find_it() -> None:
    for code, known in classes().items():
        assert known.kind in KINDS, code
        assert known.label_th and known.label_en, code
        assert bool(known.found_as) == (known.kind != "silent"), code
    labels = Counter(known.label_th for known in classes().values())
    assert [label for label, count in labels.items() if count > 1] == []


def test_every_refused_row_has_its_label_at_its_place(planted: Path) -> None:
    place = ("uri", "sheet", "row_number", "column_name")
    told = Counter(
        (*(row[name] for name in place), row["rule"])
        for code in PROVINCES
        for row in reading.truth(planted / "truth", code, "rejected_rows")
    )
    labelled = Counter(
        (*(label[name] for name in place), label["found_as"]) for label in _labels(planted) if label["kind"] == "row"
    )
    assert labelled == told


def test_every_file_that_is_not_taken_has_its_label(planted: Path) -> None:
    files = [file for code in PROVINCES for file in reading.truth(planted / "truth", code, "files")]
    labelled = {label["uri"] for label in _labels(planted) if label["kind"] == "file"}
    assert labelled == {file["uri"] for file in files if file["status"] != "loaded"}
    assert all((planted / "landing" / uri).exists() for uri in labelled)


def test_figures_are_changed_only_where_there_are_months_to_compare_with(planted: Path) -> None:
    periods = {label["period"][5:] for label in _labels(planted) if label["kind"] == "outlier"}
    assert periods == {"05-01", "06-01"}


def test_the_last_month_waits_for_a_source(planted: Path) -> None:
    withheld = [label for label in _labels(planted) if label["class_code"] == "source_missing"]
    assert {label["period"][5:] for label in withheld} == {"07-01"}
    files = [file for code in PROVINCES for file in reading.truth(planted / "truth", code, "files")]
    for label in withheld:
        delivered = [
            file["rows_loaded"]
            for file in files
            if (file["source"], file["province_code"]) == (label["source"], label["province_code"])
            and file["period"] == label["period"][:7]
        ]
        assert sum(delivered) == 0


def test_the_same_defects_are_planted_every_time(planted: Path, tmp_path: Path) -> None:
    _plant(tmp_path, "57", MONTHS)
    again = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert again
    for path in again:
        first = planted / path.relative_to(tmp_path)
        assert first.read_bytes() == path.read_bytes(), path
        assert first.stat().st_mtime_ns == path.stat().st_mtime_ns or "truth" in path.parts


def test_nothing_is_planted_that_was_not_asked_for(planted: Path, tmp_path: Path) -> None:
    simulate(tmp_path / "landing", tmp_path / "truth", "57", [date(2024, 1, 1)], 1)
    assert not (tmp_path / "truth" / "57" / "planted.jsonl").exists()
    assert not any("เพิ่มเติม" in path.name or "ตั้งรหัสผ่าน" in path.name for path in tmp_path.rglob("*"))
