"""What must be true of `mart.outlier`, one province and month at a time. What is unusual holds no month: all warn."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.outlier",
    expectations=[
        UnexpectedRowsExpectation(
            description="an unusual figure is the measure's own and lies as far away as it says",
            severity="warning",
            notes="ตัวเลขที่ว่าผิดปกติต้องเป็นค่าที่วัดได้จริง และห่างจากมัธยฐานตามที่แสดงและเกินค่ากำหนด"
            " · What is called unusual is the figure as measured and as far from the median as shown and as asked",
            unexpected_rows_query="""
            select
                outlier.district_code, outlier.measure_code, outlier.compared_with, outlier.value,
                measure.value as measured, outlier.score
            from {batch} as outlier
            left join candidate.measure
                using (programme_code, province_code, period, district_code, measure_code)
            where
                measure.value is distinct from outlier.value
                or abs(
                    outlier.score - (mart.root(outlier.value) - mart.root(outlier.median)) / outlier.spread
                ) > 0.000001
                or abs(outlier.score) <= mart.quality_setting(outlier.programme_code, 'outlier_score')
                or abs(outlier.value - outlier.median)
                < mart.quality_setting(outlier.programme_code, 'outlier_least_difference')
            """,
        ),
        UnexpectedRowsExpectation(
            description="an unusual figure is compared with enough and says why",
            severity="warning",
            notes="ต้องเทียบกับเดือนก่อนหรืออำเภออื่นมากพอ และบอกเหตุผลทั้งสองภาษา"
            " · It is compared with enough months or districts and says why in both languages",
            unexpected_rows_query="""
            select district_code, measure_code, compared_with, compared_count, reason_th, reason_en
            from {batch}
            where
                compared_count < mart.quality_setting(
                    programme_code,
                    case compared_with when 'history' then 'outlier_history_least' else 'outlier_peers_least' end
                )
                or trim(reason_th) = '' or trim(reason_en) = ''
            """,
        ),
    ],
)
