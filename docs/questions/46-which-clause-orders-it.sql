-- asks    เกณฑ์แต่ละข้อมาจากหนังสือข้อใด · Which clause orders each criterion?
-- for     ผู้ตรวจสอบ · an auditor
-- shows   เกณฑ์ เงื่อนไข ตัวเลข และข้อในหนังสือที่เป็นที่มา · criteria, conditions, numbers and the clause they come from
-- bar     -
select
    criterion.province_code,
    criterion.name_th,
    condition.measure_code,
    condition.comparator,
    condition.target_kind,
    condition.target_number,
    concat_ws(' ', criterion.document_th, criterion.clause) as clause_th
from rulebook.criterion
inner join rulebook.condition using (programme_code, province_code, rulebook_version, criterion_code)
inner join rulebook.in_force using (programme_code, province_code, rulebook_version)
where in_force.valid_during @> date '2024-03-01' or in_force.valid_during @> date '2025-03-01'
order by criterion.province_code, criterion.position, condition.condition_no;
