-- Why a row is refused, in words its sender can act on. {column}, {value} and {detail} are filled in row by row.
insert into quarantine.rule (rule, message_th)
values
('value_missing', 'ช่อง “{column}” ว่างอยู่ โปรดกรอกข้อมูลแล้วส่งใหม่'),
(
    'formula_found',
    'ช่อง “{column}” เป็นสูตรหรือข้อความที่ขึ้นต้นอย่างสูตร (พบ “{value}”) ระบบรับเฉพาะค่าที่พิมพ์ไว้ '
    'โปรดคัดลอกช่องนี้แล้ววางทับเป็นค่า (วางแบบพิเศษ > ค่า) หรือพิมพ์ค่าเองโดยไม่ขึ้นต้นด้วยเครื่องหมายของสูตร'
),
(
    'excel_error',
    'ช่อง “{column}” เป็นค่าผิดพลาดของ Excel (พบ “{value}”) ไม่ใช่ข้อมูล โปรดแก้สูตรต้นทาง แล้วคัดลอกวางทับเป็นค่า หรือพิมพ์ค่าที่ถูกต้อง'
),
('count_unreadable', 'ช่อง “{column}” ต้องเป็นจำนวนนับ แต่พบ “{value}” โปรดกรอกเป็นตัวเลขจำนวนเต็ม เช่น ๑๒ หากไม่มีให้กรอก ๐'),
('count_fraction', 'ช่อง “{column}” ต้องเป็นจำนวนเต็ม แต่พบ “{value}” โปรดแก้ไขให้เป็นจำนวนที่ไม่มีทศนิยม'),
('count_negative', 'ช่อง “{column}” ต้องไม่น้อยกว่า ๐ แต่พบ “{value}” โปรดแก้ไขเป็นจำนวนที่นับได้จริง หากไม่มีให้กรอก ๐'),
('date_unreadable', 'อ่านวันที่ในช่อง “{column}” ไม่ได้ (พบ “{value}”) โปรดเขียนแบบ ๑๕/๐๒/๒๕๖๗ หรือ ๑๕ กุมภาพันธ์ ๒๕๖๗'),
(
    'date_impossible',
    'วันที่ในช่อง “{column}” ไม่มีในปฏิทิน หรือชื่อวันไม่ตรงกับวันที่ (พบ “{value}”) โปรดตรวจสอบแล้วแก้วัน เดือน หรือปีให้ถูกต้อง'
),
(
    'date_ambiguous_year',
    'ปีสองหลักในช่อง “{column}” ไม่แน่ชัดว่าเป็นปีใด (พบ “{value}”) โปรดเขียนปี พ.ศ. สี่หลัก เช่น ๑๕/๐๒/๒๕๖๗'
),
(
    'date_excel_two_digit_year',
    'วันที่ในช่อง “{column}” พิมพ์ปี พ.ศ. สองหลัก Excel จึงแปลงเป็นปี ค.ศ. ๑๙xx (พบ “{value}”) '
    'โปรดพิมพ์วันที่ใหม่ด้วยปี พ.ศ. สี่หลัก เช่น ๑๕/๐๒/๒๕๖๗'
),
(
    'date_outside_month',
    'วันที่ในช่อง “{column}” (พบ “{value}”) อยู่นอกเดือนที่รายงาน ({detail}) '
    'โปรดแก้วันที่ให้ถูกต้อง หรือย้ายแถวนี้ไปไว้ในรายงานของเดือนที่เกิดขึ้นจริง'
),
('time_unreadable', 'อ่านเวลาในช่อง “{column}” ไม่ได้ (พบ “{value}”) โปรดเขียนแบบ ๑๕/๐๒/๒๕๖๗ ๑๔:๓๐'),
('month_unreadable', 'อ่านเดือนในช่อง “{column}” ไม่ได้ (พบ “{value}”) โปรดเขียนแบบ กุมภาพันธ์ ๒๕๖๗'),
('month_ambiguous_year', 'ปีสองหลักในช่อง “{column}” ไม่แน่ชัดว่าเป็นปีใด (พบ “{value}”) โปรดเขียนปี พ.ศ. สี่หลัก เช่น กุมภาพันธ์ ๒๕๖๗'),
(
    'period_disagrees',
    'ช่อง “{column}” ระบุ “{value}” แต่ไฟล์อยู่ในโฟลเดอร์ของเดือน{detail} '
    'โปรดแก้เดือนในช่องนี้ให้ตรงกัน หรือส่งไฟล์ในโฟลเดอร์ของเดือนที่ถูกต้อง'
),
(
    'month_not_begun',
    'เดือน{detail} ในช่อง “{column}” (พบ “{value}”) ยังไม่เริ่มต้น โปรดแก้เป็นเดือนที่รายงานจริง หรือส่งใหม่เมื่อถึงเดือนนั้นแล้ว'
),
('boolean_unreadable', 'ช่อง “{column}” ต้องตอบ ใช่ หรือ ไม่ใช่ แต่พบ “{value}” โปรดแก้เป็น ใช่ หรือ ไม่ใช่'),
('boolean_ambiguous', 'เครื่องหมาย “{value}” ในช่อง “{column}” หมายถึง ใช่ หรือ ไม่ใช่ ก็ได้ โปรดแก้เป็นคำว่า ใช่ หรือ ไม่ใช่'),
('district_unknown', 'ช่อง “{column}”: ไม่พบอำเภอ “{value}” ในจังหวัดนี้{detail} โปรดแก้เป็นชื่ออำเภอ หรือรหัส ๔ หลักของกรมการปกครอง'),
('district_ambiguous', 'ช่อง “{column}”: ชื่ออำเภอ “{value}” ตรงกับหลายอำเภอ โปรดแก้เป็นรหัส ๔ หลักของกรมการปกครอง'),
('district_disagrees', 'ช่อง “{column}” ระบุ “{value}” ไม่ตรงกับ{detail} โปรดแก้ไขให้ตรงกัน'),
(
    'district_not_in_month',
    'ช่อง “{column}”: อำเภอ “{value}” ไม่มีในเดือนที่รายงาน{detail} โปรดแก้เป็นอำเภอที่มีในเดือนนั้น หรือส่งในโฟลเดอร์ของเดือนที่ถูกต้อง'
),
(
    'subdistrict_not_in_month',
    'ช่อง “{column}”: ตำบล “{value}” ไม่มีในเดือนที่รายงาน{detail} โปรดแก้เป็นตำบลที่มีในเดือนนั้น'
),
(
    'subdistrict_unknown',
    'ช่อง “{column}”: ไม่พบตำบล “{value}” ในพื้นที่ที่รายงาน{detail} โปรดแก้เป็นชื่อตำบล หรือรหัส ๖ หลักของกรมการปกครอง'
),
('subdistrict_ambiguous', 'ช่อง “{column}”: ชื่อตำบล “{value}” มีมากกว่าหนึ่งแห่ง โปรดแก้เป็นรหัส ๖ หลักของกรมการปกครอง'),
('province_disagrees', 'ช่อง “{column}” (พบ “{value}”) เป็นพื้นที่ของจังหวัดอื่น โปรดแก้ไข หรือส่งแถวนี้ในโฟลเดอร์ของจังหวัดนั้น'),
('service_unknown', 'ช่อง “{column}”: ไม่รู้จักบริการ “{value}”{detail} โปรดแก้เป็นชื่อเมนูของ Click ชุมชน'),
('service_ambiguous', 'ช่อง “{column}”: ชื่อบริการ “{value}” ตรงกับหลายเมนู โปรดแก้เป็นชื่อเต็มของเมนู'),
('status_unknown', 'ช่อง “{column}”: ไม่รู้จักสถานะร้านค้า “{value}” โปรดแก้เป็น รออนุมัติ อนุมัติแล้ว หรือ ไม่อนุมัติ'),
('operating_system_unknown', 'ช่อง “{column}”: ไม่รู้จักระบบปฏิบัติการ “{value}” โปรดแก้เป็น Android iOS หรือ Web'),
(
    'event_repeated',
    'รหัสเหตุการณ์ “{value}” ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน จึงนับเพียงแถวแรก '
    'หากเป็นคนละเหตุการณ์ โปรดแก้รหัสแล้วส่งใหม่ หากเป็นเหตุการณ์เดียวกัน ไม่ต้องแก้ไข'
),
('report_repeated', 'รหัสรายงาน “{value}” ซ้ำกับแถวก่อนหน้าในไฟล์เดียวกัน โปรดใช้รหัสรายงานละหนึ่งแถว'),
('report_unknown', 'ไม่พบรหัสรายงาน “{value}” ในไฟล์สรุป (summary.csv) โปรดแก้รหัสรายงาน หรือส่งไฟล์สรุปของรายงานนี้ด้วย'),
('summary_refused', 'ส่วนสรุปของรายงานนี้ไม่ผ่านการตรวจสอบ แถวนี้จึงยังไม่นับ โปรดแก้ส่วนสรุปแล้วส่งใหม่ทั้งรายงาน')
on conflict (rule) do update set message_th = excluded.message_th where rule.message_th <> excluded.message_th;

