-- asks    หากเป้าหมายร้านค้าเป็นร้อยละ ๔ แทน ๕ ผลจะเป็นอย่างไร · What would 4 % instead of 5 % change?
-- for     นักวิเคราะห์ · an analyst
-- shows   จำนวนอำเภอในแต่ละระดับ ตามเกณฑ์จริงและตามที่สมมติ และอำเภอที่ระดับเปลี่ยน · districts by letter as it stands and as if; whose letter changes
-- bar     districts by percent, letter
select
    rule.percent,
    case rule.percent when 5 then judged.standing_grade else judged.grade end as letter,
    count(*) as districts,
    coalesce(
        string_agg(judged.district_name_th, ' ' order by judged.district_code)
        filter (where rule.percent = 4 and judged.grade <> judged.standing_grade),
        ''
    ) as changed_th
from (values (5), (4)) as rule (percent)
cross join lateral mart.grade_as_if('click', '57', date '2024-02-01', '{"targets": {"shops": 4}}') as judged
group by rule.percent, letter
order by rule.percent desc, letter;
