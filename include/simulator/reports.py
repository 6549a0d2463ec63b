"""What every district reports on a month: how many versions, made and sent when, as workbook or in the form tool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from include.simulator import sections
from include.simulator.calendar_months import at, end_of
from include.simulator.defects import Setting, spoil
from include.simulator.orders import POSITIONS, Rulebook
from include.simulator.pen import Pen
from include.simulator.people import person, phone
from include.simulator.places import District
from include.simulator.records import Cell, Refusal, Row

# What happens to a district's report in a month, and how often. The first valid version has its time, the last counts.
STORIES: Mapping[str, int] = {
    "one": 70,
    "corrected": 9,
    "corrected_twice": 2,
    "corrected_by_nothing": 3,
    "corrected_but_refused": 3,
    "sent_twice": 4,
    "nothing": 4,
    "refused": 3,
    "summary_alone": 2,
}
WITH_DEFECTS = frozenset({"refused", "corrected_but_refused"})
SHOULD_MEET = ("services", "publicity", "activities", "leaders")


@dataclass
class Version:
    """One version of a report: its summary, its tables, when it says it was made and when it was sent."""

    district: District
    month: date
    in_workbook: bool
    summary: Row
    tables: dict[str, list[Row]]
    made_at: datetime  # by the summary's date (its end, where there is no time) or the form tool's time stamp
    stamp: datetime | None
    written_by: Pen
    sent_at: datetime
    sent_twice: bool = False
    report_id: str = ""
    uri: str = ""
    signer: str = field(default="")
    flaws: set[str] = field(default_factory=set)  # findings that its workbook is to provoke

    @property
    def valid(self) -> bool:
        """Whether the summary is accepted and a row of another section, or a claimed figure, is there."""
        if self.summary.refusal:
            return False
        rows = any(row.accepted for rows in self.tables.values() for row in rows)
        return rows or any(self.summary.values[name] is not None for name in ("new_shops", "downloads_total"))

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """The order in which versions count: last modified, then the form tool's stamp, then address."""
        return self.sent_at, self.stamp or self.sent_at, self.uri


@dataclass(frozen=True)
class Known:
    """What the district knows when it reports: its planned figures of the platform and its headcount of leaders."""

    new_shops: int
    persons: Mapping[str, int]
    headcount: Mapping[str, int] | None


def export_time(rulebook: Rulebook, month: date) -> datetime:
    """When the form tool's export of a month is made: ten days after the deadline."""
    return at(rulebook.deadline(month) + timedelta(days=10), 8)


def report(
    random: Random,
    rulebook: Rulebook,
    district: District,
    month: date,
    known: Known,
    ability: float,
    share: float,
    form_tool: bool,
) -> list[Version]:
    """All versions of a district's report, in the order in which they were made; none when it sent nothing."""
    stories = [story for story in STORIES if share or story not in WITH_DEFECTS]
    story = random.choices(stories, [STORIES[name] for name in stories])[0]
    if story == "nothing":
        return []
    due = rulebook.deadline(month)
    if random.random() < 0.04 + (1 - ability) * 0.25:  # late, often by a day or a second
        day = due + timedelta(days=random.choice([1, 1, 2, 4]))
    else:
        day = due - timedelta(days=random.choice([0, 0, 0, 1, 2, 4, 7, 9]))
    kinds = {
        "corrected": ["valid", "valid"],
        "corrected_twice": ["valid", "valid", "valid"],
        "corrected_by_nothing": ["valid", "summary_alone"],
        "corrected_but_refused": ["valid", "refused"],
        "refused": ["refused"],
        "summary_alone": ["summary_alone"],
    }.get(story, ["valid"])
    versions: list[Version] = []
    for number, kind in enumerate(kinds):
        # A correction may come in the other way; the form tool is exported once, so after paper nothing returns to it.
        in_workbook = not form_tool if number == 0 or random.random() < 0.8 else form_tool
        in_workbook = in_workbook or (form_tool and any(version.in_workbook for version in versions))
        version = _version(random, rulebook, district, month, known, ability, share, kind, day, in_workbook, number)
        if versions and in_workbook and version.sent_at < versions[-1].sent_at + timedelta(minutes=1):
            version.sent_at = versions[-1].sent_at + timedelta(minutes=random.choice([1, 2, 90]))
        versions.append(version)
        day += timedelta(days=random.choice([1, 1, 2]))
    versions[0].sent_twice = story == "sent_twice" and versions[0].in_workbook
    return versions


