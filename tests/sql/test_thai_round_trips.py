"""What must hold for any cell at all: what is written in any accepted form reads back, and no text raises."""

import datetime
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection

from tests.sql.thai_readings import READINGS, ask, read

THAI_MONTHS = [
    ("มกราคม", "ม.ค."),
    ("กุมภาพันธ์", "ก.พ."),
    ("มีนาคม", "มี.ค."),
    ("เมษายน", "เม.ย."),
    ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."),
    ("กรกฎาคม", "ก.ค."),
    ("สิงหาคม", "ส.ค."),
    ("กันยายน", "ก.ย."),
    ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."),
    ("ธันวาคม", "ธ.ค."),
]
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
BATCHED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def thai_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


maybe_thai_digits: st.SearchStrategy[Callable[[str], str]] = st.sampled_from([str, thai_digits])
spaces = st.sampled_from(["", " ", "  ", "\u00a0", "\u200b"])


@st.composite
def written_counts(draw: st.DrawFn) -> tuple[str, str]:
    count = draw(st.integers(0, 10**18 - 1) | st.integers(0, 5000))
    text = draw(st.sampled_from([f"{count}", f"{count:,}", f"{count}.0", f"{count:,}.00"]))
    unit = draw(st.sampled_from(["", "ราย", " ราย", " รายการ", " ครั้ง", "แห่ง"]))
    return draw(spaces) + draw(maybe_thai_digits)(text) + unit + draw(spaces), str(count)


def day_forms(day: datetime.date) -> list[str]:
    """Every way to write a day with its full year."""
    full, short = THAI_MONTHS[day.month - 1]
    buddhist = day.year + 543
    numeric = [
        form
        for year in (day.year, buddhist)
        for separator in "/-."
        for form in (
            f"{day.day}{separator}{day.month}{separator}{year}",
            f"{day.day:02}{separator}{day.month:02}{separator}{year}",
        )
    ]
    written = [
        form
        for name in (full, short, short.replace(".", ""))
        for form in (
            f"{day.day} {name} {buddhist}",
            f"{day.day}{name}{buddhist}",
            f"{day.day} {name} พ.ศ. {buddhist}",
            f"{day.day} {name} ค.ศ. {day.year}",
            f"วันที่ {day.day} เดือน{name} พ.ศ. {buddhist}",
            f"วัน{WEEKDAYS[day.weekday()]}ที่ {day.day} {name} {day.year}",
        )
    ]
    return [*numeric, *written, day.isoformat(), f"{buddhist}{day.isoformat()[4:]}"]


def short_day_forms(day: datetime.date) -> list[str]:
    """Ways to write a day with two digits of its year."""
    short = THAI_MONTHS[day.month - 1][1]
    return [
        form
        for year in (f"{day.year % 100:02}", f"{(day.year + 543) % 100:02}")
        for form in (f"{day.day}/{day.month}/{year}", f"{day.day} {short} {year}", f"{day.day:02}-{short}-{year}")
    ]


days = st.dates(datetime.date(2000, 1, 1), datetime.date(2399, 12, 31))


@st.composite
def written_days(draw: st.DrawFn, forms: Callable[[datetime.date], list[str]] = day_forms) -> tuple[str, datetime.date]:
    day = draw(days)
    return draw(spaces) + draw(maybe_thai_digits)(draw(st.sampled_from(forms(day)))) + draw(spaces), day


@st.composite
def written_moments(draw: st.DrawFn) -> tuple[str, str]:
    day = draw(days)
    hour, minute, second = draw(st.tuples(st.integers(0, 23), st.integers(0, 59), st.integers(0, 59)))
    clock = f"{hour:02}:{minute:02}"
    text, shown_second = draw(
        st.sampled_from(
            [
                (f" {clock}", 0),
                (f" {hour}:{minute:02} น.", 0),
                (f" {hour}.{minute:02} น.", 0),
                (f" เวลา {hour:02}.{minute:02} น.", 0),
                (f" {clock}:{second:02}", second),
                (f", {clock}:{second:02}", second),
                (f" {clock}:{second:02}+07:00", second),
            ]
        )
    )
    written = draw(st.sampled_from(day_forms(day))) + text
    return draw(maybe_thai_digits)(written), f"{day} {hour:02}:{minute:02}:{shown_second:02}"


def month_forms(month: datetime.date) -> list[str]:
    """Every way to write a month with its full year; October to December also by the fiscal year that they begin."""
    full, short = THAI_MONTHS[month.month - 1]
    buddhist = month.year + 543
    fiscal = buddhist + (month.month >= 10)
    return [
        *[
            form
            for year in (month.year, buddhist)
            for form in (f"{year}-{month.month:02}", f"{month.month:02}/{year}", f"{month.month}/{year}")
        ],
        *[
            form
            for name in (full, short, short.replace(".", ""))
            for form in (
                f"{name} {buddhist}",
                f"{name}{buddhist}",
                f"{name} {month.year}",
                f"{name} พ.ศ. {buddhist}",
                f"ประจำเดือน{name} {buddhist}",
                f"เดือน {name} ค.ศ. {month.year}",
                f"{name} ปีงบประมาณ {fiscal}",
                f"ประจำเดือน {name} ปีงบประมาณ พ.ศ. {fiscal}",
            )
        ],
    ]


@st.composite
def written_months(draw: st.DrawFn) -> tuple[str, datetime.date]:
    month = draw(days).replace(day=1)
    return draw(spaces) + draw(maybe_thai_digits)(draw(st.sampled_from(month_forms(month)))) + draw(spaces), month


