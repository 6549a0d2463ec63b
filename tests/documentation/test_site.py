"""The pages about the data, as published: whole, the same in all forms, harmless."""

import io
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import psycopg2
import pypdfium2
import pytest

from include import warehouse
from include.documentation import catalog, dictionary, documents, questions, reading, site
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
    pages = {name: content.decode() for name, content in files.items() if name.endswith(".html")}
    anchors = {name: set(re.findall(r'id="([^"]+)"', page)) for name, page in pages.items()}
    assert len(pages) == 4
    for name, page in pages.items():
        for link in re.findall(r'(?:href|src)="([^"]+)"', page):
            to, _, part = link.partition("#")
            assert to in {"", *files, "data:,", "../index.html"}, (name, link)
            assert not part or unquote(part) in anchors[to or name], (name, link)


@pytest.mark.parametrize("name", ["methodology", "methodology-th"])
def test_the_methodology_is_the_same_as_page_and_as_paper(files: dict[str, bytes], name: str) -> None:
    said = reading.blocks((documents.DOCS / f"{name}.md").read_text(encoding="utf-8"))
    headings = ["".join(part["text"] for part in block.inlines) for block in said if block.kind == "heading"]
    page = unescape(re.sub(r"<[^>]+>", "", files[f"{name}.html"].decode()))
    paper = pypdfium2.PdfDocument(files[f"{name}.pdf"])
    text = "".join(sheet.get_textpage().get_text_range() for sheet in paper)
    squeezed = re.sub(r"\s+", "", text)
    assert len(headings) > 20 and len(paper) > 10
    for heading in headings[1:]:
        assert heading in page and re.sub(r"\s+", "", heading) in squeezed, heading


def test_the_page_of_questions_has_each_with_its_sql_and_its_chart(files: dict[str, bytes]) -> None:
    page = files["questions.html"].decode()
    said = unescape(re.sub(r"<[^>]+>", "", page))
    asked = questions.read()
    for question in asked:
        assert f"{question.number}. {question.asks[0]}" in said and question.sql in said, question.name
    assert page.count("<svg") == sum(question.bar is not None for question in asked) > 30


@pytest.mark.parametrize(
    "name",
    ["../README.md", "pictures/../../var/secret.svg", "pictures/scoreboard.png", "https://example.org/pictures/x.svg"],
)
def test_what_is_no_drawing_of_ours_is_not_put_into_a_page(name: str) -> None:
    with pytest.raises(ValueError, match="no drawing"):
        documents.picture(name)


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


def test_a_heading_is_led_to_by_the_name_above_it() -> None:
    [heading, other] = reading.blocks('<a id="measures"></a>\n\n## ตัวชี้วัด\n\n### ระดับ\n')
    assert (heading.anchor, other.anchor) == ("measures", "ระดับ")
    with pytest.raises(ValueError, match="names no heading"):
        reading.blocks('<a id="measures"></a>\n\nตัวชี้วัด\n')


@pytest.mark.parametrize("text", ["<b>bold</b>\n", "> quoted\n", "a ![picture](x.png)\n", "---\n"])
def test_what_a_page_cannot_show_is_an_error_and_not_left_out(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be shown"):
        reading.blocks(text)
