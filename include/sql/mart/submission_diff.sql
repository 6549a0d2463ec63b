-- makes   mart.submission_diff
-- grain   one row per cell that differs between a version of a district's report and the version before
-- rule    cells as they were sent; spaces and Thai or Arabic digits make no difference, and of personal data only the change is told. Rows
--         that say the same belong together, then those of one name (subdistrict, service, date and title), then those of one row number.
--         A section of the form tool that is received again is compared with itself: version and previous_version are then one

delete from candidate.submission_diff
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.submission_diff (
    programme_code, period, province_code, district_code, version, previous_version, change_no, section, row_label, column_name, heading,
    change, was, is_now, was_file_id, was_sheet, was_row_number, was_cell_address, file_id, sheet, row_number, cell_address
)
with

section_files as materialized (
    select distinct
        source_row.report_key as version_key,
        source_row.section,
        source_row.file_id
    from staging.source_row
    where source_row.province_code = %(province_code)s and source_row.period = %(period)s
),

-- every section of every version, once for each file it came in; a version without the section has it without a file
states as (
    select
        submission_version.district_code,
        submission_version.version,
        submission_version.version_key,
        section.section,
        section.position,
        section_files.file_id,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri
    from candidate.submission_version
    cross join
        (
            values (1, 'summary'), (2, 'downloads'), (3, 'publicity'), (4, 'activities'), (5, 'services')
        ) as section (position, section)
    left join section_files
        on section_files.version_key = submission_version.version_key and section_files.section = section.section
    left join ops.source_file on source_file.file_id = section_files.file_id
    where
        submission_version.programme_code = %(programme_code)s and submission_version.period = %(period)s
        and submission_version.province_code = %(province_code)s
),

pairs as materialized (
    select
        row_number() over (order by district_code, version, position, received_at, modified_at, uri) as pair_no,
        states.*,
        lag(version) over earlier as previous_version,
        lag(version_key) over earlier as was_version_key,
        lag(file_id) over earlier as was_file_id
    from states
    window earlier as (partition by district_code, section order by version, received_at, modified_at, uri)
),

sides as (
    select
        pair_no,
        section,
        'is' as side,
        version_key,
        file_id
    from pairs
    where previous_version is not null
    union all
    select
        pair_no,
        section,
        'was' as side,
        was_version_key,
        was_file_id
    from pairs
    where previous_version is not null
),

rows as materialized (
    select
        row_number() over (order by sides.pair_no, sides.side, source_row.row_number) as row_id,
        sides.pair_no,
        sides.side,
        source_row.sheet,
        source_row.row_number,
        source_row.cell_rows,
        source_row.cells,
        folded.cells as folded_cells,
        row_number() over (partition by sides.pair_no, sides.side, folded.cells order by source_row.row_number) as occurrence,
        case
            when sides.section = 'summary' then 'summary'
            else nullif(concat_ws(
                ' ',
                coalesce((thai.read_date(named.day, %(period)s)).value::text, thai.name_key(named.day)),
                coalesce(thai.subdistrict_key(source_row.cells ->> 'subdistrict'), thai.name_key(named.name))
            ), '')
        end as name_key,
        case
            when sides.section = 'summary' then 'สรุป'
            else coalesce(
                nullif(concat_ws(' · ', thai.fold(named.day), thai.fold(named.name)), ''), 'แถวที่ ' || source_row.row_number
            )
        end as row_label
    from sides
    inner join staging.source_row
        on
            source_row.province_code = %(province_code)s and source_row.period = %(period)s
            and source_row.report_key = sides.version_key and source_row.section = sides.section and source_row.file_id = sides.file_id
    cross join
        lateral (
            select
                coalesce(source_row.cells ->> 'posted_on', source_row.cells ->> 'held_on') as day,
                coalesce(
                    source_row.cells ->> 'subdistrict', source_row.cells ->> 'service', source_row.cells ->> 'title',
                    source_row.cells ->> 'activity'
                ) as name
        ) as named
    cross join
        lateral (
            select jsonb_strip_nulls(coalesce(jsonb_object_agg(cell.key, thai.digits(thai.fold(cell.value))), '{}')) as cells
            from jsonb_each_text(source_row.cells || source_row.personal_digests) as cell
        ) as folded
),

