"""A real browser before real pages: those of a published quarter, and those of Airflow's web server.

Pictures are kept in `CHUMCHON_PICTURES`, or in pytest's own folder of the run.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.publishing import quarter
from tests.publishing.scoreboard.conftest import lived, published

__all__ = ["lived", "published"]  # of the pages' own tests: the same quarter is looked at here

SHIFTS = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing about it."""

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's chromium; without it the tests fail, for pages that nobody looked at are not checked.

    Closed with its module: while it is open, an event loop runs in this process, and others that need their own fail.
    """
    found = shutil.which("chromium")
    if not found:
        pytest.fail("these tests look at the pages with chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found)
        yield started
        started.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures are kept."""
    folder = Path(os.environ.get("CHUMCHON_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server of files that knows nothing but a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def site(published: Path) -> Iterator[str]:
    """The address of the province in the publish location."""
    with served(published) as address:
        yield f"{address}/{quarter.PROVINCE}"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a window of its own; a page that complains on its console fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            complaints.append(request.url)

    def open_page(address: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="th-TH", **options)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(SHIFTS)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        # what a click on a link breaks off is no failure
        page.on("requestfailed", failed)
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => true)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints
