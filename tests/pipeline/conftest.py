"""The warehouse of a test, where the pipeline's own code finds it."""

import pytest

from include import quality
from tests.pipeline import driver


@pytest.fixture
def pipeline(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh copy of the migrated database as the warehouse of every function that asks for it; its URI."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    return database


@pytest.fixture
def unaudited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every month passes, without an audit: for tests of figures that audit the same models elsewhere."""
    monkeypatch.setattr(quality, "audit", driver.pass_all)
