"""The star schema as a picture: facts on the left, what they refer to in the middle, results on the right, as SVG.

Drawn from the catalog: boxes are relations with their columns, a line leads from a column to the relation that it
refers to; it is whole where the database declares a foreign key, dashed where codes alone connect the two.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from include import warehouse
from include.documentation import catalog
from include.documentation.catalog import Relation, Schema

# By the column that refers to it: the relation, and the colour of its lines.
REFERRED = {
    "version_key": ("warehouse.submission", "#00704d"),
    "subdistrict_code": ("rulebook.subdistrict", "#b42318"),
    "district_code": ("rulebook.district", "#1d5fa8"),
    "province_code": ("rulebook.province", "#4a5560"),
    "service_code": ("rulebook.service", "#7a4aa0"),
    "measure_code": ("rulebook.measure", "#9a5b00"),
    "criterion_code": ("rulebook.criterion", "#0b7285"),
    "rulebook_version": ("rulebook.version", "#6a2c6f"),
    "file_id": ("ops.source_file", "#5c6b00"),
    "snapshot_id": ("snapshot.publication", "#0c3d4a"),
}
# A place is a part of another, so the smallest one named says all of them.
_SMALLER = {"province_code": ("district_code", "subdistrict_code"), "district_code": ("subdistrict_code",)}
LEFT = (
    *("warehouse.activity", "warehouse.publicity_post", "warehouse.service_record", "warehouse.claimed_download"),
    *("warehouse.app_download", "warehouse.shop", "warehouse.otop_operator", "warehouse.leader_roster"),
    "warehouse.content_record",
)
MIDDLE = tuple(relation for relation, _ in REFERRED.values())
RIGHT = (
    *("mart.subdistrict_measure", "mart.measure", "mart.target", "mart.attainment", "mart.district_grade"),
    *("mart.province_summary", "mart.reconciliation", "mart.next_step"),
    "snapshot.district_grade",
)
TITLES = ("ข้อเท็จจริง · facts", "สิ่งที่อ้างถึง · what they refer to", "ผล · results")
_WIDTH, _BOX, _LINE, _HEAD, _GAP, _TOP = 1500, 340, 19, 46, 18, 110
_MOST = 7  # columns shown of a box
_PROVENANCE = ("sheet", "row_number", "file_id")  # shown last
_PLACES = (40, (_WIDTH - _BOX) // 2, _WIDTH - _BOX - 40)
_COLOURS = {"warehouse": "#00704d", "rulebook": "#6a4a00", "ops": "#4a5560", "mart": "#1d5fa8", "snapshot": "#0c3d4a"}


@dataclass
class Box:
    """A relation as it is drawn, with the height of each column's line on the page."""

    relation: Relation
    left: int
    top: float
    shown: list[str]
    lines: dict[str, float] = field(default_factory=dict)

    @property
    def height(self) -> float:
        """From its title to its last line."""
        more = len(self.relation.columns) > len(self.shown)
        return _HEAD + (len(self.shown) + more) * _LINE + 8


def svg(connection: Any, schemas: Iterable[Schema]) -> str:
    """The whole picture of the schemas, as they were read from the database."""
    found = {relation.full_name: relation for relation in catalog.relations(schemas)}
    declared = {
        (row["from"], row["column"], row["to"])
        for row in warehouse.fetch(
            connection,
            "select conrelid::regclass::text as from, attname as column, confrelid::regclass::text as to"
            " from pg_constraint inner join pg_attribute on attrelid = conrelid and attnum = any (conkey)"
            " where contype = 'f'",
        )
    }
    columns = [[found[name] for name in names] for names in (LEFT, MIDDLE, RIGHT)]
    heights = [sum(_box(relation, 0, 0).height + _GAP for relation in stack) for stack in columns]
    tallest = max(heights)
    boxes: dict[str, Box] = {}
    for stack, left, height in zip(columns, _PLACES, heights, strict=True):
        top, spare = float(_TOP), (tallest - height) / len(stack)
        for relation in stack:
            boxes[relation.full_name] = box = _box(relation, left, top + spare / 2)
            top += box.height + _GAP + spare
    lines = [
        _line(boxes[name], column, boxes[referred], colour, (name, column, referred) in declared)
        for name in (*LEFT, *RIGHT)
        for column, (referred, colour) in referring(found[name])
    ]
    return _page(tallest + _TOP + 60, lines, [_drawn(box) for box in boxes.values()])


def referring(relation: Relation) -> list[tuple[str, tuple[str, str]]]:
    """The columns by which a relation refers to others, with the relation and its colour."""
    names = {column.name for column in relation.columns}
    return [
        (column, referred)
        for column, referred in REFERRED.items()
        if column in names and not names.intersection(_SMALLER.get(column, ()))
    ]


def _box(relation: Relation, left: int, top: float) -> Box:
    referring_columns = [column for column, _ in referring(relation)]
    names = [column.name for column in relation.columns]
    wanted = {*relation.keys, *referring_columns}
    rest = sorted(
        (column for column in relation.columns if column.name not in wanted),
        key=lambda own: (own.name in _PROVENANCE, not own.counted),
    )
    wanted |= {column.name for column in rest[: max(2, _MOST - len(wanted))]}
    shown = [name for name in names if name in wanted]
    box = Box(relation, left, top, shown)
    box.lines = {name: top + _HEAD + place * _LINE + _LINE / 2 for place, name in enumerate(shown)}
    return box


