-- makes   ops.standing_exception
-- grain   one row per programme, province, month and district that was ever allowed to report late
-- rule    the latest record holds, also when its time is over; it changes no clock and no grade
create or replace view ops.standing_exception with (security_invoker) as
select distinct on (late_exception.programme_code, late_exception.province_code, late_exception.period, late_exception.district_code)
    late_exception.programme_code,
    late_exception.province_code,
    late_exception.period,
    late_exception.district_code,
    district.name_th as district_name_th,
    late_exception.reason,
    late_exception.approved_by,
    late_exception.approved_at,
    late_exception.expires_at,
    format(
        'ผ่อนผันถึง %s เพราะ %s (ผู้อนุมัติ %s)',
        thai.print_moment(late_exception.expires_at), late_exception.reason, late_exception.approved_by
    ) as told_th
from ops.late_exception
left join rulebook.district
    on district.district_code = late_exception.district_code and district.valid_during @> late_exception.period
order by
    late_exception.programme_code, late_exception.province_code, late_exception.period, late_exception.district_code,
    late_exception.exception_id desc;
alter view ops.standing_exception owner to warehouse_owner;
