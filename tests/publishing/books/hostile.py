"""A month whose names and explanations are written by somebody who means harm, or who writes without end."""

import datetime
from typing import Any

from include import warehouse
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables
from tests.sql.test_snapshot_hashes import freeze, grade

APRIL = {"province_code": "34", "period": datetime.date(2025, 4, 1)}
NAMES = (
    "<script>alert('อำเภอ')</script>",
    '=HYPERLINK("http://example.invalid","คลิกที่นี่")',
    "=1+1",
    "+66 2 000 0000",
    "-2+3",
    "@SUM(A1:A9)",
    "{=SUM(A1)}",
    "'=1+1",
    "http://example.invalid/เงิน",
    "file:///etc/passwd",
    "internal:'สรุป'!A1",
    "๐0123",
    "อำเภอ 😀 👨‍👩‍👧 ดี",
    "ก" * 500,
    "ความยาวที่ไม่มีช่องว่าง" * 25,
    '&L&"Arial"&A && <b>&amp;</b> ]]>',
)


def publish_hostile(connection: Any) -> None:
    """April, frozen with those names and with explanations that begin like formulas."""
    given = Given(connection, APRIL, columns_of_tables(connection))
    given.deliver(list(PLATFORM_SOURCES))
    given.add(
        {"ops.source_file": [{"file": '=cmd|"/C calc"!A0 <รายงาน>.xlsx', "received_at": "2025-05-02 09:00:00+07"}]}
    )
    grade(connection, APRIL)
    month = "province_code = %(province_code)s and period = %(period)s"
    codes = warehouse.fetch(
        connection, f"select district_code from mart.district_grade where {month} order by 1", APRIL
    )
    with connection.cursor() as cursor:
        for row, name in zip(codes, NAMES, strict=False):
            cursor.execute(
                f"update mart.district_grade set district_name_th = %(name)s where {month} and district_code = %(at)s",
                {**APRIL, "name": name, "at": row["district_code"]},
            )
        cursor.execute(f"update mart.attainment set explanation_th = '=1+1 ' || explanation_th where {month}", APRIL)
    freeze(connection, APRIL, 1, "2025-05-18 23:00:00+07")
