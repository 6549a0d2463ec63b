"""The pages that list what was published, in a real browser: on a phone, by keyboard, without scripts, on paper."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from include import warehouse
from include.local.postgres import Cluster
from include.publishing import bundle, papers, publication_index
from include.publishing.results import editions
from include.publishing.results.shapes import Edition
from tests.browser import looking
from tests.browser.conftest import served
from tests.conftest import copied_database
from tests.publishing import shelved
from tests.publishing.published import publish

HOSTILE = '"><script>alert(1)</script> =HYPERLINK("x") 🎉 ' + "ยาว" * 170
PAGES = ["index.html", "34/index.html", "34/2567.html"]

pytestmark = pytest.mark.slow
Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def shelf(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses of three publish locations: of three revisions, of ten years, and of texts that mean harm."""
    root = tmp_path_factory.mktemp("shelf")
    folders = {name: root / name for name in ("three", "years", "hostile")}
    with copied_database(cluster) as uri:
        with warehouse.connect(uri) as connection:
            publish(connection, folders["three"])
            for name in ("years", "hostile"):
                bundle.write_missing(connection, folders[name])
        with warehouse.reading(uri) as reader:
            papers.write_missing(reader, folders["three"], shelved.MAKERS)
            shelved.ten_years(reader, folders["years"])
            papers.write_missing(reader, folders["hostile"], shelved.MAKERS)
            publication_index.write(
                reader, folders["hostile"], [_spoilt(one) for one in editions.revisions(reader, "34")]
            )
    with served(root) as address:
        yield {name: f"{address}/{name}" for name in folders}


def _spoilt(edition: Edition) -> Edition:
    return replace(edition, reason=HOSTILE, province_name_th=HOSTILE)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page_name", PAGES)
def test_whoever_reads_with_any_screen_or_none_can_use_every_page(
    opened: Opened, shelf: dict[str, str], pictures: Path, page_name: str, width: int
) -> None:
    page = opened(f"{shelf['years']}/{page_name}", width)
    page.screenshot(path=pictures / f"index-{page_name.replace('/', '-')}-{width}.png")
    page.eval_on_selector_all("details", "all => all.forEach(details => { details.open = true })")
    assert looking.grave(page) == []
    assert looking.sideways(page) == 0


@pytest.mark.parametrize("page_name", PAGES[:2])
def test_texts_that_mean_harm_are_shown_and_do_none(opened: Opened, shelf: dict[str, str], page_name: str) -> None:
    page = opened(f"{shelf['hostile']}/{page_name}", 360)
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.reload()
    assert HOSTILE in re.sub(r"\s+", " ", page.inner_text("body")) and not said
    assert looking.sideways(page) == 0


def test_nothing_outside_the_publish_location_is_asked_for(opened: Opened, shelf: dict[str, str]) -> None:
    page = opened(f"{shelf['three']}/index.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="อุบลราชธานี").click()
    page.wait_for_url("**/34/index.html")
    assert asked and all(address.startswith(shelf["three"]) for address in asked)


def test_without_scripts_a_month_and_its_lists_open_by_the_keyboard(browser: Browser, shelf: dict[str, str]) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{shelf['three']}/34/index.html")
    february = page.locator("#m2025-02 > .revision").first
    assert page.locator("#m2025-03 > .revision").first.is_visible() and not february.is_visible()
    page.locator("#m2025-02 > summary").press("Enter")
    assert february.is_visible()
    page.locator("#m2025-02 .lists > summary").first.press("Enter")
    assert page.locator("#m2025-02").get_by_role("link", name="เขื่องใน").first.is_visible()
    page.context.close()


def test_paper_shows_every_month_with_its_code(browser: Browser, shelf: dict[str, str], tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(f"{shelf['three']}/34/index.html")
    page.pdf(path=tmp_path / "index.pdf", prefer_css_page_size=True)
    codes = re.findall(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b", page.content())
    page.close()
    document = pypdfium2.PdfDocument(tmp_path / "index.pdf")
    printed = "".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    assert len(document) == 1 and len(codes) == 3
    assert all(code in printed for code in codes)