-- A column's own Thai heading, the first of its column map.
insert into quarantine.column_label (column_name, label_th)
values
('summary', 'สรุป'), ('report_id', 'รหัสรายงาน'), ('submitted_at', 'ประทับเวลา'), ('district', 'อำเภอ'), ('period', 'ประจำเดือน'),
('reported_on', 'วันที่รายงาน'), ('new_shops', 'ร้านค้าสมัครใหม่'), ('downloads_total', 'ดาวน์โหลดรวม'),
('district_chief', 'นายอำเภอ'), ('district_development_officer', 'พัฒนาการอำเภอ'), ('land_office_head', 'เจ้าพนักงานที่ดิน'),
('local_administration_head', 'ท้องถิ่นอำเภอ'), ('subdistrict_heads', 'กำนัน'), ('village_heads', 'ผู้ใหญ่บ้าน'),
('subdistrict', 'ตำบล'), ('downloads', 'จำนวน'), ('posted_on', 'วันที่'), ('channel', 'ช่องทาง'), ('held_on', 'วันที่'),
('activity', 'ชื่อกิจกรรม'), ('participants', 'ผู้เข้าร่วม'), ('service', 'บริการ'), ('related', 'เกี่ยวข้อง'), ('correct', 'ถูกต้อง'),
('complete', 'ครบถ้วน'), ('current', 'เป็นปัจจุบัน'), ('records', 'จำนวนรายการ'), ('updated_on', 'ปรับปรุงล่าสุด'),
('operator_id', 'รหัสผู้ประกอบการ'), ('district_code', 'รหัสอำเภอ'), ('as_of_date', 'ข้อมูล ณ วันที่'), ('shop_id', 'รหัสร้านค้า'),
('registered_on', 'วันที่สมัคร'), ('status', 'สถานะ'), ('approved_on', 'วันที่อนุมัติ'), ('products', 'จำนวนสินค้า'),
('event_id', 'รหัสเหตุการณ์'), ('occurred_at', 'เวลา'), ('subdistrict_code', 'รหัสตำบล'), ('operating_system', 'ระบบปฏิบัติการ'),
('record_id', 'รหัสรายการ'), ('printed_total', 'รวม'), ('title', 'หัวข้อ'), ('link', 'ลิงก์'), ('hashtags', 'แฮชแท็ก'), ('kind', 'ประเภท'),
('system', 'ระบบที่บันทึก'), ('shop_name', 'ชื่อร้านค้า'), ('user_group', 'กลุ่มผู้ใช้'), ('user_id', 'รหัสผู้ใช้'),
('attraction_kind', 'ประเภทแหล่งท่องเที่ยว')
on conflict (column_name) do update set label_th = excluded.label_th where column_label.label_th <> excluded.label_th;

