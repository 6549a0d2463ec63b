-- asks    มีข้อสังเกตใดค้างอยู่ ใครต้องทำ · What is open, and who has to act?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   ข้อสังเกตที่ยังไม่หมดไป ตามเรื่องและผู้ปฏิบัติ · findings not yet gone, by kind and by who acts
-- bar     findings by title_th
select
    title_th,
    severity,
    acts,
    count(*) as findings
from mart.finding
where state <> 'resolved'
group by title_th, severity, acts
order by findings desc, title_th, severity;
