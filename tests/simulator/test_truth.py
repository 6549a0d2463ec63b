"""The truth adds up, and tells all that can happen."""

from collections import Counter
from fractions import Fraction

from include.simulator.foreign import KINDS
from tests.simulator import reading
from tests.simulator.conftest import Zone

PROVINCES = ("57", "34")
DISTRICT_MEASURES = {
    "new_shops", "new_shops_claimed", "downloads", "web_users", "subdistricts_short", "downloads_claimed",
    "publicity_occasions", "publicity_channels", "activities", "services_ready_share", "leaders_downloaded_share",
    "reports_on_time",
}  # fmt: skip
RULES = {
    "value_missing", "count_unreadable", "count_fraction", "count_negative", "date_unreadable", "date_impossible",
    "date_ambiguous_year", "date_excel_two_digit_year", "date_outside_month", "month_unreadable", "period_disagrees",
    "boolean_unreadable", "boolean_ambiguous", "district_unknown", "subdistrict_unknown", "province_disagrees",
    "service_unknown", "status_unknown", "operating_system_unknown", "event_repeated", "summary_refused",
    "formula_found", "excel_error",
}  # fmt: skip


def _all(zones: list[Zone], name: str) -> list[dict[str, object]]:
    return [row for zone in zones for code in PROVINCES for row in reading.truth(zone.truth, code, name)]


def test_every_row_read_is_loaded_known_or_refused(zones: list[Zone]) -> None:
    for zone in zones:
        for code in PROVINCES:
            refused = Counter(row["uri"] for row in reading.truth(zone.truth, code, "rejected_rows"))
            for file in reading.truth(zone.truth, code, "files"):
                assert file["rows_read"] == file["rows_loaded"] + file["rows_known"] + file["rows_rejected"]
                assert file["rows_rejected"] == refused[file["uri"]]
                assert file["status"] == "loaded" or file["rows_read"] == 0


def test_every_row_is_refused_once(zones: list[Zone]) -> None:
    for zone in zones:
        for code in PROVINCES:
            rows = reading.truth(zone.truth, code, "rejected_rows")
            places = [(row["uri"], row["sheet"], row["row_number"]) for row in rows]
            assert len(places) == len(set(places))


def test_points_are_the_sum_of_the_criteria_met(zones: list[Zone]) -> None:
    for zone in zones:
        for code in PROVINCES:
            points: Counter[tuple[str, str]] = Counter()
            for row in reading.truth(zone.truth, code, "attainment"):
                assert row["points"] == (row["max_points"] if row["met"] else 0)
                if row["district_code"]:
                    points[row["period"], row["district_code"]] += row["points"]
            for grade in reading.truth(zone.truth, code, "grades"):
                assert grade["points"] == points[grade["period"], grade["district_code"]]
                share = Fraction(grade["points"], grade["max_points"])
                bands = {"A": Fraction(1), "B": Fraction(4, 5), "C": Fraction(3, 5), "D": Fraction(0)}
                assert grade["grade"] == next(name for name, bound in bands.items() if share >= bound)
                assert abs(Fraction(grade["percent"]) - 100 * share) <= Fraction(1, 20_000)


def test_a_criterion_is_met_when_its_measures_reach_their_targets(zones: list[Zone]) -> None:
    for code in PROVINCES:
        key = ("period", "district_code")
        measures = {
            (*(row[name] for name in key), row["measure_code"]): row["value"]
            for row in reading.truth(zones[0].truth, code, "measures")
        }
        held: dict[tuple[str, ...], bool] = {}
        for target in reading.truth(zones[0].truth, code, "targets"):
            place = tuple(target[name] for name in key)
            value = measures[(*place, target["measure_code"])]
            wanted = Fraction(target["target_value"])
            holds = value is not None and (
                Fraction(value) >= wanted if target["comparator"] == ">=" else Fraction(value) == wanted
            )
            criterion = (*place, target["criterion_code"])
            held[criterion] = held.get(criterion, True) and holds
        for row in reading.truth(zones[0].truth, code, "attainment"):
            assert row["met"] == held[row["period"], row["district_code"], row["criterion_code"]]


def test_every_district_has_every_measure_every_month(zones: list[Zone]) -> None:
    for code, count in (("57", 18), ("34", 25)):
        rows = reading.truth(zones[0].truth, code, "measures")
        districts = {(row["period"], row["district_code"]) for row in rows if row["district_code"]}
        assert len(districts) == 2 * count
        told = {(row["period"], row["district_code"], row["measure_code"]) for row in rows if row["district_code"]}
        assert told == {(*district, measure) for district in districts for measure in DISTRICT_MEASURES}


def test_every_grade_occurs_in_both_provinces(zones: list[Zone]) -> None:
    for code in PROVINCES:
        grades = {grade["grade"] for zone in zones for grade in reading.truth(zone.truth, code, "grades")}
        assert grades == {"A", "B", "C", "D"}


def test_districts_that_sent_nothing_good_are_graded_as_not_reported(zones: list[Zone]) -> None:
    silent = [grade for grade in _all(zones, "grades") if grade["status"] == "not_reported"]
    assert silent
    assert not any(grade["on_time"] for grade in silent)


def test_every_rule_refuses_something(zones: list[Zone]) -> None:
    assert {row["rule"] for row in _all(zones, "rejected_rows")} == RULES


def test_files_of_every_fate_occur(zones: list[Zone]) -> None:
    files = _all(zones, "files")
    assert {file["status"] for file in files} == {"loaded", "rejected", "duplicate"}
    assert sum(file["status"] == "rejected" for file in files) == len(zones) * 2 * 2 * 4
    assert any(file["rows_known"] for file in files)
    assert len(KINDS) == 11


def test_many_districts_hit_a_target_exactly_or_miss_it_by_one(zones: list[Zone]) -> None:
    measures = {
        (number, code, row["period"], row["district_code"], row["measure_code"]): row["value"]
        for number, zone in enumerate(zones)
        for code in PROVINCES
        for row in reading.truth(zone.truth, code, "measures")
    }
    distances: Counter[Fraction] = Counter()
    for number, zone in enumerate(zones):
        for code in PROVINCES:
            for row in reading.truth(zone.truth, code, "targets"):
                value = measures[number, code, row["period"], row["district_code"], row["measure_code"]]
                if row["measure_code"] == "new_shops" and value is not None:
                    distances[Fraction(value) - Fraction(row["target_value"])] += 1
    assert distances[Fraction(0)] > 50
    assert distances[Fraction(-1)] > 10


def test_both_months_of_a_quarter_without_its_third_leave_it_incomplete(zones: list[Zone]) -> None:
    quarters = _all(zones, "quarters")
    assert {(row["status"], row["grade"], row["months"]) for row in quarters} == {("incomplete", None, 2)}
