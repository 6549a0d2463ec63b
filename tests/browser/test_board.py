"""The published board in a real browser: sorted, searched, read by keyboard and by ear, on a phone, on paper."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking

MARCH = "2025-03/1/papers/index.html"
DISTRICT = "2025-03/1/papers/districts/{}.html"

pytestmark = pytest.mark.slow
Opened = Callable[..., Page]


def test_a_column_is_sorted_by_its_heading_and_says_so(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}")
    by_rank = looking.names(page)
    assert len(by_rank) == 25
    expect(page.locator("th[aria-sort]")).to_have_count(1)
    page.get_by_role("button", name="อำเภอ", exact=True).click()
    by_name = looking.names(page)
    assert by_name == page.evaluate("names => names.sort((one, other) => one.localeCompare(other, 'th'))", by_rank)
    expect(page.locator(".grid th.name")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="อำเภอ", exact=True).click()
    assert looking.names(page) == by_name[::-1]
    page.get_by_role("button", name="ที่", exact=True).click()
    assert looking.names(page) == by_rank
    page.get_by_role("button", name="คุณภาพ ข้อมูล").click()
    quality = [float(text) for text in looking.column(page, 12)]
    assert quality == sorted(quality, reverse=True)


def test_a_criterion_is_sorted_from_met_to_the_farthest_from_its_target(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}")
    page.locator(".grid thead th.c button").nth(1).click()
    shown = looking.column(page, 6)
    missed = [text for text in shown if not text.startswith("ผ่าน")]
    assert missed and shown[-len(missed) :] == missed
    assert [text for text in missed if "ไม่มีรายงาน" in text] == missed[-2:]
    gaps = [float(text.split()[-1]) for text in missed[:-2]]
    assert gaps == sorted(gaps)


def test_a_district_is_found_by_name_and_by_code(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}")
    search = page.get_by_role("searchbox", name="ค้นหาอำเภอด้วยชื่อหรือรหัส")
    search.fill("ศรีเมือง")
    assert looking.names(page) == ["ศรีเมืองใหม่"]
    expect(page.get_by_role("status")).to_have_text("พบ 1 จาก 25 อำเภอ")
    search.fill("3404")
    assert looking.names(page) == ["เขื่องใน"]
    search.fill("ไม่มีอำเภอนี้")
    assert looking.names(page) == []
    search.fill("")
    assert len(looking.names(page)) == 25
    expect(page.get_by_role("status")).to_be_empty()


def test_the_keyboard_alone_sorts_and_opens_a_district(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator(".search input").focus()
    for _ in range(3):  # both buttons of the dates, then the region of the grid
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".grid th.name").get_attribute("aria-sort") == "ascending"
    page.locator(".grid tbody a").first.focus()
    name = looking.names(page)[0]
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"อำเภอ{name}")


def test_dates_are_thai_until_a_reader_asks_for_english_ones(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}")
    heading, deadline = page.get_by_role("heading", level=1), page.locator(".deadlines time").first
    expect(heading).to_contain_text("มีนาคม 2568")
    expect(deadline).to_have_text("15 เมษายน 2568 เวลา 23.59 น.")
    page.get_by_role("button", name="English dates (CE)").click()
    expect(heading).to_contain_text("March 2025")
    expect(deadline).to_have_text("15 April 2025, 23:59")
    expect(page.locator(".months time").first).to_have_text("Jan 2025")
    expect(page.locator("#quarter time")).to_have_text("2025")
    expect(page.get_by_role("button", name="English dates (CE)")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="วันที่ไทย (พ.ศ.)").click()
    expect(heading).to_contain_text("มีนาคม 2568")
    page.reload()
    expect(heading).to_contain_text("มีนาคม 2568")
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]


def test_english_dates_are_bangkoks_wherever_the_reader_is(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}", timezone_id="America/New_York")
    page.get_by_role("button", name="English dates (CE)").click()
    expect(page.locator(".deadlines time").first).to_have_text("15 April 2025, 23:59")


def test_a_deadline_to_come_says_how_much_time_is_left(opened: Opened, site: str) -> None:
    page = opened("about:blank")
    page.clock.set_fixed_time("2025-04-16T12:00:00+07:00")
    page.goto(f"{site}/2025-03/0/papers/index.html")
    expect(page.locator(".left")).to_have_text("เหลือ 2 วัน 11 ชั่วโมง")
    page.clock.set_fixed_time("2025-04-18T23:30:00+07:00")
    page.reload()
    expect(page.locator(".left")).to_have_text("เหลือ 0 ชั่วโมง 29 นาที")
    page.clock.set_fixed_time("2025-04-19T00:30:00+07:00")
    page.reload()
    expect(page.locator(".left")).to_have_text("ขณะนี้พ้นกำหนดแล้ว")


def test_another_month_and_a_district_are_one_click_away(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}")
    page.get_by_role("link", name="ก.พ. 68").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("กุมภาพันธ์ 2568")
    expect(page.locator(".mark.edition")).to_have_text("ฉบับแก้ไข ครั้งที่ 1")
    expect(page.get_by_role("link", name="ก.พ. 68")).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="เขื่องใน", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("อำเภอเขื่องใน")
    page.locator("summary").first.click()
    expect(page.locator("details[open] .place").first).to_be_visible()
    page.get_by_role("link", name="กระดานผล จังหวัดอุบลราชธานี").click()
    expect(page.get_by_role("table").first).to_be_visible()


def test_with_scripts_off_the_grid_still_shows_and_every_link_works(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}", java_script_enabled=False)
    expect(page.locator(".grid tbody tr")).to_have_count(25)
    expect(page.locator(".search")).to_be_hidden()
    expect(page.locator(".dates")).to_be_hidden()
    page.locator(".grid tbody a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("อำเภอ")
    page.locator("summary").first.click()
    expect(page.locator("details[open] .place").first).to_be_visible()


def test_a_page_opened_from_a_folder_is_the_same(opened: Opened, published: Path) -> None:
    page = opened((published / "34" / MARCH).as_uri())
    expect(page.locator(".grid tbody tr")).to_have_count(25)
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") == 2
    page.get_by_role("button", name="อำเภอ", exact=True).click()
    expect(page.locator(".grid th.name")).to_have_attribute("aria-sort", "ascending")


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
def test_nothing_moves_by_itself_and_nothing_lies_beside_the_window(
    opened: Opened, site: str, pictures: Path, width: int
) -> None:
    for name, address in {"board": MARCH, "district": DISTRICT.format("3404")}.items():
        page = opened(f"{site}/{address}", width=width)
        assert looking.shifted(page) == 0
        assert looking.sideways(page) == 0
        page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)


def test_on_a_phone_each_district_is_a_card_that_can_be_sorted(opened: Opened, site: str) -> None:
    page = opened(f"{site}/{MARCH}", width=360)
    first, second = page.locator(".grid tbody tr").nth(0), page.locator(".grid tbody tr").nth(1)
    boxes = [first.bounding_box(), second.bounding_box()]
    assert boxes[0] and boxes[1] and boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    page.get_by_label("เรียงตาม").select_option(label="อำเภอ")
    assert looking.names(page) == page.evaluate(
        "names => names.sort((one, other) => one.localeCompare(other, 'th'))", looking.names(page)
    )
    assert page.get_by_role("row").count() >= 25  # a card is a row to whoever listens


@pytest.mark.parametrize("media", ["screen", "print"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious(opened: Opened, site: str, media: str, width: int) -> None:
    for address in (MARCH, DISTRICT.format("3404"), "2025-03/0/papers/index.html", "2025-02/2/papers/index.html"):
        page = opened(f"{site}/{address}", width=width)
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        page.emulate_media(media="print" if media == "print" else "screen")
        assert looking.grave(page) == []


def test_the_whole_grid_of_25_districts_prints_on_one_sheet_of_a4(opened: Opened, site: str, pictures: Path) -> None:
    page = opened(f"{site}/{MARCH}")
    names = looking.names(page)
    paper = pictures / "board.pdf"
    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    with pypdfium2.PdfDocument(paper) as document:
        assert [round(side) for side in document[0].get_size()] == [842, 595]
        text = document[0].get_textpage().get_text_range()
        assert "ค้นหา" not in text and "English dates" not in text
        # a font's parts of a Thai vowel come back in another order: the letters alone are compared
        assert sum(name[:2] in text for name in names) == 25
        assert len(document) <= 3


def test_a_district_prints_upright(opened: Opened, site: str, pictures: Path) -> None:
    page = opened(f"{site}/{DISTRICT.format('3404')}")
    paper = pictures / "district.pdf"
    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    with pypdfium2.PdfDocument(paper) as document:
        assert [round(side) for side in document[0].get_size()] == [595, 842]
        assert len(document) <= 3
