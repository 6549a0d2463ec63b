-- A warehouse of the first release, with two months frozen: province 83, April 2025 as provisional and final, May 2025 as final.
-- Made by that release's own code and dumped as it stood; most rows that no freeze rests on were left out, and so were comments and privileges,
-- which every migration writes anew. It is never edited: what is in it was published.
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET row_security = off;
CREATE SCHEMA candidate;
ALTER SCHEMA candidate OWNER TO warehouse_owner;
CREATE SCHEMA mart;
ALTER SCHEMA mart OWNER TO warehouse_owner;
CREATE SCHEMA ops;
ALTER SCHEMA ops OWNER TO warehouse_owner;
CREATE SCHEMA quarantine;
ALTER SCHEMA quarantine OWNER TO warehouse_owner;
CREATE SCHEMA raw;
ALTER SCHEMA raw OWNER TO warehouse_owner;
CREATE SCHEMA rulebook;
ALTER SCHEMA rulebook OWNER TO warehouse_owner;
CREATE SCHEMA snapshot;
ALTER SCHEMA snapshot OWNER TO snapshot_owner;
CREATE SCHEMA staging;
ALTER SCHEMA staging OWNER TO warehouse_owner;
CREATE SCHEMA thai;
ALTER SCHEMA thai OWNER TO warehouse_owner;
CREATE SCHEMA warehouse;
ALTER SCHEMA warehouse OWNER TO warehouse_owner;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;
CREATE TYPE quarantine.problem AS (
	column_name text,
	value text,
	rule text,
	detail text
);
ALTER TYPE quarantine.problem OWNER TO warehouse_owner;
CREATE TYPE rulebook.name_reading AS (
	code text,
	rule text
);
ALTER TYPE rulebook.name_reading OWNER TO postgres;
CREATE TYPE thai.boolean_reading AS (
	value boolean,
	rule text
);
ALTER TYPE thai.boolean_reading OWNER TO postgres;
CREATE TYPE thai.count_reading AS (
	value bigint,
	rule text
);
ALTER TYPE thai.count_reading OWNER TO postgres;
CREATE TYPE thai.date_reading AS (
	value date,
	rule text
);
ALTER TYPE thai.date_reading OWNER TO postgres;
CREATE TYPE thai.moment_reading AS (
	value timestamp with time zone,
	has_time boolean,
	rule text
);
ALTER TYPE thai.moment_reading OWNER TO postgres;
CREATE TYPE thai.month_reading AS (
	value date,
	rule text
);
ALTER TYPE thai.month_reading OWNER TO postgres;
CREATE FUNCTION mart.carries_hashtags(programme text, province text, rulebook_no integer, kind text, hashtags text[]) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
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
ALTER FUNCTION mart.carries_hashtags(programme text, province text, rulebook_no integer, kind text, hashtags text[]) OWNER TO postgres;
CREATE FUNCTION mart.condition_th(name_th text, unit_th text, observed numeric, comparator text, target numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select
        name_th || ' ' || mart.quantity_th(observed, unit_th)
        || case comparator when '=' then ' (เป้าหมาย ' else ' (เป้าหมายอย่างน้อย ' end || mart.quantity_th(target, unit_th) || ')'
        || case
            when comparator = '>=' and observed < target and unit_th <> 'สัดส่วน' then ' ขาด ' || mart.quantity_th(target - observed, unit_th)
            when comparator = '=' and observed > target then ' เกิน ' || mart.quantity_th(observed - target, unit_th)
            else ''
        end
$$;
ALTER FUNCTION mart.condition_th(name_th text, unit_th text, observed numeric, comparator text, target numeric) OWNER TO postgres;
CREATE FUNCTION mart.headcounts(programme text, province text, month date) RETURNS TABLE(district_code text, district_chief bigint, district_development_officer bigint, land_office_head bigint, local_administration_head bigint, subdistrict_heads bigint, village_heads bigint, printed_total bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select
        district.district_code,
        roster.district_chief,
        roster.district_development_officer,
        roster.land_office_head,
        roster.local_administration_head,
        roster.subdistrict_heads,
        roster.village_heads,
        roster.printed_total
    from rulebook.district
    inner join lateral (
        select known.*
        from (
            select
                landed.district_chief, landed.district_development_officer, landed.land_office_head, landed.local_administration_head,
                landed.subdistrict_heads, landed.village_heads, landed.printed_total,
                landed.as_of_date < month + interval '1 month' as in_time, landed.as_of_date, false as from_annex
            from warehouse.leader_roster as landed
            where landed.province_code = province and landed.district_code = district.district_code
            union all
            select
                annex.district_chief, annex.district_development_officer, annex.land_office_head, annex.local_administration_head,
                annex.subdistrict_heads, annex.village_heads, annex.printed_total,
                false as in_time, annex.as_of_date, true as from_annex
            from rulebook.in_force
            inner join rulebook.headcount as annex using (programme_code, province_code, rulebook_version)
            where
                in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
                and annex.district_code = district.district_code
        ) as known
        order by known.from_annex, known.in_time desc, case when known.in_time then known.as_of_date end desc, known.as_of_date
        limit 1
    ) as roster on true
    where district.province_code = province and district.valid_during @> month
$$;
ALTER FUNCTION mart.headcounts(programme text, province text, month date) OWNER TO postgres;
CREATE FUNCTION mart.operator_district(province text, operator text, month date) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select otop_operator.district_code
    from warehouse.otop_operator
    where otop_operator.province_code = province and otop_operator.operator_id = operator
    order by
        otop_operator.as_of_date < month + interval '1 month' desc,
        case when otop_operator.as_of_date < month + interval '1 month' then otop_operator.as_of_date end desc,
        otop_operator.as_of_date
    limit 1
$$;
ALTER FUNCTION mart.operator_district(province text, operator text, month date) OWNER TO postgres;
CREATE FUNCTION mart.quantity_th(value numeric, unit_th text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case
        when value is null then 'ไม่มีข้อมูล'
        when unit_th = 'สัดส่วน' then 'ร้อยละ ' || thai.print_number(trunc(value * 100, 2))
        else thai.print_number(value) || ' ' || unit_th
    end
$$;
ALTER FUNCTION mart.quantity_th(value numeric, unit_th text) OWNER TO postgres;
CREATE FUNCTION mart.service_readiness(programme text, province text, month date) RETURNS TABLE(district_code text, service_code text, set_aside boolean, ready boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
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
ALTER FUNCTION mart.service_readiness(programme text, province text, month date) OWNER TO postgres;
CREATE FUNCTION mart.take_over(relation text, programme text, province text, month date) RETURNS void
    LANGUAGE plpgsql
    AS $_$
declare
    column_names text := (
        select string_agg(quote_ident(attname), ', ' order by attnum)
        from pg_attribute
        where attrelid = format('mart.%I', relation)::regclass and attnum > 0 and not attisdropped
    );
begin
    execute format('delete from mart.%I where programme_code = $1 and province_code = $2 and period = $3', relation)
    using programme, province, month;
    execute format(
        'insert into mart.%1$I (%2$s) select %2$s from candidate.%1$I where programme_code = $1 and province_code = $2 and period = $3',
        relation, column_names
    )
    using programme, province, month;
end
$_$;
ALTER FUNCTION mart.take_over(relation text, programme text, province text, month date) OWNER TO postgres;
CREATE FUNCTION ops.due_publication(at timestamp with time zone) RETURNS TABLE(programme_code text, province_code text, period date, revision integer, kind text, reason text)
    LANGUAGE sql STABLE
    AS $$
    select
        month_input.programme_code,
        month_input.province_code,
        month_input.period,
        due.revision,
        due.kind,
        due.reason
    from ops.month_input
    inner join rulebook.deadline as report
        on
            report.programme_code = month_input.programme_code and report.province_code = month_input.province_code
            and report.rulebook_version = month_input.rulebook_version and report.period = month_input.period
            and report.deadline_code = 'report'
    inner join rulebook.deadline as publication
        on
            publication.programme_code = month_input.programme_code and publication.province_code = month_input.province_code
            and publication.rulebook_version = month_input.rulebook_version and publication.period = month_input.period
            and publication.deadline_code = 'publication'
    left join snapshot.standing
        on
            standing.programme_code = month_input.programme_code and standing.province_code = month_input.province_code
            and standing.period = month_input.period
    cross join lateral (
        select
            min(source_file.received_at) as first_received_at,
            max(source_file.received_at) as last_received_at
        from ops.source_file
        where
            source_file.status = 'loaded' and source_file.province_code = month_input.province_code
            and source_file.period = month_input.period
    ) as arrived
    cross join lateral (
        select
            0 as revision,
            'provisional' as kind,
            'สิ้นกำหนดส่งรายงานของอำเภอ' as reason
        where
            standing.revision is null and at > report.due_at
            and arrived.first_received_at < report.due_at + interval '1 second'
            and arrived.last_received_at < report.due_at + interval '1 second'
        union all
        select
            1 as revision,
            'final' as kind,
            'สิ้นกำหนดเผยแพร่ของจังหวัด' as reason
        where coalesce(standing.revision, 0) = 0 and at >= publication.due_at + interval '1 second' - interval '1 hour'
    ) as due
    where month_input.missing_sources = '{}'
    order by month_input.programme_code, month_input.province_code, month_input.period, due.revision
$$;
ALTER FUNCTION ops.due_publication(at timestamp with time zone) OWNER TO postgres;
CREATE FUNCTION quarantine.message_th(problems quarantine.problem[]) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select
        string_agg(
            replace(
                replace(
                    replace(rule.message_th, '{column}', coalesce(column_label.label_th, problem.column_name)),
                    '{detail}', coalesce(problem.detail, '')
                ),
                '{value}', coalesce(left(problem.value, 100), '')
            ),
            ' · ' order by problem.position
        )
    from unnest(problems) with ordinality as problem (column_name, value, rule, detail, position)
    inner join quarantine.rule on rule.rule = problem.rule
    left join quarantine.column_label on column_label.column_name = problem.column_name
$$;
ALTER FUNCTION quarantine.message_th(problems quarantine.problem[]) OWNER TO postgres;
CREATE FUNCTION quarantine.problem(column_name text, value text, rule text, detail text DEFAULT NULL::text) RETURNS quarantine.problem
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when rule is not null then row(column_name, value, rule, detail)::quarantine.problem end
$$;
ALTER FUNCTION quarantine.problem(column_name text, value text, rule text, detail text) OWNER TO postgres;
CREATE FUNCTION quarantine.suggestion(names text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select coalesce(' ชื่อที่ใกล้เคียงคือ ' || names, '')
$$;
ALTER FUNCTION quarantine.suggestion(names text) OWNER TO postgres;
CREATE FUNCTION rulebook.make_province_reader(province_code text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
declare
    reader text := 'analyst_' || province_code;
begin
    if province_code !~ '^[0-9]{2}$' then
        raise exception 'not a province code: %', province_code;
    end if;
    if not exists (select from pg_roles where rolname = reader) then
        begin
            execute format('create role %I nologin', reader);
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
    if not pg_has_role('warehouse_etl', reader, 'set') then
        execute format('grant %I to warehouse_etl with inherit false, set true', reader);
    end if;
    if not pg_has_role(reader, 'province_analyst', 'usage') then
        execute format('grant province_analyst to %I', reader);
    end if;
end
$_$;
ALTER FUNCTION rulebook.make_province_reader(province_code text) OWNER TO warehouse_owner;
CREATE FUNCTION rulebook.read_channels(province text, cell text) RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select array_agg(distinct coalesce(known.code, lower(written.channel)))
    from (
        select thai.fold(part) as channel
        from regexp_split_to_table(cell, '[,/\n]|และ') as part
    ) as written
    left join rulebook.name as known
        on known.province_code = province and known.kind = 'channel' and known.name_key = thai.name_key(written.channel)
    where written.channel ~ '[[:alnum:]]'
$$;
ALTER FUNCTION rulebook.read_channels(province text, cell text) OWNER TO postgres;
CREATE FUNCTION rulebook.read_hashtags(cell text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select coalesce(array_agg(distinct lower(tag)), '{}')
    from regexp_split_to_table(thai.fold(replace(cell, '＃', '#')), '[#,\s]+') as tag
    where tag <> ''
$$;
ALTER FUNCTION rulebook.read_hashtags(cell text) OWNER TO postgres;
CREATE FUNCTION rulebook.resolve(province text, name_kind text, key text, parent text DEFAULT NULL::text) RETURNS rulebook.name_reading
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select
        case when count(*) = 1 then min(name.code) end,
        case when count(*) = 0 then name_kind || '_unknown' when count(*) > 1 then name_kind || '_ambiguous' end
    from (
        select distinct code
        from rulebook.name
        where province_code = province and kind = name_kind and name_key = key and (parent is null or parent_code = parent)
    ) as name
$$;
ALTER FUNCTION rulebook.resolve(province text, name_kind text, key text, parent text) OWNER TO postgres;
CREATE FUNCTION rulebook.suggest(province text, name_kind text, key text, parent text DEFAULT NULL::text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select string_agg(near.name_th, ' หรือ ' order by near.distance, near.name_th)
    from (
        select name_th, min(public.levenshtein(left(name_key, 60), left(key, 60))) as distance
        from rulebook.name
        where province_code = province and kind = name_kind and origin <> 'code' and (parent is null or parent_code = parent)
        group by name_th
        having min(public.levenshtein(left(name_key, 60), left(key, 60))) <= greatest(2, char_length(key) / 2)
        order by distance, name_th
        limit 3
    ) as near
$$;
ALTER FUNCTION rulebook.suggest(province text, name_kind text, key text, parent text) OWNER TO postgres;
CREATE FUNCTION rulebook.visible_provinces() RETURNS SETOF text
    LANGUAGE sql STABLE
    AS $_$
    select substring(rolname from '^analyst_([0-9]{2})$')
    from pg_catalog.pg_roles
    where rolname ~ '^analyst_[0-9]{2}$' and pg_catalog.pg_has_role(current_user, oid, 'usage')
$_$;
ALTER FUNCTION rulebook.visible_provinces() OWNER TO warehouse_owner;
CREATE FUNCTION snapshot.refuse() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'snapshot.% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'insufficient_privilege', hint = 'A correction is a new revision.';
end
$$;
ALTER FUNCTION snapshot.refuse() OWNER TO snapshot_owner;
CREATE FUNCTION staging.problem_of_district(province text, district_code text, district text, district_read rulebook.name_reading) RETURNS quarantine.problem
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select quarantine.problem(
        case when thai.fold(district_code) is not null then 'district_code' else 'district' end,
        coalesce(thai.fold(district_code), district),
        case
            when (district_read).rule = 'district_unknown' and exists (
                select from rulebook.district as elsewhere
                where elsewhere.province_code <> province
                    and elsewhere.district_code
                    = thai.digits(coalesce(thai.fold(problem_of_district.district_code), thai.fold(problem_of_district.district)))
            ) then 'province_disagrees'
            else (district_read).rule
        end,
        case (district_read).rule
            when 'district_unknown'
                then quarantine.suggestion(rulebook.suggest(province, 'district', thai.place_key(coalesce(thai.fold(district), district_code))))
            when 'district_disagrees' then district
        end
    )
$$;
ALTER FUNCTION staging.problem_of_district(province text, district_code text, district text, district_read rulebook.name_reading) OWNER TO postgres;
CREATE FUNCTION staging.problems_of_report(from_form_tool boolean, report_id text, report_key text, report_accepted boolean, report_district_code text, district text, district_read rulebook.name_reading, period text, period_read thai.month_reading, folder_period date) RETURNS quarantine.problem[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select array_remove(array[
        quarantine.problem('report_id', report_id, case
            when from_form_tool and thai.fold(report_id) is null then 'value_missing'
            when from_form_tool and report_key is null then 'report_unknown'
        end),
        quarantine.problem('summary', null, case when not report_accepted then 'summary_refused' end),
        case
            when not from_form_tool or not report_accepted then null
            when thai.fold(district) is null then quarantine.problem('district', district, 'value_missing')
            when (district_read).code <> report_district_code
                then quarantine.problem('district', district, 'district_disagrees', report_district_code)
            else staging.problem_of_district(left(report_district_code, 2), null, district, district_read)
        end,
        quarantine.problem(
            'period', period,
            case
                when not from_form_tool or not report_accepted then null
                when thai.fold(period) is null then 'value_missing'
                when (period_read).rule is not null then (period_read).rule
                when (period_read).value <> folder_period then 'period_disagrees'
            end,
            thai.print_month(folder_period)
        )
    ], null)
$$;
ALTER FUNCTION staging.problems_of_report(from_form_tool boolean, report_id text, report_key text, report_accepted boolean, report_district_code text, district text, district_read rulebook.name_reading, period text, period_read thai.month_reading, folder_period date) OWNER TO postgres;
CREATE FUNCTION staging.read_district(province text, district_code text, district text) RETURNS rulebook.name_reading
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select
        case when by_code.rule is null and by_name.rule is null and by_code.code is not distinct from by_name.code then by_code.code end,
        case
            when thai.fold(district_code) is null and thai.fold(district) is null then 'value_missing'
            when by_code.rule is not null then by_code.rule
            when by_name.rule is not null then by_name.rule
            when by_code.code <> by_name.code then 'district_disagrees'
        end
    from rulebook.resolve(province, 'district', thai.place_key(coalesce(thai.fold(district_code), district))) as by_code
    cross join rulebook.resolve(province, 'district', thai.place_key(coalesce(thai.fold(district), district_code))) as by_name
$$;
ALTER FUNCTION staging.read_district(province text, district_code text, district text) OWNER TO postgres;
CREATE FUNCTION staging.report_key(section text, sha256 text, report_id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case section when '' then 'workbook:' || sha256 else 'form:' || thai.fold(report_id) end
$$;
ALTER FUNCTION staging.report_key(section text, sha256 text, report_id text) OWNER TO postgres;
CREATE FUNCTION thai.months_apart(year integer, month integer, period date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN abs(((((year - (EXTRACT(year FROM period))::integer) * 12) + month) - (EXTRACT(month FROM period))::integer));
ALTER FUNCTION thai.months_apart(year integer, month integer, period date) OWNER TO postgres;
CREATE FUNCTION thai.common_era_year(written text, era text, month integer, period date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ((length(written) = 4) AND (written >= '2400'::text) AND (era <> 'คศ'::text)) THEN ((written)::integer - 543) WHEN ((length(written) = 4) AND ((written >= '1900'::text) AND (written <= '2399'::text)) AND (era <> 'พศ'::text)) THEN (written)::integer WHEN ((length(written) = 2) AND (era <> 'คศ'::text) AND (thai.months_apart(((written)::integer + 1957), month, period) <= 12)) THEN ((written)::integer + 1957) WHEN ((length(written) = 2) AND (era <> 'พศ'::text) AND (thai.months_apart(((written)::integer + 2000), month, period) <= 12)) THEN ((written)::integer + 2000) ELSE NULL::integer END;
ALTER FUNCTION thai.common_era_year(written text, era text, month integer, period date) OWNER TO postgres;
CREATE FUNCTION thai.days_in_month(year integer, month integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (month = ANY (ARRAY[4, 6, 9, 11])) THEN 30 WHEN (month <> 2) THEN 31 WHEN (((year % 4) = 0) AND (((year % 100) <> 0) OR ((year % 400) = 0))) THEN 29 ELSE 28 END;
ALTER FUNCTION thai.days_in_month(year integer, month integer) OWNER TO postgres;
CREATE FUNCTION thai.digits(written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(written, '๐๑๒๓๔๕๖๗๘๙'::text, '0123456789'::text);
ALTER FUNCTION thai.digits(written text) OWNER TO postgres;
CREATE FUNCTION thai.fold_written(raw text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
declare
    written text := raw;
begin
    -- what has no width: soft hyphen, zero-width and direction marks, BOM, variation selectors
    written := regexp_replace(
        written, '[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'
    );
    -- every kind of space, tabs and line ends among them
    written := btrim(regexp_replace(
        written,
        '[\u0009-\u000D\u001C-\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+',
        ' ',
        'g'
    ));
    written := replace(normalize(written, nfc), 'เเ', 'แ');
    -- ํ and า, typed as two characters, are ำ; a tone mark among them goes before it
    written := regexp_replace(written, '([\u0E48-\u0E4B]*)\u0E4D([\u0E48-\u0E4B]*)\u0E32', '\1\2' || 'ำ', 'g');
    -- a tone mark typed after ำ goes before it (one between two ำ stays: it would move again)
    written := regexp_replace(written, '\u0E33([\u0E48-\u0E4B]+)(?![\u0E48-\u0E4B\u0E33])', '\1' || 'ำ', 'g');
    return nullif(normalize(written, nfc), '');
end
$$;
ALTER FUNCTION thai.fold_written(raw text) OWNER TO postgres;
CREATE FUNCTION thai.fold(raw text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (raw ~ '^[!-~]+( [!-~]+)*$'::text) THEN raw ELSE thai.fold_written(raw) END;
ALTER FUNCTION thai.fold(raw text) OWNER TO postgres;
CREATE FUNCTION thai.month_number(name text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN COALESCE(array_position(ARRAY['มค'::text, 'กพ'::text, 'มีค'::text, 'เมย'::text, 'พค'::text, 'มิย'::text, 'กค'::text, 'สค'::text, 'กย'::text, 'ตค'::text, 'พย'::text, 'ธค'::text], name), array_position(ARRAY['มกราคม'::text, 'กุมภาพันธ์'::text, 'มีนาคม'::text, 'เมษายน'::text, 'พฤษภาคม'::text, 'มิถุนายน'::text, 'กรกฎาคม'::text, 'สิงหาคม'::text, 'กันยายน'::text, 'ตุลาคม'::text, 'พฤศจิกายน'::text, 'ธันวาคม'::text], name));
ALTER FUNCTION thai.month_number(name text) OWNER TO postgres;
CREATE FUNCTION thai.name_key(raw text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN replace(lower(thai.digits(thai.fold(raw))), ' '::text, ''::text);
ALTER FUNCTION thai.name_key(raw text) OWNER TO postgres;
CREATE FUNCTION thai.place_key(raw text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NULLIF(regexp_replace(thai.name_key(raw), '^(?:สำนักงานพัฒนาชุมชนอำเภอ|สพอ\.?|กิ่งอำเภอ|กิ่งอ\.|อำเภอ|อ\.|ตำบล|ต\.)'::text, ''::text), ''::text);
ALTER FUNCTION thai.place_key(raw text) OWNER TO postgres;
CREATE FUNCTION thai.print_month(month date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((ARRAY['มกราคม'::text, 'กุมภาพันธ์'::text, 'มีนาคม'::text, 'เมษายน'::text, 'พฤษภาคม'::text, 'มิถุนายน'::text, 'กรกฎาคม'::text, 'สิงหาคม'::text, 'กันยายน'::text, 'ตุลาคม'::text, 'พฤศจิกายน'::text, 'ธันวาคม'::text])[(EXTRACT(month FROM month))::integer] || ' '::text) || ((EXTRACT(year FROM month))::integer + 543));
ALTER FUNCTION thai.print_month(month date) OWNER TO postgres;
CREATE FUNCTION thai.print_date(day date) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((EXTRACT(day FROM day))::integer || ' '::text) || thai.print_month(day));
ALTER FUNCTION thai.print_date(day date) OWNER TO postgres;
CREATE FUNCTION thai.print_digits(written text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(written, '0123456789'::text, '๐๑๒๓๔๕๖๗๘๙'::text);
ALTER FUNCTION thai.print_digits(written text) OWNER TO postgres;
CREATE FUNCTION thai.print_number(value numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN concat_ws('.'::text, regexp_replace(split_part((trim_scale(value))::text, '.'::text, 1), '(?<=[0-9])(?=(?:[0-9]{3})+$)'::text, ','::text, 'g'::text), "substring"((trim_scale(value))::text, '(?<=\.)[0-9]+'::text));
ALTER FUNCTION thai.print_number(value numeric) OWNER TO postgres;
CREATE FUNCTION thai.read_boolean(raw text) RETURNS thai.boolean_reading
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (raw IS NULL) THEN ROW(NULL::boolean, NULL::text)::thai.boolean_reading ELSE CASE COALESCE(lower(thai.digits(thai.fold(raw))), ''::text) WHEN ''::text THEN ROW(NULL::boolean, NULL::text)::thai.boolean_reading WHEN 'ใช่'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN 'มี'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN 'ครบ'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN 'yes'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN 'true'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN '1'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN '/'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN '✓'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN '√'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN '✔'::text THEN ROW(true, NULL::text)::thai.boolean_reading WHEN 'ไม่ใช่'::text THEN ROW(false, NULL::text)::thai.boolean_reading WHEN 'ไม่มี'::text THEN ROW(false, NULL::text)::thai.boolean_reading WHEN 'ไม่ครบ'::text THEN ROW(false, NULL::text)::thai.boolean_reading WHEN 'no'::text THEN ROW(false, NULL::text)::thai.boolean_reading WHEN 'false'::text THEN ROW(false, NULL::text)::thai.boolean_reading WHEN '0'::text THEN ROW(false, NULL::text)::thai.boolean_reading WHEN 'x'::text THEN ROW(NULL::boolean, 'boolean_ambiguous'::text)::thai.boolean_reading WHEN '×'::text THEN ROW(NULL::boolean, 'boolean_ambiguous'::text)::thai.boolean_reading WHEN '✗'::text THEN ROW(NULL::boolean, 'boolean_ambiguous'::text)::thai.boolean_reading ELSE ROW(NULL::boolean, 'boolean_unreadable'::text)::thai.boolean_reading END END;
ALTER FUNCTION thai.read_boolean(raw text) OWNER TO postgres;
CREATE FUNCTION thai.read_written_count(raw text) RETURNS thai.count_reading
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
declare
    written text := thai.digits(thai.fold(raw));
    figures text;
begin
    if written is null then
        return row(null, null)::thai.count_reading;
    end if;
    if written in ('-', '–', 'ไม่มี') then
        return row(0, null)::thai.count_reading;
    end if;
    if written !~ (
        '^[-–−]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?'
        ' ?(?:ราย|คน|ครั้ง|กิจกรรม|แห่ง|ร้าน|รายการ)?$'
    ) then
        return row(null, 'count_unreadable')::thai.count_reading;
    end if;
    figures := ltrim(replace(substring(written, '[0-9,]+'), ',', ''), '0');
    if length(figures) > 18 then
        return row(null, 'count_unreadable')::thai.count_reading;
    end if;
    if written ~ '^[^0-9]' then
        return row(null, 'count_negative')::thai.count_reading;
    end if;
    if written ~ '\.0*[1-9]' then
        return row(null, 'count_fraction')::thai.count_reading;
    end if;
    return row(coalesce(nullif(figures, ''), '0')::bigint, null)::thai.count_reading;
end
$_$;
ALTER FUNCTION thai.read_written_count(raw text) OWNER TO postgres;
CREATE FUNCTION thai.read_count(raw text) RETURNS thai.count_reading
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (raw ~ '^[0-9]{1,18}$'::text) THEN ROW((raw)::bigint, NULL::text)::thai.count_reading ELSE thai.read_written_count(raw) END;
ALTER FUNCTION thai.read_count(raw text) OWNER TO postgres;
CREATE FUNCTION thai.read_date(raw text, period date) RETURNS thai.date_reading
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
declare
    moment thai.moment_reading;
begin
    if raw like '20__-__-__' and pg_input_is_valid(raw, 'date') and raw::date::text = raw then
        return row(raw::date, null)::thai.date_reading;
    end if;
    moment := thai.read_moment(raw, period);
    return row((moment.value at time zone 'Asia/Bangkok')::date, moment.rule)::thai.date_reading;
end
$$;
ALTER FUNCTION thai.read_date(raw text, period date) OWNER TO postgres;
CREATE FUNCTION thai.read_moment(raw text, period date) RETURNS thai.moment_reading
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
declare
    local_text text;
    zone text;
begin
    if raw like '20__-__-_____:__:__%' then
        local_text := replace(left(raw, 19), 'T', ' ');
        zone := substr(raw, 20);
        if pg_input_is_valid(local_text, 'timestamp') and local_text::timestamp::text = local_text then
            if zone = '' then
                return row(
                    local_text::timestamp at time zone 'Asia/Bangkok', raw not like '%T00:00:00', null
                )::thai.moment_reading;
            elsif zone ~ '^(?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$' then
                return row((local_text || zone)::timestamptz, true, null)::thai.moment_reading;
            end if;
        end if;
    end if;
    return thai.read_written_moment(raw, period);
end
$_$;
ALTER FUNCTION thai.read_moment(raw text, period date) OWNER TO postgres;
CREATE FUNCTION thai.read_month(raw text, period date) RETURNS thai.month_reading
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
declare
    written text := thai.digits(thai.fold(raw));
    parts text[];
    words text;
    era text := '';
    year_text text;
    -- counted from January of the year written: -2..0 is October to December of a fiscal year
    month_of_year integer;
    year integer;
    reading thai.date_reading;
begin
    if written is null then
        return row(null, null)::thai.month_reading;
    end if;
    -- a real date
    if written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then
        reading := thai.read_date(written, period);
        return row(
            date_trunc('month', reading.value::timestamp)::date,
            case
                when reading.rule = 'date_excel_two_digit_year' then reading.rule
                when reading.rule is not null then 'month_unreadable'
            end
        )::thai.month_reading;
    end if;
    if written ~ '^[0-9]{4}-(?:0?[1-9]|1[0-2])$' then
        year_text := left(written, 4);
        month_of_year := substr(written, 6)::integer;
    elsif written ~ '^(?:0?[1-9]|1[0-2])[/-](?:[0-9]{4}|[0-9]{2})$' then
        parts := regexp_split_to_array(written, '[/-]');
        month_of_year := parts[1]::integer;
        year_text := parts[2];
    else
        parts := regexp_match(written, '^(?:(?:ประจำ)? ?เดือน)? ?([ก-๎. ]+)[/-]? ?([0-9]{4}|[0-9]{2})$');
        year_text := parts[2];
        words := translate(parts[1], '. ', '');
        if right(words, 2) in ('พศ', 'คศ') then
            era := right(words, 2);
            words := left(words, -2);
        end if;
        month_of_year := thai.month_number(regexp_replace(words, 'ปีงบประมาณ$', ''));
        if month_of_year >= 10 and words like '%ปีงบประมาณ' then
            month_of_year := month_of_year - 12;
        end if;
    end if;
    if month_of_year is null then
        return row(null, 'month_unreadable')::thai.month_reading;
    end if;
    year := thai.common_era_year(year_text, era, month_of_year, period);
    if year is null then
        return row(
            null, case length(year_text) when 2 then 'month_ambiguous_year' else 'month_unreadable' end
        )::thai.month_reading;
    end if;
    return row((make_date(year, 1, 1) + make_interval(months => month_of_year - 1))::date, null)::thai.month_reading;
end
$_$;
ALTER FUNCTION thai.read_month(raw text, period date) OWNER TO postgres;
CREATE FUNCTION thai.read_written_day(written text, period date) RETURNS thai.date_reading
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
declare
    parts text[];
    words text;
    day_text text;
    year_text text;
    era text := '';
    month_of_year integer;
    common_era_year integer;
begin
    if written !~ '^[0-9]' then
        written := regexp_replace(
            written,
            '^(?:วันที่|(?:วัน ?)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)(?: ?ที่)?) ?',
            ''
        );
    end if;
    if written ~ '^[0-9]{1,2} ?(?:/ ?[0-9]{1,2} ?/|- ?[0-9]{1,2} ?-|\. ?[0-9]{1,2} ?\.) ?(?:[0-9]{4}|[0-9]{2})$' then
        parts := string_to_array(translate(written, '/. ', '--'), '-');
        day_text := parts[1];
        month_of_year := parts[2]::integer;
        year_text := parts[3];
    elsif written ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$' then
        parts := string_to_array(written, '-');
        year_text := parts[1];
        month_of_year := parts[2]::integer;
        day_text := parts[3];
    elsif written ~ '^[0-9]{1,2} ?(?:[ก-๎. ]+|-[ก-๎. ]+-|/[ก-๎. ]+/) ?(?:[0-9]{4}|[0-9]{2})$' then
        day_text := substring(written, '^[0-9]+');
        year_text := substring(written, '[0-9]+$');
        words := regexp_replace(translate(written, '0123456789-/. ', ''), '^เดือน', '');
        if right(words, 2) in ('พศ', 'คศ') then
            era := right(words, 2);
            words := left(words, -2);
        end if;
        month_of_year := thai.month_number(words);
    end if;
    if month_of_year is null then
        return row(null, 'date_unreadable')::thai.date_reading;
    end if;
    if month_of_year not between 1 and 12 then
        return row(null, 'date_impossible')::thai.date_reading;
    end if;
    common_era_year := thai.common_era_year(year_text, era, month_of_year, period);
    if common_era_year is null then
        return row(
            null, case length(year_text) when 2 then 'date_ambiguous_year' else 'date_unreadable' end
        )::thai.date_reading;
    end if;
    if day_text::integer not between 1 and thai.days_in_month(common_era_year, month_of_year) then
        return row(null, 'date_impossible')::thai.date_reading;
    end if;
    return row(make_date(common_era_year, month_of_year, day_text::integer), null)::thai.date_reading;
end
$_$;
ALTER FUNCTION thai.read_written_day(written text, period date) OWNER TO postgres;
CREATE FUNCTION thai.read_written_moment(raw text, period date) RETURNS thai.moment_reading
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $_$
declare
    written text := thai.digits(thai.fold(raw));
    -- the loader's form of a real Excel date; nobody types it
    excel_date boolean := written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?$';
    clock text := substring(
        written,
        '[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?น\.?)?(?: ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?))?$'
    );
    before_clock text := left(written, -length(clock));
    day thai.date_reading;
    time_text text;
    zone text;
    local_time timestamp;
begin
    if written is null then
        return row(null, null, null)::thai.moment_reading;
    end if;
    if excel_date and written >= '1943' and written < '2000' then
        return row(null, null, 'date_excel_two_digit_year')::thai.moment_reading;
    end if;
    if clock is null or before_clock !~ '[0-9](?:T|,? ?เวลา ?| ?, ?| )$' then
        day := thai.read_written_day(written, period);
        return row(
            day.value::timestamp at time zone 'Asia/Bangkok', case when day.rule is null then false end, day.rule
        )::thai.moment_reading;
    end if;
    day := thai.read_written_day(regexp_replace(before_clock, '(?:T|,? ?เวลา ?| ?, ?| )$', ''), period);
    if day.rule is not null then
        return row(null, null, day.rule)::thai.moment_reading;
    end if;
    -- 14.30 is a time only where the words say so
    if clock !~ (
            '^(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?น\.?)?'
            '(?: ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?$'
        )
        or (clock ~ '^[0-9]+\.' and (clock ~ ':[0-9]+$' or (clock !~ 'น' and before_clock !~ 'เวลา')))
    then
        return row(null, null, 'time_unreadable')::thai.moment_reading;
    end if;
    -- digits beyond the microsecond are cut off: rounding could carry into the next day
    time_text := substring(clock, '^[0-9]+[:.][0-9]+(?::[0-9]+(?:\.[0-9]{1,6})?)?');
    local_time := day.value + regexp_replace(time_text, '^([0-9]+)\.', '\1:')::time;
    zone := substring(clock, '[Z+-].*');
    return row(
        case
            when zone is null then local_time at time zone 'Asia/Bangkok'
            when zone = 'Z' then local_time at time zone 'UTC'
            -- +07, +0700 or +07:00
            else (
                local_time - (left(zone, 3) || ':' || rpad(ltrim(substr(zone, 4), ':'), 2, '0'))::interval
            ) at time zone 'UTC'
        end,
        not excel_date or local_time <> day.value,
        null
    )::thai.moment_reading;
end
$_$;
ALTER FUNCTION thai.read_written_moment(raw text, period date) OWNER TO postgres;
CREATE TABLE candidate.attainment (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    criterion_code text NOT NULL,
    met boolean NOT NULL,
    points numeric NOT NULL,
    max_points numeric NOT NULL,
    explanation_th text NOT NULL,
    CONSTRAINT attainment_check CHECK ((points =
CASE
    WHEN met THEN max_points
    ELSE (0)::numeric
END))
);
ALTER TABLE candidate.attainment OWNER TO warehouse_owner;
CREATE TABLE candidate.district_grade (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    district_name_th text NOT NULL,
    status text NOT NULL,
    points numeric NOT NULL,
    max_points numeric NOT NULL,
    percent numeric NOT NULL,
    grade text NOT NULL,
    grade_basis text NOT NULL,
    reported_at timestamp with time zone,
    on_time boolean NOT NULL,
    rulebook_version integer NOT NULL,
    CONSTRAINT district_grade_check CHECK (((points >= (0)::numeric) AND (points <= max_points))),
    CONSTRAINT district_grade_grade_basis_check CHECK ((grade_basis = ANY (ARRAY['ordered'::text, 'adopted'::text]))),
    CONSTRAINT district_grade_max_points_check CHECK ((max_points > (0)::numeric)),
    CONSTRAINT district_grade_percent_check CHECK (((percent >= (0)::numeric) AND (percent <= (100)::numeric))),
    CONSTRAINT district_grade_status_check CHECK ((status = ANY (ARRAY['graded'::text, 'not_reported'::text])))
);
ALTER TABLE candidate.district_grade OWNER TO warehouse_owner;
CREATE TABLE candidate.measure (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    measure_code text NOT NULL,
    value numeric,
    source text NOT NULL
);
ALTER TABLE candidate.measure OWNER TO warehouse_owner;
CREATE TABLE candidate.month (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    inputs_sha256 text NOT NULL,
    rulebook_version integer NOT NULL,
    code_version text NOT NULL,
    built_at timestamp with time zone NOT NULL,
    failed_expectations text[]
);
ALTER TABLE candidate.month OWNER TO warehouse_owner;
CREATE TABLE candidate.month_finding (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    finding_code text NOT NULL,
    severity text NOT NULL,
    source text NOT NULL,
    file text,
    row_number bigint,
    message_th text NOT NULL,
    message_en text NOT NULL,
    CONSTRAINT month_finding_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
);
ALTER TABLE candidate.month_finding OWNER TO warehouse_owner;
CREATE TABLE candidate.province_summary (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    status text NOT NULL,
    districts integer NOT NULL,
    reported integer NOT NULL,
    on_time integer NOT NULL,
    grade_counts jsonb NOT NULL,
    mean_percent numeric,
    province_criteria jsonb NOT NULL,
    rulebook_version integer NOT NULL,
    CONSTRAINT province_summary_status_check CHECK ((status = ANY (ARRAY['graded'::text, 'waiting'::text])))
);
ALTER TABLE candidate.province_summary OWNER TO warehouse_owner;
CREATE TABLE candidate.reconciliation (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    measure_code text NOT NULL,
    claimed numeric,
    recorded numeric,
    difference numeric
);
ALTER TABLE candidate.reconciliation OWNER TO warehouse_owner;
CREATE TABLE candidate.subdistrict_measure (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text NOT NULL,
    measure_code text NOT NULL,
    value numeric
);
ALTER TABLE candidate.subdistrict_measure OWNER TO warehouse_owner;
CREATE TABLE candidate.target (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    criterion_code text NOT NULL,
    condition_no integer NOT NULL,
    measure_code text NOT NULL,
    comparator text NOT NULL,
    base_value numeric,
    target_value numeric NOT NULL,
    rulebook_version integer NOT NULL,
    order_ref text NOT NULL,
    CONSTRAINT target_comparator_check CHECK ((comparator = ANY (ARRAY['>='::text, '='::text])))
);
ALTER TABLE candidate.target OWNER TO warehouse_owner;
CREATE TABLE candidate.watched_measure (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    measure_code text NOT NULL,
    category text NOT NULL,
    value numeric NOT NULL
);
ALTER TABLE candidate.watched_measure OWNER TO warehouse_owner;
CREATE TABLE mart.attainment (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    criterion_code text NOT NULL,
    met boolean NOT NULL,
    points numeric NOT NULL,
    max_points numeric NOT NULL,
    explanation_th text NOT NULL,
    CONSTRAINT attainment_check CHECK ((points =
CASE
    WHEN met THEN max_points
    ELSE (0)::numeric
END))
);
ALTER TABLE mart.attainment OWNER TO warehouse_owner;
CREATE TABLE mart.district_grade (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    district_name_th text NOT NULL,
    status text NOT NULL,
    points numeric NOT NULL,
    max_points numeric NOT NULL,
    percent numeric NOT NULL,
    grade text NOT NULL,
    grade_basis text NOT NULL,
    reported_at timestamp with time zone,
    on_time boolean NOT NULL,
    rulebook_version integer NOT NULL,
    CONSTRAINT district_grade_check CHECK (((points >= (0)::numeric) AND (points <= max_points))),
    CONSTRAINT district_grade_grade_basis_check CHECK ((grade_basis = ANY (ARRAY['ordered'::text, 'adopted'::text]))),
    CONSTRAINT district_grade_max_points_check CHECK ((max_points > (0)::numeric)),
    CONSTRAINT district_grade_percent_check CHECK (((percent >= (0)::numeric) AND (percent <= (100)::numeric))),
    CONSTRAINT district_grade_status_check CHECK ((status = ANY (ARRAY['graded'::text, 'not_reported'::text])))
);
ALTER TABLE mart.district_grade OWNER TO warehouse_owner;
CREATE TABLE mart.month_finding (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    finding_code text NOT NULL,
    severity text NOT NULL,
    source text NOT NULL,
    file text,
    row_number bigint,
    message_th text NOT NULL,
    message_en text NOT NULL,
    CONSTRAINT month_finding_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
);
ALTER TABLE mart.month_finding OWNER TO warehouse_owner;
CREATE TABLE ops.file_finding (
    file_id bigint NOT NULL,
    finding_no integer NOT NULL,
    province_code text,
    finding_code text NOT NULL,
    severity text NOT NULL,
    sheet text DEFAULT ''::text NOT NULL,
    row_number bigint,
    message_th text NOT NULL,
    message_en text NOT NULL,
    CONSTRAINT file_finding_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
);
ALTER TABLE ops.file_finding OWNER TO warehouse_owner;
CREATE TABLE ops.source_file (
    file_id bigint NOT NULL,
    uri text NOT NULL,
    fingerprint text NOT NULL,
    source text,
    section text DEFAULT ''::text NOT NULL,
    province_code text,
    period date,
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    modified_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    status text NOT NULL,
    reason text,
    rules_sha256 text,
    typed_with text,
    rows_read bigint DEFAULT 0 NOT NULL,
    rows_loaded bigint DEFAULT 0 NOT NULL,
    rows_known bigint DEFAULT 0 NOT NULL,
    rows_rejected bigint DEFAULT 0 NOT NULL,
    CONSTRAINT every_row_accounted_for CHECK (((typed_with IS NULL) OR (rows_read = ((rows_loaded + rows_known) + rows_rejected)))),
    CONSTRAINT source_file_check CHECK (((status = 'loaded'::text) OR (rows_read = 0))),
    CONSTRAINT source_file_check1 CHECK (((status = 'loaded'::text) = (reason IS NULL))),
    CONSTRAINT source_file_period_check CHECK ((period = date_trunc('month'::text, (period)::timestamp with time zone))),
    CONSTRAINT source_file_status_check CHECK ((status = ANY (ARRAY['loaded'::text, 'rejected'::text, 'duplicate'::text])))
);
ALTER TABLE ops.source_file OWNER TO warehouse_owner;
CREATE TABLE rulebook.document_finding (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    finding_no integer NOT NULL,
    finding_code text NOT NULL,
    severity text NOT NULL,
    kind text NOT NULL,
    district_code text,
    document_th text NOT NULL,
    message_th text NOT NULL,
    message_en text NOT NULL,
    CONSTRAINT document_finding_kind_check CHECK ((kind = ANY (ARRAY['printed'::text, 'ocr_suspected'::text]))),
    CONSTRAINT document_finding_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text])))
);
ALTER TABLE rulebook.document_finding OWNER TO warehouse_owner;
CREATE TABLE rulebook.in_force (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    valid_during daterange NOT NULL,
    rulebook_code text NOT NULL,
    rulebook_version integer NOT NULL
);
ALTER TABLE rulebook.in_force OWNER TO warehouse_owner;
CREATE VIEW mart.finding WITH (security_invoker='true') AS
 SELECT month_finding.programme_code,
    month_finding.finding_code,
    month_finding.severity,
    month_finding.period,
    month_finding.province_code,
    month_finding.district_code,
    month_finding.source,
    month_finding.file,
    month_finding.row_number,
    month_finding.message_th,
    month_finding.message_en
   FROM mart.month_finding
UNION ALL
 SELECT document_finding.programme_code,
    document_finding.finding_code,
    document_finding.severity,
    NULL::date AS period,
    document_finding.province_code,
    document_finding.district_code,
    concat(document_finding.kind, ': ', document_finding.document_th) AS source,
    NULL::text AS file,
    NULL::bigint AS row_number,
    document_finding.message_th,
    document_finding.message_en
   FROM (rulebook.in_force
     JOIN rulebook.document_finding USING (programme_code, province_code, rulebook_version))
UNION ALL
 SELECT 'click'::text AS programme_code,
    file_finding.finding_code,
    file_finding.severity,
    source_file.period,
    source_file.province_code,
    NULL::text AS district_code,
    source_file.source,
    source_file.uri AS file,
    file_finding.row_number,
    file_finding.message_th,
    file_finding.message_en
   FROM (ops.file_finding
     JOIN ops.source_file USING (file_id));
ALTER VIEW mart.finding OWNER TO warehouse_owner;
CREATE TABLE mart.measure (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    measure_code text NOT NULL,
    value numeric,
    source text NOT NULL
);
ALTER TABLE mart.measure OWNER TO warehouse_owner;
CREATE TABLE mart.province_summary (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    status text NOT NULL,
    districts integer NOT NULL,
    reported integer NOT NULL,
    on_time integer NOT NULL,
    grade_counts jsonb NOT NULL,
    mean_percent numeric,
    province_criteria jsonb NOT NULL,
    rulebook_version integer NOT NULL,
    CONSTRAINT province_summary_status_check CHECK ((status = ANY (ARRAY['graded'::text, 'waiting'::text])))
);
ALTER TABLE mart.province_summary OWNER TO warehouse_owner;
CREATE TABLE rulebook.grade_band (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    grade text NOT NULL,
    lower_percent numeric NOT NULL,
    percents numrange NOT NULL,
    CONSTRAINT grade_band_check CHECK ((lower_percent = lower(percents)))
);
ALTER TABLE rulebook.grade_band OWNER TO warehouse_owner;
CREATE TABLE rulebook.version (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    rulebook_code text NOT NULL,
    fiscal_year_be integer NOT NULL,
    valid_during daterange NOT NULL,
    content_sha256 text NOT NULL,
    document jsonb NOT NULL,
    loaded_at timestamp with time zone DEFAULT now() NOT NULL,
    clock text NOT NULL,
    leader_base text NOT NULL,
    subdistrict_minimum numeric NOT NULL,
    download_platforms text[] NOT NULL,
    downloads_graded_from text NOT NULL,
    channels_over text NOT NULL,
    hashtags_rule text NOT NULL,
    quarter_rule text NOT NULL,
    CONSTRAINT version_channels_over_check CHECK ((channels_over = ANY (ARRAY['month'::text, 'occasion'::text]))),
    CONSTRAINT version_clock_check CHECK ((clock = ANY (ARRAY['reported'::text, 'received'::text]))),
    CONSTRAINT version_downloads_graded_from_check CHECK ((downloads_graded_from = ANY (ARRAY['platform'::text, 'claimed'::text]))),
    CONSTRAINT version_hashtags_rule_check CHECK ((hashtags_rule = ANY (ARRAY['any'::text, 'all'::text]))),
    CONSTRAINT version_leader_base_check CHECK ((leader_base = ANY (ARRAY['parts'::text, 'printed'::text]))),
    CONSTRAINT version_quarter_rule_check CHECK ((quarter_rule = ANY (ARRAY['mean_percent'::text, 'every_month'::text]))),
    CONSTRAINT version_rulebook_version_check CHECK ((rulebook_version > 0)),
    CONSTRAINT version_subdistrict_minimum_check CHECK ((subdistrict_minimum >= (0)::numeric)),
    CONSTRAINT version_valid_during_check CHECK ((lower(valid_during) = date_trunc('month'::text, (lower(valid_during))::timestamp with time zone)))
);
ALTER TABLE rulebook.version OWNER TO warehouse_owner;
CREATE VIEW mart.quarter_grade WITH (security_invoker='true') AS
 WITH months AS (
         SELECT district_grade.programme_code,
            district_grade.period,
            district_grade.province_code,
            district_grade.district_code,
            district_grade.district_name_th,
            district_grade.status,
            district_grade.points,
            district_grade.max_points,
            district_grade.percent,
            district_grade.grade,
            district_grade.grade_basis,
            district_grade.reported_at,
            district_grade.on_time,
            district_grade.rulebook_version,
            ((EXTRACT(year FROM (district_grade.period + '3 mons'::interval)))::integer + 543) AS fiscal_year_be,
            (EXTRACT(quarter FROM (district_grade.period + '3 mons'::interval)))::integer AS quarter,
            (((100)::numeric * district_grade.points) / district_grade.max_points) AS exact_percent
           FROM mart.district_grade
        ), criteria AS (
         SELECT months.programme_code,
            months.province_code,
            months.fiscal_year_be,
            months.quarter,
            months.district_code,
            attainment.criterion_code,
                CASE
                    WHEN (bool_and(attainment.met) AND (count(*) = 3)) THEN max(attainment.max_points)
                    ELSE (0)::numeric
                END AS points,
            max(attainment.max_points) AS max_points
           FROM (months
             JOIN mart.attainment USING (programme_code, province_code, period, district_code))
          GROUP BY months.programme_code, months.province_code, months.fiscal_year_be, months.quarter, months.district_code, attainment.criterion_code
        ), earned AS (
         SELECT criteria.programme_code,
            criteria.province_code,
            criteria.fiscal_year_be,
            criteria.quarter,
            criteria.district_code,
            (((100)::numeric * sum(criteria.points)) / sum(criteria.max_points)) AS every_month_percent
           FROM criteria
          GROUP BY criteria.programme_code, criteria.province_code, criteria.fiscal_year_be, criteria.quarter, criteria.district_code
        ), quarters AS (
         SELECT months.programme_code,
            months.province_code,
            months.fiscal_year_be,
            months.quarter,
            months.district_code,
            (count(*))::integer AS months,
            max(months.rulebook_version) AS rulebook_version,
                CASE
                    WHEN (count(*) = 3) THEN avg(months.exact_percent)
                    ELSE NULL::numeric
                END AS mean_percent,
            jsonb_agg(jsonb_build_object('period', months.period, 'points', months.points, 'max_points', months.max_points, 'percent', months.percent, 'grade', months.grade) ORDER BY months.period) AS month_grades
           FROM months
          GROUP BY months.programme_code, months.province_code, months.fiscal_year_be, months.quarter, months.district_code
        ), graded AS (
         SELECT quarters.programme_code,
            quarters.province_code,
            quarters.fiscal_year_be,
            quarters.quarter,
            quarters.district_code,
            quarters.months,
            quarters.rulebook_version,
            quarters.mean_percent,
            quarters.month_grades,
                CASE
                    WHEN (quarters.months < 3) THEN NULL::numeric
                    WHEN (version.quarter_rule = 'every_month'::text) THEN round(earned.every_month_percent, 10)
                    ELSE round(quarters.mean_percent, 10)
                END AS decisive_percent
           FROM ((quarters
             LEFT JOIN earned USING (programme_code, province_code, fiscal_year_be, quarter, district_code))
             JOIN rulebook.version ON (((version.programme_code = quarters.programme_code) AND (version.province_code = quarters.province_code) AND (version.rulebook_version = quarters.rulebook_version))))
        )
 SELECT programme_code,
    fiscal_year_be,
    quarter,
    province_code,
    district_code,
    months,
    month_grades,
    round(mean_percent, 4) AS mean_percent,
    ( SELECT grade_band.grade
           FROM rulebook.grade_band
          WHERE ((grade_band.programme_code = graded.programme_code) AND (grade_band.province_code = graded.province_code) AND (grade_band.rulebook_version = graded.rulebook_version) AND (graded.decisive_percent >= grade_band.lower_percent))
          ORDER BY grade_band.lower_percent DESC
         LIMIT 1) AS grade,
    'adopted'::text AS grade_basis,
        CASE
            WHEN (months = 3) THEN 'graded'::text
            ELSE 'incomplete'::text
        END AS status
   FROM graded;
ALTER VIEW mart.quarter_grade OWNER TO warehouse_owner;
CREATE TABLE mart.reconciliation (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    measure_code text NOT NULL,
    claimed numeric,
    recorded numeric,
    difference numeric
);
ALTER TABLE mart.reconciliation OWNER TO warehouse_owner;
CREATE TABLE snapshot.district_grade (
    snapshot_id bigint NOT NULL,
    programme_code text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    district_name_th text NOT NULL,
    status text NOT NULL,
    points numeric NOT NULL,
    max_points numeric NOT NULL,
    percent numeric NOT NULL,
    grade text NOT NULL,
    grade_basis text NOT NULL,
    reported_at timestamp with time zone,
    on_time boolean NOT NULL,
    rulebook_version integer NOT NULL
);
ALTER TABLE snapshot.district_grade OWNER TO snapshot_owner;
CREATE TABLE snapshot.publication (
    snapshot_id bigint NOT NULL,
    programme_code text DEFAULT 'click'::text NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    revision integer NOT NULL,
    kind text NOT NULL,
    taken_at timestamp with time zone NOT NULL,
    taken_by text NOT NULL,
    reason text NOT NULL,
    rulebook_version integer NOT NULL,
    rulebook_sha256 text NOT NULL,
    code_version text NOT NULL,
    content_sha256 text NOT NULL,
    previous_sha256 text NOT NULL,
    chain_sha256 text NOT NULL,
    CONSTRAINT publication_chain_sha256_check CHECK ((chain_sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT publication_check CHECK (
CASE kind
    WHEN 'provisional'::text THEN (revision = 0)
    WHEN 'final'::text THEN (revision = 1)
    ELSE (revision >= 2)
END),
    CONSTRAINT publication_content_sha256_check CHECK ((content_sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT publication_kind_check CHECK ((kind = ANY (ARRAY['provisional'::text, 'final'::text, 'restated'::text]))),
    CONSTRAINT publication_period_check CHECK ((period = date_trunc('month'::text, (period)::timestamp with time zone))),
    CONSTRAINT publication_previous_sha256_check CHECK ((previous_sha256 ~ '^([0-9a-f]{64})?$'::text)),
    CONSTRAINT publication_revision_check CHECK ((revision >= 0))
);
ALTER TABLE snapshot.publication OWNER TO snapshot_owner;
CREATE TABLE snapshot.source_file (
    snapshot_id bigint NOT NULL,
    province_code text NOT NULL,
    source text NOT NULL,
    uri text NOT NULL,
    sha256 text NOT NULL,
    received_at timestamp with time zone NOT NULL
);
ALTER TABLE snapshot.source_file OWNER TO snapshot_owner;
CREATE VIEW snapshot.standing WITH (security_invoker='true') AS
 SELECT DISTINCT ON (programme_code, province_code, period) snapshot_id,
    programme_code,
    province_code,
    period,
    revision,
    kind,
    taken_at,
    taken_by,
    reason,
    rulebook_version,
    rulebook_sha256,
    code_version,
    content_sha256,
    previous_sha256,
    chain_sha256
   FROM snapshot.publication
  ORDER BY programme_code, province_code, period, revision DESC;
ALTER VIEW snapshot.standing OWNER TO snapshot_owner;
CREATE VIEW mart.restatement WITH (security_invoker='true') AS
 WITH pairs AS (
         SELECT standing.snapshot_id,
            standing.programme_code,
            standing.period,
            standing.province_code,
            frozen.district_code,
            frozen.status AS status_was,
            live.status AS status_is,
            frozen.points AS points_was,
            live.points AS points_is,
            frozen.percent AS percent_was,
            live.percent AS percent_is,
            frozen.grade AS grade_was,
            live.grade AS grade_is,
            frozen.on_time AS on_time_was,
            live.on_time AS on_time_is
           FROM ((snapshot.standing
             JOIN snapshot.district_grade frozen USING (snapshot_id, programme_code, period, province_code))
             JOIN mart.district_grade live USING (programme_code, period, province_code, district_code))
        ), changes AS (
         SELECT pairs.snapshot_id,
            pairs.programme_code,
            pairs.period,
            pairs.province_code,
            pairs.district_code,
            pairs.status_was,
            pairs.status_is,
            pairs.points_was,
            pairs.points_is,
            pairs.percent_was,
            pairs.percent_is,
            pairs.grade_was,
            pairs.grade_is,
            pairs.on_time_was,
            pairs.on_time_is,
            change.column_name,
            change.was,
            change.is_now
           FROM (pairs
             CROSS JOIN LATERAL ( VALUES ('status'::text,pairs.status_was,pairs.status_is), ('points'::text,(trim_scale(pairs.points_was))::text,(trim_scale(pairs.points_is))::text), ('percent'::text,(trim_scale(pairs.percent_was))::text,(trim_scale(pairs.percent_is))::text), ('grade'::text,pairs.grade_was,pairs.grade_is), ('on_time'::text,(pairs.on_time_was)::text,(pairs.on_time_is)::text)) change(column_name, was, is_now))
          WHERE (change.was IS DISTINCT FROM change.is_now)
        )
 SELECT programme_code,
    period,
    province_code,
    district_code,
    column_name,
    was,
    is_now,
    ( SELECT string_agg(source_file.uri, ', '::text ORDER BY source_file.received_at, source_file.uri) AS string_agg
           FROM ops.source_file
          WHERE ((source_file.status = 'loaded'::text) AND (source_file.province_code = changes.province_code) AND ((source_file.period = changes.period) OR (source_file.source = ANY (ARRAY['shop_registrations'::text, 'otop_operators'::text, 'leader_roster'::text]))) AND (NOT (EXISTS ( SELECT
                   FROM snapshot.source_file frozen_file
                  WHERE ((frozen_file.snapshot_id = changes.snapshot_id) AND (frozen_file.source = source_file.source) AND (frozen_file.sha256 = source_file.sha256))))))) AS because_of_file
   FROM changes;
ALTER VIEW mart.restatement OWNER TO warehouse_owner;
CREATE TABLE mart.subdistrict_measure (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text NOT NULL,
    measure_code text NOT NULL,
    value numeric
);
ALTER TABLE mart.subdistrict_measure OWNER TO warehouse_owner;
CREATE TABLE mart.target (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    criterion_code text NOT NULL,
    condition_no integer NOT NULL,
    measure_code text NOT NULL,
    comparator text NOT NULL,
    base_value numeric,
    target_value numeric NOT NULL,
    rulebook_version integer NOT NULL,
    order_ref text NOT NULL,
    CONSTRAINT target_comparator_check CHECK ((comparator = ANY (ARRAY['>='::text, '='::text])))
);
ALTER TABLE mart.target OWNER TO warehouse_owner;
CREATE TABLE mart.watched_measure (
    programme_code text DEFAULT 'click'::text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    measure_code text NOT NULL,
    category text NOT NULL,
    value numeric NOT NULL
);
ALTER TABLE mart.watched_measure OWNER TO warehouse_owner;
CREATE TABLE rulebook.deadline (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    period date NOT NULL,
    deadline_code text NOT NULL,
    due_at timestamp with time zone NOT NULL,
    CONSTRAINT deadline_deadline_code_check CHECK ((deadline_code = ANY (ARRAY['report'::text, 'publication'::text]))),
    CONSTRAINT deadline_period_check CHECK ((period = date_trunc('month'::text, (period)::timestamp with time zone)))
);
ALTER TABLE rulebook.deadline OWNER TO warehouse_owner;
CREATE TABLE rulebook.district (
    province_code text NOT NULL,
    district_code text NOT NULL,
    name_th text NOT NULL,
    name_en text NOT NULL,
    valid_during daterange NOT NULL,
    CONSTRAINT district_check CHECK (((district_code ~ '^[0-9]{4}$'::text) AND ("left"(district_code, 2) = province_code)))
);
ALTER TABLE rulebook.district OWNER TO warehouse_owner;
CREATE TABLE warehouse.submission (
    province_code text NOT NULL,
    period date NOT NULL,
    version_key text NOT NULL,
    district_code text NOT NULL,
    file_id bigint NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reported_with_time boolean NOT NULL,
    received_at timestamp with time zone NOT NULL,
    valid boolean NOT NULL,
    first_valid boolean NOT NULL,
    counts boolean NOT NULL,
    new_shops_claimed bigint,
    downloads_total_claimed bigint,
    district_chief bigint,
    district_development_officer bigint,
    land_office_head bigint,
    local_administration_head bigint,
    subdistrict_heads bigint,
    village_heads bigint
);
ALTER TABLE warehouse.submission OWNER TO warehouse_owner;
CREATE VIEW ops.deadline WITH (security_invoker='true') AS
 WITH reports AS (
         SELECT submission.province_code,
            submission.period,
            count(*) AS districts,
            max(
                CASE version.clock
                    WHEN 'received'::text THEN submission.received_at
                    ELSE submission.reported_at
                END) AS last_at
           FROM ((rulebook.in_force
             JOIN rulebook.version USING (programme_code, province_code, rulebook_version))
             JOIN warehouse.submission ON (((submission.province_code = in_force.province_code) AND (in_force.valid_during @> submission.period))))
          WHERE submission.first_valid
          GROUP BY submission.province_code, submission.period
        ), rosters AS (
         SELECT district.province_code,
            count(*) AS districts
           FROM rulebook.district
          WHERE (district.valid_during @> CURRENT_DATE)
          GROUP BY district.province_code
        ), finals AS (
         SELECT publication.programme_code,
            publication.province_code,
            publication.period,
            min(publication.taken_at) AS taken_at
           FROM snapshot.publication
          WHERE (publication.kind <> 'provisional'::text)
          GROUP BY publication.programme_code, publication.province_code, publication.period
        ), deadlines AS (
         SELECT deadline.programme_code,
            deadline.province_code,
            deadline.period,
            deadline.deadline_code,
            deadline.due_at,
                CASE deadline.deadline_code
                    WHEN 'publication'::text THEN finals.taken_at
                    WHEN 'report'::text THEN
                    CASE
                        WHEN (reports.districts = rosters.districts) THEN reports.last_at
                        ELSE NULL::timestamp with time zone
                    END
                    ELSE NULL::timestamp with time zone
                END AS met_at
           FROM ((((rulebook.in_force
             JOIN rulebook.deadline USING (programme_code, province_code, rulebook_version))
             LEFT JOIN finals ON (((finals.programme_code = deadline.programme_code) AND (finals.province_code = deadline.province_code) AND (finals.period = deadline.period))))
             LEFT JOIN reports ON (((reports.province_code = deadline.province_code) AND (reports.period = deadline.period))))
             LEFT JOIN rosters ON ((rosters.province_code = deadline.province_code)))
        )
 SELECT programme_code,
    province_code,
    period,
    deadline_code,
    due_at,
    met_at,
        CASE
            WHEN (met_at < (due_at + '00:00:01'::interval)) THEN 'met'::text
            WHEN (now() > due_at) THEN 'missed'::text
            ELSE 'pending'::text
        END AS status
   FROM deadlines;
ALTER VIEW ops.deadline OWNER TO warehouse_owner;
CREATE VIEW ops.delivered_source WITH (security_invoker='true') AS
 SELECT DISTINCT province_code,
    source,
    period
   FROM ops.source_file
  WHERE ((status = 'loaded'::text) AND (typed_with IS NOT NULL) AND ((rows_read = 0) OR ((rows_loaded + rows_known) > 0)));
ALTER VIEW ops.delivered_source OWNER TO warehouse_owner;
CREATE TABLE ops.expectation_result (
    result_id bigint NOT NULL,
    run_id text NOT NULL,
    ran_at timestamp with time zone NOT NULL,
    suite text NOT NULL,
    expectation text NOT NULL,
    severity text NOT NULL,
    period date,
    province_code text,
    success boolean NOT NULL,
    unexpected_count bigint NOT NULL,
    observed text,
    notes text NOT NULL,
    CONSTRAINT expectation_result_severity_check CHECK ((severity = ANY (ARRAY['critical'::text, 'warning'::text, 'info'::text])))
);
ALTER TABLE ops.expectation_result OWNER TO warehouse_owner;
ALTER TABLE ops.expectation_result ALTER COLUMN result_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.expectation_result_result_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE ops.migration (
    version_num character varying(32) NOT NULL
);
ALTER TABLE ops.migration OWNER TO postgres;
CREATE TABLE ops.month (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    status text NOT NULL,
    inputs_sha256 text NOT NULL,
    rulebook_version integer NOT NULL,
    code_version text NOT NULL,
    built_at timestamp with time zone NOT NULL,
    moved_at timestamp with time zone,
    held_because text,
    CONSTRAINT month_check CHECK (((status = 'held'::text) = (held_because IS NOT NULL))),
    CONSTRAINT month_period_check CHECK ((period = date_trunc('month'::text, (period)::timestamp with time zone))),
    CONSTRAINT month_status_check CHECK ((status = ANY (ARRAY['graded'::text, 'waiting'::text, 'held'::text])))
);
ALTER TABLE ops.month OWNER TO warehouse_owner;
CREATE TABLE rulebook.required_source (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    source text NOT NULL,
    CONSTRAINT required_source_source_check CHECK ((source = ANY (ARRAY['otop_operators'::text, 'shop_registrations'::text, 'app_downloads'::text, 'content_records'::text])))
);
ALTER TABLE rulebook.required_source OWNER TO warehouse_owner;
CREATE VIEW ops.month_input WITH (security_invoker='true') AS
 WITH months AS (
         SELECT in_force.programme_code,
            in_force.province_code,
            in_force.rulebook_version,
            version.content_sha256,
            (month.period)::date AS period,
            ( SELECT min(first_version.loaded_at) AS min
                   FROM rulebook.version first_version
                  WHERE ((first_version.programme_code = in_force.programme_code) AND (first_version.province_code = in_force.province_code) AND (first_version.rulebook_code = in_force.rulebook_code))) AS first_loaded_at
           FROM ((rulebook.in_force
             JOIN rulebook.version USING (programme_code, province_code, rulebook_version))
             CROSS JOIN LATERAL generate_series((lower(in_force.valid_during))::timestamp without time zone, LEAST(((upper(in_force.valid_during))::timestamp without time zone - '1 mon'::interval), date_trunc('month'::text, (now() AT TIME ZONE 'Asia/Bangkok'::text))), '1 mon'::interval) month(period))
        ), files AS (
         SELECT source_file.province_code,
            source_file.period,
            source_file.source,
            source_file.sha256,
            source_file.typed_with,
            (source_file.source = ANY (ARRAY['submissions'::text, 'app_downloads'::text, 'content_records'::text])) AS of_one_month
           FROM ops.source_file
          WHERE ((source_file.status = 'loaded'::text) AND (source_file.typed_with IS NOT NULL))
        ), open_months AS (
         SELECT months.programme_code,
            months.province_code,
            months.rulebook_version,
            months.content_sha256,
            months.period,
            months.first_loaded_at
           FROM ((months
             CROSS JOIN LATERAL ( SELECT bool_or((files_1.period = months.period)) AS has_own,
                    (bool_or((files_1.period < months.period)) AND bool_or((files_1.period > months.period))) AS lies_between
                   FROM files files_1
                  WHERE ((files_1.province_code = months.province_code) AND files_1.of_one_month)) arrived)
             LEFT JOIN rulebook.deadline ON (((deadline.programme_code = months.programme_code) AND (deadline.province_code = months.province_code) AND (deadline.rulebook_version = months.rulebook_version) AND (deadline.period = months.period) AND (deadline.deadline_code = 'publication'::text))))
          WHERE (arrived.has_own OR arrived.lies_between OR (deadline.due_at >= months.first_loaded_at))
        )
 SELECT open_months.programme_code,
    open_months.province_code,
    open_months.period,
    open_months.rulebook_version,
    encode(sha256(convert_to((open_months.content_sha256 || COALESCE(string_agg(concat_ws(' '::text, files.source, files.sha256, files.typed_with), '
'::text ORDER BY files.source, files.sha256), ''::text)), 'UTF8'::name)), 'hex'::text) AS inputs_sha256,
    ARRAY( SELECT required_source.source
           FROM rulebook.required_source
          WHERE ((required_source.programme_code = open_months.programme_code) AND (required_source.province_code = open_months.province_code) AND (required_source.rulebook_version = open_months.rulebook_version) AND (NOT (EXISTS ( SELECT
                   FROM ops.delivered_source
                  WHERE ((delivered_source.province_code = open_months.province_code) AND (delivered_source.source = required_source.source) AND
                        CASE required_source.source
                            WHEN 'shop_registrations'::text THEN (delivered_source.period >= open_months.period)
                            WHEN 'otop_operators'::text THEN true
                            ELSE (delivered_source.period = open_months.period)
                        END)))))
          ORDER BY required_source.source) AS missing_sources
   FROM (open_months
     LEFT JOIN files ON (((files.province_code = open_months.province_code) AND ((NOT files.of_one_month) OR (files.period = open_months.period)))))
  GROUP BY open_months.programme_code, open_months.province_code, open_months.period, open_months.rulebook_version, open_months.content_sha256;
ALTER VIEW ops.month_input OWNER TO warehouse_owner;
CREATE VIEW rulebook.province_rules WITH (security_invoker='true') AS
 SELECT in_force.province_code,
    encode(sha256(convert_to(string_agg(version.content_sha256, ' '::text ORDER BY in_force.programme_code, in_force.valid_during), 'UTF8'::name)), 'hex'::text) AS rules_sha256
   FROM (rulebook.in_force
     JOIN rulebook.version USING (programme_code, province_code, rulebook_version))
  GROUP BY in_force.province_code;
ALTER VIEW rulebook.province_rules OWNER TO warehouse_owner;
CREATE VIEW ops.pending_file WITH (security_invoker='true') AS
 WITH loaded AS (
         SELECT source_file.file_id,
            source_file.uri,
            source_file.fingerprint,
            source_file.source,
            source_file.section,
            source_file.province_code,
            source_file.period,
            source_file.sha256,
            source_file.bytes,
            source_file.modified_at,
            source_file.received_at,
            source_file.status,
            source_file.reason,
            source_file.rules_sha256,
            source_file.typed_with,
            source_file.rows_read,
            source_file.rows_loaded,
            source_file.rows_known,
            source_file.rows_rejected,
            province_rules.rules_sha256 AS rules_in_force,
            (COALESCE(source_file.typed_with, ''::text) <> province_rules.rules_sha256) AS waits
           FROM (ops.source_file
             JOIN rulebook.province_rules USING (province_code))
          WHERE (source_file.status = 'loaded'::text)
        )
 SELECT file_id,
    uri,
    source,
    section,
    province_code,
    period,
    received_at,
    modified_at,
    rules_in_force
   FROM loaded
  WHERE (waits OR ((section <> ''::text) AND (EXISTS ( SELECT
           FROM loaded sibling
          WHERE (sibling.waits AND (sibling.section <> ''::text) AND (sibling.source = loaded.source) AND (sibling.province_code = loaded.province_code) AND (sibling.period = loaded.period))))));
ALTER VIEW ops.pending_file OWNER TO warehouse_owner;
ALTER TABLE ops.source_file ALTER COLUMN file_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.source_file_file_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE VIEW ops.stale_month WITH (security_invoker='true') AS
 SELECT month_input.programme_code,
    month_input.province_code,
    month_input.period
   FROM (ops.month_input
     LEFT JOIN ops.month USING (programme_code, province_code, period))
  WHERE ((month.period IS NULL) OR (month.inputs_sha256 <> month_input.inputs_sha256) OR (month.rulebook_version <> month_input.rulebook_version) OR ((month.status <> 'held'::text) AND ((month.status = 'waiting'::text) <> (month_input.missing_sources <> '{}'::text[]))));
ALTER VIEW ops.stale_month OWNER TO warehouse_owner;
CREATE TABLE quarantine.column_label (
    column_name text NOT NULL,
    label_th text NOT NULL
);
ALTER TABLE quarantine.column_label OWNER TO warehouse_owner;
CREATE TABLE quarantine.rejected_row (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    column_name text NOT NULL,
    value text,
    rule text NOT NULL,
    message_th text NOT NULL,
    source text NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL
);
ALTER TABLE quarantine.rejected_row OWNER TO warehouse_owner;
CREATE TABLE quarantine.rule (
    rule text NOT NULL,
    message_th text NOT NULL
);
ALTER TABLE quarantine.rule OWNER TO warehouse_owner;
CREATE TABLE raw.app_downloads (
    file_id integer NOT NULL,
    row_number integer NOT NULL,
    sheet text DEFAULT ''::text NOT NULL,
    event_id text,
    occurred_at text,
    subdistrict_code text,
    operating_system text,
    user_group text,
    user_id text,
    extra jsonb
);
ALTER TABLE raw.app_downloads OWNER TO warehouse_owner;
CREATE TABLE raw.content_records (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    record_id text,
    service text,
    district_code text,
    district text,
    updated_on text,
    status text,
    attraction_kind text,
    extra jsonb
);
ALTER TABLE raw.content_records OWNER TO warehouse_owner;
CREATE TABLE raw.leader_roster (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    district text,
    district_chief text,
    district_development_officer text,
    land_office_head text,
    local_administration_head text,
    subdistrict_heads text,
    village_heads text,
    printed_total text,
    as_of_date text,
    extra jsonb
);
ALTER TABLE raw.leader_roster OWNER TO warehouse_owner;
CREATE TABLE raw.other_row (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    kind text NOT NULL,
    cells text[] NOT NULL,
    CONSTRAINT other_row_kind_check CHECK ((kind = ANY (ARRAY['title'::text, 'header'::text, 'total'::text, 'signature'::text])))
);
ALTER TABLE raw.other_row OWNER TO warehouse_owner;
CREATE TABLE raw.otop_operators (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    operator_id text,
    operator_name text,
    national_id text,
    kind text,
    district_code text,
    district text,
    subdistrict text,
    status text,
    as_of_date text,
    extra jsonb
);
ALTER TABLE raw.otop_operators OWNER TO warehouse_owner;
CREATE TABLE raw.shop_registrations (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    shop_id text,
    operator_id text,
    shop_name text,
    registered_on text,
    status text,
    approved_on text,
    products text,
    extra jsonb
);
ALTER TABLE raw.shop_registrations OWNER TO warehouse_owner;
CREATE TABLE raw.submissions_activities (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    report_id text,
    submitted_at text,
    district text,
    period text,
    held_on text,
    activity text,
    kind text,
    participants text,
    link text,
    channel text,
    hashtags text,
    extra jsonb
);
ALTER TABLE raw.submissions_activities OWNER TO warehouse_owner;
CREATE TABLE raw.submissions_downloads (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    report_id text,
    submitted_at text,
    district text,
    period text,
    subdistrict text,
    downloads text,
    extra jsonb
);
ALTER TABLE raw.submissions_downloads OWNER TO warehouse_owner;
CREATE TABLE raw.submissions_publicity (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    report_id text,
    submitted_at text,
    district text,
    period text,
    posted_on text,
    channel text,
    title text,
    link text,
    hashtags text,
    extra jsonb
);
ALTER TABLE raw.submissions_publicity OWNER TO warehouse_owner;
CREATE TABLE raw.submissions_services (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    report_id text,
    submitted_at text,
    district text,
    period text,
    service text,
    related text,
    correct text,
    complete text,
    current text,
    records text,
    updated_on text,
    system text,
    extra jsonb
);
ALTER TABLE raw.submissions_services OWNER TO warehouse_owner;
CREATE TABLE raw.submissions_summary (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    cell_rows jsonb,
    report_id text,
    submitted_at text,
    district text,
    period text,
    reported_on text,
    reporter text,
    phone text,
    new_shops text,
    downloads_total text,
    district_chief text,
    district_development_officer text,
    land_office_head text,
    local_administration_head text,
    subdistrict_heads text,
    village_heads text,
    extra jsonb
);
ALTER TABLE raw.submissions_summary OWNER TO warehouse_owner;
CREATE TABLE rulebook.base_count (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    base_code text NOT NULL,
    district_code text NOT NULL,
    base_value numeric NOT NULL,
    printed_target numeric,
    printed_name_th text NOT NULL,
    as_of_date date NOT NULL,
    document_th text NOT NULL,
    CONSTRAINT base_count_base_value_check CHECK ((base_value >= (0)::numeric))
);
ALTER TABLE rulebook.base_count OWNER TO warehouse_owner;
CREATE TABLE rulebook.condition (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    criterion_code text NOT NULL,
    condition_no integer NOT NULL,
    measure_code text NOT NULL,
    comparator text NOT NULL,
    target_kind text NOT NULL,
    target_number numeric NOT NULL,
    base_code text,
    CONSTRAINT condition_check CHECK (((target_kind = 'percent_of'::text) = (base_code IS NOT NULL))),
    CONSTRAINT condition_comparator_check CHECK ((comparator = ANY (ARRAY['>='::text, '='::text]))),
    CONSTRAINT condition_condition_no_check CHECK ((condition_no > 0)),
    CONSTRAINT condition_target_kind_check CHECK ((target_kind = ANY (ARRAY['fixed'::text, 'percent_of'::text, 'per_subdistrict'::text]))),
    CONSTRAINT condition_target_number_check CHECK ((target_number >= (0)::numeric))
);
ALTER TABLE rulebook.condition OWNER TO warehouse_owner;
CREATE TABLE rulebook.criterion (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    criterion_code text NOT NULL,
    "position" integer NOT NULL,
    name_th text NOT NULL,
    level text NOT NULL,
    points numeric NOT NULL,
    document_th text NOT NULL,
    clause text,
    CONSTRAINT criterion_level_check CHECK ((level = ANY (ARRAY['district'::text, 'province'::text]))),
    CONSTRAINT criterion_points_check CHECK ((points >= (0)::numeric))
);
ALTER TABLE rulebook.criterion OWNER TO warehouse_owner;
CREATE TABLE rulebook.grade_basis (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    valid_during daterange NOT NULL,
    basis text NOT NULL,
    document_th text NOT NULL,
    clause text,
    CONSTRAINT grade_basis_basis_check CHECK ((basis = ANY (ARRAY['ordered'::text, 'adopted'::text])))
);
ALTER TABLE rulebook.grade_basis OWNER TO warehouse_owner;
CREATE TABLE rulebook.hashtag (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    applies_to text NOT NULL,
    hashtag text NOT NULL,
    is_prefix boolean NOT NULL,
    CONSTRAINT hashtag_applies_to_check CHECK ((applies_to = ANY (ARRAY['publicity'::text, 'activities'::text]))),
    CONSTRAINT hashtag_hashtag_check CHECK (((hashtag = lower(hashtag)) AND (hashtag !~~ '#%'::text)))
);
ALTER TABLE rulebook.hashtag OWNER TO warehouse_owner;
CREATE TABLE rulebook.headcount (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    district_code text NOT NULL,
    district_chief integer NOT NULL,
    district_development_officer integer NOT NULL,
    land_office_head integer NOT NULL,
    local_administration_head integer NOT NULL,
    subdistrict_heads integer NOT NULL,
    village_heads integer NOT NULL,
    printed_total integer NOT NULL,
    printed_name_th text NOT NULL,
    as_of_date date NOT NULL,
    document_th text NOT NULL,
    CONSTRAINT headcount_district_chief_check CHECK ((district_chief >= 0)),
    CONSTRAINT headcount_district_development_officer_check CHECK ((district_development_officer >= 0)),
    CONSTRAINT headcount_land_office_head_check CHECK ((land_office_head >= 0)),
    CONSTRAINT headcount_local_administration_head_check CHECK ((local_administration_head >= 0)),
    CONSTRAINT headcount_printed_total_check CHECK ((printed_total >= 0)),
    CONSTRAINT headcount_subdistrict_heads_check CHECK ((subdistrict_heads >= 0)),
    CONSTRAINT headcount_village_heads_check CHECK ((village_heads >= 0))
);
ALTER TABLE rulebook.headcount OWNER TO warehouse_owner;
CREATE TABLE rulebook.measure (
    measure_code text NOT NULL,
    level text NOT NULL,
    source text NOT NULL,
    name_th text NOT NULL,
    unit_th text NOT NULL,
    watched boolean NOT NULL,
    definition_th text NOT NULL,
    definition_en text NOT NULL,
    CONSTRAINT measure_level_check CHECK ((level = ANY (ARRAY['subdistrict'::text, 'district'::text, 'province'::text])))
);
ALTER TABLE rulebook.measure OWNER TO warehouse_owner;
CREATE TABLE rulebook.name (
    province_code text NOT NULL,
    kind text NOT NULL,
    name_key text NOT NULL,
    code text NOT NULL,
    parent_code text DEFAULT ''::text NOT NULL,
    name_th text NOT NULL,
    origin text NOT NULL,
    CONSTRAINT name_kind_check CHECK ((kind = ANY (ARRAY['district'::text, 'subdistrict'::text, 'service'::text, 'channel'::text]))),
    CONSTRAINT name_origin_check CHECK ((origin = ANY (ARRAY['code'::text, 'name'::text, 'alias'::text])))
);
ALTER TABLE rulebook.name OWNER TO warehouse_owner;
CREATE TABLE rulebook.programme (
    programme_code text NOT NULL,
    name_th text NOT NULL
);
ALTER TABLE rulebook.programme OWNER TO warehouse_owner;
CREATE TABLE rulebook.province (
    province_code text NOT NULL,
    name_th text NOT NULL,
    name_en text NOT NULL,
    valid_during daterange NOT NULL,
    CONSTRAINT province_province_code_check CHECK ((province_code ~ '^[0-9]{2}$'::text))
);
ALTER TABLE rulebook.province OWNER TO warehouse_owner;
CREATE TABLE rulebook.reading (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    reading_key text NOT NULL,
    value jsonb NOT NULL,
    other_values jsonb NOT NULL,
    document_th text NOT NULL,
    clause text,
    note_th text NOT NULL
);
ALTER TABLE rulebook.reading OWNER TO warehouse_owner;
CREATE TABLE rulebook.related_service (
    programme_code text NOT NULL,
    province_code text NOT NULL,
    rulebook_version integer NOT NULL,
    service_code text NOT NULL
);
ALTER TABLE rulebook.related_service OWNER TO warehouse_owner;
CREATE TABLE rulebook.service (
    programme_code text NOT NULL,
    service_code text NOT NULL,
    name_th text NOT NULL,
    menu boolean NOT NULL
);
ALTER TABLE rulebook.service OWNER TO warehouse_owner;
CREATE TABLE rulebook.subdistrict (
    province_code text NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text NOT NULL,
    name_th text NOT NULL,
    name_en text NOT NULL,
    valid_during daterange NOT NULL,
    CONSTRAINT subdistrict_check CHECK (((subdistrict_code ~ '^[0-9]{6}$'::text) AND ("left"(subdistrict_code, 4) = district_code)))
);
ALTER TABLE rulebook.subdistrict OWNER TO warehouse_owner;
CREATE TABLE snapshot.attainment (
    snapshot_id bigint NOT NULL,
    programme_code text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    criterion_code text NOT NULL,
    met boolean NOT NULL,
    points numeric NOT NULL,
    max_points numeric NOT NULL,
    explanation_th text NOT NULL
);
ALTER TABLE snapshot.attainment OWNER TO snapshot_owner;
CREATE TABLE snapshot.measure (
    snapshot_id bigint NOT NULL,
    programme_code text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    measure_code text NOT NULL,
    value numeric,
    source text NOT NULL
);
ALTER TABLE snapshot.measure OWNER TO snapshot_owner;
CREATE TABLE snapshot.target (
    snapshot_id bigint NOT NULL,
    programme_code text NOT NULL,
    period date NOT NULL,
    province_code text NOT NULL,
    district_code text,
    criterion_code text NOT NULL,
    condition_no integer NOT NULL,
    measure_code text NOT NULL,
    comparator text NOT NULL,
    base_value numeric,
    target_value numeric NOT NULL,
    rulebook_version integer NOT NULL,
    order_ref text NOT NULL
);
ALTER TABLE snapshot.target OWNER TO snapshot_owner;
CREATE VIEW snapshot.canonical_line WITH (security_invoker='true') AS
 SELECT target.snapshot_id,
    concat_ws('	'::text, 'target', COALESCE(target.district_code, '\N'::text), target.criterion_code, target.condition_no, target.measure_code, target.comparator, COALESCE((trim_scale(target.base_value))::text, '\N'::text), trim_scale(target.target_value), target.rulebook_version, target.order_ref) AS line
   FROM snapshot.target
UNION ALL
 SELECT measure.snapshot_id,
    concat_ws('	'::text, 'measure', COALESCE(measure.district_code, '\N'::text), measure.measure_code, COALESCE((trim_scale(measure.value))::text, '\N'::text), measure.source) AS line
   FROM snapshot.measure
UNION ALL
 SELECT attainment.snapshot_id,
    concat_ws('	'::text, 'attainment', COALESCE(attainment.district_code, '\N'::text), attainment.criterion_code,
        CASE
            WHEN attainment.met THEN 'true'::text
            ELSE 'false'::text
        END, trim_scale(attainment.points), trim_scale(attainment.max_points), attainment.explanation_th) AS line
   FROM snapshot.attainment
UNION ALL
 SELECT district_grade.snapshot_id,
    concat_ws('	'::text, 'district_grade', district_grade.district_code, district_grade.district_name_th, district_grade.status, trim_scale(district_grade.points), trim_scale(district_grade.max_points), trim_scale(district_grade.percent), district_grade.grade, district_grade.grade_basis, COALESCE(to_char((district_grade.reported_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'::text), '\N'::text),
        CASE
            WHEN district_grade.on_time THEN 'true'::text
            ELSE 'false'::text
        END, district_grade.rulebook_version) AS line
   FROM snapshot.district_grade
UNION ALL
 SELECT DISTINCT source_file.snapshot_id,
    concat_ws('	'::text, 'source_file', source_file.source, source_file.sha256) AS line
   FROM snapshot.source_file;
ALTER VIEW snapshot.canonical_line OWNER TO snapshot_owner;
CREATE TABLE staging.app_download (
    file_id bigint NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    event_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    subdistrict_code text NOT NULL,
    operating_system text NOT NULL,
    user_group text,
    user_id text
);
ALTER TABLE staging.app_download OWNER TO warehouse_owner;
CREATE TABLE staging.content_record (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    record_id text NOT NULL,
    service_code text NOT NULL,
    district_code text NOT NULL,
    updated_on date NOT NULL,
    status text,
    attraction_kind text
);
ALTER TABLE staging.content_record OWNER TO warehouse_owner;
CREATE TABLE staging.leader_roster (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    district_code text NOT NULL,
    district_chief bigint NOT NULL,
    district_development_officer bigint NOT NULL,
    land_office_head bigint NOT NULL,
    local_administration_head bigint NOT NULL,
    subdistrict_heads bigint NOT NULL,
    village_heads bigint NOT NULL,
    printed_total bigint NOT NULL,
    as_of_date date NOT NULL
);
ALTER TABLE staging.leader_roster OWNER TO warehouse_owner;
CREATE TABLE staging.otop_operator (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    operator_id text NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text,
    status text,
    as_of_date date NOT NULL
);
ALTER TABLE staging.otop_operator OWNER TO warehouse_owner;
CREATE TABLE staging.submission_activity (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    report_key text NOT NULL,
    held_on date NOT NULL,
    activity text NOT NULL,
    kind text,
    participants bigint,
    channels text[] NOT NULL,
    hashtags text[] NOT NULL
);
ALTER TABLE staging.submission_activity OWNER TO warehouse_owner;
CREATE TABLE staging.submission_download (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    report_key text NOT NULL,
    subdistrict_code text NOT NULL,
    downloads bigint NOT NULL
);
ALTER TABLE staging.submission_download OWNER TO warehouse_owner;
CREATE TABLE staging.submission_publicity (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    report_key text NOT NULL,
    posted_on date NOT NULL,
    channels text[] NOT NULL,
    title text,
    hashtags text[] NOT NULL
);
ALTER TABLE staging.submission_publicity OWNER TO warehouse_owner;
CREATE TABLE staging.submission_service (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    report_key text NOT NULL,
    service_code text NOT NULL,
    accepted boolean NOT NULL,
    related boolean NOT NULL,
    ready boolean NOT NULL,
    records bigint,
    updated_on date
);
ALTER TABLE staging.submission_service OWNER TO warehouse_owner;
CREATE VIEW staging.received_section_row WITH (security_invoker='true') AS
 SELECT 'downloads'::text AS section,
    submission_download.province_code,
    submission_download.period,
    submission_download.report_key,
    submission_download.file_id,
    submission_download.sheet,
    submission_download.row_number
   FROM staging.submission_download
UNION ALL
 SELECT 'publicity'::text AS section,
    submission_publicity.province_code,
    submission_publicity.period,
    submission_publicity.report_key,
    submission_publicity.file_id,
    submission_publicity.sheet,
    submission_publicity.row_number
   FROM staging.submission_publicity
UNION ALL
 SELECT 'activities'::text AS section,
    submission_activity.province_code,
    submission_activity.period,
    submission_activity.report_key,
    submission_activity.file_id,
    submission_activity.sheet,
    submission_activity.row_number
   FROM staging.submission_activity
UNION ALL
 SELECT 'services'::text AS section,
    submission_service.province_code,
    submission_service.period,
    submission_service.report_key,
    submission_service.file_id,
    submission_service.sheet,
    submission_service.row_number
   FROM staging.submission_service
  WHERE submission_service.accepted;
ALTER VIEW staging.received_section_row OWNER TO warehouse_owner;
CREATE TABLE staging.submission (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    period date NOT NULL,
    report_key text NOT NULL,
    district_code text NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reported_with_time boolean NOT NULL,
    new_shops bigint,
    downloads_total bigint,
    district_chief bigint,
    district_development_officer bigint,
    land_office_head bigint,
    local_administration_head bigint,
    subdistrict_heads bigint,
    village_heads bigint
);
ALTER TABLE staging.submission OWNER TO warehouse_owner;
CREATE VIEW staging.report WITH (security_invoker='true') AS
 WITH summaries AS (
         SELECT source_file.province_code,
            source_file.period,
            staging.report_key(source_file.section, source_file.sha256, raw_summary.report_id) AS report_key,
            source_file.file_id,
            raw_summary.sheet,
            raw_summary.row_number,
            source_file.received_at,
            source_file.modified_at,
            source_file.uri
           FROM (raw.submissions_summary raw_summary
             JOIN ops.source_file USING (file_id))
          WHERE ((source_file.section = ''::text) OR (thai.fold(raw_summary.report_id) IS NOT NULL))
        ), latest AS (
         SELECT DISTINCT ON (summaries.province_code, summaries.period, summaries.report_key) summaries.province_code,
            summaries.period,
            summaries.report_key,
            summaries.file_id,
            summaries.sheet,
            summaries.row_number,
            summaries.received_at,
            summaries.modified_at,
            summaries.uri
           FROM summaries
          ORDER BY summaries.province_code, summaries.period, summaries.report_key, summaries.received_at DESC, summaries.modified_at DESC, summaries.uri DESC, summaries.row_number
        )
 SELECT latest.province_code,
    latest.period,
    latest.report_key,
    latest.file_id,
    submission.district_code,
    (submission.file_id IS NOT NULL) AS accepted
   FROM (latest
     LEFT JOIN staging.submission USING (file_id, sheet, row_number));
ALTER VIEW staging.report OWNER TO warehouse_owner;
CREATE VIEW staging.section_file WITH (security_invoker='true') AS
 WITH rows AS (
         SELECT 'downloads'::text AS section,
            submissions_downloads.file_id,
            submissions_downloads.report_id
           FROM raw.submissions_downloads
        UNION ALL
         SELECT 'publicity'::text AS section,
            submissions_publicity.file_id,
            submissions_publicity.report_id
           FROM raw.submissions_publicity
        UNION ALL
         SELECT 'activities'::text AS section,
            submissions_activities.file_id,
            submissions_activities.report_id
           FROM raw.submissions_activities
        UNION ALL
         SELECT 'services'::text AS section,
            submissions_services.file_id,
            submissions_services.report_id
           FROM raw.submissions_services
        ), files AS (
         SELECT DISTINCT source_file.province_code,
            source_file.period,
            staging.report_key(source_file.section, source_file.sha256, rows.report_id) AS report_key,
            rows.section,
            source_file.file_id,
            source_file.received_at,
            source_file.modified_at,
            source_file.uri
           FROM (rows
             JOIN ops.source_file USING (file_id))
        )
 SELECT DISTINCT ON (province_code, period, report_key, section) province_code,
    period,
    report_key,
    section,
    file_id
   FROM files
  WHERE (report_key IS NOT NULL)
  ORDER BY province_code, period, report_key, section, received_at DESC, modified_at DESC, uri DESC;
ALTER VIEW staging.section_file OWNER TO warehouse_owner;
CREATE VIEW staging.section_row WITH (security_invoker='true') AS
 SELECT received_section_row.section,
    received_section_row.province_code,
    received_section_row.period,
    received_section_row.report_key,
    received_section_row.file_id,
    received_section_row.sheet,
    received_section_row.row_number
   FROM (staging.received_section_row
     JOIN staging.section_file USING (province_code, period, report_key, section, file_id));
ALTER VIEW staging.section_row OWNER TO warehouse_owner;
CREATE TABLE staging.shop_registration (
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    province_code text NOT NULL,
    shop_id text NOT NULL,
    operator_id text NOT NULL,
    registered_on date NOT NULL,
    status text NOT NULL,
    approved_on date,
    products bigint,
    CONSTRAINT shop_registration_status_check CHECK ((status = ANY (ARRAY['รออนุมัติ'::text, 'อนุมัติแล้ว'::text, 'ไม่อนุมัติ'::text])))
);
ALTER TABLE staging.shop_registration OWNER TO warehouse_owner;
CREATE TABLE warehouse.activity (
    province_code text NOT NULL,
    period date NOT NULL,
    version_key text NOT NULL,
    district_code text NOT NULL,
    held_on date NOT NULL,
    activity text NOT NULL,
    kind text,
    participants bigint,
    channels text[] NOT NULL,
    hashtags text[] NOT NULL,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL
);
ALTER TABLE warehouse.activity OWNER TO warehouse_owner;
CREATE TABLE warehouse.app_download (
    province_code text NOT NULL,
    period date NOT NULL,
    event_id text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text NOT NULL,
    operating_system text NOT NULL,
    user_group text,
    user_id text,
    file_id bigint NOT NULL,
    row_number bigint NOT NULL
);
ALTER TABLE warehouse.app_download OWNER TO warehouse_owner;
CREATE TABLE warehouse.claimed_download (
    province_code text NOT NULL,
    period date NOT NULL,
    version_key text NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text NOT NULL,
    downloads bigint NOT NULL,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL
);
ALTER TABLE warehouse.claimed_download OWNER TO warehouse_owner;
CREATE TABLE warehouse.content_record (
    province_code text NOT NULL,
    period date NOT NULL,
    record_id text NOT NULL,
    service_code text NOT NULL,
    district_code text NOT NULL,
    updated_on date NOT NULL,
    status text,
    attraction_kind text,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL
);
ALTER TABLE warehouse.content_record OWNER TO warehouse_owner;
CREATE TABLE warehouse.leader_roster (
    province_code text NOT NULL,
    period date NOT NULL,
    as_of_date date NOT NULL,
    district_code text NOT NULL,
    district_chief bigint NOT NULL,
    district_development_officer bigint NOT NULL,
    land_office_head bigint NOT NULL,
    local_administration_head bigint NOT NULL,
    subdistrict_heads bigint NOT NULL,
    village_heads bigint NOT NULL,
    printed_total bigint NOT NULL,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    CONSTRAINT leader_roster_check CHECK ((period = date_trunc('month'::text, (as_of_date)::timestamp with time zone)))
);
ALTER TABLE warehouse.leader_roster OWNER TO warehouse_owner;
CREATE TABLE warehouse.otop_operator (
    province_code text NOT NULL,
    period date NOT NULL,
    as_of_date date NOT NULL,
    operator_id text NOT NULL,
    district_code text NOT NULL,
    subdistrict_code text,
    status text,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    CONSTRAINT otop_operator_check CHECK ((period = date_trunc('month'::text, (as_of_date)::timestamp with time zone)))
);
ALTER TABLE warehouse.otop_operator OWNER TO warehouse_owner;
CREATE TABLE warehouse.publicity_post (
    province_code text NOT NULL,
    period date NOT NULL,
    version_key text NOT NULL,
    district_code text NOT NULL,
    posted_on date NOT NULL,
    title text,
    channels text[] NOT NULL,
    hashtags text[] NOT NULL,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL
);
ALTER TABLE warehouse.publicity_post OWNER TO warehouse_owner;
CREATE TABLE warehouse.service_record (
    province_code text NOT NULL,
    period date NOT NULL,
    version_key text NOT NULL,
    district_code text NOT NULL,
    service_code text NOT NULL,
    accepted boolean NOT NULL,
    related boolean NOT NULL,
    ready boolean NOT NULL,
    records bigint,
    updated_on date,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL
);
ALTER TABLE warehouse.service_record OWNER TO warehouse_owner;
CREATE TABLE warehouse.shop (
    province_code text NOT NULL,
    period date NOT NULL,
    shop_id text NOT NULL,
    operator_id text NOT NULL,
    registered_on date NOT NULL,
    status text NOT NULL,
    approved_on date,
    products bigint,
    file_id bigint NOT NULL,
    sheet text NOT NULL,
    row_number bigint NOT NULL,
    CONSTRAINT shop_check CHECK ((period = date_trunc('month'::text, (registered_on)::timestamp with time zone)))
);
ALTER TABLE warehouse.shop OWNER TO warehouse_owner;
INSERT INTO mart.district_grade VALUES
	('click', '2025-04-01', '83', '8301', 'เมืองภูเก็ต', 'graded', 12.0, 12.0, 100.0000, 'ดีเด่น', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	('click', '2025-04-01', '83', '8302', 'กะทู้', 'graded', 9.5, 12.0, 79.1667, 'ดี', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	('click', '2025-04-01', '83', '8303', 'ถลาง', 'graded', 9.0, 12.0, 75.0000, 'ดี', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	('click', '2025-05-01', '83', '8301', 'เมืองภูเก็ต', 'not_reported', 4, 12.0, 33.3333, 'ปรับปรุง', 'ordered', NULL, false, 1),
	('click', '2025-05-01', '83', '8302', 'กะทู้', 'not_reported', 4, 12.0, 33.3333, 'ปรับปรุง', 'ordered', NULL, false, 1),
	('click', '2025-05-01', '83', '8303', 'ถลาง', 'not_reported', 4, 12.0, 33.3333, 'ปรับปรุง', 'ordered', NULL, false, 1);
INSERT INTO mart.month_finding VALUES
	('click', '2025-04-01', '83', '8301', 'hashtags_missing', 'warning', 'submissions', 'file:///landing/submissions/83/2025-04/publicity.csv', 3, 'โพสต์ไม่ได้ติดแฮชแท็กตามที่หนังสือสั่งการกำหนด จึงไม่นับ โปรดเพิ่มแฮชแท็ก', 'A post does not carry the hashtags as ordered: not counted');
INSERT INTO mart.province_summary VALUES
	('click', '2025-04-01', '83', 'graded', 3, 3, 3, '{"ดี": 2, "ผ่าน": 0, "ดีเด่น": 1, "ปรับปรุง": 0}', 84.7222, '{}', 1),
	('click', '2025-05-01', '83', 'graded', 3, 0, 0, '{"ดี": 0, "ผ่าน": 0, "ดีเด่น": 0, "ปรับปรุง": 3}', 33.3333, '{}', 1);
INSERT INTO ops.migration VALUES
	('0005');
INSERT INTO ops.month VALUES
	('click', '83', '2025-04-01', 'graded', '7835289077ce6c2170fba7bb25048686d995527246a0cfbb4c7fb8ee0513b191', 1, '0.1.0+1218b428f406', '2026-11-28 23:49:41.316221+07', '2026-11-28 23:49:41.682595+07', NULL),
	('click', '83', '2025-05-01', 'graded', 'a7a82a845df4b5e94ade3bf2fef6a87cb5bee256bbb26abbacfc6076a839f435', 1, '0.1.0+1218b428f406', '2026-11-28 23:49:44.93432+07', '2026-11-28 23:49:45.35919+07', NULL);
INSERT INTO ops.source_file OVERRIDING SYSTEM VALUE VALUES
	(4, 'file:///landing/submissions/83/2025-04/publicity.csv', '507 1747098000000000000', 'submissions', 'publicity', '83', '2025-04-01', '21ded0a1e1552b6d5473bccbfffa15b3e4812887622a143d795faf00cdf778b9', 507, '2025-05-13 08:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 3, 3, 0, 0),
	(6, 'file:///landing/submissions/83/2025-04/summary.csv', '497 1747098000000000000', 'submissions', 'summary', '83', '2025-04-01', 'c32ae6bd483bf223f03fc78688e6e04f4ada54eb54905702162a5d7af5009698', 497, '2025-05-13 08:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 2, 2, 0, 0),
	(7, 'file:///landing/submissions/83/2025-04/กะทู้.xlsx', '7943 1747155600000000000', 'submissions', '', '83', '2025-04-01', '313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', 7943, '2025-05-14 00:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 3, 3, 0, 0),
	(1, 'file:///landing/app_downloads/83/2025-04/ดาวน์โหลด.csv', '4387 1747098000000000000', 'app_downloads', '', '83', '2025-04-01', 'c63a060d37d06265afc2530a9310e4bea34d03b4b54d264d55265eca72aba48d', 4387, '2025-05-13 08:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 85, 85, 0, 0),
	(2, 'file:///landing/submissions/83/2025-04/activities.csv', '132 1747098000000000000', 'submissions', 'activities', '83', '2025-04-01', '8f91f8f82b82428047b06b95fc11224c0dfbf470af1d4d39f65cd72eee580c69', 132, '2025-05-13 08:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 0, 0, 0, 0),
	(5, 'file:///landing/submissions/83/2025-04/services.csv', '210 1747098000000000000', 'submissions', 'services', '83', '2025-04-01', '20ebe97700effc7c4e8fea98745bb3e08337acdc842a458a049af27104853ce1', 210, '2025-05-13 08:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 0, 0, 0, 0),
	(3, 'file:///landing/submissions/83/2025-04/downloads.csv', '108 1747098000000000000', 'submissions', 'downloads', '83', '2025-04-01', '7d7d5458c554f8b00668adabe9666b8dee2191cdc6e8914194928537a57660d5', 108, '2025-05-13 08:00:00+07', '2025-05-13 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 0, 0, 0, 0),
	(8, 'file:///landing/app_downloads/83/2025-05/ดาวน์โหลด.csv', '4387 1749776400000000000', 'app_downloads', '', '83', '2025-05-01', '000f43ae680b9a1f6205c80a4a8c66daf101d6e99506ce2289c1149727edb108', 4387, '2025-06-13 08:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 85, 85, 0, 0),
	(11, 'file:///landing/submissions/83/2025-05/publicity.csv', '507 1749776400000000000', 'submissions', 'publicity', '83', '2025-05-01', '21ded0a1e1552b6d5473bccbfffa15b3e4812887622a143d795faf00cdf778b9', 507, '2025-06-13 08:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 3, 0, 0, 3),
	(12, 'file:///landing/submissions/83/2025-05/services.csv', '210 1749776400000000000', 'submissions', 'services', '83', '2025-05-01', '20ebe97700effc7c4e8fea98745bb3e08337acdc842a458a049af27104853ce1', 210, '2025-06-13 08:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 0, 0, 0, 0),
	(10, 'file:///landing/submissions/83/2025-05/downloads.csv', '108 1749776400000000000', 'submissions', 'downloads', '83', '2025-05-01', '7d7d5458c554f8b00668adabe9666b8dee2191cdc6e8914194928537a57660d5', 108, '2025-06-13 08:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 0, 0, 0, 0),
	(13, 'file:///landing/submissions/83/2025-05/summary.csv', '497 1749776400000000000', 'submissions', 'summary', '83', '2025-05-01', 'c32ae6bd483bf223f03fc78688e6e04f4ada54eb54905702162a5d7af5009698', 497, '2025-06-13 08:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 2, 0, 0, 2),
	(14, 'file:///landing/submissions/83/2025-05/กะทู้.xlsx', '7943 1749834000000000000', 'submissions', '', '83', '2025-05-01', 'b5cd9e496dc8ae4160a07f3973713440789f23a5f1be8a7fc0aab0350abbad64', 7943, '2025-06-14 00:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 3, 0, 0, 3),
	(9, 'file:///landing/submissions/83/2025-05/activities.csv', '132 1749776400000000000', 'submissions', 'activities', '83', '2025-05-01', '8f91f8f82b82428047b06b95fc11224c0dfbf470af1d4d39f65cd72eee580c69', 132, '2025-06-13 08:00:00+07', '2025-06-12 12:00:00+07', 'loaded', NULL, '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', '1e99c74deac511844e6b2bf959fbedc1a7ee5f6f3b3136f43c950a35bf2d2ece', 0, 0, 0, 0);
INSERT INTO raw.app_downloads VALUES
	(1, 2, '', 'E-1', '2025-04-15 10:00:00', '830101', 'Android', NULL, '830101-1', NULL),
	(1, 3, '', 'E-2', '2025-04-15 10:00:00', '830101', 'Android', NULL, '830101-2', NULL),
	(1, 4, '', 'E-3', '2025-04-15 10:00:00', '830101', 'Android', NULL, '830101-3', NULL),
	(8, 2, '', 'E-1', '2025-05-15 10:00:00', '830101', 'Android', NULL, '830101-1', NULL),
	(8, 3, '', 'E-2', '2025-05-15 10:00:00', '830101', 'Android', NULL, '830101-2', NULL),
	(8, 4, '', 'E-3', '2025-05-15 10:00:00', '830101', 'Android', NULL, '830101-3', NULL);
INSERT INTO raw.submissions_publicity VALUES
	(4, '', 2, 'R1', NULL, 'เมือง', 'เม.ย. 68', '5/4/2568', 'Facebook/ไลน์', 'ก', NULL, '#ภูเก็ตคลิก #คลิกชุมชน', NULL),
	(4, '', 3, 'R1', NULL, 'เมือง', 'เม.ย. 68', '6/4/2568', 'TikTok', 'ข', NULL, '#คลิกชุมชน', NULL),
	(4, '', 4, 'R3', NULL, 'ถลาง', 'เม.ย. 68', '5/4/2568', 'Facebook, ไลน์', 'ก', NULL, '#คลิกชุมชน #ภูเก็ตคลิก', NULL),
	(7, 'ประชาสัมพันธ์', 2, NULL, NULL, NULL, NULL, '5/4/2568', 'Facebook/ไลน์', 'ก', NULL, '#ภูเก็ตคลิก #คลิกชุมชน', NULL),
	(7, 'ประชาสัมพันธ์', 3, NULL, NULL, NULL, NULL, '6/4/2568', 'TikTok', 'ข', NULL, '#ภูเก็ตคลิก #คลิกชุมชน', NULL),
	(11, '', 2, 'R1', NULL, 'เมือง', 'เม.ย. 68', '5/4/2568', 'Facebook/ไลน์', 'ก', NULL, '#ภูเก็ตคลิก #คลิกชุมชน', NULL),
	(11, '', 3, 'R1', NULL, 'เมือง', 'เม.ย. 68', '6/4/2568', 'TikTok', 'ข', NULL, '#คลิกชุมชน', NULL),
	(11, '', 4, 'R3', NULL, 'ถลาง', 'เม.ย. 68', '5/4/2568', 'Facebook, ไลน์', 'ก', NULL, '#คลิกชุมชน #ภูเก็ตคลิก', NULL),
	(14, 'ประชาสัมพันธ์', 2, NULL, NULL, NULL, NULL, '5/4/2568', 'Facebook/ไลน์', 'ก', NULL, '#ภูเก็ตคลิก #คลิกชุมชน', NULL),
	(14, 'ประชาสัมพันธ์', 3, NULL, NULL, NULL, NULL, '6/4/2568', 'TikTok', 'ข', NULL, '#ภูเก็ตคลิก #คลิกชุมชน', NULL);
INSERT INTO raw.submissions_summary VALUES
	(6, '', 2, NULL, 'R1', NULL, 'เมือง', 'เม.ย. 68', '9 พ.ค. 68', NULL, NULL, '5', NULL, '1', '1', '1', '1', '4', '22', NULL),
	(6, '', 3, NULL, 'R3', NULL, 'ถลาง', 'เม.ย. 68', '9 พ.ค. 68', NULL, NULL, '2', NULL, '1', '1', '1', '1', '6', '40', NULL),
	(7, 'สรุป', 3, '{"period": 1, "district": 3, "new_shops": 4, "reported_on": 2, "village_heads": 10, "district_chief": 5, "land_office_head": 7, "subdistrict_heads": 9, "local_administration_head": 8, "district_development_officer": 6}', NULL, NULL, 'กะทู้', 'เม.ย. 68', '9 พ.ค. 68', NULL, NULL, '1', NULL, '1', '1', '0', '1', '2', '16', NULL),
	(13, '', 2, NULL, 'R1', NULL, 'เมือง', 'เม.ย. 68', '9 พ.ค. 68', NULL, NULL, '5', NULL, '1', '1', '1', '1', '4', '22', NULL),
	(13, '', 3, NULL, 'R3', NULL, 'ถลาง', 'เม.ย. 68', '9 พ.ค. 68', NULL, NULL, '2', NULL, '1', '1', '1', '1', '6', '40', NULL),
	(14, 'สรุป', 3, '{"period": 1, "district": 3, "new_shops": 4, "reported_on": 2, "village_heads": 10, "district_chief": 5, "land_office_head": 7, "subdistrict_heads": 9, "local_administration_head": 8, "district_development_officer": 6}', NULL, NULL, 'กะทู้', 'เม.ย. 68', '9 พ.ค. 68', NULL, NULL, '1', NULL, '1', '1', '0', '1', '2', '16', NULL);
INSERT INTO rulebook.base_count VALUES
	('click', '83', 1, 'otop_operators', '8301', 45, NULL, 'เมืองภูเก็ต', '2025-03-01', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	('click', '83', 1, 'otop_operators', '8302', 14, NULL, 'กะทู้', '2025-03-01', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	('click', '83', 1, 'otop_operators', '8303', 34, NULL, 'ถลาง', '2025-03-01', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ');
INSERT INTO rulebook.condition VALUES
	('click', '83', 1, 'shops', 2, 'new_shops_claimed', '>=', 'percent_of', 10, 'otop_operators'),
	('click', '83', 1, 'publicity', 1, 'publicity_occasions', '>=', 'fixed', 1, NULL),
	('click', '83', 1, 'publicity', 2, 'publicity_channels', '>=', 'fixed', 2, NULL),
	('click', '83', 1, 'downloads', 1, 'downloads', '>=', 'per_subdistrict', 5, NULL),
	('click', '83', 1, 'leaders', 1, 'leaders_downloaded_share', '>=', 'fixed', 0.75, NULL),
	('click', '83', 1, 'report', 1, 'reports_on_time', '>=', 'fixed', 1, NULL);
INSERT INTO rulebook.criterion VALUES
	('click', '83', 1, 'shops', 1, 'ผู้ประกอบการ OTOP สมัครร้านค้า', 'district', 3, 'หนังสือสมมติสำหรับทดสอบระบบ', NULL),
	('click', '83', 1, 'publicity', 2, 'ประชาสัมพันธ์', 'district', 2.5, 'หนังสือสมมติสำหรับทดสอบระบบ', NULL),
	('click', '83', 1, 'downloads', 3, 'ดาวน์โหลด', 'district', 4, 'หนังสือสมมติสำหรับทดสอบระบบ', NULL),
	('click', '83', 1, 'leaders', 4, 'ผู้นำดาวน์โหลด', 'district', 1.5, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ', NULL),
	('click', '83', 1, 'report', 5, 'รายงานภายในกำหนด', 'district', 1, 'หนังสือสมมติสำหรับทดสอบระบบ', NULL);
INSERT INTO rulebook.deadline VALUES
	('click', '83', 1, '2025-04-01', 'report', '2025-05-13 23:59:59+07'),
	('click', '83', 1, '2025-04-01', 'publication', '2025-05-20 23:59:59+07'),
	('click', '83', 1, '2025-05-01', 'report', '2025-06-10 23:59:59+07'),
	('click', '83', 1, '2025-05-01', 'publication', '2025-06-20 23:59:59+07'),
	('click', '83', 1, '2025-06-01', 'report', '2025-07-10 23:59:59+07'),
	('click', '83', 1, '2025-06-01', 'publication', '2025-07-21 23:59:59+07');
INSERT INTO rulebook.district VALUES
	('83', '8301', 'เมืองภูเก็ต', 'Mueang Phuket', '(,)'),
	('83', '8302', 'กะทู้', 'Kathu', '(,)'),
	('83', '8303', 'ถลาง', 'Thalang', '(,)');
INSERT INTO rulebook.grade_band VALUES
	('click', '83', 1, 'ดีเด่น', 90, '[90,)'),
	('click', '83', 1, 'ดี', 75, '[75,90)'),
	('click', '83', 1, 'ผ่าน', 50, '[50,75)'),
	('click', '83', 1, 'ปรับปรุง', 0, '[0,50)');
INSERT INTO rulebook.grade_basis VALUES
	('click', '83', 1, '[2025-04-01,2025-07-01)', 'ordered', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL);
INSERT INTO rulebook.hashtag VALUES
	('click', '83', 1, 'publicity', 'ภูเก็ตคลิก', false),
	('click', '83', 1, 'publicity', 'คลิกชุมชน', false);
INSERT INTO rulebook.headcount VALUES
	('click', '83', 1, '8301', 1, 1, 1, 1, 4, 35, 39, 'เมืองภูเก็ต', '2025-03-20', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	('click', '83', 1, '8302', 1, 1, 0, 1, 2, 23, 28, 'กะทู้', '2025-03-20', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	('click', '83', 1, '8303', 1, 1, 1, 1, 6, 40, 50, 'ถลาง', '2025-03-20', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ');
INSERT INTO rulebook.in_force VALUES
	('click', '83', '[2025-04-01,2025-07-01)', 'phuket_2568', 1);
INSERT INTO rulebook.measure VALUES
	('new_shops', 'district', 'shop_registrations + otop_operators', 'ผู้ประกอบการ OTOP ที่สมัครร้านค้าใหม่', 'ราย', false, 'จำนวนผู้ประกอบการไม่ซ้ำของอำเภอ ซึ่งร้านค้าแรกสุดที่มิใช่ไม่อนุมัติ สมัครในเดือนนั้น อำเภอของผู้ประกอบการถือตามทะเบียนล่าสุดถึงสิ้นเดือนที่มีผู้ประกอบการรายนั้น หากไม่มีใช้ทะเบียนแรกสุดที่มี ผู้ที่ไม่อยู่ในทะเบียนไม่นับ', 'Distinct operators of the district whose earliest shop, refused ones left aside, was registered in the month; the operator''s district is that of the latest registry snapshot up to the month''s end that holds the operator, else of the earliest that does; an operator in no snapshot does not count'),
	('new_shops_claimed', 'district', 'submissions', 'ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน', 'ราย', false, 'จำนวนที่อำเภอรายงาน', 'The figure in the district''s report'),
	('downloads', 'district', 'app_downloads', 'ผู้ดาวน์โหลด Click ชุมชน', 'ราย', false, 'จำนวนผู้ใช้ไม่ซ้ำที่ดาวน์โหลดในเดือนนั้นบนระบบปฏิบัติการที่เกณฑ์กำหนด นับรายตำบล รายการที่ไม่มีรหัสผู้ใช้นับเป็นหนึ่งราย ของอำเภอเป็นผลรวมของทุกตำบล', 'Distinct users with an event in the month on one of the rulebook''s platforms, by subdistrict; an event without a user is a person of its own; the district''s is the sum over its subdistricts'),
	('web_users', 'district', 'app_downloads', 'ผู้ใช้ผ่านเว็บไซต์', 'ราย', true, 'จำนวนผู้ใช้ไม่ซ้ำที่เข้าใช้ผ่านเว็บไซต์ในเดือนนั้น นับรายตำบล ของอำเภอเป็นผลรวมของทุกตำบล', 'Distinct users with a web event in the month, by subdistrict; the district''s is the sum over its subdistricts'),
	('subdistricts_short', 'district', 'app_downloads', 'ตำบลที่ผู้ดาวน์โหลดไม่ถึงเกณฑ์', 'ตำบล', false, 'จำนวนตำบลของอำเภอตามทะเบียนกรมการปกครองที่มีผู้ดาวน์โหลดต่ำกว่าเกณฑ์ขั้นต่ำต่อตำบล', 'Subdistricts of the district on the DOPA list with fewer downloads than the rule''s minimum'),
	('downloads_claimed', 'district', 'submissions', 'ผู้ดาวน์โหลดตามรายงาน', 'ราย', false, 'จำนวนที่อำเภอรายงานรายตำบล ของอำเภอเป็นผลรวมของทุกตำบล หรือยอดรวมในสรุปเมื่อไม่มีรายตำบล', 'The report''s figures by subdistrict; the district''s is their sum, or the summary''s total where no subdistrict is given'),
	('publicity_occasions', 'district', 'submissions', 'ครั้งที่เผยแพร่ประชาสัมพันธ์', 'ครั้ง', false, 'จำนวนวันและหัวข้อที่ไม่ซ้ำกันของโพสต์ที่นับได้ คือลงวันที่ในเดือนนั้นและติดแฮชแท็กตามเกณฑ์หากเกณฑ์กำหนด', 'Distinct date and title among the posts that count: dated in the month and, where hashtags are ordered, carrying them as the rule asks'),
	('publicity_channels', 'district', 'submissions', 'ช่องทางที่เผยแพร่ประชาสัมพันธ์', 'ช่องทาง', false, 'จำนวนช่องทางที่ไม่ซ้ำกันของโพสต์ที่นับได้', 'Distinct channels among the posts that count'),
	('activities', 'district', 'submissions', 'กิจกรรมขับเคลื่อน', 'กิจกรรม', false, 'จำนวนวันและชื่อกิจกรรมที่ไม่ซ้ำกันซึ่งลงวันที่ในเดือนนั้น', 'Distinct date and name of activities dated in the month'),
	('services_ready_share', 'district', 'submissions', 'สัดส่วนบริการที่ข้อมูลถูกต้อง ครบถ้วน เป็นปัจจุบัน', 'สัดส่วน', false, 'บริการที่เกี่ยวข้องตามเกณฑ์ หักบริการที่รายงานว่าไม่เกี่ยวข้อง ที่รายงานว่าถูกต้อง ครบถ้วน และเป็นปัจจุบันทุกรายการ บริการที่ไม่มีในรายงานถือว่าไม่พร้อม เป็นศูนย์เมื่อไม่เหลือบริการใด', 'Of the rulebook''s related services, less those reported as not related: those reported correct and complete and current in every row; one not listed is not ready; 0 when none is left'),
	('leaders_downloaded_share', 'district', 'submissions + leader_roster', 'สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน', 'สัดส่วน', false, 'ผู้นำหกตำแหน่งที่ดาวน์โหลดแล้วสะสม แต่ละตำแหน่งไม่เกินจำนวนในบัญชี หารด้วยผลบวกของบัญชีหรือยอดรวมที่พิมพ์ตามเกณฑ์ ไม่ปัดเศษ ไม่เกินหนึ่ง', 'Leaders who have downloaded, each of six positions capped at its headcount, over the roster''s sum of parts or printed total by rule; not rounded, at most 1'),
	('reports_on_time', 'district', 'submissions', 'รายงานภายในกำหนด', 'ครั้ง', false, 'เป็นหนึ่งเมื่อรายงานที่ใช้ได้ฉบับแรกจัดทำไม่เกินสิ้นวันครบกำหนด มิฉะนั้นเป็นศูนย์', '1 when the first valid version was made by the end of the deadline day, else 0'),
	('tourism_places', 'province', 'content_records', 'แหล่งท่องเที่ยวชุมชนใน CDD พาเที่ยว', 'แห่ง', false, 'จำนวนรายการไม่ซ้ำของบริการ CDD พาเที่ยวทั้งจังหวัด ในข้อมูลส่งออกของเดือนนั้น ที่ปรับปรุงล่าสุดภายในปีงบประมาณและไม่เกินสิ้นเดือน', 'Distinct records of CDD พาเที่ยว in the province, in the month''s export, last updated within the fiscal year and by the month''s end'),
	('shops_pending', 'district', 'shop_registrations + otop_operators', 'ร้านค้าที่รออนุมัติ', 'ร้าน', true, 'จำนวนร้านค้าที่มีสถานะรออนุมัติเมื่อสิ้นเดือน', 'Shops waiting for approval at the month''s end'),
	('approval_days', 'district', 'shop_registrations + otop_operators', 'จำนวนวันที่ใช้อนุมัติร้านค้า', 'วัน', true, 'มัธยฐานของจำนวนวันจากวันสมัครถึงวันอนุมัติ ของร้านค้าที่อนุมัติในเดือนนั้น', 'Median days from registration to approval, of shops approved in the month'),
	('content_updated', 'district', 'content_records', 'รายการที่ปรับปรุงข้อมูล', 'รายการ', true, 'จำนวนรายการที่ปรับปรุงล่าสุดในเดือนนั้น แยกตามบริการ', 'Records last updated in the month, by service'),
	('downloads_by_user_group', 'district', 'app_downloads', 'ผู้ดาวน์โหลดตามกลุ่มผู้ใช้', 'ราย', true, 'จำนวนผู้ดาวน์โหลดในเดือนนั้น แยกตามกลุ่มผู้ใช้ตามที่ระบบบันทึก', 'Downloads in the month, by user group as the platform records it'),
	('activities_publicised', 'district', 'submissions', 'กิจกรรมที่เผยแพร่ประชาสัมพันธ์', 'กิจกรรม', true, 'จำนวนกิจกรรมในเดือนนั้นที่ระบุช่องทางเผยแพร่ และติดแฮชแท็กตามเกณฑ์หากเกณฑ์กำหนด', 'Activities in the month that name a channel and, where hashtags are ordered, carry them as the rule asks');
INSERT INTO rulebook.name VALUES
	('83', 'subdistrict', '830106', '830106', '8301', 'ฉลอง', 'code'),
	('83', 'subdistrict', '830303', '830303', '8303', 'เชิงทะเล', 'code'),
	('83', 'subdistrict', 'ไม้ขาว', '830305', '8303', 'ไม้ขาว', 'name'),
	('83', 'channel', 'เฟสบุ๊ค', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'channel', 'เฟสบุ๊ก', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'service', 'otob', 'big_data', '', 'Big Data', 'alias'),
	('83', 'service', 'โคกหนองนา', 'khok_nong_na', '', 'โคก หนอง นา', 'name'),
	('83', 'channel', 'อินสตาแกรม', 'Instagram', '', 'Instagram', 'alias'),
	('83', 'channel', 'เพจfacebook', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'channel', 'เพจ', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'channel', 'เว็บไซด์', 'website', '', 'website', 'alias'),
	('83', 'district', 'กะทู้', '8302', '', 'กะทู้', 'name'),
	('83', 'subdistrict', '830306', '830306', '8303', 'สาคู', 'code'),
	('83', 'service', 'ปรากฏการณ์ชุมชน', 'community_sage', '', 'ปราชญ์ชุมชน', 'alias'),
	('83', 'subdistrict', 'ป่าตอง', '830202', '8302', 'ป่าตอง', 'name'),
	('83', 'district', 'เมือง', '8301', '', 'เมืองภูเก็ต', 'alias'),
	('83', 'service', 'ดูชุมชน', 'du_chumchon', '', 'ดูชุมชน', 'name'),
	('83', 'subdistrict', '830108', '830108', '8301', 'กะรน', 'code'),
	('83', 'subdistrict', 'ศรีสุนทร', '830302', '8303', 'ศรีสุนทร', 'name'),
	('83', 'subdistrict', 'เทพกระษัตรี', '830301', '8303', 'เทพกระษัตรี', 'name'),
	('83', 'subdistrict', 'เกาะแก้ว', '830103', '8301', 'เกาะแก้ว', 'name'),
	('83', 'service', 'โศกหนองนา', 'khok_nong_na', '', 'โคก หนอง นา', 'alias'),
	('83', 'subdistrict', '830107', '830107', '8301', 'ราไวย์', 'code'),
	('83', 'district', '8302', '8302', '', 'กะทู้', 'code'),
	('83', 'subdistrict', 'ตลาดเหนือ', '830102', '8301', 'ตลาดเหนือ', 'name'),
	('83', 'service', 'คุณคนไทย', 'khun_khon_thai', '', 'คุณคนไทย', 'name'),
	('83', 'service', 'otopbigdata', 'big_data', '', 'Big Data', 'alias'),
	('83', 'district', '8301', '8301', '', 'เมืองภูเก็ต', 'code'),
	('83', 'service', 'ototoday', 'otop_today', '', 'OTOP Today', 'alias'),
	('83', 'subdistrict', '830202', '830202', '8302', 'ป่าตอง', 'code'),
	('83', 'subdistrict', '830102', '830102', '8301', 'ตลาดเหนือ', 'code'),
	('83', 'channel', 'website', 'website', '', 'website', 'name'),
	('83', 'subdistrict', 'เชิงทะเล', '830303', '8303', 'เชิงทะเล', 'name'),
	('83', 'district', 'เมืองภูเก็ต', '8301', '', 'เมืองภูเก็ต', 'name'),
	('83', 'subdistrict', 'กะรน', '830108', '8301', 'กะรน', 'name'),
	('83', 'service', 'bigdata', 'big_data', '', 'Big Data', 'name'),
	('83', 'subdistrict', 'กมลา', '830203', '8302', 'กมลา', 'name'),
	('83', 'service', 'ความรู้ชุมชน', 'community_knowledge', '', 'ความรู้ชุมชน', 'name'),
	('83', 'channel', 'ไลน์', 'Line', '', 'Line', 'alias'),
	('83', 'service', 'ปราชญ์ชุมชน', 'community_sage', '', 'ปราชญ์ชุมชน', 'name'),
	('83', 'service', 'otobbigdata', 'big_data', '', 'Big Data', 'alias'),
	('83', 'service', 'ข่าวประชาสัมพันธ์', 'announcements', '', 'ประกาศ/ข่าวประชาสัมพันธ์', 'alias'),
	('83', 'service', 'ร้านค้าชุมชน', 'shop_chumchon', '', 'Shop ชุมชน', 'alias'),
	('83', 'subdistrict', 'ป่าคลอก', '830304', '8303', 'ป่าคลอก', 'name'),
	('83', 'subdistrict', '830103', '830103', '8301', 'เกาะแก้ว', 'code'),
	('83', 'subdistrict', '830305', '830305', '8303', 'ไม้ขาว', 'code'),
	('83', 'service', 'ประกาศ', 'announcements', '', 'ประกาศ/ข่าวประชาสัมพันธ์', 'alias'),
	('83', 'service', 'พาเที่ยว', 'cdd_travel', '', 'CDD พาเที่ยว', 'alias'),
	('83', 'service', 'otoptoday', 'otop_today', '', 'OTOP Today', 'name'),
	('83', 'service', 'shopชุมชน', 'shop_chumchon', '', 'Shop ชุมชน', 'name'),
	('83', 'channel', 'ติกตอก', 'TikTok', '', 'TikTok', 'alias'),
	('83', 'channel', 'เวปไซต์', 'website', '', 'website', 'alias'),
	('83', 'subdistrict', '830105', '830105', '8301', 'วิชิต', 'code'),
	('83', 'channel', 'fb', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'channel', 'ติ๊กตอก', 'TikTok', '', 'TikTok', 'alias'),
	('83', 'channel', 'tiktok', 'TikTok', '', 'TikTok', 'name'),
	('83', 'channel', 'instagram', 'Instagram', '', 'Instagram', 'name'),
	('83', 'service', 'กองทุนพัฒนาบทบาทสตรี', 'women_fund', '', 'กองทุนพัฒนาบทบาทสตรี', 'name'),
	('83', 'service', 'ประกาศ/ข่าวประชาสัมพันธ์', 'announcements', '', 'ประกาศ/ข่าวประชาสัมพันธ์', 'name'),
	('83', 'service', '108อาชีพ', 'occupations_108', '', '๑๐๘ อาชีพ', 'name'),
	('83', 'channel', 'ig', 'Instagram', '', 'Instagram', 'alias'),
	('83', 'subdistrict', 'วิชิต', '830105', '8301', 'วิชิต', 'name'),
	('83', 'district', '8303', '8303', '', 'ถลาง', 'code'),
	('83', 'subdistrict', '830301', '830301', '8303', 'เทพกระษัตรี', 'code'),
	('83', 'channel', 'line', 'Line', '', 'Line', 'name'),
	('83', 'subdistrict', 'กะทู้', '830201', '8302', 'กะทู้', 'name'),
	('83', 'channel', 'เฟซบุ๊ก', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'channel', 'ยูทูป', 'YouTube', '', 'YouTube', 'alias'),
	('83', 'subdistrict', '830203', '830203', '8302', 'กมลา', 'code'),
	('83', 'channel', 'เฟซบุ๊ค', 'Facebook', '', 'Facebook', 'alias'),
	('83', 'service', 'กองทุนสตรี', 'women_fund', '', 'กองทุนพัฒนาบทบาทสตรี', 'alias'),
	('83', 'subdistrict', '830101', '830101', '8301', 'ตลาดใหญ่', 'code'),
	('83', 'subdistrict', '830304', '830304', '8303', 'ป่าคลอก', 'code'),
	('83', 'subdistrict', 'ตลาดใหญ่', '830101', '8301', 'ตลาดใหญ่', 'name'),
	('83', 'channel', 'lineoa', 'Line', '', 'Line', 'alias'),
	('83', 'channel', 'facebook', 'Facebook', '', 'Facebook', 'name'),
	('83', 'channel', 'ติ๊กต็อก', 'TikTok', '', 'TikTok', 'alias'),
	('83', 'service', 'cddพาเที่ยว', 'cdd_travel', '', 'CDD พาเที่ยว', 'name'),
	('83', 'district', 'ถลาง', '8303', '', 'ถลาง', 'name'),
	('83', 'subdistrict', 'รัษฎา', '830104', '8301', 'รัษฎา', 'name'),
	('83', 'channel', 'ไอจี', 'Instagram', '', 'Instagram', 'alias'),
	('83', 'service', 'มีทุน', 'capital', '', 'มีทุน', 'name'),
	('83', 'channel', 'เว็บไซต์', 'website', '', 'website', 'alias'),
	('83', 'subdistrict', '830104', '830104', '8301', 'รัษฎา', 'code'),
	('83', 'channel', 'web', 'website', '', 'website', 'alias'),
	('83', 'service', 'เชื่อมชุมชน', 'chueam_chumchon', '', 'เชื่อมชุมชน', 'name'),
	('83', 'channel', 'กลุ่มไลน์', 'Line', '', 'Line', 'alias'),
	('83', 'subdistrict', '830201', '830201', '8302', 'กะทู้', 'code'),
	('83', 'subdistrict', 'ฉลอง', '830106', '8301', 'ฉลอง', 'name'),
	('83', 'service', 'โคนทองนา', 'khok_nong_na', '', 'โคก หนอง นา', 'alias'),
	('83', 'channel', 'ยูทูบ', 'YouTube', '', 'YouTube', 'alias'),
	('83', 'subdistrict', 'ราไวย์', '830107', '8301', 'ราไวย์', 'name'),
	('83', 'subdistrict', '830302', '830302', '8303', 'ศรีสุนทร', 'code'),
	('83', 'channel', 'เว็บ', 'website', '', 'website', 'alias'),
	('83', 'channel', 'youtube', 'YouTube', '', 'YouTube', 'name'),
	('83', 'subdistrict', 'สาคู', '830306', '8303', 'สาคู', 'name');
INSERT INTO rulebook.programme VALUES
	('click', 'Click ชุมชน');
INSERT INTO rulebook.province VALUES
	('83', 'ภูเก็ต', 'Phuket', '(,)');
INSERT INTO rulebook.reading VALUES
	('click', '83', 1, 'report_deadline_day', '10', '[15, 18]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ภายในวันที่ ๑๐'),
	('click', '83', 1, 'publication_deadline_day', '20', '[18]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'เผยแพร่ภายในวันที่ ๒๐'),
	('click', '83', 1, 'report_month_offset', '1', '[0]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'รายงานของเดือนก่อนหน้า'),
	('click', '83', 1, 'deadline_on_holiday', '"next_working_day"', '["as_written"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ตรงกับวันหยุดให้เลื่อนเป็นวันทำการถัดไป'),
	('click', '83', 1, 'clock', '"received"', '["reported"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'นับวันที่จังหวัดได้รับ'),
	('click', '83', 1, 'leader_base', '"printed"', '["parts"]', 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ใช้ยอดรวมที่พิมพ์'),
	('click', '83', 1, 'downloads_rule', '"district_total"', '["every_subdistrict"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'นับรวมทั้งอำเภอ'),
	('click', '83', 1, 'subdistrict_minimum', '5', '[10]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ตำบลละ ๕ ราย'),
	('click', '83', 1, 'download_platforms', '["Android", "iOS", "Web"]', '[["Android", "iOS"]]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'นับการใช้งานผ่านเว็บไซต์ด้วย'),
	('click', '83', 1, 'shops_graded_from', '"claimed"', '["platform"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ใช้จำนวนที่อำเภอรายงาน'),
	('click', '83', 1, 'downloads_graded_from', '"platform"', '["claimed"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ใช้จำนวนที่ระบบบันทึก'),
	('click', '83', 1, 'channels_over', '"occasion"', '["month"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ทุกครั้งต้องเผยแพร่ครบช่องทาง'),
	('click', '83', 1, 'hashtags', '"all"', '["any"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ต้องติดครบทุกแฮชแท็ก'),
	('click', '83', 1, 'quarter_rule', '"every_month"', '["mean_percent"]', 'หนังสือสมมติสำหรับทดสอบระบบ', NULL, 'ผ่านทุกเดือนของไตรมาส');
INSERT INTO rulebook.related_service VALUES
	('click', '83', 1, 'shop_chumchon');
INSERT INTO rulebook.required_source VALUES
	('click', '83', 1, 'app_downloads');
INSERT INTO rulebook.service VALUES
	('click', 'shop_chumchon', 'Shop ชุมชน', true),
	('click', 'otop_today', 'OTOP Today', true),
	('click', 'women_fund', 'กองทุนพัฒนาบทบาทสตรี', true),
	('click', 'community_knowledge', 'ความรู้ชุมชน', true),
	('click', 'community_sage', 'ปราชญ์ชุมชน', true),
	('click', 'capital', 'มีทุน', true),
	('click', 'occupations_108', '๑๐๘ อาชีพ', true),
	('click', 'cdd_travel', 'CDD พาเที่ยว', true),
	('click', 'khok_nong_na', 'โคก หนอง นา', true),
	('click', 'khun_khon_thai', 'คุณคนไทย', true),
	('click', 'du_chumchon', 'ดูชุมชน', true),
	('click', 'big_data', 'Big Data', true),
	('click', 'chueam_chumchon', 'เชื่อมชุมชน', true),
	('click', 'announcements', 'ประกาศ/ข่าวประชาสัมพันธ์', false);
INSERT INTO rulebook.subdistrict VALUES
	('83', '8301', '830101', 'ตลาดใหญ่', 'Talat Yai', '(,)'),
	('83', '8301', '830102', 'ตลาดเหนือ', 'Talat Nuea', '(,)'),
	('83', '8301', '830103', 'เกาะแก้ว', 'Ko Kaeo', '(,)'),
	('83', '8301', '830104', 'รัษฎา', 'Ratsada', '(,)'),
	('83', '8301', '830105', 'วิชิต', 'Wichit', '(,)'),
	('83', '8301', '830106', 'ฉลอง', 'Chalong', '(,)'),
	('83', '8301', '830107', 'ราไวย์', 'Rawai', '(,)'),
	('83', '8301', '830108', 'กะรน', 'Karon', '(,)'),
	('83', '8302', '830201', 'กะทู้', 'Kathu', '(,)'),
	('83', '8302', '830202', 'ป่าตอง', 'Pa Tong', '(,)'),
	('83', '8302', '830203', 'กมลา', 'Kamala', '(,)'),
	('83', '8303', '830301', 'เทพกระษัตรี', 'Thepkrasattri', '(,)'),
	('83', '8303', '830302', 'ศรีสุนทร', 'Sisunthon', '(,)'),
	('83', '8303', '830303', 'เชิงทะเล', 'Choeng Thale', '(,)'),
	('83', '8303', '830304', 'ป่าคลอก', 'Pa Khlok', '(,)'),
	('83', '8303', '830305', 'ไม้ขาว', 'Mai Khao', '(,)'),
	('83', '8303', '830306', 'สาคู', 'Sakhu', '(,)');
INSERT INTO rulebook.version VALUES
	('click', '83', 1, 'phuket_2568', 2568, '[2025-04-01,2025-07-01)', 'e224441177c7777384ddc8c5856eb992e6625f076fd773f8c763c047289b9836', '{"code": "phuket_2568", "bases": {"otop_operators": {"annex": "phuket_2568_shop_targets.csv", "as_of": "2025-03-01", "count": "otop_operators", "document": "annex", "printed_name": "printed_name_th"}}, "valid": {"to": "2025-06-01", "from": "2025-04-01"}, "aliases": {"channel": {}, "service": {}, "district": {"เมือง": "8301"}, "subdistrict": {}}, "criteria": [{"code": "shops", "level": "district", "points": "3", "name_th": "ผู้ประกอบการ OTOP สมัครร้านค้า", "document": "order", "conditions": [{"when": {"shops_graded_from": "platform"}, "target": {"percent": "10", "percent_of": "otop_operators"}, "measure": "new_shops", "comparator": ">="}, {"when": {"shops_graded_from": "claimed"}, "target": {"percent": "10", "percent_of": "otop_operators"}, "measure": "new_shops_claimed", "comparator": ">="}]}, {"code": "publicity", "level": "district", "points": "2.5", "name_th": "ประชาสัมพันธ์", "document": "order", "conditions": [{"when": {}, "target": {"fixed": "1"}, "measure": "publicity_occasions", "comparator": ">="}, {"when": {}, "target": {"fixed": "2"}, "measure": "publicity_channels", "comparator": ">="}]}, {"code": "downloads", "level": "district", "points": "4", "name_th": "ดาวน์โหลด", "document": "order", "conditions": [{"when": {"downloads_rule": "district_total"}, "target": {"per_subdistrict": "5"}, "measure": "downloads", "comparator": ">="}]}, {"code": "leaders", "level": "district", "points": "1.5", "name_th": "ผู้นำดาวน์โหลด", "document": "annex", "conditions": [{"when": {}, "target": {"fixed": "0.75"}, "measure": "leaders_downloaded_share", "comparator": ">="}]}, {"code": "report", "level": "district", "points": "1", "name_th": "รายงานภายในกำหนด", "document": "order", "conditions": [{"when": {}, "target": {"fixed": "1"}, "measure": "reports_on_time", "comparator": ">="}]}], "hashtags": {"publicity": ["#ภูเก็ตคลิก", "#คลิกชุมชน"], "activities": []}, "holidays": [{"date": "2025-05-12", "name_th": "ชดเชยวันวิสาขบูชา"}], "readings": {"clock": {"value": "received", "note_th": "นับวันที่จังหวัดได้รับ", "document": "order"}, "hashtags": {"value": "all", "note_th": "ต้องติดครบทุกแฮชแท็ก", "document": "order"}, "leader_base": {"value": "printed", "note_th": "ใช้ยอดรวมที่พิมพ์", "document": "annex"}, "quarter_rule": {"value": "every_month", "note_th": "ผ่านทุกเดือนของไตรมาส", "document": "order"}, "channels_over": {"value": "occasion", "note_th": "ทุกครั้งต้องเผยแพร่ครบช่องทาง", "document": "order"}, "downloads_rule": {"value": "district_total", "note_th": "นับรวมทั้งอำเภอ", "document": "order"}, "shops_graded_from": {"value": "claimed", "note_th": "ใช้จำนวนที่อำเภอรายงาน", "document": "order"}, "download_platforms": {"value": ["Android", "iOS", "Web"], "note_th": "นับการใช้งานผ่านเว็บไซต์ด้วย", "document": "order"}, "deadline_on_holiday": {"value": "next_working_day", "note_th": "ตรงกับวันหยุดให้เลื่อนเป็นวันทำการถัดไป", "document": "order"}, "report_deadline_day": {"value": 10, "note_th": "ภายในวันที่ ๑๐", "document": "order"}, "report_month_offset": {"value": 1, "note_th": "รายงานของเดือนก่อนหน้า", "document": "order"}, "subdistrict_minimum": {"value": 5, "note_th": "ตำบลละ ๕ ราย", "document": "order"}, "downloads_graded_from": {"value": "platform", "note_th": "ใช้จำนวนที่ระบบบันทึก", "document": "order"}, "publication_deadline_day": {"value": 20, "note_th": "เผยแพร่ภายในวันที่ ๒๐", "document": "order"}}, "documents": {"annex": {"title_th": "บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ"}, "order": {"date": "2025-03-20", "title_th": "หนังสือสมมติสำหรับทดสอบระบบ"}}, "programme": "click", "headcounts": {"annex": "phuket_2568_leader_targets.csv", "as_of": "2025-03-20", "document": "annex"}, "base_counts": [{"base_code": "otop_operators", "base_value": 45, "district_code": "8301", "printed_name_th": "เมืองภูเก็ต"}, {"base_code": "otop_operators", "base_value": 14, "district_code": "8302", "printed_name_th": "กะทู้"}, {"base_code": "otop_operators", "base_value": 34, "district_code": "8303", "printed_name_th": "ถลาง"}], "grade_bands": {"bands": [{"grade": "ดีเด่น", "from_percent": "90"}, {"grade": "ดี", "from_percent": "75"}, {"grade": "ผ่าน", "from_percent": "50"}, {"grade": "ปรับปรุง", "from_percent": "0"}], "document": "order"}, "grade_basis": [{"to": "2025-06-01", "from": "2025-04-01", "basis": "ordered", "document": "order"}], "province_code": "83", "fiscal_year_be": 2568, "programme_facts": {"name_th": "Click ชุมชน", "channels": [{"code": "TikTok", "aliases": ["tiktok", "tik tok", "ติ๊กต็อก", "ติ๊กตอก", "ติกตอก"]}, {"code": "Facebook", "aliases": ["facebook", "face book", "fb", "เฟซบุ๊ก", "เฟสบุ๊ค", "เฟซบุ๊ค", "เฟสบุ๊ก", "เพจ facebook", "เพจ"]}, {"code": "Line", "aliases": ["line", "ไลน์", "line oa", "กลุ่มไลน์"]}, {"code": "YouTube", "aliases": ["youtube", "you tube", "ยูทูบ", "ยูทูป"]}, {"code": "Instagram", "aliases": ["instagram", "ig", "อินสตาแกรม", "ไอจี"]}, {"code": "website", "aliases": ["website", "web", "web site", "เว็บไซต์", "เว็บไซด์", "เวปไซต์", "เว็บ"]}], "services": [{"code": "shop_chumchon", "menu": true, "aliases": ["Shopชุมชน", "ร้านค้าชุมชน"], "name_th": "Shop ชุมชน"}, {"code": "otop_today", "menu": true, "aliases": ["OTO Today"], "name_th": "OTOP Today"}, {"code": "women_fund", "menu": true, "aliases": ["กองทุนสตรี"], "name_th": "กองทุนพัฒนาบทบาทสตรี"}, {"code": "community_knowledge", "menu": true, "aliases": [], "name_th": "ความรู้ชุมชน"}, {"code": "community_sage", "menu": true, "aliases": ["ปรากฏการณ์ชุมชน"], "name_th": "ปราชญ์ชุมชน"}, {"code": "capital", "menu": true, "aliases": [], "name_th": "มีทุน"}, {"code": "occupations_108", "menu": true, "aliases": ["108 อาชีพ"], "name_th": "๑๐๘ อาชีพ"}, {"code": "cdd_travel", "menu": true, "aliases": ["พาเที่ยว"], "name_th": "CDD พาเที่ยว"}, {"code": "khok_nong_na", "menu": true, "aliases": ["โคกหนองนา", "โศกหนองนา", "โคนทองนา"], "name_th": "โคก หนอง นา"}, {"code": "khun_khon_thai", "menu": true, "aliases": [], "name_th": "คุณคนไทย"}, {"code": "du_chumchon", "menu": true, "aliases": [], "name_th": "ดูชุมชน"}, {"code": "big_data", "menu": true, "aliases": ["OTOP Big Data", "OTOB Big Data", "OTOB"], "name_th": "Big Data"}, {"code": "chueam_chumchon", "menu": true, "aliases": [], "name_th": "เชื่อมชุมชน"}, {"code": "announcements", "menu": false, "aliases": ["ข่าวประชาสัมพันธ์", "ประกาศ"], "name_th": "ประกาศ/ข่าวประชาสัมพันธ์"}], "programme": "click"}, "related_services": {"document": "order", "services": ["shop_chumchon"]}, "required_sources": ["app_downloads"], "document_findings": [], "leader_headcounts": [{"district_code": "8301", "printed_total": 39, "village_heads": 35, "district_chief": 1, "printed_name_th": "เมืองภูเก็ต", "land_office_head": 1, "subdistrict_heads": 4, "local_administration_head": 1, "district_development_officer": 1}, {"district_code": "8302", "printed_total": 28, "village_heads": 23, "district_chief": 1, "printed_name_th": "กะทู้", "land_office_head": 0, "subdistrict_heads": 2, "local_administration_head": 1, "district_development_officer": 1}, {"district_code": "8303", "printed_total": 50, "village_heads": 40, "district_chief": 1, "printed_name_th": "ถลาง", "land_office_head": 1, "subdistrict_heads": 6, "local_administration_head": 1, "district_development_officer": 1}]}', '2026-11-28 23:49:36.690931+07', 'received', 'printed', 5, '{Android,iOS,Web}', 'platform', 'occasion', 'all', 'every_month');
INSERT INTO snapshot.attainment VALUES
	(1, 'click', '2025-04-01', '83', '8301', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 40 ราย (เป้าหมายอย่างน้อย 40 ราย)'),
	(1, 'click', '2025-04-01', '83', '8301', 'leaders', true, 1.5, 1.5, 'ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 76.92 (เป้าหมายอย่างน้อย ร้อยละ 75)'),
	(1, 'click', '2025-04-01', '83', '8301', 'publicity', true, 2.5, 2.5, 'ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) และช่องทางที่เผยแพร่ประชาสัมพันธ์ 2 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง)'),
	(1, 'click', '2025-04-01', '83', '8301', 'report', true, 1, 1, 'ผ่าน: รายงานภายในกำหนด 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง)'),
	(1, 'click', '2025-04-01', '83', '8301', 'shops', true, 3, 3, 'ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 5 ราย (เป้าหมายอย่างน้อย 5 ราย)'),
	(1, 'click', '2025-04-01', '83', '8302', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 15 ราย (เป้าหมายอย่างน้อย 15 ราย)'),
	(1, 'click', '2025-04-01', '83', '8302', 'leaders', true, 1.5, 1.5, 'ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 75 (เป้าหมายอย่างน้อย ร้อยละ 75)'),
	(1, 'click', '2025-04-01', '83', '8302', 'publicity', false, 0, 2.5, 'ไม่ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 2 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) และช่องทางที่เผยแพร่ประชาสัมพันธ์ 1 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง) ขาด 1 ช่องทาง'),
	(1, 'click', '2025-04-01', '83', '8302', 'report', true, 1, 1, 'ผ่าน: รายงานภายในกำหนด 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง)'),
	(1, 'click', '2025-04-01', '83', '8302', 'shops', true, 3, 3, 'ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 1 ราย (เป้าหมายอย่างน้อย 1 ราย)'),
	(1, 'click', '2025-04-01', '83', '8303', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 30 ราย (เป้าหมายอย่างน้อย 30 ราย)'),
	(1, 'click', '2025-04-01', '83', '8303', 'leaders', true, 1.5, 1.5, 'ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 100 (เป้าหมายอย่างน้อย ร้อยละ 75)'),
	(1, 'click', '2025-04-01', '83', '8303', 'publicity', true, 2.5, 2.5, 'ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) และช่องทางที่เผยแพร่ประชาสัมพันธ์ 2 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง)'),
	(1, 'click', '2025-04-01', '83', '8303', 'report', true, 1, 1, 'ผ่าน: รายงานภายในกำหนด 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง)'),
	(1, 'click', '2025-04-01', '83', '8303', 'shops', false, 0, 3, 'ไม่ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 2 ราย (เป้าหมายอย่างน้อย 3 ราย) ขาด 1 ราย'),
	(2, 'click', '2025-04-01', '83', '8301', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 40 ราย (เป้าหมายอย่างน้อย 40 ราย)'),
	(2, 'click', '2025-04-01', '83', '8301', 'leaders', true, 1.5, 1.5, 'ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 76.92 (เป้าหมายอย่างน้อย ร้อยละ 75)'),
	(2, 'click', '2025-04-01', '83', '8301', 'publicity', true, 2.5, 2.5, 'ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) และช่องทางที่เผยแพร่ประชาสัมพันธ์ 2 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง)'),
	(2, 'click', '2025-04-01', '83', '8301', 'report', true, 1, 1, 'ผ่าน: รายงานภายในกำหนด 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง)'),
	(2, 'click', '2025-04-01', '83', '8301', 'shops', true, 3, 3, 'ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 5 ราย (เป้าหมายอย่างน้อย 5 ราย)'),
	(2, 'click', '2025-04-01', '83', '8302', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 15 ราย (เป้าหมายอย่างน้อย 15 ราย)'),
	(2, 'click', '2025-04-01', '83', '8302', 'leaders', true, 1.5, 1.5, 'ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 75 (เป้าหมายอย่างน้อย ร้อยละ 75)'),
	(2, 'click', '2025-04-01', '83', '8302', 'publicity', false, 0, 2.5, 'ไม่ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 2 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) และช่องทางที่เผยแพร่ประชาสัมพันธ์ 1 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง) ขาด 1 ช่องทาง'),
	(2, 'click', '2025-04-01', '83', '8302', 'report', true, 1, 1, 'ผ่าน: รายงานภายในกำหนด 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง)'),
	(2, 'click', '2025-04-01', '83', '8302', 'shops', true, 3, 3, 'ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 1 ราย (เป้าหมายอย่างน้อย 1 ราย)'),
	(2, 'click', '2025-04-01', '83', '8303', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 30 ราย (เป้าหมายอย่างน้อย 30 ราย)'),
	(2, 'click', '2025-04-01', '83', '8303', 'leaders', true, 1.5, 1.5, 'ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 100 (เป้าหมายอย่างน้อย ร้อยละ 75)'),
	(2, 'click', '2025-04-01', '83', '8303', 'publicity', true, 2.5, 2.5, 'ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) และช่องทางที่เผยแพร่ประชาสัมพันธ์ 2 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง)'),
	(2, 'click', '2025-04-01', '83', '8303', 'report', true, 1, 1, 'ผ่าน: รายงานภายในกำหนด 1 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง)'),
	(2, 'click', '2025-04-01', '83', '8303', 'shops', false, 0, 3, 'ไม่ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 2 ราย (เป้าหมายอย่างน้อย 3 ราย) ขาด 1 ราย'),
	(3, 'click', '2025-05-01', '83', '8301', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 40 ราย (เป้าหมายอย่างน้อย 40 ราย) · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8301', 'leaders', false, 0, 1.5, 'ไม่ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 0 (เป้าหมายอย่างน้อย ร้อยละ 75) · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8301', 'publicity', false, 0, 2.5, 'ไม่ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 0 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) ขาด 1 ครั้ง และช่องทางที่เผยแพร่ประชาสัมพันธ์ 0 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง) ขาด 2 ช่องทาง · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8301', 'report', false, 0, 1, 'ไม่ผ่าน: รายงานภายในกำหนด 0 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) ขาด 1 ครั้ง · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8301', 'shops', false, 0, 3, 'ไม่ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 0 ราย (เป้าหมายอย่างน้อย 5 ราย) ขาด 5 ราย · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8302', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 15 ราย (เป้าหมายอย่างน้อย 15 ราย) · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8302', 'leaders', false, 0, 1.5, 'ไม่ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 0 (เป้าหมายอย่างน้อย ร้อยละ 75) · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8302', 'publicity', false, 0, 2.5, 'ไม่ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 0 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) ขาด 1 ครั้ง และช่องทางที่เผยแพร่ประชาสัมพันธ์ 0 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง) ขาด 2 ช่องทาง · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8302', 'report', false, 0, 1, 'ไม่ผ่าน: รายงานภายในกำหนด 0 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) ขาด 1 ครั้ง · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8302', 'shops', false, 0, 3, 'ไม่ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 0 ราย (เป้าหมายอย่างน้อย 1 ราย) ขาด 1 ราย · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8303', 'downloads', true, 4, 4, 'ผ่าน: ผู้ดาวน์โหลด Click ชุมชน 30 ราย (เป้าหมายอย่างน้อย 30 ราย) · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8303', 'leaders', false, 0, 1.5, 'ไม่ผ่าน: สัดส่วนผู้นำที่ดาวน์โหลด Click ชุมชน ร้อยละ 0 (เป้าหมายอย่างน้อย ร้อยละ 75) · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8303', 'publicity', false, 0, 2.5, 'ไม่ผ่าน: ครั้งที่เผยแพร่ประชาสัมพันธ์ 0 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) ขาด 1 ครั้ง และช่องทางที่เผยแพร่ประชาสัมพันธ์ 0 ช่องทาง (เป้าหมายอย่างน้อย 2 ช่องทาง) ขาด 2 ช่องทาง · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8303', 'report', false, 0, 1, 'ไม่ผ่าน: รายงานภายในกำหนด 0 ครั้ง (เป้าหมายอย่างน้อย 1 ครั้ง) ขาด 1 ครั้ง · ยังไม่ได้รับรายงานของอำเภอ'),
	(3, 'click', '2025-05-01', '83', '8303', 'shops', false, 0, 3, 'ไม่ผ่าน: ผู้ประกอบการที่สมัครร้านค้าใหม่ตามรายงาน 0 ราย (เป้าหมายอย่างน้อย 3 ราย) ขาด 3 ราย · ยังไม่ได้รับรายงานของอำเภอ');
INSERT INTO snapshot.district_grade VALUES
	(1, 'click', '2025-04-01', '83', '8301', 'เมืองภูเก็ต', 'graded', 12.0, 12.0, 100.0000, 'ดีเด่น', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	(1, 'click', '2025-04-01', '83', '8302', 'กะทู้', 'graded', 9.5, 12.0, 79.1667, 'ดี', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	(1, 'click', '2025-04-01', '83', '8303', 'ถลาง', 'graded', 9.0, 12.0, 75.0000, 'ดี', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	(2, 'click', '2025-04-01', '83', '8301', 'เมืองภูเก็ต', 'graded', 12.0, 12.0, 100.0000, 'ดีเด่น', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	(2, 'click', '2025-04-01', '83', '8302', 'กะทู้', 'graded', 9.5, 12.0, 79.1667, 'ดี', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	(2, 'click', '2025-04-01', '83', '8303', 'ถลาง', 'graded', 9.0, 12.0, 75.0000, 'ดี', 'ordered', '2025-05-09 00:00:00+07', true, 1),
	(3, 'click', '2025-05-01', '83', '8301', 'เมืองภูเก็ต', 'not_reported', 4, 12.0, 33.3333, 'ปรับปรุง', 'ordered', NULL, false, 1),
	(3, 'click', '2025-05-01', '83', '8302', 'กะทู้', 'not_reported', 4, 12.0, 33.3333, 'ปรับปรุง', 'ordered', NULL, false, 1),
	(3, 'click', '2025-05-01', '83', '8303', 'ถลาง', 'not_reported', 4, 12.0, 33.3333, 'ปรับปรุง', 'ordered', NULL, false, 1);
INSERT INTO snapshot.measure VALUES
	(1, 'click', '2025-04-01', '83', '8301', 'activities', 0, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'activities_publicised', 0, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8301', 'content_updated', NULL, 'content_records'),
	(1, 'click', '2025-04-01', '83', '8301', 'downloads', 40, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8301', 'downloads_by_user_group', 40, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8301', 'downloads_claimed', NULL, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'leaders_downloaded_share', 0.76923076923076923077, 'submissions + leader_roster'),
	(1, 'click', '2025-04-01', '83', '8301', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8301', 'new_shops_claimed', 5, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'publicity_channels', 2, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'publicity_occasions', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'reports_on_time', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'services_ready_share', 0.00000000000000000000, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8301', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8301', 'subdistricts_short', 2, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8301', 'web_users', 0, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8302', 'activities', 0, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'activities_publicised', 0, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8302', 'content_updated', NULL, 'content_records'),
	(1, 'click', '2025-04-01', '83', '8302', 'downloads', 15, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8302', 'downloads_by_user_group', 15, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8302', 'downloads_claimed', NULL, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'leaders_downloaded_share', 0.75000000000000000000, 'submissions + leader_roster'),
	(1, 'click', '2025-04-01', '83', '8302', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8302', 'new_shops_claimed', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'publicity_channels', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'publicity_occasions', 2, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'reports_on_time', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'services_ready_share', 0.00000000000000000000, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8302', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8302', 'subdistricts_short', 0, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8302', 'web_users', 1, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8303', 'activities', 0, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'activities_publicised', 0, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8303', 'content_updated', NULL, 'content_records'),
	(1, 'click', '2025-04-01', '83', '8303', 'downloads', 30, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8303', 'downloads_by_user_group', 30, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8303', 'downloads_claimed', NULL, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'leaders_downloaded_share', 1, 'submissions + leader_roster'),
	(1, 'click', '2025-04-01', '83', '8303', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8303', 'new_shops_claimed', 2, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'publicity_channels', 2, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'publicity_occasions', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'reports_on_time', 1, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'services_ready_share', 0.00000000000000000000, 'submissions'),
	(1, 'click', '2025-04-01', '83', '8303', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(1, 'click', '2025-04-01', '83', '8303', 'subdistricts_short', 0, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', '8303', 'web_users', 0, 'app_downloads'),
	(1, 'click', '2025-04-01', '83', NULL, 'tourism_places', NULL, 'content_records'),
	(2, 'click', '2025-04-01', '83', '8301', 'activities', 0, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'activities_publicised', 0, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8301', 'content_updated', NULL, 'content_records'),
	(2, 'click', '2025-04-01', '83', '8301', 'downloads', 40, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8301', 'downloads_by_user_group', 40, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8301', 'downloads_claimed', NULL, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'leaders_downloaded_share', 0.76923076923076923077, 'submissions + leader_roster'),
	(2, 'click', '2025-04-01', '83', '8301', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8301', 'new_shops_claimed', 5, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'publicity_channels', 2, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'publicity_occasions', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'reports_on_time', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'services_ready_share', 0.00000000000000000000, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8301', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8301', 'subdistricts_short', 2, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8301', 'web_users', 0, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8302', 'activities', 0, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'activities_publicised', 0, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8302', 'content_updated', NULL, 'content_records'),
	(2, 'click', '2025-04-01', '83', '8302', 'downloads', 15, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8302', 'downloads_by_user_group', 15, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8302', 'downloads_claimed', NULL, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'leaders_downloaded_share', 0.75000000000000000000, 'submissions + leader_roster'),
	(2, 'click', '2025-04-01', '83', '8302', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8302', 'new_shops_claimed', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'publicity_channels', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'publicity_occasions', 2, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'reports_on_time', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'services_ready_share', 0.00000000000000000000, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8302', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8302', 'subdistricts_short', 0, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8302', 'web_users', 1, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8303', 'activities', 0, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'activities_publicised', 0, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8303', 'content_updated', NULL, 'content_records'),
	(2, 'click', '2025-04-01', '83', '8303', 'downloads', 30, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8303', 'downloads_by_user_group', 30, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8303', 'downloads_claimed', NULL, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'leaders_downloaded_share', 1, 'submissions + leader_roster'),
	(2, 'click', '2025-04-01', '83', '8303', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8303', 'new_shops_claimed', 2, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'publicity_channels', 2, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'publicity_occasions', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'reports_on_time', 1, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'services_ready_share', 0.00000000000000000000, 'submissions'),
	(2, 'click', '2025-04-01', '83', '8303', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(2, 'click', '2025-04-01', '83', '8303', 'subdistricts_short', 0, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', '8303', 'web_users', 0, 'app_downloads'),
	(2, 'click', '2025-04-01', '83', NULL, 'tourism_places', NULL, 'content_records'),
	(3, 'click', '2025-05-01', '83', '8301', 'activities', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'activities_publicised', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8301', 'content_updated', NULL, 'content_records'),
	(3, 'click', '2025-05-01', '83', '8301', 'downloads', 40, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8301', 'downloads_by_user_group', 40, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8301', 'downloads_claimed', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'leaders_downloaded_share', 0, 'submissions + leader_roster'),
	(3, 'click', '2025-05-01', '83', '8301', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8301', 'new_shops_claimed', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'publicity_channels', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'publicity_occasions', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'reports_on_time', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'services_ready_share', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8301', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8301', 'subdistricts_short', 2, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8301', 'web_users', 0, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8302', 'activities', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'activities_publicised', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8302', 'content_updated', NULL, 'content_records'),
	(3, 'click', '2025-05-01', '83', '8302', 'downloads', 15, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8302', 'downloads_by_user_group', 15, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8302', 'downloads_claimed', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'leaders_downloaded_share', 0, 'submissions + leader_roster'),
	(3, 'click', '2025-05-01', '83', '8302', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8302', 'new_shops_claimed', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'publicity_channels', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'publicity_occasions', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'reports_on_time', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'services_ready_share', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8302', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8302', 'subdistricts_short', 0, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8302', 'web_users', 1, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8303', 'activities', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'activities_publicised', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'approval_days', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8303', 'content_updated', NULL, 'content_records'),
	(3, 'click', '2025-05-01', '83', '8303', 'downloads', 30, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8303', 'downloads_by_user_group', 30, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8303', 'downloads_claimed', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'leaders_downloaded_share', 0, 'submissions + leader_roster'),
	(3, 'click', '2025-05-01', '83', '8303', 'new_shops', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8303', 'new_shops_claimed', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'publicity_channels', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'publicity_occasions', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'reports_on_time', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'services_ready_share', 0, 'submissions'),
	(3, 'click', '2025-05-01', '83', '8303', 'shops_pending', NULL, 'shop_registrations + otop_operators'),
	(3, 'click', '2025-05-01', '83', '8303', 'subdistricts_short', 0, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', '8303', 'web_users', 0, 'app_downloads'),
	(3, 'click', '2025-05-01', '83', NULL, 'tourism_places', NULL, 'content_records');
INSERT INTO snapshot.publication VALUES
	(1, 'click', '83', '2025-04-01', 0, 'provisional', '2025-05-14 00:00:00+07', 'warehouse_etl', 'สิ้นกำหนดส่งรายงานของอำเภอ', 1, 'e224441177c7777384ddc8c5856eb992e6625f076fd773f8c763c047289b9836', '0.1.0+1218b428f406', 'bfabff718d18b07ba327d4f4baa14f37ac52c6c4c0c01741eff25dfb4dbb98ca', '', '0c0bc1712bc471aa2db818a3e154a1e8f0021ae5107ccd3b173c548847bcc267'),
	(2, 'click', '83', '2025-04-01', 1, 'final', '2025-05-21 00:00:00+07', 'warehouse_etl', 'สิ้นกำหนดเผยแพร่ของจังหวัด', 1, 'e224441177c7777384ddc8c5856eb992e6625f076fd773f8c763c047289b9836', '0.1.0+1218b428f406', 'bfabff718d18b07ba327d4f4baa14f37ac52c6c4c0c01741eff25dfb4dbb98ca', '0c0bc1712bc471aa2db818a3e154a1e8f0021ae5107ccd3b173c548847bcc267', 'a94d4b7d2b0017edf27c679931dda5429dd6bcc0e4a6d181214629c1051f108f'),
	(3, 'click', '83', '2025-05-01', 1, 'final', '2025-06-25 00:00:00+07', 'warehouse_etl', 'สิ้นกำหนดเผยแพร่ของจังหวัด', 1, 'e224441177c7777384ddc8c5856eb992e6625f076fd773f8c763c047289b9836', '0.1.0+1218b428f406', '264e0f004952ae99781b10036f53513d7743cffa31bdda2cc1e480ce0c5c06fc', 'a94d4b7d2b0017edf27c679931dda5429dd6bcc0e4a6d181214629c1051f108f', 'b37f5a49365ed8a5f10910b0a27d1b237c7a0ffc34faefaab2f3f7fa0a6811de');
INSERT INTO snapshot.source_file VALUES
	(1, '83', 'app_downloads', 'file:///landing/app_downloads/83/2025-04/ดาวน์โหลด.csv', 'c63a060d37d06265afc2530a9310e4bea34d03b4b54d264d55265eca72aba48d', '2025-05-13 12:00:00+07'),
	(1, '83', 'submissions', 'file:///landing/submissions/83/2025-04/services.csv', '20ebe97700effc7c4e8fea98745bb3e08337acdc842a458a049af27104853ce1', '2025-05-13 12:00:00+07'),
	(1, '83', 'submissions', 'file:///landing/submissions/83/2025-04/publicity.csv', '21ded0a1e1552b6d5473bccbfffa15b3e4812887622a143d795faf00cdf778b9', '2025-05-13 12:00:00+07'),
	(1, '83', 'submissions', 'file:///landing/submissions/83/2025-04/กะทู้.xlsx', '313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '2025-05-13 12:00:00+07'),
	(1, '83', 'submissions', 'file:///landing/submissions/83/2025-04/downloads.csv', '7d7d5458c554f8b00668adabe9666b8dee2191cdc6e8914194928537a57660d5', '2025-05-13 12:00:00+07'),
	(1, '83', 'submissions', 'file:///landing/submissions/83/2025-04/activities.csv', '8f91f8f82b82428047b06b95fc11224c0dfbf470af1d4d39f65cd72eee580c69', '2025-05-13 12:00:00+07'),
	(1, '83', 'submissions', 'file:///landing/submissions/83/2025-04/summary.csv', 'c32ae6bd483bf223f03fc78688e6e04f4ada54eb54905702162a5d7af5009698', '2025-05-13 12:00:00+07'),
	(2, '83', 'app_downloads', 'file:///landing/app_downloads/83/2025-04/ดาวน์โหลด.csv', 'c63a060d37d06265afc2530a9310e4bea34d03b4b54d264d55265eca72aba48d', '2025-05-13 12:00:00+07'),
	(2, '83', 'submissions', 'file:///landing/submissions/83/2025-04/services.csv', '20ebe97700effc7c4e8fea98745bb3e08337acdc842a458a049af27104853ce1', '2025-05-13 12:00:00+07'),
	(2, '83', 'submissions', 'file:///landing/submissions/83/2025-04/publicity.csv', '21ded0a1e1552b6d5473bccbfffa15b3e4812887622a143d795faf00cdf778b9', '2025-05-13 12:00:00+07'),
	(2, '83', 'submissions', 'file:///landing/submissions/83/2025-04/กะทู้.xlsx', '313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '2025-05-13 12:00:00+07'),
	(2, '83', 'submissions', 'file:///landing/submissions/83/2025-04/downloads.csv', '7d7d5458c554f8b00668adabe9666b8dee2191cdc6e8914194928537a57660d5', '2025-05-13 12:00:00+07'),
	(2, '83', 'submissions', 'file:///landing/submissions/83/2025-04/activities.csv', '8f91f8f82b82428047b06b95fc11224c0dfbf470af1d4d39f65cd72eee580c69', '2025-05-13 12:00:00+07'),
	(2, '83', 'submissions', 'file:///landing/submissions/83/2025-04/summary.csv', 'c32ae6bd483bf223f03fc78688e6e04f4ada54eb54905702162a5d7af5009698', '2025-05-13 12:00:00+07'),
	(3, '83', 'app_downloads', 'file:///landing/app_downloads/83/2025-05/ดาวน์โหลด.csv', '000f43ae680b9a1f6205c80a4a8c66daf101d6e99506ce2289c1149727edb108', '2025-06-12 12:00:00+07'),
	(3, '83', 'submissions', 'file:///landing/submissions/83/2025-05/services.csv', '20ebe97700effc7c4e8fea98745bb3e08337acdc842a458a049af27104853ce1', '2025-06-12 12:00:00+07'),
	(3, '83', 'submissions', 'file:///landing/submissions/83/2025-05/publicity.csv', '21ded0a1e1552b6d5473bccbfffa15b3e4812887622a143d795faf00cdf778b9', '2025-06-12 12:00:00+07'),
	(3, '83', 'submissions', 'file:///landing/submissions/83/2025-05/downloads.csv', '7d7d5458c554f8b00668adabe9666b8dee2191cdc6e8914194928537a57660d5', '2025-06-12 12:00:00+07'),
	(3, '83', 'submissions', 'file:///landing/submissions/83/2025-05/activities.csv', '8f91f8f82b82428047b06b95fc11224c0dfbf470af1d4d39f65cd72eee580c69', '2025-06-12 12:00:00+07'),
	(3, '83', 'submissions', 'file:///landing/submissions/83/2025-05/กะทู้.xlsx', 'b5cd9e496dc8ae4160a07f3973713440789f23a5f1be8a7fc0aab0350abbad64', '2025-06-12 12:00:00+07'),
	(3, '83', 'submissions', 'file:///landing/submissions/83/2025-05/summary.csv', 'c32ae6bd483bf223f03fc78688e6e04f4ada54eb54905702162a5d7af5009698', '2025-06-12 12:00:00+07');
INSERT INTO snapshot.target VALUES
	(1, 'click', '2025-04-01', '83', '8301', 'downloads', 1, 'downloads', '>=', 8, 40, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8301', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8301', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8301', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8301', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8301', 'shops', 2, 'new_shops_claimed', '>=', 45, 5, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8302', 'downloads', 1, 'downloads', '>=', 3, 15, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8302', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8302', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8302', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8302', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8302', 'shops', 2, 'new_shops_claimed', '>=', 14, 1, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8303', 'downloads', 1, 'downloads', '>=', 6, 30, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8303', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8303', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8303', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8303', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(1, 'click', '2025-04-01', '83', '8303', 'shops', 2, 'new_shops_claimed', '>=', 34, 3, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8301', 'downloads', 1, 'downloads', '>=', 8, 40, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8301', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8301', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8301', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8301', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8301', 'shops', 2, 'new_shops_claimed', '>=', 45, 5, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8302', 'downloads', 1, 'downloads', '>=', 3, 15, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8302', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8302', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8302', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8302', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8302', 'shops', 2, 'new_shops_claimed', '>=', 14, 1, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8303', 'downloads', 1, 'downloads', '>=', 6, 30, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8303', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8303', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8303', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8303', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(2, 'click', '2025-04-01', '83', '8303', 'shops', 2, 'new_shops_claimed', '>=', 34, 3, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8301', 'downloads', 1, 'downloads', '>=', 8, 40, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8301', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8301', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8301', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8301', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8301', 'shops', 2, 'new_shops_claimed', '>=', 45, 5, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8302', 'downloads', 1, 'downloads', '>=', 3, 15, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8302', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8302', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8302', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8302', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8302', 'shops', 2, 'new_shops_claimed', '>=', 14, 1, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8303', 'downloads', 1, 'downloads', '>=', 6, 30, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8303', 'leaders', 1, 'leaders_downloaded_share', '>=', NULL, 0.75, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8303', 'publicity', 1, 'publicity_occasions', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8303', 'publicity', 2, 'publicity_channels', '>=', NULL, 2, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8303', 'report', 1, 'reports_on_time', '>=', NULL, 1, 1, 'หนังสือสมมติสำหรับทดสอบระบบ'),
	(3, 'click', '2025-05-01', '83', '8303', 'shops', 2, 'new_shops_claimed', '>=', 34, 3, 1, 'บัญชีแนบท้ายหนังสือสมมติสำหรับทดสอบระบบ');
INSERT INTO staging.app_download VALUES
	(1, 2, '83', '2025-04-01', 'E-1', '2025-04-15 10:00:00+07', '830101', 'Android', NULL, '830101-1'),
	(1, 3, '83', '2025-04-01', 'E-2', '2025-04-15 10:00:00+07', '830101', 'Android', NULL, '830101-2'),
	(1, 4, '83', '2025-04-01', 'E-3', '2025-04-15 10:00:00+07', '830101', 'Android', NULL, '830101-3'),
	(8, 2, '83', '2025-05-01', 'E-1', '2025-05-15 10:00:00+07', '830101', 'Android', NULL, '830101-1'),
	(8, 3, '83', '2025-05-01', 'E-2', '2025-05-15 10:00:00+07', '830101', 'Android', NULL, '830101-2'),
	(8, 4, '83', '2025-05-01', 'E-3', '2025-05-15 10:00:00+07', '830101', 'Android', NULL, '830101-3');
INSERT INTO staging.submission VALUES
	(6, '', 2, '83', '2025-04-01', 'form:R1', '8301', '2025-05-09 00:00:00+07', false, 5, NULL, 1, 1, 1, 1, 4, 22),
	(6, '', 3, '83', '2025-04-01', 'form:R3', '8303', '2025-05-09 00:00:00+07', false, 2, NULL, 1, 1, 1, 1, 6, 40),
	(7, 'สรุป', 3, '83', '2025-04-01', 'workbook:313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '8302', '2025-05-09 00:00:00+07', false, 1, NULL, 1, 1, 0, 1, 2, 16);
INSERT INTO staging.submission_publicity VALUES
	(4, '', 2, '83', '2025-04-01', 'form:R1', '2025-04-05', '{Facebook,Line}', 'ก', '{คลิกชุมชน,ภูเก็ตคลิก}'),
	(4, '', 3, '83', '2025-04-01', 'form:R1', '2025-04-06', '{TikTok}', 'ข', '{คลิกชุมชน}'),
	(4, '', 4, '83', '2025-04-01', 'form:R3', '2025-04-05', '{Facebook,Line}', 'ก', '{คลิกชุมชน,ภูเก็ตคลิก}'),
	(7, 'ประชาสัมพันธ์', 2, '83', '2025-04-01', 'workbook:313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '2025-04-05', '{Facebook,Line}', 'ก', '{คลิกชุมชน,ภูเก็ตคลิก}'),
	(7, 'ประชาสัมพันธ์', 3, '83', '2025-04-01', 'workbook:313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '2025-04-06', '{TikTok}', 'ข', '{คลิกชุมชน,ภูเก็ตคลิก}');
INSERT INTO warehouse.app_download VALUES
	('83', '2025-04-01', 'E-1', '2025-04-15 10:00:00+07', '8301', '830101', 'Android', NULL, '830101-1', 1, 2),
	('83', '2025-04-01', 'E-2', '2025-04-15 10:00:00+07', '8301', '830101', 'Android', NULL, '830101-2', 1, 3),
	('83', '2025-04-01', 'E-3', '2025-04-15 10:00:00+07', '8301', '830101', 'Android', NULL, '830101-3', 1, 4),
	('83', '2025-05-01', 'E-1', '2025-05-15 10:00:00+07', '8301', '830101', 'Android', NULL, '830101-1', 8, 2),
	('83', '2025-05-01', 'E-2', '2025-05-15 10:00:00+07', '8301', '830101', 'Android', NULL, '830101-2', 8, 3),
	('83', '2025-05-01', 'E-3', '2025-05-15 10:00:00+07', '8301', '830101', 'Android', NULL, '830101-3', 8, 4);
INSERT INTO warehouse.publicity_post VALUES
	('83', '2025-04-01', 'form:R1', '8301', '2025-04-05', 'ก', '{Facebook,Line}', '{คลิกชุมชน,ภูเก็ตคลิก}', 4, '', 2),
	('83', '2025-04-01', 'form:R1', '8301', '2025-04-06', 'ข', '{TikTok}', '{คลิกชุมชน}', 4, '', 3),
	('83', '2025-04-01', 'form:R3', '8303', '2025-04-05', 'ก', '{Facebook,Line}', '{คลิกชุมชน,ภูเก็ตคลิก}', 4, '', 4),
	('83', '2025-04-01', 'workbook:313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '8302', '2025-04-05', 'ก', '{Facebook,Line}', '{คลิกชุมชน,ภูเก็ตคลิก}', 7, 'ประชาสัมพันธ์', 2),
	('83', '2025-04-01', 'workbook:313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '8302', '2025-04-06', 'ข', '{TikTok}', '{คลิกชุมชน,ภูเก็ตคลิก}', 7, 'ประชาสัมพันธ์', 3);
INSERT INTO warehouse.submission VALUES
	('83', '2025-04-01', 'form:R1', '8301', 6, '2025-05-09 00:00:00+07', false, '2025-05-13 12:00:00+07', true, true, true, 5, NULL, 1, 1, 1, 1, 4, 22),
	('83', '2025-04-01', 'workbook:313e044da9ed5e4242cee07105fc362a2f6684b93971f35f307b9b40a511048c', '8302', 7, '2025-05-09 00:00:00+07', false, '2025-05-13 12:00:00+07', true, true, true, 1, NULL, 1, 1, 0, 1, 2, 16),
	('83', '2025-04-01', 'form:R3', '8303', 6, '2025-05-09 00:00:00+07', false, '2025-05-13 12:00:00+07', true, true, true, 2, NULL, 1, 1, 1, 1, 6, 40);
SELECT pg_catalog.setval('ops.expectation_result_result_id_seq', 1, false);
SELECT pg_catalog.setval('ops.source_file_file_id_seq', 14, true);
ALTER TABLE ONLY candidate.attainment
    ADD CONSTRAINT attainment_programme_code_province_code_period_district_cod_key UNIQUE NULLS NOT DISTINCT (programme_code, province_code, period, district_code, criterion_code);
ALTER TABLE ONLY candidate.district_grade
    ADD CONSTRAINT district_grade_pkey PRIMARY KEY (programme_code, province_code, period, district_code);
ALTER TABLE ONLY candidate.measure
    ADD CONSTRAINT measure_programme_code_province_code_period_district_code_m_key UNIQUE NULLS NOT DISTINCT (programme_code, province_code, period, district_code, measure_code);
ALTER TABLE ONLY candidate.month
    ADD CONSTRAINT month_pkey PRIMARY KEY (programme_code, province_code, period);
ALTER TABLE ONLY candidate.province_summary
    ADD CONSTRAINT province_summary_pkey PRIMARY KEY (programme_code, province_code, period);
ALTER TABLE ONLY candidate.reconciliation
    ADD CONSTRAINT reconciliation_pkey PRIMARY KEY (programme_code, province_code, period, district_code, measure_code);
ALTER TABLE ONLY candidate.subdistrict_measure
    ADD CONSTRAINT subdistrict_measure_pkey PRIMARY KEY (programme_code, province_code, period, subdistrict_code, measure_code);
ALTER TABLE ONLY candidate.target
    ADD CONSTRAINT target_programme_code_province_code_period_district_code_cr_key UNIQUE NULLS NOT DISTINCT (programme_code, province_code, period, district_code, criterion_code, condition_no);
ALTER TABLE ONLY candidate.watched_measure
    ADD CONSTRAINT watched_measure_pkey PRIMARY KEY (programme_code, province_code, period, district_code, measure_code, category);
ALTER TABLE ONLY mart.attainment
    ADD CONSTRAINT attainment_programme_code_province_code_period_district_cod_key UNIQUE NULLS NOT DISTINCT (programme_code, province_code, period, district_code, criterion_code);
ALTER TABLE ONLY mart.district_grade
    ADD CONSTRAINT district_grade_pkey PRIMARY KEY (programme_code, province_code, period, district_code);
ALTER TABLE ONLY mart.measure
    ADD CONSTRAINT measure_programme_code_province_code_period_district_code_m_key UNIQUE NULLS NOT DISTINCT (programme_code, province_code, period, district_code, measure_code);
ALTER TABLE ONLY mart.province_summary
    ADD CONSTRAINT province_summary_pkey PRIMARY KEY (programme_code, province_code, period);
ALTER TABLE ONLY mart.reconciliation
    ADD CONSTRAINT reconciliation_pkey PRIMARY KEY (programme_code, province_code, period, district_code, measure_code);
ALTER TABLE ONLY mart.subdistrict_measure
    ADD CONSTRAINT subdistrict_measure_pkey PRIMARY KEY (programme_code, province_code, period, subdistrict_code, measure_code);
ALTER TABLE ONLY mart.target
    ADD CONSTRAINT target_programme_code_province_code_period_district_code_cr_key UNIQUE NULLS NOT DISTINCT (programme_code, province_code, period, district_code, criterion_code, condition_no);
ALTER TABLE ONLY mart.watched_measure
    ADD CONSTRAINT watched_measure_pkey PRIMARY KEY (programme_code, province_code, period, district_code, measure_code, category);
ALTER TABLE ONLY ops.expectation_result
    ADD CONSTRAINT expectation_result_pkey PRIMARY KEY (result_id);
ALTER TABLE ONLY ops.file_finding
    ADD CONSTRAINT file_finding_pkey PRIMARY KEY (file_id, finding_no);
ALTER TABLE ONLY ops.migration
    ADD CONSTRAINT migration_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY ops.month
    ADD CONSTRAINT month_pkey PRIMARY KEY (programme_code, province_code, period);
ALTER TABLE ONLY ops.source_file
    ADD CONSTRAINT source_file_pkey PRIMARY KEY (file_id);
ALTER TABLE ONLY ops.source_file
    ADD CONSTRAINT source_file_uri_sha256_key UNIQUE (uri, sha256);
ALTER TABLE ONLY quarantine.column_label
    ADD CONSTRAINT column_label_pkey PRIMARY KEY (column_name);
ALTER TABLE ONLY quarantine.rejected_row
    ADD CONSTRAINT rejected_row_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY quarantine.rule
    ADD CONSTRAINT rule_pkey PRIMARY KEY (rule);
ALTER TABLE ONLY raw.content_records
    ADD CONSTRAINT content_records_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.leader_roster
    ADD CONSTRAINT leader_roster_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.other_row
    ADD CONSTRAINT other_row_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.otop_operators
    ADD CONSTRAINT otop_operators_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.shop_registrations
    ADD CONSTRAINT shop_registrations_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.submissions_activities
    ADD CONSTRAINT submissions_activities_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.submissions_downloads
    ADD CONSTRAINT submissions_downloads_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.submissions_publicity
    ADD CONSTRAINT submissions_publicity_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.submissions_services
    ADD CONSTRAINT submissions_services_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY raw.submissions_summary
    ADD CONSTRAINT submissions_summary_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY rulebook.base_count
    ADD CONSTRAINT base_count_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, base_code, district_code);
ALTER TABLE ONLY rulebook.condition
    ADD CONSTRAINT condition_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, criterion_code, condition_no);
ALTER TABLE ONLY rulebook.criterion
    ADD CONSTRAINT criterion_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, criterion_code);
ALTER TABLE ONLY rulebook.deadline
    ADD CONSTRAINT deadline_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, period, deadline_code);
ALTER TABLE ONLY rulebook.district
    ADD CONSTRAINT district_pkey PRIMARY KEY (district_code, valid_during WITHOUT OVERLAPS);
ALTER TABLE ONLY rulebook.document_finding
    ADD CONSTRAINT document_finding_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, finding_no);
ALTER TABLE ONLY rulebook.grade_band
    ADD CONSTRAINT grade_band_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, percents WITHOUT OVERLAPS);
ALTER TABLE ONLY rulebook.grade_band
    ADD CONSTRAINT grade_band_programme_code_province_code_rulebook_version_gr_key UNIQUE (programme_code, province_code, rulebook_version, grade);
ALTER TABLE ONLY rulebook.grade_basis
    ADD CONSTRAINT grade_basis_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, valid_during WITHOUT OVERLAPS);
ALTER TABLE ONLY rulebook.hashtag
    ADD CONSTRAINT hashtag_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, applies_to, hashtag);
ALTER TABLE ONLY rulebook.headcount
    ADD CONSTRAINT headcount_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, district_code);
ALTER TABLE ONLY rulebook.in_force
    ADD CONSTRAINT in_force_pkey PRIMARY KEY (programme_code, province_code, valid_during WITHOUT OVERLAPS);
ALTER TABLE ONLY rulebook.measure
    ADD CONSTRAINT measure_pkey PRIMARY KEY (measure_code);
ALTER TABLE ONLY rulebook.name
    ADD CONSTRAINT name_pkey PRIMARY KEY (province_code, kind, name_key, code);
ALTER TABLE ONLY rulebook.programme
    ADD CONSTRAINT programme_pkey PRIMARY KEY (programme_code);
ALTER TABLE ONLY rulebook.province
    ADD CONSTRAINT province_pkey PRIMARY KEY (province_code, valid_during WITHOUT OVERLAPS);
ALTER TABLE ONLY rulebook.reading
    ADD CONSTRAINT reading_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, reading_key);
ALTER TABLE ONLY rulebook.related_service
    ADD CONSTRAINT related_service_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, service_code);
ALTER TABLE ONLY rulebook.required_source
    ADD CONSTRAINT required_source_pkey PRIMARY KEY (programme_code, province_code, rulebook_version, source);
ALTER TABLE ONLY rulebook.service
    ADD CONSTRAINT service_pkey PRIMARY KEY (programme_code, service_code);
ALTER TABLE ONLY rulebook.subdistrict
    ADD CONSTRAINT subdistrict_pkey PRIMARY KEY (subdistrict_code, valid_during WITHOUT OVERLAPS);
ALTER TABLE ONLY rulebook.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.version
    ADD CONSTRAINT version_programme_code_province_code_rulebook_code_content__key UNIQUE (programme_code, province_code, rulebook_code, content_sha256);
ALTER TABLE ONLY snapshot.attainment
    ADD CONSTRAINT attainment_snapshot_id_district_code_criterion_code_key UNIQUE NULLS NOT DISTINCT (snapshot_id, district_code, criterion_code);
ALTER TABLE ONLY snapshot.district_grade
    ADD CONSTRAINT district_grade_pkey PRIMARY KEY (snapshot_id, district_code);
ALTER TABLE ONLY snapshot.measure
    ADD CONSTRAINT measure_snapshot_id_district_code_measure_code_key UNIQUE NULLS NOT DISTINCT (snapshot_id, district_code, measure_code);
ALTER TABLE ONLY snapshot.publication
    ADD CONSTRAINT publication_chain_sha256_key UNIQUE (chain_sha256);
ALTER TABLE ONLY snapshot.publication
    ADD CONSTRAINT publication_pkey PRIMARY KEY (snapshot_id);
ALTER TABLE ONLY snapshot.publication
    ADD CONSTRAINT publication_programme_code_province_code_period_revision_key UNIQUE (programme_code, province_code, period, revision);
ALTER TABLE ONLY snapshot.publication
    ADD CONSTRAINT publication_programme_code_province_code_previous_sha256_key UNIQUE (programme_code, province_code, previous_sha256);
ALTER TABLE ONLY snapshot.source_file
    ADD CONSTRAINT source_file_pkey PRIMARY KEY (snapshot_id, source, uri, sha256);
ALTER TABLE ONLY snapshot.target
    ADD CONSTRAINT target_snapshot_id_district_code_criterion_code_condition_n_key UNIQUE NULLS NOT DISTINCT (snapshot_id, district_code, criterion_code, condition_no);
ALTER TABLE ONLY staging.app_download
    ADD CONSTRAINT app_download_pkey PRIMARY KEY (province_code, period, event_id);
ALTER TABLE ONLY staging.content_record
    ADD CONSTRAINT content_record_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.leader_roster
    ADD CONSTRAINT leader_roster_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.otop_operator
    ADD CONSTRAINT otop_operator_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.shop_registration
    ADD CONSTRAINT shop_registration_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.submission_activity
    ADD CONSTRAINT submission_activity_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.submission_download
    ADD CONSTRAINT submission_download_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.submission
    ADD CONSTRAINT submission_file_id_report_key_key UNIQUE (file_id, report_key);
ALTER TABLE ONLY staging.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.submission_publicity
    ADD CONSTRAINT submission_publicity_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY staging.submission_service
    ADD CONSTRAINT submission_service_pkey PRIMARY KEY (file_id, sheet, row_number);
ALTER TABLE ONLY warehouse.activity
    ADD CONSTRAINT activity_pkey PRIMARY KEY (province_code, period, file_id, sheet, row_number);
ALTER TABLE ONLY warehouse.app_download
    ADD CONSTRAINT app_download_pkey PRIMARY KEY (province_code, period, event_id);
ALTER TABLE ONLY warehouse.claimed_download
    ADD CONSTRAINT claimed_download_pkey PRIMARY KEY (province_code, period, file_id, sheet, row_number);
ALTER TABLE ONLY warehouse.content_record
    ADD CONSTRAINT content_record_pkey PRIMARY KEY (province_code, period, record_id);
ALTER TABLE ONLY warehouse.leader_roster
    ADD CONSTRAINT leader_roster_pkey PRIMARY KEY (province_code, as_of_date, district_code);
ALTER TABLE ONLY warehouse.otop_operator
    ADD CONSTRAINT otop_operator_pkey PRIMARY KEY (province_code, as_of_date, operator_id);
ALTER TABLE ONLY warehouse.publicity_post
    ADD CONSTRAINT publicity_post_pkey PRIMARY KEY (province_code, period, file_id, sheet, row_number);
ALTER TABLE ONLY warehouse.service_record
    ADD CONSTRAINT service_record_pkey PRIMARY KEY (province_code, period, file_id, sheet, row_number);
ALTER TABLE ONLY warehouse.shop
    ADD CONSTRAINT shop_pkey PRIMARY KEY (province_code, shop_id);
ALTER TABLE ONLY warehouse.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (province_code, period, version_key);
CREATE INDEX month_finding_province_code_period_idx ON candidate.month_finding USING btree (province_code, period);
CREATE INDEX month_finding_province_code_period_idx ON mart.month_finding USING btree (province_code, period);
CREATE INDEX expectation_result_province_code_period_ran_at_idx ON ops.expectation_result USING btree (province_code, period, ran_at);
CREATE UNIQUE INDEX source_file_loaded_once ON ops.source_file USING btree (source, province_code, period, sha256) WHERE (status = 'loaded'::text);
CREATE INDEX source_file_province_code_period_source_idx ON ops.source_file USING btree (province_code, period, source) WHERE (status = 'loaded'::text);
CREATE INDEX rejected_row_province_code_period_idx ON quarantine.rejected_row USING btree (province_code, period);
CREATE INDEX app_downloads_file_id_idx ON raw.app_downloads USING brin (file_id) WITH (pages_per_range='128');
CREATE INDEX subdistrict_district_code_idx ON rulebook.subdistrict USING btree (district_code);
CREATE INDEX app_download_file_id_idx ON staging.app_download USING brin (file_id) WITH (pages_per_range='16', autosummarize='on');
CREATE INDEX shop_registration_province_code_shop_id_idx ON staging.shop_registration USING btree (province_code, shop_id);
CREATE UNIQUE INDEX one_version_counts ON warehouse.submission USING btree (province_code, period, district_code) WHERE counts;
CREATE UNIQUE INDEX one_version_is_first ON warehouse.submission USING btree (province_code, period, district_code) WHERE first_valid;
CREATE INDEX otop_operator_province_code_operator_id_as_of_date_idx ON warehouse.otop_operator USING btree (province_code, operator_id, as_of_date);
CREATE INDEX shop_province_code_operator_id_registered_on_idx ON warehouse.shop USING btree (province_code, operator_id, registered_on);
CREATE INDEX shop_province_code_period_idx ON warehouse.shop USING btree (province_code, period);
CREATE TRIGGER rows_stand BEFORE DELETE OR UPDATE ON snapshot.attainment FOR EACH ROW EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER rows_stand BEFORE DELETE OR UPDATE ON snapshot.district_grade FOR EACH ROW EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER rows_stand BEFORE DELETE OR UPDATE ON snapshot.measure FOR EACH ROW EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER rows_stand BEFORE DELETE OR UPDATE ON snapshot.publication FOR EACH ROW EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER rows_stand BEFORE DELETE OR UPDATE ON snapshot.source_file FOR EACH ROW EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER rows_stand BEFORE DELETE OR UPDATE ON snapshot.target FOR EACH ROW EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER table_stands BEFORE TRUNCATE ON snapshot.attainment FOR EACH STATEMENT EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER table_stands BEFORE TRUNCATE ON snapshot.district_grade FOR EACH STATEMENT EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER table_stands BEFORE TRUNCATE ON snapshot.measure FOR EACH STATEMENT EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER table_stands BEFORE TRUNCATE ON snapshot.publication FOR EACH STATEMENT EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER table_stands BEFORE TRUNCATE ON snapshot.source_file FOR EACH STATEMENT EXECUTE FUNCTION snapshot.refuse();
CREATE TRIGGER table_stands BEFORE TRUNCATE ON snapshot.target FOR EACH STATEMENT EXECUTE FUNCTION snapshot.refuse();
ALTER TABLE ONLY mart.measure
    ADD CONSTRAINT measure_measure_code_fkey FOREIGN KEY (measure_code) REFERENCES rulebook.measure(measure_code);
ALTER TABLE ONLY mart.reconciliation
    ADD CONSTRAINT reconciliation_measure_code_fkey FOREIGN KEY (measure_code) REFERENCES rulebook.measure(measure_code);
ALTER TABLE ONLY mart.subdistrict_measure
    ADD CONSTRAINT subdistrict_measure_measure_code_fkey FOREIGN KEY (measure_code) REFERENCES rulebook.measure(measure_code);
ALTER TABLE ONLY mart.target
    ADD CONSTRAINT target_measure_code_fkey FOREIGN KEY (measure_code) REFERENCES rulebook.measure(measure_code);
ALTER TABLE ONLY mart.watched_measure
    ADD CONSTRAINT watched_measure_measure_code_fkey FOREIGN KEY (measure_code) REFERENCES rulebook.measure(measure_code);
ALTER TABLE ONLY ops.file_finding
    ADD CONSTRAINT file_finding_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY quarantine.rejected_row
    ADD CONSTRAINT rejected_row_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY quarantine.rejected_row
    ADD CONSTRAINT rejected_row_rule_fkey FOREIGN KEY (rule) REFERENCES quarantine.rule(rule);
ALTER TABLE ONLY raw.content_records
    ADD CONSTRAINT content_records_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.leader_roster
    ADD CONSTRAINT leader_roster_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.other_row
    ADD CONSTRAINT other_row_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.otop_operators
    ADD CONSTRAINT otop_operators_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.shop_registrations
    ADD CONSTRAINT shop_registrations_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.submissions_activities
    ADD CONSTRAINT submissions_activities_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.submissions_downloads
    ADD CONSTRAINT submissions_downloads_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.submissions_publicity
    ADD CONSTRAINT submissions_publicity_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.submissions_services
    ADD CONSTRAINT submissions_services_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY raw.submissions_summary
    ADD CONSTRAINT submissions_summary_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY rulebook.base_count
    ADD CONSTRAINT base_count_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.condition
    ADD CONSTRAINT condition_measure_code_fkey FOREIGN KEY (measure_code) REFERENCES rulebook.measure(measure_code);
ALTER TABLE ONLY rulebook.condition
    ADD CONSTRAINT condition_programme_code_province_code_rulebook_version_cr_fkey FOREIGN KEY (programme_code, province_code, rulebook_version, criterion_code) REFERENCES rulebook.criterion(programme_code, province_code, rulebook_version, criterion_code);
ALTER TABLE ONLY rulebook.criterion
    ADD CONSTRAINT criterion_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.deadline
    ADD CONSTRAINT deadline_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.district
    ADD CONSTRAINT district_province_code_valid_during_fkey FOREIGN KEY (province_code, PERIOD valid_during) REFERENCES rulebook.province(province_code, PERIOD valid_during);
ALTER TABLE ONLY rulebook.document_finding
    ADD CONSTRAINT document_finding_programme_code_province_code_rulebook_ver_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.grade_band
    ADD CONSTRAINT grade_band_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.grade_basis
    ADD CONSTRAINT grade_basis_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.hashtag
    ADD CONSTRAINT hashtag_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.headcount
    ADD CONSTRAINT headcount_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.in_force
    ADD CONSTRAINT in_force_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.reading
    ADD CONSTRAINT reading_programme_code_province_code_rulebook_version_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.related_service
    ADD CONSTRAINT related_service_programme_code_province_code_rulebook_vers_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.related_service
    ADD CONSTRAINT related_service_programme_code_service_code_fkey FOREIGN KEY (programme_code, service_code) REFERENCES rulebook.service(programme_code, service_code);
ALTER TABLE ONLY rulebook.required_source
    ADD CONSTRAINT required_source_programme_code_province_code_rulebook_vers_fkey FOREIGN KEY (programme_code, province_code, rulebook_version) REFERENCES rulebook.version(programme_code, province_code, rulebook_version);
ALTER TABLE ONLY rulebook.service
    ADD CONSTRAINT service_programme_code_fkey FOREIGN KEY (programme_code) REFERENCES rulebook.programme(programme_code);
ALTER TABLE ONLY rulebook.subdistrict
    ADD CONSTRAINT subdistrict_district_code_valid_during_fkey FOREIGN KEY (district_code, PERIOD valid_during) REFERENCES rulebook.district(district_code, PERIOD valid_during);
ALTER TABLE ONLY rulebook.version
    ADD CONSTRAINT version_programme_code_fkey FOREIGN KEY (programme_code) REFERENCES rulebook.programme(programme_code);
ALTER TABLE ONLY snapshot.attainment
    ADD CONSTRAINT attainment_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES snapshot.publication(snapshot_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY snapshot.district_grade
    ADD CONSTRAINT district_grade_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES snapshot.publication(snapshot_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY snapshot.measure
    ADD CONSTRAINT measure_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES snapshot.publication(snapshot_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY snapshot.source_file
    ADD CONSTRAINT source_file_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES snapshot.publication(snapshot_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY snapshot.target
    ADD CONSTRAINT target_snapshot_id_fkey FOREIGN KEY (snapshot_id) REFERENCES snapshot.publication(snapshot_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY staging.content_record
    ADD CONSTRAINT content_record_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.leader_roster
    ADD CONSTRAINT leader_roster_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.otop_operator
    ADD CONSTRAINT otop_operator_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.shop_registration
    ADD CONSTRAINT shop_registration_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.submission_activity
    ADD CONSTRAINT submission_activity_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.submission_download
    ADD CONSTRAINT submission_download_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.submission
    ADD CONSTRAINT submission_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.submission_publicity
    ADD CONSTRAINT submission_publicity_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY staging.submission_service
    ADD CONSTRAINT submission_service_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.activity
    ADD CONSTRAINT activity_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.activity
    ADD CONSTRAINT activity_province_code_period_version_key_fkey FOREIGN KEY (province_code, period, version_key) REFERENCES warehouse.submission(province_code, period, version_key) ON DELETE CASCADE;
ALTER TABLE ONLY warehouse.claimed_download
    ADD CONSTRAINT claimed_download_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.claimed_download
    ADD CONSTRAINT claimed_download_province_code_period_version_key_fkey FOREIGN KEY (province_code, period, version_key) REFERENCES warehouse.submission(province_code, period, version_key) ON DELETE CASCADE;
ALTER TABLE ONLY warehouse.content_record
    ADD CONSTRAINT content_record_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.leader_roster
    ADD CONSTRAINT leader_roster_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.otop_operator
    ADD CONSTRAINT otop_operator_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.publicity_post
    ADD CONSTRAINT publicity_post_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.publicity_post
    ADD CONSTRAINT publicity_post_province_code_period_version_key_fkey FOREIGN KEY (province_code, period, version_key) REFERENCES warehouse.submission(province_code, period, version_key) ON DELETE CASCADE;
ALTER TABLE ONLY warehouse.service_record
    ADD CONSTRAINT service_record_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.service_record
    ADD CONSTRAINT service_record_province_code_period_version_key_fkey FOREIGN KEY (province_code, period, version_key) REFERENCES warehouse.submission(province_code, period, version_key) ON DELETE CASCADE;
ALTER TABLE ONLY warehouse.shop
    ADD CONSTRAINT shop_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
ALTER TABLE ONLY warehouse.submission
    ADD CONSTRAINT submission_file_id_fkey FOREIGN KEY (file_id) REFERENCES ops.source_file(file_id);
