-- asks    How the districts of a province rank among districts like them
select district_code, grade, percent, peers, rank_among_peers, peers_mean_percent, above_peers
from mart.peer_standing('click', %(province_code)s, %(period)s)
order by above_peers desc, district_code
