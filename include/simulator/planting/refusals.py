"""Which files must be told of because rows of them, or the whole of them, were refused."""

from collections.abc import Collection
from datetime import date, datetime

from include.simulator.measuring import Evidence, counting_version
from include.simulator.planting.labels import Label
from include.simulator.records import Row
from include.simulator.reports import Version


def told_of_files(evidence: Evidence, months: Collection[date]) -> list[Label]:
    """Exports of these months with refused rows, and rejected files wherever they lie."""
    province_code = evidence.rulebook.province_code
    labels = []
    for file in evidence.deliveries:
        if file.status == "rejected":
            labels.append(Label("file_rejected", province_code, file.period, source=file.source, uri=file.uri))
        refused = any(placed.row.refusal for placed in file.rows)
        if refused and file.period in months and file.source != "submissions":
            labels.append(Label("export_rows_refused", province_code, file.period, source=file.source, uri=file.uri))
    return labels


def told_of_reports(evidence: Evidence, month: date) -> list[Label]:
    """Files of a month's reports with refused rows, by district; versions before the one that counts are left out."""
    province_code = evidence.rulebook.province_code
    versions = [version for version in evidence.versions if version.month == month]
    uri_of = {
        id(placed.row): file.uri
        for file in evidence.deliveries
        if file.source == "submissions" and file.period == month
        for placed in file.rows
    }
    told = set()
    for version in versions:
        replaced = _is_replaced(version, versions)
        for row in [version.summary, *(row for rows in version.tables.values() for row in rows)]:
            if row.refusal and not (replaced and _is_of_its_report(row)):
                told.add((uri_of[id(row)], _district(version, row)))
    return [
        Label("report_rows_refused", province_code, month, district_code=district, source="submissions", uri=uri)
        for uri, district in sorted(told, key=str)
    ]


def _is_replaced(version: Version, versions: list[Version]) -> bool:
    if _names_no_district(version):
        return False
    counting = counting_version(other for other in versions if other.district.code == version.district.code)
    return counting is not None and counting is not version and _arrival(version) < _arrival(counting)


def _arrival(version: Version) -> tuple[datetime, str, bool, datetime]:
    """Versions of one export came together: one whose summary is refused, so that no time of it is known, is last.

    A summary sent twice is no version of its own: it is of the report whose id it repeats.
    """
    refusal = version.summary.refusal
    without_time = refusal is not None and refusal.rule != "report_repeated"
    return version.sent_at, version.uri, without_time, version.stamp or version.sent_at


def _names_no_district(version: Version) -> bool:
    refusal = version.summary.refusal
    return refusal is not None and refusal.column_name == "district"


def _is_of_its_report(row: Row) -> bool:
    """Whether the row can be told to belong to its report: one that names no known report cannot."""
    return row.refusal is None or row.refusal.column_name != "report_id" or row.refusal.rule == "report_repeated"


def _district(version: Version, row: Row) -> str | None:
    """The district a refused row is told of: rows of the form tool name it, those of a workbook have its summary's."""
    unnamed = _names_no_district(version) and (version.in_workbook or row is version.summary)
    return None if unnamed else version.district.code
