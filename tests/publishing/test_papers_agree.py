"""Two provinces, three months, the quarter: whatever somebody looks at says what was frozen, read back from every file.

The months are simulated, taken through the whole pipeline, frozen, and all their papers written to a publish location;
what is read here is what lies there.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from frictionless import Package

from include import periods, quality, warehouse
from include.local.postgres import Cluster
from include.publishing import against, bundle, papers, scorecards, verify, wording
from include.publishing.results import editions, figures
from include.publishing.workbook import figures as sheets
from include.publishing.workbook import grid
from include.simulator import simulate
from tests.conftest import copied_database
from tests.pipeline import driver
from tests.publishing.scoreboard.reading_html import rows
from tests.publishing.sheets.reading import bare, text
from tests.publishing.shelved_revision import Shelved

FIRST_MONTHS = {"34": date(2025, 1, 1), "57": date(2024, 1, 1)}
MONTHS = 3
REVISIONS = [(code, number) for code in FIRST_MONTHS for number in range(MONTHS)]


@pytest.fixture(scope="module")
def root(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The publish location, and the URI of the warehouse it was published from."""
    folder = tmp_path_factory.mktemp("agree")
    for code, first in FIRST_MONTHS.items():
        of_province = periods.months(first, periods.add_months(first, MONTHS - 1))
        simulate(folder / "landing", folder / "truth", code, of_province, 1)
    with copied_database(cluster) as uri, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        patch.setattr(quality, "audit", driver.pass_all)
        driver.process(folder / "landing")
        with warehouse.connect() as connection:
            bundle.write_missing(connection, folder / "publish")
        with papers.session() as connection:
            outcome = papers.write_missing(connection, folder / "publish")
        assert not outcome.failures and len(outcome.written) == len(REVISIONS)
        yield folder / "publish", uri


@pytest.fixture(scope="module")
def shelf(root: tuple[Path, str]) -> Iterator[dict[tuple[str, int], Shelved]]:
    """Every revision by its province and the number of its month."""
    folder, uri = root
    with warehouse.reading(uri) as reader:
        yield {
            (code, number): Shelved(
                reader, folder / papers.place(edition) / papers.FOLDER, figures.read(reader, edition)
            )
            for code in FIRST_MONTHS
            for number, edition in enumerate(editions.revisions(reader, code))
        }


@pytest.fixture(params=REVISIONS, ids=lambda revision: f"{revision[0]}-{revision[1] + 1}")
def shelved(request: pytest.FixtureRequest, shelf: dict[tuple[str, int], Shelved]) -> Shelved:
    return shelf[request.param]


def same(shown: Any, value: Decimal | int | None) -> bool:
    """Whether a cell shows a figure, to the 15 digits that a workbook keeps."""
    return shown is None if value is None else f"{float(shown):.15g}" == f"{float(value):.15g}"


def test_every_grade_is_the_frozen_one_on_page_scorecard_memorandum_and_sheet(shelved: Shelved) -> None:
    in_sheet = {row["อำเภอ"]: row for row in shelved.sheet(grid.NAME)}
    assert len(shelved.grades) == len(shelved.lines) == len(in_sheet) > 15
    for kept in shelved.grades:
        code, name, grade = kept["district_code"], kept["district_name_th"], kept["grade"]
        points, whole, percent = kept["points"], kept["max_points"], kept["percent"]
        line = shelved.lines[code]
        assert (line.one("th").text, line.all("b", "letter")[0].text) == (name, grade)
        assert line.one("td", "points").one("b").text == f"{points:f}/{whole:f}"
        assert Decimal(line.one("td", "points").attributes["data-v"]) == percent
        verdict = " ".join(shelved.page(code).text.split())
        assert f"ระดับ{grade}เรื่อง" in verdict.replace(" ", "") and f"คะแนน{points:f}/{whole:f}" in verdict
        row = in_sheet[name]
        assert row["ระดับ"] == grade and same(row["คะแนน"], points) and same(row["เต็ม"], whole)
        assert same(row["ร้อยละ"], percent) and row["ทัน กำหนด"] == ("✓" if kept["on_time"] else "✗")
        assert row["จัดทำรายงานเมื่อ"] == (
            kept["reported_at"] and kept["reported_at"].astimezone(periods.BANGKOK).replace(tzinfo=None)
        )
        card = shelved.card(code)
        for words in (
            f"{wording.number(points)} จาก {wording.number(whole)} คะแนน",
            f"คิดเป็นร้อยละ {wording.number(percent, 2)}",
            f"ระดับ {grade} เรื่อง",
        ):
            assert bare(words) in card, (code, words)
        exact = f"{percent:.4f}"[:-2]
        assert bare(wording.thai_digits(f"{name}{wording.number(points)}{exact}{grade}")) in shelved.memo, code


