"""Targets, attainment, grades and quarters from the measures, in exact fractions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from include.simulator.calendar_months import fiscal_quarter, fiscal_year_be, month_after
from include.simulator.measuring import Evidence, Measured
from include.simulator.orders import Condition, Criterion, Rulebook
from include.simulator.places import District

Record = dict[str, Any]


def half_up(value: Fraction, places: int = 0) -> Fraction:
    """A number that is not negative, rounded half up to so many decimal places."""
    scale = 10**places
    return Fraction((2 * value * scale + 1) // 2, scale)


def percent_text(value: Fraction) -> str:
    """A percentage with its four decimals."""
    whole = int(half_up(value, 4) * 10_000)
    return f"{whole // 10_000}.{whole % 10_000:04}"


def fraction_text(value: Fraction | None) -> str | None:
    """`6/7`, `12` or None."""
    return None if value is None else str(value)


def _target(rulebook: Rulebook, condition: Condition, district: District | None) -> tuple[Fraction | None, Fraction]:
    """The base (None for a fixed target) and the target of a condition."""
    ordered = condition.target
    if "fixed" in ordered:
        return None, Fraction(str(ordered["fixed"]))
    if district is None:
        raise ValueError(f"{condition.measure_code}: only a fixed target can be a province's")
    if "per_subdistrict" in ordered:
        base = Fraction(len(district.subdistricts))
        return base, base * Fraction(str(ordered["per_subdistrict"]))
    base = Fraction(rulebook.base_counts(ordered["percent_of"])[district.code])
    return base, max(Fraction(1), half_up(base * Fraction(str(ordered["percent"])) / 100))


def _holds(value: Fraction | None, comparator: str, target: Fraction) -> bool:
    if value is None:
        return False
    return value >= target if comparator == ">=" else value == target


class Month:
    """One province-month: its target, attainment and grade records, made once."""

    def __init__(self, evidence: Evidence, measured: Measured, month: date) -> None:
        self.month = month
        self._evidence = evidence
        self._measured = measured
        self._rulebook = evidence.rulebook
        self._key = {"period": month.isoformat(), "province_code": self._rulebook.province_code}
        self.targets: list[Record] = []
        self.attainment: list[Record] = []
        self.grades: list[Record] = []
        self.status = "graded" if self._sources_came() else "waiting"
        self.points: dict[str, Fraction] = {}
        self.met: dict[tuple[str | None, str], bool] = {}
        self.maximum = sum(criterion.points for criterion in self._criteria("district"))
        for district in (*evidence.districts, None):
            for criterion in self._criteria("district" if district else "province"):
                self._attain(criterion, district)
        if self.status == "graded":
            for district in evidence.districts:
                self._grade(district)

    def _criteria(self, level: str) -> list[Criterion]:
        return [criterion for criterion in self._rulebook.criteria if criterion.level == level]

    def _sources_came(self) -> bool:
        came = [file for file in self._evidence.deliveries if file.status == "loaded" and file.period is not None]
        for source in self._rulebook.data["required_sources"]:
            periods = {file.period for file in came if file.source == source and file.period}
            if source == "otop_operators":
                there = bool(periods)
            elif source == "shop_registrations":
                there = any(period >= self.month for period in periods)
            else:
                there = self.month in periods
            if not there:
                return False
        return True

    def _attain(self, criterion: Criterion, district: District | None) -> None:
        code = district.code if district else None
        met = True
        for condition in criterion.conditions:
            base, target = _target(self._rulebook, condition, district)
            self.targets.append(
                {
                    **self._key,
                    "district_code": code,
                    "criterion_code": criterion.code,
                    "condition_no": condition.condition_no,
                    "measure_code": condition.measure_code,
                    "comparator": condition.comparator,
                    "base_value": fraction_text(base),
                    "target_value": fraction_text(target),
                }
            )
            met = met and _holds(self._measured.values[code, condition.measure_code], condition.comparator, target)
        self.met[code, criterion.code] = met
        if code:
            self.points[code] = self.points.get(code, Fraction(0)) + (criterion.points if met else 0)
        self.attainment.append(
            {
                **self._key,
                "district_code": code,
                "criterion_code": criterion.code,
                "met": met,
                "points": criterion.points if met else 0,
                "max_points": criterion.points,
            }
        )

    def percent(self, district_code: str) -> Fraction:
        """A district's exact percentage of the points."""
        return 100 * self.points[district_code] / self.maximum

    def _grade(self, district: District) -> None:
        percent = self.percent(district.code)
        self.grades.append(
            {
                **self._key,
                "district_code": district.code,
                "status": "graded" if district.code in self._measured.reported else "not_reported",
                "points": int(self.points[district.code]),
                "max_points": self.maximum,
                "percent": percent_text(percent),
                "grade": grade_of(self._rulebook, percent),
                "grade_basis": self._rulebook.grade_basis(self.month),
                "on_time": self._measured.values[district.code, "reports_on_time"] == 1,
            }
        )

    def province(self) -> Record:
        """The province's own record of the month."""
        districts = self._evidence.districts
        graded = self.status == "graded"
        percents = [self.percent(district.code) for district in districts]
        counts = Counter(grade["grade"] for grade in self.grades)
        provincial = self._criteria("province")
        return {
            **self._key,
            "status": self.status,
            "districts": len(districts),
            "reported": len(self._measured.reported),
            "on_time": sum(self._measured.values[district.code, "reports_on_time"] == 1 for district in districts),
            "grade_counts": {grade: counts[grade] for grade, _ in self._rulebook.bands} if graded else {},
            "mean_percent": percent_text(sum(percents, Fraction(0)) / len(percents)) if graded else None,
            "province_criteria": {criterion.code: self.met[None, criterion.code] for criterion in provincial},
        }


def grade_of(rulebook: Rulebook, percent: Fraction) -> str:
    """The highest band whose lower bound is reached."""
    return next(grade for grade, bound in rulebook.bands if percent >= bound)


def quarters(rulebook: Rulebook, districts: Sequence[District], months: Mapping[date, Month]) -> list[Record]:
    """Every fiscal quarter that the months touch; without all three of its months it is incomplete and has no grade."""
    records = []
    for first in sorted({month_after(month, -((month.month - 1) % 3)) for month in months}):
        of_quarter = [months.get(month_after(first, step)) for step in range(3)]
        graded = [month for month in of_quarter if month is not None and month.status == "graded"]
        for district in districts:
            mean = earned = None
            if len(graded) == 3:
                mean = earned = sum((month.percent(district.code) for month in graded), Fraction(0)) / 3
                if rulebook.reading("quarter_rule") == "every_month":
                    earned = _earned_every_month(rulebook, graded, district)
            records.append(
                {
                    "fiscal_year_be": fiscal_year_be(first),
                    "quarter": fiscal_quarter(first),
                    "province_code": rulebook.province_code,
                    "district_code": district.code,
                    "months": len(graded),
                    "mean_percent": None if mean is None else percent_text(mean),
                    "grade": None if earned is None else grade_of(rulebook, earned),
                    "grade_basis": "adopted",
                    "status": "incomplete" if mean is None else "graded",
                }
            )
    return records


def _earned_every_month(rulebook: Rulebook, months: Sequence[Month], district: District) -> Fraction:
    points = sum(
        criterion.points
        for criterion in rulebook.criteria
        if criterion.level == "district" and all(month.met[district.code, criterion.code] for month in months)
    )
    return Fraction(100 * points, months[0].maximum)
