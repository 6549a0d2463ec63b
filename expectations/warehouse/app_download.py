"""What must be true of `warehouse.app_download`, one province and month at a time.

The one large relation, typed straight from raw: what can be asked of a row alone is asked by Great Expectations' own
expectations of one column, which become one statement over all rows.
"""

from great_expectations import ExpectationSuite
from great_expectations.expectations import (
    ExpectColumnValueLengthsToBeBetween,
    ExpectColumnValuesToBeBetween,
    ExpectColumnValuesToBeInSet,
    UnexpectedRowsExpectation,
)

from expectations.lineage import (
    export_came_after_the_month,
    rows_are_of_the_months_files,
    rows_read_are_accounted_for,
    rows_stand_in_raw,
)

SUITE = ExpectationSuite(
    name="warehouse.app_download",
    expectations=[
        rows_stand_in_raw("app_downloads", key="file_id, row_number"),
        rows_read_are_accounted_for(),
        rows_are_of_the_months_files(shown="file_id, row_number, event_id, district_code, subdistrict_code"),
        ExpectColumnValueLengthsToBeBetween(
            description="events have a number",
            severity="critical",
            notes="เหตุการณ์ที่ไม่มีรหัสแยกจากเหตุการณ์อื่นไม่ได้ · An event without its number may be counted twice",
            column="event_id",
            min_value=1,
        ),
        ExpectColumnValuesToBeBetween(
            description="events are of the month",
            severity="critical",
            notes="เหตุการณ์ต้องอยู่ในเดือนตามเวลาไทย · An event lies in the month by the clock of Bangkok",
            column="occurred_at",
            min_value={"$PARAMETER": "month_start"},
            max_value={"$PARAMETER": "next_month_start"},
            strict_max=True,
        ),
        UnexpectedRowsExpectation(
            description="events are of the province's subdistricts",
            severity="critical",
            notes="เหตุการณ์ต้องอยู่ในตำบลของจังหวัด · An event lies in a subdistrict of the province",
            unexpected_rows_query="""
            select event.file_id, event.row_number, event.event_id, event.district_code, event.subdistrict_code
            from {batch} as event
            where
                event.subdistrict_code not in (
                    select subdistrict.subdistrict_code
                    from {month} as month
                    inner join rulebook.subdistrict
                        on
                            subdistrict.province_code = month.province_code
                            and subdistrict.valid_during @> month.period
                )
            """,
        ),
        ExpectColumnValuesToBeInSet(
            description="events are on a known system",
            severity="critical",
            notes="ระบบปฏิบัติการต้องเป็นระบบที่รู้จัก มิฉะนั้นนับเป็นดาวน์โหลดหรือเว็บไม่ได้"
            " · An event on an unknown system is neither a download nor a web sign-in",
            column="operating_system",
            value_set=["Android", "iOS", "Web"],
        ),
        UnexpectedRowsExpectation(
            description="events have the district of their subdistrict",
            severity="critical",
            notes="อำเภอของเหตุการณ์ต้องเป็นอำเภอของตำบลนั้น · An event counts for the district its subdistrict belongs to",
            unexpected_rows_query="""
            select grouped.district_code, grouped.subdistrict_code, grouped.events
            from (
                select
                    event.province_code, event.period, event.district_code, event.subdistrict_code, count(*) as events
                from {batch} as event
                group by event.province_code, event.period, event.district_code, event.subdistrict_code
            ) as grouped
            inner join rulebook.subdistrict
                on
                    subdistrict.subdistrict_code = grouped.subdistrict_code
                    and subdistrict.province_code = grouped.province_code
                    and subdistrict.valid_during @> grouped.period
            where grouped.district_code <> subdistrict.district_code
            """,
        ),
        export_came_after_the_month("app_downloads"),
    ],
)
