-- asks    Letters by what was claimed and by what is evidenced, of a province's month
select district_code, grade, claimed_grade, evidenced_grade, points_gap, only_claimed
from mart.two_grades
where province_code = %(province_code)s and period = %(period)s
order by points_gap desc, district_code
