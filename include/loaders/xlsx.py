"""Workbooks in the XML form (.xlsx): their sheets, and the texts and formats that the cells refer to."""

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from include.loaders import limits, xml_parts
from include.loaders.archives import Archive
from include.loaders.cell_text import Kind, kind_of_format
from include.loaders.refusal import FileRefused
from include.loaders.sheet_xml import Readers, Row, SharedTexts, merged_ranges, rows_of_sheet

_WORKBOOK = "xl/workbook.xml"
_SHARED_TEXTS = "xl/sharedstrings.xml"
_STYLES = "xl/styles.xml"
_PLAIN_TEXT = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_TEXT = re.compile(r"<si>(.*?)</si>|<si/>", re.DOTALL)
_RUN = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_UNUSUAL = ("_x", "<!", "\r", ":si", "<rPh")
_OTHER_KINDS = {
    "mimetype": "ไฟล์ OpenDocument",
    "xl/workbook.bin": "ไฟล์ Excel แบบไบนารี (.xlsb)",
    "word/document.xml": "เอกสาร Word",
    "ppt/presentation.xml": "งานนำเสนอ PowerPoint",
}
_REMEMBERED_BYTES = 1 << 16  # districts fill in the same form: its small parts are the same in every file


@dataclass
class _Contents:
    """What a workbook says of itself: its sheets' parts by name, None for what is no sheet of cells."""

    shared_texts: str
    styles: str
    sheets: dict[str, str | None] = field(default_factory=dict)
    from_1904: bool = False


class Workbook:
    """A workbook that was opened. `sheet_names` in its own order, hidden ones among them."""

    def __init__(self, packed: bytes) -> None:
        self._archive = Archive(packed)
        _refuse_dangerous(self._archive)
        relations = self._archive.read("xl/_rels/workbook.xml.rels", limits.PART_BYTES)
        self._contents = _remembered(_contents, self._archive.read(_WORKBOOK, limits.PART_BYTES), relations)
        self.sheet_names = list(self._contents.sheets)
        self._cells: tuple[SharedTexts, Readers] | None = None

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that show something: number (from 1), and cells from column A to the last filled one."""
        part = self._contents.sheets[sheet]
        if part is None:
            return iter(())
        if self._cells is None:
            shared = self._archive.read(self._contents.shared_texts, limits.SHARED_TEXT_BYTES)
            styles = self._archive.read(self._contents.styles, limits.PART_BYTES)
            readers = _remembered(_readers, styles, self._contents.from_1904)
            self._cells = SharedTexts(_shared_texts(shared)), readers
        return rows_of_sheet(self._archive.blocks(part), *self._cells)

    def merged(self, sheet: str) -> dict[tuple[int, int], int]:
        """By row number (from 1) and place (from 0) of the first cell of each merged range, its last column's place."""
        part = self._contents.sheets[sheet]
        return merged_ranges(self._archive.blocks(part)) if part else {}


def _refuse_dangerous(archive: Archive) -> None:
    """Refuse what is no workbook of this form, or one that brings programs or other files' figures along."""
    names = archive.names
    if _WORKBOOK not in names:
        kind = next((kind for sign, kind in _OTHER_KINDS.items() if sign in names), "ไฟล์บีบอัด (ZIP)")
        raise FileRefused("other_kind_as_workbook", kind=kind)
    types = archive.read("[content_types].xml", limits.PART_BYTES)
    if b"macroEnabled" in types or any("vbaproject" in name or name.startswith("xl/macrosheets/") for name in names):
        raise FileRefused("macros")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise FileRefused("external_links")


def _remembered(parse: Callable[..., Any], *parts: bytes | bool) -> Any:
    """What parts of a workbook say together; looked up when they are small and were read before."""
    small = sum(len(part) for part in parts if isinstance(part, bytes)) <= _REMEMBERED_BYTES
    return _read_before(parse, *parts) if small else parse(*parts)


@lru_cache(maxsize=128)
def _read_before(parse: Callable[..., Any], *parts: bytes | bool) -> Any:
    return parse(*parts)


def _relations(xml: bytes) -> dict[str, tuple[str, str]]:
    """By its id the kind and the name of each part that a workbook is made of."""
    targets: dict[str, tuple[str, str]] = {}

    def element(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2].lower()
            part = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/").lower()
            targets[attributes.get("Id", "")] = (kind, part)

    if xml:
        xml_parts.parse([xml], element)
    return targets


def _contents(workbook: bytes, relations: bytes) -> _Contents:
    targets = _remembered(_relations, relations)
    parts = dict(targets.values())
    contents = _Contents(shared_texts=parts.get("sharedstrings", _SHARED_TEXTS), styles=parts.get("styles", _STYLES))

    def element(name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            contents.from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            title = attributes.get("name", "")
            relation_id = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, part = targets.get(relation_id, ("", ""))
            if not title or title in contents.sheets or len(contents.sheets) == limits.SHEETS:
                raise FileRefused("strange_workbook", problem=f"แผ่นงาน “{title}” หรือจำนวนแผ่นงาน")
            if "macro" in kind:
                raise FileRefused("macros")
            if kind == "worksheet" and part in contents.sheets.values():
                raise FileRefused("strange_workbook", problem=f"แผ่นงาน “{title}” ใช้ข้อมูลร่วมกับแผ่นงานอื่น")
            contents.sheets[title] = part if kind == "worksheet" else None

    xml_parts.parse([workbook], element)
    return contents


def _readers(styles: bytes, from_1904: bool) -> Readers:
    """The readers of cells whose attributes name these styles."""
    codes: dict[int, str] = {}
    kinds: list[Kind] = []
    inside: list[str] = []

    def element(name: str, attributes: dict[str, str]) -> None:
        inside.append(name)
        if name == "numFmt":
            codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in inside[-2:]:
            format_id = int(attributes.get("numFmtId", "0"))
            kinds.append(kind_of_format(format_id, codes.get(format_id)))

    if styles:
        xml_parts.parse([styles], element, lambda _: inside.pop())
    return Readers(kinds, from_1904)


def _shared_texts(xml: bytes) -> list[str]:
    """The texts of a workbook in the order in which cells refer to them."""
    if not xml:
        return []
    try:
        plain = xml_parts.decoder(xml[:4]).decode(xml, True)
    except UnicodeDecodeError:
        raise FileRefused("broken_workbook") from None
    if "\0" in plain:
        raise FileRefused("null_in_cell")
    count = plain.count("<si")
    if (
        any(sign in plain for sign in _UNUSUAL)
        or plain.count("<?") > 1
        or ("&" in plain and not xml_parts.has_plain_entities(plain))
    ):
        return _parsed_texts(xml)
    texts = _PLAIN_TEXT.findall(plain)
    if len(texts) != count:  # some have parts in another font
        texts = ["".join(_RUN.findall(runs)) for runs in _TEXT.findall(plain)]
    if len(texts) != count:
        return _parsed_texts(xml)
    return [xml_parts.with_entities(text) if "&" in text else text for text in texts] if "&" in plain else texts


def _parsed_texts(xml: bytes) -> list[str]:
    texts: list[str] = []
    parts: list[str] = []
    inside: list[str] = []

    def end(name: str) -> None:
        inside.pop()
        if name == "si":
            texts.append(xml_parts.unescaped("".join(parts)))
            parts.clear()

    def characters(text: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside[-2:]:
            parts.append(text)

    xml_parts.parse([xml], lambda name, _: inside.append(name), end, characters)
    return texts
