"""What the rulebooks hold is what the letters print; what the letters leave open has every one of its readings."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from include.rulebook import DEFAULT_FOLDER, Rulebook, rulebooks
from include.rulebook.annexes import percent_target
from include.rulebook.models import Readings
from include.rulebook.names import districts, subdistricts
from include.rulebook.rows import part_rows


@pytest.fixture(scope="module")
def by_province() -> dict[str, Rulebook]:
    return {rulebook.province_code: rulebook for rulebook in rulebooks()}


def test_the_rule_reproduces_all_43_printed_targets(by_province: dict[str, Rulebook]) -> None:
    given_by_rule = [
        (percent_target(count.base_value, percent), count.printed_target)
        for province_code, percent in (("57", Decimal(5)), ("34", Decimal(1)))
        for count in by_province[province_code].base_counts
    ]
    assert len(given_by_rule) == 43
    assert all(target == printed for target, printed in given_by_rule)


def test_the_printed_counts_add_up_as_in_the_letters(by_province: dict[str, Rulebook]) -> None:
    chiang_rai, ubon = by_province["57"], by_province["34"]
    assert sum(count.base_value for count in chiang_rai.base_counts) == 2334
    assert sum(count.printed_target or 0 for count in chiang_rai.base_counts) == 119
    assert sum(count.base_value for count in ubon.base_counts) == 2858
    assert sum(count.printed_target or 0 for count in ubon.base_counts) == 31
    assert ubon.bases["otop_operators"].printed_total_targets == 30


@pytest.mark.parametrize(
    ("count", "percent", "target"),
    [(70, "5", 4), (69, "5", 3), (1, "1", 1), (0, "5", 1), (149, "1", 1), (150, "1", 2), (1000, "2.25", 23)],
)
def test_percent_targets_round_half_up_and_are_at_least_one(count: int, percent: str, target: int) -> None:
    assert percent_target(count, Decimal(percent)) == target


@given(st.integers(0, 10**9), st.decimals(0, 100, places=4))
def test_percent_targets_are_exact(count: int, percent: Decimal) -> None:
    share = Decimal(count) * percent / 100
    assert percent_target(count, percent) == max(1, int(share.quantize(Decimal(1), ROUND_HALF_UP)))


@pytest.mark.parametrize(("province_code", "districts_count", "subdistricts_count"), [("57", 18, 124), ("34", 25, 219)])
def test_the_places_are_those_of_the_letters(province_code: str, districts_count: int, subdistricts_count: int) -> None:
    assert (len(districts(province_code)), len(subdistricts(province_code))) == (districts_count, subdistricts_count)


def test_every_district_name_as_printed_leads_to_its_district(by_province: dict[str, Rulebook]) -> None:
    for rulebook in by_province.values():
        official = {name: code for code, (name, _) in districts(rulebook.province_code).items()}
        found = official | dict(rulebook.aliases.district)
        printed = [(row.printed_name_th, row.district_code) for row in rulebook.base_counts]
        printed += [(row.printed_name_th, row.district_code) for row in rulebook.leader_headcounts]
        assert all(found[name] == code for name, code in printed)


def test_every_misspelt_district_is_a_finding_and_only_suspected(by_province: dict[str, Rulebook]) -> None:
    rulebook = by_province["34"]
    printed = [("shop_annex", row.district_code, row.printed_name_th) for row in rulebook.base_counts]
    printed += [("leader_annex", row.district_code, row.printed_name_th) for row in rulebook.leader_headcounts]
    misspelt = {(document, code) for document, code, name in printed if name != districts("34")[code][0]}
    found = [finding for finding in rulebook.document_findings if finding.code == "district_name_slip"]
    assert {(finding.document, finding.district_code) for finding in found} == misspelt
    assert {finding.kind for finding in found} == {"ocr_suspected"}


def test_every_leaders_total_that_its_parts_do_not_give_is_a_finding(by_province: dict[str, Rulebook]) -> None:
    rulebook = by_province["34"]
    differing = {row.district_code: row.parts - row.printed_total for row in rulebook.leader_headcounts}
    differing = {code: difference for code, difference in differing.items() if difference}
    assert differing == {"3404": 4, "3405": 4}
    found = [finding for finding in rulebook.document_findings if finding.code == "leader_total_differs"]
    assert {finding.district_code for finding in found} == differing.keys()


def test_the_annexes_state_their_own_sums() -> None:
    with (DEFAULT_FOLDER / "annexes" / "ubon_ratchathani_2568_leader_targets.csv").open(newline="") as file:
        printed = {row["district_code"]: int(row["sum_of_parts"]) for row in csv.DictReader(file)}
    ubon = next(rulebook for rulebook in rulebooks() if rulebook.province_code == "34")
    assert {row.district_code: row.parts for row in ubon.leader_headcounts} == printed


def test_grades_are_on_the_scale_ordered_or_adopted(by_province: dict[str, Rulebook]) -> None:
    bases = {
        code: {f"{period:%Y-%m}": basis.basis for basis in rulebook.grade_basis for period in basis.months()}
        for code, rulebook in by_province.items()
    }
    assert [month for month, basis in bases["57"].items() if basis == "ordered"] == ["2024-01", "2024-02", "2024-03"]
    assert set(bases["34"].values()) == {"adopted"}
    assert len(bases["34"]) == len(bases["57"]) == 9


def test_districts_can_earn_ten_points_in_chiang_rai_and_twelve_in_ubon(by_province: dict[str, Rulebook]) -> None:
    maximum = {
        code: sum(criterion.points for criterion in rulebook.criteria if criterion.level == "district")
        for code, rulebook in by_province.items()
    }
    assert maximum == {"57": 10, "34": 12}


NAMED_VALUES = [
    (rulebook.code, key, value)
    for rulebook in rulebooks()
    for key in rulebook.readings.taken()
    for value in Readings.named_values(key)
]


@pytest.mark.parametrize(("code", "key", "value"), NAMED_VALUES)
def test_every_named_value_of_every_reading_can_be_taken(folder: Any, code: str, key: str, value: Any) -> None:
    folder.change(f"{code}.yaml", (f"readings/{key}/value", value))
    changed = {rulebook.code: rulebook for rulebook in rulebooks(folder.path)}[code]
    found = changed.readings.taken()[key].value
    assert (list(found) if isinstance(found, tuple) else found) == value


def test_the_value_taken_is_one_that_the_model_names() -> None:
    for rulebook in rulebooks():
        for key, reading in rulebook.readings.taken().items():
            taken = list(reading.value) if isinstance(reading.value, tuple) else reading.value
            assert taken in Readings.named_values(key), key


def test_a_reading_decides_which_conditions_are_active(folder: Any) -> None:
    folder.change(
        "chiang_rai_2567.yaml",
        ("readings/downloads_rule/value", "district_total"),
        ("readings/downloads_graded_from/value", "claimed"),
        ("readings/shops_graded_from/value", "claimed"),
    )
    folder.change("ubon_ratchathani_2568.yaml", ("readings/activities_a_month/value", 1))
    active = {
        (rulebook.province_code, row["criterion_code"], row["condition_no"]): (
            row["measure_code"],
            row["target_number"],
        )
        for rulebook in rulebooks(folder.path)
        for row in part_rows(rulebook)["condition"]
    }
    assert active["57", "downloads", 3] == ("downloads_claimed", 10)
    assert active["57", "shops", 2] == ("new_shops_claimed", 5)
    assert active["34", "activities", 2] == ("activities", 1)
    assert ("57", "downloads", 1) not in active


def test_numbers_are_exact(by_province: dict[str, Rulebook]) -> None:
    leaders = next(criterion for criterion in by_province["34"].criteria if criterion.code == "leaders")
    assert leaders.conditions[0].target.number == Decimal("0.80")


def test_the_order_of_keys_and_comments_do_not_make_another_rulebook(folder: Any) -> None:
    before = [rulebook.content_sha256() for rulebook in rulebooks(folder.path)]
    folder.change("chiang_rai_2567.yaml")  # written anew, without its comments
    assert [rulebook.content_sha256() for rulebook in rulebooks(folder.path)] == before
    folder.change("programmes/click.yaml", ("services/0/aliases/0", "ช้อปชุมชน"))
    assert not set(before) & {rulebook.content_sha256() for rulebook in rulebooks(folder.path)}
