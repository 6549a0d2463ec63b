"""The data dictionary as a page of docs/: what every published relation and column says of itself.

Command line: `python -m include.documentation.dictionary` writes `docs/data-dictionary.md` and the diagram beside it,
asking the warehouse that AIRFLOW_CONN_WAREHOUSE names.
"""

from collections.abc import Iterable

from include import warehouse
from include.documentation import catalog, contract, diagram, facts
from include.documentation.catalog import Column, Relation, Schema

DOCS = warehouse.INCLUDE_FOLDER.parent / "docs"
PAGE = DOCS / "data-dictionary.md"
PICTURE = DOCS / "pictures" / "entities.svg"

_HEAD = """\
# พจนานุกรมข้อมูล · Data dictionary

This page is generated from the database itself (`python -m include.documentation.dictionary`); do not edit it by hand.
Comments are written in `include/sql/migrations/comments.sql`, grain and rule at the head of the files of `include/sql`,
owners and refresh times in `include/documentation/rooms.yaml`, units in `include/documentation/units.csv`, the
definitions of measures in [methodology](methodology.md). Where a figure comes from, down to the heading of the file it
was sent in: [lineage](lineage.md). The same is published as a page and a workbook: `dictionary/` of the publish
location.

**Key** marks the columns that together tell one row from another; **filled** those that are never empty. Codes
are text. Every fact has `period`, the first day of its month.

![Facts and results, and the places, rules and files that they refer to](pictures/entities.svg)
"""


def page(schemas: Iterable[Schema]) -> str:
    """The whole page, in Markdown, of the schemas as they were read from the database."""
    lines = [_HEAD]
    for schema in schemas:
        lines.append(f"## {schema.name}: {facts.pair(schema.meaning)}\n")
        if schema.name == contract.read().schema:
            lines += _promised(schema)
            continue
        for relation in schema.relations:
            lines += _relation(relation)
    return "\n".join(lines)


def _promised(schema: Schema) -> list[str]:
    """The views of the contract: columns mean what those of the relations do that they show."""
    rows = (
        f"| `{view.full_name}` | `{', '.join(view.made_from)}` | {view.grain} |"
        f" {', '.join(f'`{column.name}` {column.type}' for column in view.columns)} |"
        for view in schema.relations
    )
    return ["| view | shows | a row is | columns |", "|---|---|---|---|", *rows, ""]


def _relation(relation: Relation) -> list[str]:
    return [
        f"### `{relation.full_name}`{' (view)' if relation.is_view else ''}\n",
        f"{facts.pair(relation.meaning)}\n",
        *(f"* {fact.name_th} · {fact.name_en}: {_in_a_line(fact.text)}" for fact in facts.of(relation)),
        "",
        "| column | type | key | filled | unit | meaning |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(_cells(column))} |" for column in relation.columns),
        "",
    ]


def _cells(column: Column) -> list[str]:
    return [
        f"`{column.name}`",
        column.type,
        _mark(column.key),
        _mark(column.filled),
        _in_a_cell(facts.unit(column)),
        _in_a_cell(facts.meaning(column)),
    ]


def _mark(holds: bool) -> str:
    return "✓" if holds else ""


def _in_a_line(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*")


def _in_a_cell(text: str) -> str:
    return text.replace("|", "&#124;")


def main() -> None:
    """Writes the page and the diagram."""
    with warehouse.connect() as connection:
        schemas = catalog.read(connection)
        PAGE.write_text(page(schemas), encoding="utf-8")
        PICTURE.write_text(diagram.svg(connection, schemas), encoding="utf-8")
    for written in (PAGE, PICTURE):
        print(f"{written.relative_to(DOCS.parent)} is written.")


if __name__ == "__main__":
    main()
