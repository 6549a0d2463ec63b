"""How people write values: dates, months, counts, answers and names, in every form that the landing zone may hold."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from random import Random

from include.simulator.places import District, Subdistrict
from include.simulator.records import Cell, Cells

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
TONE_MARKS = "่้๊๋"


def thai(text: object) -> str:
    """Any text with Thai digits for the Arabic ones."""
    return str(text).translate(THAI_DIGITS)


def year_be(day: date) -> int:
    """The Buddhist year."""
    return day.year + 543


# Dates with a year of four digits; exports, which look back further than a year, use no others.
FULL_DATES: dict[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "iso_be": lambda day: f"{year_be(day)}-{day.month:02}-{day.day:02}",
    "slash": lambda day: f"{day.day:02}/{day.month:02}/{year_be(day)}",
    "slash_ce": lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    "thai": lambda day: thai(f"{day.day} {MONTHS[day.month - 1]} {year_be(day)}"),
    "era": lambda day: f"{day.day} {MONTHS[day.month - 1]} พ.ศ. {thai(year_be(day))}",
}
SHORT_DATES: dict[str, Callable[[date], str]] = {
    "slash_short": lambda day: f"{day.day}/{day.month}/{year_be(day) % 100:02}",
    "dash_short": lambda day: f"{day.day}-{day.month}-{year_be(day) % 100:02}",
    "thai_short": lambda day: f"{day.day} {SHORT_MONTHS[day.month - 1]} {year_be(day) % 100:02}",
    "slash_short_ce": lambda day: f"{day.day:02}/{day.month:02}/{day.year % 100:02}",
}
DATES = FULL_DATES | SHORT_DATES

MONTH_FORMS: tuple[Callable[[date], str], ...] = (
    lambda month: f"{month.year}-{month.month:02}",
    lambda month: f"{month.month:02}/{year_be(month)}",
    lambda month: f"{MONTHS[month.month - 1]} {thai(year_be(month))}",
    lambda month: f"{MONTHS[month.month - 1]} {year_be(month)}",
    lambda month: f"{SHORT_MONTHS[month.month - 1]} {year_be(month) % 100:02}",
    lambda month: f"{SHORT_MONTHS[month.month - 1]}{year_be(month) % 100:02}",
    lambda month: f"ประจำเดือน{MONTHS[month.month - 1]} {thai(year_be(month))}",
    lambda month: f"{MONTHS[month.month - 1]} ปีงบประมาณ {thai(year_be(month) + (1 if month.month >= 10 else 0))}",
)

YES = ("ใช่", "มี", "ครบ", "yes", "Yes", "true", "TRUE", "1", "/", "✓", "√")
NO = ("ไม่ใช่", "ไม่มี", "ไม่ครบ", "no", "No", "false", "FALSE", "0")


def real_date(day: date, buddhist: bool) -> date:
    """A cell that is a date to Excel, in the Buddhist year where that year has the day (2567 has no 29 February)."""
    if not buddhist or (day.month, day.day) == (2, 29):
        return day
    return day.replace(year=year_be(day))


def export_days(random: Random, cells: Cells, weights: Sequence[int] | None = None) -> Callable[[date], Cell]:
    """How one export writes its days: as real dates where it can, or in one of the `FULL_DATES`, by `weights`."""
    if cells == "typed":
        return random.choice([lambda day: day, lambda day: datetime.combine(day, time())])
    if cells == "workbook" and random.random() < 0.7:
        buddhist = random.random() < 0.3
        return lambda day: real_date(day, buddhist)
    return random.choices(list(FULL_DATES.values()), weights)[0]


def export_code(random: Random, cells: Cells) -> Callable[[str], Cell]:
    """How one export writes its codes of places: as text, or as the numbers that they look like."""
    if cells == "typed" or (cells == "workbook" and random.random() < 0.5):
        return int
    return str


def slips(random: Random, text: str) -> str:
    """One of the slips that cannot be seen: spaces, a doubled sara e, a nikhahit, a tone out of order, zero width."""
    choices: list[Callable[[], str]] = [
        lambda: f"  {text} ",
        lambda: f"{text}\u00a0",
        lambda: f"{text[:1]}\u200b{text[1:]}",
        lambda: f"\ufeff{text}",
    ]
    if " " in text:
        choices += [lambda: text.replace(" ", "  ", 1), lambda: text.replace(" ", "\u00a0", 1)]
    if "แ" in text:
        choices += [lambda: text.replace("แ", "เเ")] * 3
    at = text.find("ำ")
    if at > 0:
        toned = text[at - 1] in TONE_MARKS
        choices += [lambda: text.replace("ำ", "ํา")] * 3
        if toned:
            choices += [lambda: f"{text[: at - 1]}ํ{text[at - 1]}า{text[at + 1 :]}"] * 2
            choices += [lambda: f"{text[: at - 1]}ำ{text[at - 1]}{text[at + 1 :]}"] * 2
    return random.choice(choices)()


class Pen:
    """A person who fills in one report: a few habits of the hand, the month at issue, and whether it is a workbook."""

    def __init__(self, random: Random, month: date, in_workbook: bool) -> None:
        self.random = random
        self.month = month
        self.in_workbook = in_workbook
        forms = [*DATES, "real", "real_be"] if in_workbook else list(DATES)
        weights = [
            {"slash_ce": 1, "slash_short_ce": 1, "iso_be": 1, "real": 6, "real_be": 2}.get(form, 3) for form in forms
        ]
        self._date_forms = forms
        self._usual_date = random.choices(forms, weights)[0]
        self._thai_digits = random.random() < 0.3
        self._usual_yes = random.choice(YES)
        self._usual_no = random.choice(NO)

    def day(self, day: date) -> Cell:
        """A date: mostly the person's usual form, sometimes any other."""
        form = self._usual_date if self.random.random() < 0.8 else self.random.choice(self._date_forms)
        if form in ("real", "real_be"):
            return real_date(day, form == "real_be")
        return self.name(DATES[form](day), 0.02)

    def moment(self, moment: datetime) -> Cell:
        """A day with its time, to the second where it has seconds."""
        clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
        if self.in_workbook and self.random.random() < 0.4:
            return moment.replace(tzinfo=None)
        return f"{self.random.choice([DATES['iso'], DATES['slash'], DATES['thai']])(moment.date())} {clock}"

    def month_name(self) -> str:
        """The month of the report."""
        return self.name(self.random.choice(MONTH_FORMS)(self.month), 0.05)

    def count(self, number: int, units: Sequence[str] = ()) -> Cell:
        """A count, in Arabic or Thai digits, with commas, with a unit; nothing at all has words of its own."""
        if number == 0 and self.random.random() < 0.6:
            return self.random.choice(["-", "ไม่มี"])
        if self.in_workbook and self.random.random() < 0.6:
            return number
        text = f"{number:,}" if number >= 1000 and self.random.random() < 0.8 else str(number)
        if self._thai_digits or self.random.random() < 0.1:
            text = thai(text)
        return f"{text} {self.random.choice(units)}" if units and self.random.random() < 0.3 else text

    def answer(self, answer: bool, empty_means: bool = False) -> Cell:
        """Yes or no; an empty cell where it means the same."""
        if answer == empty_means and self.random.random() < 0.3:
            return None
        usual, forms = (self._usual_yes, YES) if answer else (self._usual_no, NO)
        text = usual if self.random.random() < 0.8 else self.random.choice(forms)
        return int(text) if self.in_workbook and text in "10" else text

    def name(self, text: str, share: float = 0.12) -> str:
        """A name or text, now and then with a slip."""
        return slips(self.random, text) if self.random.random() < share else text

    def district(self, district: District, aliases: Sequence[str]) -> str:
        """A district: name, prefix and name, alias or code."""
        name = district.name_th
        forms = [
            name, name, f"อำเภอ{name}", f"อ.{name}", f"อ. {name}", f"สพอ.{name}", f"สำนักงานพัฒนาชุมชนอำเภอ{name}",
            district.code, *aliases,
        ]  # fmt: skip
        return self.name(self.random.choice(forms))

    def subdistrict(self, subdistrict: Subdistrict) -> str:
        """A subdistrict: name, prefix and name, or code."""
        name = subdistrict.name_th
        return self.name(
            self.random.choice([name, name, name, f"ตำบล{name}", f"ต.{name}", f"ต. {name}", subdistrict.code])
        )
