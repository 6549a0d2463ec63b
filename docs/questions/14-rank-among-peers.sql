-- asks    เทียบกับอำเภอขนาดใกล้เคียง แต่ละอำเภออยู่อันดับใด · How does each district rank among its peers?
-- for     นายอำเภอ · a district chief
-- shows   อันดับในกลุ่มอำเภอขนาดใกล้เคียง และสูงกว่าค่าเฉลี่ยของกลุ่มเท่าใด · rank with districts of similar size, and how far above their mean
-- bar     above_peers by district_name_th
select
    district_name_th,
    grade,
    percent,
    peers,
    rank_among_peers,
    round(peers_mean_percent, 1) as peers_mean_percent,
    round(above_peers, 1) as above_peers
from mart.peer_standing('click', '57', date '2024-03-01')
order by above_peers desc, district_code;
