-- asks    อำเภอมีข้อสังเกตใดค้างอยู่ ใครต้องทำ · What is open of the districts, and who has to act?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   ข้อสังเกตของอำเภอที่ยังไม่หมดไป ตามเรื่องและผู้ปฏิบัติ · findings of districts not yet gone, by kind and by who acts
-- bar     findings by title_th
select
    title_th,
    severity,
    acts,
    count(*) as findings,
    count(distinct district_code) as districts
from mart.finding
where state <> 'resolved' and district_code is not null
group by title_th, severity, acts
order by findings desc, title_th, severity;
