"""What must be true of `mart.outlier`, one province and month at a time. What is unusual holds no month: all warn."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.outlier",
    expectations=[
        UnexpectedRowsExpectation(
            description="what is unusual was measured",
            severity="warning",
            notes="ค่าที่ว่าผิดปกติต้องเป็นค่าที่วัดได้จริงของอำเภอนั้น · A figure called unusual is the one that was measured",
            unexpected_rows_query="""
            select outlier.district_code, outlier.measure_code, outlier.value, measure.value as measured
            from {batch} as outlier
            left join candidate.measure
                using (programme_code, province_code, period, district_code, measure_code)
            where measure.value is distinct from outlier.value
            """,
        ),
        UnexpectedRowsExpectation(
            description="what is unusual is far enough away and was compared with enough",
            severity="warning",
            notes="ค่าผิดปกติต้องห่างจากมัธยฐานถึงเกณฑ์ และเทียบกับข้อมูลมากพอ"
            " · Unusual is far enough from the median of enough others and says why in both languages",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            with setting as (
                select
                    max(setting.value) filter (where setting.setting_code = 'outlier_least_difference') as difference,
                    max(setting.value) filter (where setting.setting_code = 'outlier_history_least') as history,
                    max(setting.value) filter (where setting.setting_code = 'outlier_peers_least') as peers
                from {month} as month
                inner join rulebook.quality_setting as setting using (programme_code)
            )
            select
                outlier.district_code, outlier.measure_code, outlier.compared_with, outlier.value, outlier.median,
                outlier.compared_count
            from {batch} as outlier
            cross join setting
            where
                abs(outlier.value - outlier.median) < setting.difference
                or outlier.compared_count < case outlier.compared_with when 'history' then setting.history
                    else setting.peers end
                or trim(outlier.reason_th) = '' or trim(outlier.reason_en) = ''
            """,
        ),
    ],
)
