"""The same pages inside Airflow's web server, under its strict policy, in a real browser."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.plugins import server

pytestmark = pytest.mark.slow
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def airflow(lived: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a running web server with our plugins, and the headers of a viewer."""
    with pytest.MonkeyPatch.context() as patch, server.airflow() as users, socket.socket() as listening:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", lived)
        listening.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(server.application(), log_level="error"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        while not running.started:
            assert thread.is_alive()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/scoreboard/", server.viewer(users)
        running.should_exit = True
        thread.join()


@pytest.fixture
def scoreboard(opened: Opened, airflow: tuple[str, dict[str, str]]) -> Callable[..., Page]:
    """Opens the scoreboard as a viewer."""
    address, headers = airflow

    def open_page(query: str = "", **options: Any) -> Page:
        return opened(f"{address}{query}", extra_http_headers=headers, **options)

    return open_page


def test_province_month_and_edition_are_chosen_from_lists(scoreboard: Callable[..., Page], pictures: Path) -> None:
    page = scoreboard()
    expect(page.get_by_role("heading", level=1)).to_contain_text("มีนาคม 2568")
    expect(page.locator(".mark.edition")).to_have_text("ฉบับสมบูรณ์")
    page.get_by_label("เดือน", exact=True).select_option(label="กุมภาพันธ์ 2568")
    page.get_by_role("button", name="แสดง").click()
    expect(page.locator(".mark.edition")).to_have_text("ฉบับแก้ไข ครั้งที่ 1")
    page.get_by_label("ฉบับ", exact=True).select_option(label="ข้อมูลล่าสุด ยังไม่เผยแพร่")
    page.get_by_role("button", name="แสดง").click()
    expect(page.locator("body")).to_have_class("board live")
    expect(page.locator(".proof")).to_contain_text("ยังไม่มีรหัสพิสูจน์")
    page.screenshot(path=pictures / "airflow-live.png")


def test_a_month_that_waits_for_its_sources_says_so(scoreboard: Callable[..., Page], pictures: Path) -> None:
    page = scoreboard("?province=34&period=2025-04")
    expect(page.get_by_role("heading", name="รอข้อมูลจากระบบ")).to_be_visible()
    assert looking.grave(page) == [] and looking.sideways(page) == 0
    page.screenshot(path=pictures / "airflow-waiting.png")


def test_a_district_is_opened_shows_its_source_cells_and_leads_back(scoreboard: Callable[..., Page]) -> None:
    page = scoreboard("?province=34&period=2025-03&edition=0")
    page.locator(".grid tbody a").first.click()
    expect(page.locator("body")).to_have_class("district provisional")
    page.locator("summary").first.click()
    expect(page.locator("details[open] .cells b").first).to_be_visible()
    page.get_by_role("link", name="กระดานผล จังหวัดอุบลราชธานี").click()
    expect(page.locator("body")).to_have_class("board provisional")
    page.locator(".grid tbody a").first.click()
    page.get_by_label("เดือน", exact=True).select_option(label="มกราคม 2568")
    page.get_by_role("button", name="แสดง").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("มกราคม 2568")


def test_sorting_and_english_dates_work_under_the_strict_policy(scoreboard: Callable[..., Page]) -> None:
    page = scoreboard()
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") == 2
    page.get_by_role("button", name="อำเภอ", exact=True).click()
    expect(page.locator(".grid th.name")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="English dates (CE)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("March 2025")


def test_with_scripts_off_a_reader_still_chooses(scoreboard: Callable[..., Page]) -> None:
    page = scoreboard(java_script_enabled=False)
    page.get_by_label("เดือน", exact=True).select_option(label="มกราคม 2568")
    page.get_by_role("button", name="แสดง").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("มกราคม 2568")
    expect(page.locator(".grid tbody tr")).to_have_count(25)


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_and_the_board_does_not_move(scoreboard: Callable[..., Page], width: int) -> None:
    for query in ("", "?edition=live", "district/3404?province=34&period=2025-03", "../quality/"):
        page = scoreboard(query, width=width)
        assert looking.grave(page) == []
        assert looking.sideways(page) == 0
        if "quality" not in query:
            assert looking.shifted(page) == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_how_the_whole_is_can_be_read_on_a_phone_and_by_whoever_does_not_see_it(
    scoreboard: Callable[..., Page], pictures: Path, width: int
) -> None:
    page = scoreboard("../health/", width=width)
    expect(page.get_by_role("heading", level=1)).to_contain_text("สุขภาพ")
    assert looking.grave(page) == []
    assert looking.sideways(page) == 0
    assert looking.shifted(page) < 0.01  # the letters of the house, where they come a moment after the text
    page.screenshot(path=pictures / f"health-{width}.png", full_page=True)
