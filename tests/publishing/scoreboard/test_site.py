"""The published scoreboard says what was frozen, leads nowhere outside, and is small."""

import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from include import warehouse
from include.publishing import wording
from include.publishing.results import details
from include.publishing.results.shapes import Condition, Month
from include.publishing.scoreboard import site
from tests.publishing import quarter
from tests.publishing.scoreboard.reading_html import Element, read, rows


@pytest.fixture(scope="module")
def board(march_files: dict[str, bytes]) -> Element:
    """The board of March's final revision."""
    return read(march_files["index.html"])


def test_every_district_stands_on_the_board_as_it_was_frozen(lived: str, march: Month, board: Element) -> None:
    with warehouse.reading(lived) as connection:
        kept = warehouse.fetch(
            connection,
            "select * from snapshot.district_grade where snapshot_id = %s order by points desc, district_code",
            [march.edition.snapshot_id],
        )
    shown = board.one("table", "grid").one("tbody").all("tr")
    assert [row.attributes["data-code"] for row in shown] == [row["district_code"] for row in kept]
    for row, frozen in zip(shown, kept, strict=True):
        assert row.one("th").text == frozen["district_name_th"]
        assert row.all("b", "letter")[0].text == frozen["grade"]
        points = row.one("td", "points")
        assert points.one("b").text == f"{frozen['points']:f}/{frozen['max_points']:f}"
        assert Decimal(points.attributes["data-v"]) == frozen["percent"]
        report = row.one("td", "report").text
        assert report == (
            "ยังไม่ได้รับรายงาน" if frozen["status"] == "not_reported" else "ภายในกำหนด" if frozen["on_time"] else "ล่าช้า"
        )


def test_every_criterion_on_the_board_is_met_or_missed_as_it_was_frozen(
    lived: str, march: Month, board: Element
) -> None:
    with warehouse.reading(lived) as connection:
        kept = warehouse.fetch(
            connection,
            "select district_code, criterion_code, met from snapshot.attainment where snapshot_id = %s",
            [march.edition.snapshot_id],
        )
    met = {(row["district_code"], row["criterion_code"]): row["met"] for row in kept}
    codes = [criterion.code for criterion in march.rules.of_districts]
    for row in board.one("table", "grid").one("tbody").all("tr"):
        cells = row.all("td", "c")
        shown = ["met" in cell.classes for cell in cells]
        assert shown == [met[row.attributes["data-code"], code] for code in codes]
        assert [cell.text.startswith("ผ่าน") for cell in cells] == shown  # also to whoever only listens


def test_a_missed_criterion_says_by_how_much_and_one_without_a_report_says_that(march: Month, board: Element) -> None:
    by_code = {row.attributes["data-code"]: row for row in board.one("table", "grid").one("tbody").all("tr")}
    missed = 0
    for district in march.districts:
        cells = by_code[district.code].all("td", "c")
        for criterion, cell in zip(march.rules.of_districts, cells, strict=True):
            for condition in district.results[criterion.code].conditions:
                if condition.holds or district.results[criterion.code].met:
                    continue
                missed += 1
                if not district.reported and condition.source.startswith("submissions"):
                    assert cell.text == "ไม่ผ่าน ไม่มีรายงาน"
                elif condition.measure_code != "reports_on_time" and condition.unit_th != wording.SHARE:
                    assert _gap(condition) in cell.text
    assert missed > 10


def _gap(condition: Condition) -> str:
    assert condition.gap is not None
    return f"ขาด {wording.number(condition.gap)} {condition.unit_th}"


def test_the_head_says_which_edition_this_is_and_its_proof_code(march: Month, board: Element) -> None:
    head = board.one("header").text
    assert march.edition.proof_code and march.edition.proof_code in head
    assert "ฉบับสมบูรณ์" in head and "ฉบับที่ 1" in head and "เกณฑ์ที่กำหนดเพิ่มเติม มิได้ระบุในหนังสือสั่งการ" in head
    assert "จังหวัดอุบลราชธานี" in head and "มีนาคม 2568" in head


