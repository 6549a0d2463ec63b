"""Who comes to our pages inside Airflow: somebody not logged in, and somebody who may only look."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.plugins import server


@pytest.fixture(scope="module")
def airflow() -> Iterator[Any]:
    """Airflow's user management with a viewer, as its own pages know it."""
    with server.airflow() as users:
        yield users


@pytest.fixture
def anonymous(airflow: Any, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Somebody who is not logged in, at a server with the plugins' applications."""
    from fastapi.testclient import TestClient

    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path))
    monkeypatch.delenv("CHUMCHON_DATA_DOCS", raising=False)
    return TestClient(server.application())


@pytest.fixture
def viewer(airflow: Any, anonymous: Any) -> Any:
    """Somebody logged in who may only look."""
    anonymous.headers.update(server.viewer(airflow))
    return anonymous
