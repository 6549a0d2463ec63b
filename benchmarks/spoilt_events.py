"""The landing benchmark's export, with a share of its events spoilt in every way that is refused.

Of the others some are written as people write: Thai digits, Buddhist years, UTC.
"""

import random
from collections.abc import Iterator, Sequence

from benchmarks import landing

_EVENT_ID, _TIME, _SUBDISTRICT, _SYSTEM, _USER_GROUP, _USER_ID = range(6)
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_REPEATED, _ELSEWHERE = "an event before it", "another province's subdistrict"
# What is put into which column, in turn.
_SPOILT = (
    (_TIME, ""),
    (_TIME, "เมื่อวานนี้"),
    (_TIME, "2024-02-30T10:00:00"),
    (_TIME, "31/02/2567 10:30"),
    (_TIME, "2024-02-15T24:00:00"),
    (_TIME, "15/02/2567 09:00-12:00"),
    (_TIME, "15/02/45 10:30"),
    (_TIME, "1967-02-15T10:30:00"),
    (_TIME, "2024-01-31T23:59:59"),
    (_TIME, "2024-03-01T00:00:00"),
    (_TIME, "2024-02-29T17:00:00Z"),
    (_TIME, "๑ มีนาคม ๒๕๖๗ เวลา ๐๘.๓๐ น."),
    (_SUBDISTRICT, ""),
    (_SUBDISTRICT, "999999"),
    (_SUBDISTRICT, "ตำบลที่ไม่มีในแผนที่"),
    (_SUBDISTRICT, _ELSEWHERE),
    (_SYSTEM, ""),
    (_SYSTEM, "HarmonyOS"),
    (_EVENT_ID, ""),
    (_EVENT_ID, _REPEATED),
    (_EVENT_ID, "=1+1"),
    (_USER_GROUP, "#VALUE!"),
    (_USER_ID, "-cmd|'/C calc'!A0"),
)


def lines(
    subdistricts: Sequence[str], elsewhere: Sequence[str], events: int, spoilt: float, thai: float
) -> Iterator[str]:
    """The lines of an export, the same ones every time; `spoilt` and `thai` are shares of its events."""
    plain = landing.lines(subdistricts, events)
    yield next(plain)
    chance = random.Random(2)
    ways = 0
    for number, line in enumerate(plain):
        drawn = chance.random()
        if drawn >= spoilt + thai:
            yield line
            continue
        cells = line.rstrip("\n").split(",")
        if drawn < spoilt:
            column, text = _SPOILT[ways % len(_SPOILT)]
            ways += 1
            if text == _REPEATED:
                text = f"E{chance.randrange(max(number, 1)):09}"
            cells[column] = chance.choice(elsewhere) if text == _ELSEWHERE else text
        else:
            _write_as_people_do(cells, number)
        yield ",".join(cells) + "\n"


def _write_as_people_do(cells: list[str], number: int) -> None:
    day, clock = cells[_TIME].split("T")
    year, month, date = day.split("-")
    buddhist = str(int(year) + 543)
    if number % 4 == 0:
        cells[_TIME] = f"{date}/{month}/{buddhist} {clock}".translate(_THAI_DIGITS)
    elif number % 4 == 1:
        cells[_TIME] = f"{buddhist}-{month}-{date}T{clock}"
    elif number % 4 == 2:
        cells[_TIME] = f"{day}T{clock}+07:00"
    else:
        cells[_SUBDISTRICT] = cells[_SUBDISTRICT].translate(_THAI_DIGITS)
