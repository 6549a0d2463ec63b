"""The printed result, on months small enough to check by hand."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg2.extras import Json
from rich.cells import cell_len
from rich.console import Console

from include.local import scoreboard
from include.local.scoreboard.lines import clean, fit, wrap
from include.warehouse import fetch

JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
CHAIN = "c0ffee" + "0" * 57

MET = """
insert into mart.attainment (period, province_code, district_code, criterion_code, met, points, max_points, explanation_th)
select
    %(period)s, criterion.province_code, district.district_code, criterion.criterion_code, chance.met,
    case when chance.met then criterion.points else 0 end, criterion.points, 'อธิบาย'
from rulebook.criterion
inner join rulebook.district using (province_code)
-- the n-th district of a province misses its last n criteria, every third district none of them
cross join lateral (
    select
        criterion.position <= 8 - right(district.district_code, 2)::integer or right(district.district_code, 2)::integer %% 3 = 0 as met
) as chance
where criterion.province_code = %(province_code)s and criterion.level = 'district'
"""
GRADES = """
insert into mart.district_grade (
    period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis, on_time,
    rulebook_version
)
select
    %(period)s, attainment.province_code, attainment.district_code, district.name_th,
    case when right(attainment.district_code, 2)::integer = 18 then 'not_reported' else 'graded' end,
    sum(points), sum(max_points), round(100 * sum(points) / sum(max_points), 4), band.grade, 'ordered',
    right(attainment.district_code, 2)::integer <> 18 and right(attainment.district_code, 2)::integer %% 5 <> 0, 1
from mart.attainment
inner join rulebook.district using (district_code)
cross join lateral (
    select grade_band.grade from rulebook.grade_band
    where grade_band.province_code = attainment.province_code
) as band
where period = %(period)s and attainment.province_code = %(province_code)s
group by attainment.province_code, attainment.district_code, district.name_th, band.grade
having 100 * sum(points) / sum(max_points) <@ (
    select percents from rulebook.grade_band
    where grade_band.province_code = attainment.province_code and grade_band.grade = band.grade
)
"""
SUMMARY = """
insert into mart.province_summary (
    period, province_code, status, districts, reported, on_time, grade_counts, mean_percent, province_criteria, rulebook_version
)
select
    %(period)s, %(province_code)s, %(status)s, 18, 17, 14,
    coalesce((
        select jsonb_object_agg(grade, districts)
        from (
            select grade, count(*) as districts from mart.district_grade
            where period = %(period)s and province_code = %(province_code)s
            group by grade
        ) as counted
    ), '{}'),
    (select round(avg(percent), 4) from mart.district_grade where period = %(period)s and province_code = %(province_code)s),
    %(province_criteria)s, 1
"""
FILE = """
insert into ops.source_file (
    uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, reason, rows_read, rows_loaded,
    rows_rejected
)
values (%(uri)s, %(uri)s, %(source)s, %(province_code)s, %(period)s, md5(%(uri)s), 1, now(), now(), %(status)s, %(reason)s,
    %(rows)s, 0, %(rows)s)
returning file_id
"""
