"""Where a file belongs by where it lies: `{source}/{province_code}/{period}/{any name}.{extension}`."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from include.loaders.refusal import sentence
from include.periods import month

SOURCES = ("submissions", "otop_operators", "shop_registrations", "app_downloads", "content_records", "leader_roster")
_SECTION = re.compile(r"(summary|downloads|publicity|activities|services)(?: ?\([0-9]+\)|[_-][0-9]+)?", re.IGNORECASE)
Reader = Literal["delimited", "workbook", "parquet"]
_READERS: dict[str, Reader] = {
    ".csv": "delimited",
    ".csv.gz": "delimited",
    ".xlsx": "workbook",
    ".xls": "workbook",
    ".parquet": "parquet",
}


@dataclass(frozen=True)
class Place:
    """What a file's path says; None where it says nothing that is known.

    `section` is the part of a report a form tool's CSV holds, empty for anything else.
    """

    source: str | None
    province_code: str | None
    period: date | None
    section: str
    reader: Reader | None

    @property
    def table(self) -> str:
        """The table of `raw` that a CSV or an export of this place fills."""
        return f"{self.source}_{self.section}" if self.section else str(self.source)


def place_of(path: Sequence[str]) -> Place:
    """What can be told from a path relative to the landing root, whether or not the file is ours."""
    folders, name = path[:-1], path[-1]
    source = folders[0] if folders and folders[0] in SOURCES else None
    code = folders[1] if len(folders) > 1 and re.fullmatch("[0-9]{2}", folders[1], re.ASCII) else None
    period = _month(folders[2]) if len(folders) > 2 else None
    ending = re.search(r"\.csv\.gz$|\.[^.]*$", name.lower())
    reader = _READERS.get(ending[0]) if ending else None
    named = _SECTION.fullmatch(name[: ending.start()].strip()) if ending else None
    section = named[1].lower() if named and source == "submissions" and reader == "delimited" else ""
    return Place(source, code, period, section, reader)


def why_not_ours(path: Sequence[str], place: Place, provinces: Container[str]) -> str | None:
    """Why a file is not for the warehouse, in Thai with what to do; None when its place is fine.

    `provinces` are the codes that have a rulebook in force.
    """
    name = path[-1]
    if name.startswith(("~$", ".~lock.")):
        return sentence("temporary_file")
    if any(part.startswith(".") for part in path):
        return sentence("hidden_file")
    if len(path) != 4:
        return sentence("wrong_place")
    if place.source is None:
        return sentence("unknown_source", folder=path[0], sources=", ".join(SOURCES))
    if place.province_code is None:
        return sentence("unknown_province", folder=path[1])
    if place.province_code not in provinces:
        return sentence("province_without_rules", province_code=place.province_code)
    if place.period is None:
        return sentence("unknown_month", folder=path[2])
    if place.reader is None:
        return sentence("unknown_kind", name=name)
    if place.source == "submissions" and place.reader == "parquet":
        return sentence("parquet_report")
    if place.source == "submissions" and place.reader == "delimited" and not place.section:
        return sentence("unknown_section")
    return None


def _month(folder: str) -> date | None:
    try:
        return month(folder)
    except ValueError:
        return None
