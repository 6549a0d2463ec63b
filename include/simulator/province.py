"""One province's months: what happened there, who sent what, and the files that came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from include.simulator import content, downloads, event_stream, foreign, operators, reports, roster, shops, submissions
from include.simulator.calendar_months import month_after
from include.simulator.measuring import Evidence
from include.simulator.orders import Rulebook, rulebook_for
from include.simulator.places import District, districts
from include.simulator.planting import Planting
from include.simulator.records import Delivery
from include.simulator.shops import HISTORY_MONTHS, Planner

BASE = "otop_operators"


@dataclass(frozen=True)
class Chance:
    """Where chance comes from: one stream a purpose, so that none disturbs another."""

    seed: int
    province_code: str

    def stream(self, *purpose: object) -> Random:
        """The stream of a purpose, the same for the same seed and province."""
        return Random("|".join(map(str, (self.seed, self.province_code, *purpose))))


@dataclass
class Happened:
    """What happened on the platform in one month: shops opened and persons of each subdistrict, by district code."""

    opened: dict[str, int]
    persons: dict[str, dict[str, int]]


def _shop_target(rulebook: Rulebook, district: District) -> int:
    """About the number of new shops that a district is asked for."""
    for criterion in rulebook.criteria:
        for condition in criterion.conditions:
            if condition.measure_code.startswith("new_shops") and "percent_of" in condition.target:
                count = rulebook.base_counts(condition.target["percent_of"])[district.code]
                return max(1, int(count * condition.target["percent"] / 100 + 0.5))
    return 3


def _abilities(chance: Chance, places: Sequence[District]) -> dict[str, float]:
    random = chance.stream("ability")
    return {place.code: random.choices([0.99, 0.93, 0.8, 0.5], [30, 30, 25, 15])[0] for place in places}


def simulate_province(
    chance: Chance,
    books: list[Rulebook],
    months: Sequence[date],
    defect_share: float,
    planting: Planting | None = None,
    events: int | None = None,
) -> tuple[list[Delivery], dict[date, Evidence]]:
    """Every file of a province's months, and by month the evidence that the truth is counted from.

    With `planting`, more goes wrong in them than happens by itself. With `events` about so many downloads happen in a
    month, in files that are not kept but know how to be written.
    """
    places = districts(chance.province_code)
    book_of = {month: rulebook_for(books, chance.province_code, month) for month in months}
    abilities = _abilities(chance, places)
    first_book = book_of[months[0]]
    registry = operators.first_registry(
        chance.stream("registry"), places, first_book.base_counts(BASE), chance.province_code
    )
    planner = Planner(chance.stream("shops"), chance.province_code, registry)
    for step in range(-HISTORY_MONTHS, 0):
        for place in places:
            planner.open_new(month_after(months[0], step), place.code, _shop_target(first_book, place) // 2)
    usual = downloads.usual_persons(sum(len(place.subdistricts) for place in places), events)
    happened = {
        month: _happen(chance, planner, book_of[month], places, abilities, month, planting, usual) for month in months
    }
    deliveries = _registry_files(chance, first_book, planner, places, registry, months, defect_share)
    records = content.plan(chance.stream("content"), first_book, places, months, chance.province_code)
    rosters = roster.plan(chance.stream("roster"), first_book, months)
    deliveries += [
        roster.deliver(chance.stream("roster", one.as_of), one, first_book, places, defect_share) for one in rosters
    ]
    history_from = month_after(months[0], -HISTORY_MONTHS)
    versions: list[reports.Version] = []
    for month in months:
        book, code = book_of[month], chance.province_code
        deliveries.append(
            shops.export(chance.stream("shops", month), planner.shops, month, history_from, code, defect_share)
        )
        persons = _all_persons(happened[month])
        if events is None:
            good = downloads.events(chance.stream("events", month), persons, month, code)
            deliveries += downloads.export(chance.stream("downloads", month), good, month, code, defect_share)
        else:
            deliveries += event_stream.deliveries(chance.stream, persons, month, code, defect_share)
        deliveries.append(content.export(chance.stream("content", month), book, records, month, code, defect_share))
        headcounts = roster.headcounts_of(rosters, book, month_after(month) - timedelta(days=1))
        of_month, files = _reports(
            chance, book, places, abilities, month, happened[month], headcounts, defect_share, planting
        )
        versions += of_month
        deliveries += files
        deliveries += foreign.deliver(chance.stream("foreign", month), code, month)
    if chance.stream("copy").random() < 0.5:
        deliveries.append(_copy(chance, deliveries))
    if planting:
        deliveries = planting.deliver(deliveries, first_book.data["required_sources"])
    evidence = {month: Evidence(book_of[month], places, deliveries, versions, rosters) for month in months}
    return deliveries, evidence


def _happen(
    chance: Chance,
    planner: Planner,
    book: Rulebook,
    places: Sequence[District],
    abilities: Mapping[str, float],
    month: date,
    planting: Planting | None,
    usual: float,
) -> Happened:
    """Opens the month's shops and decides on the persons who download."""
    random = chance.stream("month", month)
    opened, persons = {}, {}
    targets = {place.code: _shop_target(book, place) for place in places}
    if planting:
        planting.begin(month, targets)
    for place in places:
        target = targets[place.code]
        meets = random.random() < abilities[place.code]
        count = target + random.choice([0, 0, 0, 1, 1, 2, 4]) if meets else target - random.choice([1, 1, 1, 2, target])
        if planting:
            count = planting.shops(month, place.code, target, count)
        opened[place.code] = planner.open_new(month, place.code, max(0, count))
        meets = random.random() < abilities[place.code]
        persons[place.code] = downloads.plan_persons(random, place, meets, book.reading("subdistrict_minimum"), usual)
    if planting:
        planting.persons(month, persons)
    planner.open_strays(month, [place.code for place in places])
    return Happened(opened, persons)


