"""An annex, a catalogue or a whole folder that cannot be followed is refused, with the reason."""

from collections.abc import Callable
from typing import Any

import pytest

from include.rulebook import RulebookError, rulebooks

CHIANG_RAI = "chiang_rai_2567.yaml"
UBON = "ubon_ratchathani_2568.yaml"
SHOPS_57 = "annexes/chiang_rai_2567_shop_targets.csv"
LEADERS_34 = "annexes/ubon_ratchathani_2568_leader_targets.csv"

ROWS: dict[str, tuple[str, Callable[[list[dict[str, str]]], list[dict[str, str]]], str]] = {
    "a district missing from an annex": (SHOPS_57, lambda rows: rows[1:], r"district 5701 \(เมืองเชียงราย\) is missing"),
    "a district twice in an annex": (SHOPS_57, lambda rows: [*rows, rows[0]], "district 5701 stands more than once"),
    "a printed target that the rule does not give": (
        SHOPS_57,
        lambda rows: [rows[0] | {"printed_monthly_target": "26"}, *rows[1:]],
        "bases.otop_operators: district 5701 has a printed target of 26, but 5 percent of 531 is 27",
    ),
    "a count that is no whole number": (
        SHOPS_57,
        lambda rows: [rows[0] | {"otop_operators": "531.5"}, *rows[1:]],
        "has '531.5' as otop_operators of district 5701",
    ),
    "a leader's position that is left empty": (
        LEADERS_34,
        lambda rows: [rows[0] | {"land_office_head": ""}, *rows[1:]],
        "has no land_office_head for district 3401",
    ),
    "a district missing from the leaders' annex": (LEADERS_34, lambda rows: rows[:-1], "headcounts: district 3433"),
    "a measure that stands twice": (
        "measures.csv",
        lambda rows: [*rows, rows[0]],
        "measures.csv: .*new_shops stands twice",
    ),
    "a measure of an unknown level": (
        "measures.csv",
        lambda rows: [rows[0] | {"level": "village"}, *rows[1:]],
        "measures.csv: measure_code: ",
    ),
    "a wording with a place that nothing fills": (
        "measures.csv",
        lambda rows: [rows[0] | {"step_th": "สมัครเพิ่มอีก {lack} ราย"}, *rows[1:]],
        "measures.csv: measure_code: ",
    ),
}


@pytest.mark.parametrize("case", ROWS)
def test_refused_rows(folder: Any, case: str) -> None:
    file, change, reason = ROWS[case]
    folder.change_rows(file, change)
    with pytest.raises(RulebookError, match=reason):
        rulebooks(folder.path)


def test_two_rulebooks_of_one_province_for_one_month_are_refused(folder: Any) -> None:
    (folder.path / "chiang_rai_again.yaml").write_text((folder.path / CHIANG_RAI).read_text())
    folder.change(
        "chiang_rai_again.yaml",
        ("valid/from", "2024-09"),
        ("grade_basis", [{"from": "2024-09", "to": "2024-09", "basis": "adopted", "document": "adopted"}]),
    )
    with pytest.raises(RulebookError, match=r"valid: overlaps chiang_rai_2567\.yaml|valid: overlaps chiang_rai_again"):
        rulebooks(folder.path)


def test_a_key_that_stands_twice_is_refused(folder: Any) -> None:
    path = folder.path / CHIANG_RAI
    path.write_text(path.read_text() + "\nholidays: []\n")
    with pytest.raises(RulebookError, match=r"chiang_rai_2567\.yaml: yaml: .*the key holidays stands twice"):
        rulebooks(folder.path)


def test_a_file_that_is_no_yaml_is_refused(folder: Any) -> None:
    (folder.path / CHIANG_RAI).write_text("criteria: [")
    with pytest.raises(RulebookError, match=r"chiang_rai_2567\.yaml: yaml: "):
        rulebooks(folder.path)


def test_a_programme_whose_services_share_a_name_is_refused(folder: Any) -> None:
    folder.change("programmes/click.yaml", ("services/0/aliases/0", "OTOP today"))
    with pytest.raises(RulebookError, match=r"programmes/click\.yaml: services: the name .* stands for both"):
        rulebooks(folder.path)


def test_every_mistake_of_every_file_is_told_at_once(folder: Any) -> None:
    folder.change(CHIANG_RAI, ("criteria/0/document", "rumour"), ("related_services/services/0", "shop"))
    folder.change(UBON, ("criteria/0/points", -1))
    with pytest.raises(RulebookError) as refused:
        rulebooks(folder.path)
    assert len(refused.value.problems) == 3
    assert {problem.split(": ")[0] for problem in refused.value.problems} == {CHIANG_RAI, UBON}
