"""A rule that the suites of `snapshot` share."""

from great_expectations.expectations import UnexpectedRowsExpectation


def rows_are_of_the_frozen_month() -> UnexpectedRowsExpectation:
    """Every row of a freeze is of its publication's programme, province and month, and there are rows."""
    return UnexpectedRowsExpectation(
        description="rows are of the month that was frozen",
        severity="critical",
        notes="ทุกแถวต้องเป็นของจังหวัดและเดือนที่ปิดรอบ · Every row is of the province and month that was frozen",
        unexpected_rows_query="""
        select frozen.snapshot_id, frozen.district_code, frozen.period as frozen_period
        from {batch} as frozen
        left join {month} as publication using (snapshot_id, programme_code, province_code, period)
        where publication.snapshot_id is null
        """,
    )
