"""Months as they could be, texts as nobody should write them, in a real browser: nothing breaks out, nothing runs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from include.publishing.results.shapes import Month
from include.publishing.scoreboard import assets
from tests.browser import looking
from tests.browser.conftest import served
from tests.publishing import quarter
from tests.publishing.scoreboard import altered

pytestmark = pytest.mark.slow
Opened = Callable[..., Page]
ALTERED: dict[str, Callable[[Month], Month]] = {
    "one-district": lambda month: altered.with_districts(month, 1),
    "sixty-districts": lambda month: altered.with_districts(month, 60),
    "twelve-criteria": lambda month: altered.with_criteria(month, 12),
    "hostile": altered.with_texts,
    "unreported": altered.unreported,
}


@pytest.fixture(scope="module")
def march(lived: str) -> Month:
    """The final revision of March."""
    return quarter.read(lived, quarter.MARCH, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the pages' assets."""
    (tmp_path / "assets").mkdir()
    for name, content in assets.files().items():
        (tmp_path / "assets" / name).write_bytes(content)
    return tmp_path


@pytest.fixture(params=ALTERED)
def pages(request: pytest.FixtureRequest, march: Month, folder: Path) -> Iterator[tuple[str, str]]:
    """What was altered, and the address where the board and a district of an altered month are served."""
    month = ALTERED[request.param](march)
    (folder / "districts").mkdir()
    (folder / "index.html").write_text(altered.board(month))
    (folder / "districts" / "one.html").write_text(altered.district(month))
    with served(folder) as address:
        yield request.param, address


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_breaks_out_of_the_page_and_nothing_is_run(
    opened: Opened, pages: tuple[str, str], pictures: Path, width: int
) -> None:
    name, address = pages
    for page_name in ("index.html", "districts/one.html"):
        page = opened(f"{address}/{page_name}", width=width)
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true; })")
        assert looking.sideways(page) == 0
        assert looking.grave(page) == []
        assert "เข้ามาได้" not in page.title() or "<script>" in page.title()
        expect(page.locator("img")).to_have_count(0)
        page.screenshot(path=pictures / f"{name}-{Path(page_name).stem}-{width}.png", full_page=True)


def test_rows_beside_the_window_are_reached_by_keyboard(opened: Opened, march: Month, folder: Path) -> None:
    (folder / "index.html").write_text(altered.board(altered.with_criteria(march, 12)))
    page = opened((folder / "index.html").as_uri(), width=1024)
    region = page.get_by_role("region", name="ผลรายอำเภอ")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert region.evaluate("element => element.scrollLeft") > 0
