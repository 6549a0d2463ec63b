"""A province's download events by the million: files written line by line, in memory that does not grow with them.

Persons are planned beforehand, and what a file says of them is counted while it is written, so that the truth needs no
row of it. A month's files hold some days each, at most about `PART` events.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import chain
from random import Random
from typing import BinaryIO

from include.simulator.calendar_months import BANGKOK, at, folder_name, month_end
from include.simulator.csv_files import CsvStyle, any_style, heading, text_of
from include.simulator.defects import Setting, spoil
from include.simulator.downloads import MOMENTS, SYSTEMS, USER_GROUPS
from include.simulator.layout import APP_DOWNLOADS
from include.simulator.records import Cell, Delivery, PlacedRow, Refusal, Row, Streamed, Used

PART = 100_000
BATCH = 5_000  # lines that are handed on at once
OVERLAP = 150  # events with which a file repeats the end of the one before it
DAY = 86_400
APP = ("Android", "Android", "Android", "iOS")
OFTEN = (1,) * 16 + (2,) * 3 + (3,)
GROUPS = tuple(group or "" for group in (USER_GROUPS * 2)[:8])
SCRAMBLE, MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1
COLUMNS = {column.name: column for column in APP_DOWNLOADS}
EVENT, PERSON = ("event_id", "occurred_at"), ("subdistrict_code", "operating_system", "user_group", "user_id")


@dataclass
class Month:
    """What a province's files of one month have in common, and what one hands on to the next."""

    province_code: str
    month: date
    persons: Mapping[str, int]  # by subdistrict code: how many have the app
    files: int
    salt: int
    defect_share: float
    number: int = 0  # of the last event
    held: list[tuple[str, int, str]] = field(default_factory=list)  # the last events of the file before, tabs between

    def days(self, file: int) -> tuple[int, int]:
        """The days of a file's events, counted from 0, the second one excluded."""
        days = month_end(self.month).day
        return days * file // self.files, days * (file + 1) // self.files


@dataclass(frozen=True)
class Form:
    """How one file is written."""

    style: CsvStyle
    packed: bool
    event_first: bool
    moment: Callable[[datetime], str]
    titled: bool


def deliveries(
    stream: Callable[..., Random], persons: Mapping[str, int], month: date, province_code: str, defect_share: float
) -> list[Delivery]:
    """The month's files, to be written in this order. What they hold is known once they are written."""
    random = stream("event files", month)
    files = min(month_end(month).day, max(1, round(sum(persons.values()) * 1.6 / PART)))
    of_month = Month(province_code, month, persons, files, random.getrandbits(64), defect_share)
    made = []
    for file in range(files):
        form = Form(
            any_style(random),
            packed=random.random() < 0.1,
            event_first=random.random() < 0.7,
            moment=random.choices(MOMENTS, [6, 2, 1, 1])[0],
            titled=random.random() < 0.2,
        )
        made_on = month + timedelta(days=of_month.days(file)[1])
        name = f"downloads_{file + 1:02}_{made_on:%Y%m%d}.{'csv.gz' if form.packed else 'csv'}"
        uri = f"app_downloads/{province_code}/{folder_name(month)}/{name}"
        delivery = Delivery(uri, at(made_on, 5, 30, file), b"", "app_downloads", province_code, month)
        delivery.write = partial(_write, stream("event file", month, file), of_month, file, form, delivery.rows)
        made.append(delivery)
    return made


def _write(random: Random, month: Month, file: int, form: Form, rows: list[PlacedRow], into: BinaryIO) -> Streamed:
    """Writes one file, notes its refused rows in `rows`; gives what it holds besides."""
    if not form.packed:
        return _fill(random, month, file, form, rows, into)
    with gzip.GzipFile("", "wb", compresslevel=2, fileobj=into, mtime=0) as packed:
        return _fill(random, month, file, form, rows, packed)


def _fill(
    random: Random, month: Month, file: int, form: Form, rows: list[PlacedRow], into: BinaryIO | gzip.GzipFile
) -> Streamed:
    style = form.style
    order = [*EVENT, *PERSON] if form.event_first else [*PERSON, *EVENT]
    headings = style.delimiter.join(heading(random, COLUMNS[name]) for name in order)
    titles = ["รายงานการดาวน์โหลด Click ชุมชน"] if form.titled else []
    text = io.TextIOWrapper(into, _encoding(style, headings), newline="")
    text.writelines(f"{line}{style.line_end}" for line in (*titles, headings))
    persons, counted = _persons(random, month, file, style.delimiter)
    random.shuffle(persons)
    first, last = month.days(file)
    seconds = sorted(random.choices(range(first * DAY, last * DAY), k=len(persons)))
    repeated = [(event, second, person.replace("\t", style.delimiter)) for event, second, person in month.held]
    numbers = range(month.number + 1, month.number + len(persons) + 1)
    kind = f"EV{month.province_code}{month.month:%y%m}"
    ids = (f"{kind}{number:08}" for number in numbers)
    clock = _clock(form.moment, month.month)
    line = len(titles) + 1
    batch: list[str] = []
    for number, (event, second, person) in enumerate(chain(repeated, zip(ids, seconds, persons, strict=True))):
        happened = f"{event}{style.delimiter}{clock(second)}"
        parts = (happened, person) if form.event_first else (person, happened)
        written = f"{parts[0]}{style.delimiter}{parts[1]}{style.line_end}"
        batch.append(written)
        line += 1
        if random.random() < month.defect_share:
            line += 1
            if number >= len(repeated) and random.random() < 0.2:
                batch.append(written)
                refusal = Refusal("event_id", "event_repeated")
            else:
                cells = dict(zip(order, written.removesuffix(style.line_end).split(style.delimiter), strict=True))
                spoilt, refusal = _spoilt(random, month, cells, line, style)
                batch.append(spoilt)
            rows.append(PlacedRow("", line, Row({}, {}, refusal)))
        if len(batch) >= BATCH:
            text.write("".join(batch))
            batch.clear()
    text.write("".join(batch))
    text.flush()
    text.detach()
    month.held = [
        (f"{kind}{numbers[place]:08}", seconds[place], persons[place].replace(style.delimiter, "\t"))
        for place in range(max(0, len(persons) - OVERLAP), len(persons))
    ]
    month.number += len(persons)
    return Streamed(line - len(titles) - 1, len(repeated), counted)


