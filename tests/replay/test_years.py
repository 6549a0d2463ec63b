"""Two years of months, with late files, corrections and two changes of the rules, are built again as published."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include import periods, quality
from tests.pipeline.driver import pass_all
from tests.replay import publishing
from tests.replay.conftest import Office

FIRST, CORRECTED, CORRECTED_AGAIN = date(2024, 1, 1), date(2024, 6, 1), date(2025, 3, 1)
MONTHS = [periods.add_months(FIRST, number) for number in range(24)]


def _correct(year_be: int, minimum: int, alias: str) -> publishing.Change:
    """The order of a year is corrected for all its months: those published keep what they were published by."""

    def corrected(book: dict[str, Any]) -> None:
        book["readings"]["subdistrict_minimum"]["value"] = minimum
        book["aliases"]["district"][alias] = "8301"

    return lambda books: publishing.change_rulebook(books / publishing.rulebook_of(year_be), corrected)


def test_two_years_are_built_again_without_a_difference(
    empty: Callable[..., Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "audit", pass_all)
    office = empty("warehouse", tmp_path)
    with publishing.as_warehouse(office.uri, office.replay_uri):
        publishing.publish(
            tmp_path,
            office.archive,
            MONTHS,
            {CORRECTED: _correct(2567, 12, "เมืองพ่อขุน"), CORRECTED_AGAIN: _correct(2568, 8, "เวียงพ่อขุน")},
        )
        results = office.replay()
        frozen = office.rows("select period, revision, rulebook_version from snapshot.publication order by snapshot_id")
    assert [result["outcome"] for result in results] == ["same"] * len(frozen), [
        (result["period"], result["revision"], result["differences"][:3]) for result in results if result["differences"]
    ]
    assert {row["period"] for row in frozen if row["revision"] == 1} == set(MONTHS)
    assert {row["rulebook_version"] for row in frozen} == {1, 2, 3, 4, 5}
