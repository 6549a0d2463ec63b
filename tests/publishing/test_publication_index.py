"""The pages that list what was published: everything, newest first, for a phone and for paper, wherever it lies."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from include import periods, warehouse
from include.publishing import catalogue, papers, publication_index, verify
from include.publishing.papers import Maker
from include.publishing.results import editions
from include.publishing.results.shapes import Edition, Month
from tests.publishing.published import PLACES, publish

HOSTILE = '"><script>alert(1)</script> =HYPERLINK("x") 🎉 ' + "ยาว" * 170
NARROW, WIDE = {"width": 360, "height": 740}, {"width": 1280, "height": 800}


def everything(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    yield "assets/fonts.css", b""
    yield "index.html", b"<!doctype html><title>x</title>"
    yield "memo.pdf", b"memo"
    yield "workbook.xlsx", b"book"
    yield "data/datapackage.json", b"{}"
    for district in month.districts:
        yield f"scorecards/{district.code}.pdf", b"card"


MAKERS = (Maker("everything", "เอกสารทั้งหมด", "ทุกคน", everything),)


@pytest.fixture
def root(connection: Any, tmp_path: Path) -> Path:
    """A publish location with three proofs and no papers."""
    publish(connection, tmp_path)
    connection.commit()
    return tmp_path


@pytest.fixture
def reader(database: str, root: Path) -> Iterator[Any]:
    """The connection that papers are made over."""
    with warehouse.reading(database) as connection:
        yield connection


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's chromium."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


def test_every_month_revision_and_file_is_listed_with_its_hash_newest_first(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    text = (root / "34/index.html").read_text()
    assert re.findall(r"<h2>(.*?)</h2>", text) == ["มีนาคม 2568", "กุมภาพันธ์ 2568"]
    assert re.findall(r"<h3>(.*?)</h3>", text) == ["ฉบับสมบูรณ์", "ฉบับสมบูรณ์", "ฉบับเบื้องต้น"]
    assert text.count("ฉบับที่ใช้อยู่") == 2 and text.count("มีฉบับใหม่กว่าแทนแล้ว") == 1
    listed = set(
        re.findall(r'href="([^"]+)">[^<]*</a></td><td[^>]*>[^<]*</td><td[^>]*><code>([0-9a-f]{64})</code>', text)
    )
    there = {
        (path.relative_to(root / "34").as_posix(), verify.sha256(path.read_bytes()))
        for path in (root / "34").glob("*/*/**/*")
        if path.is_file() and path.name != papers.LIST
    }
    assert listed == there and len(there) == 3 * (17 + 30)
    for edition in editions.revisions(reader, "34"):
        assert f">{edition.proof_code}</code>" in text and f">{edition.content_sha256}</code>" in text
        assert edition.reason in text
    assert "16 มีนาคม 2568 เวลา 00.00 น." in text


def test_every_link_of_the_pages_leads_to_a_file(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    for page in (root / "index.html", root / "34/index.html", root / "34/2568.html"):
        links = [unquote(link) for link in re.findall(r'href="([^"#]+)', page.read_text())]
        assert len(links) > 1 and all((page.parent / link).is_file() for link in links)
        assert "http" not in page.read_text() and "<script" not in page.read_text()


def test_the_page_over_all_names_each_province_with_its_latest_month(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    text = (root / "index.html").read_text()
    assert re.findall(r'<a href="([^"]+)">(.*?)</a>', text) == [("34/index.html", "อุบลราชธานี")]
    assert "มีนาคม 2568" in text and "2 เดือน" in text


def test_papers_that_failed_are_said_to_be_unfinished_and_are_not_linked(reader: Any, root: Path) -> None:
    def broken(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise ValueError(month.edition.kind)

    papers.write_missing(reader, root, [MAKERS[0]._replace(files=broken)])
    text = (root / "34/index.html").read_text()
    assert text.count("ยังจัดทำไม่เสร็จ") == 3 and "papers/" not in text
    papers.write_missing(reader, root, MAKERS)
    assert "ยังจัดทำไม่เสร็จ" not in (root / "34/index.html").read_text()


def test_nothing_is_written_when_nothing_was_published(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    papers.write_missing(reader, root, MAKERS)
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_workbooks_handed_back_to_districts_are_listed_nowhere(reader: Any, root: Path) -> None:
    folder = root / "34/2025-03/districts/3401"
    folder.mkdir(parents=True)
    (folder / "ส่งคืน 1 รายงาน.xlsx").write_bytes(b"personal")
    papers.write_missing(reader, root, MAKERS)
    assert not any("ส่งคืน" in page.read_text() for page in root.rglob("*.html"))


def test_a_list_that_was_lost_or_cut_short_is_made_again(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    before = (root / "34/index.json").read_bytes(), (root / "34/index.html").read_bytes()
    for left in (None, 100):
        (root / "34/index.html").unlink()
        (root / "34/index.json").unlink() if left is None else (root / "34/index.json").write_bytes(before[0][:left])
        assert papers.write_missing(reader, root, MAKERS).written == []
        assert ((root / "34/index.json").read_bytes(), (root / "34/index.html").read_bytes()) == before


def test_an_altered_manifest_is_no_reason_to_list_nothing(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    path = root / PLACES[2] / verify.MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"files"', b'"filed"'))
    with_hostile_name = root / PLACES[1] / verify.MANIFEST
    with_hostile_name.write_bytes(with_hostile_name.read_bytes().replace(b'"rows.txt"', b'"<script>x</script>"'))
    publication_index.write(reader, root, editions.revisions(reader, "34"))
    text = (root / "34/index.html").read_text()
    assert "อ่านรายการไฟล์ของชุดพิสูจน์ไม่ได้" in text and "<script" not in text


@pytest.fixture
def ten_years(reader: Any, root: Path) -> list[Edition]:
    """The same three revisions under the months of ten years, as a location lists them."""
    papers.write_missing(reader, root, MAKERS)
    [first, *_] = editions.revisions(reader, "34")
    made = []
    for number in range(120):
        period = periods.add_months(date(2015, 10, 1), number)
        edition = replace(first, period=period, revision=1, kind="final", snapshot_id=1000 + number)
        folder = root / "34" / catalogue.folder_of(period, 1)
        for name in (verify.MANIFEST, "papers/papers.json"):
            catalogue.write_file(folder / name, (root / PLACES[0] / name).read_bytes())
        made.append(edition)
    publication_index.write(reader, root, made)
    return made


def test_a_page_does_not_grow_with_history_and_all_of_it_can_be_reached(
    reader: Any, root: Path, ten_years: list[Edition], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (root / "34/index.html").read_text()
    assert len(re.findall(r'<details class="month" id="m', text)) == publication_index.WHOLE_MONTHS
    assert text.count("ไฟล์ทั้งหมด") <= 2 * publication_index.WHOLE_MONTHS
    for edition in ten_years[:-12]:
        year = periods.fiscal_year_be(edition.period)
        assert f'href="{year}.html#m{edition.period:%Y-%m}"' in text
        assert f'id="m{edition.period:%Y-%m}"' in (root / f"34/{year}.html").read_text()
    read = []
    plain = Path.open

    def count(path: Path, mode: str = "r", *arguments: Any, **settings: Any) -> Any:
        if mode == "rb":
            read.append(path)
        return plain(path, mode, *arguments, **settings)

    monkeypatch.setattr(Path, "open", count)
    publication_index.write(reader, root, ten_years[-1:])
    assert len(read) < 60  # the lists of a year, twice; never those of ten


def test_a_page_of_hostile_texts_shows_them_and_stays_as_wide_as_the_screen(
    reader: Any, root: Path, browser: Browser
) -> None:
    papers.write_missing(reader, root, MAKERS)
    wanted = [
        replace(edition, reason=HOSTILE, province_name_th=HOSTILE) for edition in editions.revisions(reader, "34")
    ]
    publication_index.write(reader, root, wanted)
    said: list[str] = []
    for page_name in ("34/index.html", "index.html"):
        page = browser.new_page(viewport=NARROW)
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(f"file://{root}/{page_name}")
        assert HOSTILE.strip() in re.sub(r"\s+", " ", page.inner_text("body")) and not said
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        page.close()


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["phone", "desk"])
@pytest.mark.parametrize("page_name", ["index.html", "34/index.html", "34/2567.html"])
def test_a_reader_with_any_screen_or_none_can_use_the_pages(
    reader: Any, root: Path, ten_years: list[Edition], browser: Browser, viewport: Any, page_name: str
) -> None:
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{root}/{page_name}")
    page.eval_on_selector_all("details", "all => all.forEach(details => { details.open = true })")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert all(url.startswith(f"file://{root}/") for url in asked)
    context.close()


def test_without_scripts_a_month_opens_by_the_keyboard(reader: Any, root: Path, browser: Browser) -> None:
    papers.write_missing(reader, root, MAKERS)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{root}/34/index.html")
    february = page.locator("#m2025-02 > .revision").first
    assert page.locator("#m2025-03 > .revision").first.is_visible() and not february.is_visible()
    page.locator("#m2025-02 > summary").press("Enter")
    assert february.is_visible()
    page.locator("#m2025-02 .lists > summary").first.press("Enter")
    assert page.get_by_role("link", name="เขื่องใน").first.is_visible()
    context.close()


def test_paper_shows_every_month_with_its_code(reader: Any, root: Path, browser: Browser, tmp_path: Path) -> None:
    import pypdfium2

    papers.write_missing(reader, root, MAKERS)
    page = browser.new_page()
    page.goto(f"file://{root}/34/index.html")
    page.pdf(path=tmp_path / "index.pdf", prefer_css_page_size=True)
    page.close()
    document = pypdfium2.PdfDocument(tmp_path / "index.pdf")
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert len(document) == 1
    assert all(str(edition.proof_code) in text for edition in editions.revisions(reader, "34"))


def test_sizes_and_times_read_as_people_say_them() -> None:
    assert [publication_index.size(number) for number in (0, 812, 12_400, 3_440_000)] == [
        "0 ไบต์",
        "812 ไบต์",
        "12 กิโลไบต์",
        "3.4 เมกะไบต์",
    ]
    assert publication_index.short("2025-03-18T16:05:00+00:00") == "18 มี.ค. 68 23.05 น."
