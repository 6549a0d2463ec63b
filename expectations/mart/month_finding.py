"""What must be true of `mart.month_finding`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.month_finding",
    expectations=[
        UnexpectedRowsExpectation(
            description="every missing source is told and no other",
            severity="critical",
            notes="เดือนที่ยังรอไฟล์ต้องบอกว่ารอไฟล์ใด · A month that waits says which file it waits for",
            unexpected_rows_query="""
            with asked as (
                select unnest(month_input.missing_sources) as source, 'critical' as severity
                from {month} as month
                inner join ops.month_input using (programme_code, province_code, period)
            ),
            found as (
                select source, severity
                from {batch} as finding
                where finding_code = 'source_missing'
            )
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="findings can be read and placed",
            severity="warning",
            notes="ข้อสังเกตต้องมีข้อความทั้งสองภาษา และเป็นของอำเภอในจังหวัด"
            " · A finding has its sentence in both languages and belongs to a district of the province",
            unexpected_rows_query="""
            select finding.finding_code, finding.district_code, finding.message_th, finding.message_en
            from {batch} as finding
            left join rulebook.district
                on
                    district.district_code = finding.district_code and district.province_code = finding.province_code
                    and district.valid_during @> finding.period
            where
                trim(finding.message_th) = '' or trim(finding.message_en) = ''
                or (finding.district_code is not null and district.district_code is null)
            """,
        ),
    ],
)
