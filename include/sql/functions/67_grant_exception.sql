-- Allows districts to report late, as a record that stays: all of them or none. Returns how many. What is wrong with it is said in Thai, for the
-- one who enters it. The month's findings tell of it at once. No clock and no grade changes.
create or replace function ops.grant_exception(
    programme text, province text, districts text[], month date, reason text, approved_by text, entered_by text, expires_at timestamptz
)
returns integer
language plpgsql as $$
declare
    unknown_codes text;
    report_due_at timestamptz;
    granted_count integer;
begin
    if coalesce(cardinality(grant_exception.districts), 0) = 0 then
        raise exception 'โปรดระบุรหัสอำเภออย่างน้อยหนึ่งอำเภอ' using errcode = 'invalid_parameter_value';
    elsif coalesce(grant_exception.reason, '') !~ '\S' then
        raise exception 'โปรดระบุเหตุผลของการผ่อนผัน' using errcode = 'invalid_parameter_value';
    elsif coalesce(grant_exception.approved_by, '') !~ '\S' then
        raise exception 'โปรดระบุผู้อนุมัติ' using errcode = 'invalid_parameter_value';
    elsif coalesce(grant_exception.entered_by, '') !~ '\S' then
        raise exception 'ไม่ทราบชื่อผู้บันทึก' using errcode = 'invalid_parameter_value';
    end if;

    select deadline.due_at into report_due_at
    from rulebook.in_force
    inner join rulebook.deadline using (programme_code, province_code, rulebook_version)
    where
        in_force.programme_code = grant_exception.programme and in_force.province_code = grant_exception.province
        and deadline.period = grant_exception.month and deadline.deadline_code = 'report';
    if report_due_at is null then
        raise exception 'จังหวัด % ไม่มีกำหนดส่งรายงานของเดือน%', grant_exception.province, thai.print_month(grant_exception.month)
            using errcode = 'invalid_parameter_value';
    elsif grant_exception.expires_at is null or grant_exception.expires_at <= now() then
        raise exception 'วันสิ้นสุดการผ่อนผันต้องเป็นวันในอนาคต' using errcode = 'invalid_parameter_value';
    elsif grant_exception.expires_at <= report_due_at then
        raise exception 'วันสิ้นสุดการผ่อนผันต้องหลังกำหนดส่งรายงาน (%)', thai.print_moment(report_due_at)
            using errcode = 'invalid_parameter_value';
    end if;

    select string_agg(asked.district_code, ', ' order by asked.district_code) into unknown_codes
    from unnest(grant_exception.districts) as asked (district_code)
    where not exists (
        select from rulebook.district
        where
            district.province_code = grant_exception.province and district.district_code = asked.district_code
            and district.valid_during @> grant_exception.month
    );
    if unknown_codes is not null then
        raise exception 'ไม่พบอำเภอรหัส % ในจังหวัด % เดือน%', unknown_codes, grant_exception.province, thai.print_month(grant_exception.month)
            using errcode = 'invalid_parameter_value';
    end if;

    insert into ops.late_exception (
        programme_code, province_code, district_code, period, reason, approved_by, entered_by, expires_at
    )
    select distinct
        grant_exception.programme,
        grant_exception.province,
        asked.district_code,
        grant_exception.month,
        btrim(grant_exception.reason),
        btrim(grant_exception.approved_by),
        btrim(grant_exception.entered_by),
        grant_exception.expires_at
    from unnest(grant_exception.districts) as asked (district_code)
    order by asked.district_code;
    get diagnostics granted_count = row_count;

    perform ops.note_findings(grant_exception.programme, grant_exception.province, grant_exception.month);
    return granted_count;
end
$$;
