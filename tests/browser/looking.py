"""What is asked of every page: that it moves not, fits its window, and can be read by whoever does not see it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def grave(page: Page) -> list[tuple[str, str, list[Any]]]:
    """What axe-core finds that is serious or critical: the rule, why, and where."""
    found = Axe().run(page).response["violations"]
    return [
        (violation["id"], violation["help"], [node["target"] for node in violation["nodes"]][:5])
        for violation in found
        if violation["impact"] in ("serious", "critical")
    ]


def sideways(page: Page) -> int:
    """How many pixels of the page lie beside its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def shifted(page: Page) -> float:
    """How much of what was shown moved by itself (cumulative layout shift)."""
    page.wait_for_timeout(300)
    return float(page.evaluate("window.shifted"))


def names(page: Page) -> list[str]:
    """The districts of the grid that are shown, in order."""
    found: list[str] = page.eval_on_selector_all(
        ".grid tbody tr:not([hidden]) th", "cells => cells.map(cell => cell.textContent)"
    )
    return found


def column(page: Page, number: int) -> list[str]:
    """What a column of the grid shows."""
    found: list[str] = page.eval_on_selector_all(
        f".grid tbody tr:not([hidden]) > :nth-child({number})", "cells => cells.map(cell => cell.textContent.trim())"
    )
    return found
