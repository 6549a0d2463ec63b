-- asks    ระดับเปราะบางต่อตัวชี้วัดใดมากที่สุด · Which measures are grades most fragile to?
-- for     นักวิเคราะห์ · an analyst
-- shows   จำนวนอำเภอ-เดือนที่เพิ่มหรือลดหนึ่งแล้วระดับเปลี่ยน · districts' months where one more or one less changes the letter
-- bar     district_months by measure_code, direction
select
    measure.measure_code,
    measure.direction,
    count(*) as district_months
from mart.province_summary as month
cross join lateral mart.fragile_measure(month.programme_code, month.province_code, month.period) as measure
group by measure.measure_code, measure.direction
order by district_months desc, measure.measure_code, measure.direction;
