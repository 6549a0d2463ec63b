-- asks    อำเภอใดได้ระดับสูงสุดติดต่อกันนานที่สุด · Which districts have had the best letter longest without a break?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   จำนวนเดือนติดต่อกันที่ได้ระดับสูงสุดในปีงบประมาณ ตั้งแต่สองเดือน · months on end with the best letter in the fiscal year, two or more
-- bar     longest_best_streak by district_name_th
select
    province_code,
    fiscal_year_be,
    district_name_th,
    longest_best_streak,
    mean_percent
from mart.district_year
where longest_best_streak >= 2
order by longest_best_streak desc, mean_percent desc, district_code;
