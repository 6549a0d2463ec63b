-- makes   mart.finding
-- grain   one row per finding about a month, a file received, or an order itself (then without a period)
-- rule    what was found is never removed by hand: it goes when its cause goes
create or replace view mart.finding with (security_invoker) as
select
    programme_code,
    finding_code,
    severity,
    period,
    province_code,
    district_code,
    source,
    file,
    row_number,
    message_th,
    message_en
from mart.month_finding

union all

select
    document_finding.programme_code,
    document_finding.finding_code,
    document_finding.severity,
    null as period,
    document_finding.province_code,
    document_finding.district_code,
    concat(document_finding.kind, ': ', document_finding.document_th) as source,
    null as file,
    null as row_number,
    document_finding.message_th,
    document_finding.message_en
from rulebook.in_force
inner join rulebook.document_finding using (programme_code, province_code, rulebook_version)

union all

select
    'click' as programme_code,
    file_finding.finding_code,
    file_finding.severity,
    source_file.period,
    source_file.province_code,
    null as district_code,
    source_file.source,
    source_file.uri as file,
    file_finding.row_number,
    file_finding.message_th,
    file_finding.message_en
from ops.file_finding
inner join ops.source_file using (file_id);
alter view mart.finding owner to warehouse_owner;
