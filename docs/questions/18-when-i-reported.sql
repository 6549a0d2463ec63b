-- asks    เราส่งรายงานเมื่อใด ฉบับใดนับ · When did I report, and which version counts?
-- for     นายอำเภอ · a district chief
-- shows   ทุกฉบับที่ส่ง ทันกำหนดหรือไม่ รับกี่แถว ไม่รับกี่แถว · every version sent: in time or not, rows accepted and refused
-- bar     rows_refused by period, version
select
    period,
    version,
    reported_at,
    valid,
    counts,
    on_time,
    rows_accepted,
    rows_refused
from mart.submission_version
where district_code = '5701'
order by period, version;
