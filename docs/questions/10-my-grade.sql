-- asks    อำเภอของเราได้ระดับใด อยู่อันดับที่เท่าใด · What is my district's grade and rank, month by month?
-- for     นายอำเภอ · a district chief
-- shows   ระดับ อันดับ และจำนวนเดือนที่อยู่ระดับนี้ติดต่อกัน · letter, rank, and for how many months on end it has been so
-- bar     percent by period
select
    period,
    district_name_th,
    grade,
    percent,
    rank_in_province,
    districts,
    streak_months
from mart.district_standing
where district_code = '5701'
order by period;
