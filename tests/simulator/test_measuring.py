"""The simulator's own counting, on cases small enough to check by hand."""

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from include.simulator import RULEBOOK_FOLDER, simulate
from include.simulator.calendar_months import BANGKOK, deadline_day, fiscal_quarter, fiscal_year_be
from include.simulator.grading import half_up, percent_text
from include.simulator.measuring import _publicity, _services_ready, counting_version, first_shops, operator_districts
from include.simulator.orders import Rulebook, rulebook_for, rulebooks
from include.simulator.pen import Pen
from include.simulator.places import District
from include.simulator.records import Delivery, PlacedRow, Refusal, Row
from include.simulator.reports import Version
from tests.simulator import reading

JANUARY = date(2024, 1, 1)
DISTRICT = District("5704", "เทิง", ())


@pytest.fixture
def ubon() -> Rulebook:
    return rulebook_for(rulebooks(RULEBOOK_FOLDER), "34", date(2025, 2, 1))


def _file(source: str, day: int, *rows: Mapping[str, Any], refused: bool = False) -> Delivery:
    refusal = Refusal("status", "status_unknown") if refused else None
    placed = [PlacedRow("", number, Row({}, dict(values), refusal)) for number, values in enumerate(rows, 2)]
    sent_at = datetime(2024, 2, day, tzinfo=BANGKOK)
    return Delivery(f"{source}/57/2024-01/{day}.csv", sent_at, b"", source, "57", JANUARY, rows=placed)


def _shop(shop: str, operator: str, day: date, status: str = "อนุมัติแล้ว") -> dict[str, Any]:
    return {"shop_id": shop, "operator_id": operator, "registered_on": day, "status": status}


def _post(day: int, title: str | None, channels: str, *hashtags: str) -> Row:
    values = {
        "day": date(2025, 2, day),
        "title": title,
        "channels": frozenset(channels.split()),
        "hashtags": frozenset(tag.lower() for tag in hashtags),
    }
    return Row({}, values)


def _reading(rulebook: Rulebook, name: str, value: object) -> Rulebook:
    readings = {**rulebook.data["readings"], name: {"value": value}}
    return Rulebook({**rulebook.data, "readings": readings}, rulebook.programme, rulebook.folder)


def _version(minute: int, new_shops: int | None = 1, refused: bool = False) -> Version:
    summary = Row({}, {"new_shops": new_shops, "downloads_total": None}, Refusal("period", "x") if refused else None)
    made_at = datetime(2024, 2, 10, 9, minute, tzinfo=BANGKOK)
    pen = Pen(Random(1), JANUARY, in_workbook=True)
    return Version(DISTRICT, JANUARY, True, summary, {"downloads": []}, made_at, None, pen, made_at, uri=str(minute))


def test_an_operator_counts_once_by_the_earliest_shop_that_was_not_refused() -> None:
    shops = [
        _shop("1", "a", date(2024, 1, 9)),
        _shop("2", "a", date(2024, 2, 1)),
        _shop("3", "b", date(2024, 1, 2), "ไม่อนุมัติ"),
        _shop("4", "b", date(2024, 2, 3), "รออนุมัติ"),
    ]
    assert first_shops([_file("shop_registrations", 3, *shops)]) == {"a": date(2024, 1, 9), "b": date(2024, 2, 3)}


def test_the_last_export_has_the_word_on_a_shop_unless_it_is_refused() -> None:
    first = _file("shop_registrations", 3, _shop("1", "a", JANUARY, "รออนุมัติ"))
    second = _file("shop_registrations", 4, _shop("1", "a", JANUARY, "ไม่อนุมัติ"))
    assert first_shops([second, first]) == {}
    unread = _file("shop_registrations", 4, _shop("1", "a", JANUARY, "ไม่อนุมัติ"), refused=True)
    assert first_shops([first, unread]) == {"a": JANUARY}


def test_an_operator_is_where_the_latest_snapshot_up_to_the_month_has_it_else_the_earliest() -> None:
    snapshots = _file(
        "otop_operators",
        3,
        {"operator_id": "a", "as_of": date(2024, 1, 9), "district_code": "5701"},
        {"operator_id": "a", "as_of": date(2024, 2, 20), "district_code": "5702"},
        {"operator_id": "b", "as_of": date(2024, 3, 20), "district_code": "5704"},
        {"operator_id": "b", "as_of": date(2024, 2, 20), "district_code": "5703"},
    )
    assert operator_districts([snapshots], date(2024, 1, 31)) == {"a": "5701", "b": "5703"}
    assert operator_districts([snapshots], date(2024, 2, 29)) == {"a": "5702", "b": "5703"}


def test_a_post_counts_with_one_ordered_hashtag_in_any_case_or_by_the_offices_prefix(ubon: Rulebook) -> None:
    posts = [
        _post(1, "ก", "Facebook", "#CLICKชุมชน"),
        _post(1, "ก", "Line", "#สำนักงานพัฒนาชุมชนเขมราฐ"),
        _post(2, None, "Facebook TikTok", "#คลิกชุมชน"),
        _post(3, "ข", "YouTube", "#OTOP"),
        _post(4, "ค", "YouTube"),
    ]
    assert _publicity(posts, ubon) == (2, 3)
    assert _publicity(posts, _reading(ubon, "channels_over", "occasion")) == (2, 2)
    assert _publicity(posts, _reading(ubon, "hashtags", "all")) == (0, 0)
    every = [tag.replace("…", "เขมราฐ") for tag in ubon.publicity_hashtags]
    assert _publicity([_post(1, "ก", "Line", *every)], _reading(ubon, "hashtags", "all")) == (1, 1)


