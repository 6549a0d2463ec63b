-- The district that another one came from, or went into, between two months: the only one whose places ended in its own, or in whose places
-- its own ended; null where there is none, or more than one.
create or replace function mart.counterpart(province text, district text, one_month date, other_month date)
returns text
language sql stable as $$
    select case when count(distinct linked.district_code) = 1 then min(linked.district_code) end
    from (
        select
            left(successor.code, 4) as district_code,
            left(successor.successor_code, 4) as other_code,
            successor.ended_on
        from rulebook.successor
        where successor.province_code = province
        union all
        select
            left(successor.successor_code, 4) as district_code,
            left(successor.code, 4) as other_code,
            successor.ended_on
        from rulebook.successor
        where successor.province_code = province
    ) as linked
    where
        linked.other_code = district and linked.district_code <> district
        and linked.ended_on > least(one_month, other_month) and linked.ended_on <= greatest(one_month, other_month)
$$;

-- Whether two versions of a rulebook count a measure differently: by a reading that it hangs on, by the hashtags or services that count.
create or replace function mart.counts_differently(programme text, province text, from_version integer, to_version integer, measure text)
returns boolean
language sql stable as $$
    select from_version <> to_version and (
        exists (
            select from (
                values
                ('reports_on_time', array['clock', 'report_deadline_day', 'report_month_offset', 'deadline_on_holiday']),
                ('leaders_downloaded_share', array['leader_base']),
                ('downloads', array['download_platforms', 'download_person']),
                (
                    'subdistricts_short',
                    array['download_platforms', 'download_person', 'subdistrict_minimum', 'downloads_graded_from']
                ),
                ('publicity_occasions', array['hashtags']),
                ('publicity_channels', array['hashtags', 'channels_over'])
            ) as hangs_on (measure_code, reading_keys)
            cross join unnest(hangs_on.reading_keys) as hung_on (reading_key)
            left join rulebook.reading as was
                on
                    was.programme_code = programme and was.province_code = province and was.rulebook_version = from_version
                    and was.reading_key = hung_on.reading_key
            left join rulebook.reading as now_is
                on
                    now_is.programme_code = programme and now_is.province_code = province and now_is.rulebook_version = to_version
                    and now_is.reading_key = hung_on.reading_key
            where hangs_on.measure_code = measure and was.value is distinct from now_is.value
        )
        or (
            select count(distinct listed.things) > 1
            from unnest(array[from_version, to_version]) as version (number)
            cross join lateral (
                select array(
                    select hashtag.hashtag || hashtag.is_prefix
                    from rulebook.hashtag
                    where
                        measure like 'publicity%' and hashtag.programme_code = programme and hashtag.province_code = province
                        and hashtag.rulebook_version = version.number and hashtag.applies_to = 'publicity'
                    union all
                    select related_service.service_code
                    from rulebook.related_service
                    where
                        measure = 'services_ready_share' and related_service.programme_code = programme
                        and related_service.province_code = province and related_service.rulebook_version = version.number
                    order by 1
                ) as things
            ) as listed
        )
    )
$$;

-- Whether a condition holds; where something more could have been found, whether it could have held.
create or replace function mart.holds(value numeric, comparator text, target numeric, more numeric default 0)
returns boolean
language sql immutable parallel safe as $$
    select coalesce(
        case comparator
            when '>=' then greatest(value, value + more) >= target
            when '=' then target between least(value, value + more) and greatest(value, value + more)
        end,
        false
    )
$$;
