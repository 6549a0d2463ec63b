-- asks    อำเภอใดใช้เทียบกับเรา เพราะเหตุใด · Which districts am I compared with, and why those?
-- for     นายอำเภอ · a district chief
-- shows   อำเภอที่ใกล้เคียงที่สุดตามจำนวนผู้ประกอบการและตำบล · the nearest by operators and by subdistricts
-- bar     percent by peer_name_th
select
    place,
    peer_name_th,
    operators,
    subdistricts,
    round(distance, 2) as distance,
    percent
from mart.peer('click', '57', date '2024-03-01')
where district_code = '5701'
order by place;
