"""What `make run` understands of its variables, and what it simulates."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from include.local.home import LocalError
from include.local.run import _pages, arguments_of, deliveries
from tests.publishing.published import publish


def rulebook(province_code: str, first: date) -> Any:
    return SimpleNamespace(province_code=province_code, valid=SimpleNamespace(from_=first, to=date(2026, 9, 1)))


BOOKS = [rulebook("11", date(2024, 1, 1)), rulebook("22", date(2024, 11, 1))]


def test_a_variable_left_empty_is_a_variable_not_given() -> None:
    given = arguments_of(["--landing", "", "--provinces", "", "--from", "", "--to", ""])
    assert (given.landing, given.provinces, given.from_, given.to, given.seed) == (None, None, None, None, 1)


def test_everything_given_is_understood() -> None:
    given = arguments_of(
        ["--landing", "s3://warehouse@landing/zone", "--provinces", "11, 22", "--from", "2024-01", "--to", "2024-03"]
    )
    assert given.landing == "s3://warehouse@landing/zone"
    assert (given.provinces, given.from_, given.to) == (["11", "22"], "2024-01", "2024-03")


def test_the_truth_of_a_simulation_is_a_folder_and_without_one_nothing_is_compared(tmp_path: Path) -> None:
    assert arguments_of(["--truth", f"{tmp_path}"]).truth == tmp_path
    assert arguments_of([]).truth is None


def test_a_folder_becomes_a_uri_with_its_name_as_it_is_written(tmp_path: Path) -> None:
    assert arguments_of(["--landing", f"{tmp_path}/ที่ส่ง มา"]).landing == f"file://{tmp_path}/ที่ส่ง มา"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--from", "2024-01"],
        ["--to", "2024-01"],
        ["--from", "2024-03", "--to", "2024-01"],
        ["--from", "2024-13", "--to", "2024-14"],
        ["--provinces", "Chiang Rai"],
        ["--seed", "one"],
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_starts(wrong: list[str]) -> None:
    with pytest.raises(SystemExit):
        arguments_of(wrong)


def test_by_default_the_first_quarter_of_every_rulebook_is_simulated() -> None:
    assert deliveries(arguments_of([]), BOOKS) == [
        {"province_code": "11", "from": "2024-01", "to": "2024-03"},
        {"province_code": "22", "from": "2024-11", "to": "2025-01"},
    ]


def test_months_that_are_given_are_simulated_for_the_provinces_that_are_given() -> None:
    arguments = arguments_of(["--provinces", "22", "--from", "2025-02", "--to", "2025-02"])
    assert deliveries(arguments, BOOKS) == [{"province_code": "22", "from": "2025-02", "to": "2025-02"}]


def test_two_rulebooks_of_a_province_make_one_delivery_of_the_same_months() -> None:
    arguments = arguments_of(["--from", "2025-02", "--to", "2025-02"])
    assert len(deliveries(arguments, [*BOOKS, rulebook("22", date(2025, 10, 1))])) == 2


def test_a_province_without_a_rulebook_is_named() -> None:
    with pytest.raises(LocalError, match="province 33"):
        deliveries(arguments_of(["--provinces", "22,33"]), BOOKS)


def test_the_result_says_where_the_pages_of_each_published_province_are(
    connection: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(connection, tmp_path / "publish")
    monkeypatch.setenv("CHUMCHON_HOME", str(tmp_path))
    assert _pages(connection, None) == []
    (tmp_path / "publish" / "34" / "index.html").write_text("x")
    assert _pages(connection, None) == [f"ผลที่เผยแพร่ จังหวัดอุบลราชธานี: {tmp_path}/publish/34/index.html"]
    assert _pages(connection, ["57"]) == []
    monkeypatch.setenv("CHUMCHON_PUBLISH_URI", "s3://CONN@bucket/published/")
    assert _pages(connection, ["34"]) == ["ผลที่เผยแพร่ จังหวัดอุบลราชธานี: s3://CONN@bucket/published/34/index.html"]
