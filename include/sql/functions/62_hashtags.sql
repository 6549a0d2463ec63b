-- Whether a post or activity carries the hashtags that the rulebook orders: any or all of them, by rule; none ordered, none missed.
create or replace function mart.carries_hashtags(programme text, province text, rulebook_no integer, kind text, hashtags text[])
returns boolean
language sql stable parallel safe as $$
    select coalesce(
        case version.hashtags_rule when 'any' then bool_or(carried.is_there) else bool_and(carried.is_there) end,
        true
    )
    from rulebook.version
    left join rulebook.hashtag
        on
            hashtag.programme_code = version.programme_code and hashtag.province_code = version.province_code
            and hashtag.rulebook_version = version.rulebook_version and hashtag.applies_to = kind
    left join lateral (
        select exists (
            select from unnest(hashtags) as tag
            where tag = hashtag.hashtag or (hashtag.is_prefix and starts_with(tag, hashtag.hashtag))
        ) as is_there
        where hashtag.hashtag is not null
    ) as carried on true
    where version.programme_code = programme and version.province_code = province and version.rulebook_version = rulebook_no
    group by version.hashtags_rule
$$;
