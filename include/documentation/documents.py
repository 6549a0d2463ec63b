"""Pages of docs/ that are published as pages, and as papers where they are read from the first line to the last."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from markupsafe import Markup

from include import warehouse
from include.documentation import reading

DOCS = warehouse.INCLUDE_FOLDER.parent / "docs"
# Where what a page of docs/ leads to is published.
_PUBLISHED = {
    "methodology.md": "methodology.html",
    "methodology-th.md": "methodology-th.html",
    "questions.md": "questions.html",
    "data-dictionary.md": "index.html",
    "lineage.md": "index.html#lineage",
}
_PIECES = re.compile(r"[^._/]+[._/]*|[._/]+")  # of a name, between which a line may end

# Letters of a cell beyond which its column gets no wider, and of the longest Thai word that stays whole.
_LONGEST, _THAI_WORD = 160, 11
# Parts of the page's width that a letter of a table takes, and the space around a column.
_LETTER, _INSET = 0.0105, 0.018


@dataclass(frozen=True)
class Document:
    """A page of docs/ as it is published; without `paper` it is a page alone."""

    source: Path
    language: str
    page: str
    title: str
    about: str
    paper: str = ""
    contents: int = 2  # the level of the headings that its contents list

    def blocks(self) -> list[reading.Block]:
        """What it says below its title, leading to what is published."""
        said = reading.without_contents(reading.blocks(self.source.read_text(encoding="utf-8")))
        return [_led(block) for block in said[1:]]


DOCUMENTS = (
    Document(
        DOCS / "methodology-th.md",
        "th",
        "methodology-th.html",
        "วิธีคิดผลการจัดระดับ เรื่อง Click ชุมชน",
        "ที่มาของทุกตัวเลข พร้อมข้อในหนังสือสั่งการ สูตร ตัวอย่างจากข้อมูลสาธิต และข้อจำกัด",
        "methodology-th.pdf",
    ),
    Document(
        DOCS / "methodology.md",
        "en",
        "methodology.html",
        "Methodology of the grades for Click ชุมชน",
        "How every number comes about, with its clause, formula, worked example and limits",
        "methodology.pdf",
    ),
    Document(
        DOCS / "questions.md",
        "th",
        "questions.html",
        "ห้าสิบคำถาม · Fifty questions",
        "คำถามที่ผู้บริหาร อำเภอ เจ้าหน้าที่ และนักวิเคราะห์ถามจริง พร้อมคำสั่ง SQL คำตอบจากข้อมูลสาธิต และแผนภูมิ",
        contents=3,
    ),
)


def made_of() -> Iterator[Path]:
    """The files that the documents are made of."""
    for document in DOCUMENTS:
        yield document.source
        for block in reading.blocks(document.source.read_text(encoding="utf-8")):
            if block.kind == "picture":
                yield DOCS / block.picture


def picture(name: str) -> Markup:
    """A picture of docs/ as it is shown within a page: drawn by us, every text in it escaped."""
    path = (DOCS / name).resolve()
    if path.suffix != ".svg" or not path.is_relative_to(DOCS / "pictures"):
        raise ValueError(f"a page of docs/ shows {name}, which is no drawing of docs/pictures")
    return Markup(path.read_text(encoding="utf-8"))


def _led(block: reading.Block) -> reading.Block:
    """The block with its links leading to what is published; what is not is told in words alone."""

    def led(parts: list[reading.Inline]) -> list[reading.Inline]:
        return [part | {"to": _address(part["to"])} if "to" in part else part for part in parts]

    return replace(
        block,
        inlines=led(block.inlines),
        items=[led(item) for item in block.items],
        rows=[[led(cell) for cell in row] for row in block.rows],
    )


def _address(to: str) -> str:
    """Where a link of docs/ leads among the published pages; nowhere for what is not among them."""
    page, mark, part = to.partition("#")
    if not page:
        return to
    there = _PUBLISHED.get(page, "")
    return f"{there}#{part}" if there and mark and "#" not in there else there


def paper(document: Document) -> dict[str, Any]:
    """What the paper says, as its template takes it."""
    return {
        "title": document.title,
        "about": document.about,
        "author": "Click ชุมชน",
        "running": document.title,
        "blocks": [_set(block) for block in document.blocks()],
    }


def _set(block: reading.Block) -> dict[str, Any]:
    """A block with the widths of its columns and the lines of its listing."""
    rows = [[{"parts": _spaced(cell)} for cell in row] for row in block.rows]
    lines = block.listing.split("\n") if block.listing else []
    return asdict(block) | {
        "inlines": _spaced(block.inlines),
        "items": [_spaced(item) for item in block.items],
        "rows": [[cell["parts"] for cell in rows[0]], *rows[1:]] if rows else [],
        "widths": _widths(block.rows) if rows else [],
        "lines": [{"indent": len(line) - len(line.lstrip()), "text": line.strip()} for line in lines],
    }


def _spaced(inlines: list[reading.Inline]) -> list[reading.Inline]:
    """Parts of a line with the spaces between them as parts of their own: a text is set without those at its ends."""
    found: list[reading.Inline] = []
    for part in inlines:
        text = part["text"]
        if text[:1].isspace():
            found.append({"kind": "space", "text": ""})
        if text.strip():
            found.append(part | {"text": text.strip(), "pieces": _PIECES.findall(text.strip())})
            if text[-1:].isspace():
                found.append({"kind": "space", "text": ""})
    return found


def _widths(rows: list[list[list[reading.Inline]]]) -> list[float]:
    """How wide the columns of a table are, in parts of the page: by what is in them, and no word breaks."""
    columns = list(zip(*rows, strict=True))
    weights = [min(max(map(_length, column)), _LONGEST) ** 0.6 for column in columns]
    widths = [weight / sum(weights) for weight in weights]
    least = [max(_word(part) for cell in column for part in cell) * _LETTER + _INSET for column in columns]
    wide = sum(width for width, word in zip(widths, least, strict=True) if width >= word)
    left = 1 - sum(word for width, word in zip(widths, least, strict=True) if width < word)
    return [width * left / wide if width >= word else word for width, word in zip(widths, least, strict=True)]


def _length(cell: list[reading.Inline]) -> int:
    return max(1, sum(_room(part["text"]) for part in cell))


def _word(part: reading.Inline) -> int:
    """The letters of the longest run that no line may end within; Thai breaks between its words."""
    pieces = _PIECES.findall(part["text"]) if part["kind"] == "code" else part["text"].split()
    return max((min(_room(word), _THAI_WORD if re.search("[ก-๙]", word) else 24) for word in pieces), default=0)


def _room(text: str) -> int:
    """How many letters wide a text is; what stands above and below Thai letters takes no room."""
    return sum(unicodedata.category(sign) != "Mn" for sign in text)