-- What begins like a formula is none of the values a person typed: opened as a spreadsheet it would be computed, or run
-- (`=cmd|…`, `@SUM(…`). A name (`@click`), a telephone number (`+66…`), a dash and a number below 0 are no formulas.
create or replace function quarantine.rule_of_folded_text(written text)
returns text
language sql immutable parallel safe as $$
    select case
        when written ~ '^=' then 'formula_found'
        when
            written ~ '^[-+@]' and (
                -- a function that is called with a text, a cell, a number, another function or nothing
                written ~ '^[-+@]+ ?[A-Za-z][A-Za-z0-9_.]*\(("|\$?[A-Za-z]{1,3}\$?[0-9]|[-+0-9]|[A-Za-z.]+\(|\))'
                -- another program that is called: cmd|'/C calc'!A0
                or written ~ '[A-Za-z0-9_]\|[^|]*![A-Za-z_$''0-9]'
            ) then 'formula_found'
        when
            upper(written) in (
                '#REF!', '#N/A', '#VALUE!', '#DIV/0!', '#NAME?', '#NULL!', '#NUM!', '#SPILL!', '#CALC!', '#GETTING_DATA', '#FIELD!',
                '#BLOCKED!', '#CONNECT!', '#UNKNOWN!', '#BUSY!'
            ) then 'excel_error'
    end
