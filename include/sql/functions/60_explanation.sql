-- A quantity as people read it: counts with their unit, shares as a percentage cut to two decimals (never rounded up to a target not
--   reached).
create or replace function mart.quantity_th(value numeric, unit_th text)
returns text
language sql immutable parallel safe as $$
    select case
        when value is null then 'ไม่มีข้อมูล'
        when unit_th = 'สัดส่วน' then 'ร้อยละ ' || thai.print_number(trunc(value * 100, 2))
        else thai.print_number(value) || ' ' || unit_th
    end
$$;

-- One condition in words: what was found, what was asked, and how far apart the two are.
create or replace function mart.condition_th(name_th text, unit_th text, observed numeric, comparator text, target numeric)
returns text
language sql immutable parallel safe as $$
    select
        name_th || ' ' || mart.quantity_th(observed, unit_th)
        || case comparator when '=' then ' (เป้าหมาย ' else ' (เป้าหมายอย่างน้อย ' end || mart.quantity_th(target, unit_th) || ')'
        || case
            when comparator = '>=' and observed < target and unit_th <> 'สัดส่วน' then ' ขาด ' || mart.quantity_th(target - observed, unit_th)
            when comparator = '=' and observed > target then ' เกิน ' || mart.quantity_th(observed - target, unit_th)
            else ''
        end
$$;