def test_the_provinces_figures_are_those_of_its_summary(lived: str, march: Month, board: Element) -> None:
    counts = {item.all("b")[0].text: int(item.all("b")[1].text) for item in board.one("div", "grades").all("li")}
    assert counts == march.grade_counts
    figures = [figure.one("dd").text.split("/")[0].split()[0] for figure in board.one("dl", "figures").all("div")]
    assert march.mean_percent is not None
    assert figures[:3] == [wording.number(march.mean_percent, 2), str(march.reported), str(march.on_time)]


def test_the_quarter_stands_side_by_side_and_is_marked_as_adopted(march: Month, board: Element) -> None:
    section = board.one("section", "quarter")
    assert "ไตรมาสที่ 2 ปีงบประมาณ 2568" in section.text and wording.BASES["adopted"] in section.text
    assert march.quarter is not None
    for district, row in zip(march.districts, rows(section.one("table")), strict=True):
        kept = march.quarter.districts[district.code]
        assert row[0] == district.name_th
        assert row[1:4] == [
            f"{month['grade']} {wording.number(Decimal(str(month['percent'])), 2)}" for month in kept["month_grades"]
        ]
        assert row[4:] == [wording.number(kept["mean_percent"], 2), kept["grade"]]


def test_what_was_refused_is_counted_by_source_and_by_district(lived: str, march: Month, board: Element) -> None:
    section = board.one("section", "refused")
    with warehouse.reading(lived) as connection:
        intake = details.intake(connection, march.edition)
        rejected = details.refused_files(connection, march.edition)
        one = march.districts[0]
        of_one = len(details.refused_rows(connection, march.edition, one.code))
    table = rows(section.one("table"))
    assert sum(int(row[1].replace(",", "")) for row in table) == len(intake)
    assert sum(int(row[5].replace(",", "")) for row in table) == sum(file.rows_rejected for file in intake)
    assert rejected and all(file.file in section.text and file.told_th in section.text for file in rejected)
    [counted] = [
        item for item in section.one("ul", "counts").all("li") if item.all("a") and item.one("a").text == one.name_th
    ]
    assert int(counted.one("b").text) == of_one


def test_a_districts_page_goes_down_to_target_sentence_clause_and_cell(
    lived: str, march: Month, march_files: dict[str, bytes]
) -> None:
    for district in march.districts[::6]:
        page = read(march_files[f"districts/{district.code}.html"])
        articles = page.all("article")
        assert len(articles) == len(march.rules.of_districts)
        for criterion, article in zip(march.rules.of_districts, articles, strict=True):
            result = district.results[criterion.code]
            assert rows(article.one("table", "conditions")) and result.explanation_th in article.text
            assert f"{criterion.document_th} {criterion.clause}" in article.text
            for condition, row in zip(result.conditions, rows(article.one("table", "conditions")), strict=True):
                assert row[:2] == [condition.name_th, wording.quantity(condition.value, condition.unit_th)]
                assert wording.quantity(condition.target, condition.unit_th) in row[2]
        with warehouse.reading(lived) as connection:
            worked = details.working(connection, march, district.code, site.ROWS_EACH)
        placed = [row for of_criterion in worked.rows.values() for row in of_criterion if row["row_number"]]
        assert placed
        for behind in placed:
            assert behind["file"].rsplit("/", 1)[1] in page.text and f"แถว {behind['row_number']}" in page.text


def test_a_cell_behind_a_figure_is_named_as_a_spreadsheet_names_it(march: Month, march_files: dict[str, bytes]) -> None:
    texts = [read(march_files[f"districts/{district.code}.html"]) for district in march.districts]
    cells = [item.text for page in texts for item in page.all("li") if item.all("span") and item.all("b")]
    assert sum(bool(re.match(r"[A-Z]{1,2}\d+ \S", text)) for text in cells) > 100