def test_every_criterion_is_met_or_missed_as_frozen_with_its_sentence(shelved: Shelved) -> None:
    kept = {(row["district_code"], row["criterion_code"]): row for row in shelved.frozen("attainment")}
    in_sheet = {(row["รหัส"], row["เกณฑ์"].removesuffix(" *")): row for row in shelved.sheet(sheets.TARGETS)}
    names = {criterion.code: criterion.name_th for criterion in shelved.month.rules.criteria}
    ordered = [criterion.code for criterion in shelved.month.rules.of_districts]
    for grade in shelved.grades:
        code = grade["district_code"]
        shown, articles, card = (
            shelved.lines[code].all("td", "c"),
            shelved.page(code).all("article"),
            shelved.card(code),
        )
        earned = []
        for criterion, cell, article in zip(ordered, shown, articles, strict=True):
            result = kept.pop((code, criterion))
            earned.append(wording.number(result["points"]))
            assert ("met" in cell.classes) == cell.text.startswith("ผ่าน") == result["met"]
            assert result["explanation_th"] in article.text
            assert f"{result['points']:f}/{result['max_points']:f} คะแนน" in article.text
            row = in_sheet[code, names[criterion]]
            assert (row["ผ่าน เกณฑ์"] == "✓") == result["met"] and row["คำอธิบายผล"] == result["explanation_th"]
            assert same(row["คะแนน ที่ได้"], result["points"])
            assert bare(result["explanation_th"]) in card
        assert bare(wording.thai_digits(f"{grade['grade']}{''.join(earned)}")) in shelved.memo
    assert {place for place, _ in kept} <= {None}  # the rest are the province's own
    for (_, criterion), result in kept.items():
        own = next(item for item in shelved.board.one("div", "of-province").all("li") if names[criterion] in item.text)
        assert ("ไม่ผ่าน" not in own.text) == result["met"]
        row = in_sheet[shelved.month.edition.province_code, names[criterion]]
        assert (row["ผ่าน เกณฑ์"] == "✓") == result["met"] and row["คำอธิบายผล"] == result["explanation_th"]


def test_every_target_and_its_result_are_the_frozen_ones(shelved: Shelved) -> None:
    measured = {(row["district_code"], row["measure_code"]): row["value"] for row in shelved.frozen("measure")}
    catalogue = shelved.catalogue
    names = {criterion.code: criterion.name_th for criterion in shelved.month.rules.criteria}
    ordered = [criterion.code for criterion in shelved.month.rules.of_districts]
    in_sheet = {
        (row["รหัส"], row["เกณฑ์"].removesuffix(" *"), str(row["ที่"])): row for row in shelved.sheet(sheets.TARGETS)
    }
    pages = {code: shelved.page(code).all("article") for code in (row["district_code"] for row in shelved.grades)}
    conditions = {
        (district.code, code, condition.condition_no): condition
        for district in shelved.month.districts
        for code, result in district.results.items()
        for condition in result.conditions
    }
    kept = shelved.frozen("target")
    assert len(kept) == len(in_sheet)
    for target in kept:
        code, criterion, number = target["district_code"], target["criterion_code"], target["condition_no"]
        value, unit = measured[code, target["measure_code"]], catalogue[target["measure_code"]]["unit_th"]
        row = in_sheet[code or shelved.month.edition.province_code, names[criterion], str(number)]
        assert same(row["เป้าหมาย"], target["target_value"]) and same(row["ผลงาน"], value)
        assert same(row["ฐาน"], target["base_value"]) and row["หนังสือสั่งการและข้อ"] == target["order_ref"]
        if code:
            name = catalogue[target["measure_code"]]["name_th"]
            table = pages[code][ordered.index(criterion)].one("table", "conditions")
            [shown] = [line for line in rows(table) if line[0] == name]
            assert shown[1] == wording.quantity(value, unit)
            assert wording.quantity(target["target_value"], unit) in shown[2]
            card = shelved.card(code)
            assert bare(wording.quantity(value, unit)) in card
            assert bare(scorecards.target(conditions[code, criterion, number])) in card


