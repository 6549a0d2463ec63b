-- asks    ตำบลใดมีผู้ดาวน์โหลดไม่ถึงเกณฑ์ซ้ำหลายเดือน · Which subdistricts are short again and again?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   ตำบลที่ไม่ถึง ๑๐ ราย กี่เดือน และขาดรวมกี่ราย · subdistricts below 10: in how many months, and by how many in all
-- bar     lacking by subdistrict_name_th
select
    subdistrict.district_code,
    subdistrict.name_th as subdistrict_name_th,
    count(*) as months_short,
    sum(10 - coalesce(subdistrict_measure.value, 0)) as lacking
from mart.subdistrict_measure
inner join rulebook.subdistrict
    on
        subdistrict.subdistrict_code = subdistrict_measure.subdistrict_code
        and subdistrict.valid_during @> subdistrict_measure.period
where
    subdistrict_measure.province_code = '57' and subdistrict_measure.measure_code = 'downloads'
    and coalesce(subdistrict_measure.value, 0) < 10
group by subdistrict.district_code, subdistrict.subdistrict_code, subdistrict.name_th
order by months_short desc, lacking desc, subdistrict.subdistrict_code
limit 12;