def _all_persons(happened: Happened) -> dict[str, int]:
    return {code: count for persons in happened.persons.values() for code, count in persons.items()}


def _registry_files(
    chance: Chance,
    book: Rulebook,
    planner: Planner,
    places: Sequence[District],
    registry: Mapping[str, str],
    months: Sequence[date],
    defect_share: float,
) -> list[Delivery]:
    """The registry's snapshots, in which some operators with shops of these months move to another district."""
    random = chance.stream("snapshots")
    with_shop = sorted({shop.operator_id for shop in planner.shops if shop.registered_on >= months[0]} & set(registry))
    movers = random.sample(with_shop, min(6, len(with_shop)))
    as_of = book.data.get("bases", {}).get(BASE, {}).get("as_of")
    taken = operators.snapshots(random, months, as_of, registry, movers, planner.newcomers)
    return operators.exports(random, taken, places, chance.province_code, defect_share)


def _reports(
    chance: Chance,
    book: Rulebook,
    places: Sequence[District],
    abilities: Mapping[str, float],
    month: date,
    happened: Happened,
    headcounts: roster.Headcounts,
    defect_share: float,
    planting: Planting | None,
) -> tuple[list[reports.Version], list[Delivery]]:
    """The month's reports and their files."""
    in_form_tool = reports.form_tool_users(chance.stream("form tool", month), places)
    versions: list[reports.Version] = []
    streams: dict[str, Random] = {}
    for place in places:
        streams[place.code] = random = chance.stream("report", month, place.code)
        known = reports.Known(happened.opened[place.code], happened.persons[place.code], headcounts.get(place.code))
        versions += reports.report(
            random, book, place, month, known, abilities[place.code], defect_share, place.code in in_form_tool
        )
    if planting:
        planting.reports(month, versions, happened.opened, headcounts)
    deliveries: list[Delivery] = []
    for code, random in streams.items():
        of_place = [version for version in versions if version.district.code == code and version.in_workbook]
        deliveries += submissions.workbooks(random, book, of_place)
    by_form = [version for version in versions if not version.in_workbook]
    deliveries += submissions.form_tool_export(chance.stream("form", month), book, month, by_form, defect_share)
    return versions, deliveries


def _copy(chance: Chance, deliveries: Sequence[Delivery]) -> Delivery:
    """An export sent a second time under another name."""
    exports = [file for file in deliveries if file.source == "shop_registrations" and file.status == "loaded"]
    original = chance.stream("copied").choice(exports)
    stem, dot, ending = original.uri.partition(".")
    sent_at = original.sent_at + timedelta(minutes=30)
    again = f"{stem}_สำเนา{dot}{ending}"
    return Delivery(
        again, sent_at, original.content, original.source, original.province_code, original.period, "duplicate"
    )