def test_every_measure_the_watched_ones_too_is_the_frozen_one(shelved: Shelved) -> None:
    catalogue = shelved.catalogue
    in_sheet = {row["รหัส"]: row for row in shelved.sheet(sheets.MEASURES)}
    for kept in shelved.frozen("measure"):
        about = catalogue[kept["measure_code"]]
        heading = f"{about['name_th']} ({sheets.unit_of(about['unit_th'])})" + (" ติดตาม" if about["watched"] else "")
        assert same(in_sheet[kept["district_code"] or kept["province_code"]][heading], kept["value"]), kept


def test_csv_and_parquet_hold_every_cell_that_was_frozen(shelved: Shelved) -> None:
    data = shelved.folder / "data"
    package: Any = Package(str(data / "datapackage.json"))
    for table in verify.TABLES:
        kept = shelved.frozen(table, ", valid_during::text" if table == "rule_in_force" else "")
        assert pyarrow.parquet.read_table(data / f"{table}.parquet").to_pylist() == kept, table
        assert [row.to_dict() for row in package.get_resource(table).read_rows()] == kept, table


def test_the_quarter_is_the_one_that_stands_published(shelved: Shelved) -> None:
    period = shelved.month.edition.period
    asked = {"year": periods.fiscal_year_be(period), "quarter": periods.fiscal_quarter(period)}
    kept = {
        row["district_code"]: row
        for row in warehouse.fetch(
            shelved.reader,
            """
            select * from mart.published_quarter_grade
            where province_code = %(province_code)s and fiscal_year_be = %(year)s and quarter = %(quarter)s
            """,
            shelved.month.edition.parameters | asked,
        )
    }
    assert {row["status"] for row in kept.values()} == {"graded"} and len(kept) == len(shelved.grades)
    of_board = {row[0]: row for row in rows(shelved.board.one("section", "quarter").one("table"))}
    of_sheet = {row["รหัส"]: row for row in shelved.sheet(sheets.QUARTER)}
    of_data = {
        row["district_code"]: row
        for row in pyarrow.parquet.read_table(shelved.folder / "data/quarter_grade.parquet").to_pylist()
    }
    for grade in shelved.grades:
        code, name = grade["district_code"], grade["district_name_th"]
        mean, letter = kept[code]["mean_percent"], kept[code]["grade"]
        assert of_board[name][-2:] == [wording.number(mean, 2), letter]
        assert same(of_sheet[code]["ร้อยละเฉลี่ย"], mean) and of_sheet[code]["ระดับของไตรมาส"] == letter
        assert (of_data[code]["mean_percent"], of_data[code]["grade"]) == (mean, letter)


def test_the_proof_code_stands_on_everything(shelved: Shelved) -> None:
    code = str(shelved.month.edition.proof_code)
    assert code in shelved.memo and code in text((shelved.folder / "letter.pdf").read_bytes())
    assert code in shelved.board.text
    for grade in shelved.grades:
        assert code in shelved.page(grade["district_code"]).text and code in shelved.card(grade["district_code"])
    cells = {str(cell) for sheet in shelved.workbook for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any(code in cell for cell in cells)
    for name in ("papers.json", "data/datapackage.json"):
        assert code in (shelved.folder / name).read_text()


def test_every_paper_is_listed_with_its_hash_and_the_proof_stands_with_them(
    root: tuple[Path, str], shelf: dict[tuple[str, int], Shelved], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, uri = root
    for shelved in shelf.values():
        listed = json.loads((shelved.folder / "papers.json").read_text())["files"]
        there = {path.relative_to(shelved.folder).as_posix() for path in shelved.folder.rglob("*") if path.is_file()}
        assert listed.keys() == there - {"papers.json"}
        page = (shelved.folder.parents[2] / "index.html").read_text()
        for name, about in listed.items():
            assert about["sha256"] == verify.sha256((shelved.folder / name).read_bytes())
            assert about["sha256"] in page
    assert verify.main([str(folder)]) == 0 and f"{len(REVISIONS)} proved" in capsys.readouterr().out
    with warehouse.connect(uri) as connection:
        assert against.differences(connection, folder) == []


def test_papers_made_again_are_the_same_to_the_byte(
    root: tuple[Path, str], shelf: dict[tuple[str, int], Shelved]
) -> None:
    folder, uri = root
    shelved = shelf["57", 2]
    before = json.loads((shelved.folder / "papers.json").read_text())["files"]
    with warehouse.reading(uri) as connection:
        assert not papers.remake(connection, folder, [shelved.month.edition]).failures
    assert json.loads((shelved.folder / "papers.json").read_text())["files"] == before
