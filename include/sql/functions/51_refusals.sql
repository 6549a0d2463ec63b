-- Why a row is refused, in words its sender can act on. {column}, {value} and {detail} are filled in row by row.
insert into quarantine.rule (rule, message_th)
values
('value_missing', 'ช่อง “{column}” ว่างอยู่ โปรดกรอกข้อมูลแล้วส่งใหม่'),
('count_unreadable', 'ช่อง “{column}” ต้องเป็นจำนวนนับ แต่พบ “{value}” โปรดกรอกเป็นตัวเลขจำนวนเต็ม เช่น ๑๒'),
('count_fraction', 'ช่อง “{column}” ต้องเป็นจำนวนเต็ม แต่พบ “{value}” โปรดแก้ไขให้ไม่มีเศษ'),
('count_negative', 'ช่อง “{column}” ต้องไม่น้อยกว่า ๐ แต่พบ “{value}” โปรดแก้ไข'),
('date_unreadable', 'อ่านวันที่ในช่อง “{column}” ไม่ได้ (พบ “{value}”) โปรดเขียนแบบ ๑๕/๐๒/๒๕๖๗ หรือ ๑๕ กุมภาพันธ์ ๒๕๖๗'),
('date_impossible', 'วันที่ในช่อง “{column}” ไม่มีในปฏิทิน (พบ “{value}”) โปรดตรวจสอบวัน เดือน และปี'),
('date_ambiguous_year', 'ปีสองหลักในช่อง “{column}” อ่านได้มากกว่าหนึ่งปีหรือไม่ตรงกับรอบรายงาน (พบ “{value}”) โปรดเขียนปี พ.ศ. สี่หลัก'),
(
    'date_excel_two_digit_year',
    'Excel อ่านปี พ.ศ. สองหลักในช่อง “{column}” เป็นปี ค.ศ. ๑๙xx (พบ “{value}”) โปรดพิมพ์ปี พ.ศ. สี่หลักแล้วส่งใหม่'
),
('date_outside_month', 'วันที่ในช่อง “{column}” (พบ “{value}”) อยู่นอกเดือนที่รายงาน ({detail}) โปรดแก้วันที่หรือย้ายไปรายงานในเดือนนั้น'),
('time_unreadable', 'อ่านเวลาในช่อง “{column}” ไม่ได้ (พบ “{value}”) โปรดเขียนแบบ ๑๕/๐๒/๒๕๖๗ ๑๔:๓๐'),
('month_unreadable', 'อ่านเดือนในช่อง “{column}” ไม่ได้ (พบ “{value}”) โปรดเขียนแบบ กุมภาพันธ์ ๒๕๖๗'),
('month_ambiguous_year', 'ปีสองหลักในช่อง “{column}” อ่านได้มากกว่าหนึ่งปี (พบ “{value}”) โปรดเขียนปี พ.ศ. สี่หลัก'),
('period_disagrees', 'ช่อง “{column}” ระบุ “{value}” แต่แฟ้มอยู่ในโฟลเดอร์ของเดือน{detail} โปรดแก้ไขให้ตรงกันหรือส่งในเดือนที่ถูกต้อง'),
('month_not_begun', 'รายงานของเดือน{detail} ส่งมาก่อนเดือนนั้นเริ่มต้น โปรดตรวจสอบช่อง “{column}” (พบ “{value}”)'),
('boolean_unreadable', 'ช่อง “{column}” ต้องตอบ ใช่ หรือ ไม่ใช่ แต่พบ “{value}” โปรดแก้ไข'),
('boolean_ambiguous', 'เครื่องหมาย “{value}” ในช่อง “{column}” หมายถึง ใช่ หรือ ไม่ใช่ ก็ได้ โปรดเขียน ใช่ หรือ ไม่ใช่'),
('district_unknown', 'ไม่พบอำเภอ “{value}” ในจังหวัดนี้{detail} โปรดใช้ชื่ออำเภอหรือรหัส ๔ หลักของกรมการปกครอง'),
('district_ambiguous', 'ชื่ออำเภอ “{value}” ตรงกับหลายอำเภอ โปรดใช้รหัส ๔ หลักของกรมการปกครอง'),
('district_disagrees', 'ช่อง “{column}” ระบุ “{value}” ไม่ตรงกับอำเภอของรายงานหรือรหัสอำเภอในแถวเดียวกัน ({detail}) โปรดแก้ไขให้ตรงกัน'),
('subdistrict_unknown', 'ไม่พบตำบล “{value}” ในพื้นที่ที่รายงาน{detail} โปรดใช้ชื่อตำบลหรือรหัส ๖ หลักของกรมการปกครอง'),
('subdistrict_ambiguous', 'ชื่อตำบล “{value}” มีมากกว่าหนึ่งแห่ง โปรดใช้รหัส ๖ หลักของกรมการปกครอง'),
('province_disagrees', 'ช่อง “{column}” (พบ “{value}”) เป็นพื้นที่ของจังหวัดอื่น โปรดส่งในโฟลเดอร์ของจังหวัดนั้น'),
('service_unknown', 'ไม่รู้จักบริการ “{value}”{detail} โปรดใช้ชื่อเมนูของ Click ชุมชน'),
('service_ambiguous', 'ชื่อบริการ “{value}” ตรงกับหลายเมนู โปรดใช้ชื่อเต็มของเมนู'),
('status_unknown', 'ไม่รู้จักสถานะร้านค้า “{value}” ค่าที่ใช้ได้คือ รออนุมัติ อนุมัติแล้ว หรือ ไม่อนุมัติ'),
('operating_system_unknown', 'ไม่รู้จักระบบปฏิบัติการ “{value}” ค่าที่ใช้ได้คือ Android iOS หรือ Web'),
('event_repeated', 'รหัสเหตุการณ์ “{value}” ซ้ำกับแถวก่อนหน้าในแฟ้มเดียวกัน นับเพียงครั้งแรก โปรดตรวจสอบการส่งออกข้อมูล'),
('report_repeated', 'รหัสรายงาน “{value}” ซ้ำกับแถวก่อนหน้าในแฟ้มเดียวกัน โปรดใช้รหัสรายงานละหนึ่งแถว'),
('report_unknown', 'ไม่พบรหัสรายงาน “{value}” ในแฟ้มสรุป (summary.csv) โปรดส่งแฟ้มสรุปของรายงานนี้ด้วย'),
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
('record_id', 'รหัสรายการ'), ('printed_total', 'รวม')
on conflict (column_name) do update set label_th = excluded.label_th where column_label.label_th <> excluded.label_th;

-- One problem of a row, or null when the value was read: `array_remove(array[…], null)` is then the row's list.
create or replace function quarantine.problem(column_name text, value text, rule text, detail text default null)
returns quarantine.problem
language sql immutable parallel safe as $$
    select case when rule is not null then row(column_name, value, rule, detail)::quarantine.problem end
$$;

create or replace function quarantine.suggestion(names text)
returns text
language sql immutable parallel safe as $$
    select coalesce(' ชื่อที่ใกล้เคียงคือ ' || names, '')
$$;

-- All problems of a row as one text, in the order of its columns.
create or replace function quarantine.message_th(problems quarantine.problem[])
returns text
language sql stable parallel safe as $$
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
