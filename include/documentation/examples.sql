-- Figures of the worked examples (examples.py). Districts and months that are followed come as `5702 2024-01-01,…`.

-- query followed: the district of each province whose report that counts lost most rows: where most is to be explained
select distinct on (submission_version.province_code)
    submission_version.province_code as province, submission_version.period, submission_version.district_code as district,
    district.name_th as district_name, province.name_th as province_name
from mart.submission_version
inner join rulebook.district
    on district.district_code = submission_version.district_code and district.valid_during @> submission_version.period
inner join rulebook.province
    on province.province_code = submission_version.province_code and province.valid_during @> submission_version.period
where submission_version.counts
order by submission_version.province_code, submission_version.rows_refused desc, submission_version.period, district;

-- query measure: a measure of a district that is followed, or of its province: of one whose order asks for it, if any does
select
    measure.province_code as province, measure.period, measure.district_code as district, measure.measure_code,
    coalesce(district.name_th, province.name_th) as name_th, measure.value, target.comparator, target.target_value,
    target.order_ref,
    case
        when target.comparator = '=' and measure.value = target.target_value then 'met'
        when target.comparator = '>=' and measure.value >= target.target_value then 'met'
        else 'not met'
    end as verdict
from mart.measure
left join rulebook.district
    on district.district_code = measure.district_code and district.valid_during @> measure.period
inner join rulebook.province
    on province.province_code = measure.province_code and province.valid_during @> measure.period
left join mart.target
    on
        target.programme_code = measure.programme_code and target.period = measure.period
        and target.province_code = measure.province_code and target.measure_code = measure.measure_code
        and target.district_code is not distinct from measure.district_code
where
    measure.measure_code = %(measure)s and measure.value is not null
    and exists (
        select from unnest(string_to_array(%(districts)s, ',')) as followed (code)
        where
            followed.code = measure.district_code || ' ' || measure.period
            or (measure.district_code is null and followed.code like measure.province_code || '__ ' || measure.period)
    )
order by target.target_value is null, measure.value = 0, measure.province_code desc
limit 1;

-- query watched: a watched measure of a district that is followed, by category
select
    district.name_th, watched_measure.period,
    string_agg(coalesce(nullif(category, ''), '–') || ' ' || trim_scale(value), ', ' order by value desc, category)
        as listed
from mart.watched_measure
inner join rulebook.district
    on
        district.district_code = watched_measure.district_code and district.valid_during @> watched_measure.period
where
    measure_code = %(measure)s
    and watched_measure.district_code || ' ' || period = any (string_to_array(%(districts)s, ','))
group by 1, 2, watched_measure.province_code
order by watched_measure.province_code desc
limit 1;

-- query behind: the rows behind a figure, by what became of them
select
    replace(outcome, '_', ' ') as outcome, count(*) as rows,
    (array_agg(reason_th order by file collate "C", sheet, row_number))[1] as reason
from mart.measure_working(%(province)s, %(period)s, %(district)s, array[%(measure_code)s], null)
where outcome <> 'nothing' and reason_th is not null
group by outcome
order by array_position(array['counted', 'base', 'set_aside', 'not_counted', 'refused'], outcome);

-- query targets: every condition of the districts that are followed
select
    district.name_th, target.*, measure.value, definition.name_th as measure_name, attainment.points, attainment.max_points, condition.target_kind,
    condition.target_number
from mart.target
inner join mart.attainment using (programme_code, period, province_code, district_code, criterion_code)
inner join mart.measure using (programme_code, period, province_code, district_code, measure_code)
inner join rulebook.measure as definition on definition.measure_code = target.measure_code
inner join rulebook.condition using (programme_code, province_code, rulebook_version, criterion_code, condition_no)
inner join rulebook.district on district.district_code = target.district_code and district.valid_during @> target.period
where target.district_code || ' ' || target.period = any (string_to_array(%(districts)s, ','))
order by target.province_code desc, criterion_code, condition_no;

-- query grades: points, band and letter of the districts that are followed
select
    district_grade.*, band.lower_percent,
    (
        select min(above.lower_percent) from rulebook.grade_band as above
        where
            above.programme_code = band.programme_code and above.province_code = band.province_code
            and above.rulebook_version = band.rulebook_version and above.lower_percent > band.lower_percent
    ) as next_percent,
    (
        select string_agg(trim_scale(attainment.points) || ' (' || criterion_code || ')', ' + ' order by criterion_code)
        from mart.attainment
        where attainment.period = district_grade.period and attainment.district_code = district_grade.district_code
    ) as parts
from mart.district_grade
inner join rulebook.grade_band as band using (programme_code, province_code, rulebook_version, grade)
where district_code || ' ' || period = any (string_to_array(%(districts)s, ','))
order by province_code desc;

-- query quarters: the quarter of the districts that are followed
select
    quarter_grade.*, district.name_th,
    (
        select string_agg(trim_scale(percent)::text, ' + ' order by period)
        from mart.district_grade
        where
            district_grade.district_code = quarter_grade.district_code
            and district_grade.province_code = quarter_grade.province_code
    ) as percents
from mart.quarter_grade
inner join rulebook.district
    on district.district_code = quarter_grade.district_code
    and upper_inf(district.valid_during)
where quarter_grade.district_code in (
    select split_part(followed.code, ' ', 1) from unnest(string_to_array(%(districts)s, ',')) as followed (code)
)
order by quarter_grade.province_code desc, fiscal_year_be, quarter;

-- query deadlines: what was due for the months that are followed
select
    province.name_th as province_name, district_grade.period, district_grade.district_name_th as name_th,
    max(due_at) filter (where deadline_code = 'report') as report,
    max(due_at) filter (where deadline_code = 'publication') as publication,
    district_grade.reported_at,
    case when district_grade.on_time then 'in time' else 'late' end as verdict,
    province_summary.on_time, province_summary.districts
from mart.district_grade
inner join mart.province_summary using (programme_code, period, province_code)
inner join ops.deadline using (programme_code, period, province_code)
inner join rulebook.province
    on province.province_code = district_grade.province_code and province.valid_during @> district_grade.period
where district_grade.district_code || ' ' || district_grade.period = any (string_to_array(%(districts)s, ','))
group by
    1, 2, 3, district_grade.reported_at, district_grade.on_time, province_summary.on_time, province_summary.districts,
    district_grade.province_code
order by district_grade.province_code desc;

-- query readings: every reading as it is taken last
select distinct on (reading_key collate "C", reading.province_code)
    reading.reading_key, province.name_th as province_name, reading.value::text as value, reading.document_th,
    reading.clause, reading.note_th
from rulebook.reading
inner join rulebook.version using (programme_code, province_code, rulebook_version)
inner join rulebook.province
    on province.province_code = reading.province_code and province.valid_during @> lower(version.valid_during)
order by reading_key collate "C", reading.province_code desc, rulebook_version desc;

-- query findings: every kind of finding, with those open in provinces with an order: files at once or day by day, the same
-- What an audit finds depends on whether one was held, and is left out.
select
    finding_kind.*, case finding_code when 'expectation_failed' then null else count(finding.finding_id) end as found,
    case finding_code when 'expectation_failed' then null else min(finding.message_en collate "C") end as example,
    case finding_code
        when 'expectation_failed' then null
        else
            (array_agg(finding.message_th order by finding.message_en collate "C", finding.message_th collate "C"))[1]
    end as example_th
from rulebook.finding_kind
left join (
    select finding.*
    from mart.finding
    where state <> 'resolved' and exists (select from rulebook.version where version.province_code = finding.province_code)
) as finding using (finding_code)
group by finding_kind.finding_code
order by finding_code collate "C";
