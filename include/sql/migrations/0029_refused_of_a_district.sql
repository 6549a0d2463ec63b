-- A district's refused rows are found without reading those of its whole province: each district has a page of its own.
set local role warehouse_owner;

create index on quarantine.rejected_row (province_code, period, source, district_code);
drop index quarantine.rejected_row_province_code_period_idx;
