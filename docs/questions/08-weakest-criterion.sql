-- asks    เกณฑ์ใดผ่านยากที่สุด · Which criterion is met least often?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   ร้อยละของอำเภอที่ผ่านแต่ละเกณฑ์ ทั้งไตรมาส · percent of districts that met each criterion, over the quarter
-- bar     percent_met by province_code, name_th
select
    province_code,
    name_th,
    sum(met) as met,
    sum(districts) as districts,
    round(100.0 * sum(met) / sum(districts), 1) as percent_met
from mart.criterion_standing
group by province_code, criterion_code, name_th
order by percent_met, province_code, criterion_code;
