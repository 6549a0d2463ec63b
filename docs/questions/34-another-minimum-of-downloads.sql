-- asks    หากเกณฑ์ดาวน์โหลดรายตำบลเป็นจำนวนอื่น จะมีกี่อำเภอได้ระดับ A · How many would have an A at another minimum of downloads?
-- for     นักวิเคราะห์ · an analyst
-- shows   จำนวนอำเภอที่ได้ระดับ A และที่ระดับเปลี่ยน ตามเกณฑ์ขั้นต่ำ · districts with an A, and whose letter changes, by the minimum
-- bar     with_a by minimum
select
    rule.minimum,
    count(*) filter (where judged.grade = 'A') as with_a,
    count(*) filter (where judged.grade <> judged.standing_grade) as changed
from (values (5), (10), (15), (20), (30)) as rule (minimum)
cross join
    lateral mart.grade_as_if('click', '57', date '2024-03-01', jsonb_build_object('subdistrict_minimum', rule.minimum)) as judged
group by rule.minimum
order by rule.minimum;
