"""A rulebook as rows: what each table of schema `rulebook` holds of one version, keys of the version left aside."""

from collections.abc import Iterator
from typing import Any

from psycopg2.extras import DateRange, Json

from include import periods
from include.rulebook.models import Criterion, Hashtags, Months, Readings
from include.rulebook.names import former_subdistricts, subdistricts
from include.rulebook.reading import Rulebook

Row = dict[str, Any]


def month_range(months: Months) -> DateRange:
    """The days of a span of months, as Postgres writes a daterange."""
    return DateRange(months.from_, periods.add_months(months.to, 1), "[)")


def version_row(rulebook: Rulebook) -> Row:
    """The row of `rulebook.version`: what the rulebook is, and the readings that SQL asks for by column."""
    readings = rulebook.readings
    return {
        "rulebook_code": rulebook.code,
        "fiscal_year_be": rulebook.fiscal_year_be,
        "valid_during": month_range(rulebook.valid),
        "content_sha256": rulebook.content_sha256(),
        "document": Json(rulebook.content()),
        "document_text": rulebook.content_text(),
        "clock": readings.clock.value,
        "leader_base": readings.leader_base.value,
        "subdistrict_minimum": readings.subdistrict_minimum.value,
        "download_platforms": list(readings.download_platforms.value),
        "downloads_graded_from": readings.downloads_graded_from.value,
        "channels_over": readings.channels_over.value,
        "hashtags_rule": readings.hashtags.value,
        "quarter_rule": readings.quarter_rule.value,
    }


def part_rows(rulebook: Rulebook) -> dict[str, list[Row]]:
    """The rows of every table that holds parts of a version, by table, each after the tables that it refers to."""
    title = {code: document.title_th for code, document in rulebook.documents.items()}
    return {
        "grade_basis": [
            {
                "valid_during": month_range(basis),
                "basis": basis.basis,
                "document_th": title[basis.document],
                "clause": basis.clause,
            }
            for basis in rulebook.grade_basis
        ],
        "reading": list(_readings(rulebook, title)),
        "criterion": [
            {
                "criterion_code": criterion.code,
                "position": position,
                "name_th": criterion.name_th,
                "level": criterion.level,
                "points": criterion.points,
                "document_th": title[criterion.document],
                "clause": criterion.clause,
            }
            for position, criterion in enumerate(rulebook.criteria, start=1)
        ],
        "condition": [row for criterion in rulebook.criteria for row in _conditions(rulebook, criterion)],
        "base_count": [
            dict(count)
            | {
                "as_of_date": rulebook.bases[count.base_code].as_of,
                "document_th": title[rulebook.bases[count.base_code].document],
            }
            for count in rulebook.base_counts
        ],
        "headcount": [
            dict(headcount)
            | {"as_of_date": rulebook.headcounts.as_of, "document_th": title[rulebook.headcounts.document]}
            for headcount in rulebook.leader_headcounts
            if rulebook.headcounts is not None
        ],
        "grade_band": list(_bands(rulebook)),
        "related_service": [{"service_code": service} for service in rulebook.related_services.services],
        "hashtag": list(_hashtags(rulebook.hashtags)),
        "required_source": [{"source": source} for source in rulebook.required_sources],
        "deadline": list(_deadlines(rulebook)),
        "document_finding": [
            {
                "finding_no": number,
                "finding_code": finding.code,
                "severity": finding.severity,
                "kind": finding.kind,
                "district_code": finding.district_code,
                "document_th": title[finding.document],
                "message_th": finding.message_th,
                "message_en": finding.message_en,
            }
            for number, finding in enumerate(rulebook.document_findings, start=1)
        ],
    }


def names(rulebook: Rulebook) -> Iterator[Row]:
    """Every way to write a place, service or channel of the province: codes, names, aliases, abolished places."""
    places = rulebook.places()
    place_names: dict[str, dict[str, list[str]]] = {
        level: {code: [name] for code, (name, _) in places.ever(level).items()} for level in ("district", "subdistrict")
    }
    programme = rulebook.programme_facts
    known = place_names | {"service": programme.service_names(), "channel": programme.channel_names()}
    for kind, written in known.items():
        for code, (official, *others) in written.items():
            about = {
                "province_code": rulebook.province_code,
                "kind": kind,
                "code": code,
                "parent_code": code[:4] if kind == "subdistrict" else "",
                "name_th": official,
            }
            if kind != "channel":  # whose code is its name
                yield about | {"name": code, "origin": "code"}
            yield about | {"name": official, "origin": "name"}
            given = [name for name, meant in getattr(rulebook.aliases, kind).items() if meant == code]
            for alias in (*others, *given):
                yield about | {"name": alias, "origin": "alias"}
    yield from _former_names(rulebook.province_code)


def _former_names(province_code: str) -> Iterator[Row]:
    """The codes of abolished subdistricts, and the names that no subdistrict of the province has any more."""
    active = subdistricts(province_code)
    official = {name for name, _ in active.values()}
    for place in former_subdistricts(province_code):
        for successor in place.successors:
            about = {
                "province_code": province_code,
                "kind": "subdistrict",
                "code": successor,
                "parent_code": successor[:4],
                "name_th": active[successor][0],
                "origin": "abolished" if place.by_notice else "former",
            }
            yield about | {"name": place.code}
            if place.name_th not in official:
                yield about | {"name": place.name_th}


def _readings(rulebook: Rulebook, title: dict[str, str]) -> Iterator[Row]:
    for key, reading in rulebook.readings.taken().items():
        value = list(reading.value) if isinstance(reading.value, tuple) else reading.value
        yield {
            "reading_key": key,
            "value": Json(value),
            "other_values": Json([other for other in Readings.named_values(key) if other != value]),
            "document_th": title[reading.document],
            "clause": reading.clause,
            "note_th": reading.note_th,
        }


def _conditions(rulebook: Rulebook, criterion: Criterion) -> Iterator[Row]:
    """The active conditions; each keeps its number, whichever others a reading turns off."""
    for number, condition in enumerate(criterion.conditions, start=1):
        if rulebook.is_active(condition):
            yield {
                "criterion_code": criterion.code,
                "condition_no": number,
                "measure_code": condition.measure,
                "comparator": condition.comparator,
                "target_kind": condition.target.kind,
                "target_number": condition.target.number,
                "base_code": condition.target.percent_of,
            }


def _bands(rulebook: Rulebook) -> Iterator[Row]:
    above = None
    for band in rulebook.grade_bands.bands:
        lower = band.from_percent
        yield {"grade": band.grade, "lower_percent": lower, "percents": f"[{lower},{'' if above is None else above})"}
        above = lower


def _hashtags(hashtags: Hashtags) -> Iterator[Row]:
    for use in ("publicity", "activities"):
        for hashtag in getattr(hashtags, use):
            bare = hashtag.removeprefix("#").lower()
            yield {"applies_to": use, "hashtag": bare.removesuffix("…"), "is_prefix": bare.endswith("…")}


def _deadlines(rulebook: Rulebook) -> Iterator[Row]:
    readings = rulebook.readings
    for period in rulebook.valid.months():
        for code, day in (
            ("report", readings.report_deadline_day.value),
            ("publication", readings.publication_deadline_day.value),
        ):
            yield {
                "period": period,
                "deadline_code": code,
                "due_at": periods.deadline(
                    period,
                    day,
                    readings.report_month_offset.value,
                    readings.deadline_on_holiday.value == "next_working_day",
                    {holiday.date for holiday in rulebook.holidays},
                ),
            }
