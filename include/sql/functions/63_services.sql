-- The related services of each district that reported, as the counting version of its report says: set aside when every row of the service
-- says not related, ready when every row says correct, complete and current. One not listed, or with a refused row, is not ready.
create or replace function mart.service_readiness(programme text, province text, month date)
returns table (district_code text, service_code text, set_aside boolean, ready boolean)
language sql stable parallel safe as $$
    select
        submission.district_code,
        related_service.service_code,
        coalesce(bool_and(service_record.accepted and not service_record.related), false) as set_aside,
        coalesce(bool_and(service_record.accepted and service_record.ready), false) as ready
    from rulebook.in_force
    inner join rulebook.related_service using (programme_code, province_code, rulebook_version)
    inner join warehouse.submission
        on submission.province_code = in_force.province_code and submission.period = month and submission.counts
    left join warehouse.service_record
        on
            service_record.province_code = submission.province_code and service_record.period = submission.period
            and service_record.version_key = submission.version_key and service_record.service_code = related_service.service_code
    where in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
    group by submission.district_code, related_service.service_code
$$;
