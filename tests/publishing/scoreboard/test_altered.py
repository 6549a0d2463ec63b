"""Whatever a month is like and whoever wrote its texts, its pages are whole and nothing of them is run."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from include.publishing.results.shapes import Month
from tests.publishing import quarter
from tests.publishing.scoreboard import altered
from tests.publishing.scoreboard.reading_html import read, rows


@pytest.mark.parametrize("count", [1, 25, 60])
def test_a_province_may_have_any_number_of_districts(march: Month, count: int) -> None:
    month = altered.with_districts(march, count)
    page = read(altered.board(month))
    assert len(page.one("table", "grid").one("tbody").all("tr")) == count
    widths = [Decimal(part.attributes["width"]) for part in page.one("svg", "bar").all("rect")]
    assert abs(sum(widths, Decimal(-100))) < Decimal("0.01")
    assert read(altered.district(month)).one("h1")


@pytest.mark.parametrize("count", [1, 12])
def test_a_province_may_have_any_number_of_criteria(march: Month, count: int) -> None:
    page = read(altered.board(altered.with_criteria(march, count)))
    for row in page.one("table", "grid").one("tbody").all("tr"):
        assert len(row.all("td", "c")) == count
    assert len(read(altered.district(altered.with_criteria(march, count))).all("article")) == count


def test_what_people_wrote_is_shown_and_never_run(march: Month) -> None:
    month = altered.with_texts(march)
    for made in (altered.board(month), altered.district(month)):
        page = read(made)  # every element is closed where it was opened
        [script] = page.all("script")
        assert script.attributes["src"].endswith("assets/board.js") and not script.inside
        assert not page.all("img")
        assert "49" not in page.one("h1").text and altered.SCRIPT in page.text
        assert "//" not in made
        assert not [name for element in page.all("a") for name in element.attributes if name.startswith("on")]


def test_a_month_that_waits_says_for_what_and_shows_no_grade(lived: str) -> None:
    waiting = quarter.read(lived, quarter.APRIL)
    assert waiting.status == "waiting" and waiting.waits_for
    page = read(altered.board(waiting))
    assert "รอข้อมูลจากระบบ" in page.text
    assert all(told in page.text for told in waiting.waits_for)
    assert not page.all("table", "grid") and not page.all("b", "letter")
    assert "live" in page.one("body").classes and "ยังไม่ใช่ผลที่เผยแพร่" in page.text


def test_where_nobody_reported_that_is_said_and_nothing_is_counted_as_met(march: Month) -> None:
    month = altered.unreported(march)
    page = read(altered.board(month))
    table = rows(page.one("table", "grid"))
    assert all("ยังไม่ได้รับรายงาน" in row and "ไม่ผ่าน ไม่มีรายงาน" in row and "ไม่ผ่าน ไม่มีข้อมูล" in row for row in table)
    assert not page.one("table", "grid").all("td", "met")
    assert "ไม่มีรายงาน" in read(altered.district(month)).text


def test_figures_that_have_changed_since_are_said_instead_of_rows_that_explain_others(march: Month) -> None:
    article = read(altered.district(march)).all("article")[1]
    assert "ตัวเลขล่าสุดต่างจากที่เผยแพร่ในฉบับนี้แล้ว" in article.text and not article.all("details")


def test_a_long_list_of_refusals_says_how_many_there_are(march: Month) -> None:
    section = read(altered.district(march)).one("section", "refused")
    assert len(rows(section.one("table"))) == 50 and "แสดง 50 จาก 80 รายการ" in section.text


def test_figures_older_than_their_files_are_marked(march: Month) -> None:
    stale = replace(march, stale_because_th="มีไฟล์ที่ใหม่กว่าตัวเลข <b>")
    assert "มีไฟล์ที่ใหม่กว่าตัวเลข <b>" in read(altered.board(stale)).one("header").text


def test_a_month_that_was_not_published_breaks_the_line_of_the_trend(march: Month) -> None:
    def line(*periods: date) -> str:
        trend = [replace(march.districts[0].trend[-1], period=period) for period in periods]
        month = replace(march, districts=[replace(march.districts[0], trend=trend)])
        return str(read(altered.board(month)).one("td", "trend").one("path").attributes["d"])

    assert line(quarter.JANUARY, quarter.FEBRUARY, quarter.MARCH).count("L") == 2
    assert line(quarter.JANUARY, quarter.MARCH).count("L") == 0
    assert line(quarter.MARCH).count("M") == 1


def test_a_scale_with_more_letters_than_colours_is_still_read_by_its_letters(march: Month) -> None:
    bands = [(letter, Decimal(90 - 10 * number)) for number, letter in enumerate("ABCDEFG")]
    month = replace(
        altered.with_districts(march, 7),
        rules=replace(march.rules, bands=bands),
    )
    month = replace(
        month, districts=[replace(row, grade=grade) for row, (grade, _) in zip(month.districts, bands, strict=True)]
    )
    letters = [
        row.all("b", "letter")[0] for row in read(altered.board(month)).one("table", "grid").one("tbody").all("tr")
    ]
    assert [letter.text for letter in letters] == list("ABCDEFG")
    assert [(letter.classes - {"letter"}).pop() for letter in letters] == ["g1", "g2", "g3", "g4", "g5", "g5", "g5"]
