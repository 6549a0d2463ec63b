"""The pages about the data, as they are published: `<publish root>/dictionary/`, beside the provinces.

The dictionary (page, workbook, diagram), where figures come from, and the methodology (page, PDF). They are made of the
database's own comments, the rulebook and docs/methodology.md, and written again only where one of these has changed.

    python -m include.documentation.site FOLDER

writes them below a folder. The warehouse is `AIRFLOW_CONN_WAREHOUSE`.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from include import warehouse
from include.documentation import book, catalog, diagram, facts, lineage, reading
from include.documentation.catalog import Schema
from include.publishing import catalogue, papers
from include.publishing.publication_index import REFERENCE
from include.publishing.scoreboard import assets
from include.publishing.templating import PAGES, templates
from include.publishing.typesetting import Press

LIST = "pages.json"  # what was written, and what it was made of
METHODOLOGY = warehouse.INCLUDE_FOLDER.parent / "docs" / "methodology.md"
PAPER_TITLE = "วิธีคิดผลการจัดระดับ เรื่อง Click ชุมชน"
PAPER_ABOUT = "Methodology: how every number comes about, with its clause, formula, worked example and limits"
_FONTS = assets.FONTS
_PIECES = re.compile(r"[^._/]+[._/]*|[._/]+")  # of a name, between which a line may end
_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # of papers that are as they are whenever they are made
_FOLDER = Path(__file__).parent
_TEMPLATES = templates(_FOLDER / "pages", PAGES)

Measures = list[dict[str, Any]]


def write(connection: Any, root: Any) -> bool:
    """Write the pages where they are not what they would be; says whether they were. `root` is a publish location."""
    folder = root / REFERENCE
    schemas, measures = catalog.read(connection), definitions(connection)
    made_of = digest(schemas, measures)
    if catalogue.json_of(folder / LIST).get("made_of") == made_of:
        return False
    written = {}
    for name, content in files(connection, schemas, measures):
        catalogue.write_file(folder / name, content)
        written[name] = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    catalogue.write_file(folder / LIST, catalogue.json_bytes({"made_of": made_of, "files": written}))
    return True


def files(connection: Any, schemas: list[Schema], measures: Measures) -> Iterator[tuple[str, bytes]]:
    """The pages, by their names below the folder; the same bytes for the same dictionary."""
    picture = diagram.svg(connection, schemas)
    yield _FONTS, assets.files()[_FONTS]
    yield "entities.svg", picture.encode()
    yield "dictionary.xlsx", book.content(catalog.relations(schemas), measures, _DAY)
    said = reading.without_contents(reading.blocks(METHODOLOGY.read_text(encoding="utf-8")))
    page = _TEMPLATES.get_template("methodology.html").render(fonts=_FONTS, blocks=said, title=reading.title(said))
    yield "methodology.html", page.encode()
    yield "methodology.pdf", Press("document.typ").pdf(paper(said), None)
    page = _TEMPLATES.get_template("dictionary.html").render(
        fonts=_FONTS,
        picture=Markup(picture),  # written by us, every text in it escaped
        schemas=schemas,
        measures=measures,
        facts=facts,
        lineage=[(result, lineage.threads(result), lineage.rules(result)) for result in lineage.results()],
    )
    yield "index.html", page.encode()


def definitions(connection: Any) -> Measures:
    """The catalogue of measures."""
    return warehouse.fetch(connection, "select * from mart.measure_definition order by watched, measure_code")


def digest(schemas: list[Schema], measures: Measures) -> str:
    """What the pages are made of: the same digest, the same pages."""
    made_of = sha256(repr((schemas, measures)).encode())
    made_of.update(papers.code_version().encode())
    for path in [METHODOLOGY, *sorted(_FOLDER.rglob("*"))]:
        if path.is_file() and "__pycache__" not in path.parts:
            made_of.update(path.name.encode() + path.read_bytes())
    return made_of.hexdigest()


def paper(said: list[reading.Block]) -> dict[str, Any]:
    """What the paper says, as its template takes it."""
    return {
        "title": PAPER_TITLE,
        "about": PAPER_ABOUT,
        "author": "Click ชุมชน",
        "running": PAPER_TITLE,
        "blocks": [_set(block) for block in said[1:]],
    }


def _set(block: reading.Block) -> dict[str, Any]:
    """A block with the widths of its columns and the lines of its listing."""
    rows = [[{"parts": _spaced(cell)} for cell in row] for row in block.rows]
    lines = block.listing.split("\n") if block.listing else []
    return asdict(block) | {
        "inlines": _spaced(block.inlines),
        "items": [_spaced(item) for item in block.items],
        "rows": [[cell["parts"] for cell in rows[0]], *rows[1:]] if rows else [],
        "widths": _widths(block.rows),
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
    """How wide the columns of a table are, in parts of all: by what is in them, none so narrow that words break."""
    lengths = (
        [
            max(sum(len(part["text"]) for part in row[place]) for row in rows if place < len(row))
            for place in range(len(rows[0]))
        ]
        if rows
        else []
    )
    return [min(max(length, 8), 160) ** 0.6 for length in lengths]


def main(command_line: list[str]) -> int:
    """0 when the pages are there."""
    if len(command_line) != 1:
        print("usage: python -m include.documentation.site FOLDER", file=sys.stderr)
        return 2
    root = Path(command_line[0])
    with warehouse.publishing() as connection:
        new = write(connection, root)
    print(f"{root / REFERENCE}: {'จัดทำแล้ว · written' if new else 'เป็นปัจจุบันอยู่แล้ว · as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
