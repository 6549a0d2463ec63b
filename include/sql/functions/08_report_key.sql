-- What a report is known by in its province and month: a workbook by its bytes, one of the form tool by its report id.
create or replace function staging.report_key(section text, sha256 text, report_id text)
returns text
language sql immutable parallel safe as $$
    select case section when '' then 'workbook:' || sha256 else 'form:' || thai.fold(report_id) end
$$;
