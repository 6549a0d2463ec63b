-- asks    ในหนังสือสั่งการเองมีข้อผิดพลาดใด · Which slips do the orders themselves have?
-- for     ผู้ตรวจสอบ · an auditor
-- shows   ข้อสังเกตของหนังสือและเอกสารแนบ · what was noticed in orders and annexes
-- bar     -
select
    province_code,
    finding_code,
    severity,
    message_th
from rulebook.document_finding
order by province_code, finding_no;
