"""The data dictionary, the methodology and the questions in a real browser: searched, on a phone, without scripts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from include import warehouse
from include.documentation import site
from include.local.postgres import Cluster
from include.publishing.publication_index import REFERENCE
from tests.browser import looking
from tests.browser.conftest import served
from tests.conftest import copied_database

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the pages are served."""
    root = tmp_path_factory.mktemp("reference")
    with copied_database(cluster) as uri, warehouse.publishing(uri) as reader:
        site.write(reader, root)
    with served(root) as place:
        yield f"{place}/{REFERENCE}"


def test_a_search_leaves_the_relations_that_have_the_words_and_shows_the_rows(
    address: str, opened: Callable[..., Page], pictures: Path
) -> None:
    page = opened(f"{address}/index.html")
    every = page.locator(".relation").count()
    page.fill("#wanted", "grade_basis")
    shown = page.locator(".relation:visible")
    assert 3 < shown.count() < every and page.inner_text("#found") == f"{shown.count()} ตาราง"
    rows = page.locator(".relation[open] tbody tr:visible")
    assert rows.count() and all("grade_basis" in text for text in rows.all_inner_texts())
    page.screenshot(path=pictures / "dictionary_searched.png")
    page.fill("#wanted", "new_shops_claimed")
    assert page.locator(".lineage tbody tr:visible").count() == 1
    page.fill("#wanted", "ไม่มีคำนี้แน่นอน")
    assert page.locator("#lineage").is_hidden() and page.locator("#measures").is_hidden()
    assert page.locator(".relation:visible").count() == 0 and page.inner_text("#found") == "0 ตาราง"
    page.fill("#wanted", "")
    assert page.locator(".relation:visible").count() == every


def test_an_address_of_a_relation_opens_it(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}/index.html#mart.two_grades")
    assert page.locator('[id="mart.two_grades"]').get_attribute("open") is not None


@pytest.mark.parametrize("name", ["index.html", "methodology-th.html", "methodology.html", "questions.html"])
@pytest.mark.parametrize("width", [390, 1200])
def test_a_page_fits_its_window_and_is_read_by_who_does_not_see_it(
    address: str, opened: Callable[..., Page], pictures: Path, name: str, width: int
) -> None:
    page = opened(f"{address}/{name}", width)
    page.evaluate("document.querySelectorAll('details').forEach((part, place) => { part.open = place < 6; })")
    assert looking.sideways(page) == 0
    assert looking.grave(page) == []
    page.screenshot(path=pictures / f"{name.removesuffix('.html')}_{width}.png")


def test_without_scripts_every_relation_is_there_to_be_opened(address: str, opened: Callable[..., Page]) -> None:
    page = opened(f"{address}/index.html", java_script_enabled=False)
    assert not page.locator("#tools").is_visible()
    page.locator('[id="mart.district_grade"] > summary').click()
    assert page.locator('[id="mart.district_grade"] td', has_text="district_name_th").first.is_visible()


def test_the_diagram_can_be_read(address: str, opened: Callable[..., Page], pictures: Path) -> None:
    page = opened(f"{address}/index.html")
    page.locator("summary", has_text="ผังข้อมูล").click()
    picture = page.locator(".picture svg")
    box = picture.bounding_box()
    assert box and box["width"] >= 960
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('.picture text')]"
        ".filter(text => !text.classList.contains('key')).map(text => text.getBoundingClientRect().height))"
    )
    assert smallest >= 8
    picture.screenshot(path=pictures / "entities.png")
