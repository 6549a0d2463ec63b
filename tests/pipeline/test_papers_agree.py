"""Two provinces' quarter from files to papers: whatever somebody opens says what was frozen of every district."""

import csv
import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from include import warehouse
from include.publishing import bundle, papers, wording
from include.publishing.results import editions, figures
from include.publishing.results.shapes import Month
from include.publishing.workbook import grid
from include.simulator import simulate
from tests.pipeline import driver
from tests.publishing.scoreboard.reading_html import read
from tests.publishing.sheets.reading import bare, text

QUARTERS = {
    "57": [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)],
    "34": [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)],
}


@pytest.mark.slow
def test_every_paper_of_a_simulated_quarter_says_what_was_frozen(
    pipeline: str, unaudited: None, tmp_path: Path
) -> None:
    for province, quarter in QUARTERS.items():
        simulate(tmp_path / "landing", tmp_path / "truth", province, quarter, seed=1)
    driver.process(tmp_path / "landing")
    root = tmp_path / "publish"
    with warehouse.connect() as connection:
        bundle.write_missing(connection, root)
    with warehouse.publishing() as connection:
        outcome = papers.write_missing(connection, root, everything=True)
    assert (len(outcome.written), outcome.failures, outcome.left) == (6, [], 0)
    with warehouse.reading() as connection:
        for edition in editions.standing(connection):
            month = figures.read(connection, edition)
            kept = frozen(connection, month)
            assert len(kept) == {"57": 18, "34": 25}[edition.province_code]
            folder = root / bundle.place(edition.parameters | {"revision": edition.revision}) / papers.FOLDER
            for kind, told in (
                ("page", on_the_page(folder)),
                ("districts' pages", on_pages_of_districts(folder)),
                ("workbook", in_the_workbook(folder)),
                ("Parquet", in_parquet(folder)),
                ("CSV", in_csv(folder)),
            ):
                assert told == kept, (kind, edition.province_code, edition.period)
            on_scorecards(folder, month, kept)
            in_the_memo(folder, month)
            in_the_quarter(folder, month)


Kept = dict[str, tuple[str, str, str]]  # by district code: grade, points, percent


def frozen(connection: Any, month: Month) -> Kept:
    """What the snapshot says of every district."""
    rows = warehouse.fetch(
        connection, "select * from snapshot.district_grade where snapshot_id = %s", [month.edition.snapshot_id]
    )
    return {row["district_code"]: told(row["grade"], row["points"], row["percent"]) for row in rows}


def told(grade: Any, points: Any, percent: Any) -> tuple[str, str, str]:
    return str(grade), f"{float(points):.4f}", f"{float(percent):.4f}"


def on_the_page(folder: Path) -> Kept:
    grid_of_districts = read((folder / "index.html").read_bytes()).one("table", "grid").one("tbody")
    return {
        row.attributes["data-code"]: told(
            row.all("b", "letter")[0].text,
            row.one("td", "points").one("b").text.split("/")[0],
            row.one("td", "points").attributes["data-v"],
        )
        for row in grid_of_districts.all("tr")
    }


def on_pages_of_districts(folder: Path) -> Kept:
    """A district's page has its letter and points; its percent is the board's."""
    board, found = on_the_page(folder), {}
    for path in (folder / "districts").iterdir():
        page = read(path.read_bytes())
        letter = page.all("b", "letter")[0].text
        earned = re.search(r"([0-9.]+)/[0-9.]+", page.text)
        assert earned
        found[path.stem] = told(letter, earned[1], board[path.stem][2])
    return found


def in_the_workbook(folder: Path) -> Kept:
    sheet = openpyxl.load_workbook(folder / "workbook.xlsx", read_only=True)[grid.NAME]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(rows) if "อำเภอ" in row)
    places = {" ".join(str(name).split()): place for place, name in enumerate(rows[start]) if name}
    codes = {name: code for code, name in names(folder).items()}
    return {
        codes[row[places["อำเภอ"]]]: told(row[places["ระดับ"]], row[places["คะแนน"]], row[places["ร้อยละ"]])
        for row in rows[start + 1 :]
        if row[places["อำเภอ"]] in codes
    }


def names(folder: Path) -> dict[str, str]:
    return {row["district_code"]: row["district_name_th"] for row in csv_rows(folder / "data" / "district_grade.csv")}


def in_parquet(folder: Path) -> Kept:
    rows = pyarrow.parquet.read_table(folder / "data" / "district_grade.parquet").to_pylist()
    return {row["district_code"]: told(row["grade"], row["points"], row["percent"]) for row in rows}


def in_csv(folder: Path) -> Kept:
    return {
        row["district_code"]: told(row["grade"], row["points"], row["percent"])
        for row in csv_rows(folder / "data" / "district_grade.csv")
    }


def csv_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))


def on_scorecards(folder: Path, month: Month, kept: Kept) -> None:
    assert {path.stem for path in (folder / "scorecards").iterdir()} == set(kept)
    for district in month.districts:
        printed = text((folder / "scorecards" / f"{district.code}.pdf").read_bytes())
        for words in (
            f"อำเภอ{district.name_th}",
            f"{wording.number(district.points)}จาก {wording.number(district.max_points)} คะแนน",
            f"คิดเป็นร้อยละ {wording.number(district.percent, 2)}",
            f"ระดับ {kept[district.code][0]} เรื่อง",
            month.edition.proof_code or "no proof code",
        ):
            assert bare(words) in printed, (district.code, words)


def in_the_memo(folder: Path, month: Month) -> None:
    printed = text((folder / "memo.pdf").read_bytes())
    for number, district in enumerate(month.districts, 1):
        words = (
            f"{number}{district.name_th}{wording.number(district.points)}{str(district.percent)[:-2]}{district.grade}"
        )
        assert bare(wording.thai_digits(words)) in printed, words


def in_the_quarter(folder: Path, month: Month) -> None:
    """The quarter of the months that stand published, which is whole when all three do."""
    assert month.quarter
    shown = {row["district_code"]: row for row in csv_rows(folder / "data" / "quarter_grade.csv")}
    assert {code: row["grade"] for code, row in shown.items()} == {
        code: row["grade"] for code, row in month.quarter.districts.items()
    }
    assert {row["status"] for row in shown.values()} == {"graded"}