def _version(
    random: Random,
    rulebook: Rulebook,
    district: District,
    month: date,
    known: Known,
    ability: float,
    share: float,
    kind: str,
    day: date,
    in_workbook: bool,
    number: int,
) -> Version:
    pen = Pen(random, month, in_workbook)
    task = sections.Task(pen, rulebook, district, month)
    meets = {criterion: random.random() < ability for criterion in SHOULD_MEET}
    claimed = {code: max(0, count + random.choice([0, 0, 0, 1, -1, 3])) for code, count in known.persons.items()}
    empty = kind == "summary_alone"
    tables: dict[str, list[Row]] = {
        "downloads": [] if empty or random.random() < 0.06 else sections.downloads(task, claimed),
        "publicity": [] if empty else sections.publicity(task, meets["publicity"]),
        "activities": [] if empty else sections.activities(task, meets["activities"]),
        "services": [] if empty else sections.services(task, meets["services"]),
    }
    summary, made_at, stamp = _summary(task, known, None if empty else claimed, meets["leaders"], day, number)
    setting = Setting(rulebook.province_code, month, "workbook" if in_workbook else "text")
    if kind == "refused":
        summary = spoil(random, summary, "summary", setting)
        for rows in tables.values():
            for row in rows:
                row.refusal = Refusal("summary", "summary_refused")
    else:
        tables = {name: sections.with_defects(random, name, rows, setting, share) for name, rows in tables.items()}
    sent_at = export_time(rulebook, month)
    if in_workbook:
        ready_at = at(day, 16) if made_at == _day_over(day) else made_at
        sent_at = ready_at + timedelta(minutes=random.choice([20, 90, 60 * 24]))
    return Version(
        district,
        month,
        in_workbook,
        summary,
        tables,
        made_at,
        stamp,
        pen,
        sent_at,
        signer=str(summary.values["reporter"]),
    )


def _day_over(day: date) -> datetime:
    """The moment through which a date without a time counts."""
    return end_of(day) - timedelta(microseconds=1)


def _made(random: Random, day: date, number: int) -> datetime:
    """A time of the day; the first version is often made in its last or first second."""
    if number == 0 and random.random() < 0.25:
        return random.choice([at(day, 23, 59, 59), at(day)])
    return at(day, random.randint(8, 17), random.randrange(60), random.randint(1, 59))


def _summary(
    task: sections.Task, known: Known, claimed: Mapping[str, int] | None, meets_leaders: bool, day: date, number: int
) -> tuple[Row, datetime, datetime | None]:
    """The summary with the moment at which it says it was made, and the form tool's stamp."""
    random, pen = task.random, task.pen
    moment = _made(random, day, number)
    stamp = None
    if pen.in_workbook and random.random() < 0.3:
        reported_on = pen.moment(moment)
        made_at = moment
    elif pen.in_workbook:
        reported_on, made_at = pen.day(day), _day_over(day)
    else:
        # The stamp is the report's time, whatever day the sender wrote.
        stamp = made_at = moment
        reported_on = pen.day(day - timedelta(days=random.choice([0, 0, 1])))
    reporter = person(random)
    new_shops = (
        None if claimed is None or random.random() < 0.04 else max(0, known.new_shops + random.choice([0, 0, 0, 1, -1]))
    )
    total = None if claimed is None or random.random() < 0.05 else sum(claimed.values()) + random.choice([0, 0, 0, 2])
    leaders = _leaders(random, known.headcount, meets_leaders) if claimed is not None else dict.fromkeys(POSITIONS)
    cells: dict[str, Cell] = {
        "district": pen.district(task.district, task.rulebook.district_aliases(task.district.code)),
        "period": pen.month_name(),
        "reported_on": reported_on,
        "reporter": reporter,
        "phone": phone(random),
        "new_shops": None if new_shops is None else pen.count(new_shops, ["ราย", "ร้าน"]),
        "downloads_total": None if total is None else pen.count(total, ["ราย", "คน"]),
        **{position: None if count is None else pen.count(count, ["คน"]) for position, count in leaders.items()},
    }
    if stamp:
        cells["submitted_at"] = (
            f"{stamp:%Y-%m-%d %H:%M:%S}"
            if random.random() < 0.7
            else f"{stamp:%d/%m}/{stamp.year + 543} {stamp:%H:%M:%S}"
        )
    values = {
        "new_shops": new_shops,
        "downloads_total": total,
        "reporter": reporter,
        "district_name": task.district.name_th,
        **leaders,
    }
    return Row(cells, values), made_at, stamp


def _leaders(random: Random, headcount: Mapping[str, int] | None, meets: bool) -> dict[str, int | None]:
    """Leaders who have downloaded: just over or just under four fifths of a headcount, some positions beyond theirs."""
    if headcount is None:
        if random.random() < 0.5:
            return dict.fromkeys(POSITIONS)
        return {position: random.randint(0, 1 if position.endswith("officer") else 9) for position in POSITIONS}
    base = sum(headcount[position] for position in POSITIONS)
    exactly = -(-base * 4 // 5)
    wanted = exactly + random.choice([0, 0, 1, 5, base]) if meets else exactly - random.choice([1, 1, 2, 15])
    left = min(max(wanted, 0), base)
    leaders: dict[str, int | None] = {}
    for position in POSITIONS:
        taken = min(left, headcount[position])
        leaders[position] = taken
        left -= taken
    if random.random() < 0.1:  # more than there are: counted up to the headcount
        leaders["district_chief"] = headcount["district_chief"] + 2
    if headcount["land_office_head"] == 0 and random.random() < 0.3:
        leaders["land_office_head"] = None
    return leaders


def form_tool_users(random: Random, districts: Sequence[District]) -> frozenset[str]:
    """The codes of the districts that use the form tool this month."""
    return frozenset(district.code for district in districts if random.random() < 0.4)