def test_services_are_ready_when_every_row_says_so_and_unrelated_ones_are_set_aside(ubon: Rulebook) -> None:
    def row(service: str, ready: bool, related: bool = True, refused: bool = False) -> Row:
        refusal = Refusal("correct", "boolean_ambiguous") if refused else None
        return Row({}, {"service": service, "ready": ready, "related": related}, refusal)

    services = list(ubon.related_services)
    rows = [row(service, True) for service in services]
    assert _services_ready(rows, ubon) == 1
    assert _services_ready([*rows, row(services[0], False)], ubon) == Fraction(6, 7)
    assert _services_ready([*rows[1:], row(services[0], True, related=False)], ubon) == 1
    assert _services_ready([*rows[1:], row(services[0], True, refused=True)], ubon) == Fraction(6, 7)
    assert _services_ready([*rows, row(services[0], True, refused=True)], ubon) == Fraction(6, 7)
    assert _services_ready([row(service, True, related=False) for service in services], ubon) == 0
    assert _services_ready([*rows, row("big_data", False)], ubon) == 1


def test_the_valid_version_received_last_counts() -> None:
    versions = [_version(5), _version(3), _version(7, new_shops=None), _version(9, refused=True)]
    assert counting_version(versions) is versions[0]
    assert counting_version([_version(9, refused=True)]) is None


def test_a_deadline_moves_past_weekends_and_holidays_only_where_that_is_the_reading() -> None:
    holidays = frozenset({date(2025, 2, 17)})
    assert deadline_day(date(2025, 1, 1), 15, 1, "as_written", holidays) == date(2025, 2, 15)
    assert deadline_day(date(2025, 1, 1), 15, 1, "next_working_day", holidays) == date(2025, 2, 18)
    assert deadline_day(date(2025, 2, 1), 15, 0, "as_written", holidays) == date(2025, 2, 15)


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2023, 9, 30), 2566, 4),
        (date(2023, 10, 1), 2567, 1),
        (date(2024, 1, 1), 2567, 2),
        (date(2024, 6, 30), 2567, 3),
    ],
)
def test_the_fiscal_year_begins_in_october(day: date, year: int, quarter: int) -> None:
    assert (fiscal_year_be(day), fiscal_quarter(day)) == (year, quarter)


def test_percentages_are_rounded_half_up() -> None:
    assert [half_up(Fraction(70 * 5, 100)), half_up(Fraction(349, 100))] == [4, 3]
    assert [percent_text(Fraction(200, 3)), percent_text(Fraction(1, 20_000)), percent_text(Fraction(100))] == [
        "66.6667",
        "0.0001",
        "100.0000",
    ]


def test_the_targets_are_those_that_the_annexes_print(tmp_path: Path) -> None:
    for code, month in (("57", JANUARY), ("34", date(2025, 1, 1))):
        simulate(tmp_path / "landing", tmp_path / "truth", code, [month], 1)
        base = rulebook_for(rulebooks(RULEBOOK_FOLDER), code, month).data["bases"]["otop_operators"]
        annex = rulebook_for(rulebooks(RULEBOOK_FOLDER), code, month).annex(base["annex"])
        printed = {row["district_code"]: row[base["printed_target"]] for row in annex}
        targets = reading.truth(tmp_path / "truth", code, "targets")
        assert {
            row["district_code"]: row["target_value"] for row in targets if row["criterion_code"] == "shops"
        } == printed


@pytest.mark.parametrize(
    ("name", "value", "changed"),
    [
        ("downloads_rule", "district_total", "targets"),
        ("subdistrict_minimum", 40, "measures"),
        ("download_platforms", ["Android", "iOS", "Web"], "measures"),
        ("shops_graded_from", "claimed", "targets"),
        ("downloads_graded_from", "claimed", "measures"),
        ("channels_over", "occasion", "measures"),
        ("clock", "received", "measures"),
        ("quarter_rule", "every_month", "quarters"),
    ],
)
def test_another_reading_gives_another_truth(tmp_path: Path, name: str, value: object, changed: str) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(RULEBOOK_FOLDER, folder)
    path = folder / "chiang_rai_2567.yaml"
    rulebook = yaml.safe_load(path.read_text("utf-8"))
    months = [JANUARY, date(2024, 2, 1), date(2024, 3, 1)] if changed == "quarters" else [JANUARY]
    texts = []
    for label in ("before", "after"):
        truth = tmp_path / label
        simulate(tmp_path / "landing", truth, "57", months, 2, rulebook_folder=folder)
        texts.append((truth / "57" / f"{changed}.jsonl").read_text("utf-8"))
        rulebook["readings"][name]["value"] = value
        path.write_text(yaml.safe_dump(rulebook, allow_unicode=True), "utf-8")
    assert texts[0] != texts[1]
