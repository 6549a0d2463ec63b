"""A changed rule is tried on what was published: the rules in force change nobody, others those they concern."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from include.replay import changed_rulebooks, rehearse
from include.replay.showing import show_rehearsal
from include.rulebook import RulebookError
from tests.replay import publishing
from tests.replay.conftest import Office


@pytest.fixture
def book(published: Office, tmp_path: Path) -> Path:
    """A copy of the year's rulebook as an officer would change it, with its annexes beside it."""
    tried = tmp_path / "tried"
    publishing.rulebooks_of_years(tried)
    return tried / publishing.rulebook_of(2567)


def with_points(points: int) -> Any:
    def changed(book: dict[str, Any]) -> None:
        book["criteria"][0]["points"] = points

    return changed


def with_percent(percent: int) -> Any:
    def changed(book: dict[str, Any]) -> None:
        for condition in book["criteria"][0]["conditions"]:
            condition["target"]["percent"] = percent

    return changed


def test_rehearsing_the_rules_in_force_gives_history_again(office: Office, book: Path) -> None:
    months = rehearse(office.archive, changed_rulebooks(book))
    assert [(month["period"].month, month["reason_th"], month["districts"]) for month in months] == [
        (1, None, []),
        (2, None, []),
        (3, None, []),
    ]


def test_a_percentage_nobody_reaches_takes_the_points_of_those_who_had_them(office: Office, book: Path) -> None:
    publishing.change_rulebook(book, with_percent(100))
    before = office.rows("select count(*) as publications from snapshot.publication")
    months = rehearse(office.archive, changed_rulebooks(book))
    had = office.rows(
        "select extract(month from period)::integer as month, district_code, attainment.points"
        " from snapshot.standing"
        " inner join snapshot.attainment using (snapshot_id, programme_code, province_code, period)"
        " where criterion_code = 'shops' and met order by 1, 2"
    )
    assert had
    lost = [
        (month["period"].month, district["district_code"], district["criteria"])
        for month in months
        for district in month["districts"]
    ]
    assert lost == [(row["month"], row["district_code"], ["-shops"]) for row in had]
    first = months[had[0]["month"] - 1]["districts"][0]
    assert Decimal(first["was"]["points"]) - Decimal(first["is"]["points"]) == had[0]["points"]
    assert office.rows("select count(*) as publications from snapshot.publication") == before
    assert office.rows("select from rulebook.version where rulebook_version > 3") == []

    console = Console(record=True, width=160)
    show_rehearsal(months, changed_rulebooks(book), console)
    text = console.export_text()
    assert "ไม่ผ่าน: ผู้ประกอบการ OTOP สมัครร้านค้า" in text
    assert f"คะแนนเปลี่ยน {len(lost)} (อำเภอ × เดือน) ไม่มีการบันทึกใด ๆ" in text


def test_a_rulebook_that_cannot_be_followed_is_refused_with_its_lines(book: Path) -> None:
    publishing.change_rulebook(book, with_points(-1))
    with pytest.raises(RulebookError, match=f"{book.name}: criteria.0.points"):
        changed_rulebooks(book)
    with pytest.raises(RulebookError, match="there is no such file"):
        changed_rulebooks(book.with_name("another.yaml"))
