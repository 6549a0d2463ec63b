-- asks    บริการใดที่ข้อมูลยังไม่พร้อมในหลายอำเภอ · Which services are not ready in most districts?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   จำนวนอำเภอที่ส่งรายงานแล้ว แต่ข้อมูลของบริการยังไม่ถูกต้อง ครบถ้วน เป็นปัจจุบัน · districts that reported, whose data of the service is not ready
-- bar     districts by service_th
select
    service.name_th as service_th,
    count(*) as districts
from mart.service_readiness('click', '57', date '2024-03-01') as readiness
inner join rulebook.service on service.programme_code = 'click' and service.service_code = readiness.service_code
where not readiness.ready and not readiness.set_aside
group by service.name_th
order by districts desc, service_th;
