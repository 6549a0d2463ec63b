-- asks    ค่าเฉลี่ยของจังหวัดดีขึ้นหรือไม่ · Is the province's mean rising?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   ค่าเฉลี่ยร้อยละของคะแนนทุกอำเภอ และที่เปลี่ยนจากเดือนก่อน · mean percent of all districts, and its change on the month before
-- bar     mean_percent by province_code, period
select
    province_code,
    period,
    round(mean_percent, 1) as mean_percent,
    round(mean_percent - lag(mean_percent) over (partition by programme_code, province_code order by period), 1) as change_on_month
from mart.province_summary
order by province_code, period;
