"""What cannot be seen changes no reading, and no text is read otherwise than a second, independent reader reads it.

The second reader is written here from the contract's sentences, in another language and another way (word by word, not
by one expression); where the two differ, one of them misread.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

from include.rulebook.names import districts, subdistricts
from tests.corpus.test_corpus import KINDS, labelled, read_cells
from tests.sql.test_thai_round_trips import BATCHED, THAI_MONTHS
from tests.sql.thai_readings import PERIOD, read

UNITS = ["รายการ", "กิจกรรม", "ครั้ง", "ราย", "คน", "แห่ง", "ร้าน"]  # longest first: รายการ begins with ราย
DASHES = set("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
UNSEEN = "\u200b\u200c\u200d\u200e\u2060\ufeff\u00ad"
FEW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
seeds = st.integers(0, 2**32)  # of noise over whole lists of cells
SPACES = "\u00a0\u2009\u202f\u3000"


def noisy(text: str, random: Random) -> str:
    """The same text to the eye: unseen characters, other spaces, two เ for แ, ํ and า for ำ, letters taken apart."""
    text = re.sub("(?<!เ)แ", lambda _: random.choice(["แ", "เเ"]), text)
    text = re.sub("ำ", lambda _: random.choice(["ำ", "\u0e4d\u0e32"]), text)
    text = re.sub(" ", lambda _: random.choice([" ", "  ", *SPACES]), unicodedata.normalize("NFD", text))
    for _ in range(random.randint(0, 3)):
        place = random.randint(0, len(text))
        text = text[:place] + random.choice(UNSEEN) + text[place:]
    before, after = random.choice(["", " ", "\t", *SPACES]), random.choice(["", " ", "\n", *SPACES])
    return f"{before}{text}{after}"


@given(seeds)
@FEW
def test_what_cannot_be_seen_changes_no_reading(connection: Connection, seed: int) -> None:
    random = Random(seed)
    for kind in KINDS:
        cells = [cell for cell in labelled(kind) if cell["rule"] != "missing"]
        noise = [cell | {"cell": noisy(str(cell["cell"]), random)} for cell in cells]
        assert read_cells(connection, kind, noise) == read_cells(connection, kind, cells)


@given(seeds)
@FEW
def test_every_place_is_found_under_every_title(connection: Connection, seed: int) -> None:
    random = Random(seed)
    for kind, titles, places in (
        ("districts", ["", "อำเภอ", "อำเภอ ", "อ.", "อ. ", "สพอ.", "สพอ ", "สำนักงานพัฒนาชุมชนอำเภอ"], districts),
        ("subdistricts", ["", "ตำบล", "ตำบล ", "ต.", "ต. "], subdistricts),
    ):
        for province in ("57", "34"):
            cells = [
                {
                    "cell": noisy(title + written, random),
                    "province": province,
                    "district": code[:4],
                    "folder_period": None,
                }
                for code, (name, _) in places(province).items()
                for title, written in [(title, name) for title in titles] + [("", code)]
            ]
            found = read_cells(connection, kind, cells)
            expected = [(code, None) for code in places(province) for _ in [*titles, code]]
            assert found == expected


def plain(cell: str) -> str:
    """The cell without what cannot be seen, its digits Arabic."""
    for unseen in UNSEEN:
        cell = cell.replace(unseen, "")
    cell = unicodedata.normalize("NFC", " ".join(cell.split())).replace("เเ", "แ").replace("\u0e4d\u0e32", "ำ")
    return "".join(str(ord(letter) - ord("๐")) if "๐" <= letter <= "๙" else letter for letter in cell)


def count(cell: str, _: date) -> str | None:
    """The count that a cell says, as the contract's sentences have it."""
    text = plain(cell)
    if text == "ไม่มี" or text in DASHES:
        return "0"
    for unit in UNITS:
        if text.endswith(unit):
            text = text.removesuffix(unit).removesuffix(" ")
            break
    whole, point, places = text.partition(".")
    first, *groups = whole.split(",")
    if not all(part and set(part) <= set("0123456789") for part in (first, *groups, *([places] if point else []))):
        return None
    if groups and (len(first) > 3 or first[0] == "0" or any(len(group) != 3 for group in groups)):
        return None
    if set(places) - {"0"} or (places == "000" and not groups and len(first) <= 3 and first[0] != "0"):
        return None
    number = int(first + "".join(groups))
    return str(number) if number < 10**18 else None


def common_era(year: str, era: str, period: date, months_from_january: int) -> int | None:
    """The common-era year that a year's figures mean beside their era's name, if they mean one."""
    readings = {"พศ": int(year) - 543, "คศ": int(year)} if len(year) == 4 else {}
    if len(year) == 2:
        readings = {"พศ": 1957 + int(year), "คศ": 2000 + int(year)}
        readings = {
            name: meant
            for name, meant in readings.items()
            if abs((meant - period.year) * 12 + months_from_january - period.month + 1) <= 12
        }
    elif len(year) == 4:
        readings.pop("คศ" if int(year) >= 2400 else "พศ")
        readings = {name: meant for name, meant in readings.items() if meant >= 1857 and int(year) >= 1900}
    meant = {reading for name, reading in readings.items() if era in ("", name)}
    return meant.pop() if len(meant) == 1 else None


def month_named(words: str) -> tuple[int, str] | None:
    """The month (0 for January) and the era's name that Thai words say."""
    bare = words.replace(".", "").replace(" ", "")
    era = bare[-2:] if bare[-2:] in ("พศ", "คศ") else ""
    bare = bare.removesuffix(era)
    names = [{full, short.replace(".", "")} for full, short in THAI_MONTHS]
    found = [number for number, written in enumerate(names) if bare in written]
    return (found[0], era) if found else None


