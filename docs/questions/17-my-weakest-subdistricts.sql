-- asks    ตำบลใดของเรามีผู้ดาวน์โหลดน้อยที่สุด · Which of my subdistricts have fewest downloads?
-- for     นายอำเภอ · a district chief
-- shows   ผู้ดาวน์โหลดรายตำบลในเดือนล่าสุด สิบตำบลที่น้อยที่สุด · downloads by subdistrict in the last month, the ten fewest
-- bar     downloads by subdistrict_name_th
select
    subdistrict.subdistrict_code,
    subdistrict.name_th as subdistrict_name_th,
    subdistrict_measure.value as downloads
from mart.subdistrict_measure
inner join rulebook.subdistrict
    on
        subdistrict.subdistrict_code = subdistrict_measure.subdistrict_code
        and subdistrict.valid_during @> subdistrict_measure.period
where
    subdistrict_measure.district_code = '5701' and subdistrict_measure.period = date '2024-03-01'
    and subdistrict_measure.measure_code = 'downloads'
order by downloads, subdistrict.subdistrict_code
limit 10;
