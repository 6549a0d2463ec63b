-- makes   ops.personal_key_in_use
-- grain   one row per province
-- rule    the downloads of a province were all typed under one key, the newest: what waited for it (ops.pending_file) was typed in this transaction

insert into ops.personal_key_in_use (province_code, key_no)
select
    %(province_code)s as province_code,
    max(personal_key.key_no) as key_no
from ops.personal_key
on conflict (province_code) do update set key_no = excluded.key_no, since = now() where personal_key_in_use.key_no <> excluded.key_no;

select personal.forget_old_keys();
