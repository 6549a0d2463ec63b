"""The pages about the data, as published: whole, the same in all forms, harmless."""

import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import psycopg2
import pypdfium2
import pytest

from include import warehouse
from include.documentation import catalog, dictionary, reading, site
from include.documentation.catalog import Relation
from include.publishing import publication_index

HOSTILE = '"><script>alert(1)</script> =HYPERLINK("x") 🎉 ' + "ยาว" * 170 + " · and *so* on | <b>"


@pytest.fixture
def files(connection: Any) -> dict[str, bytes]:
    return dict(site.files(connection, catalog.read(connection), site.definitions(connection)))


@pytest.fixture
def relations(connection: Any) -> list[Relation]:
    return catalog.relations(catalog.read(connection))


def test_page_and_workbook_have_every_relation_and_column(files: dict[str, bytes], relations: list[Relation]) -> None:
    page = unescape(files["index.html"].decode())
    book = openpyxl.load_workbook(io.BytesIO(files["dictionary.xlsx"]), read_only=True)
    rows = {tuple(row[:2]) for row in book["คอลัมน์"].iter_rows(values_only=True)}
    listed = {row[0] for row in book["ตาราง"].iter_rows(values_only=True)}
    for relation in relations:
        assert f'id="{relation.full_name}"' in page and relation.full_name in listed
        for column in relation.columns:
            assert (relation.full_name, column.name) in rows
            assert column.meaning_th in page and column.meaning_en in page
    assert page.count('<details class="month relation"') == len(relations)


def test_the_page_leads_nowhere_that_is_not_there(files: dict[str, bytes]) -> None:
    for name in ("index.html", "methodology.html"):
        page = files[name].decode()
        anchors = set(re.findall(r'id="([^"]+)"', page))
        for link in re.findall(r'(?:href|src)="([^"]+)"', page):
            there = link[1:] in anchors if link.startswith("#") else link in {*files, "data:,", "../index.html"}
            assert there, (name, link)


def test_the_methodology_is_the_same_as_page_and_as_paper(files: dict[str, bytes]) -> None:
    said = reading.blocks(site.METHODOLOGY.read_text(encoding="utf-8"))
    headings = ["".join(part["text"] for part in block.inlines) for block in said if block.kind == "heading"]
    page = unescape(re.sub(r"<[^>]+>", "", files["methodology.html"].decode()))
    paper = pypdfium2.PdfDocument(files["methodology.pdf"])
    text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    squeezed = re.sub(r"\s+", "", text)
    assert len(headings) > 20 and len(paper) > 10
    for heading in headings[1:]:
        assert heading in page and re.sub(r"\s+", "", heading) in squeezed, heading


def test_texts_that_mean_harm_stay_texts(admin_uri: str) -> None:
    with psycopg2.connect(admin_uri) as admin, admin.cursor() as cursor:
        cursor.execute("comment on column mart.measure.value is %s", (HOSTILE,))
        cursor.execute("comment on table mart.measure is %s", ("=1+1 · =2+2",))
        files = dict(site.files(admin, catalog.read(admin), site.definitions(admin)))
        markdown = dictionary.page(catalog.read(admin))
        admin.rollback()
    assert "<script>alert" not in files["index.html"].decode() and "<script>alert" not in files["entities.svg"].decode()
    assert "alert(1)" in files["index.html"].decode()
    book = openpyxl.load_workbook(io.BytesIO(files["dictionary.xlsx"]))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert all(line.count(" | ") == 5 for line in markdown.splitlines() if "alert(1)" in line)


def test_pages_are_written_again_only_where_they_would_be_others(database: str, admin_uri: str, tmp_path: Path) -> None:
    with warehouse.publishing(database) as reader:
        assert site.write(reader, tmp_path)
        first = {path.name: path.read_bytes() for path in (tmp_path / publication_index.REFERENCE).iterdir()}
        assert not site.write(reader, tmp_path)
        (tmp_path / publication_index.REFERENCE / site.LIST).unlink()
        assert site.write(reader, tmp_path)
    again = {path.name: path.read_bytes() for path in (tmp_path / publication_index.REFERENCE).iterdir()}
    assert again == first
    with psycopg2.connect(admin_uri) as admin, admin.cursor() as cursor:
        cursor.execute("comment on column mart.measure.value is 'ค่าใหม่ · a new meaning'")
        admin.commit()
    with warehouse.publishing(database) as reader:
        assert site.write(reader, tmp_path)
    assert "ค่าใหม่" in (tmp_path / publication_index.REFERENCE / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["<b>bold</b>\n", "> quoted\n", "![picture](x.png)\n", "---\n"])
def test_what_a_page_cannot_show_is_an_error_and_not_left_out(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        reading.blocks(text)
