-- asks    เดือนใดที่เผยแพร่แล้วมีตัวเลขเปลี่ยนภายหลัง · Which months changed after publication?
-- for     ผู้ตรวจสอบ · an auditor
-- shows   ฉบับที่ใช้อยู่ของแต่ละเดือน และจำนวนค่าที่ต่างจากข้อมูลล่าสุด · the standing revision of each month, and how many values differ now
-- bar     -
select
    standing.province_code,
    standing.period,
    standing.revision,
    standing.kind,
    count(restatement.column_name) as values_changed,
    count(distinct restatement.district_code) as districts_changed
from snapshot.standing as standing
left join mart.restatement using (programme_code, province_code, period)
group by standing.province_code, standing.period, standing.revision, standing.kind
order by standing.province_code, standing.period;
