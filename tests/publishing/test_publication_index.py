"""The pages that list what was published: everything, newest first, for a phone and for paper, wherever it lies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from include import periods, warehouse
from include.publishing import papers, publication_index, verify
from include.publishing.results import editions
from include.publishing.results.shapes import Month
from tests.publishing import shelved
from tests.publishing.published import PLACES, publish
from tests.publishing.shelved import MAKERS


@pytest.fixture
def root(connection: Any, tmp_path: Path) -> Path:
    """A publish location with three proofs and no papers."""
    publish(connection, tmp_path)
    connection.commit()
    return tmp_path


@pytest.fixture
def reader(database: str, root: Path) -> Iterator[Any]:
    """The connection that papers are made over."""
    with warehouse.publishing(database) as connection:
        yield connection


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
    assert listed == there and len(there) == 3 * (17 + 31)
    for edition in editions.revisions(reader, "34"):
        assert f">{edition.proof_code}</code>" in text and f">{edition.content_sha256}</code>" in text
        assert str(edition.reason) in text
    assert "16 มีนาคม 2568 เวลา 00.00 น." in text


def test_every_link_of_the_pages_leads_to_a_file(reader: Any, root: Path) -> None:
    papers.write_missing(reader, root, MAKERS)
    for page in (root / "index.html", root / "34/index.html", root / "34/2568.html"):
        links = [unquote(link) for link in re.findall(r'href="(?!data:)([^"#]+)', page.read_text())]
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


def test_a_page_does_not_grow_with_history_and_all_of_it_can_be_reached(
    reader: Any, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    years = shelved.ten_years(reader, root)
    text = (root / "34/index.html").read_text()
    assert len(re.findall(r'<details class="month" id="m', text)) == publication_index.WHOLE_MONTHS
    assert text.count("ไฟล์ทั้งหมด") <= 2 * publication_index.WHOLE_MONTHS
    for edition in years[:-12]:
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
    publication_index.write(reader, root, years[-1:])
    assert len(read) < 60  # the lists of a year, twice; never those of ten


def test_sizes_and_times_read_as_people_say_them() -> None:
    assert [publication_index.size(number) for number in (0, 812, 12_400, 3_440_000)] == [
        "0 ไบต์",
        "812 ไบต์",
        "12 กิโลไบต์",
        "3.4 เมกะไบต์",
    ]
    assert publication_index.short("2025-03-18T16:05:00+00:00") == "18 มี.ค. 68 23.05 น."