differing as materialized (
    select
        rows.*,
        row_number() over (partition by rows.pair_no, rows.side, rows.name_key order by rows.row_number) as name_no
    from rows
    where
        not exists (
            select from rows as other
            where
                other.pair_no = rows.pair_no and other.side <> rows.side and other.folded_cells = rows.folded_cells
                and other.occurrence = rows.occurrence
        )
),

was_rows as (
    select * from differing
    where side = 'was'
),

is_rows as (
    select * from differing
    where side = 'is'
),

of_one_name as materialized (
    select
        was_rows.row_id as was_id,
        is_rows.row_id as is_id
    from was_rows
    inner join is_rows using (pair_no, name_key, name_no)
),

matches as materialized (
    select was_id, is_id from of_one_name
    union all
    select
        was_rows.row_id as was_id,
        is_rows.row_id as is_id
    from (select * from was_rows where row_id not in (select was_id from of_one_name)) as was_rows
    full join (select * from is_rows where row_id not in (select is_id from of_one_name)) as is_rows using (pair_no, row_number)
),

cells as (
    select
        coalesce(row_is.pair_no, row_was.pair_no) as pair_no,
        coalesce(row_is.row_label, row_was.row_label) as row_label,
        coalesce(row_is.row_number, row_was.row_number) as position_in_section,
        differing_column.column_name,
        case
            when row_was.folded_cells ? differing_column.column_name
                then coalesce(row_was.cells ->> differing_column.column_name, '(ข้อมูลส่วนบุคคล)')
        end as was,
        case
            when row_is.folded_cells ? differing_column.column_name
                then coalesce(row_is.cells ->> differing_column.column_name, '(ข้อมูลส่วนบุคคล)')
        end as is_now,
        row_was.sheet as was_sheet,
        coalesce((row_was.cell_rows ->> differing_column.column_name)::bigint, row_was.row_number) as was_row_number,
        row_is.sheet,
        coalesce((row_is.cell_rows ->> differing_column.column_name)::bigint, row_is.row_number) as row_number
    from matches
    left join rows as row_was on row_was.row_id = matches.was_id
    left join rows as row_is on row_is.row_id = matches.is_id
    cross join
        lateral jsonb_object_keys(coalesce(row_was.folded_cells, '{}') || coalesce(row_is.folded_cells, '{}'))
            as differing_column (column_name)
    where row_was.folded_cells ->> differing_column.column_name is distinct from row_is.folded_cells ->> differing_column.column_name
)

select
    %(programme_code)s as programme_code,
    %(period)s as period,
    %(province_code)s as province_code,
    pairs.district_code,
    pairs.version,
    pairs.previous_version,
    row_number() over (
        partition by pairs.district_code, pairs.version
        order by
            pairs.pair_no, cells.position_in_section, cells.row_number, cells.was_row_number, column_is.column_number,
            column_was.column_number, cells.column_name
    ) as change_no,
    pairs.section,
    cells.row_label,
    cells.column_name,
    coalesce(column_is.heading, column_was.heading, column_label.label_th, cells.column_name) as heading,
    case when cells.was is null then 'added' when cells.is_now is null then 'removed' else 'changed' end as change,
    cells.was,
    cells.is_now,
    pairs.was_file_id,
    cells.was_sheet,
    cells.was_row_number,
    ops.cell_address(column_was.column_number, cells.was_row_number) as was_cell_address,
    pairs.file_id,
    cells.sheet,
    cells.row_number,
    ops.cell_address(column_is.column_number, cells.row_number) as cell_address
from cells
inner join pairs using (pair_no)
left join ops.file_column as column_was
    on
        column_was.file_id = pairs.was_file_id and column_was.sheet = cells.was_sheet
        and column_was.column_name = cells.column_name
left join ops.file_column as column_is
    on column_is.file_id = pairs.file_id and column_is.sheet = cells.sheet and column_is.column_name = cells.column_name
left join quarantine.column_label on column_label.column_name = cells.column_name;
