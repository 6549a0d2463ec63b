"""A rulebook that cannot be followed is refused, with its file, the key and the reason."""

import re
from datetime import date
from typing import Any

import pytest

from include.rulebook import RulebookError, rulebooks

CHIANG_RAI = "chiang_rai_2567.yaml"
UBON = "ubon_ratchathani_2568.yaml"
ABSENT = "absent"

CASES: dict[str, tuple[str, list[tuple[str, Any]], str]] = {
    # the shape of the file
    "a key that nobody knows": (CHIANG_RAI, [("comment", "x")], "comment: Extra inputs"),
    "a missing reading": (CHIANG_RAI, [("readings/clock", ABSENT)], r"readings\.clock: Field required"),
    "a reading without its note": (CHIANG_RAI, [("readings/clock/note_th", ABSENT)], r"readings\.clock\.note_th"),
    "a reading's value that is none of its own": (CHIANG_RAI, [("readings/clock/value", "sent")], "'reported' or"),
    "a reading that is computed in one way only": (
        CHIANG_RAI,
        [("readings/percent_rounding/value", "up")],
        r"readings\.percent_rounding\.value: Input should be 'half_up'",
    ),
    "a day that not every month has": (CHIANG_RAI, [("readings/report_deadline_day/value", 31)], "less than or equal"),
    "a month that does not exist": (CHIANG_RAI, [("valid/to", "2024-13")], r"valid\.to: .*no such month"),
    "a month of the Buddhist Era": (CHIANG_RAI, [("valid/to", "2567-03")], r"valid\.to: .*common era"),
    "a date that is text": (CHIANG_RAI, [("documents/order/date", "8 ก.พ. 67")], r"documents\.order\.date"),
    "a province code that is a number": (CHIANG_RAI, [("province_code", 57)], "province_code: Input should be a valid"),
    "negative points": (CHIANG_RAI, [("criteria/0/points", -2)], r"criteria\.0\.points: .*greater than or equal to 0"),
    "points that are text": (CHIANG_RAI, [("criteria/0/points", "2")], r"criteria\.0\.points"),
    "an unknown comparator": (CHIANG_RAI, [("criteria/0/conditions/0/comparator", "<")], "comparator: .*'>=' or '='"),
    "a criterion without conditions": (CHIANG_RAI, [("criteria/0/conditions", [])], r"criteria\.0\.conditions"),
    "no criteria": (CHIANG_RAI, [("criteria", [])], "criteria: .*at least 1"),
    "an unknown source": (CHIANG_RAI, [("required_sources/0", "facebook")], r"required_sources\.0"),
    "a hashtag without its mark": (UBON, [("hashtags/publicity/0", "คลิกชุมชน")], r"hashtags\.publicity\.0"),
    "a finding that is neither printed nor suspected": (UBON, [("document_findings/0/kind", "wrong")], "kind: "),
    # months
    "validity that ends before it begins": (
        CHIANG_RAI,
        [("valid", {"from": "2024-03", "to": "2024-01"})],
        "valid: ends before it begins",
    ),
    "a month of another fiscal year": (CHIANG_RAI, [("valid/to", "2024-10")], "2024-10 is not in fiscal year 2567"),
    "a month whose grade has no basis": (
        CHIANG_RAI,
        [("grade_basis/0/to", "2024-02")],
        "grade_basis: 2024-03 is not covered",
    ),
    "a month whose grade has two bases": (
        CHIANG_RAI,
        [("grade_basis/1/from", "2024-03")],
        "grade_basis: 2024-03 is covered twice",
    ),
    "a basis for a month outside the validity": (
        CHIANG_RAI,
        [("valid/to", "2024-08")],
        "grade_basis: 2024-09 is outside the rulebook's validity",
    ),
    "a basis that ends before it begins": (
        CHIANG_RAI,
        [("grade_basis/2", {"from": "2024-03", "to": "2024-02", "basis": "adopted", "document": "adopted"})],
        "grade_basis: a period ends before it begins",
    ),
    "a publication before the reports are due": (
        CHIANG_RAI,
        [("readings/publication_deadline_day/value", 14)],
        "readings.publication_deadline_day: is before",
    ),
    # criteria, conditions, targets
    "a criterion that stands twice": (CHIANG_RAI, [("criteria/1/code", "shops")], "criteria: shops stands 2 times"),
    "a condition that stands twice": (
        CHIANG_RAI,
        [("criteria/2/conditions/1/measure", "publicity_occasions")],
        "criteria.publicity: condition publicity_occasions >= {} stands 2 times",
    ),
    "a condition whose twin is for another reading but active too": (
        UBON,
        [("criteria/3/conditions/1/when", {"clock": "reported"})],
        "criteria.activities: condition activities >= {} stands 2 times",
    ),
    "an unknown measure": (
        CHIANG_RAI,
        [("criteria/0/conditions/0/measure", "likes")],
        r"criteria.shops.conditions.1: unknown measure likes",
    ),
    "a district's criterion with a measure of the province": (
        CHIANG_RAI,
        [("criteria/3/conditions/0/measure", "tourism_places"), ("required_sources/3", "content_records")],
        "tourism_places is a measure of a province, not of a district",
    ),
    "a criterion none of whose conditions is active": (
        CHIANG_RAI,
        [("criteria/0/conditions/0/when", {"shops_graded_from": "claimed", "clock": "received"})],
        "criteria.shops: no condition is active under the readings taken",
    ),
    "a condition for a reading that nobody takes": (
        CHIANG_RAI,
        [("criteria/0/conditions/1/when", {"mood": "good"})],
        "when names the reading mood",
    ),
    "a condition for a value that the reading never has": (
        CHIANG_RAI,
        [("criteria/0/conditions/1/when", {"shops_graded_from": "guess"})],
        "the reading shops_graded_from is never 'guess'",
    ),
    "a target of two kinds": (
        CHIANG_RAI,
        [("criteria/1/conditions/0/target", {"fixed": 1, "per_subdistrict": 1})],
        "criteria.services.conditions.1: a target is one of",
    ),
    "a target without a number": (CHIANG_RAI, [("criteria/1/conditions/0/target", {})], "a target is one of"),
    "a percentage of nothing": (CHIANG_RAI, [("criteria/1/conditions/0/target", {"percent": 5})], "a target is one of"),
    "an unknown base": (
        CHIANG_RAI,
        [("criteria/0/conditions/0/target/percent_of", "households")],
        "criteria.shops.conditions.1: unknown base households",
    ),
    "a province's target by subdistrict": (
        UBON,
        [("criteria/6/conditions/0/target", {"per_subdistrict": 1})],
        "criteria.tourism.conditions.1: a province's target is fixed",
    ),
    "points for a criterion of the province": (UBON, [("criteria/6/points", 2)], "earns its districts no points"),
    "nothing that earns points": (
        CHIANG_RAI,
        [(f"criteria/{number}/points", 0) for number in range(5)],
        "no criterion of a district earns points",
    ),
    "a measured source that no month waits for": (
        UBON,
        [("required_sources", ["shop_registrations", "otop_operators", "app_downloads"])],
        "required_sources: content_records is missing: tourism_places is measured from it",
    ),
    "leaders without a headcount": (UBON, [("headcounts", ABSENT)], "headcounts: is missing: leaders_downloaded_share"),
    # grades
    "no grade for the lowest points": (CHIANG_RAI, [("grade_bands/bands/3/from_percent", 10)], "a gap: no grade below"),
    "bounds that do not descend": (CHIANG_RAI, [("grade_bands/bands/1/from_percent", 60)], "do not descend"),
    "a bound above 100": (CHIANG_RAI, [("grade_bands/bands/0/from_percent", 101)], "less than or equal to 100"),
    "a grade that stands twice": (CHIANG_RAI, [("grade_bands/bands/1/grade", "A")], "grade_bands: A stands 2 times"),
    # what other files and lists hold
    "an unknown programme": (CHIANG_RAI, [("programme", "clock")], "programme: unknown programme clock"),
    "an unknown province": (CHIANG_RAI, [("province_code", "99")], "province_code: no province has the code 99"),
    "an unknown document": (
        CHIANG_RAI,
        [("criteria/0/document", "rumour")],
        "criteria.shops: unknown document rumour",
    ),
    "a reading's unknown document": (
        CHIANG_RAI,
        [("readings/clock/document", "rumour")],
        "readings.clock: unknown document rumour",
    ),
    "an unknown annex": (
        CHIANG_RAI,
        [("bases/otop_operators/annex", "none.csv")],
        "bases.otop_operators: there is no annex none.csv",
    ),
    "an annex without the column": (
        CHIANG_RAI,
        [("bases/otop_operators/count", "operators")],
        "chiang_rai_2567_shop_targets.csv has no operators for district 5701",
    ),
    "an annex of another date": (
        CHIANG_RAI,
        [("bases/otop_operators/as_of", date(2024, 1, 10))],
        "is as of 2024-01-09, not 2024-01-10",
    ),
    "another province's annex": (
        CHIANG_RAI,
        [
            ("bases/otop_operators/annex", "ubon_ratchathani_2568_shop_targets.csv"),
            ("bases/otop_operators/as_of", date(2025, 1, 28)),
        ],
        "district 3401 is no district of the province in these months",
    ),
    "an unknown service": (
        UBON,
        [("related_services/services/0", "shop")],
        "related_services: unknown service shop",
    ),
    "a service that stands twice": (
        UBON,
        [("related_services/services/0", "shop_chumchon")],
        "related_services: shop_chumchon stands 2 times",
    ),
    "a hashtag that stands twice": (
        UBON,
        [("hashtags/publicity/0", "#clickชุมชน")],
        "hashtags.publicity: #clickชุมชน stands 2 times",
    ),
    "a holiday that stands twice": (
        UBON,
        [("holidays/0/date", date(2025, 4, 14))],
        "holidays: 2025-04-14 stands 2 times",
    ),
    "a finding about a district of elsewhere": (
        UBON,
        [("document_findings/4/district_code", "5701")],
        "document_findings: leader_total_differs: no district 5701 in the province",
    ),
    # aliases
    "an alias of an unknown district": (
        UBON,
        [("aliases/district/วังทอง", "3499")],
        "aliases.district: วังทอง stands for the unknown code 3499",
    ),
    "an alias of a district of elsewhere": (
        UBON,
        [("aliases/district/แม่สาย", "5709")],
        "aliases.district: แม่สาย stands for the unknown code 5709",
    ),
    "an alias that is the name of another district": (
        UBON,
        [("aliases/district/น้ำขุ่น", "3409")],
        "aliases.district: น้ำขุ่น is already the name of another district",
    ),
    "an alias that is the name of another subdistrict": (
        CHIANG_RAI,
        [("aliases/subdistrict/รอบเวียง", "570101")],
        "aliases.subdistrict: รอบเวียง is already the name of another subdistrict",
    ),
    "two aliases that differ in a space alone": (
        UBON,
        [("aliases/district/บุญ ศรี", "3420")],
        "aliases.district: .* stands for both 3410 and 3420",
    ),
    "an alias that is the name of another service": (
        UBON,
        [("aliases/service/108อาชีพ", "capital")],
        "aliases.service: 108อาชีพ is already the name of another service",
    ),
    "an alias of an unknown channel": (
        UBON,
        [("aliases/channel/ทวิตเตอร์", "X")],
        "aliases.channel: ทวิตเตอร์ stands for the unknown code X",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_refused(folder: Any, case: str) -> None:
    file, changes, reason = CASES[case]
    folder.change(file, *changes)
    with pytest.raises(RulebookError) as refused:
        rulebooks(folder.path)
    assert all(problem.startswith(f"{file}: ") for problem in refused.value.problems)
    assert re.search(re.escape(reason) if "{}" in reason else reason, str(refused.value))
