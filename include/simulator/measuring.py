"""The measures, counted from what was planned and accepted: plain sets and fractions, nothing of the warehouse."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from include.simulator.calendar_months import end_of, fiscal_year_be, month_end
from include.simulator.orders import POSITIONS, Rulebook
from include.simulator.places import District
from include.simulator.records import Delivery, Row
from include.simulator.reports import Version
from include.simulator.roster import Roster, headcounts_of

Number = Fraction | None
TOURISM = "cdd_travel"


@dataclass(frozen=True)
class Evidence:
    """All that one province was sent: its files, its reports by month, its rosters."""

    rulebook: Rulebook
    districts: Sequence[District]
    deliveries: Sequence[Delivery]
    versions: Sequence[Version]
    rosters: Sequence[Roster]


@dataclass(frozen=True)
class Measured:
    """One month's measures: by (district code or None, measure) and by (subdistrict code, measure)."""

    values: dict[tuple[str | None, str], Number]
    subdistrict_values: dict[tuple[str, str], Number]
    reported: frozenset[str]


def _accepted(deliveries: Iterable[Delivery], source: str, month: date | None = None) -> list[Row]:
    """Accepted rows of a source in the order in which they were received; of one month's files, or of all."""
    chosen = [file for file in deliveries if file.source == source and month in (None, file.period)]
    return [
        placed.row for file in sorted(chosen, key=lambda file: file.key) for placed in file.rows if placed.row.accepted
    ]


def first_shops(deliveries: Sequence[Delivery]) -> dict[str, date]:
    """The day of every operator's earliest shop that was not refused, by the last export's word on each shop."""
    last_word = {row.values["shop_id"]: row.values for row in _accepted(deliveries, "shop_registrations")}
    first: dict[str, date] = {}
    for shop in last_word.values():
        if shop["status"] != "ไม่อนุมัติ":
            operator = shop["operator_id"]
            first[operator] = min(shop["registered_on"], first.get(operator, shop["registered_on"]))
    return first


def operator_districts(deliveries: Sequence[Delivery], last_day: date) -> dict[str, str]:
    """Every operator's district by the latest snapshot up to a day that holds it, else by the earliest that does."""
    held: dict[str, list[tuple[date, str]]] = {}
    for row in _accepted(deliveries, "otop_operators"):
        held.setdefault(row.values["operator_id"], []).append((row.values["as_of"], row.values["district_code"]))
    found = {}
    for operator, places in held.items():
        until = [place for place in places if place[0] <= last_day]
        found[operator] = (max(until) if until else min(places))[1]
    return found


def _persons(deliveries: Iterable[Delivery], month: date, systems: Iterable[str]) -> Counter[str]:
    """How many persons used one of these systems in the month, by subdistrict code."""
    wanted = set(systems)
    files = [file for file in deliveries if file.source == "app_downloads" and file.period == month]
    persons: dict[str, set[str]] = {}
    for row in _accepted(files, "app_downloads"):
        if row.values["system"] in wanted:
            persons.setdefault(row.values["subdistrict_code"], set()).add(row.values["person"])
    counted = Counter({code: len(known) for code, known in persons.items()})
    for file in files:
        if file.streamed:
            for (code, used), count in file.streamed.persons.items():
                counted[code] += count if used & wanted else 0
    return counted


def counting_version(versions: Iterable[Version]) -> Version | None:
    """The valid version received last."""
    return max((version for version in versions if version.valid), key=lambda version: version.order, default=None)


def _on_time(versions: Iterable[Version], rulebook: Rulebook, month: date) -> bool:
    first = min((version for version in versions if version.valid), key=lambda version: version.order, default=None)
    if first is None:
        return False
    # A file is taken to be first seen when it was sent.
    moment = first.sent_at if rulebook.reading("clock") == "received" else first.made_at
    return moment < end_of(rulebook.deadline(month))


def is_tagged(post: Row, rulebook: Rulebook) -> bool:
    """Whether a post carries hashtags as ordered; any does where none are."""
    ordered = [tag.lower() for tag in rulebook.publicity_hashtags]

    def carries(tag: str) -> bool:
        if tag.endswith("…"):
            return any(written.startswith(tag[:-1]) for written in post.values["hashtags"])
        return tag in post.values["hashtags"]

    enough = all if rulebook.reading("hashtags") == "all" else any
    return not ordered or enough(map(carries, ordered))


def _publicity(rows: Sequence[Row], rulebook: Rulebook) -> tuple[int, int]:
    """Occasions and channels of the posts that count."""
    posts = [row for row in rows if row.accepted and is_tagged(row, rulebook)]
    occasions: dict[tuple[date, str | None], set[str]] = {}
    for row in posts:
        occasions.setdefault((row.values["day"], row.values["title"]), set()).update(row.values["channels"])
    if rulebook.reading("channels_over") == "occasion":  # every occasion must go out widely enough
        channels = min((len(used) for used in occasions.values()), default=0)
    else:
        channels = len(set().union(*occasions.values()))
    return len(occasions), channels


