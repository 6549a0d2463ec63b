"""Which columns a sheet of the form has, and how each is filled in: the loaders' own columns, in their order."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from include.loaders import headings

RUNNING_NUMBER = "ที่"
_OF_THE_FORM_TOOL = frozenset({"report_id", "submitted_at"})

Kind = Literal[
    "text", "count", "answer", "channel", "service", "subdistrict", "day_of_month", "day_from_month_on", "any_day"
]


@dataclass(frozen=True)
class Field:
    """How one column is filled in: the kind of its values, its width in characters, its unit ('' without one)."""

    kind: Kind = "text"
    width: float = 24
    unit: str = ""


@dataclass(frozen=True)
class Column:
    """One column of the form: its name in `raw`, its heading as the loaders know it."""

    name: str
    label: str
    required: bool
    field: Field

    @property
    def heading(self) -> str:
        """The heading as printed over a column; units and the mark of what must be filled in are folded away."""
        return self.label + (f" ({self.field.unit})" if self.field.unit else "") + (" *" if self.required else "")


_PERSONS = Field("count", 16, "ราย")
_ANSWER = Field("answer", 15)
_FIELDS = {
    "reported_on": Field("day_from_month_on"),
    "new_shops": _PERSONS,
    "downloads_total": _PERSONS,
    "district_chief": _PERSONS,
    "district_development_officer": _PERSONS,
    "land_office_head": _PERSONS,
    "local_administration_head": _PERSONS,
    "subdistrict_heads": _PERSONS,
    "village_heads": _PERSONS,
    "subdistrict": Field("subdistrict", 40),
    "downloads": Field("count", 20, "ราย"),
    "posted_on": Field("day_of_month", 20),
    "held_on": Field("day_of_month", 20),
    "channel": Field("channel", 26),
    "title": Field(width=42),
    "activity": Field(width=42),
    "kind": Field(width=18),
    "participants": Field("count", 20, "คน"),
    "link": Field(width=34),
    "hashtags": Field(width=36),
    "service": Field("service", 32),
    "related": _ANSWER,
    "correct": _ANSWER,
    "complete": _ANSWER,
    "current": _ANSWER,
    "records": Field("count", 18),
    "updated_on": Field("any_day", 22),
}


def summary_columns(period: date) -> list[Column]:
    """The labels of the first sheet, from top to bottom."""
    names = headings.column_map("submissions_summary", period)
    return [column for column in _columns(names) if column.name not in _OF_THE_FORM_TOOL]


def section_columns(table: str, period: date) -> list[Column]:
    """The columns of a later sheet, from left to right; whose report it is stands on the first sheet alone."""
    on_the_summary = headings.column_map("submissions_summary", period).labels
    return [column for column in _columns(headings.column_map(table, period)) if column.name not in on_the_summary]


def _columns(names: headings.ColumnMap) -> list[Column]:
    return [
        Column(name, label, name in names.required, _FIELDS.get(name, Field())) for name, label in names.labels.items()
    ]
