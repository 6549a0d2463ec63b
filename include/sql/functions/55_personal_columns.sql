-- Every column in which personal data is, or may be, and what becomes of it when its time is over (rulebook.source_retention) or a person
-- asks for it to be erased. Columns in which people write freely are searched, and left: figures come from them.
insert into ops.personal_column (relation, column_name, kind, erased, note_th, note_en)
values
('raw.submissions_summary', 'reporter', 'name', true, 'ชื่อผู้รายงานของอำเภอ', 'the person who reports for a district'),
('raw.submissions_summary', 'phone', 'phone', true, 'โทรศัพท์ของผู้รายงาน', 'the telephone of the person who reports'),
('raw.submissions_summary', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.submissions_downloads', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.submissions_publicity', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.submissions_activities', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.submissions_services', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.otop_operators', 'operator_name', 'name', true, 'ชื่อผู้ประกอบการ', 'the operator''s name'),
('raw.otop_operators', 'national_id', 'national_id', true, 'เลขประจำตัวประชาชนของผู้ประกอบการ', 'the operator''s national id'),
('raw.otop_operators', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.shop_registrations', 'shop_name', 'name', true, 'ชื่อร้านค้า ซึ่งอาจเป็นชื่อบุคคล', 'the name of a shop, which may be a person''s'),
('raw.shop_registrations', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.app_downloads', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.content_records', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.leader_roster', 'extra', 'anything', true, 'คอลัมน์ที่ระบบไม่รู้จัก', 'columns nobody asked for'),
('raw.other_row', 'cells', 'anything', true, 'หัวกระดาษและลายมือชื่อใต้ตาราง', 'titles above a table and signatures below it'),
('raw.app_downloads', 'user_id', 'account', false, 'รหัสผู้ใช้ที่ระบบต้นทางแปลงมาแล้ว', 'the account, hashed by the platform'),
(
    'warehouse.app_download', 'user_id', 'keyed', false,
    'รหัสผู้ใช้ที่แปลงซ้ำด้วยกุญแจของคลังข้อมูล', 'the account, hashed again under the warehouse''s key'
),
('raw.submissions_publicity', 'title', 'free_text', false, 'หัวข้อที่ผู้รายงานพิมพ์เอง', 'a title that people write'),
('raw.submissions_publicity', 'link', 'free_text', false, 'ลิงก์ที่ผู้รายงานพิมพ์เอง', 'a link that people write'),
(
    'raw.submissions_activities', 'activity', 'free_text', false,
    'ชื่อกิจกรรมที่ผู้รายงานพิมพ์เอง', 'the name of an activity that people write'
),
('raw.submissions_activities', 'link', 'free_text', false, 'ลิงก์ที่ผู้รายงานพิมพ์เอง', 'a link that people write'),
('warehouse.publicity_post', 'title', 'free_text', false, 'หัวข้อที่ผู้รายงานพิมพ์เอง', 'a title that people write'),
('warehouse.activity', 'activity', 'free_text', false, 'ชื่อกิจกรรมที่ผู้รายงานพิมพ์เอง', 'the name of an activity that people write'),
(
    'mart.submission_diff', 'was', 'free_text', false,
    'ค่าก่อนแก้ของช่องที่ไม่ใช่ข้อมูลส่วนบุคคล', 'what stood before in a cell that is not personal'
),
(
    'mart.submission_diff', 'is_now', 'free_text', false,
    'ค่าหลังแก้ของช่องที่ไม่ใช่ข้อมูลส่วนบุคคล', 'what stands now in a cell that is not personal'
),
(
    'quarantine.rejected_row', 'value', 'free_text', false,
    'ค่าที่ไม่รับ ไม่รวมคอลัมน์ข้อมูลส่วนบุคคล', 'a refused value, personal columns masked'
),
('ops.source_file', 'uri', 'free_text', false, 'ชื่อไฟล์ที่ผู้ส่งตั้งเอง', 'the name that its sender gave a file')
on conflict (relation, column_name) do update set
    kind = excluded.kind, erased = excluded.erased, note_th = excluded.note_th, note_en = excluded.note_en
where row(personal_column.*) <> row(excluded.*);

-- A name as it is compared: folded, without titles, points and spaces.
create or replace function personal.name_key(name text)
returns text
language sql immutable parallel safe as $$
    select nullif(
        lower(regexp_replace(
            regexp_replace(thai.fold(name), '^(นางสาว|น\.? ?ส\.?|นาย|นาง|ว่าที่ ?(ร้อยตรี|ร\.? ?ต\.?)|ดร\.?|Mr\.?|Mrs\.?|Miss|Ms\.?)(?=[ ก-๙A-Z])', ''),
            '[\s.]+', '', 'g'
        )),
        ''
    )
$$;

-- A number as it is looked for: its digits, however they are set apart; of a telephone without what stands for the country or the zero.
create or replace function personal.digits_pattern(number text)
returns text
language sql immutable parallel safe as $$
    select string_agg(digit.value, '[-. ()/]{0,3}' order by digit.position)
    from unnest(string_to_array(
        regexp_replace(regexp_replace(thai.digits(number), '[^0-9]', '', 'g'), '^(66|0)(?=[0-9]{8,9}$)', ''), null
    )) with ordinality as digit (value, position)
$$;
