-- asks    แต่ละเกณฑ์ทำให้ค่าเฉลี่ยของจังหวัดหายไปเท่าใด · How much of the mean does each criterion take away?
-- for     นักวิเคราะห์ · an analyst
-- shows   ส่วนของค่าเฉลี่ยที่ได้และที่เสียไป รวมกันเป็น ๑๐๐ · parts of the mean earned and lost; all together 100
-- bar     loss by name_th
select
    criterion_code,
    name_th,
    contribution,
    loss
from mart.criterion_standing
where province_code = '34' and period = date '2025-03-01'
order by loss desc, criterion_code;
