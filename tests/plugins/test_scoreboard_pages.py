"""The scoreboard inside Airflow: for whom it opens, what it lets choose, and what it never does."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from tests.publishing.published import publish

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def with_freezes(database: str, tmp_path: Path) -> str:
    """A warehouse with February as provisional and final, and March as final; both stand live too."""
    with warehouse.connect(database) as connection:
        publish(connection, tmp_path / "publish")
    return database


@pytest.mark.usefixtures("with_freezes")
def test_nobody_sees_the_scoreboard_who_is_not_logged_in(anonymous: Any) -> None:
    for address in (
        "/scoreboard/",
        "/scoreboard/district/3404",
        "/scoreboard/assets/board.css",
        "/scoreboard/assets/x",
    ):
        answer = anonymous.get(address)
        assert answer.status_code == 401 and "อำเภอ" not in answer.text
    for address in ("/scoreboard/docs", "/scoreboard/openapi.json", "/scoreboard/redoc"):
        assert anonymous.get(address).status_code == 404


@pytest.mark.usefixtures("with_freezes")
def test_a_viewer_sees_the_latest_month_as_it_stands_published(viewer: Any) -> None:
    answer = viewer.get("/scoreboard/")
    assert answer.status_code == 200
    assert "จังหวัดอุบลราชธานี" in answer.text and "มีนาคม 2568" in answer.text and "ฉบับสมบูรณ์" in answer.text
    assert answer.text.count("<tr data-code=") == 25


@pytest.mark.usefixtures("with_freezes")
@pytest.mark.parametrize(
    ("asked", "kind", "told"),
    [
        ({"period": "2025-02"}, "final", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "0"}, "provisional", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "1"}, "final", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "live"}, "live", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "9"}, "final", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "0", "of": "34 2025-02"}, "provisional", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "0", "of": "34 2025-03"}, "final", "กุมภาพันธ์ 2568"),
        ({"period": "2025-02", "edition": "live", "of": "34 2025-03"}, "live", "กุมภาพันธ์ 2568"),
        ({"province": "99", "period": "1999-01", "edition": "'; drop table ops.month; --"}, "final", "มีนาคม 2568"),
        ({"province": "<script>", "period": "\x00"}, "final", "มีนาคม 2568"),
    ],
)
def test_an_address_shows_the_edition_it_asks_for_or_the_nearest(
    viewer: Any, asked: dict[str, str], kind: str, told: str
) -> None:
    answer = viewer.get("/scoreboard/", params={"province": "34"} | asked)
    assert answer.status_code == 200
    assert f'<body class="board {kind}">' in answer.text and told in answer.text
    assert "<script>" not in answer.text


@pytest.mark.usefixtures("with_freezes")
def test_the_lists_hold_every_month_and_edition_and_nothing_else(viewer: Any) -> None:
    text = viewer.get("/scoreboard/", params={"province": "34", "period": "2025-02", "edition": "0"}).text
    assert '<option value="2025-02" selected>กุมภาพันธ์ 2568</option>' in text
    assert '<option value="0" selected>ฉบับเบื้องต้น</option>' in text
    assert '<option value="live">ข้อมูลล่าสุด ยังไม่เผยแพร่</option>' in text
    assert '<option value="34" selected>อุบลราชธานี</option>' in text


@pytest.mark.usefixtures("with_freezes")
def test_a_district_keeps_the_edition_of_its_board(viewer: Any) -> None:
    chosen = {"province": "34", "period": "2025-02", "edition": "0"}
    answer = viewer.get("/scoreboard/district/3404", params=chosen)
    assert answer.status_code == 200
    assert '<body class="district provisional">' in answer.text and "อำเภอเขื่องใน" in answer.text
    assert 'href="../?province=34&amp;period=2025-02&amp;edition=0"' in answer.text
    for code in ("9999", "%3Cscript%3E", "' or true", "%00"):
        answer = viewer.get(f"/scoreboard/district/{code}", params=chosen)
        assert answer.status_code == 404 and "ไม่พบอำเภอนี้" in answer.text and "<script>" not in answer.text


@pytest.mark.usefixtures("with_freezes")
def test_a_page_may_load_its_own_files_and_nothing_else(viewer: Any) -> None:
    for address in ("/scoreboard/", "/scoreboard/district/3404", "/scoreboard/assets/none"):
        answer = viewer.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
        assert " style=" not in answer.text and " onclick" not in answer.text and "<style" not in answer.text
    assert viewer.get("/scoreboard/assets/board.js").headers["content-type"].startswith("text/javascript")
    assert viewer.get("/scoreboard/assets/fonts.css").headers["content-type"].startswith("text/css")
    assert viewer.get("/scoreboard/assets/icon.svg").headers["content-type"] == "image/svg+xml"
    for escape in ("../assets.py", "..%2fassets.py", "%2e%2e%2fassets.py", "board.css%00", "a" * 5000):
        assert viewer.get(f"/scoreboard/assets/{escape}").status_code == 404, escape


def test_before_the_first_month_the_page_says_that_there_is_nothing_yet(viewer: Any) -> None:
    answer = viewer.get("/scoreboard/")
    assert (answer.status_code, "ยังไม่มีเดือนใดให้แสดง" in answer.text) == (200, True)


def test_without_a_warehouse_the_page_says_so_in_thai(viewer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgresql://nobody@127.0.0.1:1/nowhere")
    for address in ("/scoreboard/", "/scoreboard/district/3404"):
        answer = viewer.get(address)
        assert (answer.status_code, "ติดต่อคลังข้อมูลไม่ได้" in answer.text) == (503, True)


def test_a_task_does_not_pay_for_the_scoreboard() -> None:
    plugin = "import sys, plugins.scoreboard_pages; print(*sys.modules)"
    ended = subprocess.run([sys.executable, "-c", plugin], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert not {"fastapi", "include.warehouse", "fontTools", "include.publishing.scoreboard"} & set(
        ended.stdout.split()
    )


def test_airflow_leads_to_the_scoreboard_in_thai() -> None:
    from plugins.scoreboard_pages import ScoreboardPages

    [link] = ScoreboardPages.external_views
    assert (link["name"], link["href"], link["destination"]) == ("กระดานผล", "/scoreboard/", "nav")
