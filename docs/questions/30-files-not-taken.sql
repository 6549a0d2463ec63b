-- asks    ไฟล์ใดรับไม่ได้ เพราะเหตุใด · Which files were not taken, and why?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   จำนวนไฟล์ตามแหล่งข้อมูลและเหตุผล · files by source and reason
-- bar     files by reason_th
select
    coalesce(source, '-') as source,
    status,
    regexp_replace(split_part(reason, ' โปรด', 1), '“[^”]*”|\(file[^)]*\)', '…', 'g') as reason_th,
    count(*) as files
from ops.source_file
where status <> 'loaded'
group by 1, 2, 3
order by files desc, 1, 2, 3;