def _line(box: Box, column: str, referred: Box, colour: str, declared: bool) -> str:
    own, other = box.lines[column], referred.top + _HEAD / 2
    begin, end = (box.left + _BOX, referred.left) if box.left < referred.left else (box.left, referred.left + _BOX)
    middle = (begin + end) / 2
    dashes = "" if declared else ' stroke-dasharray="5 4"'
    return (
        f'<path d="M{begin} {own:.1f} C{middle:.0f} {own:.1f} {middle:.0f} {other:.1f} {end} {other:.1f}"'
        f' fill="none" stroke="{colour}" stroke-width="1.6" stroke-opacity=".75"{dashes}/>'
        f'<circle cx="{begin}" cy="{own:.1f}" r="3.5" fill="{colour}"/>'
    )


def _drawn(box: Box) -> str:
    relation = box.relation
    colour = _COLOURS[relation.schema]
    by_column: Mapping[str, tuple[str, str]] = dict(referring(relation))
    parts = [
        f'<g transform="translate({box.left} {box.top:.1f})">',
        f'<rect width="{_BOX}" height="{box.height:.1f}" rx="7" fill="#fff" stroke="{colour}" stroke-width="1.4"/>',
        f'<path d="M0 {_HEAD - 6} V7 Q0 0 7 0 H{_BOX - 7} Q{_BOX} 0 {_BOX} 7 V{_HEAD - 6} Z" fill="{colour}"/>',
        f'<text x="12" y="18" class="name">{escape(relation.full_name)}</text>',
        f'<text x="12" y="34" class="thai">{escape(_short(relation.meaning[0], 52))}</text>',
    ]
    for column in relation.columns:
        if column.name in box.lines:
            height = box.lines[column.name] - box.top + 5
            ink = by_column[column.name][1] if column.name in by_column else "#16262e"
            weight = ' font-weight="600"' if column.key else ""
            key = "◆" if column.key else ""
            parts += [
                f'<text x="12" y="{height:.1f}" class="key">{key}</text>',
                f'<text x="28" y="{height:.1f}" class="column" fill="{ink}"{weight}>{escape(column.name)}</text>',
                f'<text x="{_BOX - 12}" y="{height:.1f}" class="type">{escape(_type(column.type))}</text>',
            ]
    left_out = len(relation.columns) - len(box.shown)
    if left_out:
        parts.append(f'<text x="28" y="{box.height - 8:.1f}" class="more">และอีก {left_out} คอลัมน์</text>')
    return "\n".join([*parts, "</g>"])


def _page(height: float, lines: Iterable[str], boxes: Iterable[str]) -> str:
    titles = (
        f'<text x="{left + _BOX / 2:.0f}" y="92" class="title">{escape(title)}</text>'
        for left, title in zip(_PLACES, TITLES, strict=True)
    )
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}" role="img"'
            ' aria-labelledby="entities-title entities-about">',
            '<title id="entities-title">ผังข้อมูล · Entity diagram</title>',
            '<desc id="entities-about">Facts on the left and results on the right, each with lines from its columns to'
            " the places, rules, reports, files and freezes in the middle. The dictionary says it in words.</desc>",
            "<style>",
            'text { font-family: Sarabun, "Noto Sans Thai", "Leelawadee UI", Thonburi, Tahoma, sans-serif; }',
            ".name { font-size: 15px; font-weight: 600; fill: #fff; } .thai { font-size: 12px; fill: #fff; }",
            ".column { font-size: 13.5px; } .key { font-size: 10px; fill: #9a5b00; }",
            ".type { font-size: 11.5px; fill: #4c5a64; text-anchor: end; } .more { font-size: 12px; fill: #4c5a64; }",
            ".title { font-size: 19px; font-weight: 600; fill: #16262e; text-anchor: middle; }",
            ".head { font-size: 26px; font-weight: 600; fill: #0c3d4a; } .note { font-size: 14px; fill: #4c5a64; }",
            "</style>",
            f'<rect width="{_WIDTH}" height="{height:.0f}" fill="#f6f8f8"/>',
            '<text x="40" y="42" class="head">ผังข้อมูล Click ชุมชน · entities of the warehouse</text>',
            f'<text x="{_WIDTH - 40}" y="42" class="note" text-anchor="end">◆ คีย์ · key &#160; เส้นทึบ กุญแจนอกที่ประกาศไว้'
            " · whole line: declared foreign key &#160; เส้นประ อ้างด้วยรหัส · dashed: by code</text>",
            *titles,
            *lines,
            *boxes,
            f'<text x="40" y="{height - 24:.0f}" class="note">snapshot.measure, snapshot.target และ snapshot.attainment'
            " เหมือนใน mart โดยมี snapshot_id ของการปิดรอบ · are as in mart, with the snapshot_id of their freeze</text>",
            "</svg>",
            "",
        ]
    )


def _type(name: str) -> str:
    return {"timestamp with time zone": "timestamptz"}.get(name, name)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
