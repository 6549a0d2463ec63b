-- asks    รายการที่เราส่ง นับกี่รายการ ไม่นับกี่รายการ · Of the rows behind my grade, how many counted and how many did not?
-- for     นายอำเภอ · a district chief
-- shows   จำนวนแถวตามเกณฑ์และผล รายแถวดูได้จากฟังก์ชันเดียวกัน · rows by criterion and outcome; the same function shows each row
-- bar     rows by criterion_code, outcome
select
    criterion_code,
    outcome,
    count(*) as rows,
    min(reason_th) as reason_th
from mart.grade_working('57', date '2024-03-01', '5701', null)
where file is not null
group by criterion_code, outcome
order by criterion_code, outcome;
