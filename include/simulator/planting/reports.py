"""Reports that say what is not so, or say it in the wrong place: changed before their files are written."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import end_of
from include.simulator.pen import DATES, SHORT_MONTHS, year_be
from include.simulator.planting.labels import Label
from include.simulator.records import Refusal, Row
from include.simulator.reports import Version
from include.simulator.roster import Headcounts

BOASTERS = 2  # districts that claim too much month after month
WITH_ODD_FACTS = slice(2, 4)  # the months with what only expectations find: these alone need an audit
LATER_YEAR = 2031  # later than any file is received
FLAWS = ("total_mismatch", "cells_outside_table", "answer_elsewhere", "missing_sheet")


class Reports:
    """Chooses reports of each month, none twice, and changes them; `labels` tells of what cannot be counted again."""

    def __init__(
        self, random: Random, province_code: str, district_codes: Sequence[str], months: Sequence[date]
    ) -> None:
        self._random = random
        self._with_odd_facts = months[WITH_ODD_FACTS]
        self._province_code = province_code
        self._boasters = random.sample(list(district_codes), BOASTERS)
        self._claims_before: dict[str, int] = {}
        self.labels: list[Label] = []

    def plant(self, month: date, versions: list[Version], opened: Mapping[str, int], headcounts: Headcounts) -> None:
        """Changes some of a month's reports; adds the one that a form tool sends twice."""
        for version in versions:
            if version.district.code in self._boasters and not version.summary.refusal:
                _claim_shops(version, opened[version.district.code] + 12)
        single = [version for version in versions if self._is_single(version, versions)]
        in_workbook = self._random.sample(single, len(single))
        by_form = [version for version in in_workbook if not version.in_workbook]
        in_workbook = [version for version in in_workbook if version.in_workbook]
        if month in self._with_odd_facts and len(in_workbook) > 1:
            self._claim_twice(month, in_workbook.pop())
            self._mistype_year(month, in_workbook.pop())
        for flaw in FLAWS:
            if in_workbook:
                _flaw(in_workbook.pop(), flaw)
        if in_workbook:
            version = in_workbook.pop()
            count = opened[version.district.code]
            _claim_shops(version, count + max(4, count // 2))
        if in_workbook:
            self._claim_downloads(in_workbook.pop())
        if in_workbook:
            self._date_back(in_workbook.pop())
        if in_workbook:
            _count_leaders(in_workbook.pop(), headcounts)
        self._silently(month, [*in_workbook, *by_form[2:]], opened)
        if len(by_form) > 1:
            self._break_form_rows(by_form)
            versions.append(_sent_again(versions))
        self._claims_before = _claims(versions)

    def _is_single(self, version: Version, versions: Sequence[Version]) -> bool:
        """Whether a report is its district's only one, sent once, and full enough to be changed."""
        code = version.district.code
        return (
            code not in self._boasters
            and not version.summary.refusal
            and not version.sent_twice
            and sum(other.district.code == code for other in versions) == 1
            and all(
                any(row.accepted for row in version.tables[name]) for name in ("downloads", "publicity", "activities")
            )
        )

    def _claim_downloads(self, version: Version) -> None:
        """One subdistrict with a digit too many."""
        rows = [row for row in version.tables["downloads"] if row.accepted]
        largest = max(rows, key=lambda row: int(row.values["downloads"]))
        _claim(largest, 10 * max(5, largest.values["downloads"]), version)

    def _date_back(self, version: Version) -> None:
        day = max(version.sent_at.date() - timedelta(days=self._random.randint(10, 14)), version.month)
        version.summary.cells["reported_on"] = version.written_by.day(day)
        version.made_at = end_of(day) - timedelta(microseconds=1)

    def _claim_twice(self, month: date, version: Version) -> None:
        """A subdistrict given twice, which is added up."""
        rows = version.tables["downloads"]
        rows.append(copy(next(row for row in rows if row.accepted)))
        self._label("subdistrict_claimed_twice", month, version, None)

    def _mistype_year(self, month: date, version: Version) -> None:
        """A date of the report years after it came."""
        day = version.made_at.date().replace(year=LATER_YEAR, day=min(version.made_at.day, 28))
        version.summary.cells["reported_on"] = DATES["slash"](day)
        version.made_at = end_of(day) - timedelta(microseconds=1)
        self._label("report_post_dated", month, version, None)

    def _silently(self, month: date, versions: list[Version], opened: Mapping[str, int]) -> None:
        """Wrong figures that look like right ones."""
        if versions:
            version = versions.pop()
            _claim_shops(version, opened[version.district.code] + 1)
            self._label("claim_slightly_off", month, version, "new_shops")
        if versions:
            version = versions.pop()
            row = next(row for row in version.tables["activities"] if row.accepted)
            row.values["participants"] = 53
            row.cells["participants"] = version.written_by.count(53, ["คน"])
            self._label("participants_misread", month, version, None)
        if versions and self._claims_before:
            version = versions.pop()
            for row in version.tables["downloads"]:
                if row.accepted:
                    _claim(row, self._claims_before.get(row.values["subdistrict_code"], 0), version)
            self._label("claims_copied", month, version, "downloads")

    def _label(self, class_code: str, month: date, version: Version, measure_code: str | None) -> None:
        code = version.district.code
        self.labels.append(
            Label(class_code, self._province_code, period=month, district_code=code, measure_code=measure_code)
        )

    def _break_form_rows(self, versions: Sequence[Version]) -> None:
        """Rows of a report that no summary knows, and of a month whose year may be either of two."""
        month = versions[0].month
        broken = {
            "report_id": (f"CLK-ไม่มี-{self._random.randrange(1000):03}", "report_unknown"),
            "period": (f"{SHORT_MONTHS[month.month - 1]} {(year_be(month) + 50) % 100:02}", "month_ambiguous_year"),
        }
        for version, (column, (cell, rule)) in zip(versions, broken.items(), strict=False):
            row = copy(next(row for row in version.tables["activities"] if row.accepted))
            row.cells = {**row.cells, column: cell}
            row.refusal = Refusal(column, rule)
            version.tables["activities"] = [*version.tables["activities"], row]


def _claim(row: Row, count: int, version: Version) -> None:
    row.values["downloads"] = count
    row.cells["downloads"] = version.written_by.count(count, ["ราย"])


def _claim_shops(version: Version, count: int) -> None:
    version.summary.values["new_shops"] = count
    version.summary.cells["new_shops"] = version.written_by.count(count, ["ราย"])


def _count_leaders(version: Version, headcounts: Headcounts) -> None:
    """More village heads than there are."""
    headcount = headcounts.get(version.district.code)
    if headcount:
        count = headcount["village_heads"] + 7
        version.summary.values["village_heads"] = count
        version.summary.cells["village_heads"] = version.written_by.count(count, ["คน"])


def _flaw(version: Version, flaw: str) -> None:
    version.flaws.add(flaw)
    if flaw == "answer_elsewhere":
        version.summary.values["new_shops"] = None
        version.summary.cells["new_shops"] = None
    if flaw == "missing_sheet":
        version.tables["publicity"] = []


def _sent_again(versions: Sequence[Version]) -> Version:
    """The first report of the form tool once more, under its own id: its second row is refused."""
    first = min(
        (version for version in versions if not version.in_workbook),
        key=lambda version: (version.order[1], version.district.code),
    )
    again = copy(first)
    again.summary = Row(
        {**first.summary.cells, "report_id": f"CLK{year_be(first.month)}{first.month.month:02}-0001"},
        first.summary.values,
    )
    again.summary.refusal = Refusal("report_id", "report_repeated")
    again.tables = {name: [] for name in first.tables}
    again.stamp = (first.stamp or first.sent_at) + timedelta(seconds=1)
    return again


def _claims(versions: Sequence[Version]) -> dict[str, int]:
    """What was claimed by subdistrict."""
    return {
        row.values["subdistrict_code"]: row.values["downloads"]
        for version in versions
        for row in version.tables["downloads"]
        if row.accepted
    }
