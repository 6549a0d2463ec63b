-- asks    แถวที่ได้รับหายไปไหนบ้าง · Is every row that was received accounted for?
-- for     ผู้ตรวจสอบ · an auditor
-- shows   แถวที่อ่าน รับ รู้อยู่แล้ว และไม่รับ ตามแหล่ง ส่วนที่เหลือต้องเป็น ๐ · rows read, loaded, known and refused by source; what is left is 0
-- bar     rows_rejected by source
select
    source,
    count(*) as files,
    sum(rows_read) as rows_read,
    sum(rows_loaded) as rows_loaded,
    sum(rows_known) as rows_known,
    sum(rows_rejected) as rows_rejected,
    sum(rows_read - rows_loaded - rows_known - rows_rejected) as rows_left
from ops.source_file
where status = 'loaded'
group by source
order by source;
