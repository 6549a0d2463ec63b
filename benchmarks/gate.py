"""The gate over a month of download events, against one counting statement written by hand that answers the same.

The suite of `warehouse.app_download` is asked as an audit asks it, importing Great Expectations left aside; the
statement counts, in one go, the rows that would break each of its expectations. The two take turns over the same rows.
"""

import time
from contextlib import closing
from datetime import date
from typing import Any

import psycopg2

from benchmarks.landing import spread
from include import warehouse
from include.quality import Month, asking

PERIOD = date(2024, 2, 1)
SUITE = "warehouse.app_download"
ROWS = """
with

place as (
    select
        province_code,
        array_agg(subdistrict_code order by subdistrict_code) as subdistricts
    from rulebook.subdistrict
    inner join rulebook.in_force using (province_code)
    where in_force.valid_during @> %(period)s
    group by province_code
    order by province_code
    limit 1
),

file as (
    insert into ops.source_file (
        uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, typed_with,
        rows_read, rows_loaded
    )
    select
        'file:///landing/events.csv', 'events', 'app_downloads', province_code, %(period)s, 'events', 1, now(), now(),
        'loaded', 'rules', %(events)s, %(events)s
    from place
    returning file_id, province_code
),

month as (
    insert into candidate.month (
        programme_code, province_code, period, inputs_sha256, rulebook_version, code_version, built_at
    )
    select 'click', province_code, %(period)s, 'none', 1, 'none', now()
    from file
),

event as (
    select
        file.file_id,
        file.province_code,
        number,
        place.subdistricts[1 + (number * 7919 %% cardinality(place.subdistricts))::integer] as subdistrict_code,
        %(period)s::timestamp at time zone 'Asia/Bangkok' + (number * 104729 %% 2505600) * interval '1 second'
            as occurred_at
    from file
    inner join place using (province_code)
    cross join generate_series(1::bigint, %(events)s) as number
),

received as (
    insert into raw.app_downloads (
        file_id, row_number, event_id, occurred_at, subdistrict_code, operating_system, user_group, user_id
    )
    select
        file_id, number + 1, 'E' || number, occurred_at::text, subdistrict_code, 'Android', 'ประชาชน',
        md5(number::text)
    from event
)

insert into warehouse.app_download (
    file_id, row_number, province_code, period, event_id, occurred_at, district_code, subdistrict_code,
    operating_system, user_group, user_id
)
select
    file_id, number + 1, province_code, %(period)s, 'E' || lpad(number::text, 9, '0'), occurred_at,
    left(subdistrict_code, 4), subdistrict_code,
    case when number %% 4 = 0 then 'Web' when number %% 3 = 0 then 'iOS' else 'Android' end, 'ประชาชน',
    md5(number::text)
from event
"""
BY_HAND = """
with

file as (
    select * from ops.source_file
    where
        status = 'loaded' and typed_with is not null and source = 'app_downloads' and province_code = %(province_code)s
        and period = %(period)s
)

select
    count(*) filter (where event.file_id not in (select file.file_id from file)) as of_another_file,
    count(*) filter (where char_length(event.event_id) < 1) as without_number,
    count(*) filter (
        where
            event.occurred_at < %(period)s::timestamp at time zone 'Asia/Bangkok'
            or event.occurred_at >= (%(period)s + interval '1 month') at time zone 'Asia/Bangkok'
    ) as outside_the_month,
    count(*) filter (
        where
            event.subdistrict_code not in (
                select subdistrict.subdistrict_code
                from rulebook.subdistrict
                where subdistrict.province_code = %(province_code)s and subdistrict.valid_during @> %(period)s
            )
    ) as of_another_place,
    count(*) filter (
        where
            (event.subdistrict_code, event.district_code) not in (
                select subdistrict.subdistrict_code, subdistrict.district_code
                from rulebook.subdistrict
                where subdistrict.province_code = %(province_code)s and subdistrict.valid_during @> %(period)s
            )
    ) as of_another_district,
    count(*) filter (where event.operating_system not in ('Android', 'iOS', 'Web')) as on_another_system,
    (
        select count(*)
        from warehouse.app_download as typed
        left join raw.app_downloads as received using (file_id, row_number)
        where typed.province_code = %(province_code)s and typed.period = %(period)s and received.file_id is null
    ) as never_received,
    (
        select count(*)
        from file
        left join (
            select file_id, count(*) as row_count
            from warehouse.app_download
            where province_code = %(province_code)s and period = %(period)s
            group by file_id
        ) as typed using (file_id)
        left join lateral (
            select count(*) as row_count from quarantine.rejected_row where rejected_row.file_id = file.file_id
        ) as refused on true
        where
            file.rows_read <> coalesce(typed.row_count, 0) + refused.row_count + file.rows_known
            or file.rows_loaded <> coalesce(typed.row_count, 0) or file.rows_rejected <> refused.row_count
    ) as files_unaccounted_for,
    (
        select count(*)
        from (select max(least(file.received_at, file.modified_at)) as last_made_at from file) as made
        where made.last_made_at < (%(period)s + interval '1 month') at time zone 'Asia/Bangkok'
    ) as exported_too_early
from warehouse.app_download as event
where event.province_code = %(province_code)s and event.period = %(period)s
"""


def measure(uri: str, pairs: int, events: int) -> dict[str, Any]:
    """Times and ratios of both sides on a migrated database, given its superuser's URI."""
    province_code = _fill(uri, events)
    [suite] = [suite for suite in asking.suites() if suite.name == SUITE]
    _ask(uri, province_code, suite)  # what is imported late is imported now
    gate, by_hand = [], []
    for _ in range(pairs):
        by_hand.append(_count(uri, province_code))
        gate.append(_ask(uri, province_code, suite))
    return {
        "events": events,
        "expectations": len(suite.expectations),
        "pairs": pairs,
        "by_hand_seconds": spread(by_hand),
        "gate_seconds": spread(gate),
        "ratio": spread([ours / theirs for ours, theirs in zip(gate, by_hand, strict=True)]),
    }


def _fill(uri: str, events: int) -> str:
    """Rows of a month, with statistics as the server keeps them; returns their province."""
    with closing(psycopg2.connect(uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute("truncate raw.app_downloads, warehouse.app_download, ops.file_column, candidate.month")
        cursor.execute("delete from ops.source_file")
        cursor.execute("select warehouse.make_months(array[%s])", (PERIOD,))
        cursor.execute(ROWS, {"period": PERIOD, "events": events})
        for relation in ("raw.app_downloads", "warehouse.app_download", "rulebook.subdistrict", "ops.source_file"):
            cursor.execute(f"vacuum analyze {relation}")
        cursor.execute("select province_code from candidate.month")
        [(province_code,)] = cursor.fetchall()
        return str(province_code)


def _count(uri: str, province_code: str) -> float:
    """Seconds from connecting to the answer of the statement written by hand."""
    started = time.perf_counter()
    with warehouse.connect(uri) as connection:
        [counted] = warehouse.fetch(connection, BY_HAND, {"province_code": province_code, "period": PERIOD})
    seconds = time.perf_counter() - started
    assert not any(counted.values()), counted
    return seconds


def _ask(uri: str, province_code: str, suite: Any) -> float:
    """Seconds from nothing to the answers of the suite."""
    started = time.perf_counter()
    answers = list(asking.ask(uri, [Month("click", province_code, PERIOD)], [suite]))
    seconds = time.perf_counter() - started
    assert len(answers) == len(suite.expectations) and all(answer.success for answer in answers)
    return seconds
