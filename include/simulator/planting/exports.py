"""Rows that are refused for what is seldom written so, in small files that a system sends besides its own."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import at, folder_name, month_after
from include.simulator.csv_files import csv_file
from include.simulator.layout import (
    APP_DOWNLOADS,
    FORM_COLUMNS,
    OTOP_OPERATORS,
    SUMMARY_ONLY,
    with_places,
)
from include.simulator.pen import MONTHS, thai, year_be
from include.simulator.places import District
from include.simulator.records import Delivery, Refusal, Row

ROWS = 3  # of a kind in each file
FUTURE = date(2099, 1, 1)


def _events(random: Random, places: Sequence[District], month: date) -> list[Row]:
    """Times of no clock, and subdistricts by a name that two districts have."""
    names = Counter(subdistrict.name_th for place in places for subdistrict in place.subdistricts)
    shared = sorted(name for name, count in names.items() if count > 1)
    known = [subdistrict.code for place in places for subdistrict in place.subdistricts]
    rows = []
    for number in range(2 * ROWS):
        day = f"15/{month.month:02}/{year_be(month)}"
        cells = {
            "event_id": f"EX{places[0].code[:2]}{month:%y%m}{number:03}",
            "occurred_at": f"{day} 10:{random.randrange(60):02}",
            "subdistrict_code": random.choice(known),
            "operating_system": "Android",
            "user_id": f"{random.getrandbits(64):016x}",
        }
        if number < ROWS:
            cells["occurred_at"] = f"{day} {random.choice(['24:30', '25:10', '10:75', '09:00-12:00'])}"
            rows.append(Row(dict(cells), refusal=Refusal("occurred_at", "time_unreadable")))
        else:
            cells["subdistrict_code"] = random.choice(shared)
            rows.append(Row(dict(cells), refusal=Refusal("subdistrict_code", "subdistrict_ambiguous")))
    return rows


def _operators(random: Random, places: Sequence[District], month: date) -> list[Row]:
    """Operators whose code and name are of two districts."""
    rows = []
    for number in range(ROWS):
        one, other = random.sample(list(places), 2)
        cells = {
            "operator_id": f"OT{one.code[:2]}8{number:05}",
            "district_code": one.code,
            "district": other.name_th,
            "as_of_date": month.isoformat(),
        }
        rows.append(Row(dict(cells), refusal=Refusal("district_code", "district_disagrees")))
    return rows


def deliver(random: Random, province_code: str, places: Sequence[District], month: date) -> list[Delivery]:
    """The month's small files."""
    made = {
        "app_downloads": (APP_DOWNLOADS, _events(random, places, month)),
        "otop_operators": (
            with_places(OTOP_OPERATORS, ("district_code", "district")),
            _operators(random, places, month),
        ),
    }
    deliveries = []
    for source, (columns, rows) in made.items():
        day = month_after(month) + timedelta(days=random.randint(4, 9))
        content, placed, remarks = csv_file(random, columns, rows, "ส่งเพิ่มเติม")
        uri = f"{source}/{province_code}/{folder_name(month)}/เพิ่มเติม_{day:%Y%m%d}.csv"
        deliveries.append(
            Delivery(uri, at(day, 9), content, source, province_code, month, rows=placed, remarks=remarks)
        )
    return deliveries


def of_the_future(random: Random, province_code: str, places: Sequence[District], sent_on: date) -> Delivery:
    """A form tool's export of a month that has not begun."""
    rows = []
    for place in places[:ROWS]:
        period = f"{MONTHS[FUTURE.month - 1]} {thai(year_be(FUTURE))}"
        cells = {
            "report_id": f"CLK{year_be(FUTURE)}01-{place.code}",
            "district": place.name_th,
            "period": period,
            "reported_on": f"15/01/{year_be(FUTURE)}",
            "new_shops": "1",
        }
        rows.append(Row(dict(cells), refusal=Refusal("period", "month_not_begun")))
    columns = (*FORM_COLUMNS, *SUMMARY_ONLY)
    content, placed, remarks = csv_file(random, columns, rows, "แบบรายงาน Click ชุมชน")
    uri = f"submissions/{province_code}/{folder_name(FUTURE)}/summary.csv"
    return Delivery(uri, at(sent_on, 9), content, "submissions", province_code, FUTURE, rows=placed, remarks=remarks)
