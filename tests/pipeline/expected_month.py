"""Compares a month in the warehouse with what its YAML, written by hand, expects of it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.pipeline import driver


def assert_month(written: Mapping[str, Any]) -> None:
    """Grades, the criteria missed and why, the province's summary, refused rows and findings of a processed month."""
    month = {"province_code": written["province_code"], "period": f"{written['period']}-01"}
    expected = written["expected"]
    assert _districts(month, expected) == {
        str(code): {"reported": True, "missed": set(), **district, **_missed_codes(district)}
        for code, district in expected["districts"].items()
    }
    _assert_reasons(month, expected)
    assert _province(month) == {
        **expected["province"],
        "districts": len(expected["districts"]),
        "mean_percent": Decimal(expected["province"]["mean_percent"]),
    }
    assert _refused(month) == sorted(map(tuple, expected["refused"]))
    assert _findings(month) == sorted((code, str(district)) for code, district in expected["findings"])


def _missed_codes(district: Mapping[str, Any]) -> dict[str, set[str]]:
    return {"missed": set(district.get("missed", {}))}


def _districts(month: dict[str, Any], expected: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    grades = driver.rows(
        "select * from mart.district_grade where province_code = %(province_code)s and period = %(period)s", month
    )
    missed = driver.rows(
        "select district_code, criterion_code from mart.attainment"
        " where province_code = %(province_code)s and period = %(period)s and not met",
        month,
    )
    return {
        grade["district_code"]: {
            "points": grade["points"],
            "grade": grade["grade"],
            "on_time": grade["on_time"],
            "reported": grade["status"] == "graded",
            "missed": {row["criterion_code"] for row in missed if row["district_code"] == grade["district_code"]},
        }
        for grade in grades
    }


def _assert_reasons(month: dict[str, Any], expected: Mapping[str, Any]) -> None:
    found = {
        (row["district_code"], row["criterion_code"]): row["explanation_th"]
        for row in driver.rows(
            "select * from mart.attainment where province_code = %(province_code)s and period = %(period)s", month
        )
    }
    for code, district in expected["districts"].items():
        for criterion, reason in district.get("missed", {}).items():
            explanation = found[str(code), criterion]
            assert explanation.startswith("ไม่ผ่าน: ") and f" {reason}" in explanation, (code, criterion, explanation)


def _province(month: dict[str, Any]) -> dict[str, Any]:
    return driver.rows(
        "select status, districts, reported, on_time, grade_counts, mean_percent, province_criteria"
        " from mart.province_summary where province_code = %(province_code)s and period = %(period)s",
        month,
    )[0]


def _refused(month: dict[str, Any]) -> list[tuple[Any, ...]]:
    """File name, column, rule and how many rows."""
    counted = driver.rows(
        "select substring(uri from '[^/]+$') as file, column_name, rule, count(*) as refused"
        " from quarantine.rejected_row inner join ops.source_file using (file_id)"
        " where source_file.province_code = %(province_code)s and source_file.period = %(period)s group by 1, 2, 3",
        month,
    )
    return sorted(tuple(row.values()) for row in counted)


def _findings(month: dict[str, Any]) -> list[tuple[str, str]]:
    """Code and district (None for the whole province) of what was found in the month."""
    found = driver.rows(
        "select finding_code, district_code from mart.month_finding"
        " where province_code = %(province_code)s and period = %(period)s",
        month,
    )
    return sorted((row["finding_code"], str(row["district_code"])) for row in found)
