"""The warehouse of a test, where the pipeline's own code finds it."""

import pytest

from include import quality, warehouse


@pytest.fixture
def pipeline(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A fresh copy of the migrated database as the warehouse of every function that asks for it; its URI."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    return database


@pytest.fixture
def unaudited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every month passes, without an audit: for tests of figures that audit the same models elsewhere."""

    def pass_all(months: list[dict[str, object]], run_id: str, data_docs: object = None) -> list[dict[str, object]]:
        with warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute("update candidate.month set failed_expectations = '{}'")
        return []

    monkeypatch.setattr(quality, "audit", pass_all)