def test_below_the_best_letter_a_page_says_the_smallest_steps_to_the_next(
    march: Month, march_files: dict[str, bytes]
) -> None:
    with_steps = [district for district in march.districts if district.steps]
    assert with_steps and not any(district.steps for district in march.districts if district.grade == "A")
    for district in with_steps:
        section = read(march_files[f"districts/{district.code}.html"]).one("section", "steps")
        assert district.steps[0]["step_th"] in section.text and "ก้าวต่อไป" in section.text


def test_no_file_names_an_address_outside(published: Path) -> None:
    names = [path for path in published.rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert len(names) > 100
    for path in names:
        text = re.sub(r"base64,[A-Za-z0-9+/=]*", "", path.read_text())
        if path.suffix == ".js":
            text = re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
        assert "//" not in text, path
        assert not re.search(r"url\((?!data:)", text)


def test_every_link_leads_to_something_that_is_there(published: Path) -> None:
    indexes = {published / "index.html", published / quarter.PROVINCE / "index.html"}  # made of the whole location
    for path in published.rglob("*.html"):
        page = read(path.read_text())
        ids = {element.attributes["id"] for element in _everything(page) if "id" in element.attributes}
        for element in _everything(page):
            for attribute in ("href", "src"):
                if address := element.attributes.get(attribute):
                    parts = urlsplit(address)
                    assert not parts.scheme and not parts.netloc
                    if parts.path:
                        target = (path.parent / unquote(parts.path)).resolve()
                        assert target in indexes or target.is_file(), (path, address)
                    else:
                        assert parts.fragment in ids, (path, address)


def test_a_month_leads_to_the_revision_that_stands_of_the_others(published: Path) -> None:
    links = read((published / "34/2025-03/1/papers/index.html").read_text()).one("ul", "months").all("a")
    assert [link.attributes["href"] for link in links] == [
        "../../../2025-01/1/papers/index.html",
        "../../../2025-02/2/papers/index.html",
        "index.html",
    ]


def test_the_first_view_of_25_districts_is_below_100_kilobytes_without_its_fonts(
    march: Month, march_files: dict[str, bytes]
) -> None:
    assert len(march.districts) == 25
    first = sum(len(march_files[name]) for name in ("index.html", "assets/board.css", "assets/board.js"))
    assert first < 100_000
    assert max(len(content) for content in march_files.values()) < 250_000


def test_the_same_revision_is_the_same_site(lived: str, march: Month, march_files: dict[str, bytes]) -> None:
    with warehouse.reading(lived) as connection:
        assert dict(site.files(connection, march)) == march_files
    assert list(march_files)[-1] == "index.html"


def test_a_provisional_a_restated_and_a_final_month_do_not_look_alike(published: Path) -> None:
    heads = {}
    for place in ("2025-03/0", "2025-02/2", "2025-03/1"):
        page = read((published / "34" / place / "papers/index.html").read_text())
        heads[place] = (page.one("body").classes - {"board"}, page.one("header").text)
    assert [kind for kind, _ in heads.values()] == [{"provisional"}, {"restated"}, {"final"}]
    assert "ฉบับเบื้องต้น" in heads["2025-03/0"][1] and "ฉบับแก้ไข ครั้งที่ 1" in heads["2025-02/2"][1]
    assert quarter.REASON in heads["2025-02/2"][1]


def test_a_deadline_is_told_as_it_stood_when_the_revision_was_frozen(published: Path) -> None:
    told = {
        revision: [
            item.text for item in read((published / f"34/2025-03/{revision}/papers/index.html").read_text()).all("dd")
        ]
        for revision in (0, 1)
    }
    assert any("18 เมษายน 2568" in text and "ยังไม่ถึงกำหนด" in text for text in told[0])
    assert any("18 เมษายน 2568" in text and "เผยแพร่หลังกำหนด" in text for text in told[1])


def _everything(element: Element) -> list[Element]:
    return [part for inside in element.inside if isinstance(inside, Element) for part in [inside, *_everything(inside)]]
