"""What was refused stays readable, however much of it there is."""

import csv
import io
from dataclasses import replace

from include.publishing.results.details import Refusal, Working
from include.publishing.results.shapes import Month
from include.publishing.scoreboard import pages, refused, site

_MANY = 10_000


def _refusal(number: int, told_th: str) -> Refusal:
    return Refusal("5701", "app_downloads", "", "events.csv", "", number, told_th)


def test_refusals_that_differ_in_what_they_name_are_one_kind() -> None:
    repeated = [_refusal(number, f"รหัสเหตุการณ์ “E{number}” ซ้ำกับแถวก่อนหน้า") for number in range(7)]
    empty = [_refusal(number, "ช่อง “เวลา” ว่างอยู่") for number in range(9)]
    assert refused.kinds([*repeated, *empty]) == [
        refused.Kind("app_downloads", "ช่อง “เวลา” ว่างอยู่", 9),
        refused.Kind("app_downloads", "รหัสเหตุการณ์ “E0” ซ้ำกับแถวก่อนหน้า", 7),
    ]


def test_a_page_with_thousands_of_refusals_is_no_longer_than_one_with_some(march: Month) -> None:
    links, district = site.links(march.edition, [], "../"), march.districts[0]
    told = [_refusal(number, f"วันที่ในช่อง “เวลา” (พบ “{number}”) ไม่มีในปฏิทิน") for number in range(_MANY)]

    def page(refusals: list[Refusal], listed: str) -> str:
        return pages.district(march, district, links, pages.Behind(Working({}, frozenset()), {}, refusals, listed))

    some, many = page(told[:60], ""), page(told, "../refusals/5701.csv")
    assert len(many) < len(some) + 1_000
    assert "10,000 รายการ" in many and "แสดง 50 จาก 10,000 รายการ" in many
    assert '<a href="../refusals/5701.csv">' in many and "refusals/" not in some


def test_the_list_of_all_of_them_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    refusals = [_refusal(2, "ช่อง “เวลา” ว่างอยู่"), replace(_refusal(3, "ซ้ำ"), file="=HYPERLINK(1)", replaced=True)]
    content = refused.as_csv(refusals)
    assert content.startswith(b"\xef\xbb\xbf")
    header, first, second = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert tuple(header) == refused.HEADINGS
    assert first == ["ข้อมูลดาวน์โหลด", "events.csv", "", "2", "ช่อง “เวลา” ว่างอยู่", ""]
    assert second[1] == "'=HYPERLINK(1)" and second[5] == "✓"
