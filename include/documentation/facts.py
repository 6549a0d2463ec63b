"""What a dictionary says of a relation besides its columns, in the words of all its forms: page, workbook, Markdown."""

from typing import NamedTuple

from include.documentation.catalog import Column, Relation

PROVINCES_OWN = "นักวิเคราะห์ของจังหวัดเห็นเฉพาะจังหวัดของตน · a province's analysts see its rows alone"
NO_KEY = "ตามหนึ่งแถว · as a row is"
NOTHING_PERSONAL = "ไม่มีข้อมูลส่วนบุคคล · no personal data"
KINDS = {
    "keyed": "รหัสที่แปลงด้วยกุญแจลับ · hashed under a key",
    "free_text": "ข้อความที่คนพิมพ์เอง · text that people write",
}
COLUMNS = (
    ("คอลัมน์", "column"),
    ("ชนิด", "type"),
    ("คีย์", "key"),
    ("มีค่าเสมอ", "filled"),
    ("หน่วย", "unit"),
    ("ความหมาย", "meaning"),
)


class Fact(NamedTuple):
    """A thing known of a relation: what it is called in both languages, and what it is."""

    name_th: str
    name_en: str
    text: str


def of(relation: Relation) -> list[Fact]:
    """All that is known of a relation, in the order in which a reader asks."""
    told = [
        Fact("หนึ่งแถวคือ", "a row is", relation.grain),
        Fact("คีย์", "key", ", ".join(relation.keys) or NO_KEY),
        Fact("ที่มา", "source", _source(relation)),
        Fact("ปรับปรุงเมื่อ", "refreshed", "; ".join(_renewed(*renewed) for renewed in relation.refreshed)),
        Fact("ผู้รับผิดชอบ", "owner", f"{pair(relation.owner)} ({relation.owning_role})"),
        Fact("ความอ่อนไหว", "sensitivity", sensitivity(relation)),
        Fact("ผู้อ่านได้", "read by", _readers(relation)),
    ]
    return told + ([Fact("กฎ", "rule", relation.rule)] if relation.rule else [])


def pair(text: tuple[str, str]) -> str:
    """Thai · English, or the one there is."""
    return " · ".join(filter(None, text))


def unit(column: Column) -> str:
    """What a column is counted in, in both languages."""
    return pair((column.unit_th, column.unit_en))


def meaning(column: Column) -> str:
    """What a column means, in both languages."""
    return pair((column.meaning_th, column.meaning_en))


def sensitivity(relation: Relation) -> str:
    """Which columns hold something of a person, and of what kind."""
    kinds: dict[str, list[str]] = {}
    for column in relation.personal:
        kinds.setdefault(column.personal.split(" · ")[0], []).append(column.name)
    return "; ".join(f"{', '.join(names)}: {KINDS[kind]}" for kind, names in kinds.items()) or NOTHING_PERSONAL


def _source(relation: Relation) -> str:
    return ", ".join(relation.made_from) or pair(relation.source)


def _renewed(name: str, thai: str, english: str) -> str:
    return f"{thai} · {english} ({name})"


def _readers(relation: Relation) -> str:
    hides = f"; {PROVINCES_OWN}" if relation.by_province and "province_analyst" in relation.readers else ""
    return ", ".join(relation.readers) + hides
