-- makes   ops.month_input
-- grain   one row per programme, province and month that is open (ops.open_month)
-- rule    the digest of everything a month's figures and findings come from: its rulebook, its files, those of the months it is compared
--         with, the settings of the checks; a month graded from another digest is stale. While rules and counts are those that
--         the month was last seen with, its digest is the one it was built from, and no file is read
create or replace view ops.month_input with (security_invoker) as
select
    open_month.programme_code,
    open_month.province_code,
    open_month.period,
    open_month.rulebook_version,
    -- hashed for whoever selects it, in a CTE even where nothing uses it: models name the columns they need
    case
        when month.change_count = open_month.change_count and month.rules_sha256 = open_month.rules_sha256 then month.inputs_sha256
        else ops.input_digest(open_month.province_code, open_month.period, open_month.months_back, open_month.rules_text)
    end as inputs_sha256,
    array(
        select required_source.source
        from rulebook.required_source
        where
            required_source.programme_code = open_month.programme_code and required_source.province_code = open_month.province_code
            and required_source.rulebook_version = open_month.rulebook_version
            and not exists (
                select from ops.source_file
                where
                    source_file.province_code = open_month.province_code and source_file.source = required_source.source
                    and ops.delivers(source_file)
                    and source_file.period
                    >= case when required_source.source = 'otop_operators' then '-infinity' else open_month.period end
                    and source_file.period
                    <= case
                        when required_source.source in ('otop_operators', 'shop_registrations') then 'infinity' else open_month.period
                    end
            )
        order by required_source.source
    ) as missing_sources,
    open_month.change_count,
    open_month.rules_sha256
from ops.open_month
left join ops.month using (programme_code, province_code, period);
alter view ops.month_input owner to warehouse_owner;