def _services_ready(rows: Sequence[Row], rulebook: Rulebook) -> Fraction:
    accepted = [row.values for row in rows if row.accepted]
    unrelated = {row["service"] for row in accepted if not row["related"]}
    refused = {row.values["service"] for row in rows if row.refusal and row.refusal.column_name != "service"}
    due = [service for service in rulebook.related_services if service not in unrelated]
    if not due:
        return Fraction(0)
    ready = [
        service
        for service in due
        if service not in refused
        and (said := [row["ready"] for row in accepted if row["service"] == service])
        and all(said)
    ]
    return Fraction(len(ready), len(due))


def _leaders(version: Version, headcount: dict[str, int] | None, rulebook: Rulebook) -> Number:
    if headcount is None:
        return None
    base = sum(headcount[position] for position in POSITIONS)
    if rulebook.reading("leader_base") == "printed":
        base = headcount["printed_total"]
    if base == 0:
        return None
    counted = sum(min(version.summary.values[position] or 0, headcount[position]) for position in POSITIONS)
    return min(Fraction(1), Fraction(counted, base))


def _tourism_places(rows: Iterable[Row], month: date) -> int:
    last_day = month_end(month)
    return len(
        {
            row.values["record_id"]
            for row in rows
            if row.values["service"] == TOURISM
            and row.values["updated_on"] <= last_day
            and fiscal_year_be(row.values["updated_on"]) == fiscal_year_be(month)
        }
    )


def measure(evidence: Evidence, month: date) -> Measured:
    """Every measure of one month."""
    rulebook, deliveries = evidence.rulebook, evidence.deliveries
    last_day = month_end(month)
    app = _persons(deliveries, month, rulebook.reading("download_platforms"))
    web = _persons(deliveries, month, ["Web"])
    place_of = operator_districts(deliveries, last_day)
    opened: dict[str, int] = {}
    for operator, day in first_shops(deliveries).items():
        if month <= day <= last_day and operator in place_of:
            opened[place_of[operator]] = opened.get(place_of[operator], 0) + 1
    headcounts = headcounts_of(evidence.rosters, rulebook, last_day)
    claimed_grades = rulebook.reading("downloads_graded_from") == "claimed"
    minimum = rulebook.reading("subdistrict_minimum")
    values: dict[tuple[str | None, str], Number] = {}
    in_subdistrict: dict[tuple[str, str], Number] = {}
    reported = set()
    for district in evidence.districts:
        versions = [
            version
            for version in evidence.versions
            if version.district.code == district.code and version.month == month
        ]
        version = counting_version(versions)
        said: dict[str, int] = {}
        for row in _rows(version, "downloads"):
            code = row.values["subdistrict_code"]
            said[code] = said.get(code, 0) + row.values["downloads"]
        short = 0
        for subdistrict in district.subdistricts:
            code = subdistrict.code
            claimed: int | None = said.get(code) if version else 0
            in_subdistrict[code, "downloads"] = Fraction(app[code])
            in_subdistrict[code, "web_users"] = Fraction(web[code])
            in_subdistrict[code, "downloads_claimed"] = None if claimed is None else Fraction(claimed)
            reached = (claimed or 0) if claimed_grades else app[code]
            short += reached < minimum
        occasions, channels = _publicity(_rows(version, "publicity"), rulebook)
        figures: dict[str, Number | int] = {
            "new_shops": opened.get(district.code, 0),
            "new_shops_claimed": 0,
            "downloads": sum(app[subdistrict.code] for subdistrict in district.subdistricts),
            "web_users": sum(web[subdistrict.code] for subdistrict in district.subdistricts),
            "subdistricts_short": short,
            "downloads_claimed": 0,
            "publicity_occasions": occasions,
            "publicity_channels": channels,
            "activities": len({(row.values["day"], row.values["activity"]) for row in _rows(version, "activities")}),
            "services_ready_share": _services_ready(version.tables["services"] if version else [], rulebook),
            "leaders_downloaded_share": 0,
            "reports_on_time": int(_on_time(versions, rulebook, month)),
        }
        if version:
            reported.add(district.code)
            total = version.summary.values["downloads_total"]
            headcount = headcounts.get(district.code)
            figures["new_shops_claimed"] = version.summary.values["new_shops"]
            figures["downloads_claimed"] = sum(said.values()) if said else total
            figures["leaders_downloaded_share"] = _leaders(version, dict(headcount) if headcount else None, rulebook)
        for code, figure in figures.items():
            values[district.code, code] = None if figure is None else Fraction(figure)
    values[None, "tourism_places"] = Fraction(_tourism_places(_accepted(deliveries, "content_records", month), month))
    return Measured(values, in_subdistrict, frozenset(reported))


def _rows(version: Version | None, section: str) -> list[Row]:
    return [] if version is None else [row for row in version.tables[section] if row.accepted]
