-- The digest of everything a month's figures and findings come from: the text of its rules, and its files, with those of the months it is
-- compared with and those of no one month that say something about it.
create or replace function ops.input_digest(province text, month date, months_back integer, rules_text text)
returns text
language sql stable parallel safe as $$
    select
        encode(
            sha256(convert_to(
                concat_ws(
                    E'\n', rules_text,
                    coalesce(
                        string_agg(
                            concat_ws(' ', source_file.source, source_file.sha256, source_file.typed_with), E'\n'
                            order by source_file.source, source_file.sha256, source_file.period
                        ),
                        ''
                    )
                ),
                'UTF8'
            )),
            'hex'
        )
    from (
        select source_file.source, source_file.sha256, source_file.period, source_file.typed_with
        from ops.source_file
        where
            source_file.province_code = province and source_file.status = 'loaded' and source_file.typed_with is not null
            and source_file.period <= month and source_file.period >= month - make_interval(months => months_back)
            and ops.is_of_one_month(source_file.source)
        union all
        select source_file.source, source_file.sha256, source_file.period, source_file.typed_with
        from ops.source_file
        where
            source_file.province_code = province and source_file.status = 'loaded' and source_file.typed_with is not null
            and source_file.source in ('otop_operators', 'shop_registrations', 'leader_roster')
            and (source_file.touches is null or source_file.touches @> month)
    ) as source_file
$$;
