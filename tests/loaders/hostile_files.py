"""Files that are broken or made to do harm, by name: where each lies, what it holds, and why it is refused."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

from tests.loaders.making_hostile import (
    HEADER,
    MEGABYTE,
    amplifying,
    archive,
    encrypted,
    listed_as,
    lying_bomb,
    old_workbook,
    overlapping,
    quotes_without_end,
    rewritten,
    shared,
    sheet,
    twice,
    with_document_type,
    workbook,
)

REPORT = "submissions/57/2024-02/report"
SHOPS = "shop_registrations/57/2024-02/shops"
MILLION = 1_000_000


@dataclass(frozen=True)
class Hostile:
    """One file: its path, how it is made, and the code of its refusal."""

    path: str
    make: Callable[[], bytes]
    code: str


FILES = {
    "encrypted workbook": Hostile(f"{REPORT}.xlsx", encrypted, "password"),
    "encrypted member": Hostile(
        f"{REPORT}.xlsx", lambda: listed_as(workbook(), b"xl/worksheets/sheet1.xml", 8, b"\1"), "password"
    ),
    "macros": Hostile(f"{REPORT}.xlsx", lambda: rewritten({}, {"xl/vbaProject.bin": b"macro"}), "macros"),
    "macros by its type": Hostile(
        f"{REPORT}.xlsx",
        lambda: rewritten(
            {"[Content_Types].xml": lambda xml: xml.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")}
        ),
        "macros",
    ),
    "macro sheet": Hostile(f"{REPORT}.xlsx", lambda: rewritten({}, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
    "macros by its name": Hostile(f"{REPORT}.xlsm", workbook, "unknown_kind"),
    "links to other files": Hostile(
        f"{REPORT}.xlsx", lambda: rewritten({}, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "external_links"
    ),
    "truncated workbook": Hostile(f"{REPORT}.xlsx", lambda: workbook()[:-100], "broken_workbook"),
    "half a workbook": Hostile(f"{REPORT}.xlsx", lambda: workbook()[:2000], "broken_workbook"),
    "truncated old workbook": Hostile(f"{REPORT}.xls", lambda: old_workbook()[:3000], "broken_workbook"),
    "sheet cut off": Hostile(
        f"{SHOPS}.xlsx",
        lambda: rewritten({"xl/worksheets/sheet1.xml": lambda xml: xml[: xml.rindex(b"</row>")]}),
        "broken_workbook",
    ),
    "damaged sheet": Hostile(
        f"{SHOPS}.xlsx", lambda: listed_as(workbook(), b"xl/worksheets/sheet1.xml", 16, b"\0\0\0\0"), "broken_workbook"
    ),
    "nothing in it": Hostile(f"{REPORT}.xlsx", lambda: b"", "empty_file"),
    "CSV named xlsx": Hostile(f"{REPORT}.xlsx", lambda: HEADER.encode(), "other_kind_as_workbook"),
    "CSV in CP874 named xls": Hostile(f"{REPORT}.xls", lambda: HEADER.encode("cp874"), "other_kind_as_workbook"),
    "web page named xls": Hostile(f"{REPORT}.xls", lambda: b"\r\n<HTML><table><tr><td>1", "other_kind_as_workbook"),
    "XML named xls": Hostile(f"{REPORT}.xls", lambda: b"<?xml version='1.0'?><Workbook/>", "other_kind_as_workbook"),
    "PDF named xlsx": Hostile(f"{REPORT}.xlsx", lambda: b"%PDF-1.7\n\0\1", "other_kind_as_workbook"),
    "picture named xlsx": Hostile(f"{REPORT}.xlsx", lambda: b"\x89PNG\r\n\x1a\n\0\0\0", "other_kind_as_workbook"),
    "OpenDocument named xlsx": Hostile(
        f"{REPORT}.xlsx", lambda: archive([("mimetype", b"x"), ("content.xml", b"<x/>")]), "other_kind_as_workbook"
    ),
    "binary workbook named xlsx": Hostile(
        f"{REPORT}.xlsx", lambda: archive([("xl/workbook.bin", b"\0")]), "other_kind_as_workbook"
    ),
    "archive of archives named xlsx": Hostile(
        f"{REPORT}.xlsx", lambda: archive([("inner.zip", archive([("x", b"x")]))]), "other_kind_as_workbook"
    ),
    "neither text nor anything known": Hostile(f"{REPORT}.xlsx", lambda: bytes(range(256)), "not_a_workbook"),
    "workbook named csv": Hostile(f"{SHOPS}.csv", workbook, "not_csv"),
    "old workbook named csv": Hostile(f"{SHOPS}.csv", old_workbook, "not_csv"),
    "workbook in a gzip": Hostile(f"{SHOPS}.csv.gz", lambda: gzip.compress(workbook()), "not_csv"),
    "PDF named csv": Hostile(f"{SHOPS}.csv", lambda: b"%PDF-1.7\n\0\1", "other_kind_as_csv"),
    "gzip in a gzip": Hostile(
        f"{SHOPS}.csv.gz", lambda: gzip.compress(gzip.compress(HEADER.encode())), "other_kind_as_csv"
    ),
    "truncated gzip": Hostile(f"{SHOPS}.csv.gz", lambda: gzip.compress(HEADER.encode() * 99)[:-9], "broken_gzip"),
    "gzip bomb": Hostile(f"{SHOPS}.csv.gz", lambda: gzip.compress(bytes(100 << 20), 9), "gzip_unfolds"),
    "bomb": Hostile(
        f"{REPORT}.xlsx",
        lambda: archive([("xl/worksheets/sheet1.xml", (MEGABYTE for _ in range(600)))]),
        "workbook_unfolds",
    ),
    "bomb that lies about its size": Hostile(f"{SHOPS}.xlsx", lying_bomb, "broken_workbook"),
    "members over one another": Hostile(f"{REPORT}.xlsx", overlapping, "strange_workbook"),
    "member twice": Hostile(f"{REPORT}.xlsx", lambda: twice("xl/workbook.xml"), "strange_workbook"),
    "too many members": Hostile(
        f"{REPORT}.xlsx", lambda: archive((f"xl/{number}", b"") for number in range(10_001)), "strange_workbook"
    ),
    "member named out of the archive": Hostile(
        f"{REPORT}.xlsx", lambda: rewritten({}, {"../../etc/passwd": b"x"}), "strange_workbook"
    ),
    "member of two names": Hostile(
        f"{SHOPS}.xlsx",
        lambda: listed_as(workbook(), b"xl/worksheets/sheet1.xml", 46, b"XL/worksheets"),
        "strange_workbook",
    ),
    "unknown compression": Hostile(
        f"{SHOPS}.xlsx", lambda: listed_as(workbook(), b"xl/worksheets/sheet1.xml", 10, b"\x62"), "strange_workbook"
    ),
    "sheet under two names": Hostile(
        f"{REPORT}.xlsx",
        lambda: rewritten(
            {
                "xl/workbook.xml": lambda xml: xml.replace(
                    b"</sheets>", b'<sheet name="x" sheetId="2" r:id="rId1"/></sheets>'
                )
            }
        ),
        "strange_workbook",
    ),
    "entities that grow, in the list of sheets": Hostile(
        f"{REPORT}.xlsx", lambda: with_document_type("xl/workbook.xml", b"workbook"), "strange_workbook"
    ),
    "entities that grow, in a sheet": Hostile(
        f"{SHOPS}.xlsx", lambda: with_document_type("xl/worksheets/sheet1.xml", b"worksheet"), "strange_workbook"
    ),
    "entities that grow, in the texts": Hostile(
        f"{SHOPS}.xlsx", lambda: with_document_type("xl/sharedStrings.xml", b"sst"), "strange_workbook"
    ),
    "entities that grow, in the formats": Hostile(
        f"{SHOPS}.xlsx", lambda: with_document_type("xl/styles.xml", b"styleSheet"), "strange_workbook"
    ),
    "a million columns": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode() + b"," * MILLION + b"\n", "too_many_columns"),
    "a million headings": Hostile(f"{SHOPS}.csv", lambda: b"a," * (MILLION // 2) + b"\n", "too_many_columns"),
    "cell in the last column": Hostile(
        f"{SHOPS}.xlsx", lambda: sheet(b'<row r="1"><c r="XFD1"><v>1</v></c></row>'), "too_many_columns"
    ),
    "a million empty lines": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode() + b"\n" * MILLION, "too_many_empty_rows"),
    "a million lines of commas": Hostile(
        f"{SHOPS}.csv", lambda: HEADER.encode() + b",,,\r\n" * MILLION, "too_many_empty_rows"
    ),
    "a million signatures": Hostile(
        f"{SHOPS}.csv", lambda: HEADER.encode() + "ลงชื่อ,,,\n".encode() * MILLION, "too_many_empty_rows"
    ),
    "a million empty rows": Hostile(
        f"{SHOPS}.xlsx",
        lambda: sheet(b'<row r="%d"/>' % number for number in range(1, MILLION + 1)),
        "too_many_empty_rows",
    ),
    "cell in the last row": Hostile(
        f"{SHOPS}.xlsx", lambda: sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "too_many_empty_rows"
    ),
    "row beyond the last": Hostile(
        f"{SHOPS}.xlsx", lambda: sheet(b'<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), "broken_workbook"
    ),
    "rows in disorder": Hostile(
        f"{SHOPS}.xlsx",
        lambda: sheet(b'<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>'),
        "broken_workbook",
    ),
    "100 MB of one line": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode() + MEGABYTE * 100, "line_too_long"),
    "100 MB in quotes": Hostile(
        f"{SHOPS}.csv", lambda: HEADER.encode() + b'"' + b"xxxxxxxxx\n" * (10 << 20), "cell_too_long"
    ),
    "100 MB of quoted cells": Hostile(f"{SHOPS}.csv", quotes_without_end, "row_too_long"),
    "100 MB of one text in a cell": Hostile(
        f"{SHOPS}.xlsx",
        lambda: sheet([b'<row r="1"><c r="A1" t="inlineStr"><is><t>', *[MEGABYTE] * 100, b"</t></is></c></row>"]),
        "row_too_long",
    ),
    "100 MB of one shared text": Hostile(
        f"{SHOPS}.xlsx", lambda: shared([b"<si><t>", *[MEGABYTE] * 100, b"</t></si>"]), "workbook_unfolds"
    ),
    "30 MB of one shared text": Hostile(
        f"{SHOPS}.xlsx", lambda: shared([b"<si><t>", *[MEGABYTE] * 30, b"</t></si>"]), "text_too_long"
    ),
    "30 MB of one shared text in pieces": Hostile(
        f"{SHOPS}.xlsx", lambda: shared([b"<si><!---->", *[b"<r><t>xx</t></r>"] * 1_900_000, b"</si>"]), "text_too_long"
    ),
    "a row that refers to a long text again and again": Hostile(f"{SHOPS}.xlsx", amplifying, "row_too_long"),
    "text of a number that no text has": Hostile(
        f"{SHOPS}.xlsx", lambda: sheet(b'<row r="1"><c r="A1" t="s"><v>4294967295</v></c></row>'), "broken_workbook"
    ),
    "NUL in a CSV": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode() + b"S1,\0,d,s\n", "null_in_text"),
    "NUL in a shared text": Hostile(f"{SHOPS}.xlsx", lambda: shared(b"<si><t>a\0b</t></si>"), "null_in_cell"),
    "NUL in a cell": Hostile(
        f"{SHOPS}.xlsx", lambda: sheet(b'<row r="1"><c r="A1" t="str"><v>a\0b</v></c></row>'), "null_in_cell"
    ),
    "NUL as Excel writes it": Hostile(f"{SHOPS}.xlsx", lambda: shared(b"<si><t>a_x0000_b</t></si>"), "null_in_cell"),
    "lone surrogate": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode("utf-16") + b"\0\xd8\n\0", "unknown_encoding"),
    "UTF-32": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode("utf-32"), "null_in_text"),
    "UTF-7": Hostile(f"{SHOPS}.csv", lambda: HEADER.encode("utf-7"), "no_header"),
}
