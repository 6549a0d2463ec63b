-- asks    อำเภอใดพัฒนาขึ้นมากที่สุดในไตรมาส · Who improved most over the quarter?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   ร้อยละของคะแนนเดือนแรกและเดือนที่สามของไตรมาส สิบอำเภอแรก · percent in the first and third month, the first ten districts
-- bar     change by district_name_th
select
    last_month.province_code,
    last_month.district_name_th,
    first_month.grade as grade_first,
    last_month.grade as grade_last,
    round(last_month.percent - first_month.percent, 1) as change
from mart.district_grade as first_month
inner join mart.district_grade as last_month
    on
        last_month.programme_code = first_month.programme_code and last_month.district_code = first_month.district_code
        and last_month.period = first_month.period + interval '2 months'
where last_month.percent > first_month.percent
order by last_month.percent - first_month.percent desc, last_month.district_code
limit 10;
