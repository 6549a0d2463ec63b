"""An office that receives files and hands back what was wrong with them; a place where three freezes were published."""

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from include import months, warehouse
from include.archive import FolderArchive
from include.local.postgres import Cluster
from include.publishing import handed_back, refusal_sheet
from tests.conftest import copied_database
from tests.loaders.conftest import Zone
from tests.publishing.published import publish

FOLDER = "submissions/57/2024-02"
SUMMARY: list[list[Any]] = [
    ["แบบรายงานการขับเคลื่อน Click ชุมชน"],
    [],
    ["อำเภอ", "เทิง"],
    ["ประจำเดือน", "กุมภาพันธ์ 2567"],
    ["วันที่รายงาน", "10/03/2567"],
    ["ผู้รายงาน", "ผู้รายงานคนหนึ่ง"],
    ["โทรศัพท์", "0800000000"],
    ["ร้านค้าสมัครใหม่", 3, "ร้าน"],
]


@dataclass
class Office:
    """A landing zone, a warehouse with its archive, and a publish location."""

    zone: Zone
    publish: Path
    archive: FolderArchive

    def receive(self, *files: tuple[str, bytes | str]) -> list[int]:
        """Take in files that lie in the folder of the month, and type them; returns their file_ids."""
        entries = self.zone.scan(*(self.zone.put(f"{FOLDER}/{name}", content) for name, content in files))
        self.type_rows()
        return [entry["file_id"] for entry in entries]

    def type_rows(self) -> None:
        """Type what waits to be typed."""
        for path in months.TYPE:
            warehouse.run(self.zone.connection, path, {"province_code": "57"})
        self.zone.connection.commit()

    def hand_back(self) -> list[Path]:
        """Hand back what waits for it; returns the workbooks that were written, below the month's `districts`."""
        connection = self.zone.connection
        written = handed_back.write(connection, self.publish, handed_back.waiting(connection), self.archive.open)
        return [Path(place) for place in written]

    def districts(self) -> list[str]:
        """The folders that hold something."""
        return sorted({path.parent.name for path in self.publish.rglob("*.xlsx")})

    def handed_back(self) -> list[dict[str, Any]]:
        """What is kept of it."""
        return self.zone.fetch("select * from ops.handed_back order by file_id, district_code")


@pytest.fixture
def office(connection: Any, tmp_path: Path) -> Office:
    """An empty landing zone before a warehouse with the rulebooks."""
    (tmp_path / "landing").mkdir()
    archive = FolderArchive(tmp_path / "archive")
    return Office(Zone(tmp_path / "landing", connection, [], archive), tmp_path / "publish", archive)


@pytest.fixture(scope="module")
def original(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publish location with three freezes; it is only ever copied."""
    root = tmp_path_factory.mktemp("published")
    with copied_database(cluster) as uri, warehouse.connect(uri) as connection:
        publish(connection, root)
    return root


@pytest.fixture
def root(original: Path, tmp_path: Path) -> Path:
    """A copy that may be altered."""
    return Path(shutil.copytree(original, tmp_path / "publish"))


def report(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A district's workbook: the summary above, unless another is given, and further sheets of rows."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in {"สรุป": SUMMARY, **sheets}.items():
            sheet = book.add_worksheet(name)
            for row_number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write_string(row_number, column, cell) if isinstance(cell, str) else sheet.write(
                            row_number, column, cell
                        )
    return content.getvalue()


def opened(path: Path) -> Any:
    """A workbook as openpyxl reads it."""
    return openpyxl.load_workbook(path)


def listed(path: Path) -> list[list[Any]]:
    """The rows of the list, without their running numbers: sheet, row, cell, heading, value, message."""
    rows = [list(row) for row in opened(path)[refusal_sheet.SHEET].iter_rows(values_only=True)]
    header = next(number for number, row in enumerate(rows) if row[0] == "ลำดับ")
    return [row[1:] for row in rows[header + 1 :]]


def told(path: Path) -> dict[str, str]:
    """The labelled lines above the list."""
    rows = opened(path)[refusal_sheet.SHEET].iter_rows(max_row=8, values_only=True)
    return {row[0]: row[2] for row in rows if row[0] and row[2]}
