"""The tables of a district's report, filled in so that they reach what is ordered, just miss it, or go far beyond."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import month_end
from include.simulator.defects import Setting, spoil
from include.simulator.orders import Rulebook
from include.simulator.pen import Pen
from include.simulator.people import PRODUCTS
from include.simulator.places import District
from include.simulator.records import Cell, Row

OTHER_CHANNELS = ("วิทยุชุมชน", "หอกระจายข่าว", "ป้ายประชาสัมพันธ์", "เสียงตามสาย", "แผ่นพับ")
OTHER_HASHTAGS = ("#OTOP", "#ของดีบ้านเรา", "#เที่ยวชุมชน")
RECORD_UNITS = ("รายการ", "แห่ง", "ครั้ง", "กิจกรรม", "ร้าน", "ราย")
SYSTEMS = ("ศูนย์ข้อมูลกลาง", "BPM", "LM", "OTOP Big Data")
POSTS = ("แนะนำ Click ชุมชน", "ชวนดาวน์โหลด Click ชุมชน", "ร้านค้าใน Shop ชุมชน", "CDD พาเที่ยว", "ปราชญ์ชุมชน", "๑๐๘ อาชีพ")
ACTIVITIES = ("ประชุมขับเคลื่อน Click ชุมชน", "อบรมการใช้งาน Click ชุมชน", "สัมมนาผู้นำชุมชน", "กิจกรรมส่งเสริมการตลาด Shop ชุมชน")
KINDS = ("ประชุม", "ฝึกอบรม", "สัมมนา", "ส่งเสริมการตลาด")


@dataclass(frozen=True)
class Task:
    """What one report is filled in from: the pen, the rulebook, the district and the month."""

    pen: Pen
    rulebook: Rulebook
    district: District
    month: date

    @property
    def random(self) -> Random:
        """The pen's own chance."""
        return self.pen.random

    def some_day(self) -> date:
        """A day of the month, often its first or last."""
        last = month_end(self.month)
        if self.random.random() < 0.15:
            return self.random.choice([self.month, last])
        return self.month + timedelta(days=self.random.randrange(last.day))


def _reach(random: Random, asked: int, meets: bool) -> int:
    """A number that reaches what is asked, mostly exactly, or misses it, mostly by one."""
    if meets:
        return asked + random.choice([0, 0, 0, 1, 2])
    return max(0, asked - random.choice([1, 1, 1, 2]))


def downloads(task: Task, claimed: Mapping[str, int]) -> list[Row]:
    """One row a subdistrict, now and then not all of them."""
    rows = []
    for subdistrict in task.district.subdistricts:
        if task.random.random() < 0.02:
            continue
        number = claimed[subdistrict.code]
        cells: dict[str, Cell] = {
            "subdistrict": task.pen.subdistrict(subdistrict),
            "downloads": task.pen.count(number, ["ราย", "คน"]),
        }
        rows.append(
            Row(
                cells,
                {"subdistrict_code": subdistrict.code, "subdistrict_name": subdistrict.name_th, "downloads": number},
            )
        )
    return rows


def _hashtags(task: Task, ordered: bool) -> tuple[str, frozenset[str]]:
    """A cell of hashtags and the tags in it, in lower case; an ordered one among them, or all, or none."""
    random = task.random
    full = [
        tag[:-1] + random.choice(["อำเภอ", ""]) + task.district.name_th if tag.endswith("…") else tag
        for tag in task.rulebook.publicity_hashtags
    ]
    tags = random.sample(OTHER_HASHTAGS, random.randint(0, 2))
    if ordered and full:
        tags += full if random.random() < 0.5 else random.sample(full, random.randint(1, len(full)))
        if random.random() < 0.3:
            tags = [tag.upper() if random.random() < 0.5 else tag.lower() for tag in tags]
    text = random.choice([" ", ", ", "", "\n"]).join(tags)
    return text, frozenset(tag.lower() for tag in tags)


def _channel_cell(task: Task, channels: Sequence[str]) -> str:
    written = task.rulebook.written_names("channel")
    names = [task.pen.name(task.random.choice([channel, *written.get(channel, [])]), 0.05) for channel in channels]
    return task.random.choice([", ", ",", "/", " / ", " และ ", "\n"]).join(names)


