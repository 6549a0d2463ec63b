"""Small papers of every kind, and a publish location that has ten years of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from include import periods
from include.publishing import catalogue, papers, publication_index, verify
from include.publishing.papers import Maker
from include.publishing.results import editions
from include.publishing.results.shapes import Edition, Month
from tests.publishing.published import PLACES


def everything(_: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """A file of each kind that is opened first, and a scorecard a district."""
    yield "assets/fonts.css", b""
    yield "index.html", b"<!doctype html><title>x</title>"
    yield "memo.pdf", b"memo"
    yield "letter.pdf", b"letter"
    yield "workbook.xlsx", b"book"
    yield "data/datapackage.json", b"{}"
    for district in month.districts:
        yield f"scorecards/{district.code}.pdf", b"card"


MAKERS = (Maker("everything", "เอกสารทั้งหมด", "ทุกคน", everything),)


def ten_years(reader: Any, root: Path) -> list[Edition]:
    """List the revisions that `publish` wrote, and one a month of the ten years around them; returns the latter."""
    papers.write_missing(reader, root, MAKERS)
    [first, *_] = editions.revisions(reader, "34")
    made = []
    for number in range(120):
        period = periods.add_months(date(2015, 10, 1), number)
        edition = replace(first, period=period, revision=1, kind="final", snapshot_id=1000 + number)
        for name in (verify.MANIFEST, "papers/papers.json", "papers/assets/fonts.css"):
            content = (root / PLACES[0] / name).read_bytes()
            catalogue.write_file(root / "34" / catalogue.folder_of(period, 1) / name, content)
        made.append(edition)
    publication_index.write(reader, root, made)
    return made
