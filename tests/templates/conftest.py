"""Forms of whole provinces, and the intake they are handed in to."""

import io
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from include import months, warehouse
from include.loaders import landing
from include.templates.asked import Asked, asked
from include.templates.workbook import workbook

RECEIVED = datetime(2025, 12, 1, 9, tzinfo=UTC)
MONTHS = {"57": date(2024, 2, 1), "34": date(2025, 2, 1)}


class Office:
    """A province's month: what it asks, the forms it hands out, and what its intake makes of those handed in."""

    def __init__(self, connection: Any, province_code: str, period: date) -> None:
        self.connection = connection
        self.asked: Asked = asked(connection, province_code, period)
        connection.commit()
        self.districts = {district.name: district for district in self.asked.districts}

    def form(self, district: str) -> bytes:
        """The form of a district."""
        return workbook(self.asked, self.districts[district])

    def hand_in(self, workbooks: Mapping[str, bytes], tried: bool = False) -> list[dict[str, Any]]:
        """Load and type workbooks by file name; returns their rows of `ops.source_file`. `tried` commits nothing."""
        enter = landing.try_out if tried else landing.register
        file_ids = enter(self.connection, list(self._files(workbooks)), RECEIVED)
        for path in months.TYPE:
            warehouse.run(self.connection, path, {"province_code": self.asked.province_code})
        return self.fetch("select * from ops.source_file where file_id = any (%s) order by uri", [file_ids])

    def fetch(self, sql: str, parameters: Any = None) -> list[dict[str, Any]]:
        """What a query finds."""
        return warehouse.fetch(self.connection, sql, parameters)

    def refused(self) -> list[tuple[str, str, str]]:
        """Sheet, column and Thai sentence of every refused row, in order."""
        rows = self.fetch(
            "select sheet, column_name, message_th from quarantine.rejected_row order by file_id, sheet, row_number"
        )
        return [(row["sheet"], row["column_name"], row["message_th"]) for row in rows]

    def _files(self, workbooks: Mapping[str, bytes]) -> Iterable[landing.LandedFile]:
        for name, content in workbooks.items():
            path = ("submissions", self.asked.province_code, f"{self.asked.period:%Y-%m}", f"{name}.xlsx")
            yield landing.LandedFile(
                uri="file:///" + "/".join(path),
                path=path,
                bytes=len(content),
                modified_at=RECEIVED,
                fingerprint=name,
                open=partial(io.BytesIO, content),
            )


@pytest.fixture(params=list(MONTHS))
def office(connection: Any, request: pytest.FixtureRequest) -> Office:
    """Each province in a month that its letter is about."""
    return Office(connection, request.param, MONTHS[request.param])


@pytest.fixture
def chiang_rai(connection: Any) -> Office:
    """One province, where one is enough."""
    return Office(connection, "57", MONTHS["57"])
