-- asks    รายงานของเราไม่ผ่านตรงไหน · What was refused of my reports, and why?
-- for     นายอำเภอ · a district chief
-- shows   จำนวนช่องหรือแถวที่ไม่ผ่าน ตามส่วนของรายงานและเหตุผล · refused cells and rows by part of the report and reason
-- bar     rows by section
select
    section,
    refused_th,
    count(*) as rows
from mart.reported_row('57', date '2024-02-01', '5701')
where refused_th is not null
group by section, refused_th
order by rows desc, section, refused_th;