$$;

-- Rules: formula_found, excel_error. Text that begins with a digit, a letter or a vowel written before its consonant, as nearly all does,
-- costs no more than that look.
create or replace function quarantine.rule_of_text(value text)
returns text
language sql immutable parallel safe as $$
    select case
        when
            ascii(value) between 48 and 57 or ascii(value) between 65 and 90 or ascii(value) between 97 and 122
            or ascii(value) between 3585 and 3630 or ascii(value) between 3648 and 3652 then null
        else quarantine.rule_of_folded_text(thai.fold(value))
    end
$$;

-- A value as it may be kept beyond raw: of the columns that hold personal data (ops.personal_column) only that something was found.
create or replace function quarantine.kept_value(column_name text, value text)
returns text
language sql immutable parallel safe as $$
    select case
        when column_name in ('reporter', 'phone', 'operator_name', 'national_id', 'shop_name', 'user_id') and value is not null
            then '(ปกปิด)'
        else value
    end
$$;

-- One problem of a row, or null when the value was read: `array_remove(array[…], null)` is then the row's list. Without a rule
-- the text may be any that is not a formula.
create or replace function quarantine.problem(column_name text, value text, rule text default null, detail text default null)
returns quarantine.problem
language plpgsql immutable parallel safe as $$
declare
    rule_of_text text := quarantine.rule_of_text(value);
begin
    if rule_of_text is not null then
        return row(column_name, quarantine.kept_value(column_name, value), rule_of_text, null)::quarantine.problem;
    elsif rule is not null then
        return row(column_name, quarantine.kept_value(column_name, value), rule, detail)::quarantine.problem;
    end if;
    return null;
end
$$;

create or replace function quarantine.suggestion(names text)
returns text
language sql immutable parallel safe as $$
    select coalesce(' ชื่อที่ใกล้เคียงคือ ' || names, '')
$$;

-- A value as its sender sees it: a real date of a workbook, `2024-02-15T00:00:00` for the loader, is 15/02/2024.
create or replace function quarantine.shown_value(value text)
returns text
language sql immutable parallel safe as $$
    select left(
        regexp_replace(
            regexp_replace(value, '^([0-9]{4})-([0-9]{2})-([0-9]{2})T00:00:00$', '\3/\2/\1'),
            '^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}:[0-9]{2}):[0-9]{2}$', '\3/\2/\1 \4'
        ),
        100
    )
$$;

-- One problem in words: its rule's message, filled in.
create or replace function quarantine.problem_th(message_th text, label_th text, problem quarantine.problem)
returns text
language sql immutable parallel safe as $$
    select replace(
        replace(
            replace(message_th, '{column}', coalesce(label_th, (problem).column_name)),
            '{detail}', coalesce((problem).detail, '')
        ),
        '{value}', coalesce(quarantine.shown_value((problem).value), '')
    )
$$;

-- All problems of a row as one text, in the order of its columns.
create or replace function quarantine.message_th(problems quarantine.problem[])
returns text
language sql stable parallel safe as $$
    select
        string_agg(
            quarantine.problem_th(
                rule.message_th, column_label.label_th,
                row(problem.column_name, problem.value, problem.rule, problem.detail)::quarantine.problem
            ),
            ' · ' order by problem.position
        )
    from unnest(problems) with ordinality as problem (column_name, value, rule, detail, position)
    inner join quarantine.rule on rule.rule = problem.rule
    left join quarantine.column_label on column_label.column_name = problem.column_name
$$;
