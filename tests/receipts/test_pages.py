"""The page of a receipt, looked at in a browser: on a phone, on paper, and by who cannot see it. Pictures are kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from include.publishing.receipt_page import Criterion, Page, Result, render

pytestmark = pytest.mark.slow

LONG = "ก" * 90 + "<script>alert(1)</script>.xlsx"
CRITERIA = [
    Criterion("ผู้ประกอบการ OTOP สมัครร้านค้าใน Shop ชุมชน", True, "2 จาก 2 คะแนน", "ผ่าน: ร้านค้าใหม่ 11 ราย"),
    Criterion("จัดกิจกรรมขับเคลื่อนการใช้ประโยชน์", False, "0 จาก 2 คะแนน", "ไม่ผ่าน: กิจกรรม 0 กิจกรรม ขาด 1 กิจกรรม"),
    Criterion("เผยแพร่ ประชาสัมพันธ์การใช้บริการ", True, "2 จาก 2 คะแนน", "ผ่าน: 2 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) " * 3),
    Criterion("การดาวน์โหลดแพลตฟอร์ม", None, "2 คะแนน", "ไม่มีข้อมูล"),
    Criterion("บันทึกข้อมูลในบริการ", True, "2 จาก 2 คะแนน", "ผ่าน: ร้อยละ 100 (เป้าหมายอย่างน้อย ร้อยละ 100)"),
]
GRADED = Result(
    programme="Click ชุมชน",
    grade="B",
    summary="คะแนน 8 จาก 10 (ร้อยละ 80) · ระดับ B เรื่อง Click ชุมชน",
    basis="เกณฑ์ตามหนังสือสั่งการ",
    waits_for=[],
    criteria=CRITERIA,
    steps="จัดกิจกรรมเพิ่มอีก 1 กิจกรรม หรือสมัครร้านค้าเพิ่มอีก 3 ราย และเผยแพร่เพิ่มอีก 1 ช่องทาง",
    steps_to="ยังขาดเพื่อให้ได้ระดับ A",
)
WAITING = Result(
    programme="Click ชุมชน",
    grade=None,
    summary="ถึงเป้าหมายแล้ว 3 จาก 5 ข้อ · คะแนนและระดับรอข้อมูลจากระบบ",
    basis="",
    waits_for=["ยังไม่ได้รับไฟล์ app_downloads ของเดือนนี้ โปรดส่งออกจากระบบ แล้ววางในโฟลเดอร์ app_downloads/57/2024-02"],
    criteria=CRITERIA,
    steps=None,
    steps_to="",
)


def told(**other: Any) -> Page:
    page: dict[str, Any] = {
        "number": 12,
        "district": "อำเภอเวียงป่าเป้า",
        "province": "จังหวัดเชียงราย",
        "month": "กุมภาพันธ์ 2567",
        "files": ["รายงาน Click ชุมชน อ.เวียงป่าเป้า กุมภาพันธ์ 2567.xlsx"],
        "received": "12 มีนาคม 2567 เวลา 09.05 น.",
        "tone": "good",
        "punctuality": "ส่งภายในกำหนด (ลงวันที่ 10 มีนาคม 2567)",
        "due": "ภายในวันที่ 15 มีนาคม 2567 เวลา 23.59 น.",
        "standing": "นับเป็นฉบับที่ 2 ของอำเภอ แทนฉบับที่ 1 ซึ่งได้รับเมื่อวันที่ 10 มีนาคม 2567 (เวียงป่าเป้า.xlsx)",
        "rows_accepted": 1234,
        "rows_refused": 2,
        "reason": None,
        "refused_in": ["ส่งคืน 12 รายงาน.xlsx"],
        "notes": [],
        "results": [GRADED],
        "issued": "12 มีนาคม 2567 เวลา 09.06 น.",
    }
    return Page(**page | other)


PAGES = {
    "in time": told(rows_refused=0, refused_in=[]),
    "late and refused": told(tone="bad", punctuality="ส่งล่าช้า (ลงวันที่ 16 มีนาคม 2567)"),
    "waiting": told(results=[WAITING], tone="open", notes=["เดือนนี้เผยแพร่ฉบับสมบูรณ์แล้ว ไฟล์ที่ส่งหลังจากนี้ไม่เปลี่ยนผลที่เผยแพร่"]),
    "refused whole": told(reason="ไฟล์นี้มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่าน", results=[], district="ไม่ทราบอำเภอ"),
    "hostile": told(files=[LONG, "=HYPERLINK(1)", "😀" * 60], refused_in=[f"ส่งคืน 12 {LONG.replace('/', '_')}"]),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_receipt_reads_well_on_a_phone_on_paper_and_aloud(browser: Browser, name: str, tmp_path: Path) -> None:
    (tmp_path / "receipt 12.html").write_text(render(PAGES[name]), "utf-8")
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "receipt 12.html").as_uri())
    page.screenshot(path=tmp_path / "phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert len(asked) == 1
    assert page.evaluate("document.scripts.length") == 0
    found = Axe().run(page).response["violations"]
    assert [problem["id"] for problem in found if problem["impact"] in ("serious", "critical")] == []
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1010})
    page.screenshot(path=tmp_path / "paper.png")
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True, print_background=True)
    paper = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    assert len(paper) == 1
    assert paper[0].get_size() == pytest.approx((595, 842), abs=2)
    context.close()


def test_the_name_of_the_workbook_leads_to_it(browser: Browser, tmp_path: Path) -> None:
    name = "ส่งคืน 12 รายงาน #1 50% <b>.xlsx"
    (tmp_path / "receipt 12.html").write_text(render(told(refused_in=[name, f"../unknown/{name}"])), "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "receipt 12.html").as_uri())
    links = page.evaluate("[...document.links].map(link => [link.textContent, link.href])")
    assert links == [[name, (tmp_path / name).as_uri()], [name, (tmp_path.parent / "unknown" / name).as_uri()]]
