-- asks    หากตัดเกณฑ์ข้อหนึ่งออก ค่าเฉลี่ยของจังหวัดจะเป็นเท่าใด · What would the mean be without one of the criteria?
-- for     นักวิเคราะห์ · an analyst
-- shows   ค่าเฉลี่ยร้อยละเมื่อไม่คิดเกณฑ์ข้อนั้น และที่เปลี่ยนจากจริง · mean percent without the criterion, and its change
-- bar     change by name_th
select
    standing.criterion_code,
    standing.name_th,
    round(avg(judged.percent), 1) as mean_percent,
    round(avg(judged.percent - 100 * judged.standing_points / judged.standing_max_points), 1) as change
from mart.criterion_standing as standing
cross join
    lateral mart.grade_as_if(
        standing.programme_code, standing.province_code, standing.period,
        jsonb_build_object('points', jsonb_build_object(standing.criterion_code, 0))
    ) as judged
where standing.province_code = '57' and standing.period = date '2024-03-01'
group by standing.criterion_code, standing.name_th
order by change desc, standing.criterion_code;
