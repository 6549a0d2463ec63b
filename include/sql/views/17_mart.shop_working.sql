-- new_shops of a district and month, row by row: the shops registered in the month of every operator that some registry places there, the
-- registry row that decides (outcome base), and the refused rows. The distinct counted_as among the counted rows are the measure.
create or replace function mart.shop_working(province text, month date, district text)
returns setof mart.traced_row
language sql stable as $$
    with

    shops as materialized (
        select
            shop.*,
            mart.operator_district(province, shop.operator_id, month) as here
        from warehouse.shop
        where shop.province_code = province and shop.period = month
    ),

    -- of operators whom the registry has in the district, or once had
    concerned as materialized (
        select
            shops.*,
            earliest.registered_on as first_registered_on,
            earliest.shop_id as first_shop_id
        from shops
        left join lateral (
            select
                other.registered_on,
                other.shop_id
            from warehouse.shop as other
            where other.province_code = province and other.operator_id = shops.operator_id and other.status <> 'ไม่อนุมัติ'
            order by other.registered_on, other.shop_id
            limit 1
        ) as earliest on true
        where
            shops.here = district
            or exists (
                select from warehouse.otop_operator
                where
                    otop_operator.province_code = province and otop_operator.operator_id = shops.operator_id
                    and otop_operator.district_code = district
            )
    ),

    judged as (
        select
            concerned.*,
            case
                when status = 'ไม่อนุมัติ' then 'ร้านค้านี้ไม่ได้รับอนุมัติ จึงไม่นับ'
                when here <> district then 'ทะเบียนผู้ประกอบการ ณ สิ้นเดือนระบุว่าผู้ประกอบการรายนี้อยู่อำเภออื่น (' || here || ') จึงนับที่อำเภอนั้น'
                when first_registered_on < month
                    then 'ผู้ประกอบการรายนี้มีร้านค้าแรกเมื่อ ' || thai.print_date(first_registered_on) || ' ก่อนเดือนนี้แล้ว จึงไม่ใช่รายใหม่'
                when shop_id <> first_shop_id then 'ผู้ประกอบการรายนี้นับแล้วจากร้านค้า ' || first_shop_id
            end as why_not
        from concerned
    )

    select
        'new_shops', case when why_not is null then 'counted' else 'not_counted' end, operator_id, 1::numeric,
        coalesce(
            why_not, 'ร้านค้าแรกของผู้ประกอบการรายนี้ สมัครเมื่อ ' || thai.print_date(registered_on) || ' สถานะ' || status
        ),
        'shop_registrations', null, file_id, sheet, row_number, null::bigint, null::jsonb
    from judged

    union all

    select
        'new_shops', 'base', registry.operator_id, null,
        'ทะเบียนผู้ประกอบการ ณ วันที่ ' || thai.print_date(registry.as_of_date) || ' ระบุว่าผู้ประกอบการรายนี้อยู่อำเภอ' || case
            when registry.district_code = district then 'นี้' else 'อื่น (' || registry.district_code || ')'
        end,
        'otop_operators', null, registry.file_id, registry.sheet, registry.row_number, null, null
    from (select distinct concerned.operator_id from concerned) as operators
    inner join lateral (
        select otop_operator.*
        from warehouse.otop_operator
        where otop_operator.province_code = province and otop_operator.operator_id = operators.operator_id
        order by
            otop_operator.as_of_date < month + interval '1 month' desc,
            case when otop_operator.as_of_date < month + interval '1 month' then otop_operator.as_of_date end desc,
            otop_operator.as_of_date
        limit 1
    ) as registry on true

    union all

    select
        'new_shops', 'refused', refused.operator_id, null, refused.refused_th, refused.source, null, refused.file_id, refused.sheet,
        refused.row_number, null, null
    from mart.refused_export_row(province, month, district) as refused
    where
        refused.source = 'shop_registrations'
        -- a refused row of a registry matters to whom no registry holds, and who has a shop of the month
        or refused.source = 'otop_operators'
        and exists (select from shops where shops.operator_id = refused.operator_id and shops.here is null)
$$;
