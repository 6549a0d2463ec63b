"""What must be true of `warehouse.app_download`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import export_came_after_the_month, facts_are_as_typed

SUITE = ExpectationSuite(
    name="warehouse.app_download",
    expectations=[
        facts_are_as_typed(
            "app_download",
            "file_id, row_number, occurred_at, subdistrict_code, operating_system, user_group, user_id",
            key="province_code, period, event_id",
        ),
        UnexpectedRowsExpectation(
            description="events are of the month and of known subdistricts and systems",
            severity="critical",
            notes="เหตุการณ์ต้องอยู่ในเดือนตามเวลาไทย ในตำบลของจังหวัด และบนระบบที่รู้จัก"
            " · An event lies in the month in Bangkok, in a subdistrict of the province, on a known system",
            unexpected_rows_query="""
            select
                grouped.district_code, grouped.subdistrict_code, grouped.operating_system, grouped.first_at,
                grouped.last_at
            from (
                select
                    event.province_code, event.period, event.district_code, event.subdistrict_code,
                    event.operating_system, min(event.occurred_at) as first_at, max(event.occurred_at) as last_at
                from {batch} as event
                group by
                    event.province_code, event.period, event.district_code, event.subdistrict_code,
                    event.operating_system
            ) as grouped
            left join rulebook.subdistrict
                on
                    subdistrict.subdistrict_code = grouped.subdistrict_code
                    and subdistrict.province_code = grouped.province_code
                    and subdistrict.valid_during @> grouped.period
            where
                grouped.district_code is distinct from subdistrict.district_code
                or grouped.operating_system not in ('Android', 'iOS', 'Web')
                or grouped.first_at < grouped.period::timestamp at time zone 'Asia/Bangkok'
                or grouped.last_at >= (grouped.period + interval '1 month') at time zone 'Asia/Bangkok'
            """,
        ),
        UnexpectedRowsExpectation(
            description="no event was lost on its way from the files",
            severity="critical",
            notes="จำนวนเหตุการณ์ต้องเท่ากับแถวที่รับไว้จากทุกไฟล์ของเดือน"
            " · Events are as many as the rows taken from the month's files",
            unexpected_rows_query="""
            select counted.events, taken.rows
            from (select count(*) as events from {batch} as event) as counted
            cross join (
                select coalesce(sum(source_file.rows_loaded), 0) as rows
                from {month} as month
                inner join ops.source_file using (province_code, period)
                where
                    source_file.source = 'app_downloads' and source_file.status = 'loaded'
                    and source_file.typed_with is not null
            ) as taken
            where counted.events <> taken.rows
            """,
        ),
        export_came_after_the_month("app_downloads"),
    ],
)
