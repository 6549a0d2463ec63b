"""What the checks must find in the month's facts, counted once more from what was planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from include.simulator.calendar_months import month_after, month_end
from include.simulator.measuring import Evidence, Measured, counting_version, is_tagged
from include.simulator.orders import POSITIONS
from include.simulator.planting import refusals
from include.simulator.planting.labels import Label
from include.simulator.records import Delivery, PlacedRow
from include.simulator.reports import Version
from include.simulator.roster import headcounts_of

BASE = "otop_operators"
REFUSED = "ไม่อนุมัติ"
CLAIMED = ("new_shops", "downloads")
TOLERATED_SHARE, TOLERATED_COUNT = Fraction(1, 10), 2
REPEATED_MONTHS, WINDOW_MONTHS = 3, 6
BACK_DATED = timedelta(days=7)


@dataclass(frozen=True)
class Known:
    """A province's evidence and measures by month, and the sources withheld from it by month."""

    evidence: Mapping[date, Evidence]
    measured: Mapping[date, Measured]
    withheld: Mapping[date, str]

    @property
    def province_code(self) -> str:
        """The two-digit code."""
        return next(iter(self.evidence.values())).rulebook.province_code


def expected(known: Known) -> list[Label]:
    """A label for every finding there must be, of every month."""
    labels: list[Label] = []
    above = _claims_above(known)
    for month, evidence in known.evidence.items():
        labels += _unknown_operators(evidence, month)
        labels += _registry_differences(evidence, month)
        labels += _of_reports(evidence, month)
        labels += refusals.told_of_reports(evidence, month)
        for code, measure in sorted(above[month]):
            labels.append(_label("claims_above_record", evidence, month, code, measure))
            window = [month_after(month, -step) for step in range(WINDOW_MONTHS)]
            if sum((code, measure) in above.get(earlier, ()) for earlier in window) >= REPEATED_MONTHS:
                labels.append(_label("claims_repeatedly_above", evidence, month, code, measure))
    labels += refusals.told_of_files(next(iter(known.evidence.values())), known.evidence)
    for month, source in known.withheld.items():
        labels.append(Label("source_missing", known.province_code, period=month, source=source))
    return labels


def _label(class_code: str, evidence: Evidence, month: date, district: str, measure: str | None = None) -> Label:
    province_code = evidence.rulebook.province_code
    return Label(class_code, province_code, period=month, district_code=district, measure_code=measure)


def _claims_above(known: Known) -> dict[date, set[tuple[str, str]]]:
    """District and measure of every claim that goes beyond what is recorded and tolerated."""
    found: dict[date, set[tuple[str, str]]] = {}
    for month, measured in known.measured.items():
        recorded = [code for code in CLAIMED if (known.withheld.get(month), code) != ("app_downloads", "downloads")]
        found[month] = {
            (district, measure)
            for district, measure in measured.values
            if district is not None
            and measure in recorded
            and _is_above(measured.values[district, f"{measure}_claimed"], measured.values[district, measure])
        }
    return found


def _is_above(claimed: Fraction | None, recorded: Fraction | None) -> bool:
    if claimed is None or recorded is None:
        return False
    return claimed - recorded > TOLERATED_SHARE * recorded and claimed - recorded > TOLERATED_COUNT


def _accepted(evidence: Evidence, source: str) -> Iterator[tuple[Delivery, PlacedRow]]:
    """Accepted rows of a source with their files, in the order in which they were received."""
    files = [file for file in evidence.deliveries if file.source == source]
    for file in sorted(files, key=lambda file: file.key):
        for placed in file.rows:
            if placed.row.accepted:
                yield file, placed


def _unknown_operators(evidence: Evidence, month: date) -> list[Label]:
    registered = {placed.row.values["operator_id"] for _, placed in _accepted(evidence, BASE)}
    told = list(_accepted(evidence, "shop_registrations"))
    last_word = {placed.row.values["shop_id"]: placed for _, placed in told}
    # the export that told of a shop first, by the month it is of, which is in its path
    first_word: dict[str, tuple[Delivery, PlacedRow]] = {}
    for file, placed in sorted(told, key=lambda word: (word[0].uri, word[1].row_number)):
        first_word.setdefault(placed.row.values["shop_id"], (file, placed))
    labels = []
    for shop_id, last in last_word.items():
        shop, (file, placed) = last.row.values, first_word[shop_id]
        opened_in_month = month <= shop["registered_on"] <= month_end(month)
        if opened_in_month and shop["status"] != REFUSED and shop["operator_id"] not in registered:
            labels.append(
                Label(
                    "operator_unknown",
                    evidence.rulebook.province_code,
                    period=month,
                    source=file.source,
                    uri=file.uri,
                    row_number=placed.row_number,
                )
            )
    return labels


def _registry_differences(evidence: Evidence, month: date) -> list[Label]:
    as_of = evidence.rulebook.data.get("bases", {}).get(BASE, {}).get("as_of")
    held = {
        placed.row.values["operator_id"]: placed.row.values["district_code"]
        for _, placed in _accepted(evidence, BASE)
        if placed.row.values["as_of"] == as_of
    }
    if not held:
        return []
    counts = evidence.rulebook.base_counts(BASE)
    return [
        _label("registry_differs", evidence, month, code)
        for code, count in counts.items()
        if sum(district == code for district in held.values()) != count
    ]


def _of_reports(evidence: Evidence, month: date) -> list[Label]:
    headcounts = headcounts_of(evidence.rosters, evidence.rulebook, month_end(month))
    labels = []
    for district in evidence.districts:
        versions = [one for one in evidence.versions if one.district.code == district.code and one.month == month]
        version = counting_version(versions)
        first = min((one for one in versions if one.valid), key=lambda one: one.order, default=None)
        if version is None or first is None:
            continue
        headcount = headcounts.get(district.code)
        said = version.summary.values
        if headcount and any((said[position] or 0) > headcount[position] for position in POSITIONS):
            labels.append(_label("leaders_above_headcount", evidence, month, district.code))
        if first.in_workbook and first.sent_at.date() - first.made_at.date() > BACK_DATED:
            labels.append(_label("report_back_dated", evidence, month, district.code))
        labels += _untagged(evidence, month, version)
    return labels


def _untagged(evidence: Evidence, month: date, version: Version) -> list[Label]:
    posts = {id(row) for row in version.tables["publicity"] if row.accepted and not is_tagged(row, evidence.rulebook)}
    return [
        Label(
            "hashtags_missing",
            evidence.rulebook.province_code,
            period=month,
            district_code=version.district.code,
            source=file.source,
            uri=file.uri,
            row_number=placed.row_number,
        )
        for file in evidence.deliveries
        if posts and file.source == "submissions" and file.period == month
        for placed in file.rows
        if id(placed.row) in posts
    ]
