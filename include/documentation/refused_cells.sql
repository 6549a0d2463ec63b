-- makes   nothing: an example of every reason why a row is refused, its problem and its sentence made by what judges real rows
-- grain   one row per rule, the likely ones first
-- rule    names are those of the rulebooks, misspelt; a district's report of February 2024 and the exports of that month
with

example as (
    select
        district.province_code,
        district.district_code,
        district.name_th as district_th,
        (
            select max(neighbour.name_th collate "C")
            from rulebook.district as neighbour
            where neighbour.province_code = district.province_code and neighbour.name_th <> district.name_th
        ) as neighbour_th,
        (
            select max(subdistrict.name_th collate "C")
            from rulebook.subdistrict
            where subdistrict.district_code = district.district_code
        ) as subdistrict_th,
        (
            select min(elsewhere.district_code)
            from rulebook.district as elsewhere
            where elsewhere.province_code <> district.province_code
        ) as code_elsewhere,
        (
            select min(twice.name_th collate "C")
            from (
                select name.name_th
                from rulebook.name
                where name.province_code = district.province_code and name.kind = 'subdistrict' and name.origin = 'name'
                group by name.name_th
                having count(distinct name.code) > 1
            ) as twice
        ) as subdistrict_twice_th,
        date '2024-02-01' as period
    from rulebook.district
    inner join rulebook.version using (province_code)
    order by district.province_code desc, district.name_th collate "C" desc
    limit 1
),

problems as (
    select
        array[
            quarantine.problem('held_on', null, 'value_missing'),
            quarantine.problem('participants', '๒๐ ถึง ๓๐ คน', (thai.read_count('๒๐ ถึง ๓๐ คน')).rule),
            quarantine.problem('participants', '12.5', (thai.read_count('12.5')).rule),
            quarantine.problem('new_shops', '-3', (thai.read_count('-3')).rule),
            quarantine.problem('held_on', 'ต้นเดือน', (thai.read_date('ต้นเดือน', period)).rule),
            quarantine.problem('held_on', '30/02/2567', (thai.read_date('30/02/2567', period)).rule),
            quarantine.problem('held_on', '15/02/53', (thai.read_date('15/02/53', period)).rule),
            quarantine.problem('held_on', '1967-02-15T00:00:00', (thai.read_date('1967-02-15T00:00:00', period)).rule),
            quarantine.problem('posted_on', '๒ มีนาคม ๒๕๖๗', 'date_outside_month', thai.print_month(period)),
            quarantine.problem('occurred_at', '15/02/2567 25:10', (thai.read_moment('15/02/2567 25:10', period)).rule),
            quarantine.problem('period', 'เดือนที่แล้ว', (thai.read_month('เดือนที่แล้ว', period)).rule),
            quarantine.problem('period', 'ก.พ. 53', (thai.read_month('ก.พ. 53', period)).rule),
            quarantine.problem('period', 'มกราคม ๒๕๖๗', 'period_disagrees', thai.print_month(period)),
            quarantine.problem('period', 'กุมภาพันธ์ ๒๕๖๗', 'month_not_begun', thai.print_month(period)),
            quarantine.problem('correct', 'บางส่วน', (thai.read_boolean('บางส่วน')).rule),
            quarantine.problem('complete', 'x', (thai.read_boolean('x')).rule),
            staging.problem_of_district(
                province_code, null, left(district_th, -1), staging.read_district(province_code, null, left(district_th, -1)), period
            ),
            -- no place of today's rulebooks began or ended in their months
            quarantine.problem('district', district_th, 'district_not_in_month', ' มีตั้งแต่เดือน' || thai.print_month('2024-04-01')),
            quarantine.problem(
                'subdistrict', subdistrict_th, 'subdistrict_not_in_month',
                ' ยกเลิกตั้งแต่เดือน' || thai.print_month('2024-01-01') || ' ปัจจุบันคือ' || neighbour_th
            ),
            -- no name of today's rulebooks means two districts, or two services
            quarantine.problem('district', 'เมือง', 'district_ambiguous'),
            staging.problem_of_district(
                province_code, district_code, neighbour_th, staging.read_district(province_code, district_code, neighbour_th), period
            ),
            quarantine.problem(
                'subdistrict', left(subdistrict_th, -1),
                (rulebook.resolve(province_code, 'subdistrict', thai.subdistrict_key(left(subdistrict_th, -1)), district_code)).rule,
                quarantine.suggestion(
                    rulebook.suggest(province_code, 'subdistrict', thai.subdistrict_key(left(subdistrict_th, -1)), district_code)
                )
            ),
            quarantine.problem(
                'subdistrict_code', subdistrict_twice_th,
                (rulebook.resolve(province_code, 'subdistrict', thai.subdistrict_key(subdistrict_twice_th))).rule
            ),
            staging.problem_of_district(
                province_code, code_elsewhere, null, staging.read_district(province_code, code_elsewhere, null), period
            ),
            quarantine.problem(
                'service', 'ปราช์ชุมชน',
                (rulebook.resolve(province_code, 'service', thai.name_key('ปราช์ชุมชน'))).rule,
                quarantine.suggestion(rulebook.suggest(province_code, 'service', thai.name_key('ปราช์ชุมชน')))
            ),
            quarantine.problem('service', 'ชุมชน', 'service_ambiguous'),
            quarantine.problem('status', 'ผ่าน', 'status_unknown'),
            quarantine.problem('operating_system', 'Windows', 'operating_system_unknown'),
            quarantine.problem('link', '=HYPERLINK("http://click.example","โพสต์")'),
            quarantine.problem('downloads', '#REF!'),
            (staging.problems_of_report(true, 'R-0007', null, true, district_code, district_th, null, null, null, period))[1],
            quarantine.problem('report_id', 'R-0003', 'report_repeated'),
            (staging.problems_of_report(false, null, 'R-0003', false, district_code, null, null, null, null, period))[1],
            quarantine.problem('event_id', 'E-000123', 'event_repeated')
        ] as problems
    from example
)

select
    problem.rule,
    quarantine.message_th(array[row(problem.column_name, problem.value, problem.rule, problem.detail)::quarantine.problem]) as message_th
from problems
cross join unnest(problems.problems) with ordinality as problem (column_name, value, rule, detail, position)
order by problem.position
