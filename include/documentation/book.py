"""The dictionary as a workbook: relations, columns, measures and where figures come from, each a sheet with a filter.

It looks as the workbooks of published months do. Every text is written as a string; there is no formula and no link.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from include.documentation import facts, lineage
from include.documentation.catalog import Relation
from include.publishing.workbook.style import (
    HIGHEST_ROW,
    LINE_HEIGHT,
    Styles,
    clean,
    is_like_a_formula,
    lines_of,
    settings,
)

Sheet = tuple[str, Sequence[tuple[str, float]], Iterable[Sequence[str]]]


def content(relations: Sequence[Relation], measures: Sequence[dict[str, Any]], at: datetime) -> bytes:
    """The workbook; the same bytes for the same dictionary."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, settings()) as book:
        book.set_properties(
            {
                "title": "พจนานุกรมข้อมูล Click ชุมชน",
                "subject": "Data dictionary",
                "created": at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        style = Styles(book)
        for name, columns, rows in (
            _of_relations(relations),
            _of_columns(relations),
            _of_measures(measures),
            _of_lineage(),
        ):
            _write(book, style, name, columns, rows)
    return written.getvalue()


def _of_relations(relations: Sequence[Relation]) -> Sheet:
    names = {f"{fact.name_th} · {fact.name_en}": 40.0 for relation in relations for fact in facts.of(relation)}
    columns = [("ตาราง · relation", 38.0), ("ชนิด · kind", 12.0), ("ความหมาย · meaning", 60.0), *names.items()]
    rows = []
    for relation in relations:
        told = {f"{fact.name_th} · {fact.name_en}": fact.text for fact in facts.of(relation)}
        kind = "มุมมอง · view" if relation.is_view else "ตาราง · table"
        rows.append(
            [relation.full_name, kind, facts.pair(relation.meaning), *(told.get(name, "") for name, _ in columns[3:])]
        )
    return "ตาราง", columns, rows


def _of_columns(relations: Sequence[Relation]) -> Sheet:
    widths = (34.0, 26.0, 8.0, 10.0, 30.0, 80.0)
    named = [(f"{thai} · {english}", width) for (thai, english), width in zip(facts.COLUMNS, widths, strict=True)]
    rows = (
        [
            relation.full_name,
            column.name,
            column.type,
            "✓" if column.key else "",
            "✓" if column.filled else "",
            facts.unit(column),
            facts.meaning(column),
        ]
        for relation in relations
        for column in relation.columns
    )
    return "คอลัมน์", [("ตาราง · relation", 38.0), *named], rows


def _of_measures(measures: Sequence[dict[str, Any]]) -> Sheet:
    columns = [
        ("รหัส · code", 28.0),
        ("ชื่อ · name", 40.0),
        ("หน่วย · unit", 12.0),
        ("ระดับ · of", 12.0),
        ("แหล่งข้อมูล · source", 34.0),
        ("ใช้ · use", 26.0),
        ("นิยาม · definition", 70.0),
        ("definition", 70.0),
    ]
    rows = (
        [
            measure["measure_code"],
            measure["name_th"],
            measure["unit_th"],
            measure["level"],
            measure["source"],
            "ติดตามเท่านั้น · watched only" if measure["watched"] else "จัดระดับได้ · may grade",
            measure["definition_th"],
            measure["definition_en"],
        ]
        for measure in measures
    )
    return "ตัวชี้วัด", columns, rows


def _of_lineage() -> Sheet:
    columns = [
        ("ผล · result", 44.0),
        ("warehouse", 42.0),
        ("staging", 42.0),
        ("raw", 42.0),
        ("หัวคอลัมน์ในไฟล์ · heading as sent", 60.0),
        ("กฎ · rule", 60.0),
    ]
    rows = []
    for result in lineage.results():
        rules = ", ".join(lineage.rules(result))
        threads = lineage.threads(result)
        rows += [
            [result, thread.warehouse, thread.staging, thread.raw, " / ".join(thread.headings), rules]
            for thread in threads
        ] or [[result, "", "", "", "", rules]]
    return "ที่มา", columns, rows


def _write(book: Any, style: Styles, name: str, columns: Sequence[tuple[str, float]], rows: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 1)
    for place, (_, width) in enumerate(columns):
        sheet.set_column(place, place, width)
    sheet.set_row(0, LINE_HEIGHT * 2)
    for place, (heading, _) in enumerate(columns):
        sheet.write_string(0, place, heading, style("heading"))
    last = 0
    for last, row in enumerate(rows, 1):
        texts = [clean(text) for text in row]
        lines = max(lines_of(text, width) for text, (_, width) in zip(texts, columns, strict=True))
        sheet.set_row(last, min(HIGHEST_ROW, LINE_HEIGHT * lines + 3))
        for place, text in enumerate(texts):
            sheet.write_string(last, place, text, style("text", as_text=is_like_a_formula(text)))
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.print_area(0, 0, last, len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
