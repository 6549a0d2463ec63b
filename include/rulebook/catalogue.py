"""What holds for every province: measures, kinds of findings, settings of checks, archive and health, its offers."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from include.rulebook.models import Code, Part, Rows, Text
from include.rulebook.names import clashes

# A wording with the places that mart.filled_th and mart.asked_condition fill.
Wording = Annotated[
    Annotated[Text, Field(pattern=r"^([^{}]|\{(lacking|needed|unit|list|due|each)\})+$")] | None,
    BeforeValidator(lambda value: value or None),
]
Limit = Annotated[Decimal | None, Field(strict=False), BeforeValidator(lambda value: value or None)]


class Measure(Part):
    """A number observed for a district or province and month; a watched one is shown and by itself grades nobody.

    `step_th` says what is to be done for more of it, `report_step_th` what a report is to hold that has none of it, in
    the words of `mart.step_th`; without them a phrase is made of name and unit.
    """

    measure_code: Code
    level: Literal["subdistrict", "district", "province"]
    source: Text
    name_th: Text
    unit_th: Text
    watched: Annotated[bool, Field(strict=False)]
    definition_th: Text
    definition_en: Text
    step_th: Wording = None
    report_step_th: Wording = None

    @property
    def sources(self) -> set[str]:
        """The landing zone's sources that it is measured from."""
        return set(self.source.split(" + "))


class FindingKind(Part):
    """A kind of finding: how grave it is, who acts, and what they do about it."""

    finding_code: Code
    severity: Literal["info", "warning", "critical"]
    acts: Literal["district", "province", "it"]
    title_th: Text
    title_en: Text
    to_do_th: Text
    to_do_en: Text


class QualitySetting(Part):
    """A number of the checks that is policy. No grade depends on it."""

    programme_code: Code
    setting_code: Code
    value: Annotated[Decimal, Field(strict=False, ge=0)]
    unit_th: Text
    note_th: Text
    note_en: Text


class SourceRetention(Part):
    """How many months the files of a source are kept as they came; for ever where none are given."""

    source: Code
    retention_months: Annotated[int | None, Field(strict=False, gt=0), BeforeValidator(lambda value: value or None)]
    note_th: Text
    note_en: Text


class ReminderDay(Part):
    """A day on which districts that have not reported are reminded: days before the deadline; after it, negative."""

    programme_code: Code
    deadline_code: Literal["report"]
    days_before: Annotated[int, Field(strict=False, ge=-30, le=30)]
    note_th: Text
    note_en: Text


class HealthCheck(Part):
    """A check of the whole: from which figure on it is yellow and red, what to do, and where the runbook says it."""

    check_code: Code
    position: Annotated[int, Field(strict=False, gt=0)]
    title_th: Text
    title_en: Text
    unit_th: Text
    warning_from: Limit
    critical_from: Limit
    to_do_th: Text
    to_do_en: Text
    runbook: Text


class Service(Part):
    """A service of the programme; `menu` is false for what is recorded besides its menus."""

    code: Code
    name_th: Text
    menu: bool = True
    aliases: Rows[Text]


class Channel(Part):
    """A channel of publicity and what people write for it; any other text is a channel of its own."""

    code: Code
    aliases: Rows[Text]


class Programme(Part):
    """One of the missions a province grades."""

    programme: Code
    name_th: Text
    services: Annotated[Rows[Service], Field(min_length=1)]
    channels: Rows[Channel]

    def service_names(self) -> dict[str, list[str]]:
        """Every name of a service, the official one first, by service code."""
        return {service.code: [service.name_th, *service.aliases] for service in self.services}

    def channel_names(self) -> dict[str, list[str]]:
        """Every name of a channel, its code first, by channel code."""
        return {channel.code: [channel.code, *channel.aliases] for channel in self.channels}

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is wrong with it, as key and reason."""
        for key, rows, names in (
            ("services", self.services, self.service_names()),
            ("channels", self.channels, self.channel_names()),
        ):
            codes = [row.code for row in rows]
            for code in sorted({code for code in codes if codes.count(code) > 1}):
                yield key, f"{code} stands twice"
            for name, first, second in clashes(names):
                yield key, f"the name {name} stands for both {first} and {second}"


RowOf = TypeVar("RowOf", bound=Part)


def read_measures(path: Path) -> dict[str, Measure]:
    """The catalogue of measures by code. Raises ValueError for a code that stands twice or a row of the wrong shape."""
    return {measure.measure_code: measure for measure in read_rows(path, Measure, "measure_code")}


def read_rows(path: Path, shape: type[RowOf], *key: str) -> list[RowOf]:
    """The rows of a catalogue. Raises ValueError for a key that stands twice or a row of the wrong shape."""
    rows: dict[tuple[str, ...], RowOf] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for written in csv.DictReader(file):
            row = shape.model_validate(written)
            keys = tuple(str(getattr(row, column)) for column in key)
            if keys in rows:
                raise ValueError(f"{' '.join(keys)} stands twice")
            rows[keys] = row
    return list(rows.values())
