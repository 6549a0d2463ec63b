"""Makes workbooks and archives that are broken or made to do harm."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterable

import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

HEADER = "รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ\n"
MEGABYTE = b"x" * (1 << 20)


def workbook() -> bytes:
    """A workbook of shops as it should be."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("ร้านค้า")
        for row, line in enumerate([HEADER.strip(), "S1,P1,2024-02-01,อนุมัติแล้ว"]):
            sheet.write_row(row, 0, line.split(","))
    return content.getvalue()


def old_workbook() -> bytes:
    """The same in the old form."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("ร้านค้า")
    for row, line in enumerate([HEADER.strip(), "S1,P1,2024-02-01,อนุมัติแล้ว"]):
        for column, cell in enumerate(line.split(",")):
            sheet.write(row, column, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def archive(members: Iterable[tuple[str, bytes | Iterable[bytes]]]) -> bytes:
    """A ZIP archive of members, large ones given in blocks."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members:
            with made.open(name, "w", force_zip64=False) as file:
                for block in [content] if isinstance(content, bytes) else content:
                    file.write(block)
    return packed.getvalue()


def rewritten(
    changes: dict[str, Callable[[bytes], bytes | Iterable[bytes]]], more: dict[str, bytes] | None = None
) -> bytes:
    """The workbook of shops with some members changed and others added."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as old:
        members = {name: old.read(name) for name in old.namelist()}
    changed = [(name, changes[name](content) if name in changes else content) for name, content in members.items()]
    return archive([*changed, *(more or {}).items()])


def sheet(data: Iterable[bytes] | bytes) -> bytes:
    """The workbook of shops with other rows, given as XML."""

    def change(xml: bytes) -> Iterable[bytes]:
        yield xml[: xml.index(b"<sheetData>")] + b"<sheetData>"
        yield from [data] if isinstance(data, bytes) else data
        yield b"</sheetData></worksheet>"

    return rewritten({"xl/worksheets/sheet1.xml": change})


def shared(texts: Iterable[bytes] | bytes, data: bytes = b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>') -> bytes:
    """A workbook of these shared texts, given as XML."""

    def change(_: bytes) -> Iterable[bytes]:
        yield b'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="x">'
        yield from [texts] if isinstance(texts, bytes) else texts
        yield b"</sst>"

    with zipfile.ZipFile(io.BytesIO(sheet(data))) as old:
        members = [(name, old.read(name)) for name in old.namelist() if name != "xl/sharedStrings.xml"]
    return archive([*members, ("xl/sharedStrings.xml", change(b""))])


def with_document_type(member: str, root: bytes) -> bytes:
    """A workbook in which one member brings entities that grow a thousand million times."""
    lines = [b'<!ENTITY a0 "lol">']
    lines += [b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10)]
    document_type = b"<!DOCTYPE " + root + b" [" + b"".join(lines) + b"]><" + root
    return rewritten({member: lambda xml: xml.replace(b"<" + root, document_type, 1).replace(b"<v>0", b"<v>&a9;")})


def listed_as(content: bytes, member: bytes, place: int, new: bytes) -> bytes:
    """The archive whose list says something else of a member, at a place of its entry."""
    entry = content.rindex(member) - 46
    return content[: entry + place] + new + content[entry + place + len(new) :]


def lying_bomb() -> bytes:
    """An archive whose sheet unfolds to 600 MB and is listed with a thousand bytes."""
    packed = archive([*members_of(workbook()), ("xl/worksheets/sheet2.xml", (MEGABYTE for _ in range(600)))])
    packed = packed.replace(b"worksheets/sheet1.xml", b"worksheets/sheetX.xml").replace(
        b"worksheets/sheet2.xml", b"worksheets/sheet1.xml"
    )
    return listed_as(packed, b"xl/worksheets/sheet1.xml", 24, struct.pack("<L", 1000))


def members_of(content: bytes) -> list[tuple[str, bytes]]:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        return [(name, made.read(name)) for name in made.namelist()]


def twice(member: str) -> bytes:
    """An archive with a member that stands in it twice."""
    found = members_of(workbook())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in found:
            made.writestr(name, content)
        made.writestr(member.upper(), b"")
    return packed.getvalue()


def overlapping() -> bytes:
    """An archive in which many members are listed with the data of one."""
    packed = archive([*members_of(workbook()), *((f"xl/media/{number:04}.bin", b"") for number in range(600))])
    for number in range(600):
        packed = listed_as(packed, b"xl/media/%04d.bin" % number, 20, struct.pack("<L", len(packed) // 100))
    return packed


def encrypted() -> bytes:
    """A workbook under a password."""
    content = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook())).encrypt("secret", content)
    return content.getvalue()


def amplifying() -> bytes:
    """A small sheet whose cells all refer to one long text."""
    cells = b"".join(b'<c r="%s1" t="s"><v>0</v></c>' % letters.encode() for letters in column_letters(500))
    return shared(b"<si><t>" + b"x" * 100_000 + b"</t></si>", b'<row r="1">' + cells + b"</row>")


def column_letters(count: int) -> list[str]:
    """A, B, ... Z, AA, ..."""
    letters = [chr(ord("A") + place) for place in range(26)]
    return [*letters, *(first + second for first in letters for second in letters)][:count]


def quotes_without_end() -> bytes:
    """A record of quoted cells, each with a line of its own, that goes on and on."""
    return (HEADER + "S1,P1,d,s\n" * 10_000 + '"a\n",' * 400_000).encode()