def day(cell: str, period: date) -> str | None:
    """The day that a cell without a time of day says."""
    text = plain(cell).removeprefix("วันที่").strip()
    figures = re.findall("[0-9]+", text)
    between = [part.strip() for part in re.split("[0-9]+", text)]
    era, month = "", None
    if len(figures) == 3 and between[0] == between[3] == "" and between[1] == between[2] and between[1] in "/-.":
        if not between[1]:
            return None
        year_first = len(figures[0]) == 4 and between[1] == "-" and " " not in text
        day_text, month_text, year = figures[::-1] if year_first else figures
        if year_first and len(day_text) > 2:
            return None
        month = int(month_text) - 1 if len(month_text) <= 2 else None
    elif len(figures) == 2 and between[0] == between[2] == "":
        (day_text, year), words = figures, between[1]
        for mark in "-/":
            if words.startswith(mark) and words.endswith(mark) and len(words) > 1:
                words = words[1:-1]
        named = month_named(re.sub("^ *เดือน", "", words))
        month, era = named or (None, "")
    if month is None or len(day_text) > 2 or not 0 <= month <= 11:
        return None
    meant = common_era(year, era, period, month)
    try:
        return None if meant is None else str(date(meant, month + 1, int(day_text)))
    except ValueError:
        return None


def month(cell: str, period: date) -> str | None:
    """The first day of the month that a cell says."""
    text = plain(cell)
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        said = day(text, period)
        return said and f"{said[:7]}-01"
    figures = re.fullmatch("([0-9]+)([-/])([0-9]+)", text)
    era, shift = "", 0
    if figures:
        first, mark, second = figures.groups()
        year, number = (first, second) if len(first) == 4 and mark == "-" else (second, first)
        if len(number) > 2 or not 1 <= int(number) <= 12:
            return None
        month_of_year = int(number) - 1
    else:
        year = re.search("[0-9]*$", text)[0]  # type: ignore[index]
        words = text.removesuffix(year).strip()
        words = words[:-1] if words[-1:] in ("-", "/") else words
        words = re.sub("^(ประจำ ?)?เดือน", "", words).replace("ปีงบประมาณ", "\n")
        name, fiscal, rest = words.partition("\n")
        if fiscal and (named := month_named("ม.ค." + rest)) is not None:
            era = named[1]
        elif fiscal and rest.strip(" ."):
            return None
        found = month_named(name)
        if found is None or not year or (fiscal and found[1]):
            return None
        month_of_year, era = found[0], era or found[1]
        shift = 12 if fiscal and month_of_year >= 9 else 0
    meant = common_era(year, era, period, month_of_year - shift)
    if meant is None:
        return None
    return str(date(meant - (1 if shift else 0), month_of_year + 1, 1))


# Half of the garbage is pieces in any order, half nearly a date, a month or a count.
pieces = st.sampled_from(
    [
        *"0123456789",
        *"๐๑๒๓๔๕๖๗๘๙",
        "2567",
        "๒๕๖๗",
        "67",
        "24",
        "2024",
        "15",
        "02",
        "000",
        "1,234",
        *"/-., ",
        " ",
        "–",
        "−",
    ]
    + [name for names in THAI_MONTHS[:3] + THAI_MONTHS[9:] for name in names]
    + ["ราย", "รายการ", "คน", "พ.ศ.", "ค.ศ.", "วันที่", "เดือน", "ประจำเดือน", "ปีงบประมาณ", "ไม่มี", "\u200b", *"o+%ๆ"]
)
numbers = st.sampled_from(
    ["", "0", "1", "2", "12", "13", "29", "31", "๑๕", "02", "123", "1234", "1,234", "12,34", "0,123"]
)
years = st.sampled_from(["2567", "67", "24", "2024", "66", "68", "๒๕๖๘", "2400", "2399", "0067", "567", ""])
gaps = st.sampled_from(["", "", " ", "  ", "/", "-", ".", "\u00a0"])
names = st.sampled_from([name for month_names in THAI_MONTHS for name in month_names] + ["กพ", "ราย", "คน", "เดือน", ""])
eras = st.sampled_from(["", "", "พ.ศ.", "ค.ศ. ", "ปีงบประมาณ", "ปีงบประมาณ พ.ศ. "])
near_days = st.builds(lambda day, mark, month, year: f"{day}{mark}{month}{mark}{year}", numbers, gaps, numbers, years)
near_words = st.tuples(numbers, gaps, names, gaps, eras, years).map("".join)
near_months = st.tuples(years | numbers, gaps, years | numbers).map("".join)
near_counts = st.tuples(
    st.sampled_from(["", "", "-", "+"]), numbers, st.sampled_from(["", ".0", ".000", ".5", "."]), gaps, names
).map("".join)
garbage = st.lists(pieces, min_size=1, max_size=7).map("".join) | near_days | near_words | near_months | near_counts
READERS: dict[str, Callable[[str, date], str | None]] = {"count": count, "date": day, "month": month}


@given(st.lists(garbage, min_size=50, max_size=200))
@BATCHED
def test_no_garbage_is_read_as_another_value_than_a_second_reader_finds(
    connection: Connection, cells: list[str]
) -> None:
    for kind, reader in READERS.items():
        values = [value for value, *_ in read(connection, kind, cells)]
        expected = list(map(partial(lambda reader, cell: reader(cell, PERIOD), reader), cells))
        differing = {
            cell: (value, meant) for cell, value, meant in zip(cells, values, expected, strict=True) if value != meant
        }
        assert not differing, (kind, differing)