def _encoding(style: CsvStyle, headings: str) -> str:
    """The file's encoding, or another where a slip in a heading is nothing that the old code page has."""
    try:
        headings.encode(style.encoding)
    except UnicodeEncodeError:
        return "utf-8-sig"
    return style.encoding


def _spoilt(random: Random, month: Month, cells: dict[str, str], line: int, style: CsvStyle) -> tuple[str, Refusal]:
    """A copy of an event under an id of its own with one defect, as it is written, and why it is refused."""
    copy: dict[str, Cell] = {**cells, "event_id": f"{cells['event_id']}-{line % 10}"}
    row = spoil(random, Row(copy), "app_downloads", Setting(month.province_code, month.month, "text"))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=style.delimiter, lineterminator=style.line_end).writerow(
        map(text_of, row.cells.values())
    )
    if row.refusal is None:
        raise ValueError("a spoilt row has no reason to be refused")
    return buffer.getvalue(), row.refusal


def _persons(random: Random, month: Month, file: int, between: str) -> tuple[list[str], Counter[Used]]:
    """What every event of a file says of its person, and how many persons used which systems, by subdistrict.

    Some come twice, some have no user id, some have been in the subdistrict before, some only use the web.
    """
    said: list[str] = []
    counted: Counter[Used] = Counter()
    elsewhere: list[str] = []
    bits = random.getrandbits
    for code, planned in month.persons.items():
        first, last = planned * file // month.files, planned * (file + 1) // month.files
        salt = month.salt + (int(code) << 28)
        users: list[tuple[str, str]] = []
        alone: Counter[str] = Counter()
        for number in range(first, last):
            chance = bits(32)
            system = APP[chance & 3]
            written = SYSTEMS[system][(chance >> 23) % len(SYSTEMS[system])]
            event = f"{code}{between}{written}{between}{GROUPS[chance >> 2 & 7]}{between}"
            alone[system] += 1
            if chance >> 5 & 127 < 5:  # without a user id every event is a person
                said.append(event)
                continue
            user = elsewhere.pop() if elsewhere and chance >> 12 & 63 == 0 else _user(salt + number)
            users.append((user, system))
            said += [event + user] * OFTEN[(chance >> 18) % 20]
        for number in range(round((last - first) * random.uniform(0.1, 0.5))):
            chance = bits(16)
            event = f"{code}{between}{SYSTEMS['Web'][chance >> 10 & 1]}{between}{GROUPS[chance & 7]}{between}"
            if chance >> 3 & 31 == 0:
                said.append(event)
            elif chance >> 8 & 3 == 0 and number < len(users):
                user, system = users[number]
                said.append(event + user)
                alone[system] -= 1
                counted[code, frozenset((system, "Web"))] += 1
                continue
            else:
                said.append(event + _user(salt + (file + 1 << 22) + number))
            alone["Web"] += 1
        for system, count in alone.items():
            counted[code, frozenset((system,))] += count
        elsewhere = [user for user, _ in users[:3]]
    return said, counted


def _user(number: int) -> str:
    """A user id that no other number has."""
    number = number * SCRAMBLE & MASK
    number ^= number >> 32
    return f"{number * SCRAMBLE & MASK:016x}"


def _clock(moment: Callable[[datetime], str], month: date) -> Callable[[int], str]:
    """Writes a second of the month as `moment` does, by days and times that are each written once."""
    shift = 7 * 3600 if moment(datetime(2024, 1, 1, tzinfo=UTC)).endswith("Z") else 0
    zone = UTC if shift else BANGKOK
    days = [moment(datetime.combine(month, time(), zone) + timedelta(days=day)) for day in range(-1, 32)]
    parts = [text.partition("00:00:00") for text in days]
    clocks = _clocks()

    def written(second: int) -> str:
        day, rest = divmod(second - shift + DAY, DAY)
        before, _, after = parts[day]
        return f"{before}{clocks[rest]}{after}"

    return written


@cache
def _clocks() -> list[str]:
    return [f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(DAY)]