@given(st.lists(written_months(), min_size=1, max_size=60))
@BATCHED
def test_a_month_written_in_any_form_reads_back(
    connection: Connection, written: list[tuple[str, datetime.date]]
) -> None:
    assert read(connection, "month", [text for text, _ in written]) == [(str(month), None) for _, month in written]


@given(st.lists(written_days(), min_size=1, max_size=60), st.integers(1, 6))
@BATCHED
def test_a_date_under_another_weekday_is_refused(
    connection: Connection, written: list[tuple[str, datetime.date]], later: int
) -> None:
    texts = [f"วัน{WEEKDAYS[(day.weekday() + later) % 7]}ที่ {day.day}/{day.month}/{day.year}" for _, day in written]
    assert read(connection, "date", texts) == [(None, "date_impossible")] * len(texts)


@given(st.lists(written_counts(), min_size=1, max_size=60))
@BATCHED
def test_a_count_written_in_any_form_reads_back(connection: Connection, written: list[tuple[str, str]]) -> None:
    assert read(connection, "count", [text for text, _ in written]) == [(count, None) for _, count in written]


@given(st.lists(written_days(), min_size=1, max_size=60))
@BATCHED
def test_a_date_written_in_any_form_reads_back(
    connection: Connection, written: list[tuple[str, datetime.date]]
) -> None:
    assert read(connection, "date", [text for text, _ in written]) == [(str(day), None) for _, day in written]


@given(st.lists(written_days(short_day_forms), min_size=1, max_size=60), st.integers(-12, 12))
@BATCHED
def test_a_two_digit_year_reads_back_within_twelve_months(
    connection: Connection, written: list[tuple[str, datetime.date]], months: int
) -> None:
    # the folder's period stands that many months from the day's own month; 25yy and 20yy name this century only
    written = [(text, day) for text, day in written if day.year < 2057]
    moved = [day.year * 12 + day.month - 1 + months for _, day in written]
    periods = [datetime.date(month // 12, month % 12 + 1, 1) for month in moved]
    readings = read(connection, "date", [text for text, _ in written], periods)
    assert readings == [(str(day), None) for _, day in written]


@given(st.lists(written_moments(), min_size=1, max_size=60))
@BATCHED
def test_a_moment_written_in_any_form_reads_back(connection: Connection, written: list[tuple[str, str]]) -> None:
    assert read(connection, "moment", [text for text, _ in written]) == [(moment, None, True) for _, moment in written]


@given(
    st.lists(
        st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2399, 12, 31), timezones=st.timezones()),
        min_size=1,
        max_size=60,
    )
)
@BATCHED
def test_an_iso_time_stamp_means_the_same_instant(connection: Connection, moments: list[datetime.datetime]) -> None:
    # offsets of whole minutes only, as ISO 8601 has them
    whole = [moment for moment in moments if (moment.utcoffset() or datetime.timedelta()).seconds % 60 == 0]
    bangkok = datetime.timezone(datetime.timedelta(hours=7))
    whole = [moment for moment in whole if moment.astimezone(bangkok).year >= 1921]
    readings = read(connection, "moment", [moment.isoformat() for moment in whole])
    expected = [moment.astimezone(bangkok).replace(tzinfo=None).isoformat(" ") for moment in whole]
    assert readings == [(text.rstrip("0") if "." in text else text, None, True) for text in expected]


@given(st.lists(days, min_size=1, max_size=60))
@BATCHED
def test_what_is_printed_reads_back(connection: Connection, printed: list[datetime.date]) -> None:
    texts = [str(day) for day in printed]
    printed_days = ask(connection, "thai.print_date", texts, "date")
    assert read(connection, "date", printed_days) == [(text, None) for text in texts]
    printed_months = ask(connection, "thai.print_digits", ask(connection, "thai.print_month", texts, "date"))
    assert read(connection, "month", printed_months) == [(f"{text[:7]}-01", None) for text in texts]


# Half of it is what cells are made of, so that texts come near to being readable.
pieces = st.sampled_from(
    [
        *"0123456789๐๒๕๖๗/.-–:,+TZ \u00a0\u200b\ufeff\n\t√xเแํา้่ำุ",
        *["ราย", "น.", "เวลา", "วันที่", "ประจำเดือน", "ปีงบประมาณ", "พ.ศ.", "ค.ศ.", "ก.พ.", "กุมภาพันธ์", "ไม่มี", "ใช่"],
        *["2567", "30/2/67", "2024-02-15", "2024-02-15T10:30:00", "T24:00:00", "99999999999999999999"],
    ]
)
any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
cells = st.lists(pieces | any_text, max_size=8).map("".join)


@given(st.lists(cells, min_size=1, max_size=60))
@BATCHED
def test_any_text_at_all_is_a_value_or_a_rule_or_missing(connection: Connection, texts: list[str]) -> None:
    folded = ask(connection, "thai.fold", texts)
    for kind in READINGS:
        for text, fold, (value, rule, *_) in zip(texts, folded, read(connection, kind, texts), strict=True):
            given_answers = sum(answer is not None for answer in (value, rule))
            assert given_answers == (0 if fold is None else 1), (kind, text)


@given(st.lists(cells, min_size=1, max_size=60))
@BATCHED
def test_folding_twice_changes_nothing(connection: Connection, texts: list[str]) -> None:
    folded = ask(connection, "thai.fold", texts)
    assert ask(connection, "thai.fold", folded) == folded
    keys = ask(connection, "thai.name_key", texts)
    assert ask(connection, "thai.name_key", keys) == keys
