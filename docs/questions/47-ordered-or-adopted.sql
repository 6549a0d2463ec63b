-- asks    สิ่งใดหนังสือมิได้กำหนด แต่ต้องเลือกอ่าน · What did the orders leave open, and how was it read?
-- for     ผู้ตรวจสอบ · an auditor
-- shows   การตีความที่กำหนดเพิ่มเติม ค่าที่ใช้ และค่าอื่นที่เลือกได้ · adopted readings, the value taken and the others
-- bar     -
select
    province_code,
    reading_key,
    value,
    other_values,
    note_th
from rulebook.reading
where document_th like 'เกณฑ์ที่กำหนดเพิ่มเติม%'
order by province_code, reading_key;
