"""What is asked: which files, taken as if they lay in the folder of which source, province and month."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import fsspec

from include import periods
from include.loaders.landing import LandedFile
from include.loaders.placing import SOURCES


class CannotCheck(ValueError):
    """A question that has no answer. Its text says in Thai what is wrong with it and what to do."""


@dataclass(frozen=True)
class Question:
    """A folder of the landing zone: one of the six sources, a two-digit province code, the first day of a month."""

    source: str
    province_code: str
    period: date

    @classmethod
    def read(cls, source: str, province_code: str, period: str) -> "Question":
        """The question as a person writes it, `period` as `2024-02`. Raises CannotCheck where it cannot be meant."""
        if source not in SOURCES:
            raise CannotCheck(f"ไม่รู้จักแหล่งข้อมูล “{source}” ใช้ได้เฉพาะ {', '.join(SOURCES)} โปรดแก้ SOURCE")
        if not re.fullmatch("[0-9]{2}", province_code, re.ASCII):
            raise CannotCheck(f"รหัสจังหวัด “{province_code}” ต้องเป็นเลขสองหลักของกรมการปกครอง โปรดแก้ PROVINCE")
        try:
            return cls(source, province_code, periods.month(period))
        except ValueError:
            raise CannotCheck(
                f"เดือน “{period}” ต้องเขียนเป็นปี ค.ศ. และเดือน เช่น 2024-02{_in_common_era(period)} โปรดแก้ PERIOD"
            ) from None

    @property
    def folder(self) -> tuple[str, str, str]:
        """The folder below the landing root."""
        return (self.source, self.province_code, f"{self.period:%Y-%m}")


def files_of(given: Sequence[str]) -> list[LandedFile]:
    """The named files, and those right inside the named folders; a name is a path or a URI.

    Raises CannotCheck for a name that leads to nothing, or to an empty folder.
    """
    found = [file for name in given for file in _files_of_one(name)]
    if not found:
        raise CannotCheck("ไม่ได้ระบุไฟล์ที่จะตรวจ โปรดระบุ FILE เช่น make check FILE=รายงาน.xlsx PROVINCE=10 PERIOD=2024-02")
    return found


def _files_of_one(name: str) -> Iterator[LandedFile]:
    if not name.strip():
        return
    try:
        filesystem, path = fsspec.core.url_to_fs(name)
        is_folder = filesystem.isdir(path)
        listed = filesystem.ls(path, detail=True) if is_folder else [filesystem.info(path)]
    except (OSError, ValueError, ImportError) as failure:
        raise CannotCheck(f"เปิด “{name}” ไม่ได้ ({_problem(failure)}) โปรดตรวจชื่อและที่อยู่ของไฟล์") from failure
    files = [details for details in listed if details["type"] == "file"]
    if not files:
        raise CannotCheck(f"ไม่มีไฟล์ในโฟลเดอร์ “{name}” โปรดตรวจที่อยู่ของโฟลเดอร์")
    for details in sorted(files, key=lambda details: str(details["name"])):
        file = str(details["name"])
        yield LandedFile(
            uri=file,
            path=(file.rstrip("/").rsplit("/", 1)[-1],),
            bytes=details.get("size") or 0,
            modified_at=_modified_at(details),
            fingerprint="",
            open=partial(filesystem.open, file, "rb"),
        )


def _modified_at(details: dict[str, Any]) -> datetime:
    given = details.get("mtime") or details.get("LastModified") or details.get("last_modified")
    if isinstance(given, datetime):
        return given
    return datetime.now(UTC) if given is None else datetime.fromtimestamp(given, UTC)


def _problem(failure: Exception) -> str:
    if isinstance(failure, FileNotFoundError):
        return "ไม่พบไฟล์"
    return (failure.strerror if isinstance(failure, OSError) else None) or type(failure).__name__


def _in_common_era(period: str) -> str:
    """What a month of the Buddhist Era is in the common era, as a hint."""
    written = re.fullmatch(r"(2[45][0-9]{2})-([0-9]{2})", period, re.ASCII)
    return f" (พ.ศ. {written[1]} คือ {int(written[1]) - periods.BUDDHIST_ERA_OFFSET}-{written[2]})" if written else ""
