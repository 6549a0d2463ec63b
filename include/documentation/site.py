"""The pages about the data, as they are published: `<publish root>/dictionary/`, beside the provinces.

The dictionary (page, workbook, diagram), where figures come from, the methodology in both languages (pages, PDF) and
the fifty questions. They are made of the database's own comments, the rulebook and pages of docs/, and written again
only where one of these has changed.

    python -m include.documentation.site FOLDER

writes them below a folder. The warehouse is `AIRFLOW_CONN_WAREHOUSE`.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from markupsafe import Markup

from include import warehouse
from include.documentation import book, catalog, diagram, documents, facts, lineage
from include.documentation.catalog import Schema
from include.publishing import catalogue, papers
from include.publishing.publication_index import REFERENCE
from include.publishing.scoreboard import assets
from include.publishing.templating import PAGES, templates
from include.publishing.typesetting import Press

LIST = "pages.json"  # what was written, and what it was made of
_FONTS = assets.FONTS
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
    for document in documents.DOCUMENTS:
        page = _TEMPLATES.get_template("document.html").render(
            fonts=_FONTS, document=document, blocks=document.blocks(), picture=documents.picture
        )
        yield document.page, page.encode()
        if document.paper:
            yield document.paper, Press("document.typ").pdf(documents.paper(document), None)
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
    for path in [*documents.made_of(), *sorted(_FOLDER.rglob("*"))]:
        if path.is_file() and "__pycache__" not in path.parts:
            made_of.update(path.name.encode() + path.read_bytes())
    return made_of.hexdigest()


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
