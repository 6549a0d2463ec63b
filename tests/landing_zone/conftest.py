"""Landing zones of every kind, taken in as the DAG does it, and what became of their files."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from include import orchestration, warehouse
from include.loaders.receiving import LandedFile

from .web_server import WebServer

TakeIn = Callable[[str], dict[str, dict[str, Any]]]


@pytest.fixture
def take_in(database: str, monkeypatch: pytest.MonkeyPatch) -> TakeIn:
    """Loads a landing zone given by its URI; answers all rows of `ops.source_file` by the last part of their URI."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setenv("CHUMCHON_RETRY_SECONDS", "0.01")

    def load(uri: str) -> dict[str, dict[str, Any]]:
        monkeypatch.setenv("CHUMCHON_LANDING_URI", uri)
        orchestration.load_landing()
        with warehouse.connect() as connection:
            rows = warehouse.fetch(connection, "select * from ops.source_file order by file_id")
        return {row["uri"].rstrip("/").rsplit("/", 1)[-1]: row for row in rows}

    return load


@pytest.fixture
def web(tmp_path: Any) -> Iterator[WebServer]:
    """A web server of this machine that shows a folder with an index."""
    (tmp_path / "landing").mkdir()
    with WebServer(tmp_path) as server:
        yield server


def why_never_opened(file: LandedFile) -> str:
    """The reason; fails for a file that may be opened."""
    assert file.never_opened
    return file.never_opened.reason


def events(*names: str) -> str:
    """A CSV of downloads, one event a name."""
    rows = [f"{name},2024-02-01T10:00:00,570101,Android\n" for name in names]
    return "".join(["รหัสเหตุการณ์,เวลา,รหัสตำบล,ระบบปฏิบัติการ\n", *rows])
