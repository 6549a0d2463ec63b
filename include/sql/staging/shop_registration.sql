-- makes   staging.shop_registration, and refused rows in quarantine.rejected_row
-- grain   one row per accepted row of a shop export
-- rule    landing.md, source 3: approved without a date is accepted; shop names stay in raw

delete from staging.shop_registration
where
    file_id in (
        select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'shop_registrations'
    );

with

rows as (
    select
        raw_row.*,
        pending_file.province_code,
        pending_file.period as folder_period
    from raw.shop_registrations as raw_row
    inner join ops.pending_file using (file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'shop_registrations'
),

values_read as materialized (
    select
        rows.*,
        thai.read_date(registered_on, folder_period) as registered_read,
        thai.read_date(approved_on, folder_period) as approved_read,
        thai.read_count(products) as products_read,
        thai.fold(status) as status_read
    from rows
),

judged as (
    select
        values_read.*,
        array_remove(array[
            quarantine.problem('shop_id', shop_id, case when thai.fold(shop_id) is null then 'value_missing' end),
            quarantine.problem('operator_id', operator_id, case when thai.fold(operator_id) is null then 'value_missing' end),
            quarantine.problem('shop_name', shop_name),
            quarantine.problem('registered_on', registered_on, case
                when thai.fold(registered_on) is null then 'value_missing' else (registered_read).rule
            end),
            quarantine.problem('status', status, case
                when status_read is null then 'value_missing'
                when status_read not in ('รออนุมัติ', 'อนุมัติแล้ว', 'ไม่อนุมัติ') then 'status_unknown'
            end),
            quarantine.problem('approved_on', approved_on, (approved_read).rule),
            quarantine.problem('products', products, (products_read).rule)
        ], null) as problems
    from values_read
),

typed as (
    insert into staging.shop_registration (
        file_id, sheet, row_number, province_code, shop_id, operator_id, registered_on, status, approved_on, products
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        thai.digits(thai.fold(shop_id)) as shop_id,
        thai.digits(thai.fold(operator_id)) as operator_id,
        (registered_read).value as registered_on,
        status_read,
        (approved_read).value as approved_on,
        (products_read).value as products
    from judged
    where cardinality(problems) = 0
)

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, problems
)
select
    file_id,
    sheet,
    row_number,
    problems[1].column_name,
    problems[1].value,
    problems[1].rule,
    quarantine.message_th(problems),
    'shop_registrations',
    province_code,
    folder_period,
    problems
from judged
where cardinality(problems) > 0;
