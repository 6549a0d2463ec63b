"""Downloads of the app: how many persons a subdistrict has, and the events that Click Big Data exports for them."""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import UTC, date, datetime, timedelta
from math import log
from random import Random

from include.simulator.calendar_months import at, folder_name, month_after, month_end
from include.simulator.csv_files import written_columns
from include.simulator.defects import Setting, spoil
from include.simulator.layout import APP_DOWNLOADS
from include.simulator.pen import DATES, export_code
from include.simulator.places import District
from include.simulator.records import Cell, Cells, Delivery, Refusal, Row
from include.simulator.table_files import any_ending, cells_of, table_file

EVENTS_A_MONTH = 10_000
SYSTEMS = {"Android": ("Android", "Android", "android", "ANDROID"), "iOS": ("iOS", "IOS", "ios"), "Web": ("Web", "web")}
USER_GROUPS = ("ประชาชนทั่วไป", "ผู้ประกอบการ OTOP", "ผู้นำชุมชน", "ภาคีเครือข่าย", "บุคลากรกรมการพัฒนาชุมชน", None)

Event = tuple[datetime, str, str, str | None]  # when, subdistrict code, operating system, user id

# A moment as an export writes it; all but the third give the time in Asia/Bangkok.
MOMENTS: tuple[Callable[[datetime], str], ...] = (
    lambda moment: f"{moment:%Y-%m-%d %H:%M:%S}",
    lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+07:00",
    lambda moment: f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z",
    lambda moment: f"{DATES['slash'](moment.date())} {moment:%H:%M:%S}",
)


def usual_persons(subdistrict_count: int, events: int | None = None) -> float:
    """Persons that a subdistrict usually has, so that a province's month comes to about so many events."""
    return (events or EVENTS_A_MONTH) / subdistrict_count * 0.68


def plan_persons(random: Random, district: District, meets: bool, minimum: int, usual: float) -> dict[str, int]:
    """Persons by subdistrict code: all reach the minimum, many just so, or some fall short, many by one."""
    persons = {}
    for subdistrict in district.subdistricts:
        many = max(minimum, round(random.lognormvariate(log(usual), 0.5)))
        persons[subdistrict.code] = random.choice([minimum, minimum, minimum + 1]) if random.random() < 0.15 else many
    if not meets:
        count = min(random.choice([1, 1, 1, 2]), len(district.subdistricts))
        for subdistrict in random.sample(district.subdistricts, count):
            persons[subdistrict.code] = random.choice([minimum - 1, minimum - 1, random.randrange(minimum)])
    return persons


def _moment(random: Random, month: date) -> datetime:
    if random.random() < 0.003:
        return random.choice([at(month), at(month_end(month), 23, 59, 59), at(month, 3)])
    return at(month) + timedelta(seconds=random.randrange(month_end(month).day * 86_400))


def events(random: Random, persons: Mapping[str, int], month: date, province_code: str) -> list[Row]:
    """The good events of a month by time: some persons come twice, some have no user id, some only use the web."""
    found: list[Event] = []
    elsewhere: list[str] = []
    for subdistrict_code, count in persons.items():
        users = []
        for _ in range(count):
            system = random.choices(["Android", "iOS"], [3, 1])[0]
            if random.random() < 0.04:  # without a user id every event is a person
                found.append((_moment(random, month), subdistrict_code, system, None))
                continue
            borrowed = random.choice(elsewhere) if elsewhere and random.random() < 0.02 else None
            user = borrowed if borrowed and borrowed not in users else f"{random.getrandbits(64):016x}"
            users.append(user)
            for _ in range(random.choices([1, 2, 3], [16, 3, 1])[0]):
                found.append((_moment(random, month), subdistrict_code, system, user))
        elsewhere += users[:3]
        for _ in range(round(count * random.uniform(0.1, 0.5))):
            known = random.choice(users) if users and random.random() < 0.3 else None
            web_user = None if random.random() < 0.05 else known or f"{random.getrandbits(64):016x}"
            found.append((_moment(random, month), subdistrict_code, "Web", web_user))
    found.sort(key=lambda event: (event[0], event[1], event[3] or ""))
    usual = random.choices(MOMENTS, [6, 2, 1, 1])[0]
    rows = []
    for number, (moment, subdistrict_code, system, user_id) in enumerate(found, start=1):
        written = usual if random.random() < 0.98 else random.choice(MOMENTS)
        event_id = f"EV{province_code}{month:%y%m}{number:07}"
        cells: dict[str, Cell] = {
            "event_id": event_id,
            "occurred_at": written(moment),
            "subdistrict_code": subdistrict_code,
            "operating_system": random.choice(SYSTEMS[system]),
            "user_group": random.choice(USER_GROUPS),
            "user_id": user_id,
        }
        values = {
            "event_id": event_id,
            "moment": moment,
            "subdistrict_code": subdistrict_code,
            "system": system,
            "person": user_id or event_id,
        }
        rows.append(Row(cells, values))
    return rows