def publicity(task: Task, meets: bool) -> list[Row]:
    """Posts: every occasion through some channels, a row each or in one cell; some posts without an ordered hashtag."""
    random = task.random
    occasions = int(task.rulebook.fixed_target("publicity_occasions", 1))
    channel_count = int(task.rulebook.fixed_target("publicity_channels", 2))
    misses_channels = not meets and random.random() < 0.5
    occasions = _reach(random, occasions, meets or misses_channels)
    known = list(task.rulebook.written_names("channel"))
    channels = random.sample([*known, *random.sample(OTHER_CHANNELS, 2)], _reach(random, channel_count, True))
    if misses_channels:
        channels = channels[: max(1, channel_count - 1)]
    rows = []
    days = [
        task.month + timedelta(days=number) for number in random.sample(range(month_end(task.month).day), occasions)
    ]
    if occasions == 1:
        days = [task.some_day()]
    for number, day in enumerate(days):
        title = None if random.random() < 0.03 else f"{random.choice(POSTS)} {random.choice(PRODUCTS)}"
        used = channels if number == 0 else random.sample(channels, random.randint(1, len(channels)))
        cells = [used] if random.random() < 0.4 else [[channel] for channel in used]
        rows += [_post(task, day, title, part, ordered=True) for part in cells]
        if random.random() < 0.08:
            rows.append(_post(task, day, title, used[:1], ordered=True))  # told twice
    if task.rulebook.publicity_hashtags and random.random() < (0.3 if meets else 0.7):
        for _ in range(2):
            rows.append(_post(task, task.some_day(), "ชวนเที่ยวตลาดชุมชน", random.sample(known, 1), ordered=False))
    return rows


def _post(task: Task, day: date, title: str | None, channels: Sequence[str], ordered: bool) -> Row:
    text, tags = _hashtags(task, ordered)
    link = f"https://example.org/click/{task.random.randrange(10**6)}" if task.random.random() < 0.7 else None
    return Row(
        {
            "posted_on": task.pen.day(day),
            "channel": _channel_cell(task, channels),
            "title": task.pen.name(title) if title else None,
            "link": link,
            "hashtags": text or None,
        },
        {"day": day, "title": title, "channels": frozenset(channels), "hashtags": tags},
    )


def activities(task: Task, meets: bool) -> list[Row]:
    """Activities held in the month; the same one is now and then told twice."""
    random = task.random
    rows = []
    for _ in range(_reach(random, int(task.rulebook.fixed_target("activities", 1)), meets)):
        day = task.some_day()
        activity = f"{random.choice(ACTIVITIES)} ครั้งที่ {random.randint(1, 9)}"
        participants = random.choice([0, random.randint(5, 80), random.randint(900, 1500)])
        for _ in range(2 if random.random() < 0.1 else 1):
            cells: dict[str, Cell] = {
                "held_on": task.pen.day(day),
                "activity": task.pen.name(activity),
                "kind": random.choice(KINDS),
                "participants": task.pen.count(participants, ["คน", "ราย"]),
                "link": None,
                "channel": random.choice([None, "Facebook", "เพจ"]),
                "hashtags": _hashtags(task, ordered=True)[0] or None,
            }
            rows.append(Row(cells, {"day": day, "activity": activity, "participants": participants}))
    return rows


def _service_row(task: Task, code: str, related: bool, answers: tuple[bool, bool, bool]) -> Row:
    random = task.random
    names = task.rulebook.written_names("service")[code]
    records = random.choice([0, random.randint(1, 60), random.randint(1000, 2400)])
    name = random.choice([names[0], random.choice(names)])
    cells: dict[str, Cell] = {
        "service": task.pen.name(name.replace(" ", "") if random.random() < 0.1 else name),
        "related": task.pen.answer(related, empty_means=True),
        **{
            column: task.pen.answer(answer)
            for column, answer in zip(("correct", "complete", "current"), answers, strict=True)
        },
        "records": task.pen.count(records, RECORD_UNITS),
        "updated_on": task.pen.day(task.some_day()),
        "system": random.choice(SYSTEMS),
    }
    return Row(cells, {"service": code, "related": related, "ready": all(answers), "records": records})


def services(task: Task, meets: bool) -> list[Row]:
    """A row a related service, some marked as not related, some twice, and some that the rulebook only watches."""
    random = task.random
    related = list(task.rulebook.related_services)
    watched = [code for code in task.rulebook.written_names("service") if code not in related]
    lacking = [] if meets else random.sample(related, min(random.choice([1, 1, 2, 3]), len(related)))
    absent = [code for code in lacking if random.random() < 0.25]
    rows = []
    for code in related:
        if code in absent:
            continue
        answers = (True, True, True)
        if code in lacking:
            answers = random.choice(
                [(False, True, True), (True, False, True), (True, True, False), (False, False, False)]
            )
        is_related = code in lacking or random.random() > 0.05
        rows.append(_service_row(task, code, is_related, answers))
        if random.random() < 0.04 and is_related:
            rows.append(_service_row(task, code, True, answers if random.random() < 0.6 else (True, True, True)))
    rows += [
        _service_row(task, code, True, (random.random() < 0.7, True, True)) for code in watched if random.random() < 0.3
    ]
    return rows


def with_defects(random: Random, section: str, rows: list[Row], setting: Setting, share: float) -> list[Row]:
    """The rows with defective ones: mostly besides the good row, so that figures stay close to what was ordered."""
    mixed: list[Row] = []
    for row in rows:
        beside = random.random() < 0.65
        if random.random() >= share:
            mixed.append(row)
        elif beside:  # a refused row of a service that also has a good one would say two things: another service, then
            mixed += [row, spoil(random, row, "other_services" if section == "services" else section, setting)]
        else:
            mixed.append(spoil(random, row, section, setting))
    return mixed
