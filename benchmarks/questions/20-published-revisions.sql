-- asks    Every published revision of a province, newest first
select period, revision, kind, taken_at, proof_code
from snapshot.publication
where province_code = %(province_code)s
order by snapshot_id desc