def _with_defects(random: Random, rows: list[Row], setting: Setting, share: float) -> list[Row]:
    """The rows with refused ones among them: spoilt copies under ids of their own, and repeated events."""
    mixed: list[Row] = []
    for number, row in enumerate(rows):
        mixed.append(row)
        if random.random() < share:
            if random.random() < 0.2 and not row.known:
                repeated = copy(row)
                repeated.refusal = Refusal("event_id", "event_repeated")
                mixed.append(repeated)
            else:
                other = Row({**row.cells, "event_id": f"{row.cells['event_id']}-{number % 10}"}, dict(row.values))
                mixed.append(spoil(random, other, "app_downloads", setting))
    return mixed


def _for_cells(random: Random, rows: list[Row], cells: Cells) -> list[Row]:
    """The rows as a file has them whose cells need not be text: real moments in Asia/Bangkok, or with their zone."""
    if cells == "text" or (cells == "workbook" and random.random() < 0.3):
        return rows
    zoned = cells == "typed" and random.random() < 0.5
    coded = export_code(random, cells)
    written = []
    for row in rows:
        moment = row.values["moment"]
        real: dict[str, Cell] = {
            "occurred_at": moment if zoned else moment.replace(tzinfo=None),
            "subdistrict_code": coded(row.values["subdistrict_code"]),
        }
        written.append(Row({**row.cells, **real}, row.values, known=row.known))
    return written


def export(random: Random, good: list[Row], month: date, province_code: str, defect_share: float) -> list[Delivery]:
    """The month's file, or two of which the second begins where events of the first are repeated."""
    parts = [good]
    made_on = [month_after(month) + timedelta(days=random.randint(1, 3))]
    if random.random() < 0.4:
        first_made = month + timedelta(days=random.randint(14, 20))
        overlap_from = at(first_made) - timedelta(days=2)
        early = [row for row in good if row.values["moment"] < at(first_made)]
        late = [copy(row) for row in good if row.values["moment"] >= overlap_from]
        for row in late:
            row.known = row.values["moment"] < at(first_made)
        parts, made_on = [early, late], [first_made, *made_on]
    deliveries = []
    for number, (part, day) in enumerate(zip(parts, made_on, strict=True), start=1):
        ending = any_ending(random)
        setting = Setting(province_code, month, cells_of(ending))
        rows = _with_defects(random, _for_cells(random, part, setting.cells), setting, defect_share)
        columns = written_columns(random, APP_DOWNLOADS, kept=("user_id",))
        content, placed, remarks = table_file(random, ending, columns, rows, ["รายงานการดาวน์โหลด Click ชุมชน"])
        uri = f"app_downloads/{province_code}/{folder_name(month)}/downloads_{number}_{day:%Y%m%d}.{ending}"
        deliveries.append(
            Delivery(uri, at(day, 5, 30), content, "app_downloads", province_code, month, rows=placed, remarks=remarks)
        )
    return deliveries
